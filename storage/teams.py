"""What the Teams adapter keeps, each call one short transaction: what was sent, which Teams cannot be asked for."""

from collections.abc import Callable
from datetime import datetime

from storage.unit_of_work import Storage


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
