"""Cells of an export as values: words, amounts, days and percent, by the habits of the file they stand in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import lru_cache

from domain.sales.process import DateOrder
from domain.sales.values import SYMBOLS

# What a reader of files hands over: CSV has text only, a spreadsheet also typed numbers and days. "" is an empty cell.
Cell = str | Decimal | date

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15
FIRST_YEAR, LAST_YEAR = 1950, 2199
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
_CODES = {symbol: code for code, symbol in SYMBOLS.items()} | {
    "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "฿": "THB", "₴": "UAH", "₫": "VND", "zł": "PLN", "R$": "BRL"
}  # fmt: skip
_EXCEL_ZERO = date(1899, 12, 30)
_SHOWN = 60
_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f]+")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_MONEY = re.compile(
    r"(?P<open>\()?(?P<sign>[-−+])?(?P<before>[^-−+()0-9.,'’]{0,4})(?P<sign2>[-−])?"
    r"(?P<figures>[0-9][0-9.,'’]*)(?P<after>[^-−+()0-9.,'’]{0,4})(?P<close>[-−)])?"
)
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?")
_SLASHED = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:,?[T ].*)?")
_WORDED = re.compile(r"(?:([0-9]{1,2})[-. /]*([A-Za-z]{3,9})|([A-Za-z]{3,9})\.? *([0-9]{1,2}))[-., /]+([0-9]{4})(?:[ ,].*)?")
_SERIAL = re.compile(r"[2-8][0-9]{4}(?:\.[0-9]+)?")
_MONTHS = {
    name: number
    for number, full in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
    for name in (full, full[:3], full[:4])
}


class CellFault(ValueError):
    """Why a row cannot be taken: what is wrong, the words found there, and how to mend it."""

    def __init__(self, what: str, found: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.found = found
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what}: “{shown(self.found)}”; {self.mend}" if self.found else f"{self.what}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Habits:
    """How one file writes. None for `date_order` and `fraction` and "" for `decimal` where it cannot be told.

    `fraction`: probabilities stand as 0 to 1. `currency` is the process's own.
    """

    currency: str = "USD"
    date_order: DateOrder | None = DateOrder.MONTH_FIRST
    decimal: str = "."
    fraction: bool | None = False


def shown(found: str) -> str:
    """Words of a file, fit for a sentence: on one line, without control characters, never long."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in found[: _SHOWN + 1])
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"


def words(cell: Cell) -> str:
    """The cell as text, each run of white space as one space. Text that looks like a formula stays text."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell.isoformat()


def squash(text: str) -> str:
    """What two spellings of one name share: letters and digits, letter case, accents and spaces aside."""
    folded = unicodedata.normalize("NFKD", text).casefold() if not text.isascii() else text.lower()
    return "".join(letter for letter in folded if letter.isalnum())


def slug(text: str) -> str:
    """An id made of a name: "Mei-Mei Johns" is mei-mei-johns."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def nearest(word: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """The known names most like `word`, the best first; none where none is like it."""
    by_key = {squash(name): name for name in known}
    return tuple(by_key[key] for key in get_close_matches(squash(word), by_key, n=count))


def amount(cell: Cell, habits: Habits) -> Decimal | None:
    """Money, rounded to cents; None for an empty cell. Raises CellFault for anything that is not surely one amount."""
    if isinstance(cell, Decimal):
        return _in_bounds(cell, words(cell))
    if isinstance(cell, date):
        raise CellFault("the amount is a date", words(cell), "format the column as numbers")
    text = cell.strip()
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return _in_bounds(Decimal(text), text)
    match = _MONEY.fullmatch(_SPACES.sub("", text))
    if not match:
        if re.fullmatch(r"[0-9.,]+[eE][+-]?[0-9]+", text):
            raise CellFault("the amount has lost its digits", text, "export the column as plain numbers")
        raise CellFault("the amount is no number", text, "leave the cell empty or write the figure, such as 12500.50")
    for mark in (match["before"], match["after"]):
        _check_currency(mark, habits.currency, text)
    if match["close"] == ")" and not match["open"] or match["open"] and match["close"] != ")":
        raise CellFault("the amount is no number", text, "close the brackets")
    figure = _figure(match["figures"], habits.decimal, text)
    minus = match["open"] or match["sign"] in ("-", "−") or match["sign2"] or match["close"]
    return _in_bounds(-figure if minus else figure, text)


def decimal_mark(text: str) -> str:
    """Which decimal mark this amount proves: "." or ",", or "" where it is silent."""
    figures = re.sub(r"[^0-9.,]", "", text)
    dots, commas = figures.count("."), figures.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return max(".,", key=figures.rfind)
    mark, other = (".", ",") if dots else (",", ".")
    if figures.count(mark) > 1:
        return other
    whole, _, rest = figures.partition(mark)
    return "" if len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" else mark


def percent(cell: Cell, habits: Habits) -> int | None:
    """Whole percent, halves rounded up; None for an empty cell. Raises CellFault outside of 0 to 100."""
    text = words(cell)
    if not text:
        return None
    bare = text.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", bare):
        raise CellFault("the probability is no percentage", text, "write a number from 0 to 100")
    number = Decimal(bare)
    if not text.endswith("%") and 0 < number <= 1:
        if habits.fraction is None or (number < 1 and not habits.fraction):
            what = "the probability may be a part of 1 or a percentage"
            raise CellFault(what, text, "write a number from 0 to 100 with %")
        number *= 100 if habits.fraction else 1
    if not 0 <= number <= 100:
        raise CellFault("the probability is not between 0 and 100 %", text, "write a number from 0 to 100")
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


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
    match = _WORDED.fullmatch(text)
    if not match:
        return None
    month = _MONTHS.get((match[2] or match[3]).lower())
    return date(int(match[5]), month, int(match[1] or match[4])) if month else None


def _counted(text: str) -> date | None:
    if _SERIAL.fullmatch(text):
        return _EXCEL_ZERO + timedelta(days=int(text[:5]))
    if re.fullmatch("[0-9]{12,13}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date()
    return None


def _likely(found: date, text: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellFault(f"the date lies outside of {FIRST_YEAR} to {LAST_YEAR}", text, "correct the year")
    return found


def _figure(figures: str, decimal: str, text: str) -> Decimal:
    figures = figures.replace("'", "").replace("’", "")
    mark = decimal_mark(figures) or decimal
    if not mark and ("." in figures or "," in figures):
        raise CellFault(
            "the amount may have a thousands mark or a decimal mark, and this file has both",
            text,
            "write it without a thousands mark, or say decimal in the mapping",
        )
    grouping = "," if mark == "." else "."
    whole, _, rest = figures.partition(mark) if mark else (figures, "", "")
    if not re.fullmatch(rf"[0-9]+|[0-9]{{1,3}}(\{grouping}[0-9]{{2,3}})*\{grouping}[0-9]{{3}}", whole):
        raise CellFault("the amount is no number", text, "put thousands marks every three digits, or none")
    if not re.fullmatch("[0-9]*", rest):
        raise CellFault("the amount is no number", text, "write one decimal mark only, such as 12500.50")
    return Decimal(f"{whole.replace(grouping, '') or 0}.{rest or 0}")


def _check_currency(mark: str, currency: str, text: str) -> None:
    code = _CODES.get(mark, mark.upper())
    dollars = (f"{currency[:places]}$" for places in range(4)) if currency in _DOLLARS else ()
    if not mark or code == currency or mark.upper() in dollars:
        return
    if mark in _CODES or "$" in mark or re.fullmatch("[A-Z]{3}", code):
        what = f"the amount is in another currency than {currency}"
        raise CellFault(what, text, f"convert it to {currency} before the import")
    raise CellFault("the amount is no number", text, "leave the cell empty or write the figure, such as 12500.50")


def _in_bounds(figure: Decimal, text: str) -> Decimal:
    if not figure.is_finite():
        raise CellFault("the amount is no number", text, "leave the cell empty or write the figure, such as 12500.50")
    if figure < 0:
        raise CellFault("the amount is below zero", text, "write what the customer would pay, or leave it empty")
    if figure >= LARGEST:
        raise CellFault("the amount is too large", text, "correct it")
    return figure.quantize(CENT, ROUND_HALF_UP)
