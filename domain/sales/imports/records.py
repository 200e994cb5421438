"""Rows of a file as opportunities, and the notes about what a row did not say itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from domain.sales.imports.binding import Bound
from domain.sales.imports.cells import Cell, CellFault, Habits, shown, squash, words
from domain.sales.imports.cells import percent as percent_in
from domain.sales.imports.days import day as day_in
from domain.sales.imports.known import Known, Note, Product
from domain.sales.imports.money import amount as amount_in
from domain.sales.opportunity import Opportunity
from domain.sales.process import LOSS_REASONS, ForecastCategory, Stage

T = TypeVar("T")

DATES = ("close_date", "next_step_date", "created", "stage_since", "confirmed")
AMOUNTS = ("amount", "quota", "list_price")
_SAME = ("name", "product", "owner", "amount", "currency", "next_step", "competitor", "loss_reason", "feedback")
LONGEST_ID = 200
_LONGEST = 10_000  # characters of one text
_CATEGORIES = {squash(category): category for category in ForecastCategory}
_REASONS = {squash(reason): reason for reason in LOSS_REASONS}


class Row:
    """One row's cells by the keys of the mapping. Holds one row at a time: `cells`."""

    def __init__(self, bound: Bound, habits: Habits) -> None:
        self.cells: list[Cell] = []
        self._at = bound.at
        self._columns = bound.table.columns
        self._habits = habits

    def has(self, key: str) -> bool:
        return key in self._at

    def text(self, key: str, joint: str = " ", longest: int = _LONGEST) -> str:
        """The words of that key, those of several columns joined; "" where it is not mapped or empty."""
        at = self._at.get(key)
        if not at:
            return ""
        text = words(self.cells[at[0]])
        if at[1:]:
            text = joint.join(filter(None, [words(self.cells[index]) for index in at]))
        if len(text) > longest:
            raise CellFault(f"more than {longest:,} characters stand in {self._column(key)}", text, "shorten the text")
        return text

    def amount(self, key: str) -> Decimal | None:
        return self._value(key, amount_in)

    def percent(self, key: str) -> int | None:
        return self._value(key, percent_in)

    def day(self, key: str) -> date | None:
        return self._value(key, day_in)

    def _value(self, key: str, read: Callable[[Cell, Habits], T | None]) -> T | None:
        at = self._at.get(key)
        if not at:
            return None
        try:
            return read(self.cells[at[0]], self._habits)
        except CellFault as fault:
            raise CellFault(f"{fault.what}, in {self._column(key)}", fault.found, fault.mend) from None

    def _column(self, key: str) -> str:
        return f"column {' and '.join(shown(name) for name in self._columns[key].names)}"


@dataclass(frozen=True, slots=True)
class Moment:
    """When the import happens, and by how much its dates are moved."""

    today: date
    at: datetime
    shift: timedelta = timedelta()


class OpportunityRows:
    """Reads the rows of one file as opportunities. `covers` are the attributes that the file speaks of."""

    def __init__(self, bound: Bound, known: Known, habits: Habits, moment: Moment) -> None:
        self._row = Row(bound, habits)
        self._known = known
        self._moment = moment
        mapped = set(bound.at)
        self._dated = bool(mapped & set(DATES))
        self.covers = frozenset({"stage", "probability", *(mapped & {"forecast_category", *_SAME, *DATES})}) | (
            {"account", "account_id"} if mapped & {"account", "account_id"} else set()
        )

    def read(self, cells: list[Cell], note: Note) -> Opportunity:
        """The opportunity of that row. Raises CellFault where any of its cells cannot be taken as it stands."""
        row = self._row
        row.cells = cells
        found_id = row.text("id", "-", LONGEST_ID)
        if not found_id:
            raise CellFault("the row has no id", "", "fill it in, or take the row out")
        stage = self._stage()
        name = row.text("product")
        product = self._known.products.find(name, note) if name else Product("")
        account = self._known.accounts.find(row.text("account_id", "-", LONGEST_ID), row.text("account", ", "), note)
        if account is None and (row.has("account") or row.has("account_id")):
            note("there is no account; taken without one")
        close_date, created, stage_since = (self._day(key) for key in ("close_date", "created", "stage_since"))
        if not (close_date or created or stage_since) and self._dated:
            note("there is no date; taken without one")
        closed_on = min(close_date or self._moment.today, self._moment.today) if stage.closed else None
        return Opportunity(
            id=found_id,
            name=row.text("name", ", ") or _named(account.name if account else "", product.name, found_id),
            account=account.name if account else "",
            product=product.name,
            stage=stage.name,
            probability=self._probability(stage, note),
            amount=self._amount(stage, product, note),
            currency=self._known.process.currency,
            close_date=close_date,
            owner=self._owner(note),
            account_id=account.id if account else "",
            forecast_category=self._category(stage),
            next_step=row.text("next_step") or None,
            next_step_date=self._day("next_step_date"),
            competitor=row.text("competitor") or None,
            loss_reason=self._loss_reason(note),
            feedback=row.text("feedback") or None,
            created=created,
            stage_since=closed_on or stage_since,
            confirmed=self._confirmed(),
            closed_on=closed_on,
        )

    def _stage(self) -> Stage:
        status = self._row.text("status").lower()
        if status in ("won", "lost"):
            process = self._known.process
            return process.won_stage if status == "won" else process.lost_stage
        said = self._row.text("stage")
        if not said:
            raise CellFault("the row has no stage", "", "fill it in")
        return self._known.stages.find(said)

    def _probability(self, stage: Stage, note: Note) -> int:
        said = self._row.percent("probability")
        if not stage.closed:
            return stage.probability if said is None else said
        certain = 100 if stage.won else 0
        if said is not None and said != certain:
            note(f"{said} % of a closed opportunity was taken as {certain} %")
        return certain

    def _amount(self, stage: Stage, product: Product, note: Note) -> Decimal | None:
        amount = self._row.amount("amount")
        currency = self._known.process.currency
        said = self._row.text("currency")
        if amount is not None and said and said.upper() != currency:
            what = f"the amount is in another currency than {currency}"
            raise CellFault(what, said, f"convert it to {currency} before the import")
        if amount is None and not stage.closed and product.list_price is not None:
            note("there is no amount; the list price of the product stands in for it")
            return product.list_price
        return amount

    def _owner(self, note: Note) -> str:
        said = self._row.text("owner")
        if said:
            return self._known.owners.find(said)
        if self._row.has("owner"):
            note("there is no owner; taken without one, and nobody is asked about it")
        return ""

    def _category(self, stage: Stage) -> ForecastCategory | None:
        said = self._row.text("forecast_category")
        if stage.closed:
            return stage.category
        if said and squash(said) not in _CATEGORIES:
            mend = f"write one of {', '.join(ForecastCategory)}"
            raise CellFault("the forecast category is not known", said, mend)
        return _CATEGORIES[squash(said)] if said else None

    def _loss_reason(self, note: Note) -> str | None:
        said = self._row.text("loss_reason")
        if said and squash(said) not in _REASONS:
            note(f"the loss reason “{shown(said)}” is none of {', '.join(LOSS_REASONS)}; left out")
        return _REASONS.get(squash(said)) if said else None

    def _day(self, key: str) -> date | None:
        day = self._row.day(key)
        return day + self._moment.shift if day else None

    def _confirmed(self) -> datetime | None:
        day = self._day("confirmed")
        return min(datetime.combine(day, time(), UTC), self._moment.at) if day else None


def _named(account: str, product: str, opportunity_id: str) -> str:
    """A name for an opportunity that has none: what is sold to whom."""
    if account:
        return f"{account} – {product}" if product else account
    return f"{product} ({opportunity_id})" if product else opportunity_id
