"""Amounts of money: "$1.2M", "80 grand", "€10-20k", "80k a year"."""

import re
from dataclasses import replace

from domain.reading.calendar_words import Unit
from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.currencies import Currency
from domain.reading.marks import Money, Number
from domain.reading.words import sign_before

_EVERY = {
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "arr": "year",
    "acv": "year",
    "pa": "year",
    "p.a": "year",
    "p/a": "year",
    "per annum": "year",
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
    if before and (sign := sign_before(canvas.plain, start)):
        start -= 1
        money = replace(money, amount=-money.amount if sign == "-" else money.amount, sign=sign)
    return Piece("money", start, end, money)


def _shared(canvas: Canvas, found: re.Match[str]) -> list[Piece] | None:
    """ "10-20 dollars", "$200-250k", "200 to 250k": currency and multiplier said once hold for both."""
    left, right = canvas.piece(found.start("a")), canvas.piece(found.start("b"))
    first, second = _as_money(left), _as_money(right)
    before = canvas.before(left.start)
    if first.choices or second.choices or (left.kind == "num" and before and before.kind in ("month", "maybe_month")):
        return None
    first, second = _scaled_like(first, second), _scaled_like(second, first)
    currency = first.currency or second.currency
    if first.amount > second.amount or (currency is None and 1 in (first.scale, second.scale)):
        return None
    return [
        Piece("money", left.start, left.end, replace(first, currency=first.currency or currency)),
        Piece("money", right.start, right.end, replace(second, currency=second.currency or currency)),
    ]


def _scaled_like(money: Money, other: Money) -> Money:
    """The 200 of "200-250k" is 200,000; that of "200-1.5M" stays."""
    if money.scale > 1 or other.scale == 1 or money.amount >= 1000 or 1000 * money.amount < other.amount / other.scale:
        return money
    return replace(money, amount=money.amount * other.scale, scale=other.scale)


def _per(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "80k a year", "110k per year", "60k annually"."""
    money = _as_money(canvas.piece(found.start("a")))
    per: str = _EVERY.get(found["every"], found["each"])
    if found["u"] is not None and isinstance(unit := canvas.at(found, "u"), Unit):
        per = unit.name
    return Piece("money", found.start("a"), found.end(), replace(money, per=per))


RULES = (
    rule(
        "money",
        "(?:(?P<c>{cur}) ?(?P<a>{sum})(?: ?{cur}(?! ?{sum}))?|(?P<b>{sum})(?: |-)?(?P<d>{cur})(?!{sum}))"
        r"(?P<rest>(?:,|,? and|) ?(?:(?P<x>{num})(?:(?: |-)?(?P<cent>{cent})|(?= ?(?:$|[.,;!?](?![0-9]))))))?",
        _money,
        "cur",
    ),
    rule("money to money", "(?P<a>{num}|{money}) ?(?:-|to|or) ?(?P<b>{money})", _shared, "money"),
    rule("money to number", "(?P<a>{money})-(?P<b>{num})(?! ?{pct}|[0-9])", _shared, "money"),
    rule(
        "money per time",
        r"(?P<a>{money})(?:(?: ?/ ?| (?:per|an?|each|every) )"
        r"(?:(?P<u>{unit})|(?P<each>seat|user|license|licence|head)\b)"
        r"| ?\(?(?P<every>annually|annual|yearly|monthly|quarterly|weekly|arr|acv|mrr|per annum|p\.a|p/a|pa)\b)",
        _per,
        "money",
    ),
)
