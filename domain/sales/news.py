"""Which news of an account are worth showing: the newest few, each once, while they are fresh."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.sales.account_facts import Fact, NewsItem

MOST = 3
FRESH = timedelta(days=30)
KEPT = timedelta(days=90)
"""After this nobody is shown it in any way, and it need not be kept."""


def newest(facts: Iterable[Fact], now: datetime, within: timedelta = FRESH) -> tuple[NewsItem, ...]:
    """The newest of the last days, told once where several sources or several ids bring it."""
    items = [fact for fact in facts if isinstance(fact, NewsItem) and now - fact.at <= within]
    shown: list[NewsItem] = []
    known: set[str] = set()
    for item in sorted(items, key=_newer, reverse=True):
        said = {_plain(item.headline), item.link} - {""}
        if known.isdisjoint(said):
            shown.append(item)
        known |= said
    return tuple(shown[:MOST])


def age(item: NewsItem, today: date) -> str:
    """ "today", "yesterday", "6 days ago"."""
    days = max(0, (today - item.at.date()).days)
    return ("today", "yesterday")[days] if days < 2 else f"{days} days ago"


def _newer(item: NewsItem) -> tuple[object, ...]:
    """Of two that tell the same at the same time, the one that leads somewhere and says who published it."""
    return item.at, bool(item.link), bool(item.publisher), item.source, item.source_id, item.headline, item.link


def _plain(headline: str) -> str:
    return "".join(letter for letter in headline.casefold() if letter.isalnum())
