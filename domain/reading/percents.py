"""Percent, odds, fractions and evens."""

import re
from decimal import Decimal
from typing import Literal

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.marks import Number, Percent, Points

_FRACTIONS = {
    "half": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
}
_TIME_BEFORE = re.compile(
    r"\b(?:in|for|over|within|after|next|last|past|every|another|by|out"
    r"|(?:push|slip|delay|mov|pull|slid)\w{0,4}(?: it)?) $"
)
_CHANCE = "(?:chances?|odds|probability|likelihood|likely|shot|sure|confident|of the way|there)"


def _number(canvas: Canvas, found: re.Match[str], group: str) -> Number | None:
    value = canvas.at(found, group)
    return value if isinstance(value, Number) and not value.choices else None


def _percent(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    number = _number(canvas, found, "n")
    if number is None:
        return None
    return Piece("percent", found.start(), found.end(), Percent(number.value, sign=number.sign))


def _points(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    number = _number(canvas, found, "n")
    if number is None:
        return None
    return Piece("points", found.start(), found.end(), Points(number.value, number.sign))


def _shared(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """The 60 of "60-70%", but not the 15 of "Jan 15 - 60%"."""
    number, start = _number(canvas, found, "n"), found.start()
    before = canvas.before(start)
    if number is None or (before is not None and before.kind in ("month", "maybe_month", "percent", "cur")):
        return None
    return Piece("percent", start, found.end("n"), Percent(number.value, sign=number.sign))


def _share(share: Decimal, said: Literal["odds", "fraction"]) -> Percent:
    return Percent((100 * share).quantize(Decimal("0.01")), said)


def _odds(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    part, whole = _number(canvas, found, "a"), _number(canvas, found, "b")
    if part is None or whole is None or not 0 <= part.value <= whole.value or whole.value < 2:
        return None
    return Piece("percent", found.start(), found.end("end"), _share(part.value / whole.value, "odds"))


def _fraction(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    part = _number(canvas, found, "n") if found["n"] else Number(Decimal(1))
    word = canvas.plain[found.start("w") : found.end("w")]
    whole = _FRACTIONS.get(word, 0)
    if part is None or not 1 <= part.value < whole or (part.value > 1) != word.endswith("s"):
        return None
    if word == "quarters" and (part.value != 3 or _is_time(canvas, found)):
        return None
    return Piece("percent", found.start(), found.end("end"), _share(part.value / whole, "fraction"))


def _is_time(canvas: Canvas, found: re.Match[str]) -> bool:
    """ "slips three quarters" is a length of time."""
    return _TIME_BEFORE.search(canvas.plain, max(0, found.start() - 24), found.start()) is not None


def _evens(_canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("percent", found.start(), found.end(), Percent(Decimal(50), "evens"))


def _fifty_fifty(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    both = (_number(canvas, found, "a"), _number(canvas, found, "b"))
    return _evens(canvas, found) if all(number is not None and number.value == 50 for number in both) else None


_PCT = "(?:{pct}|per {cent})"

RULES = (
    rule("percentage points", "(?P<n>{num})[ -]?(?:{pct} )?{pts}", _points, "pts"),
    rule("percent", f"(?P<n>{{n}})(?: |-)?{_PCT}", _percent, "pct cent"),
    rule("percent of", rf"^ ?{_PCT} of (?P<n>{{num}})(?= ?$)", _percent, "pct cent"),
    rule("percent to percent", "(?P<n>{num}) ?(?:-|/|to|or|and) ?(?={percent})", _shared, "percent"),
    rule("even odds", "(?P<a>{num}) ?[-/:]? ?(?P<b>{num})(?! ?{unit})", _fifty_fifty, "num"),
    rule("half and half", r"\bhalf(?: |-|/)(?:(?:n|and|'n'?|&)(?: |-))?half\b", _evens, ""),
    rule("coin flip", "(?:flip|{coin}) (?:of )?(?:a|the) {coin}|{coin}(?: |-)?(?:flip|{coin}|up)", _evens, "coin"),
    rule(
        "odds",
        "(?P<a>{num})(?: |-)(?:in|out of|outta|outa)(?: |-)(?P<b>{num})(?P<end>)(?! ?(?:{unit}|{pct}|{cur}|{mon}|-))",
        _odds,
        "num",
    ),
    rule("odds in figures", f"(?P<a>{{num}})/(?P<b>{{num}})(?P<end> {_CHANCE})", _odds, "num"),
    rule(
        "fraction",
        "(?P<n>{num})(?: |-)(?P<w>{unit}|{ord}|half|thirds|fourths|fifths)(?P<end>(?: of)?)"
        "(?! (?:out|from|away|ago|{later}|{late}|earlier|sooner|{early}))",
        _fraction,
        "num",
    ),
    rule("a fraction of a chance", f"an? (?P<n>)(?P<w>{{unit}}|{{ord}})(?P<end> {_CHANCE})", _fraction, "unit ord"),
)
