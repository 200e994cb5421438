"""Pipelines added up in the database: how many, how much, by what, and one page of rows."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    UnaryExpression,
    and_,
    bindparam,
    case,
    cast,
    collate,
    func,
    or_,
    select,
    type_coerce,
)

from domain.sales.opportunity import Account, Opportunity
from domain.sales.pipeline import Asked, Group, Only, PipelineQuery, Share, Sort, Totals
from storage.rows import Store, columns, names
from storage.tables import opportunities

_COLUMNS = columns(opportunities, names(Opportunity))
_c = opportunities.c
_WEIGHTED = _c.amount * _c.probability


def _among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


_OWNED = _among(_c.owner, "owners")
_ACCOUNTS = select(_c.account.label("name")).where(_OWNED, _c.account != "").distinct().subquery()
_CALLED = select(_c.account_id, _c.account).where(_OWNED, _c.account_id != "").distinct()
_PRODUCTS = select(_c.product.label("name")).where(_OWNED, _c.product != "").distinct().subquery()
# As the numbers are kept: sums of products have more places than an amount.
_SUMS: tuple[ColumnElement[Any], ...] = (
    func.count(),
    func.sum(type_coerce(_c.amount, BigInteger)),
    func.sum(type_coerce(_WEIGHTED, BigInteger)),
    func.count(_c.amount),
)
_GROUPS: dict[Group, ColumnElement[Any]] = {
    Group.STAGE: _c.stage,
    Group.REP: _c.owner,
    Group.ACCOUNT: _c.account,
    Group.PRODUCT: _c.product,
    # The month of an ISO date, alike on both databases.
    Group.MONTH: func.substr(cast(_c.close_date, Text), 1, 7),
}


_SILENT = or_(
    _c.confirmed < bindparam("stale_before"),
    # Of what nobody ever confirmed, it was there by then.
    and_(_c.confirmed.is_(None), or_(_c.created.is_(None), _c.created < bindparam("stale_day"))),
)
# By name, with the values of `_parameters`.
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "owners": _OWNED,
    "open": _c.closed_on.is_(None),
    "open first": _c.close_date >= bindparam("first"),
    "open last": _c.close_date <= bindparam("last"),
    "closed": _c.closed_on.is_not(None),
    "closed first": _c.closed_on >= bindparam("first"),
    "closed last": _c.closed_on <= bindparam("last"),
    "over": _c.amount >= bindparam("over"),
    "under": _c.amount <= bindparam("under"),
    "stages": _among(_c.stage, "stages"),
    # What was said of it, otherwise what its stage says.
    "categories": or_(
        _among(_c.forecast_category, "categories"),
        and_(_c.forecast_category.is_(None), _among(_c.stage, "stages_of_categories")),
    ),
    "accounts": _among(_c.account, "accounts"),
    "products": _among(_c.product, "products"),
    Only.STALE: _SILENT,
    Only.PAST_DATE: _c.close_date < bindparam("today"),
    Only.AT_RISK: or_(_c.close_date < bindparam("today"), _SILENT),
    Only.NO_STEP: or_(_c.next_step.is_(None), _c.next_step == ""),
    Only.NO_AMOUNT: _c.amount.is_(None),
    Only.NO_DATE: _c.close_date.is_(None),
}
Shape = tuple[str, ...]
"""Which conditions a query sets. Statements are kept by shape: to build one takes as long as to run it."""


class Pipelines(Store):
    """What a query finds among the opportunities of its owners."""

    def totals(self, asked: Asked) -> Totals:
        """Count, sum, weighted sum, and how many have no amount, of all that fits, however many are wanted of it."""
        return _totals(*self._connection.execute(_summing(_shape(asked.query)), _parameters(asked)).one())

    def shares(self, asked: Asked, by: Group, most: int) -> tuple[Totals, tuple[Share, ...]]:
        """The whole, and the largest groups by amount, the smallest where those were asked for.

        Of stages and months all, unless some were asked for, and in their own order.
        """
        query = asked.query
        all_of_them = by in (Group.STAGE, Group.MONTH) and not query.most
        smallest = bool(query.most) and not query.descending
        statement = _grouping(_shape(query), by, None if all_of_them else smallest)
        rows = self._connection.execute(statement, {**_parameters(asked), "most": most}).all()
        shares = [Share(row[0] or "", row[1], _money(row[2], 2), _money(row[3], 4)) for row in rows]
        totals = _totals(*rows[0][4:]) if rows else Totals()
        if by is Group.STAGE:
            places = {stage.name: place for place, stage in enumerate(asked.process.stages)}
            shares.sort(key=lambda share: (places.get(share.label, len(places)), share.label))
        elif by is Group.MONTH:
            shares.sort(key=lambda share: share.label or "9999")
        return totals, tuple(shares)

    def rows(self, asked: Asked, first: int, most: int) -> tuple[Opportunity, ...]:
        """Up to `most` of them in the order asked for, from the row `first` (counted from 0) on.

        Where so many of each group were asked for, one group comes after the other.
        """
        query = asked.query
        if query.most and not query.each:
            most = max(0, min(most, query.most - first))
        by_stage = query.sort is Sort.STAGE or query.each is Group.STAGE
        stages = tuple(stage.name for stage in asked.process.stages) if by_stage else ()
        statement = _listing(_shape(query), query.sort, query.descending, stages, query.each, self._dialect)
        parameters = {**_parameters(asked), "skipped": first, "most": most, "of_each": query.most}
        return tuple(Opportunity(*row) for row in self._all(statement, parameters))

    def accounts(self, owners: Sequence[str], words: Sequence[str] = ()) -> tuple[str, ...]:
        """Names of accounts that these owners sell or sold to; with words, those that hold one of them."""
        return self._named(_ACCOUNTS, owners, words)

    def accounts_called(self, owners: Sequence[str], names_: Sequence[str]) -> tuple[Account, ...]:
        """Those accounts that these owners sell or sold to, by exact name."""
        statement = _CALLED.where(_c.account.in_(names_))
        found = {row[0]: Account(row[0], row[1]) for row in self._among(statement, "owners", owners)}
        return tuple(found[key] for key in sorted(found))

    def products(self, owners: Sequence[str], words: Sequence[str] = ()) -> tuple[str, ...]:
        """Names of products that these owners sell or sold, as above."""
        return self._named(_PRODUCTS, owners, words)

    def _named(self, found: Subquery, owners: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
        statement = select(found.c.name)
        if words:
            lower = func.lower(found.c.name)
            statement = statement.where(or_(*(lower.contains(word, autoescape=True) for word in words)))
        return tuple(sorted({row[0] for row in self._among(statement, "owners", owners)}))


def _shape(query: PipelineQuery) -> Shape:
    side = "closed" if query.closed else "open"
    found = ["owners", side]
    found += [f"{side} {name}" for name, day in (("first", query.first), ("last", query.last)) if day]
    found += [name for name, amount in (("over", query.over), ("under", query.under)) if amount is not None]
    found += [name for name in ("stages", "categories", "accounts", "products") if getattr(query, name)]
    return (*found, *query.only)


def _parameters(asked: Asked) -> dict[str, Any]:
    """What any condition may need."""
    query = asked.query
    return {
        "owners": query.owners,
        "first": query.first,
        "last": query.last,
        "over": query.over,
        "under": query.under,
        "stages": query.stages,
        "categories": query.categories,
        "stages_of_categories": [stage.name for stage in asked.process.stages if stage.category in query.categories],
        "accounts": query.accounts,
        "products": query.products,
        "today": asked.today,
        "stale_before": asked.stale_before,
        "stale_day": asked.stale_before.date(),
    }


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    return [_CONDITIONS[name] for name in shape]


@lru_cache(maxsize=256)
def _summing(shape: Shape) -> Select[Any]:
    return select(*_SUMS).select_from(opportunities).where(*_conditions(shape))


@lru_cache(maxsize=256)
def _grouping(shape: Shape, by: Group, smallest: bool | None) -> Select[Any]:
    """Each group beside the whole; so many of the smallest or of the largest, or all where neither is wanted."""
    label, size = _GROUPS[by], func.coalesce(_SUMS[1], 0)
    whole = [func.sum(each).over() for each in _SUMS]
    statement = select(label, *_SUMS[:3], *whole).where(*_conditions(shape)).group_by(label)
    if smallest is None:
        return statement
    return statement.order_by(size.asc() if smallest else size.desc(), label).limit(bindparam("most", type_=Integer))


@lru_cache(maxsize=256)
def _listing(
    shape: Shape, sort: Sort, descending: bool, stages: tuple[str, ...], each: Group | None, dialect: str
) -> Select[Any]:
    order = (*_order(sort, descending, "closed" in shape, stages, dialect), _c.id)
    skipped, most = bindparam("skipped", type_=Integer), bindparam("most", type_=Integer)
    wanted = select(_c.id).where(*_conditions(shape))
    if each:
        place = func.row_number().over(partition_by=_GROUPS[each], order_by=order)
        placed = select(_c.id, place.label("place")).where(*_conditions(shape)).subquery()
        first_of_each = select(placed.c.id).where(placed.c.place <= bindparam("of_each", type_=Integer))
        label = _in_process(stages) if each is Group.STAGE else _spelt(_GROUPS[each], dialect)
        groups = (label.asc().nulls_last(), _GROUPS[each].asc().nulls_last())
        wanted, order = select(_c.id).where(_c.id.in_(first_of_each)), (*groups, *order)
    # Whose page it is says the index; only these rows are then read.
    page = wanted.order_by(*order).offset(skipped).limit(most)
    return select(*_COLUMNS).where(_c.id.in_(page.correlate(None))).order_by(*order)


def _order(
    sort: Sort, descending: bool, closed: bool, stages: tuple[str, ...], dialect: str
) -> list[UnaryExpression[Any]]:
    """What has no such value stands last, whichever way."""
    keys: dict[Sort, ColumnElement[Any]] = {
        Sort.AMOUNT: _c.amount,
        Sort.WEIGHTED: _WEIGHTED,
        Sort.CLOSE_DATE: _c.closed_on if closed else _c.close_date,
        Sort.PROBABILITY: _c.probability,
        Sort.NAME: _spelt(_c.name, dialect),
        Sort.ACCOUNT: _spelt(_c.account, dialect),
        Sort.REP: _spelt(_c.owner, dialect),
        Sort.STAGE: _in_process(stages),
        Sort.HEARD: _c.confirmed,
    }
    key = keys[sort]
    orders = [(key.desc() if descending else key.asc()).nulls_last()]
    return orders if sort is Sort.AMOUNT else [*orders, _c.amount.desc().nulls_last()]


def _in_process(stages: tuple[str, ...]) -> ColumnElement[Any]:
    places = {stage: place for place, stage in enumerate(stages)}
    return case(places, value=_c.stage, else_=999) if places else _c.stage


def _spelt(column: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """In order of its letters, alike on both databases."""
    lower: ColumnElement[str] = func.lower(column)
    return collate(lower, "C") if dialect == "postgresql" else lower


def _totals(count: Any, amount: Any, weighted: Any, with_amount: Any) -> Totals:
    """PostgreSQL's sums of counts arrive as Decimals."""
    return Totals(int(count), _money(amount, 2), _money(weighted, 4), int(count) - int(with_amount))


def _money(kept: int | Decimal | None, places: int) -> Decimal:
    return Decimal(int(kept or 0)).scaleb(-places)
