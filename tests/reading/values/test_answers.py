"""Yes, no, perhaps and "as it was"."""

import pytest

from domain.reading.answers import Answer, answer
from domain.reading.values import yes_no


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yep 👍",
        "yeah, that's right",
        "ok",
        "👍🏽",
        "👌👌",
        "sure thing",
        "correct",
        "that is true",
        "indeed",
        "y",
    ],
)
def test_a_plain_yes(text: str) -> None:
    said = answer(text)
    assert said is not None
    assert (said.answer, said.whole) == (Answer.YES, True)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Nope.",
        "no thanks",
        "that's not right",
        "I don't think so",
        "not really",
        "false",
        "👎",
        "not yet",
    ],
)
def test_a_plain_no(text: str) -> None:
    said = answer(text)
    assert said is not None
    assert (said.answer, said.whole) == (Answer.NO, True)


@pytest.mark.parametrize(
    "text",
    [
        "same",
        "still there",
        "no change here, all good 🙂",
        "unchanged",
        "as is",
        "nothing new",
        "it stands",
    ],
)
def test_as_it_was(text: str) -> None:
    said = answer(text)
    assert said is not None
    assert (said.answer, said.whole) == (Answer.SAME, True)


@pytest.mark.parametrize(
    "text",
    [
        "maybe",
        "not sure",
        "no idea",
        "I don't know",
        "could go either way",
        "hard to say",
        "yes and no",
        "🤷",
    ],
)
def test_neither_yes_nor_no(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes but push it to March", True),
        ("no, 40", False),
        ("Yes. I said no", True),
        ("no. I said the fourth of July", False),
    ],
)
def test_the_answer_that_opens_a_longer_reply_is_not_the_whole_of_it(text: str, value: bool) -> None:
    said = answer(text)
    assert said is not None
    assert not said.whole
    assert yes_no(text) is value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "60%",
        "no budget",
        "no decision on their side",
        "no one called",
        "not mine any more",
        "right now",
        "x" * 5000,
    ],
)
def test_other_replies_are_no_answer(text: str) -> None:
    assert answer(text) is None


def test_a_question_is_not_the_whole_answer() -> None:
    said = answer("yes, is it?")
    assert said is not None
    assert not said.whole


def test_the_answer_stands_in_the_text() -> None:
    said = answer("Oh, YES please")
    assert said is not None
    assert "Oh, YES please"[said.start : said.end] == "YES"
