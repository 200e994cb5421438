"""What was acknowledged is never lost and has one effect, though the server is killed again and again."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, QUARTERBACK, Row
from bot.demo import seed
from bot.practice_room import home
from bot.wiring import Wired, wire
from bot.worker import Worker
from domain.sales.people import Person
from domain.sales.process import Field

ROOT = Path(__file__).parents[2]
KILLS, CLIENTS, SEED, FROM = 20, 4, 20261123, 7_000_000
MOST_BETWEEN_KILLS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """The real server in a process of its own, started again after each kill."""

    def __init__(self, url: str, port: int, more: Mapping[str, str] | None = None) -> None:
        self._port = port
        ours = {"QUARTERBACK_DATABASE_URL": url, "QUARTERBACK_PORT": str(port)}
        self._environment = {**os.environ, **ours, **(more or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "bot", "serve"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def post(self, path: str, body: dict[str, str]) -> bool:
        """Whether the server acknowledged it."""
        request = urllib.request.Request(  # our own server on loopback
            f"http://127.0.0.1:{self._port}{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def takes(self, path: str, body: dict[str, str]) -> bool:
        """The same event again and again until it is acknowledged, as a platform does; False after half a minute."""
        for _ in range(1500):
            if self.post(path, body):
                return True
            time.sleep(0.02)  # the server is down
        return False


def test_twenty_kills_while_replies_come_in_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kills.db"
    wired = wire(url, ROOT / "app.yaml")
    company = wired.app_file.company
    seed(wired.storage, company, wired.clock.now().date())
    reps = [person for person in company.people if person.role == "rep"][:CLIENTS]
    with wired.storage.read() as uow:
        theirs = {rep.id: uow.opportunities.of_owners((rep.id,))[0] for rep in reps}
    server = Server(url, free_port())
    done = threading.Event()
    sent: dict[str, list[int]] = {rep.id: [] for rep in reps}

    acknowledged = threading.Semaphore(0)

    def talk(rep: str) -> None:
        number = 0
        while not done.is_set():
            number += 1
            amount = FROM + number
            words = f"update {theirs[rep].name}: amount is ${amount}"
            body = {"as": rep, "conversation": f"dm-{rep}", "thread": "", "text": words, "id": f"{rep}-{number}"}
            if not server.takes("/say", body):
                return
            sent[rep].append(amount)
            if number % 10 == 0:
                server.post("/say", body)  # one in ten comes twice
            acknowledged.release()

    clients = [threading.Thread(target=talk, args=(rep.id,)) for rep in reps]
    server.start()
    for client in clients:
        client.start()
    try:
        _kill_again_and_again(server, acknowledged)
    finally:
        done.set()
        for client in clients:
            client.join()
        server.kill()

    _deliver_the_rest(wired)
    for rep in reps:
        recorded = _recorded_amounts(wired, theirs[rep.id].id)
        assert len(sent[rep.id]) >= KILLS // 2, "the server was hardly ever up"
        assert recorded == sent[rep.id]
        said = [str(row.body["message"]["summary"]) for row in _replies(wired, rep)]
        replies = [sum(f"→ ${amount:,}, from" in words for words in said) for amount in sent[rep.id]]
        assert replies == [1] * len(replies)


def _kill_again_and_again(server: Server, acknowledged: threading.Semaphore) -> None:
    random = Random(SEED)
    for _ in range(KILLS):
        for _ in range(random.randint(1, MOST_BETWEEN_KILLS)):
            assert acknowledged.acquire(timeout=60), "the server does not come back"
        server.kill()
        server.start()


def _deliver_the_rest(wired: Wired) -> None:
    """What the last kill left in the outbox; ten minutes later, because its leases have to end first."""
    quarterback = replace(wired.quarterback, now=lambda: wired.clock.now() + timedelta(minutes=10))
    Worker(quarterback, {PLATFORM: PracticeCourier(wired.room)}).run_due(100_000)


def _recorded_amounts(wired: Wired, opportunity: str) -> list[int]:
    with wired.storage.read() as uow:
        changes = uow.changes.of_opportunity(opportunity, 100_000)
    amounts = [c.after for c in reversed(changes) if c.field is Field.AMOUNT and isinstance(c.after, Decimal)]
    return [int(amount) for amount in amounts if amount > FROM]


def _replies(wired: Wired, rep: Person) -> list[Row]:
    return [row for row in wired.room.latest(home(rep).conversation, 100_000) if row.author == QUARTERBACK]
