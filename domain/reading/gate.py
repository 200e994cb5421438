"""The gate: what a claim comes to on one opportunity, and whether that may be written."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.reading.claims import Claim, Relative
from domain.reading.marks import Money, Number, Shift
from domain.reading.scene import Scene
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field

# Below this share of the recorded amount a bare number is rather a number of thousands.
_PLAUSIBLE_SHARE = Decimal(100)
# So many times the recorded amount is a slip of the unit; so many times, said with a laugh, a joke.
_FAR_FROM_IT, _A_JOKE = 100, 3


@dataclass(frozen=True, slots=True)
class Worth:
    """The value a claim comes to; with `doubt`, why it cannot be written and what it may be instead.

    `absurd`: so far from the record that with a laugh it is a joke.
    """

    value: Value = None
    doubt: str = ""
    choices: tuple[Value, ...] = ()
    absurd: bool = False


def worth(scene: Scene, claim: Claim, opportunity: Opportunity) -> Worth:
    """What the claim means for this opportunity."""
    if claim.doubt:
        return Worth(doubt=claim.doubt, choices=claim.choices)
    if claim.field is Field.PROBABILITY:
        return _probability(claim, opportunity)
    if claim.field is Field.AMOUNT:
        return _amount(claim, opportunity)
    if claim.field in (Field.CLOSE_DATE, Field.NEXT_STEP_DATE):
        return _day(scene.context.now.date(), claim, opportunity)
    value = claim.value
    assert not isinstance(value, Shift | Relative | Money | Number)  # noqa: S101 - only numbers and dates are counted from the record
    return Worth(value)


def _probability(claim: Claim, opportunity: Opportunity) -> Worth:
    value = claim.value
    if isinstance(value, Relative):
        moved = value.applied_to(Decimal(opportunity.probability))
        value = int(moved.quantize(Decimal(1), ROUND_HALF_UP))
    if not isinstance(value, int) or not 0 <= value <= 100:
        return Worth(doubt="out of range", absurd=not isinstance(claim.value, Relative))
    return Worth(value)


def _amount(claim: Claim, opportunity: Opportunity) -> Worth:
    value = claim.value
    if isinstance(value, Relative):
        if opportunity.amount is None:
            return Worth(doubt="no amount recorded")
        moved = value.applied_to(opportunity.amount)
        return Worth(moved) if moved > 0 else Worth(doubt="out of range")
    if isinstance(value, Number):
        value = Money(value.value, choices=value.choices)
    if not isinstance(value, Money) or value.amount <= 0:
        return Worth(doubt="out of range")
    if value.currency is not None and value.currency != opportunity.currency:
        return Worth(doubt="another currency")
    if value.choices:
        return Worth(doubt="thousands or decimals", choices=value.choices)
    if value.scale == 1 and _is_implausible(value.amount, opportunity.amount):
        return Worth(doubt="thousands or units", choices=(value.amount, value.amount * 1000))
    recorded = opportunity.amount or value.amount
    if value.amount > recorded * _FAR_FROM_IT:
        return Worth(doubt="far from what is recorded", choices=(value.amount,), absurd=True)
    return Worth(value.amount, absurd=value.amount > recorded * _A_JOKE)


def _is_implausible(amount: Decimal, recorded: Decimal | None) -> bool:
    return amount < 1000 if not recorded else amount * _PLAUSIBLE_SHARE < recorded


def _day(today: date, claim: Claim, opportunity: Opportunity) -> Worth:
    value = claim.value
    if isinstance(value, Shift):
        if opportunity.close_date is None:
            return Worth(doubt="no date recorded")
        try:
            value = value.applied_to(opportunity.close_date)
        except OverflowError:
            return Worth(doubt="beyond the calendar")
    if not isinstance(value, date):
        return Worth(doubt="no date")
    return Worth(value) if value >= today else Worth(doubt="in the past")
