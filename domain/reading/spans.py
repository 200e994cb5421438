"""The days that words about time cover: "this quarter", "since Monday", "between 1 December and 15 January"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.reading.marks import Day, Doubtful, Duration, Grain, Mark, MarkKind
from domain.reading.paint import Painted, paint
from domain.sales.process import SalesProcess
from domain.sales.quarter import Quarter

_BETWEEN = re.compile(r"\b(?:between|from) *$")
_AND = re.compile(r" *(?:and|to|until|till|-|through) *")
_NEXT = re.compile(r"\b(?:in |over |within )?(?:the )?(?:next|coming) *$")
_LAST = re.compile(r"\b(?:in |over )?(?:the )?(?:last|past) *$")
_NO_QUARTER = re.compile(r"q(?:[05-9]|\d{2,})$")
_LEAD = re.compile(r"\b(?:by|in|on|for|during|within|over|the|of|before|until|till|after|since|from|through|thru) *$")
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)")
_BACK = (0, 7, 31, 366)  # days: a weekday, a day of the month, a day of the year lies that far back at most


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included; None where it has no end on that side. `words` are at `start` to `end`."""

    first: date | None
    last: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoSpan:
    """Words about time that cover no days one can name, and why."""

    words: str
    why: str


def span_in(painted: Painted, now: datetime, process: SalesProcess) -> Span | NoSpan | None:
    """The days covered by the words about time, None where there are none."""
    marks = painted.of(MarkKind.DAY, MarkKind.PAST, MarkKind.DOUBTFUL, MarkKind.DURATION, MarkKind.PROTECTED)
    for index, mark in enumerate(marks):
        found = _of_mark(painted, mark, now, process)
        if isinstance(found, Span):
            following = marks[index + 1] if index + 1 < len(marks) else None
            return _between(painted, found, following, now, process) or _with_lead(painted, found)
        if found is not None:
            return found
    return None


def since(words: str, now: datetime, process: SalesProcess) -> Span | NoSpan | None:
    """As `span_in`, of something that has happened: "since Friday" is the last Friday, up to today.

    On a Friday that is a week ago: whoever means today says so.
    "Last week" and "the last 7 days" end today too.
    """
    for back in _BACK:
        painted = paint(words, now - timedelta(days=back), process)
        found = span_in(painted, now - timedelta(days=back), process)
        if not isinstance(found, Span):
            return found
        first = found.first or found.last
        named = first == now.date() and _WEEKDAY.search(words[found.start : found.end].lower())
        if first and first <= now.date() and not named:
            return Span(first, now.date(), found.start, found.end)
    return NoSpan(words, "that day is still to come")


def _of_mark(painted: Painted, mark: Mark, now: datetime, process: SalesProcess) -> Span | NoSpan | None:
    value, said, today = mark.value, painted.words(mark), now.date()
    if mark.kind is MarkKind.PAST and isinstance(value, Day):
        return Span(_start_of(value, process), _end_of_past(value, said, today), mark.start, mark.end)
    if isinstance(value, Day):
        return _of_day(value, mark)
    if isinstance(value, Duration):
        return _of_duration(painted, mark, value, today)
    if isinstance(value, Doubtful):
        if value.why == "a whole year" and len(value.choices) == 1:
            end = value.choices[0]
            return Span(_year_start(end), end, mark.start, mark.end)
        return NoSpan(said, value.why)
    if mark.kind is MarkKind.PROTECTED and _NO_QUARTER.match(said.lower()):
        return NoSpan(said, "a year has four quarters, Q1 to Q4")
    return None


def _of_day(value: Day, mark: Mark) -> Span:
    first, last = value.first or value.day, value.day
    if value.grain is Grain.WEEK:
        last = first + timedelta(days=6)
    elif value.grain is Grain.MONTH and value.part:
        first, last = _part_of_month(first, last, value.part)
    start, end = mark.start, mark.end
    match value.bound:
        case "before":
            return Span(None, first - timedelta(days=1), start, end)
        case "by" | "until":
            return Span(None, last, start, end)
        case "after":
            return Span(last + timedelta(days=1), None, start, end)
        case "since":
            return Span(first, None, start, end)
    return Span(first, last, start, end)


def _part_of_month(first: date, last: date, part: str) -> tuple[date, date]:
    if part == "early":
        return first, first.replace(day=10)
    return (first.replace(day=11), first.replace(day=20)) if part == "mid" else (first.replace(day=21), last)


def _of_duration(painted: Painted, mark: Mark, value: Duration, today: date) -> Span | None:
    """ "The next 30 days", "the last two weeks"; of any other length of time nothing is known."""
    before = painted.plain[: mark.start]
    try:
        if found := _NEXT.search(before):
            return Span(today, value.after(today), found.start(), mark.end)
        if found := _LAST.search(before):
            return Span(value.before(today), today, found.start(), mark.end)
    except OverflowError:
        return None
    return None


def _between(painted: Painted, one: Span, following: Mark | None, now: datetime, process: SalesProcess) -> Span | None:
    """Both ends said."""
    opened = _BETWEEN.search(painted.plain[: one.start])
    if not opened or following is None or not _AND.fullmatch(painted.plain, one.end, following.start):
        return None
    other = _of_mark(painted, following, now, process)
    if not isinstance(other, Span):
        return None
    first, last = one.first or one.last, other.last or other.first
    if first and last and last < first:
        first, last = last, first
    return Span(first, last, opened.start(), following.end)


def _with_lead(painted: Painted, span: Span) -> Span:
    """The small words before it are its own: "in March", "by the 15th"."""
    start = span.start
    while lead := _LEAD.search(painted.plain[:start]):
        start = lead.start()
    return Span(span.first, span.last, start, span.end)


def _start_of(value: Day, process: SalesProcess) -> date:
    match value.grain:
        case Grain.WEEK:
            return value.day - timedelta(days=value.day.weekday())
        case Grain.MONTH:
            return value.day.replace(day=1)
        case Grain.QUARTER:
            return Quarter.of(value.day, process.fiscal_year_starts).start
        case Grain.HALF:
            return Quarter.of(value.day, process.fiscal_year_starts).plus(-1).start
        case Grain.YEAR:
            return _year_start(value.day)
    return value.day


def _end_of_past(value: Day, said: str, today: date) -> date:
    """ "Last 7 days" and "two weeks ago" reach until today, "last week" to its end."""
    return value.day if value.grain is not Grain.DAY or not re.search(r"\d|days|weeks|months", said.lower()) else today


def _year_start(end: date) -> date:
    try:
        return end.replace(year=end.year - 1) + timedelta(days=1)
    except ValueError:
        return end - timedelta(days=365)
