"""The words of the calendar: months, weekdays, units of time, ordinals, and the small words that place them."""

from collections.abc import Mapping
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


_MONTHS = (
    "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|september sep sept|"
    "october oct|november nov|december dec"
)
_WEEKDAYS = "monday mon|tuesday tue tues|wednesday wed weds|thursday thu thur thurs|friday fri|saturday sat|sunday sun"
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
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
# Month and weekday names that are also verbs, nouns or first names: read only where the words around them say time.
_MAYBE_MONTHS = {"march", "mar", "may", "april", "june", "jan", "august"}
_MAYBE_WEEKDAYS = {"sat", "sun", "mon", "wed", "weds", "thu"}
_PLACES = {
    "this": "this current",
    "next": "next following",
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
    "part": "morning afternoon evening night",
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
}

SUFFIX_UNITS: Mapping[str, Unit] = {
    "d": Unit("day"),
    "w": Unit("week"),
    "y": Unit("year"),
    "q": Unit("quarter"),
}


def _lexicon() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {}
    for number, names in enumerate(_MONTHS.split("|"), 1):
        for name in names.split():
            words[name] = ("maybe_month" if name in _MAYBE_MONTHS else "month", number)
    for number, names in enumerate(_WEEKDAYS.split("|")):
        for name in names.split():
            words[name] = ("maybe_wday" if name in _MAYBE_WEEKDAYS else "wday", number)
            if name.endswith("day"):
                words[f"{name}s"] = ("wdays", number)
    for unit, names in _UNITS.items():
        for name in names.split():
            words[name] = ("unit", Unit(unit))
    words["fortnight"] = words["fortnights"] = ("unit", Unit("week", 2))
    words["decade"] = words["decades"] = ("unit", Unit("year", 10))
    words |= {word: ("relday", ahead) for ahead, names in _NEAR.items() for word in names.split()}
    words |= {word: ("bar", unit) for word, unit in _ENDS.items()}
    for number, name in enumerate(_ORDINALS.split(), 1):
        words[name] = ("ord", number if number <= 20 else 30)
    for kind, names in _PLACES.items():
        for name in names.split():
            words[name] = (kind, name)
    return words


# word → (kind, value)
LEXICON: Mapping[str, tuple[str, object]] = _lexicon()
