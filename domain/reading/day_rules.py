"""Rules that read single days: "15 March", "3/4", "2027-03", "tomorrow", "Thanksgiving"."""

import re
from datetime import date, timedelta

from domain.reading.canvas import Canvas, Piece, pattern, rule
from domain.reading.fiscal_rules import unit_name, whole
from domain.reading.holidays import HOLIDAYS
from domain.reading.marks import Day, Doubtful
from domain.reading.month_rules import ACTS
from domain.reading.periods import PAST, coming_day, is_near, named_month, on, piece_of

MISMATCH = "weekday and date do not fit"
NO_SUCH_DAY = "no such day"


def _dated(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "15 March 2027", "March 15th", "Mon, Feb 18"."""
    month, number = whole(canvas, found, "m"), whole(canvas, found, "d")
    if not 1 <= number <= 31 or _is_verb(canvas, found) or (found["u"] and unit_name(canvas, found) != "day"):
        return None
    if found["y"] or found["yy"]:
        year = whole(canvas, found, "y") if found["y"] else 2000 + whole(canvas, found, "yy")
        if year > 2099:
            return None
        day = date(year, month, number)
    else:
        coming = coming_day(canvas.today, month, number)
        if coming is None:
            return piece_of(found.start(), found.end(), Doubtful(NO_SUCH_DAY))
        day = coming
    value: Day | Doubtful = (
        Day(day, year_said=bool(found["y"] or found["yy"])) if day >= canvas.today else Doubtful(PAST)
    )
    if found["w"] and day.weekday() != whole(canvas, found, "w"):
        value = Doubtful(MISMATCH, (day,) if day >= canvas.today else ())
    return piece_of(found.start(), found.end(), value)


def _is_verb(canvas: Canvas, found: re.Match[str]) -> bool:
    """ "20 may be too high", "they may 20"."""
    month, number = canvas.piece(found.start("m")), canvas.piece(found.start("d"))
    bare = month.kind == "maybe_month" and number.kind == "num" and not found["y"]
    return bare and _ACTS.match(canvas.text, found.end()) is not None


def _figures(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "3/4" by the date order of the process; written in the other order it is a doubt."""
    first, second = whole(canvas, found, "a"), whole(canvas, found, "b")
    if canvas.process.date_order == "mdy":
        first, second = second, first
    if (day := coming_day(canvas.today, second, first)) is not None:
        return piece_of(found.start(), found.end(), Day(day))
    if (day := coming_day(canvas.today, first, second)) is not None:
        return piece_of(found.start(), found.end(), Doubtful("date order", (day,)))
    return None


def _month_figures(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "3/2027", "2027-03"."""
    month = whole(canvas, found, "m")
    if not 1 <= month <= 12:
        return None
    period = named_month(canvas, month, whole(canvas, found, "y"))
    return piece_of(found.start(), found.end(), period if period.last >= canvas.today else Doubtful(PAST))


def _holiday_of_year(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "Thanksgiving 2027", "Easter next year"."""
    of_year = HOLIDAYS[str(canvas.at(found, "h"))]
    if found["y"]:
        year = whole(canvas, found, "y")
    elif unit_name(canvas, found) == "year":
        year = canvas.today.year + (canvas.piece(found.start("rel")).kind == "next")
    else:
        return None
    return piece_of(found.start(), found.end(), on(canvas, of_year(year), year_said=True))


def _holiday(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "Christmas"; "next Christmas" is a doubt where that of this year is near."""
    of_year, today = HOLIDAYS[str(canvas.at(found, "h"))], canvas.today
    before, this, after = (of_year(today.year + ahead) for ahead in (-1, 0, 1))
    kind = canvas.piece(found.start("rel")).kind if found["rel"] else ""
    if kind == "last":
        return Piece("past", found.start(), found.end(), Day(this if this < today else before))
    if kind == "next" and this >= today and is_near(canvas, this):
        return piece_of(found.start(), found.end(), Doubtful("this year's or next year's", (this, after)))
    return piece_of(found.start(), found.end(), Day(this if this >= today else after))


def _near_day(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "today", "tomorrow morning", "yesterday", "this afternoon"."""
    ahead = whole(canvas, found, "d") if found["d"] else 0
    return Piece("past" if ahead < 0 else "day", found.start(), found.end(), Day(canvas.today + timedelta(days=ahead)))


def _last_night(canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("past", found.start(), found.end(), Day(canvas.today - timedelta(days=1)))


def _day_beside(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the day after tomorrow", "the day before yesterday"."""
    ahead = whole(canvas, found, "d")
    after = found["way"] == "after"
    if unit_name(canvas, found) != "day" or after != (ahead > 0):
        return None
    day = canvas.today + timedelta(days=ahead + (1 if after else -1))
    return Piece("day" if after else "past", found.start(), found.end(), Day(day))


_ACTS = pattern(f" {ACTS}")
_YEAR = r"(?:(?:[.,]{0,2} ?(?:of )?'?|-|/)(?P<y>{year}))?"
_COUNTS = (
    r"(?![:\w]| ?{unit}| (?:party|parties|time|round|call|meeting|demo|visit|floor|biggest|largest|place|one|draft"
    r"|version"
    r"|phase|attempt|quarter|half|thing|step)\b)"
)

NUMBERS = (
    rule(
        "date in figures",
        r"(?<![\w./])(?P<a>{num})/(?P<b>{num})(?![/\w]| ?(?:an? |{unit}|{pct}))",
        _figures,
        "num",
    ),
    rule("month in figures", r"(?<![\w./])(?P<m>{num})/(?P<y>{year})(?![/\w])", _month_figures, "year"),
    rule("year and month", r"(?<![\w./])(?P<y>{year})[-/](?P<m>{num})(?![/\w-])", _month_figures, "year"),
    rule(
        "day and month",
        "(?:(?P<w>{wd})[.,]{0,2} ?(?:the )?)?(?P<d>{on})(?: |-|/)?(?:(?P<u>{unit}) )?(?:of )?(?P<m>{mon})"
        r"(?:[-/](?P<yy>{num})(?![\w%]))?" + _YEAR,
        _dated,
        "month maybe_month",
    ),
    rule(
        "month and day",
        r"(?:(?P<w>{wd})[.,]{0,2} ?)?(?P<m>{mon})\.?(?: |-|/)?(?:the )?(?P<d>{on})(?P<u>)(?P<yy>)" + _COUNTS + _YEAR,
        _dated,
        "month maybe_month",
    ),
    rule(
        "holiday of a year",
        "(?P<h>{holiday}),? (?:(?:of|in) )?(?:(?P<y>{year})|(?P<rel>{this}|{next}) (?P<u>{unit}))",
        _holiday_of_year,
        "holiday",
    ),
    rule("holiday", "(?:(?P<rel>{this}|{next}|{last}|{coming}) )?(?P<h>{holiday})", _holiday, "holiday"),
)

NEAR = (
    rule("day beside", "(?:the )?(?P<u>{unit}) (?P<way>after|before) (?P<d>{relday})", _day_beside, "relday"),
    rule("near day", "(?:(?:{later}|{early}|{late}) )?(?P<d>{relday})(?:'s)?(?: {part})?", _near_day, "relday"),
    rule("last night", "{last} {part}", _last_night, "last"),
    rule("part of today", "(?P<d>){this}(?: |-){part}", _near_day, "this"),
)
