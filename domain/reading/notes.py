"""A note about several opportunities as it was read: part by part, waiting for a yes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.reading.reading import Reading


class NoteState(StrEnum):
    OPEN = "open"
    RECORDED = "recorded"
    DISCARDED = "discarded"


class PartState(StrEnum):
    OPEN = "open"
    LEFT_OUT = "left_out"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Note:
    """What one message said of several opportunities. `said_for` is the one rep it was said for, "" for each owner.

    `rest` are the words that were not read yet, `left_out` says what was read and is no part of it, in sentences; the
    message itself is not kept. Where it was said is as in Statement.
    """

    person: str
    said_for: str
    at: datetime
    platform: str
    workspace: str
    conversation: str
    message_id: str
    thread: int | None = None
    rest: str = ""
    left_out: tuple[str, ...] = ()
    state: NoteState = NoteState.OPEN
    id: int = 0


@dataclass(frozen=True, slots=True)
class NotePart:
    """What a note says of one opportunity; None where it is not clear which, and its doubt has the choices.

    `statement` is what recorded it.
    """

    note: int
    opportunity: str | None
    quote: str
    reading: Reading
    state: PartState = PartState.OPEN
    statement: int | None = None
    id: int = 0
