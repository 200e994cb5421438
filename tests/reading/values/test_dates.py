"""Words about time, by the table of dates, with several days as today, both date orders and three fiscal years."""

import pytest

from domain.reading.marks import Day, Grain
from domain.sales.process import SalesProcess
from tests.reading.values.scenes import CALENDAR, FEBRUARY, FRIDAY, JULY, found, painted

QUARTERS = [
    ("end of Q1", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("Q1", "2026-07-01", JULY, "day 2026-09-30"),
    ("Q1", "2026-10-01", JULY, "day 2027-09-30"),
    ("Q4", "2026-12-31", CALENDAR, "day 2026-12-31"),
    ("by Q1 close", "2026-11-02", FEBRUARY, "day 2027-04-30"),
    ("third quarter", FRIDAY, CALENDAR, "day 2027-09-30"),
    ("this quarter", "2027-01-31", FEBRUARY, "day 2027-01-31"),
    ("this quarter", "2027-02-01", FEBRUARY, "day 2027-04-30"),
    ("before the quarter", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("by quarter end", FRIDAY, JULY, "day 2026-12-31"),
    ("EOQ", FRIDAY, FEBRUARY, "day 2027-01-31"),
    ("the end of the quarter", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("slipping to next quarter", "2027-01-29", FEBRUARY, "day 2027-04-30"),
    ("next quarter I reckon", "2026-09-30", JULY, "day 2026-12-31"),
    ("last day of the quarter", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("late Q2", FRIDAY, CALENDAR, "day 2027-06-30"),
    ("early Q2", FRIDAY, CALENDAR, "doubtful"),
]
FISCAL_YEARS = [
    ("FY27 Q1", "2026-11-16", CALENDAR, "day 2027-03-31"),
    ("FY27 Q1", "2026-11-16", FEBRUARY, "doubtful"),
    ("Q1 FY28", "2026-11-16", FEBRUARY, "day 2027-04-30"),
    ("Q4 FY27", "2026-11-16", JULY, "day 2027-06-30"),
    ("Q4FY27", "2026-11-16", JULY, "day 2027-06-30"),
    ("fiscal 2027 Q3", "2026-11-16", JULY, "day 2027-03-31"),
    ("FY26/27 Q4", "2026-11-16", JULY, "day 2027-06-30"),
    ("Q2'27", FRIDAY, CALENDAR, "day 2027-06-30"),
    ("Q3 2027", FRIDAY, JULY, "day 2027-03-31"),
    ("Q1 2027", FRIDAY, JULY, "doubtful 2027-09-30"),
    ("calendar Q1", FRIDAY, JULY, "day 2027-03-31"),
    ("Q1 next year", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("Q1 2026", FRIDAY, CALENDAR, "doubtful"),
    ("H1", FRIDAY, CALENDAR, "day 2027-06-30"),
    ("H1", FRIDAY, JULY, "day 2026-12-31"),
    ("second half", FRIDAY, JULY, "day 2027-06-30"),
    ("H1 FY28", FRIDAY, FEBRUARY, "day 2027-07-31"),
    ("end of FY27", FRIDAY, JULY, "day 2027-06-30"),
    ("end of the fiscal year", FRIDAY, FEBRUARY, "day 2027-01-31"),
    ("calendar year end", FRIDAY, FEBRUARY, "day 2026-12-31"),
    ("year end", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("EOY", FRIDAY, FEBRUARY, "doubtful 2026-12-31 2027-01-31"),
    ("by the end of the year", FRIDAY, JULY, "doubtful 2026-12-31 2027-06-30"),
    ("hooli by year end", "2027-01-29", FEBRUARY, "doubtful 2027-01-31 2027-12-31"),
    ("1H 2027", FRIDAY, CALENDAR, "day 2027-06-30"),
    ("this half", FRIDAY, JULY, "day 2026-12-31"),
    ("next q", FRIDAY, FEBRUARY, "day 2027-04-30"),
    ("end of FY", FRIDAY, JULY, "day 2027-06-30"),
    ("sometime next year", FRIDAY, CALENDAR, "doubtful"),
    ("in 2028", FRIDAY, CALENDAR, "doubtful"),
]
MONTHS = [
    ("March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("in March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("end of March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("end of February", "2027-11-08", JULY, "day 2028-02-29"),
    ("November", FRIDAY, CALENDAR, "day 2026-11-30"),
    ("EOM", FRIDAY, CALENDAR, "day 2026-11-30"),
    ("EOM March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("month-end", FRIDAY, CALENDAR, "day 2026-11-30"),
    ("end of next month", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("March 2028", FRIDAY, CALENDAR, "day 2028-03-31"),
    ("Jan '28", FRIDAY, CALENDAR, "day 2028-01-31"),
    ("3/2027", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("early March", FRIDAY, CALENDAR, "day 2027-03-10"),
    ("beginning of March", FRIDAY, CALENDAR, "day 2027-03-10"),
    ("mid-March", FRIDAY, CALENDAR, "day 2027-03-15"),
    ("the middle of March", FRIDAY, CALENDAR, "day 2027-03-15"),
    ("late March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("mid November", FRIDAY, CALENDAR, "doubtful"),
    ("early to mid March", FRIDAY, CALENDAR, "doubtful 2027-03-10 2027-03-15"),
    ("first half of March", FRIDAY, CALENDAR, "day 2027-03-15"),
    ("first week of March", FRIDAY, CALENDAR, "day 2027-03-05"),
    ("first week of Jan", "2026-12-21", FEBRUARY, "day 2027-01-01"),
    ("the first week of august", "2026-07-10", JULY, "day 2026-08-07"),
    ("second week of March", FRIDAY, CALENDAR, "day 2027-03-12"),
    ("last week of January", FRIDAY, CALENDAR, "day 2027-01-29"),
    ("last week of March", FRIDAY, CALENDAR, "doubtful 2027-03-26 2027-03-31"),
    ("next month sometime", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("last Friday of March", FRIDAY, CALENDAR, "day 2027-03-26"),
    ("last business day of January", FRIDAY, CALENDAR, "day 2027-01-29"),
    ("next March", FRIDAY, CALENDAR, "day 2027-03-31"),
    ("next March", "2027-01-20", CALENDAR, "doubtful 2027-03-31 2028-03-31"),
]
WEEKS = [
    ("this week", FRIDAY, CALENDAR, "day 2026-11-20"),
    ("this week", "2026-11-21", CALENDAR, "day 2026-11-27"),
    ("EOW", "2026-11-27", CALENDAR, "day 2026-11-27"),
    ("next week", "2027-10-31", JULY, "day 2027-11-05"),
    ("end of next week", FRIDAY, CALENDAR, "day 2026-11-27"),
    ("the week after next", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("beginning of next week", FRIDAY, CALENDAR, "day 2026-11-23"),
    ("early next week", FRIDAY, CALENDAR, "doubtful 2026-11-23 2026-11-25"),
    ("week of Jan 11", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("Friday", FRIDAY, CALENDAR, "day 2026-11-20"),
    ("this friday", "2026-12-28", FEBRUARY, "day 2027-01-01"),
    ("by friday", "2026-10-24", JULY, "day 2026-10-30"),
    ("next friday", "2027-01-01", FEBRUARY, "day 2027-01-08"),
    ("next Friday", "2027-03-28", JULY, "day 2027-04-02"),
    ("next Monday", "2026-11-22", CALENDAR, "day 2026-11-23"),
    ("Tuesday next week", FRIDAY, CALENDAR, "day 2026-11-24"),
    ("next week Tuesday", FRIDAY, CALENDAR, "day 2026-11-24"),
    ("a week from Friday", FRIDAY, CALENDAR, "day 2026-11-27"),
    ("a week from friday", "2026-12-28", FEBRUARY, "day 2027-01-08"),
    ("two weeks after the end of the quarter", FRIDAY, CALENDAR, "day 2027-01-14"),
    ("three Fridays from now", FRIDAY, CALENDAR, "day 2026-12-11"),
    ("after the weekend", FRIDAY, CALENDAR, "day 2026-11-23"),
    ("this weekend", FRIDAY, CALENDAR, "doubtful 2026-11-21 2026-11-22"),
    ("the third Friday", FRIDAY, CALENDAR, "doubtful"),
    ("the Friday after next", FRIDAY, CALENDAR, "doubtful 2026-11-27 2026-12-04"),
]
DAYS = [
    ("today", FRIDAY, CALENDAR, "day 2026-11-20"),
    ("tomorrow morning", "2026-12-31", CALENDAR, "day 2027-01-01"),
    ("the day after tomorrow", FRIDAY, CALENDAR, "day 2026-11-22"),
    ("EOD", FRIDAY, CALENDAR, "day 2026-11-20"),
    ("COB Monday", FRIDAY, CALENDAR, "day 2026-11-23"),
    ("Jan 15", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("the 15th of January", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("Jan 15", "2027-01-15", CALENDAR, "day 2027-01-15"),
    ("Jan 15", "2027-01-16", CALENDAR, "day 2028-01-15"),
    ("15 Jan 2028", FRIDAY, CALENDAR, "day 2028-01-15"),
    ("14april 2027", FRIDAY, CALENDAR, "day 2027-04-14"),
    ("31-Oct-2027", FRIDAY, CALENDAR, "day 2027-10-31"),
    ("Feb 29", FRIDAY, CALENDAR, "day 2028-02-29"),
    ("Feb 30", FRIDAY, CALENDAR, "doubtful"),
    ("Friday, Jan 15", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("Monday, Jan 15", FRIDAY, CALENDAR, "doubtful 2027-01-15"),
    ("the 15th", FRIDAY, CALENDAR, "day 2026-12-15"),
    ("the 20th", FRIDAY, CALENDAR, "day 2026-11-20"),
    ("by the 31st", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("the 20th of next month", FRIDAY, CALENDAR, "day 2026-12-20"),
    ("Tuesday the 15th", FRIDAY, CALENDAR, "day 2026-12-15"),
    ("3/4", FRIDAY, CALENDAR, "day 2027-03-04"),
    ("3/4", FRIDAY, JULY, "day 2027-04-03"),
    ("25/12", FRIDAY, JULY, "day 2026-12-25"),
    ("25/12", FRIDAY, CALENDAR, "doubtful 2026-12-25"),
    ("2027-01-15", FRIDAY, JULY, "day 2027-01-15"),
    ("1/15/2027", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("15.01.2027", FRIDAY, JULY, "day 2027-01-15"),
    ("15/1/27", FRIDAY, JULY, "day 2027-01-15"),
    ("15.2.", "2027-01-25", JULY, "day 2027-02-15"),
    ("by 15.2. I think", "2027-01-25", JULY, "day 2027-02-15"),
    ("3-Jan-27", FRIDAY, CALENDAR, "day 2027-01-03"),
    ("the first of the month", FRIDAY, CALENDAR, "day 2026-12-01"),
    ("febuary 15", FRIDAY, CALENDAR, "day 2027-02-15"),
    ("12/18/2026", "2027-01-05", FEBRUARY, "doubtful"),
    ("Dec 18, 2025", FRIDAY, CALENDAR, "doubtful"),
]
AHEAD = [
    ("in two weeks", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("2 weeks out", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("in 10 days", FRIDAY, CALENDAR, "day 2026-11-30"),
    ("in a month", FRIDAY, CALENDAR, "day 2026-12-20"),
    ("in a month", "2027-01-31", CALENDAR, "day 2027-02-28"),
    ("a month from now", "2028-02-29", CALENDAR, "day 2028-03-29"),
    ("in a couple of weeks", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("in about 90 days", FRIDAY, CALENDAR, "day 2027-02-18"),
    ("in 1 year 2 months", FRIDAY, CALENDAR, "day 2028-01-20"),
    ("in half a year", FRIDAY, CALENDAR, "day 2027-05-20"),
    ("in 10 business days", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("a fortnight from now", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("within two weeks", FRIDAY, CALENDAR, "day 2026-12-04"),
    ("two weeks into January", FRIDAY, CALENDAR, "day 2027-01-15"),
    ("in a few weeks", FRIDAY, CALENDAR, "doubtful"),
    ("in a quarter", FRIDAY, CALENDAR, "doubtful 2027-02-20 2027-03-31"),
    ("within the next month", FRIDAY, CALENDAR, "doubtful 2026-12-20 2026-12-31"),
]
NO_DAY = [
    "after the holidays",
    "in the spring probably",
    "over the summer",
    "this fall",
    "soon",
    "at some point",
    "in the near future",
    "in the new year",
    "in the coming weeks",
    "later this year",
]
HOLIDAYS = [
    ("Christmas", FRIDAY, CALENDAR, "day 2026-12-25"),
    ("before xmas", "2026-12-26", CALENDAR, "day 2027-12-25"),
    ("by New Year's Eve", FRIDAY, CALENDAR, "day 2026-12-31"),
    ("Thanksgiving", FRIDAY, CALENDAR, "day 2026-11-26"),
    ("Thanksgiving 2027", FRIDAY, CALENDAR, "day 2027-11-25"),
    ("Black Friday", FRIDAY, CALENDAR, "day 2026-11-27"),
    ("after Easter", FRIDAY, CALENDAR, "day 2027-03-28"),
    ("easter 2028", FRIDAY, CALENDAR, "day 2028-04-16"),
    ("Good Friday", FRIDAY, CALENDAR, "day 2027-03-26"),
    ("July 4th", FRIDAY, CALENDAR, "day 2027-07-04"),
    ("labor day", FRIDAY, CALENDAR, "day 2027-09-06"),
    ("Memorial Day", FRIDAY, CALENDAR, "day 2027-05-31"),
    ("MLK day", FRIDAY, CALENDAR, "day 2027-01-18"),
    ("3 days before Christmas", FRIDAY, CALENDAR, "day 2026-12-22"),
    ("next Christmas", FRIDAY, CALENDAR, "doubtful 2026-12-25 2027-12-25"),
    ("Diwali 2027", FRIDAY, CALENDAR, "doubtful"),
    ("the Christmas break", FRIDAY, CALENDAR, "doubtful"),
]


@pytest.mark.parametrize(
    ("text", "now", "process", "expected"),
    [*QUARTERS, *FISCAL_YEARS, *MONTHS, *WEEKS, *DAYS, *AHEAD, *HOLIDAYS],
)
def test_words_about_time_come_to_one_day_or_to_a_doubt(
    text: str, now: str, process: SalesProcess, expected: str
) -> None:
    assert found(text, now, process) == [expected]


@pytest.mark.parametrize("text", NO_DAY)
def test_words_that_no_calendar_has_are_doubtful(text: str) -> None:
    assert [mark.split()[0] for mark in found(text)] == ["doubtful"]


@pytest.mark.parametrize(
    "text",
    [
        "they may sign",
        "it may be fine",
        "we march on",
        "April from procurement wants a call",
        "Jan said so",
        "ask April",
        "spoke to June",
        "we sat down with them",
        "the sun is out",
        "it might fall through",
        "weekly",
        "on Fridays",
        "the 1st meeting went well",
        "my second call",
        "on the second call",
        "Jim is first",
    ],
)
def test_names_verbs_and_counts_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_a_day_beside_words_about_time_that_no_rule_used_is_doubtful() -> None:
    assert found("our first this month") == ["doubtful"]
    assert found("the third Friday") == ["doubtful"]


def test_a_good_friday_is_a_holiday_only_in_capitals() -> None:
    assert found("sounds good friday") == ["day 2026-11-20"]
    assert found("Good Friday") == ["day 2027-03-26"]


def test_a_number_before_may_is_no_day_where_may_is_a_verb() -> None:
    assert found("20 may be too high") == ["number 20"]
    assert found("20 May") == ["day 2027-05-20"]


@pytest.mark.parametrize(
    "text",
    [
        "may 5",
        "in may",
        "by march",
        "mid april",
        "until june",
        "May?",
        "maybe May",
        "may 2027",
    ],
)
def test_the_same_words_are_months_where_time_is_spoken_of(text: str) -> None:
    assert [mark.split()[0] for mark in found(text)] == ["day"]


@pytest.mark.parametrize(
    "text",
    [
        "last week",
        "yesterday",
        "last Friday",
        "two weeks ago",
        "last quarter",
        "a few days ago",
        "last night",
        "last March",
    ],
)
def test_time_gone_by_is_past(text: str) -> None:
    assert [mark.split()[0] for mark in found(text)] == ["past"]


def test_several_dates_stay_several() -> None:
    assert found("late Jan or early Feb") == ["day 2027-01-31", "day 2027-02-10"]
    assert found("July 13-15") == ["day 2027-07-13", "day 2027-07-15"]
    assert found("from 13th to the 15 of July") == ["day 2027-07-13", "day 2027-07-15"]
    assert found("Q1/Q2") == ["day 2027-03-31", "day 2027-06-30"]
    assert found("in 2-3 weeks") == ["day 2026-12-04", "day 2026-12-11"]
    assert found("wed or thurs") == ["day 2026-11-25", "day 2026-11-26"]
    assert found("Dec 15 or 20") == ["day 2026-12-15", "day 2026-12-20"]
    assert found("in a week or two") == ["day 2026-11-27", "day 2026-12-04"]


def test_recurring_days_are_left_alone() -> None:
    assert found("every Friday") == ["protected recurring"]
    assert found("every two weeks") == ["protected recurring"]


def test_grain_part_and_bound_tell_how_the_day_was_named() -> None:
    assert _day("mid March") == Day(_day("mid March").day, Grain.MONTH, _day("March").first, "mid")
    assert _day("before Friday").bound == "before"
    assert _day("after March").bound == "after"
    assert _day("within two weeks").bound == "by"
    assert _day("Friday").bound == ""
    assert _day("Q1 2027").year_said
    assert not _day("Q1").year_said


def test_evidence_is_the_phrase_that_names_the_day() -> None:
    reply = painted("Globex slips to the first week of March, I think")
    assert [reply.words(mark) for mark in reply.marks] == ["the first week of March"]


def _day(text: str) -> Day:
    (mark,) = painted(text).marks
    assert isinstance(mark.value, Day)
    return mark.value
