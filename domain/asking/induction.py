"""The minute of practice for somebody new: its steps, and the invented opportunity that stands in no record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.sales.opportunity import Opportunity
from domain.sales.process import SalesProcess

QUIET_QUESTIONS = 5
"""So many questions without any answer ever, and help is offered."""


class Step(StrEnum):
    """What the practice waits for."""

    WORDS = "words"
    TAP = "tap"
    HELP = "help"
    OVER = "over"


NEXT = {Step.WORDS: Step.TAP, Step.TAP: Step.HELP, Step.HELP: Step.OVER, Step.OVER: Step.OVER}


@dataclass(frozen=True, slots=True)
class Induction:
    """Where somebody's practice stands and in which thread, and when help was offered to them (UTC), if it was.

    Nothing tells how it went: whoever skips it and whoever finishes it are OVER alike.
    """

    person: str
    thread: int | None = None
    step: Step = Step.OVER
    helped: datetime | None = None


def invented(process: SalesProcess, today: date) -> Opportunity:
    """The opportunity to practise on. It has no owner and is never stored."""
    stage = process.open_stages[min(1, len(process.open_stages) - 1)]
    return Opportunity(
        "practice",
        "Jar counters",
        "Moonbeam Marmalade (invented)",
        "Jar counters",
        stage.name,
        stage.probability,
        Decimal(40_000),
        process.currency,
        today + timedelta(days=75),
    )
