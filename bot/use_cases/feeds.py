"""Takes what feeds bring, each in one transaction: a delivery once, a page with its mark, a file as a whole."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.scene import Office
from bot.use_cases.account_facts import Taken, take_facts
from domain.sales.account_facts import CreditHold, Fact, FactKind, HoldState
from storage.feeds import FeedFault, FeedState

PLATFORM = "feeds"
"""Under which deliveries are remembered, so that each has one effect."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a page or file held, and what could not be taken of it.

    `whole_since`: it named every hold that stood then (UTC), so others are released, except for `spared`.
    """

    facts: Sequence[Fact] = ()
    faults: Sequence[FeedFault] = ()
    whole_since: datetime | None = None
    spared: Sequence[str] = ()


def take_delivery(office: Office, feed: str, delivery: str, brought: Brought) -> Taken | None:
    """What came in by webhook. None where this delivery came before: it has no effect then."""
    if not office.uow.events.first_time(PLATFORM, feed, delivery, office.now):
        return None
    return take_brought(office, feed, brought)


def take_page(office: Office, state: FeedState, brought: Brought, heard: datetime | None) -> bool:
    """A page of a poll with the mark after it. `heard`: up to when the feed was now read as a whole, None inside.

    False, and nothing taken, where somebody else has moved the mark meanwhile.
    """
    if not office.uow.feeds.save(state):
        return False
    take_brought(office, state.name, brought)
    if heard:
        office.uow.account_facts.heard(state.name, heard)
    return True


def take_brought(office: Office, feed: str, brought: Brought) -> Taken:
    """Facts, faults, and what a whole round releases by not naming it."""
    for fault in brought.faults:
        office.uow.feeds.keep(fault)
    taken = take_facts(office, brought.facts)
    if brought.whole_since:
        named = (fact.source_id for fact in brought.facts)
        take_facts(office, _released(office, feed, brought.whole_since, {*named, *brought.spared}))
    return taken


def take_again(office: Office, fault: FeedFault, fact: Fact) -> None:
    """What was kept aside and can be taken now."""
    office.uow.feeds.drop(fault.id)
    take_facts(office, [fact])


def _released(office: Office, feed: str, since: datetime, spared: Container[str]) -> list[Fact]:
    """Holds that stood before a whole round and were not named in it."""
    released: list[Fact] = []
    for source_id in office.uow.feeds.holds_before(feed, since):
        kept = office.uow.account_facts.locked(FactKind.HOLD, feed, source_id)
        if kept and isinstance(kept.fact, CreditHold) and kept.fact.standing and source_id not in spared:
            clear = replace(kept.fact, state=HoldState.RELEASED, at=since, seen=office.now, overdue=None)
            released.append(replace(clear, over_limit=None))
    return released
