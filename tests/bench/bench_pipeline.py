"""Pipelines of one team of ten, from words to figures, beside the bare SQL: a million rows, and a hundred thousand."""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases import pipeline
from domain.reading.query_names import Misread
from domain.sales.people import Directory, Person, Role
from storage.unit_of_work import Storage
from tests.bench.many import NOON, fill, people, postgresql

ROOT = Path(__file__).parents[2]
ROUNDS = 60
ASKED = (
    "pipeline",
    "pipeline this quarter by rep",
    "pipeline next quarter over 50k sort by close date",
    "stale deals in negotiation by account",
    "pipeline Rita3 no next step",
    "product 7 by month",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite, 100,000", fill(f"sqlite:///{folder}/bench.db", 100_000, 100), 100)
    with postgresql("bench") as url:
        storage = fill(url, 1_000_000, 1000)
        measure("PostgreSQL, 1,000,000", storage, 1000)
        storage.close()


def measure(title: str, storage: Storage, reps: int) -> None:
    """Milliseconds of the product and of its own statements run bare, question by question."""
    app_file = load(ROOT / "app.yaml")
    company = replace(app_file.company, people=tuple(people(reps)))
    quarterback = Quarterback(storage, company, app_file.playbook, lambda: NOON, home)
    directory = Directory(company.people)
    boss = next(person for person in company.people if person.role is Role.MANAGER)
    gc.freeze()  # as the server does once it is up
    print(f"{title} opportunities, one team of 10 of {reps:,} reps, {ROUNDS} rounds: p50 and p95 in ms")
    print(f"  {'':50} {'product':>14}  {'bare SQL':>14}  times  of it words  rows")
    for words in ASKED:
        with storage.read() as uow, listening() as heard:
            count = _figures(quarterback, uow, boss, directory, words)
        product, bare = timed(
            partial(_in_unit, quarterback, storage, boss, directory, words), partial(_bare, storage, heard)
        )
        with storage.read() as uow:
            scene = quarterback.scene(uow, boss, directory, NOON)
            (reading,) = timed(partial(pipeline.read, scene, words))
        times = product[1] / bare[1]
        print(f"  {words:50} {product[0]:6.1f} {product[1]:7.1f}  {bare[0]:6.1f} {bare[1]:7.1f}  {times:5.2f}", end=" ")
        print(f"{reading[0]:12.1f}  {count:,}")


def _in_unit(quarterback: Quarterback, storage: Storage, boss: Person, directory: Directory, words: str) -> None:
    with storage.read() as uow:
        _figures(quarterback, uow, boss, directory, words)


def _figures(quarterback: Quarterback, uow: Any, boss: Person, directory: Directory, words: str) -> int:
    """From words to figures, rights included; without drawing them."""
    scene = quarterback.scene(uow, boss, directory, NOON)
    query = pipeline.read(scene, words)
    if isinstance(query, Misread):
        raise SystemExit(query.sentence)
    return pipeline.page(scene, query, 0, 0).totals.count


Heard = list[tuple[str, Any]]


@contextmanager
def listening() -> Iterator[Heard]:
    """The statements that are run meanwhile, as the driver gets them."""
    heard: Heard = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        heard.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


def _bare(storage: Storage, heard: Heard) -> None:
    """The same statements on the same connection, straight to the driver."""
    with storage.read() as uow:
        raw: Any = uow.pipelines._connection.connection.dbapi_connection
        for statement, parameters in heard:
            cursor = raw.cursor()
            cursor.execute(statement, parameters)
            cursor.fetchall()
            cursor.close()


def timed(*runs: Callable[[], object]) -> list[tuple[float, float]]:
    """Median and 95th percentile of each in milliseconds, taken in turn, so that all meet the same machine."""
    took: list[list[float]] = [[] for _ in runs]
    for number in range(ROUNDS + 5):
        for run, times in zip(runs, took, strict=True):
            start = time.perf_counter()
            run()
            times += [1000 * (time.perf_counter() - start)] * (number >= 5)
    return [(statistics.median(times), statistics.quantiles(times, n=20)[18]) for times in took]


if __name__ == "__main__":
    main()
