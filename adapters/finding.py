"""What a look at the set-up of a platform finds."""

from dataclasses import dataclass
from typing import Literal

State = Literal["well", "look", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: "well", worth a "look", or "wrong"; what it is, and how to mend it. Never a secret."""

    state: State
    what: str
    mend: str = ""
