"""One week of invented holds and tickets on the 85 accounts of a real export: how much each person is told.

python -m tests.alerts.week FOLDER    where FOLDER holds Maven Analytics' CRM Sales Opportunities (see maven.yaml)
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import mean

from adapters.crm.files import open_files
from adapters.crm.mapping import load_mapping
from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, QUARTERBACK
from bot.practice_room import StoredRoom, home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases.account_facts import take_facts
from bot.use_cases.import_records import Options, import_records
from bot.worker import Worker
from domain.sales.account_facts import AccountName, CreditHold, Fact, HoldState, Severity, SupportTicket, TicketStatus
from domain.sales.imports.records import Moment
from domain.sales.people import Person, Role
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 30, 13, tzinfo=UTC)  # 8 in the morning in New York, of a week without a holiday
DAYS, HOLDS, TICKETS = 5, 6, 60
_SEVERITIES = [Severity.LOW] * 25 + [Severity.NORMAL] * 20 + [Severity.HIGH] * 12 + [Severity.URGENT] * 3


@dataclass
class Week:
    """What was told to whom on which day, and how often a message was only drawn anew."""

    people: tuple[Person, ...]
    told: Counter[tuple[str, int]] = field(default_factory=Counter)
    words: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    drawn_anew: int = 0
    facts: int = 0
    dead: int = 0


def run(folder: Path, storage: Storage) -> Week:
    """Import the export, tell a week's facts when they happen, and read what stands in everybody's conversation."""
    clock = [MONDAY - timedelta(days=2)]
    app_file = load(ROOT / "app.yaml")
    mapping = load_mapping(ROOT / "adapters/crm/mappings/maven.yaml")
    moment = Moment(clock[0].date(), clock[0])
    files = [folder / f"{name}.csv" for name in ("sales_pipeline", "accounts", "products", "sales_teams")]
    options = Options(shift_dates=True)
    import_records(storage, app_file.company, open_files(files), mapping, moment, options, lambda _: None)
    company, playbook = replace(app_file.company, people=()), replace(app_file.playbook, rules=())
    quarterback = Quarterback(storage, company, playbook, lambda: clock[0], home)
    room = StoredRoom(quarterback)
    worker = Worker(quarterback, {PLATFORM: PracticeCourier(room)})
    worker.plan()
    with storage.read() as uow:
        accounts = [account.name for account in uow.imports.accounts()]
        week = Week(tuple(quarterback.directory(uow)))
    happening = sorted(events(accounts), key=lambda fact: fact.at)
    for fact in happening:
        _until(clock, worker, fact.at)
        with storage.begin() as uow:
            take_facts(quarterback.office(uow, clock[0]), [fact])
    _until(clock, worker, MONDAY + timedelta(days=DAYS, hours=4))
    _read(week, room)
    with storage.read() as uow:
        week.dead = len(uow.jobs.dead(10))
    week.facts = len(happening)
    return week


def events(accounts: list[str]) -> Iterator[Fact]:
    """Six holds, placed, most of them raised and some released; sixty tickets that escalate, are late, are solved."""
    random = Random(20261130)
    for number, account in enumerate(random.sample(accounts, HOLDS)):
        owed, at = Decimal(random.randrange(5, 90) * 1000), _moment(random)
        placed = CreditHold("erp", f"C-{number}", AccountName(name=account), HoldState.PLACED, at, at, 1, owed)
        placed = replace(placed, currency="USD", since=at.date())
        yield placed
        steps = [replace(placed, overdue=owed * 2)] if number % 3 else []
        steps += [replace(placed, state=HoldState.RELEASED)] if number % 2 else []
        yield from _later(placed, steps, random)
    for number in range(TICKETS):
        at, severity = _moment(random), _SEVERITIES[number % len(_SEVERITIES)]
        account = AccountName(name=random.choice(accounts))
        opened = SupportTicket("desk", f"T-{number}", account, TicketStatus.OPEN, at, at, 1, severity)
        opened = replace(
            opened, title=f"Fault {number}", opened=at, due=at + timedelta(hours=random.randrange(24, 120))
        )
        yield opened
        steps = [replace(opened, severity=Severity.URGENT)] if number % 20 == 0 else []
        steps += [replace(opened, status=TicketStatus.SOLVED)] if number % 3 else []
        yield from _later(opened, steps, random)


def _later(first: Fact, steps: list[Fact], random: Random) -> Iterator[Fact]:
    at = first.at
    for version, step in enumerate(steps, 2):
        at += timedelta(minutes=random.randrange(60, 2400))
        yield replace(step, at=at, seen=at, version=version)


def _moment(random: Random) -> datetime:
    return MONDAY + timedelta(days=random.randrange(DAYS), minutes=random.randrange(-120, 600))


def _until(clock: list[datetime], worker: Worker, then: datetime) -> None:
    """Let the clock run in quarters of an hour, so that what is due is told when it is due."""
    while clock[0] < then:
        clock[0] = min(then, clock[0] + timedelta(minutes=15))
        worker.run_due()


def _read(week: Week, room: StoredRoom) -> None:
    for person in week.people:
        for row in room.latest(home(person).conversation, 5000):
            if row.author == QUARTERBACK:
                week.told[person.id, (row.at - MONDAY + timedelta(hours=8)).days] += 1
                week.drawn_anew += row.edited
                summary = row.body["message"]["summary"]
                week.words.setdefault(person.id, []).append((row.at, summary))


def report(week: Week) -> Iterator[str]:
    """Messages per person and day, and the week of the manager who was told most."""
    yield f"{week.facts} facts in {DAYS} days, {week.drawn_anew} messages drawn anew, {week.dead} dead letters"
    for role in (Role.REP, Role.MANAGER):
        people = [person for person in week.people if person.role is role]
        days = [week.told[person.id, day] for person in people for day in range(DAYS)]
        yield (
            f"{len(people)} {role}s: {mean(days):.1f} messages a person and day, at most {max(days)}; "
            f"on {sum(day == 0 for day in days)} of {len(days)} person-days none"
        )
    managers = [person for person in week.people if person.role is Role.MANAGER]
    busiest = max(managers, key=lambda person: sum(week.told[person.id, day] for day in range(DAYS)))
    yield f"The week of {busiest.name}:"
    for at, summary in week.words.get(busiest.id, []):
        yield f"  {at:%a %H:%M}  {summary}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{folder}/week.db")
        storage.migrate()
        print("\n".join(report(run(Path(sys.argv[1]), storage))))
        storage.close()


if __name__ == "__main__":
    main()
