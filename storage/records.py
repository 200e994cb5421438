"""Records that only storage and its callers know: jobs, posts, messages of the practice room, counts of an import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done once, not before `due` (UTC). `tries` counts the claims so far, this one included."""

    id: int
    kind: str
    lane: str
    due: datetime
    body: JsonObject
    key: str | None = None
    tries: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message the quarterback sent: `about` and `ref` name the row it shows; `message_id` None until it is out."""

    id: int
    thread: int | None
    platform: str
    workspace: str
    conversation: str
    about: str
    ref: int
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoomMessage:
    """One message of the practice room as it stands now.

    `seq` grows with every insert, edit and removal in the whole room; `order` is the seq it was added with.
    `thread` is the id of the root message, "" outside of threads.
    """

    seq: int
    order: int
    id: str
    conversation: str
    thread: str
    author: str
    body: JsonObject
    at: datetime
    edited: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What an upsert did, in rows."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.inserted + other.inserted, self.updated + other.updated, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What the last import read of an opportunity: `said` as JSON, `at` the time its file was written (UTC)."""

    opportunity: str
    at: datetime
    file: str
    said: str
