"""A practice room kept in memory, a clock that stands where it is put, and a very small application."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import Body, Conversation, Row, Visitor
from domain.chat.event import Clicked, Deleted, Edited, Event, Said
from domain.chat.message import Button, Buttons, Message, quote, text


class StandingClock:
    """Stands still until it is told to jump."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def jump_to_next_morning(self) -> datetime:
        self._now = (self._now + timedelta(days=1)).replace(hour=9, minute=0)
        return self._now

    def pass_minutes(self, minutes: float) -> None:
        self._now += timedelta(minutes=minutes)


class MemoryRoom:
    """Keeps what a Room must keep; every method holds one lock, as a database holds a transaction."""

    def __init__(
        self, people: Sequence[Visitor], channels: dict[str, Sequence[str]], clock: StandingClock | None = None
    ) -> None:
        self._people = list(people)
        self._channels = channels
        self._clock = clock or StandingClock()
        self._rows: dict[str, Row] = {}
        self._seq = 0
        self._lock = threading.RLock()

    def people(self) -> Sequence[Visitor]:
        return self._people

    def conversations(self, person_id: str) -> Sequence[Conversation]:
        mine = [name for name, members in self._channels.items() if person_id in members]
        direct = Conversation(f"dm-{person_id}", "Quarterback", True, "Asks, records, and takes back")
        return [direct, *(Conversation(f"channel-{name}", name, False, "What the team should know") for name in mine)]

    def newest(self) -> int:
        with self._lock:
            return self._seq

    def latest(self, conversation: str, limit: int) -> Sequence[Row]:
        with self._lock:
            rows = [row for row in self._rows.values() if row.conversation == conversation]
        return sorted(rows, key=lambda row: row.order)[-limit:]

    def since(self, conversations: Sequence[str], after: int, limit: int) -> Sequence[Row]:
        with self._lock:
            rows = [row for row in self._rows.values() if row.conversation in conversations and row.seq > after]
        return sorted(rows, key=lambda row: row.seq)[:limit]

    def get(self, message_id: str) -> Row | None:
        with self._lock:
            return self._rows.get(message_id)

    def add(self, message_id: str, conversation: str, thread: str, author: str, body: Body) -> Row:
        with self._lock:
            if message_id not in self._rows:
                self._seq += 1
                now = self._clock.now()
                self._rows[message_id] = Row(self._seq, self._seq, message_id, conversation, thread, author, body, now)
            return self._rows[message_id]

    def edit(self, message_id: str, body: Body) -> None:
        self._change(message_id, body=body, edited=True)

    def remove(self, message_id: str) -> None:
        self._change(message_id, body={}, removed=True)

    def _change(self, message_id: str, **changes: object) -> None:
        with self._lock:
            row = self._rows[message_id]
            if not row.removed:
                self._seq += 1
                self._rows[message_id] = replace(row, seq=self._seq, **changes)  # type: ignore[arg-type] # by name


class Echo:
    """Says back what it took in, once for each event id; the next `failures_left` calls raise."""

    def __init__(self, room: MemoryRoom) -> None:
        self._courier = PracticeCourier(room)
        self._known: set[str] = set()
        self.events: list[Event] = []
        self.failures_left = 0

    def handle(self, event: Event) -> None:
        if self.failures_left:
            self.failures_left -= 1
            raise RuntimeError("the disk is full: /secret/place")
        if event.event_id in self._known:
            return
        self._known.add(event.event_id)
        self.events.append(event)
        self._courier.post(event.place, _answer(event), f"answer:{event.event_id}")


def new_id() -> str:
    """An event id as a page makes them."""
    return str(uuid4())


def _answer(event: Event) -> Message:
    match event:
        case Said():
            undo = Buttons((Button("Undo", "undo", event.message_id),))
            return Message(f"Heard: {event.text[:80]}", (text("Heard: ", quote(f"“{event.text[:80]}”")), undo))
        case Edited():
            return Message(f"Heard anew: {event.text[:80]}")
        case Deleted():
            return Message("Taken back.")
        case Clicked():
            values = ", ".join(f"{name}={value}" for name, value in event.values.items())
            return Message(f"Clicked: {event.action} {event.ref} {event.pick} {event.value} {values}".strip())
