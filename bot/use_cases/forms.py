"""What was typed into the form of one opportunity: values, or what is wrong with each."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.scene import Scene
from domain.reading.reading import Finding
from domain.reading.values import money_in
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field
from domain.sales.values import LABELS, keep

FIELDS = (Field.STAGE, Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE, Field.NEXT_STEP)
"""The high cards that the form shows; whatever else is sent is no part of it."""


def read_form(
    scene: Scene, opportunity: Opportunity, typed_by_name: Mapping[str, str]
) -> tuple[list[Finding], list[str]]:
    """What was typed over, as findings that quote it, and what cannot be read, each in a sentence that mends it."""
    findings, faults = [], []
    for field in FIELDS:
        typed = typed_by_name.get(field.value)
        if typed is None or typed.strip() == (keep(opportunity.get(field)) or ""):
            continue
        try:
            value = _value(scene, field, typed.strip())
        except ValueError as fault:
            faults.append(f"{LABELS[field]}: {fault}")
        else:
            findings.append(Finding(opportunity.id, field, value, f"{LABELS[field]}: {typed.strip()} (form)"))
    return findings, faults


def _value(scene: Scene, field: Field, typed: str) -> Value:
    """What was typed into one input. ValueError says how to write it."""
    if field is Field.STAGE:
        if not scene.company.process.has_stage(typed):
            raise ValueError(f"“{typed}” is no stage of app.yaml.")
        return typed
    if field is Field.PROBABILITY:
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
            raise ValueError("write a whole percent from 0 to 100.")
        return int(typed)
    if field is Field.AMOUNT:
        return typed_amount(scene, typed)
    if field is Field.CLOSE_DATE:
        return typed_day(scene, typed)
    return typed[:500] or None


def typed_amount(scene: Scene, typed: str) -> Decimal:
    """Plain figures, or what the reader makes of it: "250k", "$1.2M". ValueError says how to write it."""
    process = scene.company.process
    try:
        amount = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        read = money_in(typed, scene.local_now, process)
        if len(read) != 1 or read[0].per or read[0].currency not in (None, process.currency):
            raise ValueError(f"write an amount in {process.currency} such as 250000 or 250k.") from None
        amount = read[0].amount
    if not amount.is_finite() or not 0 < amount < Decimal(10) ** 13:
        raise ValueError("write an amount above zero.")
    return amount.quantize(Decimal("0.01"))


def typed_day(scene: Scene, typed: str) -> date:
    """A close date as it was typed. ValueError says how to write it."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise ValueError("write a day such as 2027-03-31.") from None
    if day < scene.today:
        raise ValueError("a close date lies ahead; that day has passed.")
    return day
