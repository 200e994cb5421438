"""Moves of the recorded date, and how lengths of time are counted."""

from datetime import date

import pytest

from domain.reading.marks import Duration, Shift
from tests.reading.values.scenes import found, painted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slips a month", ["shift +1m"]),
        ("rossi slipped by two weeks", ["shift +14d"]),
        ("push two weeks", ["shift +14d"]),
        ("push it out another week", ["shift +7d"]),
        ("pushed the close date back 30 days", ["shift +30d"]),
        ("delay by a quarter", ["shift +3m"]),
        ("a two-week slip", ["shift +14d"]),
        ("two weeks late", ["shift +14d"]),
        ("two weeks later", ["shift +14d"]),
        ("move it 2 weeks to the right", ["shift +14d"]),
        ("push 2-3 weeks", ["shift +14d", "shift +21d"]),
        ("pull it in a week", ["shift -7d"]),
        ("bring it forward a month", ["shift -1m"]),
        ("move it up a week", ["shift -7d"]),
        ("a month earlier", ["shift -1m"]),
        ("push 5 business days", ["shift +5w"]),
        ("they pushed the meeting two weeks", ["duration 14d"]),
        ("move it two weeks", ["duration 14d"]),
        ("push it to next month", ["day 2026-12-31"]),
    ],
)
def test_moves_of_the_recorded_date(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "recorded", "moved"),
    [
        ("slips a month", date(2027, 2, 28), date(2027, 3, 31)),
        ("slips a month", date(2027, 1, 31), date(2027, 2, 28)),
        ("slips a month", date(2027, 1, 30), date(2027, 2, 28)),
        ("slips a month", date(2027, 4, 19), date(2027, 5, 19)),
        ("push two weeks", date(2027, 1, 8), date(2027, 1, 22)),
        ("pull it in a week", date(2027, 1, 8), date(2027, 1, 1)),
        ("a month earlier", date(2027, 3, 31), date(2027, 2, 28)),
        ("push 3 business days", date(2027, 1, 8), date(2027, 1, 13)),
        ("push 3 business days", date(2027, 1, 9), date(2027, 1, 13)),
        ("push 5 business days", date(2027, 1, 9), date(2027, 1, 15)),
        ("pull in 5 business days", date(2027, 1, 9), date(2027, 1, 4)),
    ],
)
def test_a_shift_counts_from_the_recorded_date(text: str, recorded: date, moved: date) -> None:
    (mark,) = painted(text).marks
    assert isinstance(mark.value, Shift)
    assert mark.value.applied_to(recorded) == moved


def test_beyond_the_calendar_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        Duration(months=12).after(date(9999, 6, 1))
    with pytest.raises(OverflowError):
        Duration(days=1).after(date(9999, 12, 31))
    with pytest.raises(OverflowError):
        Duration(months=12).before(date(1, 6, 1))


def test_lengths_nobody_plans_are_not_read() -> None:
    assert not any(mark.startswith(("day", "duration")) for mark in found("in 999999999 weeks"))
