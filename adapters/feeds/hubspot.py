"""Tickets of HubSpot: the CRM search by last change, with the companies they belong to.

Read in HubSpot's "Search the CRM", "Associations" and "Pipelines". A search ends at 10,000 results, so the next page
asks on from the last change; what was changed shows in it only after a while, so each poll begins a little earlier.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.feeds import values
from adapters.feeds.answers import at, batches, by_id, listed, objects, taken
from adapters.feeds.client import Client
from adapters.feeds.feed import FIRST_LOOK, Mark, Page
from adapters.feeds.spec import Terms
from domain.sales.account_facts import AccountName, SupportTicket, TicketStatus

ADDRESS = "https://api.hubapi.com"
_PER_PAGE = 100
_CHANGED = "hs_lastmodifieddate"
_OVERLAP = timedelta(minutes=3)
_PROPERTIES = ["subject", "hs_pipeline_stage", "hs_ticket_priority", "createdate", "closed_date", _CHANGED]


class Hubspot:
    """One portal. `client` authorizes with the token of a private app."""

    def __init__(self, name: str, client: Client, terms: Terms) -> None:
        self._name, self._client, self._terms = name, client, terms
        self._stages: dict[str, tuple[str, bool]] = {}

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        since, after = int(mark.get("since") or _millis(now - FIRST_LOOK)), mark.get("after")
        body: dict[str, Any] = {
            "filterGroups": [{"filters": [{"propertyName": _CHANGED, "operator": "GTE", "value": str(since)}]}],
            "sorts": [{"propertyName": _CHANGED, "direction": "ASCENDING"}],
            "properties": _PROPERTIES,
            "limit": _PER_PAGE,
        }
        answer = self._client.ask("crm/v3/objects/tickets/search", body | ({"after": after} if after else {})).object()
        tickets = listed(answer, "results")
        companies = self._companies([str(ticket.get("id")) for ticket in tickets])
        self._know_stages(tickets)
        make = lambda ticket: self._ticket(ticket, companies.get(str(ticket.get("id"))), now)  # noqa: E731
        facts, faults = taken(tickets, make, "id")
        next_page = at(answer, "paging", "next", "after")
        last = max([since, *(_changed(ticket) for ticket in tickets)])
        if next_page is None:
            kept: Mark = {"since": max(since, min(last, _millis(now)) - _millis_of(_OVERLAP))}
        else:
            kept = {"since": last} if last > since else {"since": since, "after": str(next_page)}
        return Page(tuple(facts), kept, next_page is not None, len(tickets), tuple(faults))

    def _companies(self, tickets: list[str]) -> dict[str, Any]:
        """The company of each ticket, where it has one."""
        owner: dict[str, str] = {}
        for part in batches(tickets, _PER_PAGE):
            body = {"inputs": [{"id": ticket} for ticket in part]}
            answer = self._client.ask("crm/v4/associations/tickets/companies/batch/read", body).object()
            for found in listed(answer, "results"):
                targets = objects(found.get("to") or [])
                if targets:
                    owner[str(at(found, "from", "id"))] = str(targets[0].get("toObjectId"))
        known: dict[str, Any] = {}
        for part in batches(sorted(set(owner.values())), _PER_PAGE):
            read: dict[str, Any] = {"inputs": [{"id": company} for company in part], "properties": ["name", "domain"]}
            known |= by_id(listed(self._client.ask("crm/v3/objects/companies/batch/read", read).object(), "results"))
        return {ticket: known[company] for ticket, company in owner.items() if company in known}

    def _know_stages(self, tickets: list[Any]) -> None:
        """What the stages of all ticket pipelines are called and whether they close; asked for when one is new."""
        if all(str(at(ticket, "properties", "hs_pipeline_stage")) in self._stages for ticket in tickets):
            return
        for pipeline in listed(self._client.get("crm/v3/pipelines/tickets").object(), "results"):
            for stage in objects(pipeline.get("stages") or []):
                closes = at(stage, "metadata", "ticketState") == "CLOSED"
                self._stages[str(stage.get("id"))] = str(stage.get("label") or ""), closes

    def _ticket(self, ticket: Any, company: Any, now: datetime) -> SupportTicket | None:
        said = ticket.get("properties")
        name, domain = at(company, "properties", "name"), at(company, "properties", "domain")
        account = AccountName("", values.domain_of(domain), values.words(name))
        written = values.moment(at(said, _CHANGED))
        if not account.key or written is None:
            return None
        return SupportTicket(
            source=self._name,
            source_id=values.words(ticket.get("id")),
            account=account,
            status=self._status(values.words(at(said, "hs_pipeline_stage"))),
            at=written,
            seen=now,
            severity=values.severity(at(said, "hs_ticket_priority"), self._terms.severities),
            title=values.words(at(said, "subject")),
            opened=values.moment(at(said, "createdate")),
        )

    def _status(self, stage: str) -> TicketStatus:
        label, closes = self._stages.get(stage, ("", False))
        own = self._terms.states.get(label.casefold()) or self._terms.states.get(stage)
        if own:
            return TicketStatus(own)
        if closes:
            return TicketStatus.SOLVED
        return TicketStatus.PENDING if label.casefold().startswith("waiting on contact") else TicketStatus.OPEN


def _changed(ticket: Any) -> int:
    try:
        written = values.moment(at(ticket, "properties", _CHANGED))
    except values.ValueFault:
        return 0
    return _millis(written) if written else 0


def _millis(moment: datetime) -> int:
    return round(moment.astimezone(UTC).timestamp() * 1000)


def _millis_of(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
