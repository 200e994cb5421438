"""The practice room kept in our own database: its people, conversations and messages, and a clock one may move on."""

import threading
import time as wall
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.practice.room import PLATFORM, Body, Conversation, Row, Visitor
from bot.router import Quarterback
from domain.asking.budget import next_start
from domain.chat.event import Place
from domain.sales.company import Company
from domain.sales.people import Person, Role
from storage.records import RoomMessage
from storage.unit_of_work import Storage, UnitOfWork

_OFFSET = "practice.clock_offset_seconds"
_TRUST_OFFSET_FOR = 1.0  # seconds: another process may move the clock too
_A_MOMENT = timedelta(minutes=5)
_WHAT = {
    Role.REP: "sells",
    Role.MANAGER: "manages",
    Role.ASSISTANT: "keeps the data for",
    Role.SPECIALIST: "gives technical presentations",
    Role.ADMIN: "keeps app.yaml",
}


def home(person: Person) -> Place:
    """Where a person is written to directly."""
    return Place(PLATFORM, "", f"dm-{person.id}")


def channel(_: UnitOfWork, name: str) -> Place:
    """Where a channel of app.yaml is."""
    return Place(PLATFORM, "", f"channel-{name}", direct=False)


class MovableClock:
    """Real time plus an offset kept in the database, so that every process sees the same practice time."""

    def __init__(self, storage: Storage, company: Company, real: Callable[[], datetime] | None = None) -> None:
        self._storage = storage
        self._company = company
        self._real = real or (lambda: datetime.now(UTC))
        self._offset = timedelta()
        self._read_at = -_TRUST_OFFSET_FOR
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """UTC, microseconds dropped."""
        with self._lock:
            if wall.monotonic() - self._read_at >= _TRUST_OFFSET_FOR:
                with self._storage.read() as uow:
                    self._offset = timedelta(seconds=int(uow.meta.get(_OFFSET) or 0))
                self._read_at = wall.monotonic()
            return (self._real() + self._offset).replace(microsecond=0)

    def jump_to_next_morning(self) -> datetime:
        """On to the next day on which anybody sells, when all who sell that day have begun; returns the new time."""
        now, zone = self.now(), ZoneInfo(self._company.zone)
        sellers = [p for p in self._company.people if p.role is Role.REP] or list(self._company.people)
        starts = [next_start(person, now) for person in sellers]
        first = min(start.astimezone(zone).date() for start in starts)
        return self.jump_to(max(s for s in starts if s.astimezone(zone).date() == first) + _A_MOMENT)

    def jump_to(self, moment: datetime) -> datetime:
        """On to `moment` (aware); never back."""
        ahead = max(timedelta(), moment - self.now())
        with self._lock:
            self._offset += ahead
            with self._storage.begin() as uow:
                uow.meta.put(_OFFSET, str(int(self._offset.total_seconds())))
        return self.now()


class StoredRoom:
    """What the page and the console read and write; each call is one short transaction."""

    def __init__(self, quarterback: Quarterback) -> None:
        self._quarterback = quarterback
        self._storage = quarterback.storage

    def people(self) -> Sequence[Visitor]:
        with self._storage.read() as uow:
            everybody = list(self._quarterback.directory(uow))
        names = {person.id: person.name for person in everybody}
        return [Visitor(p.id, p.name, p.role.value, _about(p, names), p.zone) for p in everybody]

    def conversations(self, person_id: str) -> Sequence[Conversation]:
        channels = [
            Conversation(f"channel-{c.name}", c.name, False, "figures may be shown" if c.private else "no figures here")
            for c in self._quarterback.company.channels
            if person_id in c.members
        ]
        return [Conversation(f"dm-{person_id}", "Quarterback", True), *channels]

    def newest(self) -> int:
        with self._storage.read() as uow:
            return uow.room.newest()

    def latest(self, conversation: str, limit: int) -> Sequence[Row]:
        with self._storage.read() as uow:
            return [_row(message) for message in uow.room.latest(conversation, limit)]

    def since(self, conversations: Sequence[str], after: int, limit: int) -> Sequence[Row]:
        with self._storage.read() as uow:
            return [_row(message) for message in uow.room.since(conversations, after, limit)]

    def get(self, message_id: str) -> Row | None:
        with self._storage.read() as uow:
            message = uow.room.get(message_id)
        return _row(message) if message else None

    def add(self, message_id: str, conversation: str, thread: str, author: str, body: Body) -> Row:
        with self._storage.begin() as uow:
            return _row(uow.room.add(message_id, conversation, thread, author, dict(body), self._quarterback.now()))

    def edit(self, message_id: str, body: Body) -> None:
        with self._storage.begin() as uow:
            uow.room.edit(message_id, dict(body), self._quarterback.now())

    def remove(self, message_id: str) -> None:
        with self._storage.begin() as uow:
            uow.room.remove(message_id, self._quarterback.now())


def _about(person: Person, names: dict[str, str]) -> str:
    what = _WHAT[person.role]
    if person.serves:
        return f"{what} {', '.join(names.get(rep, rep) for rep in person.serves)}"
    where = ", ".join(person.leads) or person.team
    return f"{what}, {where}" if where else what


def _row(message: RoomMessage) -> Row:
    return Row(**asdict(message))
