"""The first look through files of opportunities: how they write, which ids repeat, which day is their last."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.sales.imports.binding import Bound
from domain.sales.imports.cells import Cell, CellFault, Habits
from domain.sales.imports.days import day
from domain.sales.imports.habits import Hints, latest
from domain.sales.imports.known import Stages
from domain.sales.imports.mapping import FieldMapping
from domain.sales.imports.records import DATES, LONGEST_ID, Row
from domain.sales.process import DateOrder, SalesProcess

_AHEAD = ("close_date", "next_step_date")  # may lie in the future; the other days have happened
_ANY = Habits()

Rows = Callable[[Bound], Iterator[tuple[int, list[Cell]]]]


@dataclass(slots=True)
class Repeat:
    """An id that stands in several rows: where first and second, and whether all of them say the same."""

    first: tuple[str, int]
    second: tuple[str, int] | None = None
    digest: int = 0
    same: bool = True


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found. `habits` and `notes` by the name of the file; `last_day` None where no day was looked for."""

    habits: Mapping[str, Habits]
    notes: Mapping[str, tuple[str, ...]]
    repeats: Mapping[str, Repeat]
    last_day: date | None


def survey(
    files: Sequence[Bound], rows: Rows, process: SalesProcess, mapping: FieldMapping, dated: Stages | None
) -> Survey:
    """Looks through all files once, and once more where ids repeat, holding eight bytes a row.

    `dated`: the stages, where the last day on which something happened is wanted. That is the latest day of what was
    created, moved or closed; the planned days of open opportunities count only where there is no other.
    """
    ids = array("q")
    habits: dict[str, Habits] = {}
    notes: dict[str, tuple[str, ...]] = {}
    last = planned = None
    for bound in files:
        look = _Look(bound, dated)
        for _, cells in rows(bound):
            ids.append(hash(look.see(cells)))
        name = bound.source.name
        habits[name] = look.hints.habits(process, mapping.date_order, mapping.decimal)
        notes[name] = look.hints.notes(habits[name], process)
        order = habits[name].date_order or process.date_order
        last, planned = latest(last, look.happened.get(order)), latest(planned, look.planned.get(order))
    return Survey(habits, notes, _repeats(files, rows, ids), last or planned)


class _Look:
    """One file, row by row."""

    def __init__(self, bound: Bound, dated: Stages | None) -> None:
        self.hints = Hints()
        self.happened: dict[DateOrder, date] = {}
        self.planned: dict[DateOrder, date] = {}
        self._row = Row(bound, _ANY)
        self._stages = dated
        self._days = {key: bound.at[key][0] for key in DATES if key in bound.at}
        self._amount = bound.at.get("amount", (None,))[0]
        self._percent = bound.at.get("probability", (None,))[0]

    def see(self, cells: list[Cell]) -> str:
        """Takes note of the row and returns its id, "" where it has none."""
        for index in self._days.values():
            self.hints.see_date(cells[index])
        if self._amount is not None:
            self.hints.see_amount(cells[self._amount])
        if self._percent is not None:
            self.hints.see_percent(cells[self._percent])
        if self._stages:
            self._see_days(cells, self._stages)
        return _id(self._row, cells)

    def _see_days(self, cells: list[Cell], stages: Stages) -> None:
        closed = self._closed(cells, stages)
        for key, index in self._days.items():
            happened = key not in _AHEAD or (key == "close_date" and closed)
            seen = self.happened if happened else self.planned
            for order in DateOrder:
                try:
                    found = day(cells[index], Habits(date_order=order))
                except CellFault:
                    continue
                if found and (order not in seen or found > seen[order]):
                    seen[order] = found

    def _closed(self, cells: list[Cell], stages: Stages) -> bool:
        self._row.cells = cells
        try:
            return self._row.text("status").lower() in ("won", "lost") or stages.find(self._row.text("stage")).closed
        except CellFault:
            return False


def _id(row: Row, cells: list[Cell]) -> str:
    row.cells = cells
    try:
        return row.text("id", "-", LONGEST_ID)
    except CellFault:
        return ""


def _repeats(files: Sequence[Bound], rows: Rows, ids: "array[int]") -> dict[str, Repeat]:
    """Ids that stand in several rows. Two ids of one hash are told apart by looking again."""
    ordered = np.sort(np.frombuffer(ids, dtype=np.int64))
    twice = set(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tolist()) - {hash("")}
    found: dict[str, Repeat] = {}
    for bound in files if twice else ():
        row = Row(bound, _ANY)
        read = sorted({index for at in bound.at.values() for index in at})
        for line, cells in rows(bound):
            key = _id(row, cells)
            if hash(key) not in twice:
                continue
            digest = hash(tuple(cells[index] for index in read))
            known = found.get(key)
            if known is None:
                found[key] = Repeat((bound.source.name, line), digest=digest)
            else:
                known.second = known.second or (bound.source.name, line)
                known.same &= known.digest == digest
    return {key: repeat for key, repeat in found.items() if repeat.second}
