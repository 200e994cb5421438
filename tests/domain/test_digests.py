"""A digest comes at its reader's hour on a working day: every one, or the first of a week."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.asking.digests import is_news, looks_back_to, next_digest
from domain.sales.people import Digest, Person, Rhythm, Role, WorkingHours

ANA = Person("ana", "Ana", Role.MANAGER, "America/New_York")
_moments = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def _with(digest: Digest, hour: int | None, days: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Person:
    return replace(ANA, rhythm=Rhythm(WorkingHours(days=days), digest=digest, digest_hour=hour))


@given(_moments, st.integers(0, 23), st.lists(st.integers(0, 6), min_size=1, unique=True))
def test_it_comes_at_that_hour_on_a_working_day_and_the_next_is_later(at: datetime, hour: int, days: list[int]) -> None:
    for digest in (Digest.DAILY, Digest.WEEKLY):
        person = _with(digest, hour, tuple(days))
        due = next_digest(person, 8, at)
        assert due is not None
        assert due > at
        local = due.astimezone(ZoneInfo(person.zone))
        assert local.weekday() in days
        assert digest is Digest.DAILY or local.weekday() == min(days)
        assert next_digest(person, 8, due - timedelta(seconds=1)) == due


def test_the_usual_hour_holds_where_none_was_chosen_and_never_is_never() -> None:
    friday = datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert next_digest(_with(Digest.DAILY, None), 9, friday) == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert next_digest(_with(Digest.NEVER, 7), 9, friday) is None


def test_a_week_that_begins_with_a_day_off_has_its_digest_on_the_next_day() -> None:
    person = replace(_with(Digest.WEEKLY, 7), days_off=(date(2026, 11, 23),))
    assert next_digest(person, 8, datetime(2026, 11, 20, 18, tzinfo=UTC)) == datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_it_looks_back_to_the_working_day_before_or_a_week() -> None:
    monday = datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert looks_back_to(_with(Digest.DAILY, None), monday) == monday - timedelta(days=3)
    assert looks_back_to(_with(Digest.WEEKLY, None), monday) == monday - timedelta(days=7)


@given(_moments, st.lists(st.integers(60, 4 * 24 * 60), min_size=1, max_size=40), st.none() | st.integers(-5, 60))
def test_a_decision_comes_when_it_is_asked_then_weekly_and_near_its_deadline(
    asked: datetime, steps: list[int], days: int | None
) -> None:
    """Whatever the hours of the digests: no week brings it twice, but for its deadline, and none is left out."""
    deadline = asked.date() + timedelta(days=days) if days is not None else None
    since = asked - timedelta(minutes=1)
    for step in steps:
        now = since + timedelta(minutes=step)
        came = is_news(asked, deadline, since, now)
        weeks = [asked + timedelta(days=7 * week) for week in range(200)]
        marks = [deadline - timedelta(days=2), deadline] if deadline else []
        due = any(since < week <= now for week in weeks) or any(since.date() < day <= now.date() for day in marks)
        assert came == due
        since = now
