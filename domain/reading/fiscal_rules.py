"""Rules that read quarters, halves and fiscal years: "Q1", "FY27 Q1", "third quarter", "H2 next year"."""

import re

from domain.reading.calendar_words import FiscalYear, Unit
from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.marks import Doubtful, Number
from domain.reading.periods import PAST, Period, fiscal_year_of, half_of, piece_of, quarter_of
from domain.sales.quarter import Quarter


def whole(canvas: Canvas, found: re.Match[str], group: str) -> int:
    """The plain whole number painted there. ValueError: it is none."""
    value = canvas.at(found, group)
    if isinstance(value, int):
        return value
    if isinstance(value, Number) and value.value % 1 == 0 and not value.sign and not value.choices:
        return int(value.value)
    raise ValueError(group)


def unit_name(canvas: Canvas, found: re.Match[str], group: str = "u") -> str:
    """ "week", "month"…; "" for what is no single unit, such as a fortnight or a plural."""
    unit = canvas.at(found, group)
    plural = canvas.plain[found.end(group) - 1] == "s"
    return unit.name if isinstance(unit, Unit) and unit.times == 1 and not plural else ""


def _ordinal(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "third quarter", "2nd half", "last quarter of FY27"."""
    number = whole(canvas, found, "o") if found["o"] else None
    if not found["u"]:
        return Piece("half", found.start(), found.end(), number or 2) if number in (None, 1, 2) else None
    if unit_name(canvas, found) != "quarter" or (number or 4) > 4:
        return None
    return Piece("qtr", found.start(), found.end(), number or 4)


def _fiscal_year(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "fiscal year 2027", "fiscal 27"."""
    number = whole(canvas, found, "y")
    year = number + 2000 if number < 100 else number
    return Piece("fy", found.start(), found.end(), FiscalYear(year, found["kind"] == "calendar"))


def _named(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    piece = canvas.piece(found.start("q"))
    half, number = piece.kind == "half", whole(canvas, found, "q")
    starts = 1 if found["cal"] else canvas.process.fiscal_year_starts
    running = Quarter.of(canvas.today, starts).year
    year_unit = bool(found["u"]) and unit_name(canvas, found) == "year"
    end = found.end("q") if found["u"] and not year_unit else found.end()
    if said := found["f"] or found["f2"]:
        fiscal = canvas.at(found, "f" if found["f"] else "f2") if said else None
        calendar = isinstance(fiscal, FiscalYear) and fiscal.calendar
        year = fiscal.year if isinstance(fiscal, FiscalYear) else running
        periods = [_span(half, number, year, 1 if calendar else starts)]
    elif found["y"] or found["yy"]:
        year = whole(canvas, found, "y") if found["y"] else 2000 + whole(canvas, found, "yy")
        if not 1990 <= year < 2100:
            return None
        periods = _in_year(half, number, year, starts)
    elif year_unit:
        steps = 1 if canvas.piece(found.start("rel")).kind == "next" else 0
        of_calendar = _in_year(half, number, canvas.today.year + steps, starts)[1:]
        periods = [_span(half, number, running + steps, starts), *of_calendar]
    else:
        both = (_span(half, number, year, starts, said=False) for year in (running, running + 1))
        periods = [next(period for period in both if period.last >= canvas.today)]
    return piece_of(found.start(), end, _one_of(canvas, periods))


def _span(half: bool, number: int, year: int, starts: int, said: bool = True) -> Period:
    if half:
        return half_of(Quarter(year, 2 * number - 1, starts), said)
    return quarter_of(Quarter(year, number, starts), said)


def _in_year(half: bool, number: int, year: int, starts: int) -> list[Period]:
    """What "Q1 2027" may mean: that of the fiscal year called 2027, and the one that ends in 2027."""
    called = _span(half, number, year, starts)
    following = _span(half, number, year + 1, starts)
    return [called] if called.last.year == year else [called, following]


def _one_of(canvas: Canvas, periods: list[Period]) -> Period | Doubtful:
    if len(set(periods)) > 1:
        return Doubtful("which year", tuple(period.last for period in periods if period.last >= canvas.today))
    return periods[0] if periods[0].last >= canvas.today else Doubtful(PAST)


def _year(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "FY27" by itself."""
    fiscal = canvas.at(found, "f")
    if not isinstance(fiscal, FiscalYear):
        return None
    period = fiscal_year_of(canvas, fiscal.year, 1 if fiscal.calendar else None)
    return piece_of(found.start(), found.end(), period if period.last >= canvas.today else Doubtful(PAST))


RULES = (
    rule("ordinal quarter", "(?:(?P<o>{ord})|{last}(?= {unit} of))(?: |-)(?P<u>{unit})", _ordinal, "unit"),
    rule(
        "ordinal half",
        r"(?P<o>{ord})(?: |-)half(?P<u>)?\b(?! of (?:the )?(?:{mon}|{to_come} {mon}|{unit}|month|day))",
        _ordinal,
        "ord",
    ),
    rule("fiscal year", "(?P<kind>fiscal|calendar) (?:{unit} )?(?P<y>{n})", _fiscal_year, "num year"),
    rule(
        "quarter",
        "(?:(?P<f>{fy})[ ,/-]{0,2})?(?P<cal>calendar )?(?P<q>{qtr}|{half})"
        "(?:[-/'](?P<yy>{num})|[ ,/'-]{0,2}(?:(?:of|in) )?(?:the )?(?:(?P<f2>{fy})|(?P<y>{year})"
        "|(?P<rel>{this}|{next})(?: |-)(?:fiscal |calendar )?(?P<u>{unit})))?",
        _named,
        "qtr half",
    ),
    rule("fiscal year by itself", "(?P<f>{fy})", _year, "fy"),
)
