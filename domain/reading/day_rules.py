"""Rules that read single days: "15 March", "3/4", "Friday the 13th", "next Friday", "the 15th", "tomorrow"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.fiscal_rules import unit_name, whole
from domain.reading.holidays import HOLIDAYS
from domain.reading.marks import Day, Doubtful, Grain
from domain.reading.period_rules import day_at, nth_day, period_at
from domain.reading.periods import PAST, named_month, on, piece_of, week_of
from domain.sales.quarter import month_end

_MISMATCH = "weekday and date do not fit"


def coming_weekday(canvas: Canvas, weekday: int) -> date:
    """The next such day; today counts."""
    return canvas.today + timedelta(days=(weekday - canvas.today.weekday()) % 7)


def coming_day(today: date, month: int, day: int) -> date:
    """The next day with that month and day of the month. ValueError: no year has it."""
    for year in range(today.year, today.year + 9):
        if day <= month_end(year, month).day:
            found = date(year, month, day)
            if found >= today:
                return found
    raise ValueError(f"no {day} in month {month}")


def coming_days_of_month(today: date, day: int) -> Iterator[date]:
    """The next days with that day of the month; months without it are passed over."""
    for ahead in range(24):
        end = month_end(today.year, today.month + ahead)
        if day <= end.day and end.replace(day=day) >= today:
            yield end.replace(day=day)


def _dated(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "15 March 2027", "March 15th", "Mon, Feb 18"."""
    month, number = whole(canvas, found, "m"), whole(canvas, found, "d")
    if not 1 <= number <= 31:
        return None
    if number > month_end(2024, month).day:
        return piece_of(found.start(), found.end(), Doubtful("no such day"))
    if found["y"]:
        year = whole(canvas, found, "y")
        day = date(year + 2000 if year < 100 else year, month, number)
    else:
        day = coming_day(canvas.today, month, number)
    value: Day | Doubtful = Day(day, year_said=bool(found["y"])) if day >= canvas.today else Doubtful(PAST)
    if found["w"] and day.weekday() != whole(canvas, found, "w"):
        value = Doubtful(_MISMATCH, (day,) if day >= canvas.today else ())
    return piece_of(found.start(), found.end(), value)


def _figures(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "3/4" by the date order of the process; written in the other order it is a doubt."""
    first, second = whole(canvas, found, "a"), whole(canvas, found, "b")
    day_first = canvas.process.date_order == "dmy"
    number, month = (first, second) if day_first else (second, first)
    turned = not _is_day(month, number)
    if turned:
        number, month = month, number
        if not _is_day(month, number):
            return None
    day = coming_day(canvas.today, month, number)
    return piece_of(found.start(), found.end(), Doubtful("date order", (day,)) if turned else Day(day))


def _is_day(month: int, number: int) -> bool:
    return 1 <= month <= 12 and 1 <= number <= month_end(2024, month).day


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
    """ "Christmas"; "next Christmas" is a doubt as long as that of this year is still to come."""
    of_year, today = HOLIDAYS[str(canvas.at(found, "h"))], canvas.today
    before, this, after = (of_year(today.year + ahead) for ahead in (-1, 0, 1))
    kind = canvas.piece(found.start("rel")).kind if found["rel"] else ""
    if kind == "last":
        return Piece("past", found.start(), found.end(), Day(this if this < today else before))
    if kind == "next" and this >= today:
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


def _certain_weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    piece = canvas.piece(found.start("w"))
    return Piece("wday", piece.start, piece.end, piece.value)


def _weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "Friday" is the coming one, "next Friday" that of next week."""
    weekday = whole(canvas, found, "w")
    kind = canvas.piece(found.start("rel")).kind if found["rel"] else ""
    if kind == "next":
        return piece_of(found.start(), found.end(), Day(_in_next_week(canvas, weekday)))
    coming = coming_weekday(canvas, weekday)
    if kind == "last":
        return Piece("past", found.start(), found.end(), Day(coming - timedelta(days=7)))
    return piece_of(found.start(), found.end(), Day(coming))


def _in_next_week(canvas: Canvas, weekday: int) -> date:
    return week_of(canvas.today).first + timedelta(days=7 + weekday)


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


def _nearest(_canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "the closest Monday to Oct 5": before or after it."""
    return piece_of(found.start(), found.end(), Doubtful("before or after it"))


def _nth_weekday(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "first Tuesday of October", "last Friday in the quarter"."""
    weekday = whole(canvas, found, "w")
    number = whole(canvas, found, "o") if found["o"] else 0
    day = nth_day(period_at(canvas, found), number, range(weekday, weekday + 1))
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
    value = Day(fitting) if fitting else Doubtful(_MISMATCH, tuple(days[:1]))
    return piece_of(found.start(), found.end(), value)


def _day_of_period(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the 20th of next month"."""
    period, number = period_at(canvas, found), whole(canvas, found, "d")
    if period.grain is not Grain.MONTH or not 1 <= number <= 31:
        return None
    if number > period.last.day:
        return piece_of(found.start(), found.end(), Doubtful("no such day"))
    return piece_of(found.start(), found.end(), on(canvas, period.first.replace(day=number)))


def _day_of_month(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "the 15th" is the next one."""
    day = next(coming_days_of_month(canvas.today, whole(canvas, found, "d")))
    return Piece("day", found.start("d"), found.end(), Day(day))


def _same_month(canvas: Canvas, found: re.Match[str]) -> list[Piece] | None:
    """The 13 of "13 to 15 July", the 15 of "July 13-15"."""
    known = day_at(canvas, found, "known")
    number = whole(canvas, found, "n")
    piece = canvas.piece(found.start("known"))
    first = found.start("n") < found.start("known")
    ordered = number < known.day.day if first else known.day.day < number
    dated = "day and month" in piece.rules or "month and day" in piece.rules
    if known.grain is not Grain.DAY or not dated or not ordered or not 1 <= number <= 31:
        return None
    other = Day(known.day.replace(day=number), year_said=known.year_said)
    if other.day < canvas.today:
        return None
    return [Piece("day", found.start("n"), found.end("n"), other)]


_LEAD_DAY = r"(?:on|by|from|to|till?|until|before|after|since|around|about|for|is|or|and|between|through|of|it's|its)"
# What may follow "the 15th" as a date; anything else is what it counts ("the 1st meeting").
_ENDS_DAY = (
    r"(?= ?(?:$|[^\w \ue000-\uf8ff]|{percent}|{money}|{clock}|{this}|{next}|(?:or|and|to|until|till?|through|thru|at|for|if|please|pls|latest|works?|is|was|will|would|should"
    r"|then|now|inclusive|probably|maybe|hopefully|i|we|they|he|she|it|you|so|but|instead|in|with|as|because|since|when"
    r"|which|that|not|looks|seems|sounds|can|could|may|might|due|pending|assuming|unless|after|before|this|next|by|on)\b))"
)
_BARE_ENDS_DAY = r"(?= ?(?:$|[^\w \ue000-\uf8ff]|{percent}|{money}|{clock}|(?:or|to|until|till?|through|thru|please|pls|at the latest|works|is fine)\b))"
_NO_COUNT = r"(?![:\w%]| ?(?:{unit}|{month}|{period}))"

NUMBERS = (
    rule(
        "date in figures",
        r"(?<![\w./])(?P<a>{num})/(?P<b>{num})(?![/\w]| ?(?:an? |{unit}|{scale}|{pct}))",
        _figures,
        "num",
    ),
    rule("month in figures", r"(?<![\w./])(?P<m>{num})/(?P<y>{year})(?![/\w])", _month_figures, "year"),
    rule("year and month", r"(?<![\w./])(?P<y>{year})[-/](?P<m>{num})(?![/\w-])", _month_figures, "year"),
    rule(
        "day and month",
        r"(?:(?P<w>{wd})[.,]{0,2} ?(?:the )?)?(?P<d>{on})(?: |-|/)?(?:day )?(?:of )?(?P<m>{mon})(?:(?:[.,]{0,2} ?(?:of )?'?|-|/)(?P<y>{year}))?",
        _dated,
        "month maybe_month",
    ),
    rule(
        "month and day",
        r"(?:(?P<w>{wd})[.,]{0,2} ?)?(?P<m>{mon})\.?(?: |-|/)?(?:the )?(?P<d>{on})(?![:\w]| ?{unit}| (?:party|parties|time|round|call|meeting|demo|visit|floor|biggest|largest|place|one|draft"
        r"|version|phase|attempt|quarter|half|thing|step)\b)(?:(?:,? ?(?:of )?'?|-|/)(?P<y>{year}))?",
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

WEEKDAYS = (
    rule(
        "weekday after a word",
        r"(?:\b(?:on|by|till?|until|before|after|for|to|from|since|or|through)|{this}|{next}|{last}|{coming}|{wday}(?: |-|/)?(?:or|to)?)(?: |-|/)(?P<w>{maybe_wday})",
        _certain_weekday,
        "maybe_wday",
    ),
    rule(
        "weekday by itself",
        r"(?:^|[.,;:!?(\n]) ?(?P<w>{maybe_wday})(?= ?(?:$|[.,;:!?)\n]|{part}|{period}|{clock}|{coming}))",
        _certain_weekday,
        "maybe_wday",
    ),
    rule("nearest weekday", r"\b(?:closest|nearest) {wd} to (?:the )?{day}", _nearest, "wday maybe_wday"),
    rule(
        "nth weekday",
        "(?:the )?(?:(?P<o>{ord})|{last})(?: |-)(?P<w>{wd}) (?:of|in) (?:the )?(?P<p>{period})",
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

ORDINALS = (
    rule(
        "day of a period",
        "(?:the )?(?P<d>{on})(?: day)?(?: {unit})?(?: |-)(?:(?:of|in) )?(?:the )?(?P<p>{period})",
        _day_of_period,
        "period",
    ),
    rule("day of the month", rf"(?:\b{_LEAD_DAY} (?:the )?|\bthe )(?P<d>{{ord}}){_ENDS_DAY}", _day_of_month, "ord"),
    rule("day by its number", rf"(?:^|[.,;:!?(\n-]) ?(?P<d>{{ord}}){_BARE_ENDS_DAY}", _day_of_month, "ord"),
    rule(
        "days of one month",
        "(?P<n>{on}) ?(?:-|/|to|through|thru|till?|until) ?(?:the )?(?P<known>{day})",
        _same_month,
        "day",
    ),
    rule("either day of one month", "(?P<n>{ord}) (?:or|and) (?:the )?(?P<known>{day})", _same_month, "day"),
    rule(
        "days of that month",
        rf"(?P<known>{{day}}) ?(?:-|/|to|through|thru|till?|until) ?(?:the )?(?P<n>{{on}}){_NO_COUNT}",
        _same_month,
        "day",
    ),
    rule(
        "either day of that month",
        rf"(?P<known>{{day}}) (?:or|and) (?:the )?(?P<n>{{ord}}){_NO_COUNT}",
        _same_month,
        "day",
    ),
)
