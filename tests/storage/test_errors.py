"""A bad disk, a bad address, a bad file: each is a sentence, and it goes on when the cause is gone."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, event, text

from storage.unit_of_work import Damaged, DiskFull, Stale, Storage, StorageError, Unavailable
from tests.conftest import MakeOpportunity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def handle(storage: Storage, event_id: str) -> bool:
    with storage.begin() as uow:
        return uow.events.first_time("practice", "", event_id, NOON)


@pytest.fixture
def sqlite_connections() -> Iterator[list[sqlite3.Connection]]:
    """Every connection to SQLite that is opened from here on."""
    seen: list[sqlite3.Connection] = []

    def remember(connection: sqlite3.Connection, _record: object) -> None:
        seen.append(connection)

    event.listen(Engine, "connect", remember)
    yield seen
    event.remove(Engine, "connect", remember)


def test_a_full_disk_under_sqlite_is_said_and_nothing_is_lost_or_half_written(
    sqlite_connections: list[sqlite3.Connection], sqlite_storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    assert handle(sqlite_storage, "before")
    (writer,) = sqlite_connections
    (pages,) = writer.execute("PRAGMA page_count").fetchone()
    writer.execute(f"PRAGMA max_page_count = {pages + 4}")

    def import_many() -> None:
        with sqlite_storage.begin() as uow:
            uow.opportunities.upsert(make_opportunity(f"o{n}") for n in range(2_000))

    with pytest.raises(DiskFull, match=r"disk is full: nothing was written to the database .*quarterback\.db\. Free"):
        import_many()
    with sqlite_storage.read() as uow:
        assert uow.opportunities.count() == 0
    writer.execute("PRAGMA max_page_count = 1000000")
    import_many()
    with sqlite_storage.read() as uow:
        assert uow.opportunities.count() == 2_000
    assert not handle(sqlite_storage, "before")


def test_a_full_disk_under_postgresql_is_said_too(postgresql_url: str) -> None:
    storage, server = Storage(postgresql_url), create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    raising = "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    with server.connect() as connection:
        connection.execute(text(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS {raising}"))
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION full_disk()"))
        with pytest.raises(DiskFull, match="disk is full"):
            handle(storage, "Ev1")
        connection.execute(text("DROP FUNCTION full_disk CASCADE"))
    assert handle(storage, "Ev1")
    server.dispose()
    storage.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("To do: buy milk\n" * 100)
    storage = Storage(f"sqlite:///{path}")
    for attempt in (storage.migrate, lambda: handle(storage, "Ev1")):
        with pytest.raises(Damaged, match=r"notes\.db is no SQLite database"):
            attempt()
    storage.close()
    assert path.read_text().startswith("To do")


def test_a_folder_is_made_where_it_can_be_and_named_where_it_cannot(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'var' / 'lib' / 'quarterback.db'}")
    with pytest.raises(Unavailable, match=r"cannot be opened\. Check that its folder exists"):
        handle(storage, "Ev1")
    storage.migrate()
    assert handle(storage, "Ev1")
    storage.close()

    (tmp_path / "file").touch()
    blocked = Storage(f"sqlite:///{tmp_path / 'file' / 'quarterback.db'}")
    with pytest.raises(Unavailable, match=r"folder .*file cannot be made"):
        blocked.migrate()
    blocked.close()


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path: Path) -> None:
    storage = Storage(f"postgresql+psycopg://ana:hunter2@/sales?host={tmp_path}")
    with pytest.raises(Unavailable, match=f"sales on {tmp_path} cannot be reached") as refused:
        storage.migrate()
    assert "hunter2" not in str(refused.value)
    storage.close()


@pytest.mark.parametrize("url", ["mysql://root:hunter2@localhost/x", "no address: hunter2", ""])
def test_an_address_of_nothing_we_know_is_refused_at_once(url: str) -> None:
    with pytest.raises(StorageError, match="Write sqlite:///") as refused:
        Storage(url)
    assert "hunter2" not in str(refused.value)


def test_a_sqlite_that_is_too_old_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 26, 0))
    with pytest.raises(Unavailable, match=r"too old: 3\.35 or later"):
        Storage("sqlite:///quarterback.db")


def test_two_that_wait_for_each_other_are_told_to_begin_again(
    postgresql_url: str, make_opportunity: MakeOpportunity
) -> None:
    storage = Storage(postgresql_url)
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity("a"), make_opportunity("b")])
    met = threading.Barrier(2)

    def save_both(order: str) -> bool:
        try:
            with storage.begin() as uow:
                uow.opportunities.save(make_opportunity(order[0]))
                met.wait()
                uow.opportunities.save(make_opportunity(order[1]))
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save_both, ["ab", "ba"])) == [False, True]
    storage.close()


def test_a_connection_that_was_cut_is_said_once_and_then_replaced(postgresql_url: str) -> None:
    storage = Storage(postgresql_url)

    def cut_while_writing() -> None:
        with storage.begin() as uow:
            uow.events.first_time("practice", "", "Ev1", NOON)
            cut_all(postgresql_url)
            uow.events.first_time("practice", "", "Ev2", NOON)

    with pytest.raises(Unavailable):
        cut_while_writing()
    assert handle(storage, "Ev1")
    cut_all(postgresql_url)
    assert not handle(storage, "Ev1")
    storage.close()


def test_an_error_shows_no_values(sqlite_storage: Storage) -> None:
    def write() -> None:
        with sqlite_storage.begin() as uow:
            uow.posts.add(12345, "practice", "", "the words somebody said", "nudge", 1)

    with pytest.raises(Exception, match="FOREIGN KEY") as failed:
        write()
    assert "somebody said" not in str(failed.value)


def cut_all(url: str) -> None:
    """End every other connection to that database, as a restart of the server would."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
