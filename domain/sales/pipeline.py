"""What somebody asks the pipeline for: whose, when, which stages, how it is grouped and sorted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.sales.opportunity import Opportunity
from domain.sales.process import ForecastCategory, SalesProcess

PAGE = 20
"""Rows shown at once."""


class Group(StrEnum):
    """What the figures are added up by."""

    STAGE = "stage"
    REP = "rep"
    ACCOUNT = "account"
    PRODUCT = "product"
    MONTH = "month"


class Sort(StrEnum):
    """What the table is in order of."""

    AMOUNT = "amount"
    WEIGHTED = "weighted amount"
    CLOSE_DATE = "close date"
    PROBABILITY = "probability"
    NAME = "name"
    ACCOUNT = "account"
    STAGE = "stage"
    REP = "rep"
    HEARD = "last heard"


DESCENDING = frozenset({Sort.AMOUNT, Sort.WEIGHTED, Sort.PROBABILITY})
"""What is shown from the largest down, unless it is asked for the other way."""


class Only(StrEnum):
    """What those shown have in common, or lack."""

    STALE = "stale"
    PAST_DATE = "past its date"
    AT_RISK = "past its date or long unheard of"
    NO_STEP = "no next step"
    NO_AMOUNT = "no amount"
    NO_DATE = "no close date"


@dataclass(frozen=True, slots=True)
class PipelineQuery:
    """One question to the pipeline. Nothing narrows what is left empty.

    `owners` are people's ids, `whose` the words for them; close dates from `first` to `last`, both included; amounts
    above `over` and below `under` in the process's currency, both included. `closed` asks for what is won or lost,
    whose dates are those of closing. `stages`, `accounts` and `products` are names as recorded. `most` asks for so many
    alone, the first in the order of `sort`; where it is grouped, for so many groups; with `each`, for so many of every
    group of that kind.
    """

    owners: tuple[str, ...] = ()
    whose: str = ""
    first: date | None = None
    last: date | None = None
    when: str = ""
    stages: tuple[str, ...] = ()
    categories: tuple[ForecastCategory, ...] = ()
    accounts: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    over: Decimal | None = None
    under: Decimal | None = None
    only: tuple[Only, ...] = ()
    by: Group | None = None
    sort: Sort = Sort.AMOUNT
    descending: bool = True
    closed: bool = False
    most: int | None = None
    each: Group | None = None

    @property
    def narrows(self) -> bool:
        """Whether it asks for some of what there is, whoever's."""
        some = (self.stages, self.categories, self.accounts, self.products, self.only, self.most, self.closed)
        return any(some) or any(each is not None for each in (self.first, self.last, self.over, self.under))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query on one day. Stale is what was heard of last before `stale_before`."""

    query: PipelineQuery
    process: SalesProcess
    today: date
    stale_before: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """One group of a pipeline. `weighted` is the sum of amount times probability; no amount counts as nothing."""

    label: str
    count: int
    amount: Decimal
    weighted: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole of a pipeline. `without_amount` says how many count as nothing."""

    count: int = 0
    amount: Decimal = field(default=Decimal(0))
    weighted: Decimal = field(default=Decimal(0))
    without_amount: int = 0


def totals_of(opportunities: Sequence[Opportunity]) -> Totals:
    """Of these alone."""
    known = [(o.amount, o.probability) for o in opportunities if o.amount is not None]
    amount = sum((each for each, _ in known), Decimal(0))
    weighted = sum((each * probability for each, probability in known), Decimal(0)) / 100
    return Totals(len(opportunities), amount, weighted, len(opportunities) - len(known))


def kept(query: PipelineQuery) -> dict[str, Any]:
    """The query as plain values for a stored row; `recalled` reads them back."""
    return {each.name: _plain(getattr(query, each.name)) for each in fields(query)}


def recalled(row: Mapping[str, Any]) -> PipelineQuery:
    """The query that `kept` spelt. KeyError, TypeError or ValueError when it is none."""
    read: dict[str, Any] = dict(row)
    for name in ("owners", "stages", "accounts", "products"):
        read[name] = tuple(row[name])
    for name in ("first", "last"):
        read[name] = date.fromisoformat(row[name]) if row[name] else None
    for name in ("over", "under"):
        read[name] = Decimal(row[name]) if row[name] is not None else None
    read["categories"] = tuple(ForecastCategory(each) for each in row["categories"])
    read["only"] = tuple(Only(each) for each in row["only"])
    read["by"] = Group(row["by"]) if row["by"] else None
    read["each"] = Group(row["each"]) if row.get("each") else None
    read["sort"] = Sort(row["sort"])
    return PipelineQuery(**read)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | StrEnum) else value
