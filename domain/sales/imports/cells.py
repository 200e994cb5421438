"""Cells of an export as words and percent, and how a file writes what it says."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches

from domain.sales.process import DateOrder

# What a reader of files hands over: CSV has text only, a spreadsheet also typed numbers and days. "" is an empty cell.
Cell = str | Decimal | date

_SHOWN = 60
_SIGNS = re.compile(r"[\W_]+")


class CellFault(Exception):
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


def shown(found: str, longest: int = _SHOWN) -> str:
    """Words of a file, fit for a sentence: on one line, without control characters, never long."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in found[: longest + 1])
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def words(cell: Cell) -> str:
    """The cell as text, each run of white space as one space. Text that looks like a formula stays text."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell.isoformat()


def squash(text: str) -> str:
    """What two spellings of one name share: letters and digits, letter case, accents and spaces aside."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text).casefold()
    return _SIGNS.sub("", folded)


def slug(text: str) -> str:
    """An id made of a name: "Mei-Mei Johns" is mei-mei-johns."""
    if text.isascii():
        return _SIGNS.sub("-", text.lower()).strip("-")
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _SIGNS.sub("-", bare).strip("-")


def nearest(word: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """The known names most like `word`, the best first; none where none is like it."""
    by_key = {squash(name): name for name in known}
    return tuple(by_key[key] for key in get_close_matches(squash(word), by_key, n=count))


def percent(cell: Cell, habits: Habits) -> int | None:
    """Whole percent, halves rounded up; None for an empty cell. Raises CellFault outside of 0 to 100."""
    text = words(cell)
    if not text:
        return None
    bare = text.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", bare):
        raise CellFault("the probability is no percentage", text, "write a number from 0 to 100")
    number, marked = Decimal(bare), text.endswith("%")
    if not marked and 0 < number <= 1 and (habits.fraction is None or (number < 1 and not habits.fraction)):
        what = "the probability may be a part of 1 or a percentage"
        raise CellFault(what, text, "write a number from 0 to 100 with %")
    if habits.fraction and not marked:
        number *= 100
    if not 0 <= number <= 100:
        raise CellFault("the probability is not between 0 and 100 %", text, "write a number from 0 to 100")
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
