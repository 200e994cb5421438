"""How much of somebody's attention is left, and when they work."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.sales.people import Person


def questions_left(person: Person, asked_at: Iterable[datetime], still_open: int, now: datetime) -> int:
    """How many more questions `person` may be asked now, given when the earlier ones were asked (all UTC-aware).

    Zero outside working hours and on days off. A day is the local day, a week starts on Monday. Questions still open
    from before count like today's: nobody is handed more than a day's share at once.
    """
    if not works_at(person, now):
        return 0
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    days = [at.astimezone(zone).date() for at in asked_at]
    left_today = person.rhythm.per_day - sum(day == today for day in days)
    room = person.rhythm.per_day - still_open
    left_this_week = person.rhythm.per_week - sum(day >= monday for day in days)
    return max(0, min(left_today, left_this_week, room))


def works_at(person: Person, now: datetime) -> bool:
    """Whether `now` lies within the person's working hours, in their zone, on a day they work."""
    local = now.astimezone(ZoneInfo(person.zone))
    hours = person.rhythm.hours
    return _works_on(person, local) and hours.start <= local.time() < hours.end


def next_start(person: Person, after: datetime) -> datetime:
    """When the person's next working day starts, strictly later than `after` (UTC). Daylight saving is the zone's."""
    zone = ZoneInfo(person.zone)
    local = after.astimezone(zone)
    for days in range(370):
        day = local.date() + timedelta(days=days)
        start = datetime.combine(day, person.rhythm.hours.start, zone)
        if start > local and _works_on(person, start):
            return start.astimezone(ZoneInfo("UTC"))
    return after + timedelta(days=370)  # somebody who works on no day is looked at again in a year


def last_end(person: Person, before: datetime) -> datetime:
    """When the person's last working day before the day of `before` ends, in their zone; of two weeks without one, the
    day before."""
    zone = ZoneInfo(person.zone)
    today = before.astimezone(zone).date()
    days = [today - timedelta(days=days) for days in range(1, 15)]
    ends = [datetime.combine(day, person.rhythm.hours.end, zone) for day in days]
    return next((end for end in ends if _works_on(person, end)), ends[0])


def within_hours(person: Person, wanted: datetime) -> datetime:
    """`wanted` itself where the person works then, otherwise the start of their next working day (UTC)."""
    return wanted if works_at(person, wanted) else next_start(person, wanted)


def _works_on(person: Person, local: datetime) -> bool:
    day = local.date()
    waits = person.rhythm.not_before is not None and day < person.rhythm.not_before
    return local.weekday() in person.rhythm.hours.days and day not in person.days_off and not waits
