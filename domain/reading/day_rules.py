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


def _holiday(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    of_year = HOLIDAYS[str(canvas.at(found, "h"))]
    today = canvas.today
    if found["y"]:
        day = of_year(whole(canvas, found, "y"))
        return piece_of(found.start(), found.end(), Day(day, year_said=True) if day >= today else Doubtful(PAST))
    coming = next(day for year in (today.year, today.year + 1) if (day := of_year(year)) >= today)
    kind = canvas.piece(found.start("rel")).kind if found["rel"] else ""
    if found["u"] is not None:
        if unit_name(canvas, found) != "year":
            return Piece("day", found.start(), found.end("h"), Day(coming))
        coming = of_year(today.year + (kind == "next"))
        return piece_of(found.start(), found.end(), on(canvas, coming))
    if kind == "last":
        past = [of_year(year) for year in (today.year - 1, today.year)]
        return Piece("past", found.start(), found.end(), Day(max(day for day in past if day < today)))
    return Piece("day", found.start(), found.end(), Day(coming))


def _near_day(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "today", "tomorrow morning", "yesterday", "this afternoon"."""
    ahead = whole(canvas, found, "d") if found["d"] else 0
    return Piece("past" if ahead < 0 else "day", found.start(), found.end(), Day(canvas.today + timedelta(days=ahead)))


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
    return Piece("day", found.start("the"), found.end(), Day(day))


def _same_month(canvas: Canvas, found: re.Match[str]) -> list[Piece] | None:
    """The 13 of "13 to 15 July", the 15 of "July 13-15"."""
    known = day_at(canvas, found, "known")
    number = whole(canvas, found, "n")
    piece = canvas.piece(found.start("known"))
    ends = canvas.plain[piece.end - 1].isdecimal() or canvas.plain[piece.end - 1] in "thsnr"
    first = found.start("n") < found.start("known")
    ordered = number < known.day.day if first else known.day.day < number
    if known.grain is not Grain.DAY or not ordered or not 1 <= number <= 31 or not (first or ends):
        return None
    if not any(name in piece.rules for name in ("day and month", "month and day")):
        return None
    other = Day(known.day.replace(day=number), year_said=known.year_said)
    if other.day < canvas.today:
        return None
    return [Piece("day", found.start("n"), found.end("n"), other)]
