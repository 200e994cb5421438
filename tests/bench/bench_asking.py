"""Choosing the 50 best questions among 100,000 open opportunities, beside plain "largest first"."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

from bot.process_file import load
from domain.asking.choose import rank
from domain.asking.worth import Book
from domain.sales.opportunity import Opportunity

ROOT = Path(__file__).parents[2]
MANY, WANTED, ROUNDS = 100_000, 50, 21
TODAY = date(2026, 11, 23)


def opportunities() -> list[Opportunity]:
    """Open opportunities of plausible size, age and stage; the same at every run."""
    random = Random(20261123)  # invented data, no secret
    now = datetime(2026, 11, 23, tzinfo=UTC)
    stages = [(s.name, s.probability) for s in load(ROOT / "app.yaml").company.process.open_stages]
    plain = Opportunity("", "", "", "", "", 0, None, "USD", None)
    out = []
    for number in range(MANY):
        stage, probability = random.choice(stages)
        out.append(
            replace(
                plain,
                id=str(number),
                name=f"Opportunity {number}",
                stage=stage,
                probability=probability,
                amount=Decimal(round(random.lognormvariate(10.5, 1.2))),
                close_date=TODAY + timedelta(days=random.randint(-30, 200)),
                confirmed=now - timedelta(days=random.expovariate(1 / 20)),
            )
        )
    return out


def milliseconds(run: Callable[[], object]) -> tuple[float, float]:
    """Median and worst of some runs."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took), max(took)


def main() -> None:
    app_file = load(ROOT / "app.yaml")
    own = opportunities()
    book = Book.of(own, TODAY, 1.0)
    process, playbook = app_file.company.process, app_file.playbook
    ours = milliseconds(lambda: list(islice(rank(own, book, {}, playbook, process, TODAY), WANTED)))
    columns = milliseconds(lambda: Book.of(own, TODAY, 1.0))
    largest = milliseconds(lambda: sorted(own, key=lambda o: o.amount or Decimal(0), reverse=True)[:WANTED])
    print(f"{WANTED} best questions among {MANY:,} open opportunities, median and worst of {ROUNDS} runs")
    print(f"  by worth, with reasons            {ours[0]:7.1f} ms {ours[1]:7.1f} ms   (mark: 60 ms)")
    print(f"  turning records into columns      {columns[0]:7.1f} ms {columns[1]:7.1f} ms   (once, before)")
    print(f"  plain largest first               {largest[0]:7.1f} ms {largest[1]:7.1f} ms")


if __name__ == "__main__":
    main()
