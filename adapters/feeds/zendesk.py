"""Tickets of Zendesk: the incremental export by cursor, which leaves out the last minute and repeats nothing.

Read in Zendesk's "Incremental Exports" and "Ticket Comments". Ten exports a minute are allowed; what is left of that
stands in the headers.
"""

from datetime import datetime
from typing import Any

from adapters.feeds import values
from adapters.feeds.answers import at, by_id, listed, objects, taken
from adapters.feeds.client import Client
from adapters.feeds.feed import FIRST_LOOK, Mark, Page
from adapters.feeds.spec import Terms
from domain.sales.account_facts import AccountName, SupportTicket

_EXPORT = "api/v2/incremental/tickets/cursor.json"
_INCLUDE = "organizations,users,slas"


class Zendesk:
    """One account. `client` authorizes as `user/token` with an API token."""

    def __init__(self, name: str, client: Client, terms: Terms) -> None:
        self._name, self._client, self._terms = name, client, terms

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        start: dict[str, str | int] = {"start_time": int((now - FIRST_LOOK).timestamp())}
        where: dict[str, str | int] = {"cursor": str(mark["cursor"])} if "cursor" in mark else start
        answer = self._client.get(_EXPORT, where | {"include": _INCLUDE}).object()
        tickets = listed(answer, "tickets")
        organizations = by_id(objects(answer.get("organizations") or []))
        users = by_id(objects(answer.get("users") or []))

        def make(ticket: Any) -> SupportTicket | None:
            asker = users.get(str(ticket.get("requester_id")))
            return self._ticket(ticket, organizations.get(str(ticket.get("organization_id"))), asker, now)

        facts, faults = taken(tickets, make, "id")
        cursor = answer.get("after_cursor")
        kept = {"cursor": cursor} if isinstance(cursor, str) and cursor else dict(mark)
        more = answer.get("end_of_stream") is False and kept != dict(mark)
        return Page(tuple(facts), kept, more, len(tickets), tuple(faults))

    def comment(self, ticket: str, words: str) -> None:
        said = {"ticket": {"comment": {"body": words, "public": False}}}
        self._client.tell(f"api/v2/tickets/{int(ticket)}.json", said, "PUT")

    def _ticket(self, ticket: Any, organization: Any, asker: Any, now: datetime) -> SupportTicket | None:
        names = at(organization, "domain_names")
        domain = values.words(names[0]) if isinstance(names, list) and names else values.domain_of(at(asker, "email"))
        ours, name = values.words(at(organization, "external_id")), values.words(at(organization, "name"))
        account = AccountName(ours, domain, name)
        written = values.moment(ticket.get("updated_at"))
        if not account.key or written is None:
            return None  # of a private person: nobody's account
        promises = _promises(ticket)
        return SupportTicket(
            source=self._name,
            source_id=values.words(ticket.get("id")),
            account=account,
            status=values.ticket_status(ticket.get("status"), self._terms.states),
            at=written,
            seen=now,
            severity=values.severity(ticket.get("priority"), self._terms.severities),
            title=values.words(ticket.get("subject")),
            opened=values.moment(ticket.get("created_at")),
            due=min(promises, default=None),
            link=f"{self._client.base}/agent/tickets/{values.words(ticket.get('id'))}",
            takes_comments=True,
        )


def _promises(ticket: Any) -> list[datetime]:
    """By when answers are promised that are still owed."""
    metrics = objects(at(ticket, "slas", "policy_metrics") or [])
    due = [values.moment(metric.get("breach_at")) for metric in metrics if metric.get("stage") != "achieved"]
    return [moment for moment in due if moment]
