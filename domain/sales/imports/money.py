"""Cells of an export as money: one amount in the process's own currency, or none."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.sales.imports.cells import Cell, CellFault, Habits, words
from domain.sales.values import SYMBOLS

_CENT = Decimal("0.01")
_TOO_LARGE = Decimal(10) ** 15
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
_CODES = {symbol: code for code, symbol in SYMBOLS.items()} | {
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "zł": "PLN",
}
_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f]+")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_MONEY = re.compile(
    r"(?P<open>\()?(?P<sign>[-−+])?(?P<before>[^-−+()0-9.,'’]{0,4})(?P<sign2>[-−])?"
    r"(?P<figures>[0-9][0-9.,'’]*)(?P<after>[^-−+()0-9.,'’]{0,4})(?P<close>[-−)])?"
)
_NO_NUMBER = "the amount is no number"
_WRITE = "leave the cell empty or write the figure, such as 12500.50"


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
        raise CellFault(_NO_NUMBER, text, _WRITE)
    for mark in (match["before"], match["after"]):
        _check_currency(mark, habits.currency, text)
    if (match["close"] == ")" and not match["open"]) or (match["open"] and match["close"] != ")"):
        raise CellFault(_NO_NUMBER, text, "close the brackets")
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
        raise CellFault(_NO_NUMBER, text, "put thousands marks every three digits, or none")
    if not re.fullmatch("[0-9]*", rest):
        raise CellFault(_NO_NUMBER, text, "write one decimal mark only, such as 12500.50")
    return Decimal(f"{whole.replace(grouping, '') or 0}.{rest or 0}")


def _check_currency(mark: str, currency: str, text: str) -> None:
    code = _CODES.get(mark, mark.upper())
    dollars = (f"{currency[:places]}$" for places in range(4)) if currency in _DOLLARS else ()
    if not mark or code == currency or mark.upper() in dollars:
        return
    if mark in _CODES or "$" in mark or re.fullmatch("[A-Z]{3}", code):
        what = f"the amount is in another currency than {currency}"
        raise CellFault(what, text, f"convert it to {currency} before the import")
    raise CellFault(_NO_NUMBER, text, _WRITE)


def _in_bounds(figure: Decimal, text: str) -> Decimal:
    if not figure.is_finite():
        raise CellFault(_NO_NUMBER, text, _WRITE)
    if figure < 0:
        raise CellFault("the amount is below zero", text, "write what the customer would pay, or leave it empty")
    if figure >= _TOO_LARGE:
        raise CellFault("the amount is too large", text, "correct it")
    return figure.quantize(_CENT, ROUND_HALF_UP)
