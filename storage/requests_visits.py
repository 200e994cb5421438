"""Visits that were asked for, and the appointments that came of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.requests.visits import RUNNING, Appointment, Visit, VisitState
from storage.columns import Choice, Json, Moment, Words
from storage.errors import Stale
from storage.rows import AnyRow, Store, columns, names, reader_of
from storage.tables import Serial, metadata

visits = Table(
    "visits",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("request", BigInteger, ForeignKey("requests.id"), nullable=False),
    Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=False),
    *(Column(name, Words, nullable=False) for name in ("asked_by", "owner", "specialist")),
    Column("slots", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Choice(VisitState), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("passed", Json, nullable=False),
    *(Column(name, Words, nullable=False) for name in ("why", "words", "place", "wished")),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    Column("asked_thread", BigInteger, ForeignKey("threads.id")),
    Column("version", Integer, nullable=False),
    Index(None, "opportunity", "state"),
    Index(None, "specialist", "at"),
    Index(None, "owner", "state"),
    Index(None, "asked_thread"),
    Index(None, "thread"),
    sqlite_autoincrement=True,
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("visit", BigInteger, ForeignKey("visits.id"), nullable=False, unique=True),
    Column("uid", Words, nullable=False),
    Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=False),
    *(Column(name, Words, nullable=False) for name in ("account_id", "account", "kind", "owner", "specialist")),
    Column("starts", Moment, nullable=False),
    Column("minutes", Integer, nullable=False),
    *(Column(name, Words, nullable=False) for name in ("place", "notes")),
    Column("cancelled", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Index(None, "account_id", "starts"),
    Index(None, "specialist", "starts"),
    Index(None, "owner", "starts"),
    sqlite_autoincrement=True,
)

_NAMES = names(Visit)
_parameters = reader_of(names(Visit, without=("id", "slots", "passed")))
_SELECT = select(*columns(visits, _NAMES))
_ADD = insert(visits)
_SAVE = (
    update(visits)
    .where(visits.c.id == bindparam("row_id"), visits.c.version == bindparam("old_version"))
    .values({name: bindparam(name) for name in _NAMES if name != "id"})
)
_GET = _SELECT.where(visits.c.id == bindparam("row_id"))
_RUNNING = _SELECT.where(visits.c.state.in_(RUNNING)).order_by(visits.c.id)
_OF_OPPORTUNITY = _RUNNING.where(visits.c.opportunity == bindparam("opportunity"))
_OF_PERSON = _RUNNING.where(
    or_(*(visits.c[name] == bindparam("person") for name in ("asked_by", "owner", "specialist")))
)
_IN_THREAD = _RUNNING.where(or_(visits.c.thread == bindparam("thread"), visits.c.asked_thread == bindparam("thread")))
_LAST_ASKED = select(visits.c.specialist, func.max(visits.c.at)).group_by(visits.c.specialist)

_KEPT = names(Appointment)
_appointment_parameters = reader_of(names(Appointment, without=("id",)))
_APPOINTMENTS = select(*columns(appointments, _KEPT))
_ADD_APPOINTMENT = insert(appointments)
_SAVE_APPOINTMENT = (
    update(appointments)
    .where(appointments.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _KEPT if name != "id"})
)
_APPOINTMENT = _APPOINTMENTS.where(appointments.c.id == bindparam("row_id"))
_OF_VISIT = _APPOINTMENTS.where(appointments.c.visit == bindparam("visit"))
_STANDING = _APPOINTMENTS.where(
    appointments.c.cancelled.is_(False), appointments.c.starts >= bindparam("since")
).order_by(appointments.c.starts, appointments.c.id)
_OF_ONE = _STANDING.where(
    or_(appointments.c.specialist == bindparam("person"), appointments.c.owner == bindparam("person"))
)
_AT_ACCOUNT = _STANDING.where(appointments.c.account_id == bindparam("account"))


class Visits(Store):
    """Visits. Running are those that are not settled, an agreed one included."""

    def add(self, visit: Visit) -> Visit:
        return replace(visit, id=self._insert(_ADD, _kept(visit)))

    def get(self, visit_id: int) -> Visit | None:
        row = self._by_id(_GET, visit_id)
        return _visit(row) if row else None

    def save(self, visit: Visit) -> Visit:
        """Write it and return it with its next version. Stale when it was written since."""
        saved = replace(visit, version=visit.version + 1)
        written = {**_kept(saved), "row_id": visit.id, "old_version": visit.version}
        if self._connection.execute(_SAVE, written).rowcount != 1:
            raise Stale(f"visit {visit.id} is no longer at version {visit.version}")
        return saved

    def running(self, opportunity: str) -> tuple[Visit, ...]:
        return _visits(self._all(_OF_OPPORTUNITY, {"opportunity": opportunity}))

    def of_person(self, person: str) -> tuple[Visit, ...]:
        """Running ones that person asked for, owns or was asked for, oldest first."""
        return _visits(self._all(_OF_PERSON, {"person": person}))

    def in_thread(self, thread: int) -> tuple[Visit, ...]:
        """Running ones that were asked for in that thread, or of whoever is asked there."""
        return _visits(self._all(_IN_THREAD, {"thread": thread}))

    def last_asked(self) -> dict[str, datetime]:
        """When each specialist was asked last."""
        return {row[0]: row[1] for row in self._all(_LAST_ASKED)}


class Appointments(Store):
    """Appointments. Lists hold those that were not cancelled, earliest first."""

    def add(self, appointment: Appointment) -> Appointment:
        return replace(appointment, id=self._insert(_ADD_APPOINTMENT, _appointment_parameters(appointment)))

    def get(self, appointment_id: int) -> Appointment | None:
        row = self._by_id(_APPOINTMENT, appointment_id)
        return Appointment(*row) if row else None

    def save(self, appointment: Appointment) -> Appointment:
        self._connection.execute(_SAVE_APPOINTMENT, {**_appointment_parameters(appointment), "row_id": appointment.id})
        return appointment

    def of_visit(self, visit: int) -> Appointment | None:
        row = self._one(_OF_VISIT, {"visit": visit})
        return Appointment(*row) if row else None

    def of_person(self, person: str, since: datetime) -> tuple[Appointment, ...]:
        """Those of that specialist or rep that start then or later."""
        return tuple(Appointment(*row) for row in self._all(_OF_ONE, {"person": person, "since": since}))

    def at_account(self, account: str, since: datetime) -> tuple[Appointment, ...]:
        """Those at the account of that id that start then or later."""
        return tuple(Appointment(*row) for row in self._all(_AT_ACCOUNT, {"account": account, "since": since}))


def _kept(visit: Visit) -> dict[str, Any]:
    slots = [slot.isoformat() for slot in visit.slots]
    return {**_parameters(visit), "slots": slots, "passed": list(visit.passed)}


def _visits(rows: Iterable[AnyRow]) -> tuple[Visit, ...]:
    return tuple(_visit(row) for row in rows)


def _visit(row: AnyRow) -> Visit:
    kept = dict(zip(_NAMES, row, strict=True))
    kept["slots"] = tuple(datetime.fromisoformat(slot) for slot in kept["slots"])
    kept["passed"] = tuple(kept["passed"])
    return Visit(**kept)
