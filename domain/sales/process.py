"""The sales process of one company: its stages, its fiscal calendar, its words."""

from dataclasses import dataclass
from enum import StrEnum


class ForecastCategory(StrEnum):
    """How an opportunity counts in the forecast."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"
    CLOSED = "closed"
    OMITTED = "omitted"


class DateOrder(StrEnum):
    """How this company reads 3/4."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


class Field(StrEnum):
    """A high card: what must be communicated to move the sale. Nothing else of a rep's day is kept."""

    STAGE = "stage"
    PROBABILITY = "probability"
    AMOUNT = "amount"
    CLOSE_DATE = "close_date"
    FORECAST_CATEGORY = "forecast_category"
    NEXT_STEP = "next_step"
    NEXT_STEP_DATE = "next_step_date"
    COMPETITOR = "competitor"
    LOSS_REASON = "loss_reason"
    FEEDBACK = "feedback"


LOSS_REASONS = (
    "price",
    "budget",
    "timing",
    "no_decision",
    "competitor",
    "product_fit",
    "relationship",
    "other",
)

HELP_KINDS = (
    "technical_presentation",
    "discount_approval",
    "executive_sponsor",
    "legal_review",
    "meeting",
    "credit_exception",
    "special_terms",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the process. `probability` is whole percent; `longest_stay` is in days."""

    name: str
    probability: int
    category: ForecastCategory
    say: tuple[str, ...] = ()
    won: bool = False
    lost: bool = False
    needs: tuple[Field, ...] = ()
    longest_stay: int | None = None

    @property
    def closed(self) -> bool:
        return self.won or self.lost


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a reply may name. `does` is a help kind, or a role such as "rep"."""

    name: str
    does: str


@dataclass(frozen=True, slots=True)
class SalesProcess:
    """What the words of a reply are read against. Hashable, so that vocabularies are compiled once.

    `fiscal_year_starts` is a month, 1 to 12; a fiscal year is named by the year it ends in.
    """

    stages: tuple[Stage, ...]
    currency: str = "USD"
    date_order: DateOrder = DateOrder.MONTH_FIRST
    fiscal_year_starts: int = 1
    competitors: tuple[str, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    high_cards: tuple[Field, ...] = tuple(Field)

    def stage(self, name: str) -> Stage:
        """The stage of that name; KeyError when the process has none."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)

    def has_stage(self, name: str) -> bool:
        return any(stage.name == name for stage in self.stages)

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if not stage.closed)

    @property
    def won_stage(self) -> Stage:
        return next(stage for stage in self.stages if stage.won)

    @property
    def lost_stage(self) -> Stage:
        return next(stage for stage in self.stages if stage.lost)
