"""Connections to SQLite or PostgreSQL: one way to write, one to read, and errors as sentences."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from storage.columns import dump_json
from storage.errors import Unavailable, explained

_CONNECTIONS = 16


class _OneConnection:
    """One connection that is kept open: threads take turns at it. Its `connect` and `dispose` are those of an engine.

    The transaction that was begun in a turn has to end with it.
    """

    def __init__(self, engine: Engine, wait: float) -> None:
        self._engine = engine
        self._wait = wait
        self._turn = threading.Lock()
        self._kept: Connection | None = None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        if not self._turn.acquire(timeout=self._wait):
            raise PoolTimeout("no turn at the only connection")
        try:
            self._kept = self._kept or self._engine.connect()
            yield self._kept
        finally:
            _end_transaction(self._kept)
            self._turn.release()

    def dispose(self) -> None:
        """Whoever has it for longer than others would wait loses it."""
        taken = self._turn.acquire(timeout=self._wait)
        try:
            if self._kept:
                self._kept.close()
            self._kept = None
            self._engine.dispose()
        finally:
            if taken:
                self._turn.release()


def _end_transaction(connection: Connection | None) -> None:
    """Where a commit failed nothing is rolled back: the lock would be kept, and the next turn begin within this one."""
    driven: Any = None if connection is None or connection.closed else connection.connection.dbapi_connection
    if driven is not None and driven.in_transaction:
        driven.rollback()


class Database:
    """Engines for one database. `wait` is how long to wait for a lock or a connection, in seconds."""

    def __init__(self, url: str, wait: float) -> None:
        parsed = _parsed(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.place = _place(parsed)
        self._writer: Engine | _OneConnection
        self._reader: Engine | _OneConnection
        self._file = Path(self.place) if self.is_sqlite and not _in_memory(parsed) else None
        if self.is_sqlite:
            _check_sqlite()
            self._writer, self._reader = _sqlite_connections(parsed, wait)
        else:
            self._writer, self._reader = _postgresql_engines(parsed, wait)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed on leaving and rolled back on an exception.

        On SQLite it takes the write lock at once: a lock taken later, at the first write, fails where two meet.
        """
        with self._in_words(), self._writer.connect() as connection, connection.begin():
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database, waits for no writer, and cannot write."""
        with self._in_words(), self._reader.connect() as connection, closing(connection.begin()):
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    def prepare(self) -> None:
        """Make the folder of a SQLite file, and let readers go on while somebody writes."""
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"The folder {self._file.parent} cannot be made: {error.strerror}.") from error
        with self._in_words(), self._writer.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            said = explained(error, self.place)
            if said is error:
                raise
            raise said from error


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("sqlite", "postgresql"):
        # Not shown: it may hold a password.
        raise Unavailable(
            "The address of the database is neither SQLite's nor PostgreSQL's. "
            "Write sqlite:///var/quarterback.db or postgresql+psycopg://user@host/name."
        )
    return parsed.set(drivername="sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg")


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < (3, 35):
        raise Unavailable(
            f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or later is needed. Use a newer Python, or PostgreSQL."
        )


def _in_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    host = url.host or url.query.get("host") or "localhost"
    return f"{url.database} on {host}"


def _sqlite_connections(url: URL, wait: float) -> tuple[_OneConnection, _OneConnection | Engine]:
    # Each process has one connection that writes: its threads take turns at it, instead of polling for the lock.
    # The driver must not begin transactions by itself, hence isolation_level None.
    def engine(connections: int) -> Engine:
        return create_engine(
            url,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=wait,
            connect_args={"timeout": wait, "isolation_level": None, "check_same_thread": False},
            json_serializer=dump_json,
            hide_parameters=True,
        )

    writing = engine(1)
    event.listen(writing, "connect", _set_up_sqlite)
    writer = _OneConnection(writing, wait)
    if _in_memory(url):
        return writer, writer
    reader = engine(_CONNECTIONS)
    event.listen(reader, "connect", _set_up_sqlite_reader)
    return writer, reader


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16000")  # in KiB


def _set_up_sqlite_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _postgresql_engines(url: URL, wait: float) -> tuple[Engine, Engine]:
    writer = create_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=wait,
        pool_pre_ping=True,
        connect_args={"connect_timeout": max(2, round(wait))},
        json_serializer=dump_json,
        hide_parameters=True,
    )

    def set_up(connection: Any, _record: object) -> None:  # psycopg's own type is generic in its rows
        connection.execute(f"SET lock_timeout = {round(wait * 1000)}")
        connection.execute("SET TimeZone = 'UTC'")
        connection.commit()

    event.listen(writer, "connect", set_up)
    return writer, writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
