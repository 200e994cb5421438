"""What the Teams adapter keeps, each call one short transaction: how conversations are reached, and what was sent."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from domain.chat.event import Place
from domain.chat.reference import Reference
from storage.unit_of_work import Storage

_TRUSTED_FOR = 60.0  # seconds: another process may lose it
_REMEMBERED = 10_000


class KeptReferences:
    """How conversations are reached. `clock` counts seconds, never back."""

    def __init__(self, storage: Storage, clock: Callable[[], float] = time.monotonic) -> None:
        self._storage = storage
        self._clock = clock
        self._seen: dict[tuple[str, str], tuple[float, Reference]] = {}
        self._lock = threading.Lock()

    def get(self, place: Place) -> Reference | None:
        with self._storage.read() as uow:
            return uow.references.get(place.platform, place.workspace, place.conversation)

    def put(self, reference: Reference) -> bool:
        """Keep it; False where just that was kept before."""
        key = reference.workspace, reference.conversation
        with self._lock:
            seen = self._seen.get(key)
        if seen and seen[1] == reference and self._clock() - seen[0] < _TRUSTED_FOR:
            return False
        with self._storage.read() as uow:
            kept = uow.references.get(reference.platform, *key)
        if kept != reference:
            with self._storage.begin() as uow:
                uow.references.put(reference)
        with self._lock:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[key] = self._clock(), reference
        return kept != reference

    def lose(self, place: Place) -> bool:
        """Nothing is taken there any more; True for the first who finds out."""
        self.forget(place)
        with self._storage.begin() as uow:
            return uow.references.lose(place.platform, place.workspace, place.conversation)

    def forget(self, place: Place) -> None:
        """What was kept may have changed: look it up again."""
        with self._lock:
            self._seen.pop((place.workspace, place.conversation), None)


class KeptSends:
    """Messages by key. `now` gives aware times."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    def begin(self, key: str) -> str | None:
        """None for the first who is about to send it; to others the id it was sent under, "" where that is unknown."""
        with self._storage.begin() as uow:
            return uow.sends.begin(key, self._now())

    def sent(self, key: str, message_id: str) -> None:
        """It is out, under that id."""
        with self._storage.begin() as uow:
            uow.sends.sent(key, message_id)

    def unsent(self, key: str) -> None:
        """Nothing was sent, so the next may begin anew."""
        with self._storage.begin() as uow:
            uow.sends.unsent(key)
