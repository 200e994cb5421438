"""How a file writes dates, amounts and probabilities, told from its own cells, so that 3/4/2017 is never guessed."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from domain.sales.imports.cells import Cell, Habits, words
from domain.sales.imports.days import proven_order
from domain.sales.imports.money import decimal_mark
from domain.sales.process import DateOrder, SalesProcess

T = TypeVar("T")

_ORDERS = {DateOrder.DAY_FIRST: "day first", DateOrder.MONTH_FIRST: "month first"}
_MARKS = {".": "decimal points", ",": "decimal commas"}
# Wherever they are used, 1.234 has a decimal point.
_DOT_CURRENCIES = ("USD", "GBP", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "SGD", "HKD", "CHF", "MXN", "KRW", "ILS")


@dataclass(slots=True)
class Hints:
    """What the cells of one file prove. Feed it every date, amount and probability, then ask for `habits`."""

    orders: set[DateOrder] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    parts: bool = False
    percents: bool = False

    def see_date(self, cell: Cell) -> None:
        # An ISO day, by far the most frequent, proves nothing.
        if isinstance(cell, str) and cell[4:5] != "-" and (order := proven_order(cell.strip())):
            self.orders.add(order)

    def see_amount(self, cell: Cell) -> None:
        if isinstance(cell, str) and not cell.isdigit() and (mark := decimal_mark(cell)):
            self.marks.add(mark)

    def see_percent(self, cell: Cell) -> None:
        text = words(cell).replace(",", ".")
        try:
            number = Decimal(text) if not text.endswith("%") else Decimal(0)
        except ArithmeticError:
            return
        if number.is_finite():
            self.parts |= 0 < number < 1
            self.percents |= number > 1

    def habits(self, process: SalesProcess, date_order: DateOrder | None = None, decimal: str = "") -> Habits:
        """What was said (`date_order`, `decimal`) comes first, then what the file proves, then the process's own."""
        order = date_order or _settled(self.orders, process.date_order)
        mark = decimal or _settled(self.marks, _usual_mark(process))
        fraction = None if self.parts == self.percents else self.parts
        return Habits(process.currency, order, mark or "", fraction)

    def notes(self, habits: Habits, process: SalesProcess) -> tuple[str, ...]:
        """Where the file does otherwise than the process, in words."""
        found = []
        if self.orders and habits.date_order and habits.date_order is not process.date_order:
            found.append(f"its dates are {_ORDERS[habits.date_order]}, and were read so")
        if self.marks and habits.decimal and habits.decimal != _usual_mark(process):
            found.append(f"its amounts have {_MARKS[habits.decimal]}, and were read so")
        return tuple(found)


def latest(first: date | None, second: date | None) -> date | None:
    """The later of two days, either of which may be missing."""
    return max(first, second) if first and second else first or second


def _settled(proven: set[T], usual: T) -> T | None:
    """What is proven, the usual where nothing is, None where both are."""
    return usual if not proven else next(iter(proven)) if len(proven) == 1 else None


def _usual_mark(process: SalesProcess) -> str:
    return "," if process.date_order is DateOrder.DAY_FIRST and process.currency not in _DOT_CURRENCIES else "."
