"""The page before a visit comes within working hours and before the visit, or not at all."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking.before_visit import Ahead, page_comes, page_due
from domain.asking.budget import works_at
from domain.sales.people import Person, Rhythm, Role, WorkingHours

NEW_YORK = ZoneInfo("America/New_York")


def person(*, days: tuple[int, ...] = (0, 1, 2, 3, 4), off: tuple[date, ...] = (), end: int = 17) -> Person:
    rhythm = Rhythm(WorkingHours(time(8, 30), time(end), days))
    return Person("ruth@x.example", "Ruth", Role.REP, NEW_YORK.key, rhythm, days_off=off)


def local(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("who", "starts", "ahead", "due"),
    [
        (person(), local(3, 14), Ahead.EVENING, local(2, 16)),
        (person(), local(7, 9), Ahead.EVENING, local(4, 16)),  # Monday: on Friday
        (person(off=(date(2026, 12, 2),)), local(3, 14), Ahead.EVENING, local(1, 16)),
        (person(days=(0, 1)), local(3, 14), Ahead.EVENING, local(1, 16)),
        (person(end=9), local(3, 14), Ahead.EVENING, local(2, 8, 30)),  # half an hour of work: when it starts
        (person(), local(3, 14), Ahead.MORNING, local(3, 8, 30)),
        (person(), local(3, 9), Ahead.MORNING, local(2, 16)),  # half an hour before would be too late
        (person(), local(5, 14), Ahead.MORNING, local(4, 16)),  # a Saturday
        (person(), local(9, 14, month=3), Ahead.EVENING, local(6, 16, month=3)),  # over the change of clocks
        (person(), local(3, 14), Ahead.NEVER, None),
    ],
)
def test_it_comes_the_evening_before_or_that_morning(
    who: Person, starts: datetime, ahead: Ahead, due: datetime | None
) -> None:
    assert page_due(who, starts, ahead) == due


def test_it_comes_later_where_that_has_passed_and_never_too_late() -> None:
    starts = local(3, 14)
    assert page_comes(person(), starts, Ahead.EVENING, local(2, 16, 30)) == local(2, 16, 30)
    assert page_comes(person(), starts, Ahead.EVENING, local(2, 19)) == local(3, 8, 30)
    assert page_comes(person(), starts, Ahead.EVENING, local(3, 14)) is None
    assert page_comes(person(), local(3, 8, 30), Ahead.EVENING, local(2, 19)) is None


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    off=st.sets(st.dates(date(2026, 11, 20), date(2026, 12, 20)), max_size=6),
    ahead=st.sampled_from(Ahead),
    waited=st.floats(0, 400),
    hours=st.floats(0, 400),
)
def test_whatever_the_rhythm_it_is_within_hours_and_before_the_visit(
    days: set[int], off: set[date], ahead: Ahead, waited: float, hours: float
) -> None:
    who, now = person(days=tuple(sorted(days)), off=tuple(off)), local(25, 0, month=11) + timedelta(hours=waited)
    starts = now + timedelta(hours=hours)
    comes = page_comes(who, starts, ahead, now)
    assert comes is None or (now <= comes < starts and works_at(who, comes))
