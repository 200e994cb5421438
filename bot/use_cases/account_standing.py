"""What is known now of accounts: their facts as far as they may be relied on, and the opportunities they touch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.scene import Office
from domain.alerts.risk import Risk, at_risk
from domain.sales.account_facts import Fact, as_of, last_confirmed
from domain.sales.opportunity import Opportunity
from storage.account_facts import KeptFact


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it was told, as it may be relied on now, and when its source was last heard of it (UTC)."""

    kept: KeptFact
    shown: Fact
    confirmed: datetime


def known_of(office: Office, accounts: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    """Everything known of these accounts, by their ids; accounts of which nothing is known are left out."""
    found: dict[str, list[Known]] = {}
    heard = office.uow.account_facts.all_heard()
    for kept in office.uow.account_facts.of_accounts(accounts):
        found.setdefault(kept.account or "", []).append(_known(office, kept, heard))
    return {account: tuple(known) for account, known in found.items()}


def known_now(office: Office, kept: KeptFact) -> Known:
    """One fact, as it may be relied on now."""
    return _known(office, kept, office.uow.account_facts.all_heard())


def risks(office: Office, opportunities: Iterable[Opportunity]) -> dict[str, Risk]:
    """Those of these opportunities that a hold or a burning ticket puts at risk, by id."""
    all_of_them = tuple(opportunities)
    known = known_of(office, {o.account_id for o in all_of_them if o.account_id})
    facts = {account: [each.shown for each in found] for account, found in known.items()}
    return at_risk(all_of_them, facts, office.now)


def touched(office: Office, account: str, owners: Iterable[str] | None = None) -> tuple[Opportunity, ...]:
    """The open opportunities of that account, largest first: of these owners, or of everybody."""
    allowed = None if owners is None else set(owners)
    found = [o for o in office.uow.opportunities.of_accounts([account]) if not o.closed_on]
    mine = [o for o in found if allowed is None or o.owner in allowed]
    return tuple(sorted(mine, key=lambda o: (-(o.amount or 0), o.id)))


def account_name(office: Office, account: str) -> str:
    found = office.uow.accounts.get(account)
    return found.name if found else account


def _known(office: Office, kept: KeptFact, heard: Mapping[str, datetime]) -> Known:
    at, patience = heard.get(kept.fact.source), timedelta(days=office.playbook.alerts.stale_after)
    return Known(kept, as_of(kept.fact, at, office.now, patience), last_confirmed(kept.fact, at))
