"""What other threads and processes do in the tests: plain functions, which a new process can import."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier
from typing import TypeVar

from domain.sales.change import Change, Statement
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from storage.unit_of_work import Stale, Storage, UnitOfWork

T = TypeVar("T")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def migrate(url: str, threads: int) -> None:
    """Bring the tables up to date from that many threads at once, each with connections of its own."""

    def one(_number: int) -> None:
        with opened(url) as storage:
            storage.migrate()

    at_once(threads, one)


def handle_events(url: str, ids: list[str], threads: int) -> int:
    """Every thread delivers every event; returns how many were new here. Each new one adds 1 to the amount."""

    def handle(uow: UnitOfWork, event_id: str) -> bool:
        new = uow.events.first_time("practice", "", event_id, NOON)
        if new:
            _add_one(uow)
        return new

    def one(_number: int) -> int:
        return sum(_until_fresh(storage, partial(handle, event_id=event_id)) for event_id in ids)

    with opened(url) as storage:
        return sum(at_once(threads, one))


def add_to_amount(url: str, threads: int, times: int) -> None:
    """Each thread reads, adds 1 and saves that many times, and begins again where somebody was faster."""

    def one(_number: int) -> None:
        for _ in range(times):
            _until_fresh(storage, _add_one)

    with opened(url) as storage:
        at_once(threads, one)


def claim_all(url: str, threads: int) -> list[int]:
    """The ids of all jobs that were claimed here, in as many threads, until none is left."""

    def one(_number: int) -> list[int]:
        claimed: list[int] = []
        while True:
            with storage.begin() as uow:
                job = uow.jobs.claim(NOON, timedelta(minutes=1))
            if job is None:
                return claimed
            claimed.append(job.id)
            with storage.begin() as uow:
                assert uow.jobs.settle(job)

    with opened(url) as storage:
        return [job_id for claimed in at_once(threads, one) for job_id in claimed]


def write_changes(url: str, times: int) -> None:
    """What answers to replies do to the database, one transaction each."""
    with opened(url) as storage:
        for _ in range(times):
            _until_fresh(storage, _say_one_more)


def at_once(threads: int, work: Callable[[int], T]) -> list[T]:
    """Results of `work` in as many threads that start together."""
    start = Barrier(threads)

    def one(number: int) -> T:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


@contextmanager
def opened(url: str) -> Iterator[Storage]:
    storage = Storage(url)
    try:
        yield storage
    finally:
        storage.close()


def _until_fresh(storage: Storage, use_case: Callable[[UnitOfWork], T]) -> T:
    """Run it in one transaction, once more each time somebody else was faster."""
    while True:
        try:
            with storage.begin() as uow:
                return use_case(uow)
        except Stale:
            continue


def _add_one(uow: UnitOfWork) -> tuple[Opportunity, Opportunity]:
    opportunity = uow.opportunities.get("opp-1")
    assert opportunity is not None
    assert opportunity.amount is not None
    return opportunity, uow.opportunities.save(replace(opportunity, amount=opportunity.amount + Decimal(1)))


def _say_one_more(uow: UnitOfWork) -> None:
    statement = uow.statements.add(Statement("ana", "ana", NOON))
    before, after = _add_one(uow)
    uow.changes.append(
        [Change("opp-1", Field.AMOUNT, before.amount, after.amount, "ana", "ana", "+1", NOON, statement.id)]
    )
    uow.jobs.add("post", "dm-ana", NOON, {"amount": str(after.amount)})
