"""Forecasts: what people called, what each night kept, and the open amounts that a quarter is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

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
    or_,
    select,
    update,
)

from domain.forecast.book import Line
from domain.forecast.call import Call, CallState
from domain.forecast.snapshot import Belief, Checkpoint, Judged, Snapshot
from domain.sales.opportunity import Value
from domain.sales.process import Field
from domain.sales.values import recall
from storage.columns import Choice, Hundredths, Moment, Words
from storage.rows import INSERTS, AnyRow, Store, columns, names, reader_of
from storage.tables import Serial, changes, metadata, nudges, opportunities

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
    Index(None, "quarter", "person"),
    Index(None, "by", "id"),
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

accuracy_views = Table(
    "accuracy_views",
    metadata,
    Column("person", Words, primary_key=True),
    Column("quarter", Date, primary_key=True),
    Column("at", Moment, nullable=False),
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

_LINE_NAMES = Line._fields
_LINES = select(*columns(opportunities, _LINE_NAMES))
_OPEN_BETWEEN = (
    opportunities.c.owner.in_(bindparam("owners", expanding=True)),
    opportunities.c.close_date.between(bindparam("first"), bindparam("last")),
    opportunities.c.closed_on.is_(None),
)
_OPEN_LINES = _LINES.where(*_OPEN_BETWEEN)
_OPEN_SUM = select(func.count(), func.sum(opportunities.c.amount, type_=Hundredths())).where(*_OPEN_BETWEEN)
_CREATED = (
    select(opportunities.c.owner, opportunities.c.amount)
    .where(opportunities.c.created.between(bindparam("first"), bindparam("last")), opportunities.c.amount > 0)
    .order_by(opportunities.c.created, opportunities.c.id)
)
_CREATED_OF = _CREATED.where(opportunities.c.owner.in_(bindparam("owners", expanding=True)))
_ALL_OPEN_LINES = _LINES.where(
    opportunities.c.close_date.between(bindparam("first"), bindparam("last")), opportunities.c.closed_on.is_(None)
)
_LINES_OF = _LINES.where(opportunities.c.id.in_(bindparam("ids", expanding=True)))
_MOVING = (Field.STAGE, Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE, Field.FORECAST_CATEGORY)
_MOVED = select(changes.c.opportunity, changes.c.field, changes.c.before, changes.c.id).where(
    changes.c.at >= bindparam("at"), changes.c.field.in_(_MOVING)
)
_MOVED_OF = _MOVED.join(opportunities, opportunities.c.id == changes.c.opportunity).where(
    opportunities.c.owner.in_(bindparam("owners", expanding=True)),
    or_(opportunities.c.closed_on.is_(None), opportunities.c.closed_on >= bindparam("day")),
)
_STAGE_MOVES = (
    select(changes.c.opportunity, changes.c.before, changes.c.after, changes.c.at, opportunities.c.created)
    .join(opportunities, opportunities.c.id == changes.c.opportunity)
    .where(changes.c.at >= bindparam("first"), changes.c.at < bindparam("last"), changes.c.field == Field.STAGE)
)
_LAST_MOVED = (
    select(changes.c.opportunity, func.max(changes.c.at))
    .where(changes.c.opportunity.in_(bindparam("ids", expanding=True)), changes.c.at < bindparam("at"))
    .group_by(changes.c.opportunity)
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
_VIEWED = select(accuracy_views.c.quarter).where(accuracy_views.c.person == bindparam("person"))

Before = Mapping[str, Mapping[Field, Value]]
"""By opportunity, what each moved field was before the first move."""


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
    """What was believed at checkpoints, and who has looked at how good that was."""

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

    def viewed(self, person: str) -> set[date]:
        """The quarters whose figures this person has seen of themselves."""
        return {row[0] for row in self._all(_VIEWED, {"person": person})}

    def view(self, person: str, quarter: date, at: datetime) -> None:
        """That person has seen their own figures of that quarter."""
        values = {"person": person, "quarter": quarter, "at": at}
        self._connection.execute(INSERTS[self._dialect](accuracy_views).on_conflict_do_nothing(), values)


class StageMove(NamedTuple):
    """One move from stage to stage; `created` is when the opportunity was."""

    before: str | None
    after: str | None
    at: datetime
    created: date | None


class Quarters(Store):
    """What is open in a span of close dates, and how it stood before."""

    def lines(self, owners: Iterable[str], first: date, last: date) -> tuple[Line, ...]:
        """What these people have open that is to close between two days, both included."""
        return tuple(Line(*row) for row in self._among(_OPEN_LINES, "owners", owners, first=first, last=last))

    def open_sum(self, owners: Iterable[str], first: date, last: date) -> tuple[int, Decimal]:
        """How many and how much of the same, counted by the database."""
        rows = list(self._among(_OPEN_SUM, "owners", owners, first=first, last=last))
        return sum(row[0] for row in rows), sum((row[1] for row in rows if row[1] is not None), Decimal(0))

    def all_lines(self, first: date, last: date) -> tuple[Line, ...]:
        """The same of everybody."""
        return tuple(Line(*row) for row in self._all(_ALL_OPEN_LINES, {"first": first, "last": last}))

    def created(self, owners: Iterable[str], first: date, last: date) -> list[float]:
        """The known amounts of what these people made between two days, both included, oldest first."""
        return [float(amount) for _, amount in self._among(_CREATED_OF, "owners", owners, first=first, last=last)]

    def all_created(self, first: date, last: date) -> dict[str, list[float]]:
        """The same of everybody, by owner."""
        found: dict[str, list[float]] = {}
        for owner, amount in self._all(_CREATED, {"first": first, "last": last}):
            found.setdefault(owner, []).append(float(amount))
        return found

    def lines_of(self, ids: Iterable[str]) -> tuple[Line, ...]:
        """Those opportunities, open or closed."""
        return tuple(Line(*row) for row in self._among(_LINES_OF, "ids", ids))

    def moved(self, owners: Iterable[str], at: datetime) -> Before:
        """What these people's opportunities stood at before the first change from `at` on."""
        return _before(self._among(_MOVED_OF, "owners", owners, at=at, day=at.date()))

    def all_moved(self, at: datetime) -> Before:
        """The same of everybody's."""
        return _before(self._all(_MOVED, {"at": at}))

    def last_moved(self, ids: Iterable[str], at: datetime) -> dict[str, datetime]:
        """When each was last changed before `at`; those never changed are left out."""
        return {row[0]: row[1] for row in self._among(_LAST_MOVED, "ids", ids, at=at)}

    def stage_moves(self, first: datetime, last: datetime) -> dict[str, list[StageMove]]:
        """Every move from stage to stage from `first` until before `last`, by opportunity, oldest first."""
        moves: dict[str, list[StageMove]] = {}
        for opportunity, *move in self._all(_STAGE_MOVES, {"first": first, "last": last}):
            moves.setdefault(opportunity, []).append(StageMove(*move))
        for each in moves.values():
            each.sort(key=lambda move: move.at)
        return moves


def _before(rows: Iterable[AnyRow]) -> dict[str, dict[Field, Value]]:
    found: dict[str, dict[Field, Value]] = {}
    for opportunity, field, before, _ in sorted(rows, key=lambda row: -row[3]):
        found.setdefault(opportunity, {})[field] = recall(field, before)
    return found


def _added(one: Snapshot | None, other: Snapshot) -> Snapshot:
    """The owners come in batches, and each brings its own sums."""
    if one is None:
        return other
    sums: dict[str, Any] = {name: getattr(one, name) + getattr(other, name) for name in (*_SUMMED, "count")}
    return replace(one, **sums)
