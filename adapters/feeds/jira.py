"""Requests of Jira Service Management: the search by JQL, which pages by token.

Read in Atlassian's "Issue search" (POST /rest/api/3/search/jql) and "Request comments". Days in JQL are read in the
time zone of whoever asks, so the mark becomes a number of minutes before now.
"""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from adapters.feeds import values
from adapters.feeds.answers import at, listed, objects, stamp, taken
from adapters.feeds.client import Client
from adapters.feeds.feed import FIRST_LOOK, Mark, Page
from adapters.feeds.spec import Terms
from domain.sales.account_facts import AccountName, SupportTicket, TicketStatus

_PER_PAGE = 100
_FIELDS = ("summary", "status", "priority", "created", "updated", "reporter")
_OVERLAP = timedelta(minutes=2)  # the search may lag behind, and minutes are cut
_CATEGORY = {"new": TicketStatus.OPEN, "indeterminate": TicketStatus.OPEN, "done": TicketStatus.SOLVED}


class Jira:
    """One site. Options: `project`, the keys of projects; `organization`, the field that names the customer's
    organization (customfield_10002); `sla`, the field of the promise that counts.
    """

    def __init__(self, name: str, client: Client, terms: Terms, options: Mapping[str, str]) -> None:
        self._name, self._client, self._terms = name, client, terms
        self._organization, self._sla = options["organization"], options.get("sla", "")
        keys = [key.strip() for key in options["project"].split(",") if key.strip()]
        self._projects = ", ".join(f'"{key}"' for key in keys if key.isalnum())

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        since = values.moment(mark.get("since")) or now - FIRST_LOOK
        began = values.moment(mark.get("began")) or now
        jql = str(mark.get("jql") or self._jql(now - since + _OVERLAP))
        fields = [*_FIELDS, self._organization, *([self._sla] if self._sla else [])]
        body: dict[str, Any] = {"jql": jql, "maxResults": _PER_PAGE, "fields": fields}
        if "token" in mark:
            body["nextPageToken"] = mark["token"]
        answer = self._client.ask("rest/api/3/search/jql", body).object()
        issues, token = listed(answer, "issues"), answer.get("nextPageToken")
        facts, faults = taken(issues, lambda issue: self._ticket(issue, now), "key")
        if answer.get("isLast") is not True and isinstance(token, str) and token:
            # The same words for all pages: a token belongs to its search.
            kept = {"since": stamp(since), "began": stamp(began), "jql": jql, "token": token}
            return Page(tuple(facts), kept, True, len(issues), tuple(faults))
        return Page(tuple(facts), {"since": stamp(began)}, False, len(issues), tuple(faults))

    def comment(self, ticket: str, words: str) -> None:
        self._client.tell(f"rest/servicedeskapi/request/{_key(ticket)}/comment", {"body": words, "public": False})

    def _jql(self, back: timedelta) -> str:
        minutes = max(1, math.ceil(back.total_seconds() / 60))
        return f"project in ({self._projects}) AND updated >= -{minutes}m ORDER BY updated ASC"

    def _ticket(self, issue: Any, now: datetime) -> SupportTicket | None:
        fields = issue.get("fields")
        organizations = objects(at(fields, self._organization) or [])
        domain = values.domain_of(at(fields, "reporter", "emailAddress"))
        account = AccountName("", domain, values.words(organizations[0].get("name")) if organizations else "")
        written, key = values.moment(at(fields, "updated")), values.words(issue.get("key"))
        if not account.key or written is None:
            return None
        promise = at(fields, self._sla, "ongoingCycle") if self._sla else None
        return SupportTicket(
            source=self._name,
            source_id=key,
            account=account,
            status=self._status(at(fields, "status")),
            at=written,
            seen=now,
            severity=values.severity(at(fields, "priority", "name"), self._terms.severities),
            title=values.words(at(fields, "summary")),
            opened=values.moment(at(fields, "created")),
            due=values.moment(at(promise, "breachTime", "epochMillis")),
            breached=at(promise, "breached") is True,
            link=f"{self._client.base}/browse/{key}",
            takes_comments=True,
        )

    def _status(self, status: Any) -> TicketStatus:
        """What app.yaml or its own name says; else whether its category is done."""
        own = self._terms.states.get(values.words(at(status, "name")).casefold())
        if own:
            return TicketStatus(own)
        if values.words(at(status, "name")).casefold().startswith("waiting for customer"):
            return TicketStatus.PENDING
        return _CATEGORY.get(values.words(at(status, "statusCategory", "key")), TicketStatus.OPEN)


def _key(ticket: str) -> str:
    """Issue keys go into an address: letters, digits and a hyphen, and nothing else."""
    return "".join(letter for letter in ticket if letter.isascii() and (letter.isalnum() or letter in "-_"))
