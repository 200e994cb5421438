"""Weeks, months, quarters, halves and years, and the one day that each comes to."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.reading.canvas import Canvas, Piece
from domain.reading.marks import Day, Doubtful, Grain, Part
from domain.sales.quarter import Quarter, add_months, month_end

FRIDAY = 4
PAST = "in the past"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar while the cascade runs. `bare` is one named by its unit alone ("of the year").

    `year_ends` are the days that may be meant by its end where it is a year: of the calendar, and fiscal.
    """

    first: date
    last: date
    grain: Grain
    year_said: bool = False
    bare: bool = False
    year_ends: tuple[date, ...] = ()


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=6), Grain.WEEK)


def month_of(year: int, month: int, year_said: bool = False) -> Period:
    last = month_end(year, month)
    return Period(last.replace(day=1), last, Grain.MONTH, year_said)


def quarter_of(quarter: Quarter, year_said: bool = False) -> Period:
    return Period(quarter.start, quarter.end, Grain.QUARTER, year_said)


def half_of(first_quarter: Quarter, year_said: bool = False) -> Period:
    """The fiscal half that starts with this quarter."""
    return Period(first_quarter.start, first_quarter.plus(1).end, Grain.HALF, year_said)


def year_of(canvas: Canvas, year: int, year_said: bool = False) -> Period:
    """A year as people say it: its end is doubtful where the fiscal year ends on another day."""
    fiscal = Quarter(year, 4, canvas.process.fiscal_year_starts).end
    calendar = date(year, 12, 31)
    return Period(date(year, 1, 1), calendar, Grain.YEAR, year_said, year_ends=_different(calendar, fiscal))


def fiscal_year_of(canvas: Canvas, year: int, starts: int | None = None, year_said: bool = True) -> Period:
    starts = canvas.process.fiscal_year_starts if starts is None else starts
    last = Quarter(year, 4, starts).end
    return Period(Quarter(year, 1, starts).start, last, Grain.YEAR, year_said, year_ends=(last,))


def this_year(canvas: Canvas) -> Period:
    """The running year, of the calendar and fiscal."""
    fiscal = Quarter.of(canvas.today, canvas.process.fiscal_year_starts)
    running = year_of(canvas, canvas.today.year)
    ends = _different(running.last, Quarter(fiscal.year, 4, fiscal.year_starts).end)
    return replace(running, year_ends=ends)


def named_month(canvas: Canvas, month: int, year: int | None = None) -> Period:
    """That month of the year said, otherwise the next such that has not ended."""
    if year is not None:
        return month_of(year, month, year_said=True)
    today = canvas.today
    return month_of(today.year + (month < today.month), month)


def running(canvas: Canvas, unit: str, steps: int = 0) -> Period | None:
    """The running week, month, quarter, half or year, or one so many steps on. None: no such unit."""
    today = canvas.today
    if unit == "week":
        return week_of(today + timedelta(days=7 * steps))
    if unit == "month":
        ahead = add_months(today.replace(day=1), steps)
        return month_of(ahead.year, ahead.month)
    quarter = Quarter.of(today, canvas.process.fiscal_year_starts)
    if unit == "quarter":
        return quarter_of(quarter.plus(steps))
    if unit == "half":
        return half_of(quarter.plus(2 * steps - (quarter.number - 1) % 2))
    if unit == "year":
        now = this_year(canvas)
        if not steps:
            return now
        later = tuple(add_months(end, 12 * steps) for end in now.year_ends)
        return replace(year_of(canvas, today.year + steps), year_ends=later)
    return None


def close_of(canvas: Canvas, period: Period) -> Day | Doubtful:
    """The day that the period as such comes to. A year is too wide to be a date."""
    if period.grain is Grain.YEAR:
        return Doubtful("a whole year", () if period.first > canvas.today else coming(canvas, period.year_ends))
    end = end_of(canvas, period)
    return replace(end, part="") if isinstance(end, Day) else end


def end_of(canvas: Canvas, period: Period) -> Day | Doubtful:
    """The day on which it ends: Friday of a week, otherwise the last day."""
    today = canvas.today
    if period.grain is Grain.WEEK:
        friday = period.first + timedelta(days=FRIDAY)
        if friday < today <= period.last:
            friday += timedelta(days=7)
        return on(canvas, friday, period, part="end")
    if period.grain is Grain.YEAR:
        ends = coming(canvas, period.year_ends) if not period.year_said else period.year_ends
        if len(ends) != 1:
            return Doubtful("which year end", ends)
        return on(canvas, ends[0], period, part="end")
    return on(canvas, period.last, period, part="end")


def start_of(canvas: Canvas, period: Period) -> Day | Doubtful:
    """ "early March" is the 10th, "the beginning of next week" Monday; of longer periods nobody says which day."""
    if period.grain is Grain.MONTH:
        return on(canvas, period.first.replace(day=10), period, part="early")
    if period.grain is Grain.WEEK:
        return on(canvas, period.first, period, part="early")
    return Doubtful("early in a long period")


def middle_of(canvas: Canvas, period: Period) -> Day | Doubtful:
    """ "mid March" is the 15th, the middle of a week Wednesday."""
    if period.grain is Grain.MONTH:
        return on(canvas, period.first.replace(day=15), period, part="mid")
    if period.grain is Grain.WEEK:
        return on(canvas, period.first + timedelta(days=2), period, part="mid")
    return Doubtful("the middle of a long period")


def coming_day(today: date, month: int, day: int) -> date | None:
    """The next day with that month and day of the month. None: no year has it."""
    if not 1 <= month <= 12 or not 1 <= day <= month_end(2024, month).day:
        return None
    for year in range(today.year, today.year + 9):
        if day <= month_end(year, month).day and date(year, month, day) >= today:
            return date(year, month, day)
    return None


def on(
    canvas: Canvas, day: date, period: Period | None = None, part: Part = "", year_said: bool = False
) -> Day | Doubtful:
    """That day of the period, or a doubt where it has passed."""
    if day < canvas.today:
        return Doubtful(PAST)
    return (
        Day(day, year_said=year_said)
        if period is None
        else Day(day, period.grain, period.first, part, period.year_said)
    )


def coming(canvas: Canvas, days: tuple[date, ...]) -> tuple[date, ...]:
    """Those that have not passed; of those that have, the same day a year on."""
    return tuple(sorted({day if day >= canvas.today else add_months(day, 12) for day in days}))


def is_near(canvas: Canvas, day: date) -> bool:
    """Whether "next" may pass this one over: "next March" said in January may be a year later, said in May not."""
    return day.year == canvas.today.year and (day - canvas.today).days <= 183


def piece_of(start: int, end: int, value: Day | Doubtful | Period) -> Piece:
    """Paints a value by what it turned out to be."""
    kind = "day" if isinstance(value, Day) else "doubtful" if isinstance(value, Doubtful) else "period"
    return Piece(kind, start, end, value)


def _different(*days: date) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))
