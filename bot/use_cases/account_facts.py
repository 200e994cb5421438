"""Takes what a source tells of accounts: older never wins, repeats change nothing, and each is laid on its account."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.scene import Office
from bot.use_cases.account_names import account_of
from bot.use_cases.alerts import follow
from domain.sales.account_facts import Fact, NewsItem, merge, says_the_same
from storage.account_facts import KeptFact


@dataclass(frozen=True, slots=True)
class Taken:
    """How many facts were news, were known already (or older than what is known), and wait for an account."""

    news: int = 0
    known: int = 0
    unmatched: int = 0


def take_facts(office: Office, facts: Iterable[Fact]) -> Taken:
    """Keep what is newer than what is known, in this transaction, and alert whom it concerns.

    Order and repeats do not matter. What matches no account, or two, is kept too; an admin is asked once which it is.
    """
    news = known = unmatched = 0
    # All writers take rows in one order, so that none waits for another that waits for it.
    for fact in sorted(facts, key=lambda fact: (fact.kind, fact.source, fact.source_id)):
        before, kept = _merged(office, fact)
        if before and says_the_same(before.fact, kept.fact):
            known += 1
            continue
        news += 1
        unmatched += kept.account is None
        if kept.account:
            follow(office, before.fact if before and before.account else None, kept)
    return Taken(news, known, unmatched)


def _merged(office: Office, fact: Fact) -> tuple[KeptFact | None, KeptFact]:
    """What was known before, and what stands now."""
    facts = office.uow.account_facts
    before = facts.locked(fact.kind, fact.source, fact.source_id)
    if before is None:
        added = facts.add(KeptFact(fact, _account(office, fact)))
        if added:
            return None, added
        before = facts.locked(fact.kind, fact.source, fact.source_id)
        if before is None:
            raise LookupError(f"{fact.source} {fact.source_id} was there and is gone")
    merged = merge(before.fact, fact)
    account = before.account
    if account is None or merged.account.key != before.fact.account.key:
        account = _account(office, merged)
    return before, facts.save(KeptFact(merged, account, before.id))


def _account(office: Office, fact: Fact) -> str | None:
    """The press writes of many who are no customers of ours: of those no admin is asked."""
    return account_of(office, fact.source, fact.account, customers_only=not isinstance(fact, NewsItem))
