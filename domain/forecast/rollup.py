"""The quarter in the words of a sales meeting: closed, commit, best case, pipeline, quota, gap, coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.forecast.book import Book, Floats, Line
from domain.sales.process import ForecastCategory, SalesProcess

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rollup:
    """Amounts in the company's currency.

    `commit`, `best_case` and `pipeline` are open amounts, each without the others. `count` is
    how many are open, `unpriced` how many of them have no amount and count nothing.
    """

    closed: Decimal
    commit: Decimal
    best_case: Decimal
    pipeline: Decimal
    quota: Decimal | None
    count: int
    unpriced: int

    @property
    def with_commit(self) -> Decimal:
        """What the quarter brings if everything committed comes in."""
        return self.closed + self.commit

    @property
    def with_best_case(self) -> Decimal:
        return self.with_commit + self.best_case

    @property
    def open(self) -> Decimal:
        return self.commit + self.best_case + self.pipeline

    @property
    def gap(self) -> Decimal | None:
        """What is missing from closed to quota; 0 where it is made, None without a quota."""
        return None if self.quota is None else max(_NOTHING, self.quota - self.closed)

    @property
    def coverage(self) -> Decimal | None:
        """Open amounts over the gap; None where there is no gap to cover."""
        return self.open / self.gap if self.gap else None


def roll_up(lines: Sequence[Line], closed: Decimal, quota: Decimal | None, process: SalesProcess) -> Rollup:
    """Lines are what is open in the quarter; `closed` is what was won in it."""
    sums = dict.fromkeys(ForecastCategory, _NOTHING)
    usual = {stage.name: stage.category for stage in process.stages}
    for line in lines:
        # As somebody said, otherwise as its stage counts.
        category = line.forecast_category or usual.get(line.stage, ForecastCategory.PIPELINE)
        sums[category] += line.amount or _NOTHING
    return Rollup(
        closed,
        sums[ForecastCategory.COMMIT],
        sums[ForecastCategory.BEST_CASE],
        sums[ForecastCategory.PIPELINE],
        quota,
        len(lines),
        sum(1 for line in lines if not line.amount),
    )


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line whose silence takes most from the forecast: probabilities 0 to 1, `lost` in money."""

    line: Line
    stated: float
    likely: float
    lost: float


def most_doubtful(book: Book, likely: Floats, at_most: int) -> tuple[Doubtful, ...]:
    """The lines that explain most of the difference between the recorded forecast and the aged one."""
    lost = book.amount * (book.stated - likely)
    order = sorted(range(len(book.lines)), key=lambda i: -abs(lost[i]))[:at_most]
    return tuple(
        Doubtful(book.lines[i], float(book.stated[i]), float(likely[i]), float(lost[i])) for i in order if lost[i]
    )
