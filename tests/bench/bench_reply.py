"""One reply from HTTP body to commit on SQLite, beside the floor: the same server doing one INSERT."""

import asyncio
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

from bot.demo import seed
from bot.server import build
from bot.wiring import wire

ROOT = Path(__file__).parents[2]
EVENTS, CLIENTS, PORT = 600, 4, 8397


def serve(url: str) -> None:
    """The product's server, with two more addresses: one INSERT, and the CPU seconds used so far."""
    wired = wire(url, ROOT / "app.yaml")
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    app = build(wired)

    def insert(event: str) -> None:
        with wired.storage.begin() as uow:
            uow.events.first_time("bench", "", event, datetime.now(UTC))

    async def floor(request: web.Request) -> web.Response:
        await asyncio.to_thread(insert, (await request.json())["id"])
        return web.json_response({})

    async def used(_: web.Request) -> web.Response:
        return web.json_response({"cpu": time.process_time()})

    app.router.add_post("/floor", floor)
    app.router.add_get("/used", used)
    web.run_app(app, host="127.0.0.1", port=PORT, print=None, access_log=None)


def post(path: str, body: dict[str, str]) -> None:
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", data, headers)):
        pass


def cpu() -> float:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/used") as answer:
        used: float = json.load(answer)["cpu"]
    return used


def load(path: str, words: list[str]) -> tuple[float, float]:
    """CPU milliseconds per event and events per second, from as many clients as there are people to be."""
    people = ["ruth.calloway", "owen.baptiste", "victor.lindqvist", "theo.brandt"]
    before, start = cpu(), time.perf_counter()

    def talk(who: str) -> None:
        person = f"{who}@copperline.example"
        for number in range(EVENTS // CLIENTS):
            text = words[number % len(words)]
            body = {"as": person, "conversation": f"dm-{person}", "text": text, "id": uuid.uuid4().hex}
            post(path, body)

    clients = [threading.Thread(target=talk, args=(who,)) for who in people[:CLIENTS]]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return 1000 * (cpu() - before) / EVENTS, EVENTS / (time.perf_counter() - start)


def main() -> None:
    if "--serve" in sys.argv:
        serve(sys.argv[-1])
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.bench_reply", "--serve", f"sqlite:///{folder}/bench.db"]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            _wait()
            floor = load("/floor", [""])
            reply = load(
                "/say", ["amount is 250k", "60%", "it closes end of March", "moved to proposal, 60, end of Q1"]
            )
        finally:
            server.terminate()
            server.wait()
    print(f"{EVENTS} events from {CLIENTS} clients on SQLite: CPU of the server per event, events a second")
    print(f"  one INSERT through the same server   {floor[0]:6.2f} ms  {floor[1]:6.0f}/s")
    print(f"  one reply: kept, read, recorded,     {reply[0]:6.2f} ms  {reply[1]:6.0f}/s")
    print("  answered and delivered in the room")


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
