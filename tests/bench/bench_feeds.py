"""A flood at the address where feeds call: 1,000 signed and 1,000 unsigned requests a second for some seconds.

The server runs in a process of its own on SQLite; each signed request is a new ticket of an account that is known. What
the clients could not send in time is named too, so that the figures say what was measured.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from adapters.feeds.signatures import HmacRule, sign_hmac
from bot.feeds_side import wire_feeds
from bot.server import feeds_site
from bot.settings import Settings
from bot.wiring import wire
from domain.sales.opportunity import Account

ROOT = Path(__file__).parents[2]
PORT, SECONDS, RATE, CLIENTS = 8397, 5, 1000, 64
ACCOUNTS = 500  # among which the one that is named has to be found
SECRET = "bench"  # noqa: S105 - of nobody
FEEDS = """
feeds:
  - name: desk
    about: support
    signed: hmac
    secret: QUARTERBACK_FEED_DESK
    fields: {id: id, account: org, state: status, at: at, title: title}
"""


def serve(folder: str) -> None:
    """The product's public site, with one more address: CPU seconds so far, and how many tickets are known."""
    file = Path(folder) / "app.yaml"
    file.write_text((ROOT / "app.yaml").read_text(encoding="utf-8") + FEEDS, encoding="utf-8")
    wired = wire(f"sqlite:///{folder}/bench.db", file)
    with wired.storage.begin() as uow:
        others = (Account(f"other-{number}", f"Other {number} Works") for number in range(ACCOUNTS))
        uow.accounts.upsert([Account("kiln", "Kiln Works"), *others])
    secrets = {"QUARTERBACK_FEED_DESK": SecretStr(SECRET)}
    site = feeds_site(wire_feeds(wired.app_file, Settings(), secrets, wired.quarterback))

    async def used(_: web.Request) -> web.Response:
        with wired.storage.read() as uow:
            return web.json_response(
                {"cpu": time.process_time(), "facts": len(uow.account_facts.of_accounts(["kiln"]))}
            )

    site.router.add_get("/used", used)
    web.run_app(site, host="127.0.0.1", port=PORT, print=None, access_log=None)


def payload(number: int) -> tuple[bytes, dict[str, str]]:
    said = {"id": number, "org": "Kiln Works", "status": "open", "at": datetime.now(UTC).isoformat(), "title": "x"}
    body = json.dumps(said).encode()
    return body, {"X-Signature": sign_hmac(HmacRule(), SECRET, body)}


async def flood(rate: int, seconds: int, *, signed: bool, unsigned: bool) -> None:
    """Print how many were sent and answered, with what, how quickly, and what the server used."""
    answers: Counter[str] = Counter()
    times: dict[bool, list[float]] = {True: [], False: []}
    work: asyncio.Queue[tuple[float, int, bool]] = asyncio.Queue()
    kinds = [kind for kind, wanted in ((True, signed), (False, unsigned)) if wanted]
    for number in range(rate * seconds):
        for kind in kinds:
            work.put_nowait((number / rate, number, kind))
    start = time.perf_counter()
    base = int(time.time() * 1000)

    async def client(session: aiohttp.ClientSession) -> None:
        while not work.empty():
            due, number, kind = work.get_nowait()
            await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
            body, headers = payload(base * 100 + number)
            sent = time.perf_counter()
            async with session.post("/feeds/desk", data=body, headers=headers if kind else {}) as answer:
                await answer.read()
            times[kind].append(time.perf_counter() - sent)
            answers[f"{'signed' if kind else 'unsigned'} {answer.status}"] += 1

    connector = aiohttp.TCPConnector(limit=CLIENTS)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{PORT}", connector=connector) as session:
        async with session.get("/used") as answer:
            before = await answer.json()
        await asyncio.gather(*(client(session) for _ in range(CLIENTS)))
        took = time.perf_counter() - start
        async with session.get("/used") as answer:
            after = await answer.json()
    total = sum(answers.values())
    print(f"  asked for {len(kinds) * rate}/s over {seconds} s: {total} answered in {took:.1f} s, {total / took:.0f}/s")
    print(f"  answers: {dict(answers)}; tickets kept: {after['facts'] - before['facts']}")
    for kind in kinds:
        found = sorted(times[kind])
        p50, p99 = found[len(found) // 2], found[int(len(found) * 0.99)]
        name = "signed" if kind else "unsigned"
        print(f"  {name}: p50 {1000 * p50:.0f} ms, p99 {1000 * p99:.0f} ms, max {1000 * found[-1]:.0f} ms")
    print(f"  CPU of the server per request: {1000 * (after['cpu'] - before['cpu']) / total:.2f} ms")


def main() -> None:
    if "--serve" in sys.argv:
        serve(sys.argv[-1])
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.bench_feeds", "--serve", folder]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            _wait()
            for signed, unsigned in ((True, False), (False, True), (True, True)):
                asyncio.run(flood(RATE, SECONDS, signed=signed, unsigned=unsigned))
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:

    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/used"):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
