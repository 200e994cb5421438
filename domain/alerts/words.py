"""Holds and tickets in words, short enough for a line; what is not known is called unknown, with its age."""

from datetime import date, datetime

from domain.alerts.risk import Risk
from domain.sales.account_facts import CreditHold, HoldState, Severity, SupportTicket, TicketStatus
from domain.sales.values import show_amount, show_date

_SEVERITIES = {
    Severity.LOW: "low-priority ticket",
    Severity.NORMAL: "ticket",
    Severity.HIGH: "high-priority ticket",
    Severity.URGENT: "urgent ticket",
}


def hold_in_short(hold: CreditHold, now: datetime, confirmed: datetime | None = None) -> str:
    """ "on credit hold since 2 Nov 2026, $62,000 overdue". `confirmed` is when the source was last heard of it."""
    if hold.state is HoldState.RELEASED:
        return f"credit hold lifted on {show_date(hold.at.date())}"
    if hold.state is HoldState.UNKNOWN:
        return f"credit state unknown, {hold.source} last told of it {ago(confirmed or hold.seen, now)}"
    told = [f"on credit hold since {show_date(since(hold))}"]
    return ", ".join([*told, *owed(hold)])


def ticket_in_short(ticket: SupportTicket, now: datetime, confirmed: datetime | None = None) -> str:
    """ "urgent ticket “API down”, open since 17 Nov 2026, answer overdue"."""
    what = f"{_SEVERITIES[ticket.severity]}{f' “{ticket.title}”' if ticket.title else ''}"
    if ticket.status is TicketStatus.SOLVED:
        return f"{what}, solved on {show_date(ticket.at.date())}"
    if ticket.status is TicketStatus.DELETED:
        return f"{what}, taken away on {show_date(ticket.at.date())}"
    if ticket.status is TicketStatus.UNKNOWN:
        return f"{what}, state unknown, {ticket.source} last told of it {ago(confirmed or ticket.seen, now)}"
    waits = "waits for the customer" if ticket.status is TicketStatus.PENDING else "open"
    when = f" since {show_date(ticket.opened.date())}" if ticket.opened else ""
    return f"{what}, {waits}{when}{', answer overdue' if ticket.late(now) else ''}"


def owed(hold: CreditHold) -> list[str]:
    """What is overdue and over the limit, as far as it is told."""
    told = [(hold.overdue, "overdue"), (hold.over_limit, "over the limit")]
    return [f"{show_amount(amount, hold.currency)} {what}" for amount, what in told if amount]


def since(hold: CreditHold) -> date:
    return hold.since or hold.at.date()


def ago(then: datetime, now: datetime) -> str:
    """ "today", "3 hours ago", "8 days ago"."""
    days = (now - then).days
    if days >= 1:
        return f"{days} day{'s' * (days != 1)} ago"
    hours = int((now - then).total_seconds() // 3600)
    return f"{hours} hour{'s' * (hours != 1)} ago" if hours >= 1 else "just now"


def risk_in_words(risk: Risk, now: datetime) -> list[str]:
    """A line for each thing that puts an opportunity at risk, or may."""
    sure = [hold_in_short(hold, now) for hold in risk.holds] + [ticket_in_short(t, now) for t in risk.tickets]
    unsure = [hold_in_short(hold, now) for hold in risk.unknown]
    return [*(f"At risk: {line}." for line in sure), *(f"{line[0].upper()}{line[1:]}." for line in unsure)]
