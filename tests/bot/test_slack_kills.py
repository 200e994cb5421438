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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Protocol

import pytest
from aiohttp import WSMsgType, web

from adapters.slack.door import signature
from adapters.slack.sender import PLATFORM, SlackCourier
from adapters.slack.web_api import WebApi
from bot.demo import seed
from bot.wiring import Wired, wire
from bot.worker import Worker
from domain.sales.process import Field
from tests.adapters.practice.browser import Background
from tests.adapters.slack.out.fake_slack import Answer, FakeSlack
from tests.bot.test_kills import CLIENTS, FROM, ROOT, SEED, Server, free_port

MOST_BETWEEN_KILLS, IN_TIME = 12, 5.0
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

    def apps_connections_open(self, _: Answer) -> Answer:
        return {"ok": True, "url": self.ticket}


class Way(Protocol):
    """How Slack's requests reach the server. `send` returns whether it was acknowledged."""

    environment: dict[str, str]

    def send(self, payload: dict[str, Any]) -> bool: ...


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
        sent = _under_load(server, way, kills, {rep: opportunity.name for rep, opportunity in theirs.items()})
    _deliver_the_rest(wired, slack)
    slack.close()

    lost = doubled = 0
    for rep, amounts in sent.items():
        said = [message["text"] for message in slack.messages if message["channel"] == _channel(rep)]
        recorded = _recorded(wired, theirs[rep].id)
        for amount in amounts:
            replies = sum(f"→ ${amount:,}, from" in words for words in said)
            lost += (recorded.count(amount) == 0) + (replies == 0)
            doubled += (recorded.count(amount) > 1) + (replies > 1)
        assert recorded == amounts
    total = sum(map(len, sent.values()))
    print(f"\n{name}: {kills} kills, {total} events, lost {lost}, duplicated {doubled}")
    assert (lost, doubled) == (0, 0)


def _settings(slack: Workspace) -> dict[str, str]:
    address = slack.url.removesuffix("/api/")
    return {"QUARTERBACK_SLACK_URL": address, "QUARTERBACK_SLACK_BOT_TOKEN": TOKEN}


def _under_load(server: Server, way: Way, kills: int, names: dict[str, str]) -> dict[str, list[int]]:
    """Everybody talks while the server is killed; what each was told is taken, in order."""
    sent: dict[str, list[int]] = {rep: [] for rep in names}
    done, acknowledged = threading.Event(), threading.Semaphore(0)

    def talk(rep: str) -> None:
        number = 0
        while not done.is_set():
            number += 1
            payload = _said(rep, number, f"update {names[rep]}: amount is ${FROM + number}")
            while not way.send(payload):
                time.sleep(0.05)  # the server is down: Slack waits and sends the same event again
            sent[rep].append(FROM + number)
            if number % 10 == 0:
                way.send(payload)  # one in ten comes twice
            acknowledged.release()

    clients = [threading.Thread(target=talk, args=(rep,)) for rep in names]
    server.start()
    for client in clients:
        client.start()
    random = Random(SEED)
    for _ in range(kills):
        for _ in range(random.randint(1, MOST_BETWEEN_KILLS)):
            acknowledged.acquire()
        server.kill()
        server.start()
    done.set()
    for client in clients:
        client.join()
    server.kill()
    return sent


def _channel(rep: str) -> str:
    return f"D-U-{rep.split('@')[0]}"


def _said(rep: str, number: int, words: str) -> dict[str, Any]:
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


def _deliver_the_rest(wired: Wired, slack: Workspace) -> None:
    """What the last kill left in the outbox, on a clock that runs ahead: a channel takes one message a second."""
    start, ahead = wired.clock.now() + timedelta(minutes=10), [0.0]
    quarterback = replace(wired.quarterback, now=lambda: start + timedelta(seconds=ahead[0]))
    courier = SlackCourier(lambda _: WebApi(lambda: TOKEN, slack.url), lambda: ahead[0], time.time)
    worker, until = Worker(quarterback, {PLATFORM: courier}), start + timedelta(hours=2)
    while _due_before(wired, until):
        worker.run_due(100_000)
        ahead[0] += 1.0


def _due_before(wired: Wired, until: datetime) -> bool:
    with wired.storage.read() as uow:
        due = uow.jobs.next_due(("post", "redraw"))
    return due is not None and due < until


def _recorded(wired: Wired, opportunity: str) -> list[int]:
    with wired.storage.read() as uow:
        changes = uow.changes.of_opportunity(opportunity, 100_000)
    amounts = [c.after for c in reversed(changes) if c.field is Field.AMOUNT and isinstance(c.after, Decimal)]
    return [int(amount) for amount in amounts if amount > FROM]
