"""Rules that read weekdays: "next Friday", "Tuesday next week", "last Friday of March", "Tuesday the 19th"."""

import re
from datetime import date, timedelta

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.day_rules import MISMATCH
from domain.reading.fiscal_rules import whole
from domain.reading.marks import Day, Doubtful, Grain
from domain.reading.ordinal_rules import coming_days_of_month
from domain.reading.part_rules import NTH, nth_day
from domain.reading.period_rules import day_at, period_at
from domain.reading.periods import on, piece_of, week_of


def coming_weekday(canvas: Canvas, weekday: int) -> date:
    """The next such day; today counts."""
    return canvas.today + timedelta(days=(weekday - canvas.today.weekday()) % 7)


def _certain_weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    piece = canvas.piece(found.start("w"))
    return Piece("wday", piece.start, piece.end, piece.value)


def _weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "Friday" is the coming one, "next Friday" that of next week."""
    weekday = whole(canvas, found, "w")
    kind = canvas.piece(found.start("rel")).kind if found["rel"] else ""
    if kind == "next":
        return piece_of(found.start(), found.end(), Day(week_of(canvas.today).first + timedelta(days=7 + weekday)))
    coming = coming_weekday(canvas, weekday)
    if kind == "last":
        return Piece("past", found.start(), found.end(), Day(coming - timedelta(days=7)))
    return piece_of(found.start(), found.end(), Day(coming))


def _weekday_after_next(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "the Friday after next": people mean different ones."""
    coming = coming_weekday(canvas, whole(canvas, found, "w"))
    choices = tuple(coming + timedelta(days=7 * weeks) for weeks in (1, 2))
    return piece_of(found.start(), found.end(), Doubtful("which one", choices))


def _weekday_of_week(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "Friday next week", "next week on Friday", "Monday of the week of March 3"."""
    period = period_at(canvas, found)
    if period.grain is not Grain.WEEK or period.bare:
        return None
    return piece_of(found.start(), found.end(), on(canvas, period.first + timedelta(days=whole(canvas, found, "w"))))


def _nearest(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the closest Monday to Oct 5", "the second closest"."""
    day, number = day_at(canvas, found).day, whole(canvas, found, "o") if found["o"] else 1
    if not 1 <= number <= 9:
        return None
    first = day + timedelta(days=(whole(canvas, found, "w") - day.weekday()) % 7 - 35)
    mondays = [first + timedelta(days=7 * weeks) for weeks in range(11)]
    return piece_of(found.start(), found.end(), on(canvas, sorted(mondays, key=lambda d: abs(d - day))[number - 1]))


def _nth_weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "first Tuesday of October", "last Friday in the quarter"."""
    weekday = whole(canvas, found, "w")
    number = whole(canvas, found, "o") if found["o"] else 1
    day = nth_day(
        period_at(canvas, found), number, range(weekday, weekday + 1), bool(found["last"] or found["nth_last"])
    )
    return piece_of(found.start(), found.end(), on(canvas, day))


def _weekdays_ahead(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "three Fridays from now"."""
    number = whole(canvas, found, "n")
    if not 1 <= number <= 60:
        return None
    day = coming_weekday(canvas, whole(canvas, found, "w"))
    first = day + timedelta(days=7) if day == canvas.today else day
    return piece_of(found.start(), found.end(), Day(first + timedelta(days=7 * (number - 1))))


def _weekday_and_number(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "Tuesday the 19th": the next day that is both, within two months."""
    weekday, number = whole(canvas, found, "w"), whole(canvas, found, "d")
    days = [day for day in coming_days_of_month(canvas.today, number) if (day - canvas.today).days < 62]
    fitting = next((day for day in days if day.weekday() == weekday), None)
    value = Day(fitting) if fitting else Doubtful(MISMATCH, tuple(days[:1]))
    return piece_of(found.start(), found.end(), value)


RULES = (
    rule(
        "weekday after a word",
        r"(?:\b(?:on|by|till?|until|before|after|for|to|from|since|or|through"
        r"|(?:ask|ping|call|text|try|remind|nudge|catch|hit|message) me)|{this}|{next}|{last}|{coming}"
        "|{wday}(?: |-|/)?(?:or|to)?)(?: |-|/)(?P<w>{maybe_wday})",
        _certain_weekday,
        "maybe_wday",
    ),
    rule("weekday or weekday", "(?P<w>{maybe_wday}) ?(?:or|and|to|/|-) ?(?={wday})", _certain_weekday, "maybe_wday"),
    rule(
        "weekday by itself",
        r"(?:^|[.,;:!?(\n]) ?(?P<w>{maybe_wday})(?= ?(?:$|[.,;:!?)\n]|{part}|{period}|{clock}|{coming}))",
        _certain_weekday,
        "maybe_wday",
    ),
    rule(
        "nearest weekday",
        r"(?:the )?(?:(?P<o>{ord}) )?\b(?:closest|nearest) (?P<w>{wd}) to (?:the )?(?P<d>{day})",
        _nearest,
        "wday maybe_wday",
    ),
    rule(
        "nth weekday",
        f"(?:the )?{NTH}(?: |-)(?P<w>{{wd}}) (?:of|in) (?:the )?(?P<p>{{period}})",
        _nth_weekday,
        "period",
    ),
    rule("weekday of a week", "(?P<w>{wday}),? (?:(?:of|in) )?(?:the )?(?P<p>{period})", _weekday_of_week, "period"),
    rule("week and weekday", "(?P<p>{period})(?:'s)?,? (?:on )?(?:the )?(?P<w>{wday})", _weekday_of_week, "period"),
    rule(
        "weekday and number",
        r"(?P<w>{wday})[.,]{0,2} (?:the )?(?P<d>{ord})(?! (?:of|{unit}|quarter|half))",
        _weekday_and_number,
        "wday",
    ),
    rule("weekday after next", "(?:the )?(?P<w>{wday}) after {next}", _weekday_after_next, "wday"),
    rule("weekdays ahead", r"(?P<n>{num}) (?P<w>{wdays}) from (?:now|{relday}|{day})", _weekdays_ahead, "wdays"),
    rule(
        "weekday",
        "(?:(?P<rel>{this}|{next}|{last})(?: |-))?(?:{coming} )?(?P<w>{wday})(?: {coming})?(?: {part})?(?![a-z])",
        _weekday,
        "wday",
    ),
)
