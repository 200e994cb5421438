"""What all the stores share: rows from domain values and back, lists in batches, inserts for both databases."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import LARGEST

T = TypeVar("T")

Insert = sqlite.Insert | postgresql.Insert
JsonObject = Mapping[str, Any]
AnyRow = Sequence[Any]
"""A row of whatever columns were selected: their types are known to the table, not to the type checker."""

INSERTS: Mapping[str, Callable[[Table], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""`INSERT … ON CONFLICT …` is written alike for both, but each dialect has its own class for it."""

_BATCH = 1000  # well below SQLite's limit of 32,766 values in one statement


class Store:
    """The rows of some tables within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def _one(self, statement: Executable, parameters: JsonObject) -> AnyRow | None:
        return self._connection.execute(statement, parameters).first()

    def _all(self, statement: Executable, parameters: JsonObject | None = None) -> Iterable[AnyRow]:
        return self._connection.execute(statement, parameters or {}).all()

    def _by_id(self, statement: Executable, row_id: int) -> AnyRow | None:
        """The row of that id. An id that no row can have, as an old or forged button may send, finds nothing."""
        return self._one(statement, {"row_id": row_id}) if 0 < row_id <= LARGEST else None

    def _written(self, insert: Insert, parameters: JsonObject | Sequence[JsonObject]) -> int:
        """How many rows an `INSERT … ON CONFLICT` of one or many has inserted or updated."""
        return self._connection.execute(insert, parameters, execution_options={"preserve_rowcount": True}).rowcount

    def _insert(self, statement: Executable, parameters: JsonObject) -> int:
        """Insert one row and return the id it was given."""
        key: AnyRow = self._connection.execute(statement, parameters).inserted_primary_key or ()
        return int(key[0])

    def _among(self, statement: Executable, name: str, values: Iterable[object], **more: object) -> Iterator[AnyRow]:
        """The rows of a statement with `IN :name`, asked for in batches; repeated values count once."""
        for batch in in_batches(dict.fromkeys(values), _BATCH):
            yield from self._connection.execute(statement, {name: batch, **more}).all()


def names(kind: type[Any], without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The fields of a dataclass in their order, which are the columns of its table too."""
    return tuple(field.name for field in fields(kind) if field.name not in without)


def columns(table: Table, wanted: tuple[str, ...]) -> list[Any]:
    """Those columns in that order, so that `Kind(*row)` builds the domain value."""
    return [table.c[name] for name in wanted]


def reader_of(wanted: tuple[str, ...]) -> Callable[[object], dict[str, Any]]:
    """A function from a value to its parameters by column name."""
    values = attrgetter(*wanted)
    return lambda thing: dict(zip(wanted, values(thing), strict=True))


def in_batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size`, none of them empty."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
