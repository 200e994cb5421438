"""What is typed in a hurry is read as it was meant; everything else is left as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.asking_words import respelt, tidied


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats the forcast", "what's the forecast"),
        ("team commit this qtr", "team commit this quarter"),
        ("who hasnt answered", "who hasn't answered"),
        ("hows the quater", "how's the quarter"),
        ("pls show my pipleine", "please show my pipeline"),
        ("bigest 3 deels", "biggest 3 deals"),
    ],
)
def test_slips_of_a_hurry(typed: str, meant: str) -> None:
    assert respelt(tidied(typed)) == meant


@pytest.mark.parametrize(
    "said", ["Acme is at 60 %", "Hooli Changes GmbH", "its lawyers want two weeks", "Kiln monitoring, 180k", "Marlow?"]
)
def test_names_and_answers_stay(said: str) -> None:
    assert respelt(tidied(said)) == said


@given(st.text(max_size=80))
def test_what_was_mended_needs_no_more_mending(said: str) -> None:
    mended = respelt(tidied(said))
    assert respelt(mended) == mended
