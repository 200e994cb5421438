"""What happened between two states of one fact, and whether it is worse, over, or nothing to speak of."""

from decimal import Decimal

from domain.alerts.alert import What
from domain.sales.account_facts import CreditHold, Fact, HoldState, SupportTicket, TicketStatus, Trouble

OPENING = (What.PLACED, What.OPENED, What.REOPENED)
WORSE = (What.RAISED, What.ESCALATED, What.BREACHED, *OPENING)
OVER = (What.RELEASED, What.SOLVED, What.GONE)
_WORTH_SAYING = Decimal("0.1")


def happened(before: Fact | None, after: Trouble) -> What | None:
    """What a newer state of the same fact means; None where nobody needs to know.

    A first word that says released or solved is no news, and neither is a first unknown: it is shown where one looks.
    """
    if isinstance(after, CreditHold):
        return _hold(before if isinstance(before, CreditHold) else None, after)
    return _ticket(before if isinstance(before, SupportTicket) else None, after)


def size(hold: CreditHold) -> Decimal:
    """How big the trouble is: overdue plus over the limit, what is not told counting nothing."""
    return (hold.overdue or Decimal(0)) + (hold.over_limit or Decimal(0))


def _hold(before: CreditHold | None, after: CreditHold) -> What | None:
    stood = before is not None and before.standing
    if after.state is HoldState.RELEASED:
        return What.RELEASED if stood else None
    if after.state is HoldState.UNKNOWN:
        return What.UNKNOWN if before and before.state is HoldState.PLACED else None
    if before is None or before.state is not HoldState.PLACED:
        return What.PLACED
    if size(after) > size(before) * (1 + _WORTH_SAYING):
        return What.RAISED
    if size(after) < size(before):
        return What.LOWERED
    return What.CHANGED if _told(before) != _told(after) else None


def _ticket(before: SupportTicket | None, after: SupportTicket) -> What | None:
    stood = before is not None and before.standing
    if not after.standing:
        return (What.GONE if after.status is TicketStatus.DELETED else What.SOLVED) if stood else None
    if before is None or before.status is TicketStatus.UNKNOWN:
        return What.OPENED if after.status is not TicketStatus.UNKNOWN else None
    if not stood:
        return What.REOPENED
    if after.severity.rank > before.severity.rank:
        return What.ESCALATED
    if after.breached and not before.breached:
        return What.BREACHED
    if after.severity.rank < before.severity.rank:
        return What.EASED
    return What.CHANGED if _said(before) != _said(after) else None


def _told(hold: CreditHold) -> tuple[object, ...]:
    return hold.overdue, hold.over_limit, hold.since, hold.reason


def _said(ticket: SupportTicket) -> tuple[object, ...]:
    return ticket.status, ticket.title, ticket.due, ticket.opened
