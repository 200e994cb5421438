"""How conversations are reached, what was sent to those that cannot be asked, and which taps came a moment ago."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Boolean, Column, Table, bindparam, delete, select, update

from domain.chat.reference import Reference
from storage.columns import Moment, Words
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import metadata

references = Table(
    "conversation_references",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("workspace", Words, primary_key=True),
    Column("conversation", Words, primary_key=True),
    Column("service_url", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("bot", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("unreachable", Boolean, nullable=False),
)

taps = Table(
    "taps",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("workspace", Words, primary_key=True),
    Column("content", Words, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

sends = Table(
    "sends",
    metadata,
    Column("key", Words, primary_key=True),
    # Empty as long as no answer came: then nobody knows whether it arrived.
    Column("message_id", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

_NAMES = names(Reference)
_KEY = ("platform", "workspace", "conversation")
_parameters = reader_of(_NAMES)
_THIS = tuple(references.c[name] == bindparam(f"this_{name}") for name in _KEY)
_REFERENCE = select(*columns(references, _NAMES)).where(*_THIS)
_OF_PLATFORM = select(*columns(references, _NAMES)).where(
    references.c.platform == bindparam("of_platform"), references.c.unreachable.is_(False)
)
_UNREACHABLE = update(references).where(*_THIS, references.c.unreachable.is_(False)).values(unreachable=True)

_TAP_KEY = ("platform", "workspace", "content")
_TAP = select(taps.c.at).where(*(taps.c[name] == bindparam(f"this_{name}") for name in _TAP_KEY))
_FORGET = delete(taps).where(taps.c.at < bindparam("before"))

_BEGIN = {name: insert(sends).on_conflict_do_nothing() for name, insert in INSERTS.items()}
_SEND = sends.c.key == bindparam("this_key")
_SENT_AS = select(sends.c.message_id).where(_SEND)
_SENT = update(sends).where(_SEND).values(message_id=bindparam("new_id"))
_UNSENT = delete(sends).where(_SEND)
_FORGET_SENDS = delete(sends).where(sends.c.at < bindparam("before"))


class References(Store):
    """Conversations by platform, workspace and the platform's id."""

    def get(self, platform: str, workspace: str, conversation: str) -> Reference | None:
        row = self._one(_REFERENCE, _this(platform, workspace, conversation))
        return Reference(*row) if row else None

    def put(self, reference: Reference) -> None:
        """Insert, or replace what was known."""
        self._connection.execute(_put(self._dialect), _parameters(reference))

    def reachable(self, platform: str) -> tuple[Reference, ...]:
        """Every conversation of that platform in which something is still taken."""
        return tuple(Reference(*row) for row in self._all(_OF_PLATFORM, {"of_platform": platform}))

    def lose(self, platform: str, workspace: str, conversation: str) -> bool:
        """Nothing is taken there any more; True for the first who finds out."""
        return self._connection.execute(_UNREACHABLE, _this(platform, workspace, conversation)).rowcount == 1


class Sends(Store):
    """Messages by key, for platforms that cannot be asked what was posted."""

    def begin(self, key: str, now: datetime) -> str | None:
        """None for the first who is about to send it; to others the id it was sent under, "" where that is unknown."""
        if self._written(_BEGIN[self._dialect], {"key": key, "message_id": "", "at": now}):
            return None
        row = self._one(_SENT_AS, {"this_key": key})
        return row[0] if row else ""

    def sent(self, key: str, message_id: str) -> None:
        self._connection.execute(_SENT, {"this_key": key, "new_id": message_id})

    def unsent(self, key: str) -> None:
        """Nothing was sent, so the next may begin anew."""
        self._connection.execute(_UNSENT, {"this_key": key})

    def forget(self, before: datetime) -> int:
        """Delete what was begun before then, and return how many those were."""
        return self._connection.execute(_FORGET_SENDS, {"before": before}).rowcount


class Taps(Store):
    """Taps by a digest of what they say, for platforms that may deliver one under several ids."""

    def first_seen(self, platform: str, workspace: str, content: str, now: datetime, window: timedelta) -> datetime:
        """When that content was first seen within the window that ends now; `now` where it was not."""
        values = {"platform": platform, "workspace": workspace, "content": content}
        self._connection.execute(_see(self._dialect), {**values, "at": now, "oldest": now - window})
        row = self._one(_TAP, {f"this_{name}": value for name, value in values.items()})
        return row[0] if row else now

    def forget(self, before: datetime) -> int:
        """Delete what was seen before then, and return how many those were."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount


def _this(platform: str, workspace: str, conversation: str) -> dict[str, str]:
    return {"this_platform": platform, "this_workspace": workspace, "this_conversation": conversation}


@cache
def _put(dialect: str) -> Insert:
    insert = INSERTS[dialect](references)
    new = {name: insert.excluded[name] for name in _NAMES if name not in _KEY}
    return insert.on_conflict_do_update(index_elements=list(_KEY), set_=new)


@cache
def _see(dialect: str) -> Insert:
    insert = INSERTS[dialect](taps)
    old = taps.c.at <= bindparam("oldest")
    return insert.on_conflict_do_update(index_elements=list(_TAP_KEY), set_={"at": insert.excluded.at}, where=old)
