"""Notes about several opportunities that wait for a yes, part by part."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, bindparam, insert, select, update

from domain.reading.notes import Note, NotePart, NoteState, PartState
from domain.reading.reading import Doubt, Finding, HelpRequest, Kind, Reading
from domain.sales.process import Field
from domain.sales.values import keep, recall
from storage.columns import Choice, Json, Moment, Words
from storage.rows import AnyRow, Store, columns, names, reader_of
from storage.tables import Serial, metadata

notes = Table(
    "notes",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    *(Column(name, Words, nullable=False) for name in ("person", "said_for")),
    Column("at", Moment, nullable=False),
    *(Column(name, Words, nullable=False) for name in ("platform", "workspace", "conversation", "message_id")),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    Column("rest", Words, nullable=False),
    Column("left_out", Json, nullable=False),
    Column("state", Choice(NoteState), nullable=False),
    Index(None, "platform", "workspace", "conversation", "message_id"),
    Index(None, "person", "state"),
    sqlite_autoincrement=True,
)

note_parts = Table(
    "note_parts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("note", BigInteger, ForeignKey("notes.id"), nullable=False),
    Column("opportunity", Words, ForeignKey("opportunities.id")),
    Column("quote", Words, nullable=False),
    Column("reading", Json, nullable=False),
    Column("state", Choice(PartState), nullable=False),
    Column("statement", BigInteger, ForeignKey("statements.id")),
    Index(None, "note"),
    sqlite_autoincrement=True,
)

_NOTE_NAMES = names(Note)
_note_parameters = reader_of(names(Note, without=("id",)))
_NOTES = select(*columns(notes, _NOTE_NAMES))
_ADD_NOTE = insert(notes)
_SAVE_NOTE = (
    update(notes)
    .where(notes.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _NOTE_NAMES if name != "id"})
)
_NOTE = _NOTES.where(notes.c.id == bindparam("row_id"))
_BY_MESSAGE = (
    _NOTES.where(
        *(notes.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation", "message_id"))
    )
    .order_by(notes.c.id.desc())
    .limit(1)
)
_OPEN_FOR = (
    _NOTES.where(
        notes.c.person == bindparam("person"),
        notes.c.conversation == bindparam("conversation"),
        notes.c.state == NoteState.OPEN,
    )
    .order_by(notes.c.id.desc())
    .limit(1)
)

_PART_NAMES = names(NotePart)
_part_parameters = reader_of(names(NotePart, without=("id", "reading")))
_PARTS = select(*columns(note_parts, _PART_NAMES))
_ADD_PART = insert(note_parts)
_SAVE_PART = (
    update(note_parts)
    .where(note_parts.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _PART_NAMES if name != "id"})
)
_PART = _PARTS.where(note_parts.c.id == bindparam("row_id"))
_PARTS_OF = _PARTS.where(note_parts.c.note == bindparam("note")).order_by(note_parts.c.id)


class Notes(Store):
    """Notes and their parts."""

    def add(self, note: Note) -> Note:
        return replace(note, id=self._insert(_ADD_NOTE, _note_parameters(note)))

    def get(self, note_id: int) -> Note | None:
        row = self._by_id(_NOTE, note_id)
        return _note(row) if row else None

    def save(self, note: Note) -> Note:
        self._connection.execute(_SAVE_NOTE, {**_note_parameters(note), "row_id": note.id})
        return note

    def by_message(self, platform: str, workspace: str, conversation: str, message_id: str) -> Note | None:
        """The newest note that came from that message."""
        place = {"platform": platform, "workspace": workspace, "conversation": conversation, "message_id": message_id}
        row = self._one(_BY_MESSAGE, place)
        return _note(row) if row else None

    def open_for(self, person: str, conversation: str) -> Note | None:
        """The newest of that person there that waits for a yes."""
        row = self._one(_OPEN_FOR, {"person": person, "conversation": conversation})
        return _note(row) if row else None

    def add_part(self, part: NotePart) -> NotePart:
        return replace(part, id=self._insert(_ADD_PART, _kept(part)))

    def part(self, part_id: int) -> NotePart | None:
        row = self._by_id(_PART, part_id)
        return _part(row) if row else None

    def save_part(self, part: NotePart) -> NotePart:
        self._connection.execute(_SAVE_PART, {**_kept(part), "row_id": part.id})
        return part

    def parts(self, note: int) -> tuple[NotePart, ...]:
        """In the order of the message."""
        return tuple(_part(row) for row in self._all(_PARTS_OF, {"note": note}))


def _kept(part: NotePart) -> dict[str, Any]:
    return {**_part_parameters(part), "reading": _kept_reading(part.reading)}


def _part(row: AnyRow) -> NotePart:
    note, opportunity, quote, reading, *rest = row
    return NotePart(note, opportunity, quote, _reading(reading, opportunity), *rest)


def _note(row: AnyRow) -> Note:
    note = Note(*row)
    return replace(note, left_out=tuple(note.left_out))


def _kept_reading(reading: Reading) -> dict[str, Any]:
    """What matters of a reading of one opportunity; `until` and `hand_to` belong to answers, and a note is none."""
    return {
        "kind": reading.kind.value,
        "changes": [_kept_finding(finding) for finding in reading.changes],
        "proposals": [_kept_finding(finding) for finding in reading.proposals],
        "doubts": [
            [doubt.field.value if doubt.field else None, doubt.evidence, [keep(c) for c in doubt.choices], doubt.why]
            for doubt in reading.doubts
        ],
        "requests": [
            [wish.kind, wish.evidence, wish.person, keep(wish.day), keep(wish.value)] for wish in reading.requests
        ],
    }


def _kept_finding(finding: Finding) -> list[str | None]:
    return [finding.field.value, keep(finding.value), finding.evidence]


def _reading(kept: Mapping[str, Any], opportunity: str | None) -> Reading:
    about = opportunity or ""
    return Reading(
        Kind(kept["kind"]),
        tuple(_finding(about, *words) for words in kept["changes"]),
        tuple(_finding(about, *words) for words in kept["proposals"]),
        tuple(_doubt(opportunity, *words) for words in kept["doubts"]),
        tuple(_request(about, *words) for words in kept["requests"]),
    )


def _finding(opportunity: str, name: str, value: str | None, evidence: str) -> Finding:
    field = Field(name)
    return Finding(opportunity, field, recall(field, value), evidence)


def _doubt(opportunity: str | None, name: str | None, evidence: str, choices: list[str], why: str) -> Doubt:
    field = Field(name) if name else None
    recalled = tuple(recall(field, choice) if field else choice for choice in choices)
    return Doubt(opportunity, field, evidence, recalled, why)


def _request(
    opportunity: str, kind: str, evidence: str, person: str | None, day: str | None, value: str | None
) -> HelpRequest:
    on = date.fromisoformat(day) if day else None
    return HelpRequest(opportunity, kind, evidence, person, on, Decimal(value) if value else None)
