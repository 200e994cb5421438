"""The practice room on this machine alone, Slack and feeds on an address of their own, and the worker behind them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from aiohttp import web

from adapters.practice import app as practice
from bot.faults import Fault, Faults
from bot.feeds_side import FeedsSide
from bot.slack_side import SlackSide
from bot.wiring import Wired

LOOPBACK = "127.0.0.1"
"""In the practice room anybody may be anybody, so it is never served to others."""
_LOOK_UP_EVERY = 600.0  # seconds between two looks for people who joined Slack since


def build(wired: Wired) -> web.Application:
    """The practice room at the root, health beside it, the worker in a thread of its own."""
    app = practice.application(wired.room, wired.handle, wired.clock)
    app.router.add_get("/healthz", _alive)
    app.cleanup_ctx.append(_working(wired))
    return app


def serve(wired: Wired, port: int, opened: Callable[[], None], slack_at: tuple[str, int] = (LOOPBACK, 8322)) -> None:
    """Serve until interrupted; call `opened` once it listens. `slack_at` is the host and port of Slack and webhooks.

    Raises Faults where a port cannot be had.
    """
    app = build(wired)
    if wired.slack or wired.feeds:
        app.cleanup_ctx.append(beside(wired.slack, *slack_at, wired.feeds))
    try:
        web.run_app(app, host=LOOPBACK, port=port, print=lambda _: opened(), access_log=None)
    except OSError as refused:
        what = f"cannot be opened ({(refused.strerror or str(refused)).lower()})"
        raise Faults("the port", [Fault(0, str(port), what, "choose another, or stop what uses it")]) from None


def beside(
    slack: SlackSide | None, host: str, port: int, feeds: FeedsSide | None = None
) -> Callable[[web.Application], AsyncIterator[None]]:
    """Slack and the feeds, as long as the application runs that this is a part of."""

    async def run(_: web.Application) -> AsyncIterator[None]:
        stopping = threading.Event()
        threads = [
            threading.Thread(target=work, name=name, daemon=True) for name, work in _works(slack, feeds, stopping)
        ]
        runner = web.AppRunner(slack_site(slack, feeds), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        for thread in threads:
            thread.start()
        yield
        stopping.set()
        if slack and slack.socket:
            slack.socket.stop()
        for thread in threads:
            await asyncio.to_thread(thread.join, 10)
        await runner.cleanup()

    return run


def slack_site(slack: SlackSide | None, feeds: FeedsSide | None = None) -> web.Application:
    """What others may reach: Slack's requests under /slack/, webhooks under /feeds/, and health."""
    root = web.Application()
    root.router.add_get("/healthz", _alive)
    if slack and slack.pages is not None:
        root.add_subapp("/slack/", slack.pages)
    if feeds and feeds.pages is not None:
        root.add_subapp("/feeds/", feeds.pages)
    return root


def _works(
    slack: SlackSide | None, feeds: FeedsSide | None, stopping: threading.Event
) -> Iterator[tuple[str, Callable[[], None]]]:
    """What runs in threads of its own, by name."""
    if slack:
        yield "slack-people", lambda: _keep_finding(slack, stopping)
        if slack.socket:
            yield "slack-socket", slack.socket.run
    if feeds:
        yield "feeds", lambda: feeds.run(stopping)


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
