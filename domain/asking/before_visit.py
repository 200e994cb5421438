"""When the page of an account comes by itself before a visit: within the person's hours, and in time to use it."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.asking.budget import last_end, within_hours, works_at
from domain.sales.people import Person

_HOUR = timedelta(hours=1)


class Ahead(StrEnum):
    """`evening`: in the last working hour of the working day before; `morning`: when work starts on that day."""

    EVENING = "evening"
    MORNING = "morning"
    NEVER = "no"


def page_due(person: Person, starts: datetime, ahead: Ahead) -> datetime | None:
    """When the page of a visit that starts then is wanted (UTC); None where it never is.

    A morning that leaves less than an hour before the visit is too late, so the evening before counts.
    """
    if ahead is Ahead.NEVER:
        return None
    zone = ZoneInfo(person.zone)
    hours, day = person.rhythm.hours, starts.astimezone(zone).date()
    morning = datetime.combine(day, hours.start, zone)
    if ahead is Ahead.MORNING and works_at(person, morning) and starts - morning >= _HOUR:
        return morning.astimezone(ZoneInfo("UTC"))
    end = last_end(person, datetime.combine(day, time(), zone))
    return max(end - _HOUR, end.replace(hour=hours.start.hour, minute=hours.start.minute)).astimezone(ZoneInfo("UTC"))


def page_comes(person: Person, starts: datetime, ahead: Ahead, now: datetime) -> datetime | None:
    """When it comes, as seen `now` (UTC): never outside of working hours, and not once the visit has begun."""
    wanted = page_due(person, starts, ahead)
    comes = within_hours(person, max(wanted, now)) if wanted else None
    return comes if comes and comes < starts else None
