"""Forecasts: what people called, what each night kept, and what was believed at checkpoints."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from domain.forecast.call import Call, CallState
from domain.forecast.snapshot import Belief, Checkpoint, Judged, Snapshot
from storage.columns import Choice, Hundredths, Moment, Words
from storage.rows import INSERTS, Store, columns, names, reader_of
from storage.tables import Serial, changes, metadata, nudges, opportunities

_MESSAGE = ("platform", "workspace", "conversation", "message_id")
forecasts = Table(
    "forecasts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("quarter", Date, nullable=False),
    Column("commit", Hundredths),
    Column("best_case", Hundredths),
    Column("note", Words, nullable=False),
    Column("quote", Words, nullable=False),
    Column("state", Choice(CallState), nullable=False),
    Column("at", Moment, nullable=False),
    Column("taken_back", Moment),
    *(Column(name, Words, nullable=False, server_default=text("''")) for name in _MESSAGE),
    Index(None, "quarter", "person"),
    Index(None, "by", "id"),
    Index(None, *_MESSAGE),
    sqlite_autoincrement=True,
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("day", Date, primary_key=True),
    Column("owner", Words, primary_key=True),
    Column("quarter", Date, primary_key=True),
    *(
        Column(name, Hundredths, nullable=False)
        for name in ("closed", "commit", "best_case", "pipeline", "weighted", "aged", "unseen")
    ),
    Column("count", Integer, nullable=False),
    Index(None, "owner", "quarter", "day"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("opportunity", Words, ForeignKey("opportunities.id"), primary_key=True),
    Column("kind", Choice(Checkpoint), primary_key=True),
    Column("day", Date, nullable=False),
    Column("owner", Words, nullable=False),
    Column("stated", Integer, nullable=False),
    Column("model", Float, nullable=False),
    Column("amount", Hundredths),
)

_CALL_NAMES = names(Call)
_call_parameters = reader_of(names(Call, without=("id",)))
_ADD_CALL = insert(forecasts)
_CALLS = select(*columns(forecasts, _CALL_NAMES))
_CALL = _CALLS.where(forecasts.c.id == bindparam("row_id"))
_SETTLE_CALL = (
    update(forecasts)
    .where(forecasts.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in ("commit", "best_case", "state", "taken_back")})
)
_CALLS_FOR = _CALLS.where(
    forecasts.c.quarter == bindparam("quarter"),
    forecasts.c.person.in_(bindparam("people", expanding=True)),
    forecasts.c.state == CallState.STANDS,
)
_LAST_CALL = (
    _CALLS.where(forecasts.c.by == bindparam("by"), forecasts.c.state == CallState.STANDS)
    .order_by(forecasts.c.id.desc())
    .limit(1)
)
_CALL_IN = (
    _CALLS.where(*(forecasts.c[name] == bindparam(name) for name in _MESSAGE)).order_by(forecasts.c.id.desc()).limit(1)
)

_SNAPSHOT_NAMES = names(Snapshot)
_snapshot_parameters = reader_of(_SNAPSHOT_NAMES)
_SUMMED = ("closed", "commit", "best_case", "pipeline", "weighted", "aged", "unseen")
_LAST_DAY = select(snapshots.c.day).order_by(snapshots.c.day.desc()).limit(1)
_FIRST_DAY = select(snapshots.c.day).order_by(snapshots.c.day).limit(1)
_TREND = (
    select(
        snapshots.c.day,
        *(func.sum(snapshots.c[name], type_=Hundredths()).label(name) for name in _SUMMED),
        func.sum(snapshots.c.count),
    )
    .where(
        snapshots.c.owner.in_(bindparam("owners", expanding=True)),
        snapshots.c.quarter == bindparam("quarter"),
        snapshots.c.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(snapshots.c.day)
)

_BELIEF_NAMES = names(Belief)
_belief_parameters = reader_of(_BELIEF_NAMES)
_KNOWN_BELIEFS = select(checkpoints.c.opportunity, checkpoints.c.kind).where(
    checkpoints.c.opportunity.in_(bindparam("ids", expanding=True))
)
_CLOSED = (
    opportunities.c.owner.in_(bindparam("owners", expanding=True)),
    opportunities.c.closed_on.between(bindparam("first"), bindparam("last")),
)
_JUDGED = (
    select(
        opportunities.c.id,
        opportunities.c.name,
        opportunities.c.account,
        opportunities.c.owner,
        opportunities.c.amount,
        opportunities.c.created,
        opportunities.c.closed_on,
        opportunities.c.probability,
        checkpoints.c.kind,
        checkpoints.c.day,
        checkpoints.c.stated,
        checkpoints.c.model,
    )
    .select_from(opportunities.outerjoin(checkpoints, checkpoints.c.opportunity == opportunities.c.id))
    .where(*_CLOSED)
)

_SPOKEN_OF = (
    select(changes.c.opportunity)
    .where(changes.c.at >= bindparam("first"), changes.c.at < bindparam("last"), changes.c.by != bindparam("importer"))
    .distinct()
)
_ANSWERED = (
    select(nudges.c.opportunity)
    .where(nudges.c.answered_at >= bindparam("first"), nudges.c.answered_at < bindparam("last"))
    .distinct()
)


class Calls(Store):
    """What people called, none of it ever overwritten."""

    def add(self, call: Call) -> Call:
        return replace(call, id=self._insert(_ADD_CALL, _call_parameters(call)))

    def get(self, call_id: int) -> Call | None:
        row = self._by_id(_CALL, call_id)
        return Call(*row) if row else None

    def settle(self, call: Call) -> None:
        """Keep what a tap made of it: figures of one that was asked back, or that it was taken back."""
        values = {name: getattr(call, name) for name in ("commit", "best_case", "state", "taken_back")}
        self._connection.execute(_SETTLE_CALL, {**values, "row_id": call.id})

    def standing(self, people: Iterable[str], quarter: date) -> tuple[Call, ...]:
        """All that stand of these people for that quarter, oldest first."""
        found = (Call(*row) for row in self._among(_CALLS_FOR, "people", people, quarter=quarter))
        return tuple(sorted(found, key=lambda call: call.id))

    def last_by(self, person: str) -> Call | None:
        """The newest that this person said and that stands."""
        row = self._one(_LAST_CALL, {"by": person})
        return Call(*row) if row else None

    def by_message(self, platform: str, workspace: str, conversation: str, message_id: str) -> Call | None:
        """The newest call that came from that message."""
        row = self._one(_CALL_IN, dict(zip(_MESSAGE, (platform, workspace, conversation, message_id), strict=True)))
        return Call(*row) if row and message_id else None


class Snapshots(Store):
    """What each night kept of each owner's quarter."""

    def last_day(self) -> date | None:
        row = self._one(_LAST_DAY, {})
        return row[0] if row else None

    def first_day(self) -> date | None:
        row = self._one(_FIRST_DAY, {})
        return row[0] if row else None

    def add(self, items: Sequence[Snapshot]) -> None:
        """Keep them; one that is there already stays as it was."""
        if items:
            self._connection.execute(
                INSERTS[self._dialect](snapshots).on_conflict_do_nothing(),
                [_snapshot_parameters(item) for item in items],
            )

    def trend(self, owners: Iterable[str], quarter: date, first: date, last: date) -> tuple[Snapshot, ...]:
        """The quarter of all these owners together, day by day, oldest first; both days included."""
        days: dict[date, Snapshot] = {}
        for day, *sums in self._among(_TREND, "owners", owners, quarter=quarter, first=first, last=last):
            days[day] = _added(days.get(day), Snapshot(day, "", quarter, *sums))
        return tuple(days[day] for day in sorted(days))


class Beliefs(Store):
    """What was believed at checkpoints."""

    def add(self, items: Sequence[Belief]) -> None:
        """Keep them; of each opportunity and checkpoint the first stays."""
        if items:
            self._connection.execute(
                INSERTS[self._dialect](checkpoints).on_conflict_do_nothing(),
                [_belief_parameters(item) for item in items],
            )

    def known(self, ids: Iterable[str]) -> set[tuple[str, Checkpoint]]:
        return {(row[0], row[1]) for row in self._among(_KNOWN_BELIEFS, "ids", ids)}

    def spoken_of(self, first: datetime, last: datetime, importer: str) -> set[str]:
        """The opportunities that people spoke of from `first` until before `last`."""
        span = {"first": first, "last": last}
        said = self._all(_SPOKEN_OF, {**span, "importer": importer})
        return {row[0] for row in (*said, *self._all(_ANSWERED, span))}

    def judged(self, owners: Iterable[str], first: date, last: date) -> tuple[Judged, ...]:
        """What these owners closed between two days, both included, with what was believed of it before."""
        found: dict[str, Judged] = {}
        for row in self._among(_JUDGED, "owners", owners, first=first, last=last):
            opportunity, name, account, owner, amount, created, closed_on, probability, kind, day, stated, model = row
            known = found.get(opportunity) or Judged(
                opportunity, name, account, owner, amount, created, closed_on, probability == 100, {}
            )
            beliefs = dict(known.beliefs)
            if kind:
                beliefs[kind] = Belief(opportunity, kind, day, owner, stated, model, amount)
            found[opportunity] = replace(known, beliefs=beliefs)
        return tuple(found.values())


def _added(one: Snapshot | None, other: Snapshot) -> Snapshot:
    """The owners come in batches, and each brings its own sums."""
    if one is None:
        return other
    sums: dict[str, Any] = {name: getattr(one, name) + getattr(other, name) for name in (*_SUMMED, "count")}
    return replace(one, **sums)
