"""Who approves what in this company, as app.yaml says."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

APPROVED_KINDS = ("discount_approval", "credit_exception", "special_terms")
"""The kinds of help that are a yes or a no."""


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """Any one of `by` (ids) decides; `manager` adds the rep's own. It is left out where the size is not `above`.

    The size of a discount is percent, of anything else the amount of the opportunity.
    """

    by: tuple[str, ...] = ()
    manager: bool = False
    above: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """The steps of one kind, one after the other. Unanswered for `answer_within`, `escalate_to` (an id) may decide too.

    `lowers_amount`: an approved discount is taken off the recorded amount; otherwise nothing is changed by it.
    """

    kind: str
    steps: tuple[ApprovalStep, ...]
    answer_within: timedelta = timedelta(hours=24)
    escalate_to: str = ""
    lowers_amount: bool = False
