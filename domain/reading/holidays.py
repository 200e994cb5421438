"""Holidays that sales people date things by, worked out for any year."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

OfYear = Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday of the western church, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> OfYear:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, number: int) -> OfYear:
    """The nth such weekday of the month, counted from its end where the number is negative."""

    def of(year: int) -> date:
        if number > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-number - 1))

    return of


def _from_easter(days: int) -> OfYear:
    return lambda year: easter(year) + timedelta(days=days)


def _after(of: OfYear, days: int) -> OfYear:
    return lambda year: of(year) + timedelta(days=days)


def _kings_day(year: int) -> date:
    """27 April in the Netherlands, the day before where that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == 6 else day


def _workday_near(month: int, day: int) -> OfYear:
    """That day, or the working day nearest to it."""

    def of(year: int) -> date:
        given = date(year, month, day)
        return given + timedelta(days={5: -1, 6: 1}.get(given.weekday(), 0))

    return of


def _before(month: int, day: int, weekday: int) -> OfYear:
    """The last such weekday on or before that day."""

    def of(year: int) -> date:
        given = date(year, month, day)
        return given - timedelta(days=(given.weekday() - weekday) % 7)

    return of


_MON, _THU, _SUN = 0, 3, 6
_THANKSGIVING = _nth(11, _THU, 4)

_TABLE: Mapping[str, OfYear] = {
    "christmas|christmas day|xmas|xmas day|x-mas": _fixed(12, 25),
    "christmas eve|xmas eve": _fixed(12, 24),
    "boxing day|st. stephen's day": _fixed(12, 26),
    "new year's eve|new years eve|new year eve|nye|silvester": _fixed(12, 31),
    "new year's day|new years day|new year's|new years|new year day": _fixed(1, 1),
    "three kings day": _fixed(1, 6),
    "mlk day|mlk jr day|mlk jr. day|martin luther king day|martin luther king jr. day": _nth(1, _MON, 3),
    "groundhog day": _fixed(2, 2),
    "valentine's day|valentines day|valentine's|valentine day": _fixed(2, 14),
    "presidents day|presidents' day|president's day|washington's birthday": _nth(2, _MON, 3),
    "st. patrick's day|st patrick's day|st patricks day|saint patrick's day|paddy's day": _fixed(3, 17),
    "april fools|april fools day|april fool's day|april fools' day": _fixed(4, 1),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "australia day": _fixed(1, 26),
    "king's day|kings day|koningsdag": _kings_day,
    "may day": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "mother's day|mothers day|mothers' day": _nth(5, _SUN, 2),
    "victoria day": _before(5, 24, _MON),
    "memorial day": _nth(5, _MON, -1),
    "father's day|fathers day|fathers' day": _nth(6, _SUN, 3),
    "juneteenth": _fixed(6, 19),
    "midsummer|midsummer day": _fixed(6, 24),
    "canada day": _fixed(7, 1),
    "independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "assumption day": _fixed(8, 15),
    "labor day|labour day": _nth(9, _MON, 1),
    "german unity day": _fixed(10, 3),
    "columbus day|indigenous peoples day|indigenous peoples' day|canadian thanksgiving": _nth(10, _MON, 2),
    "boss's day|boss day|bosses day": _workday_near(10, 16),
    "halloween|hallowe'en": _fixed(10, 31),
    "all saints|all saints day|all saints' day": _fixed(11, 1),
    "guy fawkes|guy fawkes night|bonfire night": _fixed(11, 5),
    "veterans day|veteran's day|veterans' day|remembrance day|armistice day": _fixed(11, 11),
    "singles day|singles' day": _fixed(11, 11),
    "thanksgiving|thanksgiving day|turkey day": _THANKSGIVING,
    "black friday": _after(_THANKSGIVING, 1),
    "cyber monday": _after(_THANKSGIVING, 4),
    "giving tuesday": _after(_THANKSGIVING, 5),
    "shrove tuesday|mardi gras|pancake day": _from_easter(-47),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "maundy thursday|holy thursday|covenant thursday": _from_easter(-3),
    "good friday": _from_easter(-2),
    "easter saturday|holy saturday": _from_easter(-1),
    "easter|easter sunday|easter day": easter,
    "easter monday|easter mon": _from_easter(1),
    "ascension day": _from_easter(39),
    "pentecost|whit sunday|whitsun": _from_easter(49),
    "whit monday|pentecost monday": _from_easter(50),
    "corpus christi": _from_easter(60),
}

HOLIDAYS: Mapping[str, OfYear] = {name: of for names, of in _TABLE.items() for name in names.split("|")}


_OTHER_FEASTS = (
    "chinese new year's day|chinese new year|lunar new year|parsi new year|diwali|deepavali|ramadan|eid|passover"
    "|hanukkah"
    "|chanukah|yom kippur|rosh hashanah|sukkot|purim|golden week|orthodox easter|orthodox christmas"
    "|orthodox good friday|carnival|nowruz|holi|vesak|songkran|tet|mid-autumn festival"
)
# Feasts of other calendars: known to be dates, but not which.
UNKNOWN = frozenset(_OTHER_FEASTS.split("|"))


def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for name in sorted((*HOLIDAYS, *UNKNOWN), key=len, reverse=True):
        names.setdefault(name.replace(".", " ").replace("'", " ").replace("-", " ").split()[0], []).append(name)
    return {first: tuple(rest) for first, rest in names.items()}


# first word → the names that begin with it, longest first
NAMES: Mapping[str, tuple[str, ...]] = _by_first_word()
