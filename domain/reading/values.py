"""The values of a whole phrase, for whoever wants nothing else of it: a search, an option of a command."""

from datetime import datetime

from domain.reading.answers import Answer, answer
from domain.reading.marks import Day, Money, Percent
from domain.reading.paint import paint
from domain.sales.process import SalesProcess


def dates_in(text: str, now: datetime, process: SalesProcess) -> tuple[Day, ...]:
    """The days that are named for certain, today or later, in the order of the words."""
    return tuple(
        mark.value for mark in paint(text, now, process).marks if mark.kind == "day" and isinstance(mark.value, Day)
    )


def money_in(text: str, now: datetime, process: SalesProcess) -> tuple[Money, ...]:
    """The amounts, with a currency or a multiplier."""
    return tuple(mark.value for mark in paint(text, now, process).marks if isinstance(mark.value, Money))


def percent_in(text: str, now: datetime, process: SalesProcess) -> tuple[Percent, ...]:
    """The percentages, also those said as odds or fractions."""
    return tuple(mark.value for mark in paint(text, now, process).marks if isinstance(mark.value, Percent))


def yes_no(text: str) -> bool | None:
    """True for yes and for "as it was", False for no, None for perhaps and for anything else."""
    said = answer(text)
    if said is None or said.answer is Answer.MAYBE:
        return None
    return said.answer is not Answer.NO
