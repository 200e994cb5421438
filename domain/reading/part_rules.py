"""Rules that read parts and ends of periods: "early March", "end of Q1", "first week of May", "EOM", "year end"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from domain.reading.calendar_words import Unit
from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.fiscal_rules import whole
from domain.reading.marks import Day, Doubtful, Grain
from domain.reading.period_rules import day_at, period_at, running_of
from domain.reading.periods import (
    FRIDAY,
    Period,
    end_of,
    half_of,
    middle_of,
    month_of,
    on,
    piece_of,
    running,
    start_of,
    week_of,
)
from domain.sales.quarter import Quarter, add_months


def _nth(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "first week of March", "last working day of the quarter", "last month of Q2"."""
    period = period_at(canvas, found)
    unit = canvas.at(found, "u")
    number, last = whole(canvas, found, "o") if found["o"] else 1, bool(found["last"] or found["nth_last"])
    if not isinstance(unit, Unit) or unit.times > 1:
        return None
    if unit.name == "day":
        day = nth_day(period, number, range(5 if found["work"] else 7), last)
        return piece_of(found.start(), found.end(), on(canvas, day, period))
    if unit.name == "week":
        return piece_of(found.start(), found.end(), _nth_week(canvas, period, number, last))
    if unit.name == "month" and period.grain is Grain.QUARTER and number <= 3:
        first = add_months(period.first, 3 - number if last else number - 1)
        return piece_of(found.start(), found.end(), month_of(first.year, first.month, period.year_said))
    return None


def nth_day(period: Period, number: int, weekdays: range, from_end: bool) -> date:
    """The nth day of the period among these weekdays, from its end where asked. ValueError: it has not so many."""
    day, step = (period.last, timedelta(days=-1)) if from_end else (period.first, timedelta(days=1))
    while period.first <= day <= period.last:
        number -= day.weekday() in weekdays
        if not number:
            return day
        day += step
    raise ValueError(number)


def _nth_week(canvas: Canvas, period: Period, number: int, last: bool) -> Day | Doubtful:
    """Friday of the week that holds the first weekday of the period, and of those after it.

    Counted from the end, the week may reach over it: then the Friday before and the last weekday are both meant.
    """
    if period.grain is Grain.WEEK:
        raise ValueError(number)
    workday = nth_day(period, 1, range(5), last)
    away = timedelta(days=7 * (number - 1))
    week = replace(week_of(workday - away if last else workday + away), year_said=period.year_said)
    friday = week.first + timedelta(days=FRIDAY)
    if friday > period.last:
        return Doubtful("the week reaches over the end", (friday - timedelta(days=7), workday))
    return on(canvas, friday, week)


def _half(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "first half of March", "second half of next year"."""
    period, number = period_at(canvas, found), whole(canvas, found, "o")
    if number > 2:
        return None
    if period.grain is Grain.MONTH:
        day = on(canvas, period.first.replace(day=15), period, "mid") if number == 1 else end_of(canvas, period)
        return piece_of(found.start(), found.end(), day)
    if period.grain is Grain.YEAR and canvas.process.fiscal_year_starts == 1:
        return piece_of(found.start(), found.end(), half_of(Quarter(period.first.year, 2 * number - 1)))
    return piece_of(found.start(), found.end(), Doubtful("half of a long period"))


def _part(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "early March", "mid next month", "late in the quarter"."""
    return piece_of(found.start(), found.end(), _part_of(canvas, found, "part"))


def _part_of(canvas: Canvas, found: re.Match[str], group: str) -> Day | Doubtful:
    period = period_at(canvas, found)
    kind = canvas.piece(found.start(group)).kind
    if kind == "early" and period.grain is Grain.WEEK:
        return Doubtful("early in a week", (period.first, period.first + timedelta(days=2)))
    if kind in ("early", "begin"):
        return start_of(canvas, period)
    if kind == "mid":
        return middle_of(canvas, period)
    if period.grain is Grain.YEAR and kind == "late":
        return Doubtful("late in a year")
    end = end_of(canvas, period)
    return replace(end, part="late") if isinstance(end, Day) and kind == "late" else end


def _between_parts(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "early to mid March"."""
    parts = (_part_of(canvas, found, "a"), _part_of(canvas, found, "b"))
    days = tuple(part.day for part in parts if isinstance(part, Day))
    return piece_of(found.start(), found.end(), Doubtful("between two parts", days))


def _period_end(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "year end 2027"."""
    period = period_at(canvas, found)
    same = period_at(canvas, found, "u").grain is period.grain
    return piece_of(found.start(), found.end(), end_of(canvas, period)) if same else None


def _end(canvas: Canvas, found: re.Match[str]) -> Piece:
    return piece_of(found.start(), found.end(), end_of(canvas, period_at(canvas, found)))


def _bar(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "EOM March", "Q1 EOQ"."""
    period = period_at(canvas, found)
    unit = canvas.at(found, "b")
    return piece_of(found.start(), found.end(), end_of(canvas, period)) if period.grain == unit else None


def _bar_alone(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "EOQ"."""
    unit = str(canvas.at(found, "b"))
    period = running_of(canvas, "year", "fiscal", 0) if unit == "fiscal_year" else running(canvas, unit)
    return None if period is None else piece_of(found.start(), found.end(), end_of(canvas, period))


def _end_of_day(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "COB Friday", "tomorrow EOD", "EOD"."""
    if canvas.at(found, "b") != "day":
        return None
    return piece_of(found.start(), found.end(), day_at(canvas, found) if found["d"] else Day(canvas.today))


# "third", "third last", "second to last", "last"
NTH = "(?:(?P<o>{ord})(?:(?: |-)(?:to(?: |-))?(?P<nth_last>{last}))?|(?P<last>{last}))"
_OF = "(?: |-)(?:(?:of|in)(?: |-))?(?:the )?(?:around )?"

RULES = (
    rule(
        "nth of a period",
        f"(?:the )?{NTH}(?: |-)(?P<work>(?:business|working)(?: |-))?(?P<u>{{unit}})(?: |-)(?:of|in)(?: |-)(?:the )?"
        "(?P<p>{period})",
        _nth,
        "period",
    ),
    rule(
        "half of a period",
        "(?:the )?(?P<o>{ord})(?: |-)half(?: |-)(?:of|in)(?: |-)(?:the )?(?P<p>{period})",
        _half,
        "period",
    ),
    rule(
        "part to part",
        "(?P<a>{early}|{mid}|{late})(?: |-|/)?(?:to|or|/|-)?(?: |-)?(?P<b>{mid}|{late}|{end})"
        + _OF
        + "(?P<p>{period})",
        _between_parts,
        "period",
    ),
    rule(
        "end of that period",
        r"(?P<u>{period})(?:'s)?(?: |-)(?:{end}|close)(?:,| of)? (?P<p>{period})",
        _period_end,
        "period",
    ),
    rule(
        "part of a period",
        f"(?:the )?(?P<part>{{early}}|{{mid}}|{{late}}|{{end}})(?:{_OF}|)(?P<p>{{period}})",
        _part,
        "period",
    ),
    rule(
        "beginning of a period", "(?:the )?(?P<part>{begin})(?: |-)of(?: |-)(?:the )?(?P<p>{period})", _part, "period"
    ),
    rule("end of a period", r"(?P<p>{period})(?:'s?)?(?: |-)(?:{end}|close\b)", _end, "period"),
    rule("letters before a period", "(?P<b>{bar})(?: of)? (?P<p>{period})", _bar, "bar"),
    rule("letters after a period", "(?P<p>{period}) (?P<b>{bar})", _bar, "bar"),
    rule("end in letters", "(?P<b>{bar})", _bar_alone, "bar"),
)

END_OF_DAY = (
    rule("end of a day", "(?P<d>{day}),? (?P<b>{bar})", _end_of_day, "bar"),
    rule("end of day", "(?P<b>{bar})(?: (?:on |of )?(?P<d>{day}))?", _end_of_day, "bar"),
)
