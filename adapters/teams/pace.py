"""Teams' limits of how much is sent, and nobody waits for them in a thread: whoever comes too early is told when."""

import math
import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from domain.chat.sending import TryAgain

Windows = tuple[tuple[int, float], ...]
"""At most so many within so many seconds, each."""
CONVERSATION: Windows = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
TENANT: Windows = ((25, 1.0),)
_REMEMBERED = 10_000


@dataclass(slots=True)
class Turn:
    """One message on its way: Teams counts it when it arrives, which is known to be before `over`."""

    conversation: Hashable
    over: float = math.inf


@dataclass(slots=True)
class _Lane:
    windows: Windows
    turns: deque[Turn] = field(init=False)
    shut: float = -math.inf

    def __post_init__(self) -> None:
        self.turns = deque(maxlen=max(most for most, _ in self.windows))

    def wait(self, now: float) -> float:
        """Seconds until one more may be sent, 0 for at once."""
        waits = [self.shut - now]
        for most, seconds in self.windows:
            if len(self.turns) >= most:
                waits.append(min(self.turns[-most].over + seconds - now, seconds))
        return max(0.0, *waits)

    def is_idle(self, now: float) -> bool:
        longest = max(seconds for _, seconds in self.windows)
        return self.shut <= now and (not self.turns or self.turns[-1].over + longest <= now)


class Pace:
    """Lets through what no window of a conversation or a tenant forbids; safe to share between threads.

    `clock` counts seconds and never back. Each process counts for itself.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._conversations: dict[Hashable, _Lane] = {}
        self._tenants: dict[Hashable, _Lane] = {}
        self._lock = threading.Lock()

    def enter(self, tenant: str, conversation: str) -> Turn:
        """Take a turn, which has to be left. TryAgain when there is none yet."""
        with self._lock:
            now = self._clock()
            self._forget_idle(now)
            place = (tenant, conversation)
            lanes = (
                self._conversations.setdefault(place, _Lane(CONVERSATION)),
                self._tenants.setdefault(tenant, _Lane(TENANT)),
            )
            wait = max(lane.wait(now) for lane in lanes)
            if wait > 0:
                raise TryAgain("Teams takes only so many messages at once.", wait)
            turn = Turn(place)
            for lane in lanes:
                lane.turns.append(turn)
            return turn

    def leave(self, turn: Turn, wait: float = 0.0) -> None:
        """The message was taken or refused; `wait` seconds where Teams wants none in that conversation for so long."""
        with self._lock:
            turn.over = self._clock()
            if wait > 0:
                self._conversations.setdefault(turn.conversation, _Lane(CONVERSATION)).shut = turn.over + wait

    def _forget_idle(self, now: float) -> None:
        if len(self._conversations) >= _REMEMBERED:
            self._conversations = {at: lane for at, lane in self._conversations.items() if not lane.is_idle(now)}
