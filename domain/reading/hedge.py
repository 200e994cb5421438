"""What a hedge is: words around a claim that deny, delay, quote or soften it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from domain.reading.claims import Claim
from domain.reading.phrase import Phrase
from domain.reading.scene import Scene
from domain.sales.process import Field


class Verdict(IntEnum):
    """What becomes of a claim, mildest first."""

    KEEP = 0
    PROPOSE = 1
    DENY = 2  # the speaker says it is not so: what is it, then?
    DROP = 3


Applies = Callable[[Scene, Claim], bool]

_VALUES = frozenset({Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE, Field.FORECAST_CATEGORY})
_MEASURES = frozenset({Field.PROBABILITY, Field.AMOUNT})
_AHEAD = re.compile(r" *(?:tomorrow|tmrw|tmw|tmr|next (?:week|month|quarter|year|[a-z]+day))\b")
_HAPPENED = re.compile(
    r"\b(?:closed|signed|won|moved|went|dropped|sent|pushed|slipped|bumped|agreed|came|landed|settled"
    r"|raised|lowered|changed|updated|committed)\b"
)


def any_claim(scene: Scene, claim: Claim) -> bool:
    """The hedge holds for whatever is claimed."""
    return True


def outcome(scene: Scene, claim: Claim) -> bool:
    """Only for a claim that the opportunity is won or lost."""
    return claim.field is Field.STAGE and scene.context.process.stage(str(claim.value)).closed


def outcome_ahead(scene: Scene, claim: Claim) -> bool:
    """Only for an outcome whose day is still to come; a weekday by itself may be the last one."""
    return outcome(scene, claim) and _AHEAD.match(scene.painted.plain, claim.end) is not None


def open_stage(scene: Scene, claim: Claim) -> bool:
    """Only for a stage on the way."""
    return claim.field is Field.STAGE and not outcome(scene, claim)


def stated_open_stage(scene: Scene, claim: Claim) -> bool:
    """Only for a stage on the way that is said to be so, not to have come about."""
    return open_stage(scene, claim) and not claim.event


def any_stage(scene: Scene, claim: Claim) -> bool:
    """Only for a stage, whichever."""
    return claim.field is Field.STAGE


def value(scene: Scene, claim: Claim) -> bool:
    """Only for what the record holds of the forecast; not for notes, and not for what happened."""
    return claim.field in _VALUES or (claim.field is Field.STAGE and not claim.event)


def reported_value(scene: Scene, claim: Claim) -> bool:
    """Only for a value in the customer's mouth; a pause they report is one, and stays."""
    return value(scene, claim) and not (claim.doubt and claim.event)


def state(scene: Scene, claim: Claim) -> bool:
    """Only for what is said to be, not for what happened."""
    return value(scene, claim) and not claim.event


def state_only(scene: Scene, claim: Claim) -> bool:
    """Only for a state at the time named, not for what somebody did then."""
    return state(scene, claim) and not _HAPPENED.search(scene.before(claim.anchor))


def measure(scene: Scene, claim: Claim) -> bool:
    """Only for a probability or an amount that would be written."""
    return claim.field in _MEASURES and not claim.doubt


def amount(scene: Scene, claim: Claim) -> bool:
    """Only for an amount."""
    return claim.field is Field.AMOUNT


def closing(scene: Scene, claim: Claim) -> bool:
    """Only for a date of closing."""
    return claim.field is Field.CLOSE_DATE


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words in one place around a claim, and what they make of it.

    `where` is "before" or "after" the value in its clause, the whole "clause", the "previous" or the "next" one that
    belongs to it, the clause it is "joined" to by an "and", the "sentence", what stands "around" it, or what
    comes "later" in the reply.
    """

    name: str
    where: str
    words: Phrase
    verdict: Verdict
    applies: Applies = any_claim
