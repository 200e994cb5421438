"""Three companies with different calendars, and what painting a text gives, short enough to compare."""

from datetime import UTC, date, datetime
from decimal import Decimal

from domain.reading.marks import Day, Doubtful, Duration, Money, Number, Percent, Points, Shift
from domain.reading.paint import Painted, paint
from domain.sales.process import DateOrder, ForecastCategory, SalesProcess, Stage

_STAGES = (
    Stage("Proposal", 50, ForecastCategory.BEST_CASE),
    Stage("Won", 100, ForecastCategory.CLOSED, won=True),
    Stage("Lost", 0, ForecastCategory.OMITTED, lost=True),
)

CALENDAR = SalesProcess(_STAGES, "USD", DateOrder.MONTH_FIRST, 1)
FEBRUARY = SalesProcess(_STAGES, "USD", DateOrder.MONTH_FIRST, 2)
JULY = SalesProcess(_STAGES, "EUR", DateOrder.DAY_FIRST, 7)

FRIDAY = "2026-11-20"


def at(day: str) -> datetime:
    """Ten in the morning of that day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=10)


def painted(text: str, now: str = FRIDAY, process: SalesProcess = CALENDAR) -> Painted:
    return paint(text, at(now), process)


def found(text: str, now: str = FRIDAY, process: SalesProcess = CALENDAR) -> list[str]:
    """Every mark as "kind value"; the value of a day is its date, of a doubt its choices."""
    return [f"{mark.kind.value} {_short(mark.value)}".strip() for mark in painted(text, now, process).marks]


def _short(value: object) -> str:
    match value:
        case Day(day=day):
            return day.isoformat()
        case Doubtful(choices=choices):
            return " ".join(day.isoformat() for day in choices)
        case Number(value=number) | Percent(value=number) | Points(value=number):
            return _plain(number)
        case Money(amount=amount, currency=currency):
            return f"{_plain(amount)} {currency}" if currency else _plain(amount)
        case Shift(duration=duration, later=later):
            return ("+" if later else "-") + _length(duration)
        case Duration():
            return _length(value)
        case _:
            return str(value)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _length(duration: Duration) -> str:
    parts = [(duration.months, "m"), (duration.days, "w" if duration.working_days else "d"), (duration.minutes, "min")]
    return "".join(f"{count}{unit}" for count, unit in parts if count)
