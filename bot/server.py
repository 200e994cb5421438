"""The practice room on this machine alone, Slack on an address of its own, and the worker behind them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from adapters.practice import app as practice
from bot.documents import contents_in
from bot.faults import Fault, Faults
from bot.slack_side import SlackSide
from bot.wiring import Wired

LOOPBACK = "127.0.0.1"
"""In the practice room anybody may be anybody, so it is never served to others."""
_LOOK_UP_EVERY = 600.0  # seconds between two looks for people who joined Slack since


def build(wired: Wired) -> web.Application:
    """The practice room at the root, health beside it, the worker in a thread of its own."""
    app = practice.application(wired.room, wired.handle, wired.clock, contents_in(wired.storage))
    app.router.add_get("/healthz", _alive)
    app.cleanup_ctx.append(_working(wired))
    return app


def serve(wired: Wired, port: int, opened: Callable[[], None], slack_at: tuple[str, int] = (LOOPBACK, 8322)) -> None:
    """Serve until interrupted; call `opened` once it listens. Slack, where set up, is at host and port `slack_at`.

    Raises Faults where a port cannot be had.
    """
    app = build(wired)
    if wired.slack:
        app.cleanup_ctx.append(beside(wired.slack, *slack_at))
    try:
        web.run_app(app, host=LOOPBACK, port=port, print=lambda _: opened(), access_log=None)
    except OSError as refused:
        what = f"cannot be opened ({(refused.strerror or str(refused)).lower()})"
        raise Faults("the port", [Fault(0, str(port), what, "choose another, or stop what uses it")]) from None


def beside(slack: SlackSide, host: str, port: int) -> Callable[[web.Application], AsyncIterator[None]]:
    """Slack, as long as the application runs that this is a part of."""

    async def run(_: web.Application) -> AsyncIterator[None]:
        stopping = threading.Event()
        threads = [threading.Thread(target=_keep_finding, args=(slack, stopping), name="slack-people", daemon=True)]
        if slack.socket:
            threads.append(threading.Thread(target=slack.socket.run, name="slack-socket", daemon=True))
        runner = web.AppRunner(slack_site(slack), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        for thread in threads:
            thread.start()
        yield
        stopping.set()
        if slack.socket:
            slack.socket.stop()
        for thread in threads:
            await asyncio.to_thread(thread.join, 10)
        await runner.cleanup()

    return run


def slack_site(slack: SlackSide) -> web.Application:
    """What Slack may reach: its requests under /slack/, and health."""
    root = web.Application()
    root.router.add_get("/healthz", _alive)
    if slack.pages is not None:
        root.add_subapp("/slack/", slack.pages)
    return root


def _keep_finding(slack: SlackSide, stopping: threading.Event) -> None:
    while not stopping.wait(_LOOK_UP_EVERY):
        slack.find_people()


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
