"""The application on an empty database, with accounts of ours and a clock that tests move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from adapters.feeds.feed import Feed
from adapters.feeds.spec import FeedSpec
from bot.feed_jobs import Polled, Poller
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.worker import Worker
from domain.sales.account_facts import Fact, FactKind
from domain.sales.opportunity import Account
from storage.account_facts import account_facts
from storage.feeds import FeedFault, FeedState
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[3]
START = datetime(2026, 11, 22, 9, 30, 20, tzinfo=UTC)


@dataclass
class Office:
    """Feeds by name; `now` is what the clock says, `tick` the seconds that jobs think have passed."""

    storage: Storage
    now: datetime = START
    tick: float = 0.0
    feeds: dict[str, Polled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        app_file = load(ROOT / "app.yaml")
        self.quarterback = Quarterback(
            self.storage, app_file.company, app_file.playbook, lambda: self.now, home, lambda uow, name: None
        )
        self.poller = Poller(self.quarterback, self.feeds, lambda: self.tick)

    def worker(self) -> Worker:
        return Worker(self.quarterback, {}, self.poller.chores, only=tuple(self.poller.chores))

    def poll(self, spec: FeedSpec, feed: Feed | None = None) -> None:
        """On to the next time at which that feed is due, and do what is due then."""
        if feed:
            self.feeds[spec.name] = Polled(spec, feed)
        self.poller.plan()
        self.now += timedelta(minutes=spec.every)
        self.worker().run_due()

    def facts(self) -> dict[str, Fact]:
        """Everything that is known, by its id at the source."""
        return {fact.source_id: fact for fact, _ in self._kept()}

    def account_of(self, fact: Fact) -> str | None:
        return next(account for kept, account in self._kept() if kept == fact)

    def state(self, name: str) -> FeedState:
        with self.storage.read() as uow:
            return uow.feeds.get(name)

    def kept(self) -> Sequence[FeedFault]:
        with self.storage.read() as uow:
            return uow.feeds.kept()

    def heard(self) -> Mapping[str, datetime]:
        with self.storage.read() as uow:
            return uow.account_facts.all_heard()

    def _kept(self) -> list[tuple[Fact, str | None]]:
        with self.storage.read() as uow:
            ids = list(uow.account_facts._all(select(account_facts.c.id).order_by(account_facts.c.id)))
            found = [uow.account_facts.get(row[0]) for row in ids]
        assert all(each.fact.kind in FactKind for each in found if each)
        return [(each.fact, each.account) for each in found if each]


def office_on(storage: Storage, accounts: Mapping[str, str] | None = None) -> Office:
    """An office that knows these accounts, by id and name."""
    with storage.begin() as uow:
        uow.accounts.upsert(Account(account, name) for account, name in (accounts or {}).items())
    return Office(storage)
