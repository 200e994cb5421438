"""A process and opportunities of our own to read replies against."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.reading.reader import read
from domain.reading.reading import About, Asked, Context, Reading
from domain.sales.opportunity import Opportunity
from domain.sales.process import Colleague, ForecastCategory, SalesProcess, Stage

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
PROCESS = SalesProcess(
    stages=(
        Stage("Contacted", 5, ForecastCategory.PIPELINE, ("first touch",)),
        Stage("Solution Fit", 30, ForecastCategory.PIPELINE, ("workshop", "workshopping")),
        Stage("Business Case", 50, ForecastCategory.BEST_CASE, ("ROI",)),
        Stage("Paperwork", 80, ForecastCategory.COMMIT, ("legal", "security review")),
        Stage("Live", 100, ForecastCategory.CLOSED, ("live",), won=True),
        Stage("Gone", 0, ForecastCategory.OMITTED, ("gone",), lost=True),
    ),
    competitors=("Quantive", "Pearson Grid"),
    colleagues=(Colleague("Nora Diaz", "technical_presentation"), Colleague("Mark Stone", "rep")),
)


def opportunity(identity: str, account: str, product: str, stage: str = "Solution Fit") -> Opportunity:
    """An open opportunity of 120,000 at 30 %, closing at the end of January."""
    return Opportunity(
        id=identity,
        name=f"{account} {product}",
        account=account,
        product=product,
        stage=stage,
        probability=30,
        amount=Decimal(120000),
        currency="USD",
        close_date=date(2027, 1, 29),
    )


TAMARACK = opportunity("or-1", "Tamarack Foods", "Cold Store Monitor")
VERITY_LINE = opportunity("or-2", "Verity Bottlers", "Line Scan")
VERITY_PALLET = opportunity("or-3", "Verity Bottlers", "Pallet Count")
TARGET = opportunity("or-4", "Target", "Shelf View")
LOST_VALLEY = opportunity("or-5", "Lost Valley", "Drip Control")
OPEN = (TAMARACK, VERITY_LINE, VERITY_PALLET, TARGET, LOST_VALLEY)


def context(about: About | None = About.WHERE_IT_STANDS, opportunities: tuple[Opportunity, ...] = OPEN) -> Context:
    """Asked about the first of the opportunities, or about none."""
    return Context(NOW, PROCESS, opportunities, Asked(opportunities[0].id, about) if about else None)


def said(text: str, about: About | None = About.WHERE_IT_STANDS) -> Reading:
    """The reading of a reply about the first opportunity."""
    return read(text, context(about))


def turned(given: Context) -> Context:
    """The same with the opportunities in another order."""
    return replace(given, opportunities=given.opportunities[::-1])
