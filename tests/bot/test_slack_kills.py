"""What Slack was told is taken is never lost and has one effect, though the server is killed again and again.

SLACK_KILLS is how often; by default as often as a test suite can wait for.
"""

import asyncio
import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from adapters.slack.door import signature
from adapters.slack.sender import PLATFORM, SlackCourier
from adapters.slack.web_api import WebApi
from bot.demo import seed
from bot.wiring import wire
from bot.worker import Courier
from tests.adapters.practice.browser import Background
from tests.adapters.slack.out.fake_slack import Answer, FakeSlack
from tests.bot.killing import IN_TIME, Way, deliver_the_rest, lost_and_doubled, under_load
from tests.bot.test_kills import CLIENTS, ROOT, Server, free_port

TEAM, SECRET, TOKEN, APP_TOKEN = "T01KILLS", "kill-test-secret", "xoxb-kills", "xapp-kills"


class Workspace(FakeSlack):
    """The fake Slack with what the application asks before anybody speaks: who it is, and who they are."""

    ticket = ""

    def auth_test(self, _: Answer) -> Answer:
        return {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"}

    def users_info(self, asked: Answer) -> Answer:
        email = f"{asked['user'].removeprefix('U-')}@copperline.example"
        user = {"id": asked["user"], "team_id": TEAM, "real_name": asked["user"], "profile": {"email": email}}
        return {"ok": True, "user": user}

    def users_conversations(self, _: Answer) -> Answer:
        return {"ok": True, "channels": []}

    def apps_connections_open(self, _: Answer) -> Answer:
        return {"ok": True, "url": self.ticket}


class Http:
    def __init__(self) -> None:
        self._port = free_port()
        self.environment = {"QUARTERBACK_SLACK_PORT": str(self._port), "QUARTERBACK_SLACK_SIGNING_SECRET": SECRET}

    def send(self, payload: dict[str, Any]) -> bool:
        body, stamp = json.dumps(payload).encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(SECRET, stamp, body),
        }
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}/slack/events", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=IN_TIME) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class Socket:
    """Slack's end of Socket Mode: an envelope that is not acknowledged in time counts as not taken."""

    def __init__(self, background: Background, slack: Workspace) -> None:
        self._background = background
        self._line: web.WebSocketResponse | None = None
        self._taken: dict[str, threading.Event] = {}
        app = web.Application()
        app.router.add_get("/link", self._connect)
        self._served = background.serve(app)
        slack.ticket = f"ws://127.0.0.1:{self._served.port}/link"
        self.environment = {
            "QUARTERBACK_SLACK_APP_TOKEN": APP_TOKEN,
            "QUARTERBACK_SLACK_PORT": str(free_port()),
        }

    def send(self, payload: dict[str, Any]) -> bool:
        line, envelope = self._line, f"{payload['event_id']}-{time.monotonic_ns()}"
        if line is None or line.closed:
            return False
        taken = self._taken[envelope] = threading.Event()
        spelt = {"envelope_id": envelope, "type": "events_api", "payload": payload, "accepts_response_payload": False}
        try:
            self._background.run(line.send_str(json.dumps(spelt)))
        except (ConnectionError, RuntimeError):
            return False
        end = time.monotonic() + IN_TIME
        while not taken.wait(0.1):
            if line.closed or time.monotonic() > end:
                return False
        return True

    def close(self) -> None:
        self._served.stop()

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"type": "hello"})
        self._line = line
        pings = asyncio.create_task(self._ping(line))
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self._taken.pop(str(json.loads(message.data).get("envelope_id")), threading.Event()).set()
        pings.cancel()
        return line

    async def _ping(self, line: web.WebSocketResponse) -> None:
        while not line.closed:
            await line.ping(b"kills")
            await asyncio.sleep(5)


@contextmanager
def way_of(name: str, slack: Workspace) -> Iterator[Way]:
    if name == "http":
        yield Http()
        return
    background = Background()
    socket = Socket(background, slack)
    yield socket
    socket.close()
    background.close()


@pytest.mark.parametrize(("name", "kills"), [("http", 20), ("socket", 5)])
def test_kills_while_replies_come_in_lose_nothing_and_double_nothing(name: str, kills: int, tmp_path: Path) -> None:
    kills = int(os.environ.get("SLACK_KILLS", kills))
    url = f"sqlite:///{tmp_path}/kills.db"
    wired = wire(url, ROOT / "app.yaml")
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    reps = [person.id for person in wired.app_file.company.people if person.role == "rep"][:CLIENTS]
    with wired.storage.read() as uow:
        theirs = {rep: uow.opportunities.of_owners((rep,))[0] for rep in reps}
    slack = Workspace(time.monotonic)
    with way_of(name, slack) as way:
        server = Server(url, free_port(), way.environment | _settings(slack))
        sent = under_load(server, way, kills, {rep: opportunity.name for rep, opportunity in theirs.items()}, said)
    deliver_the_rest(wired, _couriers(slack))
    slack.close()

    shown = {rep: [m["text"] for m in slack.messages if m["channel"] == _channel(rep)] for rep in sent}
    lost, doubled = lost_and_doubled(wired, sent, theirs, shown)
    total = sum(map(len, sent.values()))
    print(f"\n{name}: {kills} kills, {total} events, lost {lost}, duplicated {doubled}")
    assert (lost, doubled) == (0, 0)


def _settings(slack: Workspace) -> dict[str, str]:
    address = slack.url.removesuffix("/api/")
    return {"QUARTERBACK_SLACK_URL": address, "QUARTERBACK_SLACK_BOT_TOKEN": TOKEN}


def _channel(rep: str) -> str:
    return f"D-U-{rep.split('@')[0]}"


def said(rep: str, number: int, words: str) -> dict[str, Any]:
    name, ts = rep.split("@")[0], f"1795364018.{number:06d}"
    event = {"type": "message", "user": f"U-{name}", "text": words, "ts": ts, "channel": _channel(rep)}
    team = {"team_id": TEAM, "enterprise_id": None, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": f"Ev-{name}-{number}",
        "event_time": 1795364018,
        "authorizations": [team],
        "event": event | {"event_ts": ts, "channel_type": "im", "team": TEAM},
    }


def _couriers(slack: Workspace) -> Callable[[Callable[[], float]], dict[str, Courier]]:
    api = WebApi(lambda: TOKEN, slack.url)
    return lambda clock: {PLATFORM: SlackCourier(lambda _: api, clock, time.time)}
