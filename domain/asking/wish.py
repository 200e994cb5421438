"""What somebody would like to know of somebody else's opportunity: asked when that person's budget allows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WishState(StrEnum):
    """Where it stands: not asked yet, asked, answered, or no longer to be had."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Wish:
    """`by` wants to know from `owner` how an opportunity stands. `nudge` is the question that asks for it."""

    opportunity: str
    owner: str
    by: str
    at: datetime
    state: WishState = WishState.WAITING
    nudge: int | None = None
    id: int = 0
