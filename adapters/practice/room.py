"""What the practice room stands on: people, conversations and messages kept by somebody else, and a clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

QUARTERBACK = "quarterback"
PLATFORM = "practice"

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody one can be here. `about` says in a few words what for; `zone` is an IANA name, for times of day."""

    id: str
    name: str
    role: str
    about: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A direct message with the quarterback (`dm-<person id>`) or a channel (`channel-<name>`)."""

    id: str
    name: str
    direct: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One message as it stands now.

    `seq` grows with each insert, edit and removal in the whole room, and rows become visible in its order; `order` is
    the seq it was added with, and never changes. `thread` is the id of the root message, "" outside of threads.
    `author` is a person's id or QUARTERBACK. `body` is `{"text": …}` of a person, `{"message": …}` (as
    domain.chat.codec spells it) of the quarterback.
    """

    seq: int
    order: int
    id: str
    conversation: str
    thread: str
    author: str
    body: Body
    at: datetime
    edited: bool = False
    removed: bool = False


class Room(Protocol):
    """The messages, from any thread. Each method is one short transaction, committed on return."""

    def people(self) -> Sequence[Visitor]: ...

    def conversations(self, person_id: str) -> Sequence[Conversation]:
        """Those of this person, own direct message first."""
        ...

    def newest(self) -> int:
        """The highest seq so far, 0 in an empty room."""
        ...

    def latest(self, conversation: str, limit: int) -> Sequence[Row]:
        """The last `limit` messages of it by order, oldest first, threads included, removed ones too."""
        ...

    def since(self, conversations: Sequence[str], after: int, limit: int) -> Sequence[Row]:
        """The first `limit` rows of them with a seq above `after`, in its order."""
        ...

    def get(self, message_id: str) -> Row | None: ...

    def add(self, message_id: str, conversation: str, thread: str, author: str, body: Body) -> Row:
        """Insert, stamped with the room's clock; where that id is taken, change nothing and return what is there."""
        ...

    def edit(self, message_id: str, body: Body) -> None:
        """Replace the body, and mark the row as edited."""
        ...

    def remove(self, message_id: str) -> None:
        """Empty the body and mark the row as removed; a removed row stays as it is."""
        ...


class PracticeClock(Protocol):
    """The time in the room, which one may move on."""

    def now(self) -> datetime:
        """An aware datetime."""
        ...

    def jump_to_next_morning(self) -> datetime:
        """Move on to the next morning, and return the new time."""
        ...
