"""Brings a database to the tables of this version, step by step."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.errors import NewerDatabase

_LOCK = 7_305_017_041  # any number that nobody else locks in this database


def is_current(connection: Connection, place: str) -> bool:
    """Whether every step was taken. NewerDatabase when the tables are ahead of this version."""
    scripts = ScriptDirectory.from_config(_config())
    standing = set(MigrationContext.configure(connection).get_current_heads())
    unknown = standing - {script.revision for script in scripts.walk_revisions()}
    if unknown:
        raise NewerDatabase(
            f"The database {place} was made by a later version of the quarterback (step {min(unknown)}). "
            "Install that version or a newer one, or put back a backup made before it."
        )
    return standing == set(scripts.get_heads())


def upgrade(connection: Connection, place: str) -> None:
    """Take the missing steps in the transaction of `connection`: all of them or none, one process at a time.

    On SQLite that transaction holds the write lock already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    # Another process may have taken them while this one waited for the lock.
    if not is_current(connection, place):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config
