"""Who is who stands in memory, and is read again as soon as anybody changed it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from domain.sales.people import Directory, Person, Rhythm, Role
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
RUTH = "ruth.calloway@copperline.example"


def test_everybody_is_kept_in_memory_until_somebody_changes(storage: Storage) -> None:
    """Two replicas on one database."""
    one, other = Stage(storage, NOON).quarterback, Stage(storage, NOON).quarterback

    def known() -> Directory:
        with storage.read() as uow:
            return one.directory(uow)

    first = known()
    assert known() is first
    with storage.begin() as uow:
        uow.people.set_rhythm(RUTH, replace(Rhythm(), per_day=7))
        seen = other.directory(uow).get(RUTH)
        assert seen
        assert seen.rhythm.per_day == 7
    ruth = known().get(RUTH)
    assert ruth
    assert ruth.rhythm.per_day == 7
    with storage.begin() as uow:
        uow.people.upsert([Person("new@copperline.example", "New Person", Role.REP)])
    assert known().get("new@copperline.example")


def test_what_was_rolled_back_is_not_remembered(storage: Storage) -> None:
    quarterback = Stage(storage, NOON).quarterback
    with suppress(ZeroDivisionError), storage.begin() as uow:
        uow.people.set_rhythm(RUTH, replace(Rhythm(), per_day=9))
        quarterback.directory(uow)
        raise ZeroDivisionError
    with storage.begin() as uow:
        uow.people.set_rhythm(RUTH, replace(Rhythm(), per_day=5))
        ruth = quarterback.directory(uow).get(RUTH)
    assert ruth
    assert ruth.rhythm.per_day == 5
