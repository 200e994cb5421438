"""One HTTP server for everything: the practice room now, chat platforms beside it, and the worker behind them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from adapters.practice import app as practice
from bot.wiring import Wired
from domain.chat.event import Event


def build(wired: Wired) -> web.Application:
    """The application: the practice room at the root, health beside it, the worker in a thread of its own."""

    def handle(event: Event) -> None:
        wired.quarterback.handle(event)
        wired.worker.nudge()

    app = practice.application(wired.room, handle, wired.clock)
    app.router.add_get("/healthz", _alive)
    app.cleanup_ctx.append(_working(wired))
    return app


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def _working(wired: Wired) -> Callable[[web.Application], AsyncIterator[None]]:
    async def run(_: web.Application) -> AsyncIterator[None]:
        thread = threading.Thread(target=wired.worker.run_until_stopped, name="worker", daemon=True)
        thread.start()
        yield
        wired.worker.stop()
        await asyncio.to_thread(thread.join, 10)

    return run


def serve(wired: Wired, host: str, port: int) -> None:
    """Serve until interrupted."""
    web.run_app(build(wired), host=host, port=port, print=None, access_log=None)
