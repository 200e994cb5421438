"""A fact as its feed told it, in words for whoever sets the feed up."""

from domain.sales.account_facts import CreditHold, Fact, NewsItem, SupportTicket
from domain.sales.values import show_amount


def fact_in_words(fact: Fact) -> str:
    """One line: what it is of whom, and everything that was read."""
    names = (("id", fact.account.id), ("domain", fact.account.domain), ("name", fact.account.name))
    account = ", ".join(f"{name} {value}" for name, value in names if value)
    said = _said(fact)
    common = [f"at {fact.at:%Y-%m-%d %H:%M} UTC", f"version {fact.version}" if fact.version else "", fact.link]
    return f"{said[0]} {fact.source_id} of {account}: {', '.join(part for part in (*said[1:], *common) if part)}"


def _said(fact: Fact) -> list[str]:
    if isinstance(fact, NewsItem):
        return ["news", f"“{fact.headline}”", fact.publisher]
    return _hold(fact) if isinstance(fact, CreditHold) else _ticket(fact)


def _hold(fact: CreditHold) -> list[str]:
    amounts = (("overdue", fact.overdue), ("over the limit by", fact.over_limit))
    figures = [f"{name} {show_amount(value, fact.currency)}" for name, value in amounts if value is not None]
    return ["hold", fact.state, *figures, f"since {fact.since}" if fact.since else "", fact.reason]


def _ticket(fact: SupportTicket) -> list[str]:
    title = f"“{fact.title}”" if fact.title else ""
    opened = f"opened {fact.opened:%Y-%m-%d %H:%M} UTC" if fact.opened else ""
    due = f"promised by {fact.due:%Y-%m-%d %H:%M} UTC" if fact.due else ""
    return ["ticket", fact.status, fact.severity, title, opened, due, "breached" if fact.breached else ""]
