"""Which open opportunities a hold or a burning ticket of their account puts at risk, and with how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.sales.account_facts import CreditHold, Fact, HoldState, Severity, SupportTicket, TicketStatus
from domain.sales.opportunity import Opportunity


@dataclass(frozen=True, slots=True)
class Risk:
    """Why one opportunity is at risk. `amount` is what is at stake, zero where it is not told.

    `unknown` are holds nobody can say about now: they put nothing at risk for sure, and nothing is clear.
    """

    opportunity: str
    amount: Decimal
    holds: tuple[CreditHold, ...] = ()
    tickets: tuple[SupportTicket, ...] = ()
    unknown: tuple[CreditHold, ...] = ()

    @property
    def certain(self) -> bool:
        return bool(self.holds or self.tickets)


def at_risk(
    opportunities: Iterable[Opportunity], facts: Mapping[str, Sequence[Fact]], now: datetime
) -> dict[str, Risk]:
    """The risk of each open opportunity that has one, by its id.

    `facts` are those of each account by its id, as they may be relied on `now` (see `as_of`).
    """
    found = {}
    for opportunity in opportunities:
        about = facts.get(opportunity.account_id, ()) if opportunity.account_id and not opportunity.closed_on else ()
        holds = tuple(f for f in about if isinstance(f, CreditHold) and f.state is HoldState.PLACED)
        unknown = tuple(f for f in about if isinstance(f, CreditHold) and f.state is HoldState.UNKNOWN)
        tickets = tuple(f for f in about if isinstance(f, SupportTicket) and burning(f, now))
        if holds or tickets or unknown:
            amount = opportunity.amount or Decimal(0)
            found[opportunity.id] = Risk(opportunity.id, amount, holds, tickets, unknown)
    return found


def burning(ticket: SupportTicket, now: datetime) -> bool:
    """Whether it would embarrass a visit: urgent, high, or its promise broken. One for which a source is silent is not
    known to burn."""
    if not ticket.standing or ticket.status is TicketStatus.UNKNOWN:
        return False
    return ticket.severity.rank >= Severity.HIGH.rank or ticket.late(now)
