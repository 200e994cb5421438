"""Quoted and forwarded mail is not the sender's."""

import pytest

from domain.reading.own_words import own_words
from tests.reading.values.scenes import found, painted


@pytest.mark.parametrize(
    "text",
    [
        "60%\n> is it still at 75%?\n> closes Jan 15",
        "60%\n\nOn Mon, 16 Nov 2026 at 09:12, Jo Doe <jo@example.com> wrote:\n75% by March",
        "60%\n-----Original Message-----\nFrom: Jo\n75%",
        "60%\n\nFrom: Jo Doe\nSent: Monday\n75%",
        "60%\n\nBegin forwarded message:\n75%",
        "60%\n________________________________\nFrom: Jo\n75%",
    ],
)
def test_only_what_the_sender_wrote_is_read(text: str) -> None:
    assert found(text) == ["percent 60"]


def test_an_answer_below_the_quote_keeps_its_place() -> None:
    text = "> still at 75%?\n60% now"
    (mark,) = painted(text).marks
    assert text[mark.start : mark.end] == "60%"


@pytest.mark.parametrize("text", ["from: the start we wrote 60", "on hold", "a -- b > c", "on monday i wrote: 60%"])
def test_ordinary_text_is_left_whole(text: str) -> None:
    assert own_words(text) == text
