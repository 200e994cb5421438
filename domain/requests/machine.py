"""State machines as data: which move leads from which states to which, and which party may make it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class Party(StrEnum):
    """`asking` is whoever may change the opportunity, `asked` whose turn it is to say yes, `clock` what comes due."""

    ASKING = "asking"
    ASKED = "asked"
    CLOCK = "clock"


class NotNow(ValueError):
    """That move does not lead anywhere from that state, or is not that party's."""


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One word for what can be done: where from, where to, and by whom."""

    name: str
    sources: tuple[S, ...]
    target: S
    by: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Machine(Generic[S]):
    """All moves of one kind of request. No two have the same name and a source in common."""

    start: tuple[S, ...]
    moves: tuple[Move[S], ...]

    def allows(self, state: S, name: str, party: Party) -> bool:
        return any(move.name == name and state in move.sources and party in move.by for move in self.moves)

    def after(self, state: S, name: str, party: Party) -> S:
        """The state that the move leads to. NotNow where it is not allowed."""
        for move in self.moves:
            if move.name == name and state in move.sources and party in move.by:
                return move.target
        raise NotNow(f"{name} by {party} from {state}")

    def settled(self, state: S) -> bool:
        """Whether nothing leads out of that state."""
        return not any(state in move.sources for move in self.moves)
