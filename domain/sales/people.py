"""Who is who: people with roles, whom they act for, and when they work."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.sales.grants import Grant, Scope, in_force


class Role(StrEnum):
    """What somebody does here; rights follow from it."""

    REP = "rep"
    MANAGER = "manager"
    ASSISTANT = "assistant"
    SPECIALIST = "specialist"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody may be written to: local times, weekdays counted from Monday = 0."""

    start: time = time(9)
    end: time = time(17)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)


STANDARD_HOURS = WorkingHours()


class Digest(StrEnum):
    """How often somebody is told what changed."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often and when one person is asked, and told what changed. `not_before`: no question before that day.

    `digest_hour` is local, None where the company's holds.
    """

    hours: WorkingHours = STANDARD_HOURS
    per_day: int = 3
    per_week: int = 10
    not_before: date | None = None
    digest: Digest = Digest.DAILY
    digest_hour: int | None = None


STANDARD_RHYTHM = Rhythm()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company. `id` is the e-mail address in lower case, or a name's slug where an import has none.

    `quota` is the amount of one fiscal quarter; `team` is the team one sells in, `leads` are the teams one manages,
    `serves` the ids of the reps an assistant acts for, `helps_with` the kinds of help a specialist gives. `grants` say
    how much and how long an assistant acts for some of them; without one it is a plain Grant.
    """

    id: str
    name: str
    role: Role
    zone: str = "UTC"
    rhythm: Rhythm = STANDARD_RHYTHM
    team: str = ""
    leads: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    helps_with: tuple[str, ...] = ()
    quota: Decimal | None = None
    days_off: tuple[date, ...] = ()
    grants: tuple[Grant, ...] = ()

    def grant_for(self, rep: str) -> Grant | None:
        """What this person may do for that rep as an assistant; None where they do not serve them."""
        if self.role is not Role.ASSISTANT or rep not in self.serves:
            return None
        return next((grant for grant in self.grants if grant.rep == rep), Grant(rep))

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


class Directory:
    """Everybody, by id and by place in the company. Later entries of one id replace earlier ones."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.id: person for person in people}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def get(self, person_id: str) -> Person | None:
        return self._people.get(person_id.strip().lower())

    def name(self, person_id: str) -> str:
        person = self.get(person_id)
        return person.name if person else person_id

    def named(self, words: str) -> tuple[Person, ...]:
        """Those whose name, first name or id is `words`, letter case aside."""
        wanted = words.strip().lower()
        return tuple(p for p in self if wanted in (p.id, p.name.lower(), p.first_name.lower()))

    def in_team(self, team: str) -> tuple[Person, ...]:
        return tuple(p for p in self if p.team == team)

    def sells_for(self, person: Person) -> tuple[str, ...]:
        """Ids of the owners whose opportunities `person` may see: own, the team's, or those served now."""
        if person.role is Role.ADMIN:
            return tuple(p.id for p in self)
        if person.role is Role.MANAGER:
            return (person.id, *(p.id for p in self if p.team and p.team in person.leads and p.id != person.id))
        if person.role is Role.ASSISTANT:
            return person.serves
        return (person.id,) if person.role is Role.REP else ()

    def may(self, person: Person, owner: str, scope: Scope) -> bool:
        """Whether `person` may do that much with what the owner of that id sells; never more than the owner may."""
        grant = person.grant_for(owner)
        return owner in self.sells_for(person) and (grant is None or grant.scope.includes(scope))

    def updates_for(self, person: Person) -> tuple[str, ...]:
        """Ids of the owners whose opportunities `person` may change."""
        return tuple(owner for owner in self.sells_for(person) if self.may(person, owner, Scope.UPDATE))

    def speakers_for(self, rep: str) -> tuple[tuple[Person, Grant], ...]:
        """The assistants of the rep of that id, with what each may do."""
        found = ((person, person.grant_for(rep)) for person in self)
        return tuple((person, grant) for person, grant in found if grant)

    def managers_of(self, person: Person) -> tuple[Person, ...]:
        return tuple(p for p in self if person.team and person.team in p.leads and p.id != person.id)

    def helpers_with(self, kind: str) -> tuple[Person, ...]:
        return tuple(p for p in self if kind in p.helps_with)


def at_this_moment(people: Iterable[Person], revoked: Collection[tuple[str, str]], now: datetime) -> tuple[Person, ...]:
    """The same people, each assistant serving only those for whom they may act now. `revoked`: assistant and rep."""
    everybody = {person.id: person for person in people}
    return tuple(_serving_now(person, everybody, revoked, now) for person in everybody.values())


def _serving_now(
    person: Person, everybody: dict[str, Person], revoked: Collection[tuple[str, str]], now: datetime
) -> Person:
    held: list[Grant] = []
    for rep in person.serves:
        grant = person.grant_for(rep)
        zone = everybody[rep].zone if rep in everybody else person.zone
        held += in_force(person.id, [grant] if grant else [], revoked, ZoneInfo(zone), now)
    serves = tuple(grant.rep for grant in held)
    return person if serves == person.serves else replace(person, serves=serves)
