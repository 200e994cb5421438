"""The messages of the practice room: a chat of our own, kept as any platform keeps its own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.records import JsonObject, RoomMessage
from storage.rows import INSERTS, Store
from storage.tables import counters, room

_SELECT = select(
    room.c.seq,
    room.c.added,
    room.c.id,
    room.c.conversation,
    room.c.thread,
    room.c.author,
    room.c.body,
    room.c.at,
    room.c.edited_at.is_not(None),
    room.c.removed_at.is_not(None),
)
_ADD = {name: insert(room).on_conflict_do_nothing(index_elements=["id"]) for name, insert in INSERTS.items()}
_GET = _SELECT.where(room.c.id == bindparam("row_id"))
_NEWEST = select(func.coalesce(func.max(room.c.seq), 0))
_SINCE = (
    _SELECT.where(room.c.conversation.in_(bindparam("conversations", expanding=True)), room.c.seq > bindparam("after"))
    .order_by(room.c.seq)
    .limit(bindparam("limit"))
)
_LATEST = (
    _SELECT.where(room.c.conversation == bindparam("conversation"))
    .order_by(room.c.added.desc())
    .limit(bindparam("limit"))
)
_STANDING = update(room).where(room.c.id == bindparam("row_id"), room.c.removed_at.is_(None))
_EDIT = _STANDING.values(seq=bindparam("tick"), body=bindparam("new_body"), edited_at=bindparam("when"))
_REMOVE = _STANDING.values(seq=bindparam("tick"), body={}, removed_at=bindparam("when"))

_TICK = {
    name: insert(counters)
    .values(name="room", value=1)
    .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    .returning(counters.c.value)
    for name, insert in INSERTS.items()
}


class Room(Store):
    """Messages by conversation. A page follows by asking for everything after the `seq` it has seen."""

    def add(
        self, message_id: str, conversation: str, thread: str, author: str, body: JsonObject, at: datetime
    ) -> RoomMessage:
        """Insert; where that id is taken, change nothing and return what is there."""
        seq = self._tick()
        values = {"id": message_id, "conversation": conversation, "thread": thread, "author": author}
        self._connection.execute(_ADD[self._dialect], {**values, "seq": seq, "added": seq, "body": body, "at": at})
        row = self._connection.execute(_GET, {"row_id": message_id}).one()
        return RoomMessage(*row)

    def edit(self, message_id: str, body: JsonObject, at: datetime) -> RoomMessage | None:
        """Replace the body. What was removed stays removed; None where there is no such message."""
        self._connection.execute(_EDIT, {"row_id": message_id, "tick": self._tick(), "new_body": body, "when": at})
        return self.get(message_id)

    def remove(self, message_id: str, at: datetime) -> RoomMessage | None:
        """Empty the body and mark the message as removed."""
        self._connection.execute(_REMOVE, {"row_id": message_id, "tick": self._tick(), "when": at})
        return self.get(message_id)

    def get(self, message_id: str) -> RoomMessage | None:
        row = self._one(_GET, {"row_id": message_id})
        return RoomMessage(*row) if row else None

    def newest(self) -> int:
        """The highest `seq` so far, 0 in an empty room."""
        return int(self._connection.execute(_NEWEST).scalar_one())

    def since(self, conversations: Iterable[str], after: int, limit: int) -> tuple[RoomMessage, ...]:
        """The first `limit` messages of these conversations with a `seq` above `after`, in its order."""
        wanted = {"conversations": list(conversations), "after": after, "limit": limit}
        return tuple(RoomMessage(*row) for row in self._all(_SINCE, wanted))

    def latest(self, conversation: str, limit: int) -> tuple[RoomMessage, ...]:
        """The last `limit` messages by `order`, oldest first, removed ones too."""
        rows = self._all(_LATEST, {"conversation": conversation, "limit": limit})
        return tuple(RoomMessage(*row) for row in rows)[::-1]

    def _tick(self) -> int:
        """The next number. Its row stays locked until the commit, so numbers become visible in their order."""
        return int(self._connection.execute(_TICK[self._dialect]).scalar_one())
