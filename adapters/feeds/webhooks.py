"""Where feeds call us: checked on the raw bytes, parsed, taken in a thread, and answered after the commit.

What was not signed gets 401, what is no JSON 400, what is too long 413: never 5xx, and nothing of a body in the log.
A delivery that came before is answered like the first and has no effect: its sender only missed our answer.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.feeds.signatures import Check, Signed
from adapters.http import Refusal, answer_in_sentences, read_body

LARGEST_BODY = 1024 * 1024  # bytes
_THREADS = 64
_PATIENCE = 15.0  # seconds in which a body must be here
_UNREADABLE = "The body is no JSON object or list in UTF-8."
_UNKNOWN = "There is nothing at this address."
_SLOW = "The body did not come in time."


@dataclass(frozen=True, slots=True)
class Door:
    """One feed's: how its signature is checked, and with which secrets."""

    check: Check
    secrets: Sequence[str] = field(repr=False)


Take = Callable[[str, str, Any], None]
"""Takes the payload of one delivery of a feed, by the names of both; commits before it returns."""


def application(doors: Mapping[str, Door], take: Take, address: str, now: Callable[[], float]) -> web.Application:
    """What is served under /feeds/. `address` is where the public reaches this server; `now` is Unix time."""
    site = _Site(doors, take, address.rstrip("/"), now)
    app = web.Application(middlewares=[answer_in_sentences])
    app.add_routes([web.post("/{name}", site.take)])
    app.cleanup_ctx.append(site.open)
    return app


class _Site:
    def __init__(self, doors: Mapping[str, Door], take: Take, address: str, now: Callable[[], float]) -> None:
        self._doors, self._take, self._address, self._now = doors, take, address, now
        self._threads = ThreadPoolExecutor(_THREADS, "feeds")

    async def open(self, _: web.Application) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(self._threads.shutdown)

    async def take(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        door = self._doors.get(name)
        if door is None:
            raise Refusal(404, _UNKNOWN)
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await read_body(request, LARGEST_BODY)
        except TimeoutError:
            raise Refusal(408, _SLOW) from None
        url = f"{self._address}{request.raw_path}"
        delivery = door.check(Signed(request.headers, body, url), door.secrets, self._now())
        payload = parse(body)
        await asyncio.get_running_loop().run_in_executor(self._threads, self._take, name, delivery, payload)
        return web.json_response({"status": "ok"})


def parse(body: bytes) -> Any:
    """The JSON object or list of a body. Refusal 400 for anything else."""
    try:
        payload = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Refusal(400, _UNREADABLE) from None
    if not isinstance(payload, (dict, list)):
        raise Refusal(400, _UNREADABLE)
    return payload


def _refuse(_: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError("no JSON")
