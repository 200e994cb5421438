"""Which questions are worth asking, most worth first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.asking.question import Facts, Playbook, Reason
from domain.asking.reasons import Case, reasons
from domain.asking.worth import Book, most_worth_first, worth
from domain.sales.opportunity import Opportunity
from domain.sales.process import SalesProcess

_NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An opportunity worth a question, why, and how much (in the currency of its amount)."""

    opportunity: Opportunity
    reason: Reason
    worth: float


def rank(
    opportunities: Sequence[Opportunity],
    book: Book,
    facts: Mapping[str, Facts],
    playbook: Playbook,
    process: SalesProcess,
    today: date,
) -> Iterator[Candidate]:
    """Those for which a rule holds, most worth first, found one by one: who needs five reads about five.

    `book` holds the same opportunities as columns. Of several rules that hold, the first in app.yaml is the reason.
    """
    values = worth(book)
    for index in most_worth_first(values):
        opportunity = opportunities[index]
        case = Case(opportunity, facts.get(opportunity.id, _NO_FACTS), process, today)
        reason = next(reasons(case, playbook.rules), None)
        if reason:
            yield Candidate(opportunity, reason, float(values[index]))


def rested(
    opportunities: Sequence[Opportunity], last_asked: Mapping[str, datetime], playbook: Playbook, now: datetime
) -> tuple[Opportunity, ...]:
    """Those about which nothing was asked within the cool-down."""
    return tuple(
        o for o in opportunities if o.id not in last_asked or (now - last_asked[o.id]).days >= playbook.cool_down
    )
