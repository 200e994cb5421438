"""A desk to import at: a small company, a folder for files, a clock that stands, an empty database."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.crm.files import open_files
from adapters.crm.guess import guess_mapping
from adapters.crm.mapping import load_mapping
from bot.use_cases.import_records import Options, import_records
from bot.views.import_report import import_report
from domain.sales.change import Change, Statement
from domain.sales.company import Company
from domain.sales.imports.mapping import FieldMapping
from domain.sales.imports.records import Moment
from domain.sales.imports.report import ImportReport
from domain.sales.opportunity import Opportunity, Value
from domain.sales.people import Person, Role
from domain.sales.process import DateOrder, Field, ForecastCategory, SalesProcess, Stage
from storage.unit_of_work import Storage

PROCESS = SalesProcess(
    stages=(
        Stage("Qualification", 10, ForecastCategory.PIPELINE),
        Stage("Proposal", 50, ForecastCategory.BEST_CASE, say=("quote", "quoted")),
        Stage("Negotiation", 75, ForecastCategory.COMMIT, say=("legal",)),
        Stage("Closed Won", 100, ForecastCategory.CLOSED, won=True),
        Stage("Closed Lost", 0, ForecastCategory.OMITTED, lost=True),
    )
)
PEOPLE = (
    Person("ana@example.com", "Ana Silva", Role.REP, team="East"),
    Person("ben@example.com", "Ben Okafor", Role.REP, team="West"),
    Person("mia@example.com", "Mia Hart", Role.MANAGER, leads=("East",)),
)
COMPANY = Company("Harbor", PROCESS, PEOPLE, zone="America/New_York")
EURO_COMPANY = replace(COMPANY, process=replace(PROCESS, currency="EUR", date_order=DateOrder.DAY_FIRST))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

HEADER = "Opportunity ID,Account Name,Stage,Amount,Close Date,Opportunity Owner"
ROW = "A-1,Acme,Proposal,180000,2027-03-31,Ana Silva"
MAPPING = (
    "\nopportunities: {id: Opportunity ID, account: Account Name, stage: Stage, amount: Amount, "
    "close_date: Close Date, owner: Opportunity Owner}\n"
)


@dataclass
class Desk:
    """Where tests import. Files are written an hour before `now` unless said otherwise."""

    storage: Storage
    folder: Path
    company: Company = COMPANY
    now: datetime = NOON
    told: list[int] = field(default_factory=list)
    progress: Callable[[int], None] | None = None

    def write(self, name: str, content: str | bytes, at: datetime | None = None) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        written = (at or self.now - timedelta(hours=1)).timestamp()
        os.utime(path, (written, written))
        return path

    def deals(self, *rows: str, header: str = HEADER, name: str = "deals.csv") -> Path:
        return self.write(name, "\n".join((header, *rows)) + "\n")

    def take(self, *files: Path, mapping: str | FieldMapping = "", **options: bool) -> ImportReport:
        """Import the files, with the words of a mapping file where they are given."""
        sources = open_files(files)
        laid = mapping
        if isinstance(laid, str):
            laid = load_mapping(self.write("mapping.yaml", laid)) if laid else guess_mapping(sources)
        moment = Moment(self.now.date(), self.now)
        progress = self.progress or self.told.append
        return import_records(self.storage, self.company, sources, laid, moment, Options(**options), progress)

    def rows(self, *rows: str, header: str = HEADER, mapping: str = "", **options: bool) -> ImportReport:
        """Import one file of these rows."""
        return self.take(self.deals(*rows, header=header), mapping=mapping, **options)

    def opportunity(self, opportunity_id: str = "A-1") -> Opportunity:
        with self.storage.read() as uow:
            found = uow.opportunities.get(opportunity_id)
        assert found is not None
        return found

    def count(self) -> int:
        with self.storage.read() as uow:
            return uow.opportunities.count()

    def people(self) -> dict[str, Person]:
        with self.storage.read() as uow:
            return {person.id: person for person in uow.people.all()}

    def log(self, opportunity_id: str = "A-1") -> list[tuple[Field, Value, Value, str]]:
        """The history, oldest first: field, before, after, by whom."""
        with self.storage.read() as uow:
            changes = uow.changes.of_opportunity(opportunity_id, 100)
        return [(change.field, change.before, change.after, change.by) for change in reversed(changes)]

    def say(self, moved: Field, value: Value, opportunity_id: str = "A-1", by: str = "ana@example.com") -> None:
        """Somebody says a value in chat, now."""
        with self.storage.begin() as uow:
            old = uow.opportunities.get(opportunity_id)
            assert old is not None
            statement = uow.statements.add(Statement(by, by, self.now)).id
            change = Change(old.id, moved, old.get(moved), value, by, by, f"make it {value}", self.now, statement)
            uow.changes.append([change])
            uow.opportunities.save(old.with_value(moved, value))

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def desk(sqlite_storage: Storage, tmp_path: Path) -> Desk:
    return Desk(sqlite_storage, tmp_path)


@pytest.fixture
def both_desks(storage: Storage, tmp_path: Path) -> Desk:
    """A desk on each kind of database."""
    return Desk(storage, tmp_path)


def refused(report: ImportReport) -> dict[str, list[int]]:
    """What could not be taken: the lines of each sentence."""
    return {group.sentence: list(group.lines) for group in report.refused}


def noted(report: ImportReport) -> dict[str, list[int]]:
    return {group.sentence: list(group.lines) for group in report.notes}


def in_words(report: ImportReport) -> str:
    return import_report(report, "USD")


def day(text: str) -> date:
    return date.fromisoformat(text)
