"""Rules that read lengths of time: "in two weeks", "a week from Friday", "two weeks ago", "the week of March 3"."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from domain.reading.calendar_words import Unit
from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.marks import Day, Doubtful, Duration, Grain, Number
from domain.reading.period_rules import day_at, period_at
from domain.reading.periods import Period, close_of, on, piece_of, running

_LONGEST = {"minute": 10_000, "hour": 1_000, "day": 4_000, "working_day": 1_000, "week": 500, "weekend": 0}
_IN_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def duration(count: Decimal, unit: Unit) -> Duration | None:
    """So many units. None: more than people plan ahead."""
    count *= unit.times
    if unit.name in _IN_MONTHS:
        months = count * _IN_MONTHS[unit.name]
        whole_months = int(months)
        return Duration(whole_months, int((months - whole_months) * 30)) if 0 < months <= 600 else None
    if not 0 < count <= _LONGEST[unit.name]:
        return None
    if unit.name in ("minute", "hour"):
        return Duration(minutes=int(count * (60 if unit.name == "hour" else 1)))
    if unit.name == "working_day":
        return Duration(days=int(count), working_days=True)
    return Duration(days=int(count * (7 if unit.name == "week" else 1)))


def duration_at(canvas: Canvas, found: re.Match[str], group: str = "t") -> Duration:
    """The length of time painted there. ValueError: none is."""
    value = canvas.at(found, group)
    if not isinstance(value, Duration):
        raise ValueError(group)
    return value


def _counted(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "two weeks", "a month", "a couple of days", "half a year", "a month and a half"."""
    unit = canvas.at(found, "u")
    if not isinstance(unit, Unit):
        return None
    count = Decimal(1)
    if found["n"]:
        number = canvas.at(found, "n")
        if not isinstance(number, Number) or number.sign or number.choices:
            return None
        count = number.value
    elif found["two"]:
        count = Decimal(2)
    elif found["half"]:
        count = Decimal("0.5")
    if found["more"]:
        count += Decimal("0.5")
    if found["work"]:
        if unit.name != "day":
            return None
        unit = Unit("working_day")
    length = duration(count, unit)
    return Piece("duration", found.start(), found.end(), length) if length else None


def _few(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "a few weeks", "a few days ago": nobody knows how many."""
    if found["ago"] or found["last"]:
        return Piece("past", found.start(), found.end(), Day(canvas.today - timedelta(days=1)))
    return Piece("doubtful", found.start(), found.end(), Doubtful("a few"))


def _coming_units(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the coming weeks"."""
    if canvas.plain[found.end() - 1] != "s":
        return None
    return Piece("doubtful", found.start(), found.end(), Doubtful("a few"))


def _added(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "1 year 2 months"."""
    a, b = duration_at(canvas, found, "a"), duration_at(canvas, found, "b")
    both = Duration(a.months + b.months, a.days + b.days, a.minutes + b.minutes)
    return Piece("duration", found.start(), found.end(), both)


def _or_more(canvas: Canvas, found: re.Match[str]) -> list[Piece] | None:
    """The 2 of "2-3 weeks" and of "two or three weeks"; the two of "a week or two"."""
    unit = _unit_under(canvas, found)
    number = canvas.at(found, "n")
    if not isinstance(unit, Unit) or not isinstance(number, Number) or number.choices or number.sign:
        return None
    length = duration(number.value, unit)
    return [Piece("duration", found.start("n"), found.end("n"), length)] if length else None


def _unit_under(canvas: Canvas, found: re.Match[str]) -> Unit | None:
    """The unit that a painted duration was counted in."""
    for at in range(found.start("t"), found.end("t")):
        piece = canvas.pieces.get(at)
        if piece is not None and isinstance(piece.value, Unit):
            return piece.value
    return None


def _in(canvas: Canvas, found: re.Match[str]) -> Piece | list[Piece]:
    """ "in two weeks", "2 weeks out"; "in 2-3 weeks" is two days."""
    if found["other"]:
        second = _from_now(canvas, duration_at(canvas, found, "other"))
        first = _from_now(canvas, duration_at(canvas, found))
        return [
            _ahead(found.start(), found.end("t"), first),
            _ahead(found.start("other"), found.end(), second),
        ]
    value = _from_now(canvas, duration_at(canvas, found))
    unit = _unit_under(canvas, found)
    if isinstance(value, Day) and unit is not None and unit.name == "quarter":
        steps = duration_at(canvas, found).months // 3
        quarter = running(canvas, "quarter", steps)
        choices = (value.day,) if quarter is None else (value.day, quarter.last)
        return piece_of(found.start(), found.end(), Doubtful("from today or at the end of that quarter", choices))
    if isinstance(value, Day) and found[0].startswith(("within", "over")):
        value = replace(value, bound="by")
    return _ahead(found.start(), found.end(), value)


def _ahead(start: int, end: int, value: Day | datetime) -> Piece:
    return Piece("day" if isinstance(value, Day) else "moment", start, end, value)


def _from_now(canvas: Canvas, length: Duration) -> Day | datetime:
    if length.minutes and not length.days and not length.months:
        return canvas.now + timedelta(minutes=length.minutes)
    return Day(length.after(canvas.today))


def _ago(canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("past", found.start(), found.end(), Day(duration_at(canvas, found).before(canvas.today)))


def _from_day(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "a week from Friday", "two weeks after the end of Q1", "3 days before Christmas"."""
    day, length = day_at(canvas, found), duration_at(canvas, found)
    named = not day.year_said and "near day" not in canvas.piece(found.start("d")).rules
    if named and length.months and not length.months % 12:
        return piece_of(found.start(), found.end(), Doubtful("a year from which one"))
    moved = length.before(day.day) if found["way"] in ("before", "prior to") else length.after(day.day)
    value = on(canvas, moved)
    return piece_of(
        found.start(), found.end(), replace(value, year_said=day.year_said) if isinstance(value, Day) else value
    )


def _one_from_day(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "week from Friday": a week of it."""
    unit = canvas.at(found, "u")
    length = duration(Decimal(1), unit) if isinstance(unit, Unit) and unit.name in ("week", "month") else None
    if length is None or canvas.plain[found.end("u") - 1] == "s":
        return None
    return piece_of(found.start(), found.end(), on(canvas, length.after(day_at(canvas, found).day)))


def _into(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "two weeks into Q2"."""
    day = duration_at(canvas, found).after(period_at(canvas, found).first)
    return piece_of(found.start(), found.end(), on(canvas, day))


def _weekday_and_week(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "Friday in a week", "Friday in two weeks"."""
    if "weekday" not in canvas.piece(found.start("d")).rules:
        return None
    return piece_of(found.start(), found.end(), on(canvas, duration_at(canvas, found).after(day_at(canvas, found).day)))


def _weekend(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "after the weekend" is Monday, "before the weekend" Friday; the weekend itself is no day."""
    unit = canvas.at(found, "u")
    if not isinstance(unit, Unit) or unit.name != "weekend":
        return None
    week = running(canvas, "week", 1 if found["rel"] and canvas.piece(found.start("rel")).kind == "next" else 0)
    if week is None:
        return None
    saturday = week.first + timedelta(days=5)
    if found["way"] == "after":
        return piece_of(found.start(), found.end(), on(canvas, saturday + timedelta(days=2)))
    if found["way"] == "before":
        return piece_of(found.start(), found.end(), on(canvas, saturday - timedelta(days=1)))
    return piece_of(found.start(), found.end(), Doubtful("a weekend", (saturday, saturday + timedelta(days=1))))


def _week_of(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "the week of March 3": its Friday."""
    unit, day = canvas.at(found, "u"), day_at(canvas, found)
    if not isinstance(unit, Unit) or unit.name not in ("week", "weekend"):
        return None
    monday = day.day - timedelta(days=day.day.weekday())
    if unit.name == "weekend":
        days = (monday + timedelta(days=5), monday + timedelta(days=6))
        return piece_of(found.start(), found.end(), Doubtful("a weekend", days))
    period = Period(monday, monday + timedelta(days=6), Grain.WEEK, day.year_said)
    return piece_of(found.start(), found.end(), close_of(canvas, period))


HOW_LONG = "(?P<t>{duration})(?:(?: |-)?(?:to|or|-|/)(?: |-)?(?P<other>{duration}))?"
_ABOUT = (
    "(?: (?:about|around|roughly|approximately|approx|another|maybe|probably|say|like|just|only|at least|less than))"
)
_WITHIN = r"(?:\b(?:in|within|after)(?: the(?: {next}| {coming})?)?|\bover the (?:{next}|{coming}))"

COUNTED = (
    rule(
        "a few",
        r"(?:\b(?:in|within|over|after) )?(?:\b(?:a|the) )?(?:{next} |{coming} "
        r"|(?P<last>{last}) )?{few} (?:more )?{unit}"
        r"(?: (?P<ago>ago|back\b))?",
        _few,
        "few",
    ),
    rule(
        "coming units",
        r"(?:\b(?:in|within|over) )?(?:\bthe )?(?:{next}|{coming}) {unit}",
        _coming_units,
        "next coming",
    ),
    rule(
        "duration",
        r"(?:(?P<n>{num})(?: |-)?|(?P<two>(?:\ba )?{couple}(?: of)?) |(?P<half>\bhalf(?: an?|-)?) ?|\b(?:an?|another) )"
        "(?:(?:more|full|solid|good|whole|extra|additional|calendar) )?(?P<work>(?:business|working)(?: |-))?"
        "(?P<u>{unit})(?P<more> and a half)?",
        _counted,
        "unit",
    ),
    rule("durations added", "(?P<a>{duration})(?:,? and|,|) ?(?P<b>{duration})", _added, "duration"),
    rule("duration or more", "(?P<n>{num}) ?(?:-|to|or|/) ?(?P<t>{duration})", _or_more, "duration"),
    rule("one or more", r"(?P<t>{duration}) (?:or|to) (?P<n>{num})(?! ?\w)", _or_more, "duration"),
)

FROM_NOW = (
    rule("weekday in a week", "(?P<d>{day}) in (?P<t>{duration})", _weekday_and_week, "duration"),
    rule(
        "after and from",
        "(?P<t>{duration}) (?P<way>from|after|before|prior to) (?:the )?(?P<d>{day})",
        _from_day,
        "duration",
    ),
    rule("week from a day", "(?P<u>{unit}) from (?:the )?(?P<d>{day})", _one_from_day, "unit"),
    rule("into a period", "(?P<t>{duration}) into (?:the )?(?P<p>{period})", _into, "duration"),
    rule(
        "in so long",
        _WITHIN + _ABOUT + "{0,2} " + HOW_LONG + r"(?:'?s?'? time\b| from (?:now|today)\b|)",
        _in,
        "duration",
    ),
    rule("so long from now", rf"{HOW_LONG}(?: or so)? (?:from now|out|away|hence|down the road)\b", _in, "duration"),
    rule("so long ago", r"(?P<t>{duration}) (?:ago|back)\b", _ago, "duration"),
    rule("the last so long", "{last} (?P<t>{duration})", _ago, "duration"),
    rule(
        "weekend",
        r"(?:\b(?P<way>after|before) )?(?:\bthe |(?P<rel>{this}|{next}) |\b)(?P<u>{unit})",
        _weekend,
        "unit",
    ),
    rule("week of a day", "(?:the )?(?P<u>{unit}) of (?:the )?(?P<d>{day})", _week_of, "unit"),
)
