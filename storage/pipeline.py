"""Pipelines added up in the database: how many, how much, by what, and one page of rows."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
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
from domain.sales.process import ForecastCategory, SalesProcess
from storage.rows import Store, columns, names
from storage.tables import opportunities

_COLUMNS = columns(opportunities, names(Opportunity))
_c = opportunities.c
_WEIGHTED = _c.amount * _c.probability
_NO_STEP = or_(_c.next_step.is_(None), _c.next_step == "")
_OWNED = _c.owner.in_(bindparam("owners", expanding=True))
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


class Pipelines(Store):
    """What a query finds among the opportunities of its owners."""

    def totals(self, asked: Asked) -> Totals:
        """Count, sum, weighted sum, and how many have no amount, of all that fits, however many are wanted of it."""
        statement = select(*_SUMS).select_from(opportunities).where(*_conditions(asked))
        return _totals(*self._connection.execute(statement).one())

    def shares(self, asked: Asked, by: Group, most: int) -> tuple[Totals, tuple[Share, ...]]:
        """The whole, and the largest groups by amount, the smallest where those were asked for.

        Of stages and months all, unless some were asked for, and in their own order.
        """
        label, amount = _GROUPS[by], _SUMS[1]
        whole = [func.sum(each).over() for each in _SUMS]
        statement = select(label, *_SUMS[:3], *whole).where(*_conditions(asked)).group_by(label)
        if by not in (Group.STAGE, Group.MONTH) or asked.query.most:
            size = func.coalesce(amount, 0)
            up = asked.query.most and not asked.query.descending
            statement = statement.order_by(size.asc() if up else size.desc(), label).limit(most)
        rows = self._connection.execute(statement).all()
        shares = [Share(row[0] or "", row[1], _money(row[2], 2), _money(row[3], 4)) for row in rows]
        totals = _totals(*rows[0][4:]) if rows else Totals()
        if by is Group.STAGE:
            places = {stage.name: place for place, stage in enumerate(asked.process.stages)}
            shares.sort(key=lambda share: (places.get(share.label, len(places)), share.label))
        elif by is Group.MONTH:
            shares.sort(key=lambda share: share.label or "9999")
        return totals, tuple(shares)

    def rows(self, asked: Asked, first: int, most: int) -> tuple[Opportunity, ...]:
        """Up to `most` of them in the order asked for, from the row `first` (counted from 0) on."""
        if asked.query.most:
            most = max(0, min(most, asked.query.most - first))
        order = (*self._order(asked.query, asked.process), _c.id)
        # Whose page it is says the index; only these rows are then read.
        page = select(_c.id).where(*_conditions(asked)).order_by(*order).offset(first).limit(most)
        statement = select(*_COLUMNS).where(_c.id.in_(page.correlate(None))).order_by(*order)
        return tuple(Opportunity(*row) for row in self._connection.execute(statement))

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

    def _order(self, query: PipelineQuery, process: SalesProcess) -> list[UnaryExpression[Any]]:
        """What has no such value stands last, whichever way."""
        keys: dict[Sort, ColumnElement[Any]] = {
            Sort.AMOUNT: _c.amount,
            Sort.WEIGHTED: _WEIGHTED,
            Sort.CLOSE_DATE: _c.closed_on if query.closed else _c.close_date,
            Sort.PROBABILITY: _c.probability,
            Sort.NAME: self._spelt(_c.name),
            Sort.ACCOUNT: self._spelt(_c.account),
            Sort.REP: self._spelt(_c.owner),
            Sort.STAGE: case(
                {stage.name: place for place, stage in enumerate(process.stages)}, value=_c.stage, else_=999
            ),
            Sort.HEARD: _c.confirmed,
        }
        key = keys[query.sort]
        orders = [(key.desc() if query.descending else key.asc()).nulls_last()]
        return orders if query.sort is Sort.AMOUNT else [*orders, _c.amount.desc().nulls_last()]

    def _spelt(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """In order of its letters, alike on both databases."""
        lower: ColumnElement[str] = func.lower(column)
        return collate(lower, "C") if self._dialect == "postgresql" else lower


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    query = asked.query
    day = _c.closed_on if query.closed else _c.close_date
    found: list[ColumnElement[bool]] = [
        _c.owner.in_(query.owners),
        _c.closed_on.is_not(None) if query.closed else _c.closed_on.is_(None),
    ]
    found += [day >= query.first] if query.first else []
    found += [day <= query.last] if query.last else []
    found += [_c.amount >= query.over] if query.over is not None else []
    found += [_c.amount <= query.under] if query.under is not None else []
    found += [_c.stage.in_(query.stages)] if query.stages else []
    found += [_in_category(query.categories, asked.process)] if query.categories else []
    found += [_c.account.in_(query.accounts)] if query.accounts else []
    found += [_c.product.in_(query.products)] if query.products else []
    return [*found, *(_only(each, asked) for each in query.only)]


def _only(wanted: Only, asked: Asked) -> ColumnElement[bool]:
    match wanted:
        case Only.STALE:
            return _silent_since(asked.stale_before)
        case Only.PAST_DATE:
            return _c.close_date < asked.today
        case Only.AT_RISK:
            return or_(_c.close_date < asked.today, _silent_since(asked.stale_before))
        case Only.NO_STEP:
            return _NO_STEP
        case Only.NO_AMOUNT:
            return _c.amount.is_(None)
        case Only.NO_DATE:
            return _c.close_date.is_(None)
        case _:
            assert_never(wanted)


def _silent_since(moment: datetime) -> ColumnElement[bool]:
    """Nobody confirmed anything since; of what nobody ever confirmed, it was there by then."""
    born = or_(_c.created.is_(None), _c.created < bindparam(None, moment.date(), Date))
    return or_(_c.confirmed < moment, and_(_c.confirmed.is_(None), born))


def _in_category(categories: Sequence[ForecastCategory], process: SalesProcess) -> ColumnElement[bool]:
    """What was said of it, otherwise what its stage says."""
    stages = [stage.name for stage in process.stages if stage.category in categories]
    return or_(_c.forecast_category.in_(categories), and_(_c.forecast_category.is_(None), _c.stage.in_(stages)))


def _totals(count: Any, amount: Any, weighted: Any, with_amount: Any) -> Totals:
    """PostgreSQL's sums of counts arrive as Decimals."""
    return Totals(int(count), _money(amount, 2), _money(weighted, 4), int(count) - int(with_amount))


def _money(kept: int | Decimal | None, places: int) -> Decimal:
    return Decimal(int(kept or 0)).scaleb(-places)
