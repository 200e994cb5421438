"""Who is who on a platform, as its adapter asks and tells: each call one short transaction."""

from collections.abc import Callable, Collection
from datetime import datetime

from domain.chat.link import Link
from storage.platforms import LEARNT
from storage.unit_of_work import Storage

Clock = Callable[[], datetime]


class KeptLinks:
    """Who is who on one platform. `now` gives aware times."""

    def __init__(self, platform: str, storage: Storage, now: Clock) -> None:
        self._platform = platform
        self._storage = storage
        self._now = now

    def get(self, workspace: str, user: str) -> tuple[Link, datetime] | None:
        """The link, and when it was last written."""
        with self._storage.read() as uow:
            return uow.links.get(self._platform, workspace, user)

    def of_person(self, person: str) -> Link | None:
        """The newest of that e-mail address."""
        with self._storage.read() as uow:
            return uow.links.of_person(self._platform, person)

    def put(self, link: Link, learnt: Collection[str] = LEARNT) -> None:
        """Insert, or write the fields of these names: what others learn at the same time of that user stays."""
        with self._storage.begin() as uow:
            uow.links.put(link, self._now(), learnt)
