"""The words of the calendar: months, weekdays, units of time, ordinals, and the small words that place them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

UnitName = Literal["minute", "hour", "day", "working_day", "week", "month", "quarter", "half", "year", "weekend"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time, and how many of it the word means: a fortnight is two weeks."""

    name: UnitName
    times: int = 1


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year by the year it ends in, or ("CY27") a calendar year."""

    year: int
    calendar: bool = False


# The first word of each is right; those after the short ones are slips of the keyboard.
_MONTHS = (
    "january jan janurary janaury januray|february feb febr febuary feburary februray|march mar|april apr apirl|may"
    "|june jun|july jul|august aug agust augst|september sep sept septmber setpember|october oct ocotber octobre"
    "|november nov novemeber novmber|december dec decemeber decmber"
)
_WEEKDAYS = (
    "monday mon mondy|tuesday tue tues teusday tuseday|wednesday wed weds wednsday wensday wendesday"
    "|thursday thu thur thurs thrusday thursdy thurday|friday fri firday firdy|saturday sat saterday|sunday sun"
)
_UNITS: Mapping[UnitName, str] = {
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks wk wks",
    "month": "month months mth mths mo mos",
    "quarter": "quarter quarters qtr qtrs",
    "half": "halves",
    "year": "year years yr yrs",
    "weekend": "weekend weekends",
}
_LONGER_UNITS = {
    "fortnight": Unit("week", 2),
    "fortnights": Unit("week", 2),
    "decade": Unit("year", 10),
    "decades": Unit("year", 10),
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
# Month and weekday names that are also verbs, nouns or first names: read only where the words around them say time.
_MAYBE_MONTHS = {"march", "mar", "may", "april", "june", "jan", "august"}
_MAYBE_WEEKDAYS = {"sat", "sun", "mon", "wed", "weds", "thu"}
_PLACES = {
    "this": "this current",
    "next": "next following nxt",
    "coming": "coming upcoming",
    "last": "last previous past prior",
    "early": "early",
    "begin": "beginning start",
    "mid": "mid middle",
    "late": "late",
    "end": "end",
    "couple": "couple",
    "soon": "soon shortly eventually someday tbd tba",
    "sometime": "sometime",
    "later": "later",
    "some": "some",
    "future": "future",
    "season": "spring summer autumn fall winter",
    "break": "holidays holiday vacation vacations",
    "part": "morning afternoon evening night nite",
    "few": "few several",
}

_NEAR = {
    -1: "yesterday yesterdays",
    0: "today todays tonight tonite",
    1: "tomorrow tomorrows tmrw tmr tmw tomorow tommorow tommorrow",
}
_ENDS = {
    "eod": "day",
    "cob": "day",
    "eow": "week",
    "eom": "month",
    "eoq": "quarter",
    "eoy": "year",
    "fye": "fiscal_year",
    "eofy": "fiscal_year",
}

SUFFIX_UNITS: Mapping[str, Unit] = {
    "d": Unit("day"),
    "w": Unit("week"),
    "h": Unit("hour"),
    "y": Unit("year"),
    "q": Unit("quarter"),
}


def _names() -> Iterator[tuple[str, str, object]]:
    """Each word with its kind and value."""
    for number, names in enumerate(_MONTHS.split("|"), 1):
        yield from ((name, "maybe_month" if name in _MAYBE_MONTHS else "month", number) for name in names.split())
    for number, names in enumerate(_WEEKDAYS.split("|")):
        day = names.split()[0]
        yield f"{day}s", "wdays", number
        yield from ((name, "maybe_wday" if name in _MAYBE_WEEKDAYS else "wday", number) for name in names.split())
    for number, name in enumerate(_ORDINALS.split(), 1):
        yield name, "ord", number
    yield "thirtieth", "ord", 30
    for unit, names in _UNITS.items():
        yield from ((name, "unit", Unit(unit)) for name in names.split())
    for name, means in _LONGER_UNITS.items():
        yield name, "unit", means
    for ahead, names in _NEAR.items():
        yield from ((name, "relday", ahead) for name in names.split())
    for name, end in _ENDS.items():
        yield name, "bar", end
    for kind, names in _PLACES.items():
        yield from ((name, kind, name) for name in names.split())


# word → (kind, value)
LEXICON: Mapping[str, tuple[str, object]] = {name: (kind, value) for name, kind, value in _names()}
