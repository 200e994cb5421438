"""What was ended and what is carried between reps and their assistants."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, bindparam, delete, insert, select, update

from domain.sales.errands import Errand, ErrandState
from domain.sales.grants import Revocation
from storage.columns import Choice, Moment, Words
from storage.people import People
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import Serial, metadata

revocations = Table(
    "revocations",
    metadata,
    Column("assistant", Words, primary_key=True),
    Column("rep", Words, primary_key=True),
    Column("at", Moment, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", Words, nullable=False),
    Column("owner", Words, nullable=False),
    Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=False),
    Column("nudge", BigInteger, ForeignKey("nudges.id")),
    Column("thread", BigInteger, ForeignKey("threads.id"), nullable=False),
    Column("from_thread", BigInteger, ForeignKey("threads.id")),
    Column("at", Moment, nullable=False),
    Column("state", Choice(ErrandState), nullable=False),
    Index(None, "thread"),
    Index(None, "from_thread"),
    Index(None, "person", "state"),
    sqlite_autoincrement=True,
)

_REVOCATION_NAMES = names(Revocation)
_revocation_parameters = reader_of(_REVOCATION_NAMES)
_PAIRS = select(revocations.c.assistant, revocations.c.rep)
_RESTORE = delete(revocations).where(
    revocations.c.assistant == bindparam("this_assistant"), revocations.c.rep == bindparam("this_rep")
)

_NAMES = names(Errand)
_parameters = reader_of(names(Errand, without=("id",)))
_SELECT = select(*columns(errands, _NAMES))
_ADD = insert(errands)
_SAVE = (
    update(errands)
    .where(errands.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in _NAMES if name != "id"})
)
_GET = _SELECT.where(errands.c.id == bindparam("row_id"))
_OPEN = _SELECT.where(errands.c.state == ErrandState.OPEN).order_by(errands.c.id.desc())
_OPEN_IN = _OPEN.where(errands.c.thread == bindparam("thread")).limit(1)
_OPEN_FROM = _OPEN.where(errands.c.from_thread == bindparam("thread")).limit(1)
_OPEN_FOR = _OPEN.where(errands.c.person == bindparam("person"))
_SINCE = _SELECT.where(errands.c.person == bindparam("person"), errands.c.at >= bindparam("at")).order_by(errands.c.id)


class Revocations(Store):
    """Which reps ended what which assistants did for them."""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Assistant and rep, by id."""
        return frozenset((assistant, rep) for assistant, rep in self._all(_PAIRS))

    def end(self, revocation: Revocation) -> None:
        """Ended from now on; what was ended before stays as it is."""
        self._connection.execute(_end(self._dialect), _revocation_parameters(revocation))
        People(self._connection).moved()

    def restore(self, assistant: str, rep: str) -> None:
        self._connection.execute(_RESTORE, {"this_assistant": assistant, "this_rep": rep})
        People(self._connection).moved()


class Errands(Store):
    """Errands. Lists hold the open ones, newest first."""

    def add(self, errand: Errand) -> Errand:
        return replace(errand, id=self._insert(_ADD, _parameters(errand)))

    def get(self, errand_id: int) -> Errand | None:
        row = self._by_id(_GET, errand_id)
        return Errand(*row) if row else None

    def save(self, errand: Errand) -> Errand:
        self._connection.execute(_SAVE, {**_parameters(errand), "row_id": errand.id})
        return errand

    def open_in(self, thread: int) -> Errand | None:
        """What is carried in that thread of an assistant."""
        row = self._one(_OPEN_IN, {"thread": thread})
        return Errand(*row) if row else None

    def open_from(self, thread: int) -> Errand | None:
        """What was handed over from that thread of a rep and did not come back."""
        row = self._one(_OPEN_FROM, {"thread": thread})
        return Errand(*row) if row else None

    def open_for(self, person: str) -> tuple[Errand, ...]:
        return tuple(Errand(*row) for row in self._all(_OPEN_FOR, {"person": person}))

    def since(self, person: str, at: datetime) -> tuple[Errand, ...]:
        """Those begun from then on, whatever became of them, oldest first."""
        return tuple(Errand(*row) for row in self._all(_SINCE, {"person": person, "at": at}))


@cache
def _end(dialect: str) -> Insert:
    return INSERTS[dialect](revocations).on_conflict_do_nothing()
