"""When somebody can come: working hours, days off and other appointments, in everybody's own zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.sales.people import Person
from domain.sales.values import show_date

LOOK_AHEAD = 60  # days
SHOWN = 3
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Calendar:
    """One person and what they are taken by: starts and ends of other appointments (UTC)."""

    person: Person
    taken: tuple[tuple[datetime, datetime], ...] = ()

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.person.zone))

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.person.rhythm.hours.days and day not in self.person.days_off

    def within_hours(self, start: datetime, minutes: int) -> bool:
        """Whether that stretch lies inside one working day of theirs."""
        first, last = self.local(start), self.local(start + timedelta(minutes=minutes))
        hours = self.person.rhythm.hours
        same_day = first.date() == last.date()
        return same_day and self.works_on(first.date()) and hours.start <= first.time() and last.time() <= hours.end

    def is_taken(self, start: datetime, minutes: int) -> bool:
        end = start + timedelta(minutes=minutes)
        return any(start < until and since < end for since, until in self.taken)


def obstacle(calendar: Calendar, start: datetime, minutes: int, now: datetime) -> str:
    """Why that time is not possible, in words that follow a name or a time; "" where it is."""
    local, name = calendar.local(start), calendar.person.name
    if start <= now:
        return "That time has passed."
    off = off_on(calendar, local.date())
    if off:
        return off
    if not calendar.within_hours(start, minutes):
        hours = calendar.person.rhythm.hours
        return f"{name} works from {hours.start:%H:%M} to {hours.end:%H:%M} ({local:%Z})."
    if calendar.is_taken(start, minutes):
        return f"{name} has another appointment then."
    return ""


def off_on(calendar: Calendar, day: date) -> str:
    """That they do not work on that day, or ""."""
    name = calendar.person.name
    if day in calendar.person.days_off:
        return f"{name} is off on {show_date(day)}."
    return "" if calendar.works_on(day) else f"{name} does not work on {day:%A}s."


def free_on(day: date, who: Calendar, others: Sequence[Calendar], minutes: int, now: datetime) -> tuple[datetime, ...]:
    """Every full hour of that day of `who` at which all of them can, in order (UTC)."""
    starts = (_at(day, hour, who) for hour in range(24))
    everybody = (who, *others)
    return tuple(s for s in starts if s > now and all(_can(c, s, minutes) for c in everybody))


def next_free(
    after: datetime, who: Calendar, others: Sequence[Calendar], minutes: int, now: datetime
) -> tuple[datetime, ...]:
    """Up to SHOWN times from `after` on, one a day; () where there is none within LOOK_AHEAD days."""
    found: list[datetime] = []
    for day in _days(who.local(after).date()):
        free = [start for start in free_on(day, who, others, minutes, now) if start >= after]
        found += free[:1]
        if len(found) == SHOWN:
            break
    return tuple(found)


def spread(starts: Sequence[datetime]) -> tuple[datetime, ...]:
    """Up to SHOWN of them: the first, the last, and one in the middle."""
    if len(starts) <= SHOWN:
        return tuple(starts)
    return (starts[0], starts[len(starts) // 2], starts[-1])


def moment(day: date, clock: time, zone: str) -> datetime:
    """That day and time in that zone, as UTC."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(_UTC)


def _can(calendar: Calendar, start: datetime, minutes: int) -> bool:
    return calendar.within_hours(start, minutes) and not calendar.is_taken(start, minutes)


def _at(day: date, hour: int, who: Calendar) -> datetime:
    return moment(day, time(hour), who.person.zone)


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range(LOOK_AHEAD))
