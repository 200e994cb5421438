"""A quarterback's ear on Slack: our server, a stand-in for Slack's Web API, and an application that only listens."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest
from aiohttp import web

from adapters.slack.app import Slack
from adapters.slack.door import signature
from adapters.slack.given import Given
from adapters.slack.hosts import Host
from adapters.slack.installs import Installations, SingleInstall
from adapters.slack.people import People
from adapters.slack.web import application
from adapters.slack.web_api import WebApi
from domain.chat.event import Event, Place
from domain.chat.message import Message, Option
from storage.links import KeptLinks
from storage.unit_of_work import Storage
from tests.adapters.practice.browser import Background, Served
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.stand_in import StandIn, person

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of the documentation
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = "xoxb-stand-in"  # noqa: S105 - of the stand-in

Payload = payloads.Json


@dataclass
class Listener:
    """The application's side: remembers all it is told; `broken` stands for a database that is away."""

    events: list[Event] = field(default_factory=list)
    said: list[tuple[str, Place, Message]] = field(default_factory=list)
    homes: list[tuple[str, str, str]] = field(default_factory=list)
    broken: bool = False
    also: Callable[[Event], None] = lambda _: None
    people: tuple[str, ...] = ("ana@example.com", "bob@example.com", "silent@example.com", "alex@example.com")
    options: Sequence[Option] = (Option("Acme pumps", "opp-1"), Option("Borealis", "opp-2"))

    def handle(self, event: Event) -> None:
        if self.broken:
            raise RuntimeError("the database is away")
        self.events.append(event)
        self.also(event)

    def say(self, event_id: str, place: Place, message: Message) -> None:
        self.said.append((event_id, place, message))

    def home(self, workspace: str, user: str, person_id: str) -> None:
        self.homes.append((workspace, user, person_id))

    def knows(self, person_id: str) -> bool:
        return person_id in self.people

    def admins(self) -> Sequence[str]:
        return ("alex@example.com",)


@dataclass
class Scene:
    """Everything, over one workspace or several."""

    listener: Listener
    web_api: StandIn
    slack: Slack
    people: People
    served: Served
    client: httpx.Client
    now: datetime

    def post(self, body: bytes, content_type: str = "application/json", name: str = "events") -> httpx.Response:
        """Signed and in time."""
        stamp = str(int(self.now.timestamp()))
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body)}
        return self.client.post(f"/slack/{name}", content=body, headers={**headers, "Content-Type": content_type})

    def tell(self, payload: Payload) -> httpx.Response:
        """An event, an interaction or a slash command, each as Slack sends it."""
        if payload.get("type") == "event_callback":
            return self.post(json.dumps(payload).encode())
        name = "commands" if "command" in payload else "interactive"
        form = payload if "command" in payload else {"payload": json.dumps(payload)}
        return self.post(urlencode(form).encode(), "application/x-www-form-urlencoded", name)

    def heard(self, payload: Payload) -> Event:
        """The one event that this payload tells."""
        before = len(self.listener.events)
        answer = self.tell(payload)
        assert answer.status_code == 200, answer.text
        (event,) = self.listener.events[before:]
        return event

    def hears_nothing(self, payload: Payload) -> None:
        """It is acknowledged, and tells nobody anything."""
        before = len(self.listener.events), len(self.listener.said), len(self.listener.homes)
        assert self.tell(payload).status_code == 200
        assert (len(self.listener.events), len(self.listener.said), len(self.listener.homes)) == before


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def web_api(background: Background) -> Iterator[StandIn]:
    """Slack's Web API with five users: two linked, one unknown to the company, one without address, one of others."""
    made = StandIn(background)
    made.users = {
        payloads.ANA: person("Ana@Example.com", "Ana Ruiz"),
        payloads.BOB: person("bob@example.com", "Bob Ott"),
        payloads.NOBODY: person("nobody@example.com", "No Body"),
        payloads.SILENT: person("", "Si Lent"),
        payloads.STRANGER: person("ana@example.com", "Ana Ruiz", payloads.OTHER_TEAM, is_stranger=True),
        "U06ALEX": person("alex@example.com", "Alex Admin"),
    }
    yield made
    made.stop()


@pytest.fixture
def scene(sqlite_storage: Storage, background: Background, web_api: StandIn) -> Iterator[Scene]:
    """One workspace, its bot token from the environment."""
    host = Host(web_api.address)
    yield from opened(sqlite_storage, background, web_api, SingleInstall(host.api, TOKEN))


def opened(storage: Storage, background: Background, web_api: StandIn, installs: Installations) -> Iterator[Scene]:
    listener, host = Listener(), Host(web_api.address)

    def api_of(workspace: str) -> WebApi:
        return WebApi(lambda: installs.token_for(workspace), host.api, 5)

    people = People(KeptLinks("slack", storage, lambda: scene.now), api_of, listener, lambda: scene.now)
    given = Given(
        listener.handle,
        listener.say,
        listener.home,
        lambda _: listener.options,
        listener,
        (("My pipeline", "pipeline"),),
    )
    slack = Slack(given, installs, people, api_of, host)
    app = web.Application()
    app.add_subapp("/slack/", application(slack.take, [SECRET], lambda: scene.now.timestamp()))
    served = background.serve(app)
    client = httpx.Client(base_url=served.url, timeout=20)
    scene = Scene(listener, web_api, slack, people, served, client, NOON)
    yield scene
    client.close()
    served.stop()


def later(scene: Scene, **time: float) -> None:
    scene.now += timedelta(**time)
