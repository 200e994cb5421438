"""One message a second and channel, and nobody waits for it in a thread: whoever comes too early is told when."""

import threading
from collections.abc import Callable, Hashable

from domain.chat.sending import TryAgain

_REMEMBERED = 10_000


class Pace:
    """Lets one through for each place at a time; safe to share between threads. `clock` counts seconds, never back."""

    def __init__(self, clock: Callable[[], float], gap: float = 1.0) -> None:
        self._clock = clock
        self._gap = gap
        self._free: dict[Hashable, float] = {}
        self._lock = threading.Lock()

    def enter(self, place: Hashable) -> None:
        """Take the turn. TryAgain when it is not free yet."""
        with self._lock:
            now = self._clock()
            free = self._free.get(place, now)
            if free > now:
                raise TryAgain("Slack takes one message a second in each conversation.", free - now)
            if len(self._free) >= _REMEMBERED:
                self._free = {other: at for other, at in self._free.items() if at > now}
            self._free[place] = now + self._gap

    def leave(self, place: Hashable, wait: float = 0.0) -> None:
        """The gap counts from here, for Slack counts from when it took the message. `wait` where Slack wants more."""
        with self._lock:
            self._free[place] = self._clock() + max(self._gap, wait)
