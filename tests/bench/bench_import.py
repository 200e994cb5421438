"""Importing 8,800 and 1,000,000 rows of CSV: rows a second and peak memory; the same file again, and a later export."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from adapters.crm.files import open_files
from adapters.crm.guess import guess_mapping
from bot.process_file import load
from bot.use_cases.import_records import import_records
from domain.sales.company import Company
from domain.sales.imports.records import Moment
from domain.sales.imports.report import ImportReport
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[2]
SIZES = (8_800, 1_000_000)
TODAY = date(2026, 11, 23)
HEADER = "Opportunity ID,Account,Product,Owner,Stage,Amount,Close Date,Created,Next Step,Calls,Visited"
MOST_MIB = 250


def rows(count: int, company: Company, moved_every: int = 0) -> Iterator[str]:
    """The lines of an export, the same at every run; of a later one where every so many rows have moved."""
    random = Random(20261123)  # invented data, no secret
    stages = [stage.name for stage in company.process.stages]
    reps = [person.name for person in company.people if person.role == "rep"]
    yield HEADER
    for number in range(count):
        created = TODAY - timedelta(days=random.randrange(30, 700))
        closes = created + timedelta(days=random.randrange(20, 300))
        amount = round(random.lognormvariate(10.5, 1.2))
        account, product = random.randrange(max(count // 20, 10)), random.randrange(12)
        stage, rep = random.choice(stages), random.choice(reps)
        if moved_every and number % moved_every == 0:
            closes += timedelta(days=30)
        yield (
            f"006{number:09d},Customer {account},Pump {product},{rep},{stage},{amount},{closes},{created},"
            f"Call about the offer,{random.randrange(40)},yes"
        )


def measure(count: int) -> None:
    """Three imports of one size in this process, whose memory is measured as a whole."""
    company = load(ROOT / "app.yaml").company
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{folder}/bench.db")
        storage.migrate()
        file, later = Path(folder) / "deals.csv", Path(folder) / "later.csv"
        for path, moved_every in ((file, 0), (later, 20)):
            with path.open("w") as out:
                out.writelines(f"{line}\n" for line in rows(count, company, moved_every))
        for label, path in (("first", file), ("the same again", file), ("later, 5 % moved", later)):
            start, cpu = time.perf_counter(), time.process_time()
            report = run(storage, company, path)
            seconds, used = time.perf_counter() - start, time.process_time() - cpu
            counts = report.opportunities
            found = f"{counts.new:,} new, {counts.updated:,} updated, {counts.unchanged:,} unchanged"
            print(
                f"{count:>9,} rows, {label:<17} {count / seconds:>8,.0f} rows/s  {seconds:5.1f} s, CPU {used:5.1f} s  "
                f"{found}, {report.changes:,} in the log"
            )
        storage.close()
    print(f"{count:>9,} rows, peak memory     {peak_mib():>8,.0f} MiB (at most {MOST_MIB})")


def run(storage: Storage, company: Company, path: Path) -> ImportReport:
    sources = open_files([path])
    return import_records(storage, company, sources, guess_mapping(sources), Moment(TODAY, datetime.now(UTC)))


def peak_mib() -> float:
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    for count in SIZES:
        subprocess.run([sys.executable, "-m", "tests.bench.bench_import", str(count)], cwd=ROOT, check=True)


if __name__ == "__main__":
    measure(int(sys.argv[1])) if sys.argv[1:] else main()
