"""Slack beside the practice room: what its adapter is given of the application, and what the application gets of it."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from pydantic import SecretStr

from adapters.slack.app import Given, Slack
from adapters.slack.doctor import Finding, Setup, examine
from adapters.slack.events import PLATFORM
from adapters.slack.faults import SlackFault
from adapters.slack.home_tab import home as home_view
from adapters.slack.hosts import Host
from adapters.slack.install_pages import InstallPages, Terms
from adapters.slack.installs import Client, SingleInstall, StoredInstalls
from adapters.slack.manifest import SCOPES, Way, manifest, printed
from adapters.slack.people import People
from adapters.slack.seal import Seal
from adapters.slack.sender import SlackCourier
from adapters.slack.socket_mode import SocketMode
from adapters.slack.web import application
from adapters.slack.web_api import WebApi
from bot.commands import COMMANDS
from bot.documents import contents_in
from bot.outbox import post
from bot.router import Quarterback
from bot.settings import Settings
from bot.use_cases.app_home import app_home
from domain.chat.event import Event, Place
from domain.chat.message import Message, Option
from domain.sales.people import Person, Role
from storage.slack import KeptInstalls, KeptLinks
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)
_QUICK, _PATIENT = 2.0, 10.0  # seconds for one call: within a request of Slack's, and for the worker
_PROMPTS = (("My pipeline", "pipeline"), ("Ask me something", "ask me"), ("What can you do?", "help"))
_TRUSTED_FOR = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class SlackSide:
    """`pages` are served under /slack/ where Slack calls us, `socket` runs in a thread where we call Slack."""

    courier: SlackCourier
    people: People
    pages: web.Application | None
    socket: SocketMode | None
    workspaces: Callable[[], Sequence[str]]
    everybody: Callable[[], Sequence[str]]

    def find_people(self) -> None:
        """Link everybody by e-mail address, so that they can be written to before they ever wrote."""
        try:
            missing = self.everybody()
            for workspace in self.workspaces():
                missing = self.people.find(workspace, missing)
        except SlackFault as fault:
            log.warning("the people of app.yaml could not be looked up in Slack: %s", fault)


def wire_slack(settings: Settings, quarterback: Quarterback, handle: Callable[[Event], None]) -> SlackSide:
    """`handle` is the application's. Nothing is asked of Slack yet."""
    host = Host(settings.slack_url)
    door = _Door(quarterback, handle)
    installs, workspaces, pages = _installs(settings, quarterback)

    def api_of(workspace: str, deadline: float) -> WebApi:
        return WebApi(lambda: installs.token_for(workspace), host.api, deadline)

    def quick(workspace: str) -> WebApi:
        return api_of(workspace, _QUICK)

    people = People(KeptLinks(quarterback.storage, quarterback.now), quick, door, quarterback.now)

    def show_home(workspace: str, user: str, person: str) -> None:
        quick(workspace).publish_home(user, home_view(door.home(person)))

    given = Given(handle, door.say, show_home, door.opportunities, door, _PROMPTS)
    take = Slack(given, installs, people, quick, host).take
    secrets, app_token = _secrets(settings.slack_signing_secret), settings.slack_app_token
    return SlackSide(
        SlackCourier(lambda workspace: api_of(workspace, _PATIENT), contents=contents_in(quarterback.storage)),
        people,
        application(take, secrets, time.time, pages) if secrets else None,
        SocketMode(take, host.api, app_token.get_secret_value()) if app_token else None,
        workspaces,
        door.everybody,
    )


def slack_homes(storage: Storage) -> Callable[[Person], Place | None]:
    """Where a person is written to directly in Slack, None for whoever is not linked. Kept for a minute."""
    known: dict[str, tuple[float, Place]] = {}

    def home(person: Person) -> Place | None:
        kept = known.get(person.id)
        if kept and time.monotonic() - kept[0] < _TRUSTED_FOR:
            return kept[1]
        with storage.read() as uow:
            link = uow.links.of_person(PLATFORM, person.id)
        if link is None or not link.conversation:
            return None
        place = Place(PLATFORM, link.workspace, link.conversation)
        known[person.id] = (time.monotonic(), place)
        return place

    return home


def printed_manifest(settings: Settings) -> str:
    """What is pasted into Slack when the app is made."""
    way = Way(settings.slack_address, rotation=bool(settings.slack_client_id))
    return printed(manifest([command.example for command in COMMANDS], _PROMPTS, way))


def doctor(settings: Settings, quarterback: Quarterback) -> list[Finding]:
    """Everything that Slack and this machine must agree on, looked at."""
    setup = Setup(
        Host(settings.slack_url),
        settings.slack_address,
        _secret(settings.slack_bot_token),
        _secret(settings.slack_app_token),
        _secrets(settings.slack_signing_secret),
    )
    installs = None
    if settings.has_slack:
        found, _, _ = _installs(settings, quarterback)
        installs = found if isinstance(found, StoredInstalls) else None
    return examine(setup, time.time, installs)


class _Door:
    """The application as Slack's adapter knows it."""

    def __init__(self, quarterback: Quarterback, handle: Callable[[Event], None]) -> None:
        self._quarterback, self._storage = quarterback, quarterback.storage
        self.handle = handle

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

    def knows(self, person_id: str) -> bool:
        with self._storage.read() as uow:
            return self._quarterback.directory(uow).get(person_id) is not None

    def admins(self) -> Sequence[str]:
        with self._storage.read() as uow:
            return [person.id for person in self._quarterback.directory(uow) if person.role is Role.ADMIN]

    def everybody(self) -> Sequence[str]:
        with self._storage.read() as uow:
            return [person.id for person in self._quarterback.directory(uow)]


_Installs = tuple[SingleInstall | StoredInstalls, Callable[[], Sequence[str]], InstallPages | None]


def _installs(settings: Settings, quarterback: Quarterback) -> _Installs:
    """One workspace whose token is a setting, or as many as install the app through its pages."""
    host = Host(settings.slack_url)
    if settings.slack_bot_token:
        single = SingleInstall(host.api, settings.slack_bot_token.get_secret_value())
        return single, lambda: [single.itself().workspace], None
    client = Client(host.api, settings.slack_client_id, _secret(settings.slack_client_secret))
    seal, store = Seal(_secrets(settings.slack_keys)), KeptInstalls(quarterback.storage, quarterback.now)
    several = StoredInstalls(store, seal, client, time.time, time.sleep)
    redirect = f"{settings.slack_address}/slack/oauth_redirect"
    terms = Terms(list(SCOPES), redirect, frozenset(settings.slack_workspaces))
    return several, several.workspaces, InstallPages(host, client, terms, several, seal, time.time)


def _secret(kept: SecretStr | None) -> str:
    return kept.get_secret_value() if kept else ""


def _secrets(kept: SecretStr | None) -> list[str]:
    """Several with commas between them, while one is replaced by another."""
    return [part.strip() for part in _secret(kept).split(",") if part.strip()]
