"""Values that words say: numbers, percents, money and dates, each with the place where it was said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from domain.sales.quarter import add_months

Sign = Literal["", "+", "-"]
Bound = Literal["", "before", "by", "until", "after", "since"]
Part = Literal["", "early", "mid", "late", "end"]


class MarkKind(StrEnum):
    """What a mark holds. The last six are painted by the meaning layer, from the process and the opportunities."""

    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    DAY = "day"
    DOUBTFUL = "doubtful"
    PAST = "past"
    SHIFT = "shift"
    DURATION = "duration"
    CLOCK = "clock"
    MOMENT = "moment"
    PROTECTED = "protected"
    OPPORTUNITY = "opportunity"
    STAGE = "stage"
    COMPETITOR = "competitor"
    PERSON = "person"
    CATEGORY = "category"
    HELP = "help"


class Grain(StrEnum):
    """How wide the words are that named a day: "March" is a month, "the 15th" a day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a unit. `sign` is what stood before it ("+10"); the value carries it.

    `choices` is filled where the separators leave a doubt ("1.250.000" in a process that writes 1,250,000).
    """

    value: Decimal
    sign: Sign = ""
    choices: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, also said as odds ("1 in 4"), as a fraction ("two thirds") or as evens ("fifty-fifty")."""

    value: Decimal
    said: Literal["percent", "odds", "fraction", "evens"] = "percent"
    sign: Sign = ""

    @property
    def whole(self) -> int:
        """Whole percent, halves rounded up."""
        return int(self.value.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Points:
    """Percentage points: "10 points", "5 pts"."""

    value: Decimal
    sign: Sign = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount. `currency` is an ISO code, or None where none was said; `scale` is the multiplier said (1000: "250k").

    `per` is the period it is paid by ("80k a year"); `choices` as in Number.
    """

    amount: Decimal
    currency: str | None = None
    scale: int = 1
    per: str | None = None
    sign: Sign = ""
    choices: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The one day that the words come to: of a week its Friday, of a longer period its last day.

    `first` is where the period starts, `part` the part of it that was named, `bound` the word before it that makes it
    a limit rather than a day ("before Friday", "after March").
    """

    day: date
    grain: Grain = Grain.DAY
    first: date | None = None
    part: Part = ""
    year_said: bool = False
    bound: Bound = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words about time that name no day, or more than one. `why` is a short reason."""

    why: str
    choices: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Whole months and days are kept apart: months are not of one length."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    working_days: bool = False

    def after(self, day: date, sticky: bool = False) -> date:
        """That much later. `sticky`: a month's last day stays one. OverflowError beyond the calendar."""
        return self._move(day, 1, sticky)

    def before(self, day: date, sticky: bool = False) -> date:
        """That much earlier, as `after`."""
        return self._move(day, -1, sticky)

    def _move(self, day: date, way: Literal[1, -1], sticky: bool) -> date:
        if self.months:
            moved = move_months(day, way * self.months)
            day = moved if sticky else moved.replace(day=min(day.day, moved.day))
        if self.working_days:
            return move_working_days(day, way * self.days)
        return day + timedelta(days=way * self.days, minutes=way * self.minutes)


@dataclass(frozen=True, slots=True)
class Shift:
    """A move of the recorded date: "slips a month", "pull it in a week", "two weeks later"."""

    duration: Duration
    later: bool

    def applied_to(self, day: date) -> date:
        """The new date, counted from the recorded one: a month's last day stays one.

        OverflowError beyond the calendar.
        """
        return self.duration.after(day, sticky=True) if self.later else self.duration.before(day, sticky=True)


Value = Number | Percent | Points | Money | Day | Doubtful | Duration | Shift | time | datetime | str


@dataclass(frozen=True, slots=True)
class Mark:
    """A value found. `start` and `end` are offsets into the text as it was given; `rules` name what read it.

    What `value` is goes by the kind: NUMBER Number, PERCENT Percent, POINTS Points, MONEY Money, DAY and PAST Day,
    DOUBTFUL Doubtful, SHIFT Shift, DURATION Duration, CLOCK time, MOMENT datetime; PROTECTED and the kinds of the
    meaning layer str.
    """

    kind: MarkKind
    start: int
    end: int
    value: Value
    rules: tuple[str, ...] = ()


def move_months(day: date, months: int) -> date:
    """`add_months` that says OverflowError where the calendar ends."""
    try:
        return add_months(day, months)
    except ValueError as error:
        raise OverflowError("beyond the calendar") from error


def move_working_days(day: date, days: int) -> date:
    """Monday to Friday, no holidays. From a weekend the next working day is the first."""
    weeks, rest = divmod(abs(days), 5)
    step = timedelta(days=1 if days > 0 else -1)
    while day.weekday() > 4:
        day -= step
    day += 7 * weeks * step
    while rest:
        day += step
        rest -= day.weekday() < 5
    return day
