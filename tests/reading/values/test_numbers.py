"""Numbers, percents and what is protected from being read as one."""

import pytest

from domain.reading.marks import Number, Percent
from domain.sales.process import SalesProcess
from tests.reading.values.scenes import CALENDAR, FRIDAY, JULY, found, painted


@pytest.mark.parametrize(
    ("text", "process", "expected"),
    [
        ("75", CALENDAR, "number 75"),
        ("sixty", CALENDAR, "number 60"),
        ("sixty five", CALENDAR, "number 65"),
        ("twenty-one", CALENDAR, "number 21"),
        ("one hundred and twenty", CALENDAR, "number 120"),
        ("twenty five hundred", CALENDAR, "number 2500"),
        ("60ish", CALENDAR, "number 60"),
        ("60-ish", CALENDAR, "number 60"),
        ("~60", CALENDAR, "number 60"),
        ("0.6", CALENDAR, "number 0.6"),
        ("1,250,000", CALENDAR, "number 1250000"),
        ("1,250,000", JULY, "number 1250000"),
        ("1.250.000", JULY, "number 1250000"),
        ("180.000", JULY, "number 180000"),
        ("1.250,50", JULY, "number 1250.5"),
        ("1,5", JULY, "number 1.5"),
        ("250 000", JULY, "number 250000"),
        ("1'250'000", CALENDAR, "number 1250000"),
        ("12,34,567.89", CALENDAR, "number 1234567.89"),
        ("+10", CALENDAR, "number 10"),
        ("-10", CALENDAR, "number -10"),
        ("10 points", CALENDAR, "points 10"),
        ("5 pts", CALENDAR, "points 5"),
        ("10 percentage points", CALENDAR, "points 10"),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, process: SalesProcess, expected: str) -> None:
    assert found(text, FRIDAY, process) == [expected]


@pytest.mark.parametrize(
    ("text", "process", "choices"),
    [
        ("1.250.000", CALENDAR, [1250000]),
        ("1,250", JULY, [1250, 1.25]),
        ("7,5", CALENDAR, [7.5]),
        ("250 000", CALENDAR, [250000]),
    ],
)
def test_separators_this_company_does_not_use_that_way_leave_a_doubt(
    text: str, process: SalesProcess, choices: list[float]
) -> None:
    (mark,) = painted(text, FRIDAY, process).marks
    assert isinstance(mark.value, Number)
    assert [float(choice) for choice in mark.value.choices] == choices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60%", ["percent 60"]),
        ("60 %", ["percent 60"]),
        ("99.5%", ["percent 99.5"]),
        ("sixty five percent", ["percent 65"]),
        ("40 per cent", ["percent 40"]),
        ("40 pct", ["percent 40"]),
        ("110%", ["percent 110"]),
        ("60-70%", ["percent 60", "percent 70"]),
        ("60 to 70 percent", ["percent 60", "percent 70"]),
        ("between 60 and 70%", ["percent 60", "percent 70"]),
        ("60% and 40%", ["percent 60", "percent 40"]),
        ("60 or 70", ["number 60", "number 70"]),
        ("60%… no wait 40", ["percent 60", "number 40"]),
        ("Jan 15 - 60%", ["day 2027-01-15", "percent 60"]),
        ("fifty-fifty", ["percent 50"]),
        ("50/50", ["percent 50"]),
        ("half and half", ["percent 50"]),
        ("50:50", ["percent 50"]),
        ("a coin flip", ["percent 50"]),
        ("toss-up", ["percent 50"]),
        ("1 in 4", ["percent 25"]),
        ("nine out of ten", ["percent 90"]),
        ("2/3 chance", ["percent 66.67"]),
        ("two thirds", ["percent 66.67"]),
        ("three quarters", ["percent 75"]),
        ("slips three quarters", ["shift +9m"]),
        ("1 in 4 weeks", ["number 1", "day 2026-12-18"]),
    ],
)
def test_percents_odds_and_fractions(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_percent_is_whole_with_halves_up() -> None:
    (mark,) = painted("two thirds").marks
    assert isinstance(mark.value, Percent)
    assert mark.value.whole == 67
    (mark,) = painted("62.5%").marks
    assert isinstance(mark.value, Percent)
    assert mark.value.whole == 63


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/2027-01-15?chance=60%",
        "www.example.com/60",
        "jo@example.com",
        "<@U024BE7LH>",
        "<https://example.com|60%>",
        "@jim60",
        "+1 415 555 0100",
        "(415) 555-0100",
        "24/7",
        "#4711",
        "room 60",
        "floor 12",
        "PO 4711",
        "5 seats",
        "10k users",
        "3 competitors",
        "3x",
        "B2B",
        "M365",
        "EOQ1",
        "1.2.3",
    ],
)
def test_links_ids_and_counts_are_protected(text: str) -> None:
    assert [mark.split()[0] for mark in found(text)] == ["protected"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4pm", "clock 16:00:00"),
        ("at 12 a.m.", "clock 00:00:00"),
        ("16:30", "clock 16:30:00"),
        ("3 o'clock", "clock 03:00:00"),
        ("noon", "clock 12:00:00"),
        ("in an hour", "moment 2026-11-20 11:00:00+00:00"),
        ("in 30 minutes", "moment 2026-11-20 10:30:00+00:00"),
        ("after 3", "number 3"),
    ],
)
def test_hours_of_the_day(text: str, expected: str) -> None:
    assert found(text) == [expected]
