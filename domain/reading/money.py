"""Amounts of money: "$1.2M", "80 grand", "€10-20k", "80k a year"."""

import re
from dataclasses import replace

from domain.reading.calendar_words import Unit
from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.currencies import Currency
from domain.reading.marks import Money, Number

_EVERY = {
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "arr": "year",
    "acv": "year",
    "pa": "year",
    "p.a": "year",
    "monthly": "month",
    "mrr": "month",
    "quarterly": "quarter",
    "weekly": "week",
}


def _as_money(piece: Piece) -> Money:
    """A painted number or amount as money. TypeError: the piece is neither."""
    if isinstance(piece.value, Money):
        return piece.value
    if isinstance(piece.value, Number):
        return Money(piece.value.value, sign=piece.value.sign, choices=piece.value.choices)
    raise TypeError(piece.kind)


def _money(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """A number beside a currency."""
    amount, before = ("a", "c") if found["a"] is not None else ("b", "d"), found["a"] is not None
    money, currency = _as_money(canvas.piece(found.start(amount[0]))), canvas.at(found, amount[1])
    if money.currency is not None or not isinstance(currency, Currency):
        return None
    scale = currency.scale
    choices = tuple(choice * scale for choice in money.choices)
    own = currency.in_process(canvas.process.currency)
    money = replace(money, amount=money.amount * scale, currency=own, scale=money.scale * scale, choices=choices)
    start, end = found.start(), found.end()
    if found["x"] is not None:
        cents = canvas.at(found, "x")
        whole = money.scale == 1 and money.amount < 1000 and money.amount % 1 == 0
        said = found["cent"] is not None or not currency.symbol
        if whole and said and isinstance(cents, Number) and 0 <= cents.value < 100 and cents.value % 1 == 0:
            money = replace(money, amount=money.amount + cents.value / 100)
        else:
            end = found.start("rest")
    if before and canvas.plain[start - 1 : start] in ("+", "-") and canvas.plain[start - 2 : start - 1] in ("", " ", "("):
        start -= 1
        minus = canvas.plain[start] == "-"
        money = replace(money, amount=-money.amount if minus else money.amount, sign="-" if minus else "+")
    return Piece("money", start, end, money)


def _shared(canvas: Canvas, found: re.Match[str]) -> list[Piece] | None:
    """ "10-20 dollars", "$200-250k", "200 to 250k": currency and multiplier of the last hold for the first as well."""
    left, right = canvas.piece(found.start("a")), canvas.piece(found.start("b"))
    first, second = _as_money(left), _as_money(right)
    if first.choices or second.choices or (first.currency and second.currency and first.currency != second.currency):
        return None
    if first.scale == 1 and first.amount <= second.amount / second.scale:
        first = replace(first, amount=first.amount * second.scale, scale=second.scale)
    currency = first.currency or second.currency
    if first.amount > second.amount or (currency is None and second.scale == 1):
        return None
    return [
        Piece("money", left.start, left.end, replace(first, currency=currency)),
        Piece("money", right.start, right.end, replace(second, currency=currency)),
    ]


def _per(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "80k a year", "110k per year", "60k annually"."""
    money = _as_money(canvas.piece(found.start("a")))
    if found["u"] is not None:
        unit = canvas.at(found, "u")
        per = unit.name if isinstance(unit, Unit) else ""
    else:
        per = _EVERY[found["every"]] if found["every"] is not None else found["each"]
    return Piece("money", found.start("a"), found.end(), replace(money, per=per))


RULES = (
    rule(
        "money",
        "(?:(?P<c>{cur}) ?(?P<a>{sum})(?: ?{cur}(?! ?{sum}))?|(?P<b>{sum})(?: |-)?(?P<d>{cur})(?!{sum}))"
        r"(?P<rest>(?:,|,? and|) ?(?:(?P<x>{num})(?:(?: |-)?(?P<cent>{cent})|(?= ?(?:$|[.,;!?](?![0-9]))))))?",
        _money,
        "cur",
    ),
    rule("money to money", "(?P<a>{sum}) ?(?:-|to|or|and) ?(?P<b>{money})", _shared, "money"),
    rule("money to number", "(?P<a>{money}) ?(?:-|to|or) ?(?P<b>{num})(?!{pct}| ?{pct})", _shared, "money"),
    rule(
        "money per time",
        r"(?P<a>{money})(?:(?: ?/ ?| (?:per|an?|each|every) )(?:(?P<u>{unit})|(?P<each>seat|user|license|licence|head)\b)"
        r"| ?\(?(?P<every>annually|annual|yearly|monthly|quarterly|weekly|arr|acv|mrr|p\.a|pa)\b)",
        _per,
        "money",
    ),
)
