"""When somebody's digest comes, and how far back it looks: their own to say, daily, weekly or never."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.sales.people import Digest, Person

_DAYS_AHEAD = 370
_AGAIN, _NEAR = timedelta(days=7), timedelta(days=2)


def next_digest(person: Person, usual_hour: int, after: datetime) -> datetime | None:
    """The next one, strictly later than `after` (UTC); None for whoever wants none.

    It comes on days they work, at the hour they chose or the usual one; weekly on the first such day of a week.
    """
    if person.rhythm.digest is Digest.NEVER:
        return None
    zone = ZoneInfo(person.zone)
    local = after.astimezone(zone)
    for days in range(_DAYS_AHEAD):
        day = local.date() + timedelta(days=days)
        at = datetime.combine(day, time(hour_of(person, usual_hour)), zone)
        if at > local and _comes_on(person, day):
            return at.astimezone(ZoneInfo("UTC"))
    return None


def looks_back_to(person: Person, now: datetime) -> datetime:
    """The start of what a digest at `now` tells: a week ago, or the working day before this one (UTC)."""
    if person.rhythm.digest is Digest.WEEKLY:
        return now - timedelta(days=7)
    today = now.astimezone(ZoneInfo(person.zone)).date()
    back = next((days for days in range(1, 8) if _works_on(person, today - timedelta(days=days))), 7)
    return now - timedelta(days=back)


def is_news(asked: datetime, deadline: date | None, since: datetime, now: datetime) -> bool:
    """Whether a decision belongs in a digest at `now` that tells what came since `since`, both in the reader's zone.

    It does when it was asked for since, again each week that it stands open, two days before its deadline and on it.
    """
    if asked >= since or (now - asked) // _AGAIN > (since - asked) // _AGAIN:
        return True
    near = (deadline - _NEAR, deadline) if deadline else ()
    return any(since.date() < day <= now.date() for day in near)


def hour_of(person: Person, usual_hour: int) -> int:
    """At what hour, where the person lives."""
    chosen = person.rhythm.digest_hour
    return usual_hour if chosen is None else chosen


def _comes_on(person: Person, day: date) -> bool:
    if not _works_on(person, day):
        return False
    earlier = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return person.rhythm.digest is not Digest.WEEKLY or not any(_works_on(person, each) for each in earlier)


def _works_on(person: Person, day: date) -> bool:
    waits = person.rhythm.not_before is not None and day < person.rhythm.not_before
    return day.weekday() in person.rhythm.hours.days and day not in person.days_off and not waits
