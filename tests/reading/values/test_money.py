"""Amounts of money and their currencies."""

import pytest

from domain.reading.marks import Money
from domain.sales.process import DateOrder, SalesProcess
from tests.reading.values.scenes import CALENDAR, FRIDAY, JULY, found, painted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("250k", ["money 250000"]),
        ("250", ["number 250"]),
        ("80 grand", ["money 80000"]),
        ("1.2 mil", ["money 1200000"]),
        ("a quarter million", ["money 250000"]),
        ("half a million", ["money 500000"]),
        ("two and a half million", ["money 2500000"]),
        ("one point two million", ["money 1200000"]),
        ("one point twenty five million", ["money 1250000"]),
        ("two hundred fifty thousand", ["money 250000"]),
        ("$1.2M", ["money 1200000 USD"]),
        ("$ 80,000.00", ["money 80000 USD"]),
        ("€80k", ["money 80000 EUR"]),
        ("80k€", ["money 80000 EUR"]),
        ("k€ 250", ["money 250000 EUR"]),
        ("2.5 MEUR", ["money 2500000 EUR"]),
        ("USD 250k", ["money 250000 USD"]),
        ("usd$ 15", ["money 15 USD"]),
        ("US$4.7 billion", ["money 4700000000 USD"]),
        ("hk $ 10", ["money 10 HKD"]),
        ("20 Rupees", ["money 20 INR"]),
        ("Rs20", ["money 20 INR"]),
        ("9700 pounds", ["money 9700 GBP"]),
        ("10,000 swiss francs", ["money 10000 CHF"]),
        ("one hundred and twenty thousand dollars", ["money 120000 USD"]),
        ("15 dollars 50", ["money 15.5 USD"]),
        ("20 dollars and 43 cents", ["money 20.43 USD"]),
        ("$10k-$20k", ["money 10000 USD", "money 20000 USD"]),
        ("$10-20k", ["money 10000 USD", "money 20000 USD"]),
        ("10-20 dollars", ["money 10 USD", "money 20 USD"]),
        ("200 to 250k", ["money 200000", "money 250000"]),
        ("$200k-250", ["money 200000 USD", "money 250000 USD"]),
        ("900k-1.2M", ["money 900000", "money 1200000"]),
        ("rmb 10 usd 20", ["money 10 CNY", "money 20 USD"]),
        ("raise to 60 $20k", ["number 60", "money 20000 USD"]),
        ("+$20k", ["money 20000 USD"]),
        ("-5k", ["money -5000"]),
    ],
)
def test_amounts(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ALL 5 solutions",
        "try 100 things",
        "they got mad, 3 of us",
        "we won 42",
        "grand total",
    ],
)
def test_words_that_look_like_currencies_are_none(text: str) -> None:
    assert not any(mark.startswith("money") for mark in found(text))


def test_dollars_are_those_of_the_process_where_it_counts_in_dollars() -> None:
    canadian = SalesProcess(CALENDAR.stages, "CAD", DateOrder.MONTH_FIRST)
    assert found("$80k", FRIDAY, canadian) == ["money 80000 CAD"]
    assert found("US$80k", FRIDAY, canadian) == ["money 80000 USD"]
    assert found("$80k", FRIDAY, JULY) == ["money 80000 USD"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("80k a year for 3 years", "year"),
        ("its 110k per year, 3 year term", "year"),
        ("60k annually over two years", "year"),
        ("95k per annum for five years", "year"),
        ("80k ARR", "year"),
        ("$5k/month", "month"),
        ("$40 per seat", "seat"),
    ],
)
def test_an_amount_knows_by_what_it_is_paid(text: str, per: str) -> None:
    mark = painted(text).marks[0]
    assert isinstance(mark.value, Money)
    assert mark.value.per == per


def test_a_term_beside_a_yearly_amount_is_a_duration() -> None:
    assert found("80k a year for 3 years") == ["money 80000", "duration 36m"]
    assert found("60k annually over two years") == ["money 60000", "duration 24m"]


def test_an_amount_in_foreign_separators_is_doubtful() -> None:
    (mark,) = painted("$1.250.000").marks
    assert isinstance(mark.value, Money)
    assert mark.value.choices
