"""The open amounts that a quarter is made of, and how they stood before, from the log of changes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce, union_all

from domain.forecast.book import Line
from domain.sales.opportunity import Value
from domain.sales.process import Field
from domain.sales.values import recall
from storage.columns import Hundredths
from storage.rows import AnyRow, Store, columns
from storage.tables import changes, opportunities

_LINE_NAMES = Line._fields
_LINES = select(*columns(opportunities, _LINE_NAMES))
_OPEN_BETWEEN = (
    opportunities.c.owner.in_(bindparam("owners", expanding=True)),
    opportunities.c.close_date.between(bindparam("first"), bindparam("last")),
    opportunities.c.closed_on.is_(None),
)
_OPEN_LINES = _LINES.where(*_OPEN_BETWEEN)
_OPEN_SUM = select(func.count(), func.sum(opportunities.c.amount, type_=Hundredths())).where(*_OPEN_BETWEEN)
# As they are kept, in hundredths: making a Decimal of each would take longer than to find them.
_CREATED = (
    select(opportunities.c.owner, type_coerce(opportunities.c.amount, BigInteger))
    .where(opportunities.c.created.between(bindparam("first"), bindparam("last")), opportunities.c.amount > 0)
    .order_by(opportunities.c.created, opportunities.c.amount)
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
_OWNED = select(opportunities.c.id).where(opportunities.c.owner.in_(bindparam("owners", expanding=True)))
# Two searches by index in the place of an OR, for which each row would have to be read.
_MOVED_OF = _MOVED.where(
    changes.c.opportunity.in_(
        union_all(
            _OWNED.where(opportunities.c.closed_on.is_(None)),
            _OWNED.where(opportunities.c.closed_on >= bindparam("day")),
        )
    )
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

Before = Mapping[str, Mapping[Field, Value]]
"""By opportunity, what each moved field was before the first move."""


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
        return [amount / 100 for _, amount in self._among(_CREATED_OF, "owners", owners, first=first, last=last)]

    def all_created(self, first: date, last: date) -> dict[str, list[float]]:
        """The same of everybody, by owner."""
        found: dict[str, list[float]] = {}
        for owner, amount in self._all(_CREATED, {"first": first, "last": last}):
            found.setdefault(owner, []).append(amount / 100)
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
