"""What an import did, for whoever shows it."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.sales.imports.mapping import FieldMapping, Kind
from domain.sales.imports.merge import Kept
from domain.sales.imports.tally import Tally


@dataclass(frozen=True, slots=True)
class Taken:
    """How many records of one kind were taken, by what that did to what is recorded."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.updated + other.updated, self.unchanged + other.unchanged)

    @property
    def total(self) -> int:
        return self.new + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class FileRead:
    """How one file was read: as one kind of record, or laid `beside` another file.

    `rows` counts those that could be read; `dropped` are columns that hold no high card.
    """

    name: str
    kind: Kind | None
    rows: int
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value that stands although the file says otherwise, and where it says so."""

    file: str
    unit: str
    line: int
    opportunity: str
    name: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do.

    `changes` counts entries of the log of changes. `refused` names rows that could not be taken, `notes` rows that were
    taken with something to be said, `general` is about no row. `shift` is how far dates were moved and `last_day` was
    their last; `unshifted` is how far an earlier import moved its dates where this one moved none.
    """

    mapping: FieldMapping
    files: tuple[FileRead, ...]
    left_out: tuple[str, ...]
    opportunities: Taken
    accounts: Taken
    people: Taken
    products: int
    changes: int
    refused: Tally
    notes: Tally
    kept: tuple[KeptValue, ...]
    general: tuple[str, ...]
    shift: timedelta = timedelta()
    last_day: date | None = None
    unshifted: timedelta = timedelta()
    dry_run: bool = False
