"""Lays the rows of opportunities on what is recorded, a batch at a time, and logs what that moves."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.sales.change import Change, Statement
from domain.sales.imports.binding import Bound
from domain.sales.imports.cells import Cell, CellFault
from domain.sales.imports.known import Known
from domain.sales.imports.merge import IMPORTER, REMEMBERED, Before, History, merge, value_of
from domain.sales.imports.records import Moment, OpportunityRows
from domain.sales.imports.report import KeptValue, Taken
from domain.sales.imports.survey import Survey
from domain.sales.opportunity import Account, Opportunity, Value
from domain.sales.process import Field
from domain.sales.values import keep, recall
from storage.records import Counts, ImportedRow
from storage.rows import in_batches
from storage.unit_of_work import UnitOfWork

Refuse = Callable[[Bound, int, "str | CellFault"], None]
Note = Callable[[Bound, int, str], None]
Rows = Iterable[tuple[int, list[Cell]]]

_BATCH = 1000
_FIELDS = {str(name): name for name in Field}
_ACCOUNTS_REMEMBERED = 50_000


def taken(counts: Counts) -> Taken:
    """What an upsert did, as a report says it."""
    return Taken(counts.inserted, counts.updated, counts.unchanged)


class RowImport:
    """All files of opportunities of one import. What it did is in its attributes."""

    def __init__(
        self,
        uow: UnitOfWork,
        known: Known,
        moment: Moment,
        survey: Survey,
        refuse: Refuse,
        note: Note,
        prefer_file: bool,
    ) -> None:
        self.counts, self.accounts = Taken(), Taken()
        self.changes = 0
        self.kept: list[KeptValue] = []
        self._uow = uow
        self._known = known
        self._moment = moment
        self._survey = survey
        self._refuse = refuse
        self._note = note
        self._prefer_file = prefer_file
        self._statement = 0
        self._accounts_seen: dict[str, None] = {}

    def take(self, bound: Bound, rows: Rows) -> None:
        """Everything that this file says."""
        reader = OpportunityRows(bound, self._known, self._survey.habits[bound.source.name], self._moment)
        at = min(bound.source.modified, self._moment.at)
        for batch in in_batches(self._readable(bound, reader, rows), _BATCH):
            self._lay(bound, reader.covers, at, {read.id: (line, read) for line, read in batch})

    def _readable(self, bound: Bound, reader: OpportunityRows, rows: Rows) -> Iterator[tuple[int, Opportunity]]:
        """The rows that can be taken, as opportunities; what is to be noted of the others stays unsaid."""
        for line, cells in rows:
            notes: list[str] = []
            try:
                opportunity = reader.read(cells, notes.append)
                if opportunity.id in self._survey.repeats and not self._is_first(opportunity.id, bound, line):
                    continue
            except CellFault as fault:
                self._refuse(bound, line, fault)
                continue
            for note in notes:
                self._note(bound, line, note)
            yield line, opportunity

    def _is_first(self, opportunity_id: str, bound: Bound, line: int) -> bool:
        """Whether to take this row of an id that stands in several. CellFault where they contradict each other."""
        repeat = self._survey.repeats[opportunity_id]
        (file, first), (other, second) = repeat.first, repeat.second or repeat.first
        if not repeat.same:
            where = f"{bound.source.unit} {first:,} and {second:,}"
            if file != other:
                where = f"{file} {bound.source.unit} {first:,} and {other} {bound.source.unit} {second:,}"
            what = "the id stands in several rows that differ, so none was taken"
            raise CellFault(what, f"{opportunity_id}, {where}", "leave one, or give each an id of its own")
        if (bound.source.name, line) == repeat.first:
            return True
        self._note(bound, line, "the row repeats an earlier one word for word; taken once")
        return False

    def _lay(
        self, bound: Bound, covers: frozenset[str], at: datetime, found: Mapping[str, tuple[int, Opportunity]]
    ) -> None:
        recorded = self._uow.imports.locked(found)
        rows = self._uow.imports.rows(recorded)
        torn = {key for key, old in recorded.items() if _differs(old, found[key][1], covers)}
        said = self._uow.imports.said(torn, IMPORTER)
        saved: list[Opportunity] = []
        moved: list[tuple[Opportunity, Opportunity]] = []
        remembered: list[ImportedRow] = []
        for key, (line, in_file) in found.items():
            old, row, spelt = recorded.get(key), rows.get(key), _spelt(in_file, covers)
            if old is None:
                saved.append(in_file)
                remembered.append(ImportedRow(key, at, bound.source.name, _json(spelt)))
                continue
            history = History(_before(row), said.get(key)) if key in torn else History()
            merged = merge(old, in_file, covers, history, self._moment, self._prefer_file)
            if merged.opportunity != old:
                saved.append(merged.opportunity)
                moved.append((old, merged.opportunity))
            for kept in merged.kept:
                self.kept.append(KeptValue(bound.source.name, bound.source.unit, line, key, old.name, kept))
            if row is None or merged.kept or row.said != _json(spelt):
                newest = _renewed(row, ImportedRow(key, at, bound.source.name, _json(spelt)))
                remembered += [newest] if newest != row else []
        self._keep(bound, saved, moved, remembered)
        self.counts += Taken(len(found) - len(recorded), len(moved), len(recorded) - len(moved))

    def _keep(
        self,
        bound: Bound,
        saved: Sequence[Opportunity],
        moved: Iterable[tuple[Opportunity, Opportunity]],
        remembered: Iterable[ImportedRow],
    ) -> None:
        self._add_accounts(saved)
        self._uow.opportunities.upsert(saved)
        self._uow.imports.remember(remembered)
        changes = [change for old, new in moved for change in self._changes(old, new, f"import of {bound.source.name}")]
        self.changes += self._uow.imports.log(changes)

    def _changes(self, old: Opportunity, new: Opportunity, quote: str) -> Iterator[Change]:
        for name in Field:
            if old.get(name) != new.get(name):
                yield Change(
                    opportunity=old.id,
                    field=name,
                    before=old.get(name),
                    after=new.get(name),
                    by=IMPORTER,
                    on_behalf_of=IMPORTER,
                    quote=quote,
                    at=self._moment.at,
                    statement=self._stated(),
                )

    def _stated(self) -> int:
        """The statement that this import makes, made when it first changes something."""
        if not self._statement:
            statement = Statement(IMPORTER, IMPORTER, self._moment.at, platform=IMPORTER)
            self._statement = self._uow.statements.add(statement).id
        return self._statement

    def _add_accounts(self, opportunities: Iterable[Opportunity]) -> None:
        """Accounts that only opportunities name. Those seen lately are remembered, so that most are asked for once."""
        named = {each.account_id: Account(each.account_id, each.account) for each in opportunities if each.account_id}
        fresh = [key for key in named if not self._known.accounts.has(key) and key not in self._accounts_seen]
        stored = self._uow.accounts.all_named(fresh)
        self.accounts += taken(self._uow.accounts.upsert(named[key] for key in fresh if key not in stored))
        self._accounts_seen |= dict.fromkeys(fresh)
        if len(self._accounts_seen) > _ACCOUNTS_REMEMBERED:
            self._accounts_seen.clear()


def _differs(old: Opportunity, in_file: Opportunity, covers: frozenset[str]) -> bool:
    return any(name in covers and value_of(old, name) != value_of(in_file, name) for name in REMEMBERED)


def _spelt(opportunity: Opportunity, covers: frozenset[str]) -> dict[str, str | None]:
    return {str(name): keep(value_of(opportunity, name)) for name in REMEMBERED if name in covers}


def _json(spelt: Mapping[str, str | None]) -> str:
    return json.dumps(spelt, ensure_ascii=False, separators=(",", ":"))


def _renewed(old: ImportedRow | None, new: ImportedRow) -> ImportedRow:
    """What the row says now. An earlier file's other columns stay, and its time, as nothing newer was heard of them."""
    if old is None:
        return new
    before, now = json.loads(old.said), json.loads(new.said)
    at = old.at if before.keys() - now.keys() else max(old.at, new.at)
    return replace(new, at=at, said=_json(before | now))


def _before(row: ImportedRow | None) -> Before | None:
    if row is None:
        return None
    return Before(row.at, {name: _value(name, kept) for name, kept in json.loads(row.said).items()})


def _value(name: str, kept: str | None) -> Value:
    return recall(_FIELDS[name], kept) if name in _FIELDS else kept
