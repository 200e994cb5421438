"""Rules that read words about time that name no day: "after the holidays", "in the spring", "soon"."""

import re

from domain.reading.canvas import FILLER, Canvas, Piece, rule
from domain.reading.fiscal_rules import unit_name
from domain.reading.marks import Day, Doubtful
from domain.reading.period_rules import period_at
from domain.reading.periods import close_of, piece_of


def _vague(_canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("doubtful", found.start(), found.end(), Doubtful("no day named"))


def _new_year(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    return _vague(canvas, found) if unit_name(canvas, found) == "year" else None


def _recurring(_canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("protected", found.start(), found.end(), "recurring")


def _season(canvas: Canvas, found: re.Match[str]) -> Piece:
    if found["last"]:
        return Piece("past", found.start(), found.end(), Day(canvas.today))
    return _vague(canvas, found)


def _later_in(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "later this quarter": its end is the one day it could be held to."""
    end = close_of(canvas, period_at(canvas, found))
    choices = (end.day,) if isinstance(end, Day) else end.choices
    return piece_of(found.start(), found.end(), Doubtful("later in it", choices))


_LEAD = (
    r"(?:\b(?:in|by|before|after|during|over|until|till?|for|around|come|through|of|this|past|post|to)"
    "|{this}|{next}|{coming}|{early}|{mid}|{late}|{end})"
)
_A_TIME = (
    "(?:(?:in|around|during|by|on|before|after|towards?|between) )?(?:the )?"
    "(?:{day}|{doubtful}|{period}|{early}|{mid}|{late}|{end})"
)

RULES = (
    rule(
        "break",
        rf"(?:{_LEAD}(?: |-)(?:the |our |their |my )?(?:{{season}} |{{day}} )?|\bthe )(?P<b>{{break}})(?: season)?",
        _vague,
        "break",
    ),
    rule("feast", "{feast}(?:,? (?:of |in )?(?:{year}|{period}|{day}))?", _vague, "feast"),
    rule("holiday break", "{day}(?:'s)? (?:{break}|break)", _vague, "day"),
    rule(
        "season",
        rf"(?:(?P<last>{{last}}) |{_LEAD}(?: |-)(?:of )?(?:the )?){{season}}(?:,? {{year}}|,? {{period}})?"
        "|{season} (?:of )?(?:{year}|{period})",
        _season,
        "season",
    ),
    rule(
        "new year",
        r"(?:(?:\b(?:in|after|before|by|until|till?) |{early} )(?:in )?)?(?:the )?\bnew (?P<u>{unit})",
        _new_year,
        "unit",
    ),
    rule(
        "recurring",
        r"\b(?:every|each|most) (?:other |single |{ord} )?(?:{day}|{period}|{duration}|{unit}|{wdays})",
        _recurring,
        "day period duration unit wdays",
    ),
    rule("later in a period", "{later} (?:in |on )?(?:the )?(?P<p>{period})", _later_in, "later"),
    rule("some day", "(?:at )?{some} (?:{pts}|{unit}|time)(?= |$|[.,;!?])", _vague, "some"),
    rule("near future", r"\b(?:near|nearer|foreseeable|not too distant|distant) {future}", _vague, "future"),
    rule("soon", r"(?<!as\s)(?<!how\s){soon}(?! as)", _vague, "soon"),
    rule(
        "sometime",
        rf"(?<!{FILLER}\s){{sometime}}(?! {_A_TIME})",
        _vague,
        "sometime",
    ),
)
