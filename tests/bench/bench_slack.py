"""One signed reply from Slack through the whole path on SQLite, beside bare Bolt with one INSERT in the same run.

Bare is what Bolt's and SQLAlchemy's own documentation show. How long its INSERT takes is a matter of how the database
is set up, so it is shown with SQLite as it comes and with a write-ahead log; and, no longer bare, through our storage.
"""

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.door import signature
from bot.demo import seed
from bot.server import slack_site
from bot.settings import Settings
from bot.wiring import wire
from domain.sales.dealings import Thread
from tests.bot.test_slack_kills import SECRET, TEAM, TOKEN, Workspace

ROOT = Path(__file__).parents[2]
EVENTS, ROUNDS, WARMING_UP, CLIENTS, PORT = 800, 7, 120, 4, 8396
PEOPLE = ("ruth.calloway", "owen.baptiste", "victor.lindqvist", "theo.brandt")
FLOORS = {
    "/plain": "bare Bolt with one INSERT",
    "/wal": "the same with a write-ahead log",
    "/ours": "the same with a write-ahead log, through our storage",
}
ROOT_TS = "1795000000.000001"  # of the thread in which each was asked
WORDS = ("amount is 250k", "60%", "it closes end of March", "moved to proposal, 60, end of Q1")


def serve(url: str, slack_url: str) -> None:
    """The product's Slack site, with more addresses: bare Bolt with one INSERT, and the CPU seconds used."""
    settings = Settings(slack_url=slack_url, slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    wired = wire(url, ROOT / "app.yaml", settings)
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    assert wired.slack
    wired.slack.find_people()
    with wired.storage.begin() as uow:
        for name in PEOPLE:
            person = f"{name}@copperline.example"
            about = uow.opportunities.of_owners((person,))[0].id
            uow.threads.add(Thread(person, "slack", TEAM, f"D-U-{name}", ROOT_TS, about))

    def insert_ours(event_id: str) -> None:
        with wired.storage.begin() as uow:
            uow.events.first_time("bench", "", event_id, datetime.now(UTC))

    async def used(_: web.Request) -> web.Response:
        return web.json_response({"cpu": time.process_time()})

    site = slack_site(wired.slack)
    for path, insert in (
        ("/plain", _inserting(f"{url}.plain", "DELETE")),
        ("/wal", _inserting(f"{url}.wal", "WAL")),
        ("/ours", insert_ours),
    ):
        site.router.add_post(path, _bare(insert))
    site.router.add_get("/used", used)
    gc.collect()
    gc.freeze()  # as `bot.server` does before it listens
    web.run_app(site, host="127.0.0.1", port=PORT, print=None, access_log=None)


def _bare(insert: Callable[[str], None]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Bolt with its own check of the signature, and a listener that writes one row before the answer."""
    bolt = App(signing_secret=SECRET, authorize=_authorized, process_before_response=True)

    @bolt.event("message")
    def hear(body: dict[str, Any]) -> None:
        insert(body["event_id"])

    async def floor(request: web.Request) -> web.Response:
        body, headers = await request.text(), {name: [value] for name, value in request.headers.items()}
        answer = await asyncio.to_thread(bolt.dispatch, BoltRequest(body=body, headers=headers))
        return web.Response(status=answer.status, text=answer.body)

    return floor


def _inserting(url: str, journal: str) -> Callable[[str], None]:
    """A table of events in a database of its own; DELETE is the journal that SQLite has unless it is told otherwise."""
    engine, tables = sa.create_engine(url), sa.MetaData()
    id_, event, at = (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.Text),
        sa.Column("at", sa.DateTime),
    )
    events = sa.Table("events", tables, id_, event, at)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA journal_mode = {journal}")
    tables.create_all(engine)

    def insert(event_id: str) -> None:
        with engine.begin() as connection:
            connection.execute(events.insert().values(event=event_id, at=datetime.now(UTC)))

    return insert


def _authorized() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_user_id="U0BOT", bot_id="B0BOT")


def post(path: str, name: str, words: str) -> None:
    ts = f"{time.time():.6f}"
    event = {
        "type": "message",
        "user": f"U-{name}",
        "text": words,
        "ts": ts,
        "channel": f"D-U-{name}",
        "thread_ts": ROOT_TS,
    }
    outer = {"type": "event_callback", "team_id": TEAM, "event_id": uuid.uuid4().hex, "event_time": 1, "event": event}
    body, stamp = json.dumps(outer).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(SECRET, stamp, body),
    }
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", body, headers)):
        pass


def cpu() -> float:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/used") as answer:
        used: float = json.load(answer)["cpu"]
    return used


def load(path: str) -> tuple[float, float]:
    """CPU milliseconds per event and events per second, once patterns and statements are compiled."""
    _talk(path, WARMING_UP)
    before, start = cpu(), time.perf_counter()
    _talk(path, EVENTS)
    return 1000 * (cpu() - before) / EVENTS, EVENTS / (time.perf_counter() - start)


def _talk(path: str, events: int) -> None:
    def talk(name: str) -> None:
        for number in range(events // CLIENTS):
            post(path, name, WORDS[number % len(WORDS)])

    clients = [threading.Thread(target=talk, args=(name,)) for name in PEOPLE[:CLIENTS]]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def main() -> None:
    if "--serve" in sys.argv:
        serve(*sys.argv[-2:])
        return
    slack = Workspace(time.monotonic)
    with tempfile.TemporaryDirectory() as folder:
        url, slack_url = f"sqlite:///{folder}/bench.db", slack.url.removesuffix("/api/")
        command = [sys.executable, "-m", "tests.bench.bench_slack", "--serve", url, slack_url]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            _wait()
            took = [[load(path) for path in ("/slack/events", *FLOORS)] for _ in range(ROUNDS)]
        finally:
            server.terminate()
            server.wait()
            slack.close()
    # In turn, and the median of each, so that all meet the same machine.
    (cpu_each, rate), *floors = [
        tuple(map(statistics.median, zip(*each, strict=True))) for each in zip(*took, strict=True)
    ]
    print(
        f"{EVENTS} signed events from {CLIENTS} clients, SQLite, {ROUNDS} rounds: median CPU an event, events a second"
    )
    print(f"  {'one reply: checked, kept, read, recorded, answer queued':58} {cpu_each:6.2f} ms  {rate:6.0f}/s")
    for title, (floor_cpu, floor_rate) in zip(FLOORS.values(), floors, strict=True):
        costs = f"the reply costs {cpu_each / floor_cpu:.1f} times as much"
        shares = f"{costs} ({floor_cpu / cpu_each:.0%} by CPU, {rate / floor_rate:.0%} by events)"
        print(f"  {title:58} {floor_cpu:6.2f} ms  {floor_rate:6.0f}/s: {shares}")


def _wait() -> None:
    for _ in range(100):
        try:
            cpu()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
