"""What happens in the room, sent to each open page as it happens: server-sent events."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from typing import Any

from aiohttp import web

from adapters.practice.room import Conversation, PracticeClock, Room, Row

_log = logging.getLogger(__name__)
_LOOK_EVERY = 0.2  # seconds; other processes write to the room too, so it is looked at, not only listened to
_HEARTBEAT = 15.0  # seconds; also how soon a page that went away is noticed
_ROWS_AT_ONCE = 200
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Accel-Buffering": "no",
}


class Bell:
    """Wakes every open stream when something is new. One look at the room serves all of them."""

    def __init__(self, newest: Callable[[], int]) -> None:
        self._newest = newest
        self._changed = asyncio.Condition()
        self._hurry = asyncio.Event()
        self._listeners = 0
        self._seen = -1
        self.rings = 0
        self.closed = False

    async def watch(self) -> None:
        """Look at the room again and again, as long as anybody listens. Runs until it is cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._hurry.wait()
            self._hurry.clear()
            if self._listeners:
                await self._look()

    def hurry(self) -> None:
        """Look now: something was just written."""
        self._hurry.set()

    async def ring(self) -> None:
        """Wake everybody, whatever the room says."""
        async with self._changed:
            self.rings += 1
            self._changed.notify_all()

    async def close(self) -> None:
        """Wake everybody for good: the server stops."""
        self.closed = True
        await self.ring()

    async def heard_after(self, rings: int, seconds: float) -> None:
        """Return as soon as it has rung more often than `rings`, or after `seconds`."""
        self._listeners += 1
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self.rings != rings)
        finally:
            self._listeners -= 1

    async def _look(self) -> None:
        try:
            newest = await asyncio.to_thread(self._newest)
        except Exception:
            _log.exception("the room could not be looked at; trying again")
            return
        if newest != self._seen:
            self._seen = newest
            await self.ring()


async def send_events(
    request: web.Request, room: Room, clock: PracticeClock, bell: Bell, mine: list[Conversation], after: int
) -> web.StreamResponse:
    """Follow the room from `after` on until the page goes away or the server stops."""
    response = web.StreamResponse(headers=_HEADERS)
    await response.prepare(request)
    try:
        async with aclosing(_events(room, clock, bell, [conversation.id for conversation in mine], after)) as events:
            async for event in events:
                await response.write(event)
    except ConnectionError:
        pass  # the page went away
    except Exception:
        _log.exception("a stream broke off; the page will come back where it was")
    return response


async def _events(
    room: Room, clock: PracticeClock, bell: Bell, conversations: list[str], after: int
) -> AsyncGenerator[bytes]:
    yield b"retry: 1000\n\n"
    if after > await asyncio.to_thread(room.newest):
        yield _event("start-over", {})  # the room is another one than the page knows
        return
    while not bell.closed:
        rings = bell.rings
        rows = await asyncio.to_thread(room.since, conversations, after, _ROWS_AT_ONCE)
        for row in rows:
            after = row.seq
            yield _event("row", row_json(row), row.seq)
        if rows:
            continue
        yield _event("clock", {"now": (await asyncio.to_thread(clock.now)).isoformat()})
        await bell.heard_after(rings, _HEARTBEAT)


def row_json(row: Row) -> dict[str, Any]:
    """One row as the page takes it; of a removed one only that it was."""
    return {
        "seq": row.seq,
        "order": row.order,
        "id": row.id,
        "conversation": row.conversation,
        "thread": row.thread,
        "author": row.author,
        "body": {} if row.removed else dict(row.body),
        "at": row.at.isoformat(),
        "edited": row.edited,
        "removed": row.removed,
    }


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> bytes:
    lines = [f"event: {name}", f"data: {json.dumps(data)}"] + ([f"id: {seq}"] if seq is not None else [])
    return ("\n".join(lines) + "\n\n").encode()
