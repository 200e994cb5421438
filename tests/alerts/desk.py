"""The demo company on one database, told facts at times set by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, QUARTERBACK
from bot.demo import seed
from bot.practice_room import StoredRoom, channel, home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases.account_facts import Taken, take_facts
from bot.worker import Worker
from domain.alerts.routing import AlertRules
from domain.sales.account_facts import AccountName, CreditHold, Fact, HoldState, SupportTicket, TicketStatus
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00").astimezone(UTC)
QUARRY = AccountName(name="Quarry Hill Cement")


class Desk:
    """What comes in, and what people then see."""

    def __init__(self, storage: Storage, rules: AlertRules | None = None, now: datetime = NOON) -> None:
        app_file = load(ROOT / "app.yaml")
        playbook = app_file.playbook
        if rules:
            playbook = replace(playbook, alerts=rules)
        self.now = now
        self.storage = storage
        self.people = {person.first_name: person for person in app_file.company.people}
        self.quarterback = Quarterback(storage, app_file.company, playbook, lambda: self.now, home, channel)
        self.room = StoredRoom(self.quarterback)
        self.worker = Worker(self.quarterback, {PLATFORM: PracticeCourier(self.room)})
        seed(storage, app_file.company, now.date())

    def take(self, *facts: Fact) -> Taken:
        """One transaction, as a feed has it."""
        with self.storage.begin() as uow:
            return take_facts(self.quarterback.office(uow, self.now), facts)

    def later(self, **by: int) -> None:
        self.now += timedelta(**by)
        self.worker.run_due()

    def seen_by(self, name: str) -> list[str]:
        """The summaries of all that stands in that person's conversation, oldest first, as they stand now."""
        return self.seen_in(home(self.people[name]).conversation)

    def seen_in(self, conversation: str) -> list[str]:
        rows = self.room.latest(conversation, 500)
        return [row.body["message"]["summary"] for row in rows if row.author == QUARTERBACK]


def hold(
    at: datetime, state: HoldState = HoldState.PLACED, account: AccountName = QUARRY, **more: object
) -> CreditHold:
    return CreditHold("erp", str(more.pop("source_id", "C-7")), account, state, at, at, currency="USD", **more)  # type: ignore[arg-type] # named by the test


def ticket(
    at: datetime, status: TicketStatus = TicketStatus.OPEN, account: AccountName = QUARRY, **more: object
) -> SupportTicket:
    return SupportTicket("desk", str(more.pop("source_id", "T-1")), account, status, at, at, **more)  # type: ignore[arg-type] # named by the test
