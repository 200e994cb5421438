"""Many rows of one table at once, without the work per value that single statements can afford."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import registry

from storage.rows import Insert

# Values go in by position, which both drivers can.
_DIALECTS: dict[str, Dialect] = {
    "sqlite": registry.load("sqlite.pysqlite")(paramstyle="qmark"),
    "postgresql": registry.load("postgresql.psycopg")(paramstyle="format"),
}


class BulkInsert:
    """An `INSERT … ON CONFLICT` into all columns of a table, of things that have an attribute for each column."""

    def __init__(self, statement: Insert, table: Table, dialect_name: str) -> None:
        dialect = _DIALECTS[dialect_name]
        names = [column.name for column in table.columns]
        self._sql = str(statement.compile(dialect=dialect, column_keys=names))
        self._values = attrgetter(*names)
        self._converters = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]

    def run(self, connection: Connection, things: Iterable[object]) -> int:
        """Insert them, and return how many rows were inserted or updated."""
        columns: Iterable[Sequence[Any]] = zip(*map(self._values, things), strict=True)
        converted = (
            map(convert, column) if convert else column
            for convert, column in zip(self._converters, columns, strict=True)
        )
        parameters = list(zip(*converted, strict=True))
        options = {"preserve_rowcount": True}
        return connection.exec_driver_sql(self._sql, parameters, execution_options=options).rowcount
