"""Which column of which file is what: the mapping of an import, and the rows it is laid on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.sales.imports.cells import Cell
from domain.sales.process import DateOrder


class Kind(StrEnum):
    """What a file holds."""

    OPPORTUNITIES = "opportunities"
    ACCOUNTS = "accounts"
    PEOPLE = "people"
    PRODUCTS = "products"


KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.OPPORTUNITIES: (
        "id",
        "name",
        "account",
        "account_id",
        "product",
        "owner",
        "stage",
        "status",
        "probability",
        "amount",
        "currency",
        "close_date",
        "forecast_category",
        "next_step",
        "next_step_date",
        "competitor",
        "loss_reason",
        "feedback",
        "created",
        "stage_since",
        "confirmed",
    ),
    Kind.ACCOUNTS: ("id", "name", "sector"),
    Kind.PEOPLE: ("name", "email", "role", "team", "manager", "quota"),
    Kind.PRODUCTS: ("name", "list_price"),
}
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.OPPORTUNITIES: ("id", "stage"),
    Kind.ACCOUNTS: ("name",),
    Kind.PEOPLE: ("name",),
    Kind.PRODUCTS: ("name",),
}


JOINABLE = ("id", "name", "account", "account_id", "product", "owner", "team", "next_step", "feedback")
"""Keys that may be read from several columns, whose words are joined."""


class ImportFault(Exception):
    """Why nothing was imported: whole sentences, each saying what, where and how to mend it."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(self.faults)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns one key is read from: several are joined. `line` is where the mapping file says so, 0 if guessed."""

    names: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """Rows of another file laid beside these where its column `there` equals our column `here`."""

    file: str
    here: str
    there: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one kind of record is read. `file` names the file; "" leaves it to the columns."""

    kind: Kind
    columns: Mapping[str, Columns]
    file: str = ""
    joins: tuple[Join, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """A whole mapping. `stages` and `owners` translate words of the files, with the line of the mapping that says so.

    `new_owners`: owners nobody knows become reps. `name` is the mapping's file, "" where it was guessed.
    """

    tables: tuple[TableMapping, ...]
    name: str = ""
    stages: Mapping[str, str] = field(default_factory=dict)
    stage_lines: Mapping[str, int] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    new_owners: bool = False
    date_order: DateOrder | None = None
    decimal: str = ""


Refuse = Callable[[int, str], None]


class RowSource(Protocol):
    """One table of one file. `rows` may be called again and again and starts anew each time.

    `unit` says what is counted, "line" or "row"; `estimate` about how many there are; `notes` how it was read;
    `modified` when the file was written (UTC).
    """

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def estimate(self) -> int: ...
    @property
    def modified(self) -> datetime: ...

    def rows(self, refuse: Refuse) -> Iterator[tuple[int, list[Cell]]]:
        """Each row with its number, as many cells as columns. Rows that cannot be read go to `refuse` instead."""
        ...
