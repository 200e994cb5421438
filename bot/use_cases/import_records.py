"""Takes over opportunities, accounts, people and products from exports: all of it in one transaction, or nothing."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bot.use_cases.import_rows import RowImport, taken
from domain.sales.company import Company
from domain.sales.imports.binding import Binding, Bound, bind
from domain.sales.imports.cells import Cell, CellFault
from domain.sales.imports.gather import Gatherer, PersonRow
from domain.sales.imports.known import Accounts, Known, Owners, Product, Products, Stages, stage_faults
from domain.sales.imports.mapping import FieldMapping, ImportFault, Kind, RowSource
from domain.sales.imports.records import Moment
from domain.sales.imports.report import FileRead, ImportReport, Taken
from domain.sales.imports.staff import Staff
from domain.sales.imports.survey import Survey, survey
from domain.sales.imports.tally import Tally
from domain.sales.opportunity import Account
from domain.sales.people import Person, Role
from domain.sales.process import Field
from storage.unit_of_work import Storage, UnitOfWork

Progress = Callable[[int], None]

_SHIFT, _PRODUCTS = "import.shift", "import.products"
_TICK = 1000  # rows


@dataclass(frozen=True, slots=True)
class Options:
    """`shift_dates` moves the last day to today, `dry_run` keeps nothing, `prefer_file` overrules what was said."""

    shift_dates: bool = False
    dry_run: bool = False
    prefer_file: bool = False


def import_records(
    storage: Storage,
    company: Company,
    sources: Sequence[RowSource],
    mapping: FieldMapping,
    moment: Moment,
    options: Options | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import all files together. `progress` is told how many percent are done.

    Rows that cannot be taken are in the report; the others are taken. Raises ImportFault where nothing can be taken,
    StorageError where the database fails; either leaves everything as it was.
    """
    options = options or Options()
    task = _Import(company, sources, mapping, moment, progress or (lambda percent: None))
    found = task.look(storage, options)
    with suppress(_Rehearsed), storage.begin() as uow:
        report = task.write(uow, found, options)
        if options.dry_run:
            raise _Rehearsed
    return report


class _Rehearsed(Exception):
    """Takes a dry run back."""


class _Import:
    """One import, from the first look at the files to the report."""

    def __init__(
        self,
        company: Company,
        sources: Sequence[RowSource],
        mapping: FieldMapping,
        moment: Moment,
        progress: Progress,
    ) -> None:
        if faults := stage_faults(mapping, company.process):
            raise ImportFault(*faults)
        self._company = company
        self._mapping = _high_cards_only(mapping, company)
        self._moment = moment
        self._progress = _Percent(progress)
        self._refused, self._notes = Tally(), Tally()
        self._general: list[str] = []
        self._stages = Stages(company.process, mapping)
        self._counts: dict[str, int] = {}
        # In order of name, so that the order of the command's words makes no difference.
        ordered = sorted(sources, key=lambda source: source.name)
        self._binding: Binding = bind(self._mapping, ordered, lambda *said: self._refuse_in(*said))
        gatherer = Gatherer(company.process, mapping, self._refuse)
        self._accounts: dict[str, Account] = gatherer.accounts(self._counted(Kind.ACCOUNTS))
        self._products: dict[str, Product] = gatherer.products(self._counted(Kind.PRODUCTS))
        self._people: dict[str, PersonRow] = gatherer.people(self._counted(Kind.PEOPLE))
        self._shifted_before: timedelta | None = None

    def look(self, storage: Storage, options: Options) -> Survey:
        """The first pass through the opportunities, outside of the transaction."""
        files = self._binding.of(Kind.OPPORTUNITIES)
        self._progress.total = 2 * sum(bound.source.estimate for bound in files)
        stages = self._stages if options.shift_dates else None
        found = survey(files, self._rows, self._company.process, self._mapping, stages)
        with storage.read() as uow:
            before = uow.meta.get(_SHIFT)
        self._shifted_before = timedelta(days=int(before)) if before else None
        if options.shift_dates and found.last_day:
            # By as much as before: another shift would move every date that is recorded.
            shift = self._shifted_before or self._moment.today - found.last_day
            self._moment = replace(self._moment, shift=shift)
        return found

    def write(self, uow: UnitOfWork, found: Survey, options: Options) -> ImportReport:
        """The second pass: everything is laid on what is recorded."""
        staff = Staff(self._company, uow.people.all(), self._say)
        people = taken(uow.people.upsert(staff.of(self._people)))
        accounts = taken(uow.accounts.upsert(self._accounts.values()))
        products = _with_stored(uow, self._products)
        owners = Owners([*uow.people.all(), *self._company.people], self._mapping)
        known = Known(
            self._company.process, self._stages, owners, Accounts(uow.imports.accounts()), Products(products.values())
        )
        rows = RowImport(uow, known, self._moment, found, self._refuse, self._note, options.prefer_file)
        for bound in self._binding.of(Kind.OPPORTUNITIES):
            rows.take(bound, self._rows(bound, self._refuse_of(bound)))
        people += taken(uow.people.upsert(self._reps(owners)))
        if self._moment.shift:
            uow.meta.put(_SHIFT, str(self._moment.shift.days))
        self._progress.done()
        return self._report(rows, accounts, people, found, options)

    def _report(self, rows: RowImport, accounts: Taken, people: Taken, found: Survey, options: Options) -> ImportReport:
        unshifted = self._shifted_before if rows.counts.total and not options.shift_dates else None
        return ImportReport(
            mapping=self._mapping,
            files=tuple(self._files_read(found)),
            left_out=tuple(source.name for source in self._binding.unused),
            opportunities=rows.counts,
            accounts=accounts + rows.accounts,
            people=people,
            products=len(self._products),
            changes=rows.changes,
            refused=self._refused,
            notes=self._notes,
            kept=tuple(rows.kept),
            general=tuple(self._general),
            shift=self._moment.shift,
            last_day=found.last_day,
            unshifted=unshifted or timedelta(),
            dry_run=options.dry_run,
        )

    def _files_read(self, found: Survey) -> Iterator[FileRead]:
        for bound in self._binding.bound:
            source = bound.source
            notes = (*source.notes, *found.notes.get(source.name, ()))
            rows = self._counts.get(source.name, 0)
            yield FileRead(source.name, bound.kind, rows, self._binding.dropped(source), notes)
        for bound, source in self._binding.beside():
            dropped = self._binding.dropped(source)
            yield FileRead(source.name, None, 0, dropped, tuple(source.notes), bound.source.name)

    def _reps(self, owners: Owners) -> Iterator[Person]:
        """Owners nobody knew, taken as reps because the mapping says so."""
        for person_id, name in sorted(owners.new.items()):
            words = name.partition("@")[0].replace(".", " ").title() if "@" in name else name
            self._say(f"{words} was added as a rep, being named as an owner")
            yield Person(person_id, words, Role.REP, self._company.zone, self._company.rhythm)

    def _rows(
        self, bound: Bound, refuse: Callable[[int, str], None] = lambda line, why: None
    ) -> Iterator[tuple[int, list[Cell]]]:
        count = 0
        for count, row in enumerate(bound.rows(refuse), 1):
            if count % _TICK == 0:
                self._progress.step(_TICK)
            yield row
        self._counts[bound.source.name] = count

    def _counted(self, kind: Kind) -> list[Bound]:
        files = self._binding.of(kind)
        for bound in files:
            self._counts[bound.source.name] = sum(1 for _ in bound.rows(lambda line, why: None))
        return files

    def _refuse(self, bound: Bound, line: int, said: str | CellFault) -> None:
        self._refuse_in(bound.source, line, said)

    def _refuse_of(self, bound: Bound) -> Callable[[int, str], None]:
        return lambda line, why: self._refuse(bound, line, why)

    def _refuse_in(self, source: RowSource, line: int, said: str | CellFault) -> None:
        self._refused.add(source.name, source.unit, line, said)

    def _note(self, bound: Bound, line: int, said: str) -> None:
        self._notes.add(bound.source.name, bound.source.unit, line, said)

    def _say(self, said: str) -> None:
        self._general.append(said)


class _Percent:
    """Turns rows into rising percent."""

    def __init__(self, tell: Progress) -> None:
        self.total = 0
        self._tell = tell
        self._rows = self._told = 0

    def step(self, rows: int) -> None:
        self._rows += rows
        percent = min(99, 100 * self._rows // max(self.total, 1))
        if percent > self._told:
            self._told = percent
            self._tell(percent)

    def done(self) -> None:
        self._tell(100)


def _high_cards_only(mapping: FieldMapping, company: Company) -> FieldMapping:
    """The mapping without what this company has not declared as a high card. Stage and probability always are."""
    unwanted = set(Field) - set(company.process.high_cards) - {Field.STAGE, Field.PROBABILITY}
    tables = (
        replace(table, columns={key: at for key, at in table.columns.items() if key not in unwanted})
        for table in mapping.tables
    )
    return replace(mapping, tables=tuple(tables))


def _with_stored(uow: UnitOfWork, given: dict[str, Product]) -> dict[str, Product]:
    """The products of this import beside those of earlier ones, which are kept for the next."""
    stored = json.loads(uow.meta.get(_PRODUCTS) or "{}")
    products = {name: Product(name, Decimal(price) if price else None) for name, price in stored.items()} | given
    if given:
        prices = {name: str(product.list_price or "") for name, product in sorted(products.items())}
        uow.meta.put(_PRODUCTS, json.dumps(prices, ensure_ascii=False))
    return products
