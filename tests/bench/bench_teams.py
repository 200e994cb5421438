"""One reply from Teams through the whole path on SQLite, beside a bare botbuilder echo with one INSERT.

And how soon Teams is answered while it hangs itself: the worker sends to a connector that never answers.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity

from bot.demo import seed
from bot.server import Public, public_sites
from bot.settings import Settings
from bot.wiring import wire
from storage.unit_of_work import Storage
from tests.adapters.teams.out.fake_teams import Answer
from tests.bot.test_teams_kills import Tenant, said

ROOT = Path(__file__).parents[2]
EVENTS, CLIENTS, PORT = 600, 4, 8397
PEOPLE = ("ruth.calloway", "owen.baptiste", "victor.lindqvist", "theo.brandt")
A_SECOND, SECONDS = 25, 20
WORDS = ("amount is 250k", "60%", "it closes end of March", "moved to proposal, 60, end of Q1")


def serve(url: str) -> None:
    """The product's public site, with three more addresses: a bare echo with one INSERT, the CPU seconds used, and one
    that sets the worker to work.
    """
    wired = wire(url, ROOT / "app.yaml", Settings(teams_insecure_dev=True))
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    bare = CloudAdapter(ConfigurationBotFrameworkAuthentication({}))

    async def echo(context: TurnContext) -> None:
        with wired.storage.begin() as uow:
            uow.events.first_time("bench", "", str(context.activity.id), datetime.now(UTC))
        await context.send_activity(Activity(type="trace"))  # nothing leaves, as nothing leaves in our turn

    async def floor(request: web.Request) -> web.Response:
        known = Activity().deserialize(await request.json())
        await bare.process_activity("", known, echo)
        return web.Response()

    async def used(_: web.Request) -> web.Response:
        return web.json_response({"cpu": time.process_time()})

    async def work(_: web.Request) -> web.Response:
        threading.Thread(target=wired.worker.run_until_stopped, daemon=True).start()
        return web.Response()

    (site,) = public_sites(wired, Public()).values()
    site.router.add_get("/work", work)
    site.router.add_post("/floor", floor)
    site.router.add_get("/used", used)
    web.run_app(site, host="127.0.0.1", port=PORT, print=None, access_log=None)


def cpu() -> float:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/used") as answer:
        used: float = json.load(answer)["cpu"]
    return used


def load(path: str, service_url: str, deals: dict[str, str]) -> tuple[float, float]:
    """CPU milliseconds per event and events per second."""
    for name in PEOPLE:  # whoever is new is looked up first
        _post(path, service_url, name, "help")
    before, start = cpu(), time.perf_counter()

    def talk(name: str) -> None:
        for number in range(EVENTS // CLIENTS):
            _post(path, service_url, name, f"update {deals[name]}: {WORDS[number % len(WORDS)]}")

    clients = [threading.Thread(target=talk, args=(name,)) for name in PEOPLE[:CLIENTS]]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return 1000 * (cpu() - before) / EVENTS, EVENTS / (time.perf_counter() - start)


def waits(service_url: str, deals: dict[str, str]) -> list[float]:
    """How long Teams waits for its answers, in milliseconds from when each was due, shortest first."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/work"):
        pass
    start, took = time.perf_counter(), []

    def talk(first: int) -> None:
        name = PEOPLE[first]
        for number in range(first, A_SECOND * SECONDS, CLIENTS):
            due = start + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            _post("/api/messages", service_url, name, f"update {deals[name]}: {WORDS[number % len(WORDS)]}")
            took.append(1000 * (time.perf_counter() - due))

    clients = [threading.Thread(target=talk, args=(first,)) for first in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sorted(took)


def _post(path: str, service_url: str, name: str, words: str) -> None:
    activity = said(service_url, f"{name}@copperline.example", 0, words) | {"id": uuid.uuid4().hex}
    body, headers = json.dumps(activity).encode(), {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", body, headers)):
        pass


def main() -> None:
    if "--serve" in sys.argv:
        serve(sys.argv[-1])
        return
    teams = Hanging(time.monotonic)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        command = [sys.executable, "-m", "tests.bench.bench_teams", "--serve", url]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            _wait()
            deals = _deals(url)
            floor = load("/floor", teams.url, deals)
            reply = load("/api/messages", teams.url, deals)
            teams.hangs = True
            answers = waits(teams.url, deals)
        finally:
            teams.over.set()
            server.terminate()
            server.wait()
            teams.close()
    print(f"{EVENTS} messages from {CLIENTS} clients on SQLite: CPU of the server per event, events a second")
    print(f"  bare botbuilder with one INSERT           {floor[0]:6.2f} ms  {floor[1]:6.0f}/s")
    print(f"  one reply: checked, kept, read, recorded, {reply[0]:6.2f} ms  {reply[1]:6.0f}/s")
    print(
        f"  its answer queued: {reply[1] / floor[1]:.0%} of bare botbuilder by events, {floor[0] / reply[0]:.0%} by CPU"
    )
    p50, p99 = (answers[int(len(answers) * share)] for share in (0.5, 0.99))
    print(f"{A_SECOND} a second for {SECONDS} s while Teams takes no message: the HTTP answer comes after")
    print(f"  p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most {answers[-1]:.0f} ms")


class Hanging(Tenant):
    """Once it hangs, it takes what is sent and answers nothing."""

    hangs = False

    def take(self, method: str, path: str, body: Answer, bearer: str) -> tuple[str, Answer]:
        if self.hangs and method != "GET":
            self.over.wait()
        return super().take(method, path, body, bearer)


def _deals(url: str) -> dict[str, str]:
    """An opportunity of each."""
    with Storage(url).read() as uow:
        return {name: uow.opportunities.of_owners((f"{name}@copperline.example",))[0].name for name in PEOPLE}


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
