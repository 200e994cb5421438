"""Rules that read running weeks, months, quarters and years: "this quarter", "next week", "of the month"."""

import re
from dataclasses import replace
from datetime import timedelta

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.fiscal_rules import unit_name, whole
from domain.reading.marks import Day, Doubtful
from domain.reading.periods import (
    Period,
    end_of,
    fiscal_year_of,
    piece_of,
    running,
    year_of,
)
from domain.sales.quarter import Quarter, add_months

_STEPS = {"this": 0, "next": 1, "coming": 1, "last": -1}


def period_at(canvas: Canvas, found: re.Match[str], group: str = "p") -> Period:
    """The period painted there. ValueError: none is."""
    value = canvas.at(found, group)
    if not isinstance(value, Period):
        raise ValueError(group)
    return value


def day_at(canvas: Canvas, found: re.Match[str], group: str = "d") -> Day:
    """The day painted there. ValueError: none is."""
    value = canvas.at(found, group)
    if not isinstance(value, Day):
        raise ValueError(group)
    return value


def running_of(canvas: Canvas, unit: str, kind: str | None, steps: int) -> Period | None:
    """The running unit or one so many steps on; `kind` is "fiscal", "calendar" or None."""
    if unit == "year" and kind == "fiscal":
        return fiscal_year_of(
            canvas, Quarter.of(canvas.today, canvas.process.fiscal_year_starts).year + steps, year_said=False
        )
    if unit == "year" and kind == "calendar":
        return fiscal_year_of(canvas, canvas.today.year + steps, 1, year_said=False)
    return running(canvas, unit, steps)


def _relative(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "this quarter", "next week", "the following month"."""
    steps = _STEPS[canvas.piece(found.start("rel")).kind]
    return _relative_to(canvas, found, running_of(canvas, unit_name(canvas, found), found["kind"], steps))


def _relative_half(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "this half", "next half"."""
    return _relative_to(canvas, found, running(canvas, "half", _STEPS[canvas.piece(found.start("rel")).kind]))


def _relative_q(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "this Q"."""
    return _relative_to(canvas, found, running(canvas, "quarter", _STEPS[canvas.piece(found.start("rel")).kind]))


def _relative_to(canvas: Canvas, found: re.Match[str], period: Period | None) -> Piece | None:
    if period is None:
        return None
    if period.last < canvas.today:
        return Piece("past", found.start(), found.end(), Day(period.last, period.grain))
    return piece_of(found.start(), found.end(), period)


def _end_of_letter(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "end of FY", "end of the Q"."""
    period = running_of(canvas, "year", "fiscal", 0) if found["w"] == "fy" else running(canvas, "quarter")
    return None if period is None else piece_of(found.start(), found.end(), end_of(canvas, period))


def _within_next(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "within the next month" may be a month from now or the whole next month; a quarter or year is left alone."""
    name = unit_name(canvas, found)
    period = running(canvas, name, 1)
    if name not in ("week", "month") or period is None:
        return None
    ends = end_of(canvas, period)
    from_now = add_months(canvas.today, 1) if name == "month" else canvas.today + timedelta(days=7)
    choices = (from_now, ends.day) if isinstance(ends, Day) else (from_now,)
    return piece_of(found.start(), found.end(), Doubtful("by then or during it", choices))


def _after_next(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the week after next"."""
    period = running(canvas, unit_name(canvas, found), 2)
    return None if period is None else piece_of(found.start(), found.end(), period)


def _bare(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "of the month", "quarter end": the running one, as long as a part or an end of it is named."""
    period = running_of(canvas, unit_name(canvas, found), found["kind"], 0)
    start = found.start("kind") if found["kind"] else found.start("u")
    return None if period is None else piece_of(start, found.end("u"), replace(period, bare=True))


def _the_quarter(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "before the quarter"."""
    name = unit_name(canvas, found)
    period = running(canvas, name) if name in ("quarter", "half") else None
    return None if period is None else piece_of(found.start("from"), found.end(), period)


def _whole_year(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "in 2028", "end of 2028"."""
    period = year_of(canvas, whole(canvas, found, "y"), year_said=True)
    return piece_of(found.start("y"), found.end("y"), replace(period, bare=found["said"] is None))


_KIND = "(?:(?P<kind>fiscal|calendar) )?"
RULES = (
    rule("within the next", r"\b(?:in|within|over|during) the {next} (?P<u>{unit})", _within_next, "next"),
    rule(
        "relative half",
        r"(?P<rel>{this}|{next}|{coming}|{last})(?: |-)half\b(?! (?:an?|the|of))",
        _relative_half,
        "this next coming last",
    ),
    rule(
        "quarter in a letter", r"(?P<rel>{this}|{next}|{coming}|{last})(?: |-)q\b", _relative_q, "this next coming last"
    ),
    rule(
        "end of FY or Q",
        r"(?:the )?{end}(?: |-)(?:of(?: |-))?(?:(?:the|our) |{this} )?(?P<w>fy|q)\b",
        _end_of_letter,
        "end",
    ),
    rule("after next", "(?:the )?(?P<u>{unit}) after {next}", _after_next, "next"),
    rule(
        "relative period",
        rf"(?P<rel>{{this}}|{{next}}|{{coming}}|{{last}})(?: |-){_KIND}(?P<u>{{unit}})(?! of\b"
        rf"| in (?:the )?{{period}})",
        _relative,
        "this next coming last",
    ),
    rule(
        "the quarter",
        r"\b(?:before|by|in|within|inside|for|this) (?P<from>the (?P<u>{unit}))(?! {end}|-)",
        _the_quarter,
        "unit",
    ),
    rule("of the month", rf"\b(?:of|in)(?: |-)(?:(?:the|our|their)(?: |-))?{_KIND}(?P<u>{{unit}})", _bare, "unit"),
    rule("month end", rf"{_KIND}(?P<u>{{unit}})(?=(?:'s)?(?: |-)(?:{{end}}|close\b))", _bare, "unit"),
    rule("mid month", f"(?:{{mid}}|{{end}})(?: |-)?{_KIND}(?P<u>{{unit}})", _bare, "mid end"),
    rule(
        "year",
        r"(?P<said>\b(?:in|by|until|during|before|for|{early}|{mid}|{late}) )?(?P<y>{year})",
        _whole_year,
        "year",
    ),
)
