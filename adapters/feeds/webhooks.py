"""Where feeds call us: checked on the raw bytes, parsed, written many at a time, and answered after the commit.

Whoever comes while others are written waits, with all who come meanwhile, for the next transaction: one thread writes,
and no request holds one. Beyond a certain number nobody waits: the sender is told to come again.

What was not signed gets 401, what is no JSON 400, what is too long 413: never 5xx, and nothing of a body in the log.
A delivery that came before is answered like the first and has no effect: its sender only missed our answer.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.feeds.signatures import Check, Signed
from adapters.http import Refusal, answer_in_sentences, read_body

LARGEST_BODY = 1024 * 1024  # bytes
_MOST_TOGETHER = 100  # deliveries of one transaction
_MOST_WAITING = 1000  # deliveries
_MOST_BYTES = 64 * 1024 * 1024  # of all that wait
_PATIENCE = 15.0  # seconds in which a body must be here
_TAKEN = b'{"status": "ok"}'
_UNREADABLE = "The body is no JSON object or list in UTF-8."
_UNKNOWN = "There is nothing at this address."
_SLOW = "The body did not come in time."
_BUSY = "Too much comes at once. Send this again in a moment."


@dataclass(frozen=True, slots=True)
class Door:
    """One feed's: how its signature is checked, and with which secrets."""

    check: Check
    secrets: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload of a feed; `id` names the delivery among those of that feed."""

    feed: str
    id: str
    payload: Any = field(repr=False)


Take = Callable[[Sequence[Delivery]], Sequence[Exception | None]]
"""Takes deliveries, and commits before it returns what went wrong with each, None where all went well."""


def application(
    doors: Mapping[str, Door], take: Take, address: str, now: Callable[[], float], most: int = _MOST_WAITING
) -> web.Application:
    """What is served under /feeds/. `address` is where the public reaches this server; `now` is Unix time.

    At most `most` deliveries wait to be written; whoever comes beyond them is answered 503.
    """
    site = _Site(doors, _Queue(take, most), address.rstrip("/"), now)
    app = web.Application(middlewares=[answer_in_sentences])
    app.add_routes([web.post("/{name}", site.take)])
    app.cleanup_ctx.append(site.open)
    return app


class _Site:
    def __init__(self, doors: Mapping[str, Door], queue: "_Queue", address: str, now: Callable[[], float]) -> None:
        self._doors, self._queue, self._address, self._now = doors, queue, address, now

    async def open(self, _: web.Application) -> AsyncIterator[None]:
        writing = asyncio.create_task(self._queue.write())
        yield
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
        await asyncio.to_thread(self._queue.close)

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
        await self._queue.put(Delivery(name, delivery, parse(body)), len(body))
        return web.Response(body=_TAKEN, content_type="application/json")


class _Queue:
    """Deliveries that wait for the one thread that writes. Everything but `take` runs in the event loop."""

    def __init__(self, take: Take, most: int) -> None:
        self._take, self._most = take, most
        self._waiting: deque[tuple[Delivery, int, asyncio.Future[None]]] = deque()
        self._bytes = 0
        self._some = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "feeds")

    async def put(self, delivery: Delivery, size: int) -> None:
        """Returns when it is committed; what went wrong with it rises. Refusal 503 where too many wait."""
        if len(self._waiting) >= self._most or self._bytes + size > _MOST_BYTES:
            raise Refusal(503, _BUSY)
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, size, written))
        self._bytes += size
        self._some.set()
        await written

    async def write(self) -> None:
        """For ever: all who wait by now, in one transaction after the other."""
        while True:
            await self._some.wait()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_TOGETHER))]
            if not self._waiting:
                self._some.clear()
            faults = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._taken, [delivery for delivery, _, _ in batch]
            )
            self._bytes -= sum(size for _, size, _ in batch)
            for (_, _, written), fault in zip(batch, faults, strict=True):
                if written.cancelled():  # whoever sent it has gone, and sends it again
                    continue
                if fault:
                    written.set_exception(fault)
                else:
                    written.set_result(None)

    def close(self) -> None:
        self._thread.shutdown()

    def _taken(self, deliveries: Sequence[Delivery]) -> Sequence[Exception | None]:
        """Nothing may end the loop that writes: what nobody foresaw is the fault of each of them."""
        try:
            return self._take(deliveries)
        except Exception as fault:
            return [fault] * len(deliveries)


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
