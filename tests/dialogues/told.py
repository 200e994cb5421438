"""What finance and support tell in a dialogue: `NetSuite tells hold C-7 of Quarry Hill: placed, overdue 62000`."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.sales.account_facts import (
    AccountName,
    CreditHold,
    Fact,
    HoldState,
    NewsItem,
    Severity,
    SupportTicket,
    TicketStatus,
)

TOLD = re.compile(
    r"^(?P<source>\w+) tells (?P<kind>hold|ticket|news) (?P<id>\S+) of (?P<account>[^:]+): (?P<state>[^,]+)"
    r"(?:, (?P<rest>.+))?$"
)


def fact_of(told: re.Match[str], now: datetime) -> Fact:
    """The fact of one line; its version is the minute it is told in."""
    said = dict(pair.split(" ", 1) for pair in (told["rest"] or "").split(", ") if pair)
    at = now.astimezone(UTC)
    source, source_id, account = told["source"], told["id"], AccountName(name=told["account"])
    if told["kind"] == "hold":
        return CreditHold(
            *(source, source_id, account, HoldState(told["state"]), at, at),
            overdue=_amount(said.get("overdue")),
            over_limit=_amount(said.get("over")),
            currency="USD",
            since=date.fromisoformat(said["since"]) if "since" in said else None,
            reason=said.get("reason", ""),
        )
    if told["kind"] == "news":
        published, link = at - timedelta(days=int(said.get("age", 0))), said.get("link", "")
        return NewsItem(source, source_id, account, told["state"], published, at, 0, said.get("by", ""), link)
    return SupportTicket(
        *(source, source_id, account, TicketStatus(told["state"]), at, at),
        severity=Severity(said.get("severity", "normal")),
        title=said.get("title", ""),
        opened=at - timedelta(days=int(said.get("age", 0))),
        due=at + timedelta(hours=int(said["due"])) if "due" in said else None,
        takes_comments=True,
    )


def _amount(words: str | None) -> Decimal | None:
    return Decimal(words) if words else None
