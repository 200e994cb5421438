"""What chat platforms are given of the application, and where people are written to on each."""

import time
from collections.abc import Callable, Sequence

from adapters.finding import Finding
from bot.outbox import post
from bot.router import Quarterback
from bot.use_cases.app_home import app_home
from bot.use_cases.channels import keep_found, lost
from domain.alerts.routing import To
from domain.chat.channel import SeenChannel
from domain.chat.event import Place
from domain.chat.message import Message, Option
from domain.sales.people import Person, Role
from storage.unit_of_work import Storage

_TRUSTED_FOR = 60.0  # seconds


class Door:
    """The application as the adapters of chat platforms know it."""

    def __init__(self, quarterback: Quarterback) -> None:
        self._quarterback, self._storage = quarterback, quarterback.storage

    def say(self, event_id: str, place: Place, message: Message) -> None:
        now = self._quarterback.now()
        with self._storage.begin() as uow:
            if uow.events.first_time(place.platform, place.workspace, f"say:{event_id}", now):
                post(uow, now, place, message)

    def opportunities(self, person_id: str) -> Sequence[Option]:
        with self._storage.read() as uow:
            directory = self._quarterback.directory(uow)
            person = directory.get(person_id)
            found = uow.opportunities.of_owners(directory.sells_for(person)) if person else ()
        return [Option(each.title, each.id) for each in found]

    def home(self, person_id: str) -> Sequence[Message]:
        with self._storage.read() as uow:
            directory = self._quarterback.directory(uow)
            person = directory.get(person_id)
            if person is None:
                return ()
            return app_home(self._quarterback.scene(uow, person, directory, self._quarterback.now()))

    def found(self, platform: str, channels: Sequence[SeenChannel]) -> None:
        """These are all the channels of that platform in which the quarterback is now."""
        now = self._quarterback.now()
        with self._storage.begin() as uow:
            keep_found(self._quarterback.office(uow, now), platform, channels)

    def lost(self, place: Place) -> bool:
        """That channel takes nothing any more. False where it is none of app.yaml's, so that nobody was told."""
        now = self._quarterback.now()
        with self._storage.begin() as uow:
            return lost(self._quarterback.office(uow, now), place)

    def knows(self, person_id: str) -> bool:
        with self._storage.read() as uow:
            return self._quarterback.directory(uow).get(person_id) is not None

    def admins(self) -> Sequence[str]:
        with self._storage.read() as uow:
            return [person.id for person in self._quarterback.directory(uow) if person.role is Role.ADMIN]

    def everybody(self) -> Sequence[str]:
        with self._storage.read() as uow:
            return [person.id for person in self._quarterback.directory(uow)]


def examine_channels(quarterback: Quarterback) -> list[Finding]:
    """Whether the channels that alerts are routed to were found in chat, and may show figures."""
    routes = quarterback.playbook.alerts.routes
    wanted = {t.name for r in routes for t in (*r.to, *r.escalate_to) if t.to is To.CHANNEL}
    findings = []
    with quarterback.storage.read() as uow:
        for channel in (each for each in quarterback.company.channels if each.name in wanted):
            known = uow.channels.get(channel.name)
            if known is None:
                mend = "Invite Quarterback there; in Teams also write its id next to its name in app.yaml."
                findings.append(Finding("look", f"#{channel.name} was not found, and its alerts wait", mend))
            elif channel.private and known.open:
                mend = "Make it a private channel of your company alone, or take private out of app.yaml."
                findings.append(Finding("look", f"#{channel.name} is open to others, and gets no figures", mend))
            else:
                findings.append(Finding("well", f"#{channel.name} was found in {known.platform.capitalize()}"))
    return findings


def homes_on(platform: str, storage: Storage) -> Callable[[Person], Place | None]:
    """Where a person is written to directly on that platform, None for whoever is not linked. Kept for a minute."""
    known: dict[str, tuple[float, Place]] = {}

    def home(person: Person) -> Place | None:
        kept = known.get(person.id)
        if kept and time.monotonic() - kept[0] < _TRUSTED_FOR:
            return kept[1]
        with storage.read() as uow:
            link = uow.links.of_person(platform, person.id)
            way = uow.references.get(platform, link.workspace, link.conversation) if link else None
        if link is None or not link.conversation or (way and way.unreachable):
            return None
        place = Place(platform, link.workspace, link.conversation)
        known[person.id] = (time.monotonic(), place)
        return place

    return home
