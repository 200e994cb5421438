"""What an assistant carries for a rep: a question asked by phone from the queue, or a thread that was handed over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ErrandState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Errand:
    """One opportunity of `owner` in a thread of the assistant `person`.

    `nudge` is the question it is about, None where none was open. `from_thread` is the rep's thread that was handed
    over, None for an errand of the assistant's own queue.
    """

    person: str
    owner: str
    opportunity: str
    nudge: int | None
    thread: int
    from_thread: int | None
    at: datetime
    state: ErrandState = ErrandState.OPEN
    id: int = 0
