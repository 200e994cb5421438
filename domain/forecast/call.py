"""What somebody says a quarter will bring: a call. It is kept as of when it was said; a later one stands beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class CallState(StrEnum):
    """ASKED: said in figures that may mean two things, and waits for a tap."""

    ASKED = "asked"
    STANDS = "stands"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `by` differs from `person` where a manager overrides the call of somebody of the team.

    `quarter` is the first day of the fiscal quarter; amounts are in the company's currency, `best_case` includes the
    commit; `quote` are the words it was said in. The message it came from is named by platform, workspace, conversation
    and message id, so that an edit finds it.
    """

    person: str
    by: str
    quarter: date
    commit: Decimal | None
    best_case: Decimal | None
    note: str
    quote: str
    at: datetime
    state: CallState = CallState.STANDS
    taken_back: datetime | None = None
    platform: str = ""
    workspace: str = ""
    conversation: str = ""
    message_id: str = ""
    id: int = 0
