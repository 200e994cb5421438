"""What a night keeps: the quarter of each owner as it stood, and what was believed of opportunities at checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One owner's quarter at the end of `day`. `quarter` is its first day; amounts are in the company's currency.

    `commit`, `best_case` and `pipeline` are what is open in each category, `weighted` all that is open times recorded
    probability, `aged` the same times what is likely after the days of silence, `unseen` what is likely to come of
    business that nobody has entered yet, `count` how many are open.
    """

    day: date
    owner: str
    quarter: date
    closed: Decimal
    commit: Decimal
    best_case: Decimal
    pipeline: Decimal
    weighted: Decimal
    aged: Decimal
    unseen: Decimal
    count: int


class Checkpoint(StrEnum):
    """When a probability is written down to be judged later: never the last one before closing.

    FIRST is the evening on which somebody first spoke of the opportunity; the others are the first evening on which its
    close date stood that many days ahead or fewer.
    """

    FIRST = "first"
    THIRTY_DAYS = "30 days"
    FOURTEEN_DAYS = "14 days"


DAYS_AHEAD = {Checkpoint.THIRTY_DAYS: 30, Checkpoint.FOURTEEN_DAYS: 14}


@dataclass(frozen=True, slots=True)
class Belief:
    """What was believed of an opportunity at a checkpoint: `stated` in whole percent, the model's 0 to 1."""

    opportunity: str
    kind: Checkpoint
    day: date
    owner: str
    stated: int
    model: float
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A closed opportunity with what was believed of it before."""

    opportunity: str
    name: str
    account: str
    owner: str
    amount: Decimal | None
    created: date | None
    closed_on: date
    won: bool
    beliefs: Mapping[Checkpoint, Belief]
