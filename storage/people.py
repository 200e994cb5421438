"""People as the company's file or an import names them, and the rhythm each has chosen."""

import secrets
from collections.abc import Iterable
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from domain.sales.people import Digest, Person, Rhythm, WorkingHours
from storage.events import Meta
from storage.records import Counts
from storage.rows import INSERTS, Insert, JsonObject, Store, columns, in_batches, names, reader_of
from storage.tables import people, rhythms

_NAMES = names(Person, without=("grants",))  # how far an assistant may go stands in app.yaml alone
_parameters = reader_of(_NAMES)
_ALL = select(*columns(people, _NAMES)).order_by(people.c.id)
_RHYTHM = select(rhythms.c.rhythm).where(rhythms.c.person == bindparam("person"))
_RHYTHMS = select(rhythms.c.person, rhythms.c.rhythm)
_TUPLES = ("leads", "serves", "helps_with")
_BATCH = 500
_VERSION = "people.version"


class People(Store):
    """Everybody, and who chose when and how often to be asked."""

    def version(self) -> str:
        """Another one whenever anything here was changed; "" before. Whoever keeps people in memory looks at it.

        It is drawn, not counted: one that was rolled back never comes again.
        """
        return Meta(self._connection).get(_VERSION) or ""

    def all(self) -> tuple[Person, ...]:
        """Everybody in order of id, with the rhythm the company gave them."""
        return tuple(_person(dict(zip(_NAMES, row, strict=True))) for row in self._all(_ALL))

    def upsert(self, items: Iterable[Person]) -> Counts:
        """Insert who is new, overwrite who differs. Rhythms of one's own choice stay."""
        known = {person.id: person for person in self.all()}
        given = {person.id: person for person in items}
        changed = [person for person in given.values() if known.get(person.id) != person]
        for batch in in_batches(changed, _BATCH):
            self._connection.execute(_upsert(self._dialect), [_kept(person) for person in batch])
        if changed:
            self.moved()
        updated = sum(1 for person in changed if person.id in known)
        return Counts(len(changed) - updated, updated, len(given) - len(changed))

    def rhythm(self, person_id: str) -> Rhythm | None:
        """What this person chose, None when nothing yet."""
        row = self._one(_RHYTHM, {"person": person_id})
        return _rhythm(row[0]) if row else None

    def set_rhythm(self, person_id: str, rhythm: Rhythm) -> None:
        parameters = {"person": person_id, "rhythm": _kept_rhythm(rhythm)}
        self._connection.execute(_set_rhythm(self._dialect), parameters)
        self.moved()

    def all_rhythms(self) -> dict[str, Rhythm]:
        """Every choice by person."""
        return {person: _rhythm(kept) for person, kept in self._all(_RHYTHMS)}

    def moved(self) -> None:
        """Something about people was changed, here or in what hangs on them: whoever keeps them reads them anew."""
        Meta(self._connection).put(_VERSION, secrets.token_hex(8))


def _kept(person: Person) -> dict[str, Any]:
    parameters = _parameters(person)
    parameters["rhythm"] = _kept_rhythm(person.rhythm)
    parameters["days_off"] = [day.isoformat() for day in person.days_off]
    return parameters


def _person(row: dict[str, Any]) -> Person:
    row["rhythm"] = _rhythm(row["rhythm"])
    row["days_off"] = tuple(date.fromisoformat(day) for day in row["days_off"])
    for name in _TUPLES:
        row[name] = tuple(row[name])
    return Person(**row)


def _kept_rhythm(rhythm: Rhythm) -> JsonObject:
    return {
        "start": rhythm.hours.start.isoformat(),
        "end": rhythm.hours.end.isoformat(),
        "days": list(rhythm.hours.days),
        "per_day": rhythm.per_day,
        "per_week": rhythm.per_week,
        "not_before": rhythm.not_before.isoformat() if rhythm.not_before else None,
        "digest": rhythm.digest.value,
        "digest_hour": rhythm.digest_hour,
    }


def _rhythm(kept: JsonObject) -> Rhythm:
    hours = WorkingHours(time.fromisoformat(kept["start"]), time.fromisoformat(kept["end"]), tuple(kept["days"]))
    not_before = date.fromisoformat(kept["not_before"]) if kept["not_before"] else None
    # Those kept before one could choose say nothing of the digest.
    digest = Digest(kept.get("digest", Digest.DAILY))
    return Rhythm(hours, kept["per_day"], kept["per_week"], not_before, digest, kept.get("digest_hour"))


@cache
def _upsert(dialect: str) -> Insert:
    insert = INSERTS[dialect](people)
    new = {name: insert.excluded[name] for name in _NAMES if name != "id"}
    return insert.on_conflict_do_update(index_elements=["id"], set_=new)


@cache
def _set_rhythm(dialect: str) -> Insert:
    insert = INSERTS[dialect](rhythms)
    return insert.on_conflict_do_update(index_elements=["person"], set_={"rhythm": insert.excluded.rhythm})
