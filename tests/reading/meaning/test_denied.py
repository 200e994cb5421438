"""What is denied after the value, and not before it, is asked back too; what goes on after a value denies nothing."""

from decimal import Decimal

import pytest

from domain.reading.reading import About
from domain.sales.process import Field
from tests.reading.meaning.scenes import said


@pytest.mark.parametrize(
    ("text", "about", "field"),
    [
        ("a seventy it is not, Jo", About.PROBABILITY, Field.PROBABILITY),
        ("70 it isn't", About.PROBABILITY, Field.PROBABILITY),
        ("70% we're not", About.PROBABILITY, Field.PROBABILITY),
        ("250k can't be right", About.AMOUNT, Field.AMOUNT),
        ("250k it ain't", About.AMOUNT, Field.AMOUNT),
        ("March 15 it is not", About.CLOSE_DATE, Field.CLOSE_DATE),
    ],
)
def test_a_value_denied_afterwards_is_asked_back(text: str, about: About, field: Field) -> None:
    reading = said(text, about)
    assert (reading.changes, reading.proposals) == ((), ())
    assert [doubt.field for doubt in reading.doubts] == [field]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("70 doesn't feel right", About.PROBABILITY),
        ("March 15 won't work", About.CLOSE_DATE),
        ("end of March isn't going to happen", About.CLOSE_DATE),
    ],
)
def test_a_value_that_will_not_do_is_not_written(text: str, about: About) -> None:
    reading = said(text, about)
    assert (reading.changes, reading.proposals) == ((), ())


@pytest.mark.parametrize(
    ("text", "about", "value"),
    [
        ("70, not 60", About.PROBABILITY, 70),
        ("70 it is", About.PROBABILITY, 70),
        ("70 isn't bad I'd say", About.PROBABILITY, 70),
        ("250k, that won't change", About.AMOUNT, Decimal(250000)),
        ("250k doesn't include maintenance", About.AMOUNT, Decimal(250000)),
    ],
)
def test_what_goes_on_after_a_value_denies_nothing(text: str, about: About, value: object) -> None:
    reading = said(text, about)
    assert [finding.value for finding in reading.changes] == [value]
