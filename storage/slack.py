"""What the Slack adapter keeps, each call one short transaction: each installation's sealed keys."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from storage.unit_of_work import Storage

PLATFORM = "slack"
Clock = Callable[[], datetime]


class KeptInstalls:
    """Sealed keys by workspace. `now` gives aware times."""

    def __init__(self, storage: Storage, now: Clock) -> None:
        self._storage = storage
        self._now = now

    def get(self, workspace: str) -> str | None:
        with self._storage.read() as uow:
            return uow.installs.get(PLATFORM, workspace)

    def workspaces(self) -> Sequence[str]:
        with self._storage.read() as uow:
            return uow.installs.workspaces(PLATFORM)

    def put(self, workspace: str, sealed: str) -> None:
        """Insert, or replace what was there."""
        with self._storage.begin() as uow:
            uow.installs.put(PLATFORM, workspace, sealed)

    def swap(self, workspace: str, old: str, new: str) -> bool:
        """Replace `old` by `new`; False, and nothing written, where it is not `old` that stands there."""
        with self._storage.begin() as uow:
            return uow.installs.swap(PLATFORM, workspace, old, new)

    def remove(self, workspace: str) -> None:
        with self._storage.begin() as uow:
            uow.installs.remove(PLATFORM, workspace)

    def claim(self, workspace: str, seconds: float) -> bool:
        """True for one caller only, for so many seconds or until it is released, over all processes."""
        now = self._now()
        with self._storage.begin() as uow:
            return uow.installs.claim(PLATFORM, workspace, now, now + timedelta(seconds=seconds))

    def release(self, workspace: str) -> None:
        with self._storage.begin() as uow:
            uow.installs.release(PLATFORM, workspace)
