"""What can go wrong with a database, each as a sentence that says what happened and how to mend it."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Stale(Exception):
    """Somebody else wrote the same row first. Nothing was written; run the whole use case once more."""


class StorageError(Exception):
    """The database cannot do what was asked. `str()` is a sentence for a user or an operator."""


class NewerDatabase(StorageError):
    """A later version of the quarterback has changed the tables."""


class DiskFull(StorageError):
    """Nothing was written. It goes on by itself once there is room."""


class Unavailable(StorageError):
    """The database cannot be opened, reached, read or locked. Trying again later may help."""


class Damaged(StorageError):
    """The file is no database, or no longer one."""


class CannotKeep(StorageError, ValueError):
    """A value that no column can hold without changing it."""


def explained(error: SQLAlchemyError, place: str) -> Exception:
    """The error as one of ours, with `place` named; `error` itself where it is a mistake in our own code."""
    if isinstance(error, PoolTimeout):
        return Unavailable(_BUSY.format(place=place))
    if not isinstance(error, StatementError):
        return error
    if isinstance(error.orig, StorageError):
        return error.orig
    if isinstance(error.orig, sqlite3.Error):
        return _explained_sqlite(error.orig, place) or error
    if isinstance(error.orig, psycopg.Error):
        return _explained_postgresql(error.orig, place) or _lost(error, place) or error
    return error


_BUSY = "The database {place} is busy: others are writing to it. Try again in a moment."
_FULL = "The disk is full: nothing was written to the database {place}. Free some space; nothing needs a restart."
_READ_ONLY = "The database {place} may only be read. Give the user that runs the quarterback the right to write to it."
_CONFLICT = "Somebody else wrote the same a moment ago."

_SQLITE: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_FULL: (DiskFull, _FULL),
    sqlite3.SQLITE_BUSY: (Unavailable, _BUSY),
    sqlite3.SQLITE_LOCKED: (Unavailable, _BUSY),
    sqlite3.SQLITE_READONLY: (Unavailable, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (
        Unavailable,
        "The database {place} cannot be opened. Check that its folder exists and may be written to.",
    ),
    sqlite3.SQLITE_PERM: (Unavailable, _READ_ONLY),
    sqlite3.SQLITE_IOERR: (
        Unavailable,
        "The disk under the database {place} cannot be read or written. Check the disk and the space left on it.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        Damaged,
        "The database {place} is damaged. Stop the quarterback and put a backup in its place.",
    ),
    sqlite3.SQLITE_NOTADB: (
        Damaged,
        "The file {place} is no SQLite database. Give QUARTERBACK_DATABASE_URL another, or put a backup in its place.",
    ),
}
_SQLITE_UNIQUE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)

# Classes and codes of SQLSTATE, the longer ones first; see PostgreSQL's appendix A.
_POSTGRESQL: tuple[tuple[str, type[StorageError], str], ...] = (
    ("53100", DiskFull, _FULL),
    ("55P03", Unavailable, _BUSY),
    (
        "53300",
        Unavailable,
        "The database {place} has no connection left. Raise max_connections.",
    ),
    ("25006", Unavailable, _READ_ONLY),
    ("42501", Unavailable, _READ_ONLY),
    ("53", Unavailable, "The database {place} is out of resources: {reason}."),
    ("57P", Unavailable, "The database {place} is stopping or starting. It will be tried again."),
    ("58", Unavailable, "The disk under the database {place} cannot be read or written: {reason}."),
    ("XX", Damaged, "The database {place} reports damage: {reason}. See its log."),
)
_POSTGRESQL_CONFLICTS = ("23505", "40P01", "40001")  # a unique key, a deadlock, a serialization failure


def _explained_sqlite(error: sqlite3.Error, place: str) -> Exception | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code in _SQLITE_UNIQUE:
        return Stale(_CONFLICT)
    kind, words = _SQLITE.get(code & 0xFF, (None, ""))  # the low byte is the primary code, the rest says which kind
    return kind(words.format(place=place)) if kind else None


def _explained_postgresql(error: psycopg.Error, place: str) -> Exception | None:
    state = error.sqlstate or ""
    if state in _POSTGRESQL_CONFLICTS:
        return Stale(_CONFLICT)
    for prefix, kind, words in _POSTGRESQL:
        if state.startswith(prefix):
            return kind(words.format(place=place, reason=_first_line(error)))
    return None


def _lost(error: StatementError, place: str) -> Exception | None:
    """A connection that was refused, or broke: psycopg gives no code where no server answered."""
    orig = error.orig
    broken = isinstance(error, InterfaceError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
    unreachable = isinstance(orig, psycopg.OperationalError) and not orig.sqlstate
    if not broken and not unreachable:
        return None
    reason = _first_line(orig)
    return Unavailable(f"The database {place} cannot be reached: {reason}. Check its address, and that it runs.")


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else "no reason given"
