"""Tickets of Freshdesk, oldest change first; the next page asks on from the last change, not by page number.

Read in Freshdesk's API reference, v2: "List All Tickets", "View a Company", "Create a Note". Page numbers end at 300,
and a ticket that changes meanwhile would move others over the edge of a page.
"""

import html
from datetime import datetime
from typing import Any

from adapters.feeds import values
from adapters.feeds.answers import at, objects, stamp, taken
from adapters.feeds.client import Client
from adapters.feeds.faults import Busy, FeedFault, NotThere
from adapters.feeds.feed import FIRST_LOOK, Mark, Page
from adapters.feeds.spec import Terms
from domain.sales.account_facts import AccountName, Severity, SupportTicket, TicketStatus

_PER_PAGE = 100
_STATUS = {"2": TicketStatus.OPEN, "3": TicketStatus.PENDING, "4": TicketStatus.SOLVED, "5": TicketStatus.SOLVED}
_PRIORITY = {"1": Severity.LOW, "2": Severity.NORMAL, "3": Severity.HIGH, "4": Severity.URGENT}


class Freshdesk:
    """One account. `client` authorizes with the API key as the user."""

    def __init__(self, name: str, client: Client, terms: Terms) -> None:
        self._name, self._client, self._terms = name, client, terms
        self._companies: dict[int, Any] = {}

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        since, number = str(mark.get("since") or stamp(now - FIRST_LOOK)), int(mark.get("page", 1))
        order = {"order_by": "updated_at", "order_type": "asc", "include": "requester"}
        found = self._client.get(
            "api/v2/tickets", {"updated_since": since, **order, "per_page": _PER_PAGE, "page": number}
        ).json()
        if not isinstance(found, list):
            raise FeedFault("the answer is no list of tickets: look at the address")
        tickets = objects(found)
        self._look_up(tickets)
        facts, faults = taken(tickets, lambda ticket: self._ticket(ticket, now), "id")
        last = str(tickets[-1].get("updated_at")) if tickets else since
        full = len(found) >= _PER_PAGE
        step: Mark = {"since": last} if last != since else {"since": since, "page": number + 1 if full else 1}
        return Page(tuple(facts), step, full, len(found), tuple(faults))

    def comment(self, ticket: str, words: str) -> None:
        self._client.tell(f"api/v2/tickets/{int(ticket)}/notes", {"body": html.escape(words), "private": True})

    def _look_up(self, tickets: list[Any]) -> None:
        """Names of companies, each asked for once; where the quota ends, the page is read again later from there."""
        wanted = {int(t["company_id"]) for t in tickets if isinstance(t.get("company_id"), int)}
        for company in sorted(wanted - self._companies.keys()):
            if self._client.pause:
                raise Busy("its quota is used up", self._client.pause)
            try:
                self._companies[company] = self._client.get(f"api/v2/companies/{company}").object()
            except NotThere:
                self._companies[company] = {}

    def _ticket(self, ticket: Any, now: datetime) -> SupportTicket | None:
        of = ticket.get("company_id")
        company = self._companies.get(of) if isinstance(of, int) else None
        domains = at(company, "domains")
        email = at(ticket, "requester", "email")
        domain = values.words(domains[0]) if isinstance(domains, list) and domains else values.domain_of(email)
        account = AccountName("", domain, values.words(at(company, "name")))
        written = values.moment(ticket.get("updated_at"))
        if not account.key or written is None:
            return None
        number = values.words(ticket.get("id"))
        return SupportTicket(
            source=self._name,
            source_id=number,
            account=account,
            status=self._status(ticket.get("status")),
            at=written,
            seen=now,
            severity=_PRIORITY.get(values.words(ticket.get("priority")), Severity.NORMAL),
            title=values.words(ticket.get("subject")),
            opened=values.moment(ticket.get("created_at")),
            due=values.moment(ticket.get("due_by")),
            breached=ticket.get("is_escalated") is True,
            link=f"{self._client.base}/a/tickets/{number}",
            takes_comments=True,
        )

    def _status(self, status: Any) -> TicketStatus:
        """A status of their own (a number from 6 on) is open unless app.yaml says otherwise."""
        own = self._terms.states.get(values.words(status))
        return TicketStatus(own) if own else _STATUS.get(values.words(status), TicketStatus.OPEN)
