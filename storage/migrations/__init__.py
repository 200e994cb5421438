"""Brings a database to the tables of this version, step by step."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.errors import NewerDatabase

_LOCK = 7_305_017_041  # any number that nobody else locks in this database


def upgrade(connection: Connection, place: str) -> None:
    """Run what is missing in the transaction of `connection`: all of it or nothing, one process at a time.

    On SQLite that transaction holds the write lock already. NewerDatabase when the tables are ahead of this version.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    standing = set(MigrationContext.configure(connection).get_current_heads())
    unknown = standing - {script.revision for script in scripts.walk_revisions()}
    if unknown:
        raise NewerDatabase(
            f"The database {place} was made by a later version of the quarterback (step {min(unknown)}). "
            "Install that version or a newer one, or put back a backup made before it."
        )
    if standing != set(scripts.get_heads()):
        command.upgrade(config, "head")
