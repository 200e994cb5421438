"""The holds, tickets and news of the demo, as invented systems and papers would tell them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from bot.demo import Row, read_rows
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


def facts(now: datetime, currency: str) -> Iterator[Fact]:
    """What is known at `now` (UTC)."""
    for row in read_rows("facts"):
        if row["kind"] == "news":
            yield _news(row, now)
        else:
            yield _hold(row, now, currency) if row["kind"] == "hold" else _ticket(row, now)


def _hold(row: Row, now: datetime, currency: str) -> CreditHold:
    return CreditHold(
        source=row["source"],
        source_id=row["id"],
        account=AccountName(name=row["account"]),
        state=HoldState(row["state"]),
        at=now,
        seen=now,
        overdue=Decimal(row["overdue"]),
        over_limit=Decimal(row["over"]),
        currency=currency,
        since=(now - timedelta(days=int(row["days"]))).date(),
        reason=row["words"],
    )


def _ticket(row: Row, now: datetime) -> SupportTicket:
    return SupportTicket(
        source=row["source"],
        source_id=row["id"],
        account=AccountName(name=row["account"]),
        status=TicketStatus(row["state"]),
        at=now,
        seen=now,
        severity=Severity(row["severity"]),
        title=row["words"],
        opened=now - timedelta(days=int(row["days"])),
        due=now + timedelta(hours=int(row["due"])) if row["due"] else None,
    )


def _news(row: Row, now: datetime) -> NewsItem:
    return NewsItem(
        source=row["source"],
        source_id=row["id"],
        account=AccountName(name=row["account"]),
        headline=row["words"],
        at=now - timedelta(days=int(row["days"])),
        seen=now,
        publisher=row["publisher"],
        link=f"https://news.example/{row['id']}",
    )
