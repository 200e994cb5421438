"""The real application on the demo company, in Slack: its people there, its server on loopback, and how to ask it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import httpx

from adapters.slack.door import signature
from bot.demo_room import open_demo
from bot.server import Public, beside, build
from bot.settings import Settings
from bot.wiring import Wired, wire
from domain.chat.event import Place
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound.payloads import shortcut
from tests.peers import local_slack
from tests.peers.local_slack import ALEX, APP_TOKEN, BOT_TOKEN, SAM, SECRET, TEAM, Json, LocalSlack

ROOT = Path(__file__).parents[2]
SOON = 30.0  # seconds
RUTH, STRANGER = SAM, "U09STRANGER"
USERS = (
    {"id": RUTH, "name": "ruth", "real_name": "Ruth Calloway", "email": "ruth.calloway@copperline.example"},
    {"id": ALEX, "name": "owen", "real_name": "Owen Baptiste", "email": "owen.baptiste@copperline.example"},
    {"id": STRANGER, "name": "stranger", "real_name": "A Stranger", "email": "stranger@elsewhere.example"},
)
T = TypeVar("T")


class InSlack:
    """The running application, the peer, and Ruth's conversation with the quarterback there."""

    def __init__(self, wired: Wired, peer: LocalSlack, port: int = 0) -> None:
        self.wired, self.peer, self._port = wired, peer, port
        self.here = peer.direct(RUTH)

    def opportunity(self, opportunity_id: str) -> Opportunity:
        with self.wired.storage.read() as uow:
            found = uow.opportunities.get(opportunity_id)
        assert found
        return found

    def nudges(self, at_least: int = 1) -> list[tuple[Json, str]]:
        """Ruth's questions as messages, each with the opportunity it asks about."""

        def look() -> list[tuple[Json, str]]:
            with self.wired.storage.read() as uow:
                asked = {nudge.id: nudge.question.opportunity for nudge in uow.nudges.open_for(_ruth(self.wired).id)}
            shown = [(m, element_of(m, "not_mine|")) for m in self.peer.messages(self.here)]
            found = [(m, asked.get(int(e["action_id"].split("|")[2]), "")) for m, e in shown if e]
            return found if len(found) >= at_least else []

        return eventually(look)

    def tell_quarterback(self, ts: str, channel: str) -> None:
        """The message shortcut, which the peer lacks: as Slack would send it, signed, with a trigger of the peer's."""
        message = next(m for m in self.peer.messages(channel) if m["ts"] == ts)
        payload = shortcut(message) | {"channel": {"id": channel}, "trigger_id": self.peer.trigger()}
        payload |= {"user": {"id": RUTH, "team_id": TEAM}}
        body, stamp = urlencode({"payload": json.dumps(payload)}).encode(), str(int(time.time()))
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body)}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = httpx.post(f"http://127.0.0.1:{self._port}/slack/interactive", content=body, headers=headers)
        assert answer.status_code == 200

    def answer(self, words: str, thread: str = "") -> Json:
        """Wait for a message of the quarterback that says this, in that thread or anywhere."""

        def look() -> Json | None:
            said = [m for m in self.peer.messages(self.here) if m.get("bot_id") and words in str(m)]
            return next((m for m in reversed(said) if not thread or m.get("thread_ts") == thread), None)

        return eventually(look)


def element_of(message: Json, action: str) -> Json:
    """The button or select of a message whose action_id begins so; {} where there is none."""
    for block in message.get("blocks", ()):
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if str(element.get("action_id", "")).startswith(action):
                found: Json = element
                return found
    return {}


def eventually(look: Callable[[], T | None]) -> T:
    """What `look` finds, as soon as it finds anything."""
    end = time.monotonic() + SOON
    while not (found := look()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)  # another process answers in its own time
    return found


def settings_for(slack_url: str, *, socket: bool) -> Settings:
    """One workspace, over HTTP or in Socket Mode."""
    way = {"slack_app_token": APP_TOKEN} if socket else {"slack_signing_secret": SECRET}
    return Settings(slack_url=slack_url, slack_bot_token=BOT_TOKEN, **way)


@contextmanager
def at_work(wired: Wired, background: Background, port: int) -> Iterator[None]:
    """Serve, with the people found and the first questions asked."""
    assert wired.slack
    wired.slack.find_people()
    open_demo(wired)
    app = build(wired)
    app.cleanup_ctx.append(beside(wired, Public("127.0.0.1", port, port)))
    served = background.serve(app)
    try:
        yield
    finally:
        served.stop()
        wired.storage.close()


@contextmanager
def in_slack(folder: Path, background: Background, *, socket: bool) -> Iterator[InSlack]:
    """Everything at once: the peer, and the application beside it."""
    port = local_slack.free_port()
    url = "" if socket else f"http://127.0.0.1:{port}/slack/events"
    with local_slack.running(folder, background, url, USERS) as peer:
        settings = settings_for(peer.address, socket=socket)
        wired = wire(f"sqlite:///{folder}/slack.db", ROOT / "app.yaml", settings)
        with at_work(wired, background, port):
            if wired.slack and wired.slack.socket:
                assert wired.slack.socket.connected.wait(SOON)
            yield InSlack(wired, peer, port)


def home_of(wired: Wired) -> Place:
    return wired.quarterback.home(_ruth(wired))


def _ruth(wired: Wired) -> Person:
    return next(p for p in wired.app_file.company.people if p.first_name == "Ruth")
