"""Cells of an export as days, in the many ways exports write them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from domain.sales.imports.cells import Cell, CellFault, Habits, words
from domain.sales.process import DateOrder

_FIRST_YEAR, _LAST_YEAR = 1950, 2199
_EXCEL_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?")
_SLASHED = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:,?[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-. /]*([A-Za-z]{3,9})[-., /]+([0-9]{4})(?:[ ,].*)?")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? *([0-9]{1,2})[-., /]+([0-9]{4})(?:[ ,].*)?")
_SERIAL = re.compile(r"[2-8][0-9]{4}(?:\.[0-9]+)?")
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, full in enumerate(_MONTH_NAMES.split(), 1) for name in (full, full[:3], full[:4])}


def day(cell: Cell, habits: Habits) -> date | None:
    """The day a cell names, its time of day and zone left aside; None for an empty cell.

    Reads ISO days and timestamps, 3/4/2017 by the file's date order, 4 Mar 2017, 20170304, Excel's serial days and
    milliseconds since 1970. Raises CellFault for anything else and for years outside of 1950 to 2199.
    """
    if isinstance(cell, datetime):
        return _likely(cell.date(), words(cell))
    if isinstance(cell, Decimal):
        return _day(words(cell), habits.date_order)
    if isinstance(cell, date):
        return _likely(cell, cell.isoformat())
    text = cell.strip()
    return _day(text, habits.date_order) if text else None


def proven_order(text: str) -> DateOrder | None:
    """Which date order this text proves: 25/12/2016 can only be day first. None where it is silent."""
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > 12 >= first else None


@lru_cache(maxsize=16384)
def _day(text: str, order: DateOrder | None) -> date:
    try:
        found = _iso(text) or _slashed(text, order) or _worded(text) or _counted(text)
    except (ValueError, OverflowError):  # 31 February
        found = None
    if found is None:
        raise CellFault("the date cannot be read", text, "write it as 2027-03-31")
    return _likely(found, text)


def _iso(text: str) -> date | None:
    match = _ISO.fullmatch(text)
    if match:
        return date(int(match[1]), int(match[3]), int(match[4]))
    if re.fullmatch("(19|20|21)[0-9]{6}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _slashed(text: str, order: DateOrder | None) -> date | None:
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    order = proven_order(text) or order
    if order is None and first != second:
        raise CellFault(
            "the date may be meant day first or month first, and this file does both",
            text,
            "write it as 2027-03-31, or say date_order in the mapping",
        )
    return date(year, first, second) if order is DateOrder.MONTH_FIRST else date(year, second, first)


def _worded(text: str) -> date | None:
    if match := _DAY_FIRST.fullmatch(text):
        name, number, year = match[2], match[1], match[3]
    elif match := _MONTH_FIRST.fullmatch(text):
        name, number, year = match.groups()
    else:
        return None
    month = _MONTHS.get(name.lower())
    return date(int(year), month, int(number)) if month else None


def _counted(text: str) -> date | None:
    if _SERIAL.fullmatch(text):
        return _EXCEL_ZERO + timedelta(days=int(text[:5]))
    if re.fullmatch("[0-9]{12,13}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date()
    return None


def _likely(found: date, text: str) -> date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise CellFault(f"the date lies outside of {_FIRST_YEAR} to {_LAST_YEAR}", text, "correct the year")
    return found
