"""The order in which words about time are read, and what the marks are in the end."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from domain.reading import (
    day_rules,
    duration_rules,
    fiscal_rules,
    month_rules,
    ordinal_rules,
    part_rules,
    period_rules,
    shift_rules,
    vague_rules,
    weekday_rules,
)
from domain.reading.canvas import Canvas, Piece, Rule
from domain.reading.marks import Bound, Day, Doubtful, Mark, MarkKind, Number, Value
from domain.reading.periods import Period, close_of

RULES: tuple[Rule, ...] = (
    *duration_rules.COUNTED,
    *month_rules.CERTAIN,
    *day_rules.NUMBERS,
    *fiscal_rules.RULES,
    *month_rules.RULES,
    *period_rules.RULES,
    *part_rules.RULES,
    *day_rules.NEAR,
    *weekday_rules.RULES,
    *ordinal_rules.RULES,
    *shift_rules.RULES,
    *duration_rules.FROM_NOW,
    *part_rules.END_OF_DAY,
    *vague_rules.RULES,
)

_KINDS = {str(kind): kind for kind in MarkKind}
_TOUCHED = "more is said than was understood"
_BEFORE_A_DAY = frozenset(("ord", "last", "few", "month", "wday", "half", "qtr"))
_AFTER_A_DAY = frozenset(("wday", "month", "unit", "ord", "period", "half", "qtr"))
_BOUNDS: dict[str, Bound] = {
    "before": "before",
    "by": "by",
    "until": "until",
    "till": "until",
    "til": "until",
    "through": "until",
    "thru": "until",
    "after": "after",
    "past": "after",
    "since": "since",
    "from": "since",
}
_BOUND = re.compile(rf"\b({'|'.join(_BOUNDS)}) (?:the )?$")


def finished(canvas: Canvas) -> Iterator[Mark]:
    """What the cascade found, as marks: periods become their day, single words nobody used are words again."""
    pieces = list(canvas.shown())
    for index, piece in enumerate(pieces):
        kind, value = _outcome(canvas, piece)
        if kind == "day" and isinstance(value, Day):
            if (index and _touch(canvas, pieces[index - 1], piece, _BEFORE_A_DAY)) or (
                index + 1 < len(pieces) and _touch(canvas, piece, pieces[index + 1], _AFTER_A_DAY)
            ):
                kind, value = "doubtful", Doubtful(_TOUCHED)
            elif not value.bound:
                value = replace(value, bound=_bound(canvas, piece))
        if kind in _KINDS and isinstance(value, get_args(Value)):
            yield Mark(_KINDS[kind], piece.start, piece.end, value, piece.rules)


def _outcome(canvas: Canvas, piece: Piece) -> tuple[str, object]:
    kind, value = piece.kind, piece.value
    words = canvas.plain[piece.start : piece.end]
    if isinstance(value, Period):
        if value.bare:
            return ("number", Number(Decimal(words))) if words.isdecimal() else ("", None)
        closes = close_of(canvas, value)
        return ("day" if isinstance(closes, Day) else "doubtful"), closes
    if kind in ("num", "year") and words != "one":
        return "number", value
    return kind, value


def _touch(canvas: Canvas, left: Piece, right: Piece, kinds: frozenset[str]) -> bool:
    """Whether a word of the calendar that no rule used stands right beside a day: then more was said than that day."""
    other = left if kinds is _BEFORE_A_DAY else right
    if other.kind not in kinds or (isinstance(other.value, Period) and not other.value.bare):
        return False
    return canvas.plain[left.end : right.start] in (" ", "-", "")


def _bound(canvas: Canvas, piece: Piece) -> Bound:
    found = _BOUND.search(canvas.plain, max(0, piece.start - 16), piece.start)
    return _BOUNDS[found[1]] if found is not None else ""
