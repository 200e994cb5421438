"""Several threads and processes at once: nothing lost, nothing twice, nobody locked out."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.unit_of_work import Stale, Storage, Unavailable
from tests.conftest import MakeOpportunity
from tests.storage import work

NOON = work.NOON


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Two other processes, started once."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def at_zero(storage: Storage, make_opportunity: MakeOpportunity) -> Storage:
    """A database with one opportunity of amount 0."""
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity(amount=Decimal(0))])
    return storage


def amount(storage: Storage) -> Decimal | None:
    with storage.read() as uow:
        opportunity = uow.opportunities.get("opp-1")
        assert opportunity is not None
        return opportunity.amount


def test_an_event_has_one_effect_over_threads_and_processes(
    at_zero: Storage, database_url: str, processes: ProcessPoolExecutor
) -> None:
    ids = [f"Ev{n}" for n in range(50)]
    elsewhere = [processes.submit(work.handle_events, database_url, order, 4) for order in (ids, ids[::-1])]
    assert sum(new.result() for new in elsewhere) == 50
    assert amount(at_zero) == 50


def test_sixteen_writers_lose_no_update(at_zero: Storage, database_url: str, processes: ProcessPoolExecutor) -> None:
    for writer in [processes.submit(work.add_to_amount, database_url, 8, 50) for _ in range(2)]:
        writer.result()
    assert amount(at_zero) == 16 * 50


def test_what_was_read_before_somebody_else_saved_is_stale(at_zero: Storage) -> None:
    with at_zero.read() as uow:
        seen = uow.opportunities.get("opp-1")
    assert seen is not None
    with at_zero.begin() as uow:
        uow.opportunities.save(seen)

    def save() -> None:
        with at_zero.begin() as uow:
            uow.opportunities.save(seen)

    with pytest.raises(Stale):
        save()


def test_no_job_is_claimed_twice(storage: Storage, database_url: str, processes: ProcessPoolExecutor) -> None:
    with storage.begin() as uow:
        ids = [uow.jobs.add("post", f"lane-{n % 40}", NOON, {}) for n in range(200)]
    workers = [processes.submit(work.claim_all, database_url, 3) for _ in range(2)]
    claimed = [worker.result() for worker in workers]
    assert sorted(claimed[0] + claimed[1]) == ids


def test_a_claim_passes_over_what_another_is_claiming_just_now(
    storage: Storage, database_url: str, request: pytest.FixtureRequest
) -> None:
    """On PostgreSQL two transactions claim at the same time; on SQLite they wait for one another."""
    with storage.begin() as uow:
        first, second = (uow.jobs.add("post", lane, NOON, {}) for lane in "ab")
    with storage.begin() as uow:
        held = uow.jobs.claim(NOON, timedelta(minutes=1))
        if "postgresql" in database_url:
            with storage.begin() as other:
                taken = other.jobs.claim(NOON, timedelta(minutes=1))
                assert taken is not None
                assert taken.id == second
                assert other.jobs.claim(NOON, timedelta(minutes=1)) is None
    assert held is not None
    assert held.id == first


def test_a_reader_sees_one_state_while_others_write(at_zero: Storage, database_url: str) -> None:
    with at_zero.read() as uow:
        before = uow.opportunities.get("opp-1")
        work.add_to_amount(database_url, 1, 1)
        assert uow.opportunities.get("opp-1") == before
    assert amount(at_zero) == 1


def test_reading_and_writing_go_on_while_another_process_writes(
    at_zero: Storage, database_url: str, processes: ProcessPoolExecutor
) -> None:
    other = processes.submit(work.write_changes, database_url, 100)
    mine = 0
    while not other.done() or mine < 20:
        work.add_to_amount(database_url, 1, 1)
        mine += 1
        with at_zero.read() as uow:
            logged = uow.changes.of_opportunity("opp-1", 1)
            opportunity = uow.opportunities.get("opp-1")
        assert opportunity is not None
        assert opportunity.amount is not None
        last = logged[0].after if logged else Decimal(0)
        assert isinstance(last, Decimal)
        assert opportunity.amount >= last
    other.result()
    assert amount(at_zero) == 100 + mine
    with at_zero.read() as uow:
        assert len(uow.changes.of_opportunity("opp-1", 1000)) == 100


def test_a_reader_cannot_write(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    def write() -> None:
        with storage.read() as uow:
            uow.opportunities.upsert([make_opportunity()])

    with pytest.raises(Unavailable, match="may only be read"):
        write()
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity()])
        assert uow.opportunities.count() == 1


def test_a_writer_that_waits_too_long_for_another_process_says_so(database_url: str) -> None:
    storage = Storage(database_url, wait=0.05)
    blocker = sa.create_engine(database_url)
    with blocker.connect() as connection:
        lock = "BEGIN IMMEDIATE" if blocker.dialect.name == "sqlite" else "LOCK TABLE events"
        connection.exec_driver_sql(lock)

        def write() -> None:
            with storage.begin() as uow:
                uow.events.first_time("practice", "", "Ev1", NOON)

        with pytest.raises(Unavailable, match="busy"):
            write()
    blocker.dispose()
    with storage.begin() as uow:
        assert uow.events.first_time("practice", "", "Ev1", NOON)
    storage.close()


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite:///{}/quarterback.db"])
def test_a_thread_that_waits_too_long_for_another_says_so_and_has_its_turn_later(url: str, tmp_path: Path) -> None:
    storage = Storage(url.format(tmp_path), wait=0.05)
    storage.migrate()

    def write(event: str) -> bool:
        with storage.begin() as uow:
            return uow.events.first_time("practice", "", event, NOON)

    with ThreadPoolExecutor(1) as other, storage.begin() as uow:
        assert uow.events.first_time("practice", "", "Ev1", NOON)
        with pytest.raises(Unavailable, match="busy"):
            other.submit(write, "Ev2").result()
    assert write("Ev2")
    assert not write("Ev1")
    storage.close()


def test_what_fails_leaves_nothing_for_the_next_turn(sqlite_storage: Storage) -> None:
    """All turns share one connection: neither rows nor a transaction of the one before may be left in it."""

    def fail() -> None:
        with sqlite_storage.begin() as uow:
            assert uow.events.first_time("practice", "", "Ev1", NOON)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with sqlite_storage.begin() as uow:
        assert uow.events.first_time("practice", "", "Ev1", NOON)
    sqlite_storage.close()
    with sqlite_storage.begin() as uow:
        assert not uow.events.first_time("practice", "", "Ev1", NOON)


def test_a_commit_that_fails_keeps_nobody_out(sqlite_storage: Storage, sqlite_url: str) -> None:
    """Without a write-ahead log, as on some network drives, whoever reads keeps a commit waiting."""
    sqlite_storage.close()
    path = sqlite_url.removeprefix("sqlite:///")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("PRAGMA journal_mode = DELETE")
    storage = Storage(sqlite_url, wait=0.05)

    def write() -> None:
        with storage.begin() as uow:
            uow.events.first_time("practice", "", "Ev1", NOON)

    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchall()
    with pytest.raises(Unavailable, match="busy"):
        write()
    reader.execute("COMMIT")
    reader.execute("BEGIN IMMEDIATE")  # another process has its turn at once
    reader.execute("ROLLBACK")
    reader.close()
    with storage.begin() as uow:
        assert uow.events.first_time("practice", "", "Ev1", NOON)
    storage.close()


def test_a_database_in_memory_is_shared_by_threads(make_opportunity: MakeOpportunity) -> None:
    storage = Storage("sqlite:///:memory:")
    storage.migrate()
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity(amount=Decimal(0))])
    assert work.at_once(4, lambda _: amount(storage)) == [0] * 4
    storage.close()


def test_a_copy_made_while_it_is_open_is_whole(sqlite_storage: Storage, sqlite_url: str, tmp_path: Path) -> None:
    """What is committed can be copied with SQLite's own backup, also before it has left the write-ahead log."""
    with sqlite_storage.begin() as uow:
        assert uow.events.first_time("practice", "", "Ev1", NOON)
    source = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    target = sqlite3.connect(tmp_path / "copy.db")
    source.backup(target)
    source.close()
    target.close()
    with work.opened(f"sqlite:///{tmp_path / 'copy.db'}") as copy, copy.begin() as uow:
        assert not uow.events.first_time("practice", "", "Ev1", NOON)
