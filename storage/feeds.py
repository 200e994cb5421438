"""What the feeds keep: where each stands, and what came in and could not be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint, bindparam, delete, select, update

from domain.sales.account_facts import FactKind
from storage.account_facts import account_facts
from storage.columns import Json, Moment, Words
from storage.records import JsonObject
from storage.rows import INSERTS, Store, columns, names
from storage.tables import Serial, metadata

feeds = Table(
    "feeds",
    metadata,
    Column("name", Words, primary_key=True),
    # Counts the writes, so that of two that polled at once the later does not set the mark back.
    Column("turn", Integer, nullable=False),
    Column("mark", Json, nullable=False),
    Column("polled_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("error", Words),
    Column("paused_until", Moment),
)

feed_faults = Table(
    "feed_faults",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("feed", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("sentences", Json, nullable=False),
    Column("item", Json),
    Column("at", Moment, nullable=False),
    UniqueConstraint("feed", "key"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where a feed stands. `polled_at` is when it was last read to its end (UTC), `failures` those in a row since."""

    name: str
    turn: int = 0
    mark: JsonObject = field(default_factory=dict)
    polled_at: datetime | None = None
    failures: int = 0
    error: str | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedFault:
    """What came in and could not be taken: from where, why, and itself where it can be tried again.

    The same `key` of one feed is kept once.
    """

    feed: str
    key: str
    origin: str
    sentences: tuple[str, ...]
    at: datetime
    item: object = None
    id: int = 0


_STATE = select(*columns(feeds, names(FeedState)))
_ONE = _STATE.where(feeds.c.name == bindparam("this"))
_CREATE = {name: insert(feeds).on_conflict_do_nothing() for name, insert in INSERTS.items()}
_SAVE = (
    update(feeds)
    .where(feeds.c.name == bindparam("this"), feeds.c.turn == bindparam("old_turn"))
    .values({name: bindparam(name) for name in names(FeedState, without=("name",))})
)
_FAULTS = names(FeedFault)
_KEEP = {name: insert(feed_faults).on_conflict_do_nothing() for name, insert in INSERTS.items()}
_KEPT = select(*columns(feed_faults, _FAULTS)).order_by(feed_faults.c.id).limit(bindparam("limit"))
_DROP = delete(feed_faults).where(feed_faults.c.id == bindparam("row_id"))
_FORGET = delete(feed_faults).where(feed_faults.c.at < bindparam("before"))
_HOLDS = select(account_facts.c.source_id).where(
    account_facts.c.kind == FactKind.HOLD,
    account_facts.c.source == bindparam("source"),
    account_facts.c.at < bindparam("before"),
)


class Feeds(Store):
    """Feeds by the name that app.yaml gives them."""

    def get(self, name: str) -> FeedState:
        """Where it stands; a new state for a feed that was never read."""
        row = self._one(_ONE, {"this": name})
        return FeedState(*row) if row else FeedState(name)

    def all(self) -> tuple[FeedState, ...]:
        return tuple(FeedState(*row) for row in self._all(_STATE))

    def save(self, state: FeedState) -> bool:
        """Write it with the next turn. False, and nothing written, where somebody wrote since it was read."""
        self._connection.execute(_CREATE[self._dialect], {"name": state.name, "turn": 0, "mark": {}, "failures": 0})
        values = {name: getattr(state, name) for name in names(FeedState, without=("name", "turn"))}
        where = {"this": state.name, "old_turn": state.turn, "turn": state.turn + 1}
        return self._connection.execute(_SAVE, values | where).rowcount == 1

    def keep(self, fault: FeedFault) -> bool:
        """Keep aside what could not be taken; False where the same was kept before."""
        values = {name: getattr(fault, name) for name in _FAULTS if name != "id"}
        return self._written(_KEEP[self._dialect], values | {"sentences": list(fault.sentences)}) == 1

    def kept(self, limit: int = 1000) -> Sequence[FeedFault]:
        """What was kept aside, oldest first."""
        return tuple(_fault(row) for row in self._all(_KEPT, {"limit": limit}))

    def drop(self, fault_id: int) -> None:
        self._connection.execute(_DROP, {"row_id": fault_id})

    def forget(self, before: datetime) -> int:
        """Delete what was kept aside before then, and return how many those were."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount

    def holds_before(self, source: str, before: datetime) -> tuple[str, ...]:
        """The ids at the source of every hold it told last before then, whether it still stands or not."""
        return tuple(row[0] for row in self._all(_HOLDS, {"source": source, "before": before}))


def _fault(row: Sequence[object]) -> FeedFault:
    said = dict(zip(_FAULTS, row, strict=True))
    return FeedFault(**said | {"sentences": tuple(said["sentences"])})  # type: ignore[arg-type]
