"""Rules that read days by their number alone: "the 15th", "the 20th of next month", "13 to 15 July"."""

import re
from collections.abc import Iterator
from datetime import date

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.day_rules import NO_SUCH_DAY
from domain.reading.fiscal_rules import whole
from domain.reading.marks import Day, Doubtful, Grain
from domain.reading.period_rules import day_at, period_at
from domain.reading.periods import on, piece_of
from domain.sales.quarter import month_end

# Leads after which "the second" is a day and not the second of something.
_DATING = frozenset(("on", "by", "until", "till", "til", "before", "after", "since", "from"))


def coming_days_of_month(today: date, day: int) -> Iterator[date]:
    """The next days with that day of the month; months without it are passed over."""
    for ahead in range(24):
        end = month_end(today.year, today.month + ahead)
        if day <= end.day and end.replace(day=day) >= today:
            yield end.replace(day=day)


def _day_of_period(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the 20th of next month"."""
    period, number = period_at(canvas, found), whole(canvas, found, "d")
    in_letters = canvas.plain[found.start("d")].isalpha()
    if period.grain is not Grain.MONTH or not 1 <= number <= 31 or (in_letters and not found["of"]):
        return None
    if number > period.last.day:
        return piece_of(found.start(), found.end(), Doubtful(NO_SUCH_DAY))
    day = period.first.replace(day=number)
    if period.bare and day < canvas.today:  # "the 1st of the month", said on the 20th
        day = next(coming_days_of_month(canvas.today, number))
    return piece_of(found.start(), found.end(), on(canvas, day))


def _day_of_month(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the 15th" is the next one; "the second" is a day only after a word such as "by"."""
    if canvas.plain[found.start("d")].isalpha() and found["lead"] not in _DATING:
        return None
    day = next(coming_days_of_month(canvas.today, whole(canvas, found, "d")))
    return Piece("day", found.start("d"), found.end(), Day(day))


def _same_month(canvas: Canvas, found: re.Match[str]) -> Piece | None:
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
    return Piece("day", found.start("n"), found.end("n"), other)


# What may follow "the 15th" as a date; anything else is what it counts ("the 1st meeting").
_OTHER = r"$|[^\w \ue000-\uf8ff]|{percent}|{money}|{clock}"
_GOES_ON = (
    rf"(?= ?(?:{_OTHER}|{{this}}|{{next}}|(?:or|and|to|until|till?|through|thru|at|for|if|please|pls|latest|works?"
    rf"|is|was"
    r"|will|would|should|then|now|inclusive|probably|maybe|hopefully|i|we|they|he|she|it|you|so|but|instead|in|with|as"
    r"|because|since|when|which|that|not|looks|seems|sounds|can|could|may|might|due|pending|assuming|unless|after|before"
    r"|next|by|on)\b))"
)
_ENDS = rf"(?= ?(?:{_OTHER}|(?:or|to|until|till?|through|thru|please|pls|at the latest|works|is fine)\b))"
_LEAD = r"\b(?P<lead>on|by|from|to|till?|until|before|after|since|around|about|for|is|or|and|between|through|it's|its) "
_NO_COUNT = r"(?![:\w%]| ?(?:{unit}|{month}|{period}))"
_TO = "(?:-|/|to|through|thru|till?|until)"

RULES = (
    rule(
        "day of a period",
        "(?:the )?(?P<d>{ord})(?: {unit})?(?: |-)(?P<of>of )?(?:the )?(?P<p>{period})",
        _day_of_period,
        "period",
    ),
    rule("number of a period", "(?P<d>{num}) (?P<of>of) (?:the )?(?P<p>{period})(?!')", _day_of_period, "period"),
    rule("days of one month", f"(?P<n>{{on}}) ?{_TO} ?(?:the )?(?P<known>{{day}})", _same_month, "day"),
    rule("either day of one month", "(?P<n>{ord}) (?:or|and) (?:the )?(?P<known>{day})", _same_month, "day"),
    rule("days of that month", rf"(?P<known>{{day}}) ?{_TO} ?(?:the )?(?P<n>{{on}}){_NO_COUNT}", _same_month, "day"),
    rule(
        "either day of that month",
        rf"(?P<known>{{day}}) (?:or|and) (?:the )?(?P<n>{{ord}}{_NO_COUNT}|{{num}}(?= ?(?:$|[.,;!?])))",
        _same_month,
        "day",
    ),
    rule("day of the month", rf"(?:{_LEAD}(?:the )?|\bthe )(?P<d>{{ord}}){_GOES_ON}", _day_of_month, "ord"),
    rule("day by its number", rf"(?:^|[.,;:!?(\n-]) ?(?P<lead>)(?P<d>{{ord}}){_ENDS}", _day_of_month, "ord"),
)
