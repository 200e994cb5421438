"""When a specialist and a rep can meet, as far as working hours, days off and appointments here are known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.scene import Scene
from domain.reading.values import dates_in
from domain.requests.clock_words import clock_in, without_clock
from domain.requests.slots import Calendar, free_on, moment, next_free, obstacle, off_on, spread
from domain.requests.visits import STANDARD_MINUTES, Visit
from domain.sales.people import Person

_CLAUSES = re.compile(r"[,.;!?\n]|\b(?:but|because|since|as|and|or)\b", re.IGNORECASE)
_FROM_NOW = re.compile(r"\b(?:today|tomorrow|tonight|this week|next week|in \w+ (?:days?|weeks?))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A day and a time of day as they were said; None for what was not. `zone` is where they were said."""

    day: date | None
    clock: time | None
    zone: str

    @property
    def start(self) -> datetime | None:
        return moment(self.day, self.clock, self.zone) if self.day and self.clock else None

    @property
    def kept(self) -> str:
        """As a visit keeps it."""
        if self.day and self.clock:
            return datetime.combine(self.day, self.clock).isoformat()
        return self.day.isoformat() if self.day else ""

    @classmethod
    def recalled(cls, kept: str, zone: str) -> "Wanted":
        at = datetime.fromisoformat(kept) if kept else None
        return cls(at.date() if at else None, at.time() if at and "T" in kept else None, zone)


@dataclass(frozen=True, slots=True)
class Possible:
    """Who can come at which times. `why` says why not as wished, where that is so."""

    specialist: Person
    slots: tuple[datetime, ...]
    why: str = ""


def wanted_in(scene: Scene, words: str, day: date | None = None) -> Wanted:
    """The one day and the one time of day that the words name; `day` where it is read already."""
    return Wanted(day or _one_day(scene, words, scene.local_now), clock_in(words), scene.person.zone)


def wanted_instead(scene: Scene, words: str, visit: Visit) -> Wanted:
    """What is wanted in the place of the times on the table: “Friday” is one near them, “at 10” on their day.

    Where several days are named, the one in the clause of the time counts; where that is not one, none does.
    """
    on_the_table = visit.slots[0].astimezone(scene.local_now.tzinfo)
    monday = (on_the_table - timedelta(days=on_the_table.weekday())).replace(hour=0, minute=0)
    near = scene.local_now if _FROM_NOW.search(words) else max(scene.local_now, monday)
    clauses = [clause for clause in _CLAUSES.split(words) if clock_in(clause)]
    day = _one_day(scene, clauses[0] if len(clauses) == 1 else words, near)
    clock = clock_in(words)
    if day is None and clock and not dates_in(without_clock(words), near, scene.company.process):
        day = on_the_table.date()
    return Wanted(day, clock, scene.person.zone)


def who_can(scene: Scene, pool: Sequence[Person], owner: Person, wanted: Wanted) -> Possible | None:
    """The first of the pool who can as wished; else who can soonest, with the reason. None where nobody ever can."""
    theirs = calendar_of(scene, owner)
    for person in pool:
        slots = _as_wished(scene, calendar_of(scene, person), theirs, wanted)
        if slots:
            return Possible(person, slots)
    nearest = [Possible(p, s, _why(scene, p, wanted)) for p in pool if (s := nearest_to(scene, p, owner, wanted))]
    return min(nearest, key=lambda each: each.slots[0]) if nearest else None


def nearest_to(scene: Scene, specialist: Person, owner: Person, wanted: Wanted, visit: int = 0) -> tuple[datetime, ...]:
    """The first times from what was wished on, one a day, at which both can."""
    after = wanted.start or (moment(wanted.day, time(0), wanted.zone) if wanted.day else scene.now)
    calendars = calendar_of(scene, specialist, visit), (calendar_of(scene, owner, visit),)
    return next_free(max(after, scene.now), *calendars, STANDARD_MINUTES, scene.now)


def in_the_way(scene: Scene, specialist: Person, start: datetime, visit: int) -> str:
    """Why the specialist cannot come then, or ""."""
    return obstacle(calendar_of(scene, specialist, visit), start, STANDARD_MINUTES, scene.now)


def calendar_of(scene: Scene, person: Person, without: int = 0) -> Calendar:
    """Hours as app.yaml has them: the rhythm somebody chose is for questions. `without` is the visit to be moved."""
    filed = next((each for each in scene.company.people if each.id == person.id), person)
    standing = scene.uow.appointments.of_person(person.id, scene.now - timedelta(days=1))
    return Calendar(filed, tuple((a.starts, a.ends) for a in standing if a.visit != without))


def _one_day(scene: Scene, words: str, now: datetime) -> date | None:
    days = {each.day for each in dates_in(without_clock(words), now, scene.company.process)}
    return days.pop() if len(days) == 1 else None


def _as_wished(scene: Scene, who: Calendar, owner: Calendar, wanted: Wanted) -> tuple[datetime, ...]:
    if wanted.start:
        return () if obstacle(who, wanted.start, STANDARD_MINUTES, scene.now) else (wanted.start,)
    if wanted.day:
        return spread(free_on(wanted.day, who, (owner,), STANDARD_MINUTES, scene.now))
    tomorrow = moment(scene.today + timedelta(days=1), time(0), scene.person.zone)
    return next_free(tomorrow, who, (owner,), STANDARD_MINUTES, scene.now)


def _why(scene: Scene, person: Person, wanted: Wanted) -> str:
    calendar = calendar_of(scene, person)
    if wanted.start:
        return obstacle(calendar, wanted.start, STANDARD_MINUTES, scene.now)
    if wanted.day:
        return off_on(calendar, wanted.day) or f"{person.name} has no time left that day when you work too."
    return f"{person.name} has no time in the next weeks."


def wanted_at(scene: Scene, start: datetime) -> Wanted:
    local = start.astimezone(scene.local_now.tzinfo)
    return Wanted(local.date(), local.time(), scene.person.zone)
