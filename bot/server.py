"""The practice room on this machine alone; chat platforms and feeds on another address; the worker behind them."""

import asyncio
import gc
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from aiohttp import web

from adapters.practice import app as practice
from bot.documents import contents_in
from bot.faults import Fault, Faults
from bot.feeds_side import FeedsSide
from bot.slack_side import SlackSide
from bot.wiring import Wired
from storage.unit_of_work import StorageError

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
"""In the practice room anybody may be anybody, so it is never served to others."""
_LOOK_UP_EVERY = 600.0  # seconds between two looks for people who joined Slack since, and for its channels
_LOOK_HERE_EVERY = 60.0  # seconds between two looks at what is kept here


@dataclass(frozen=True, slots=True)
class Public:
    """Where Slack's and Teams' requests are taken; one port may serve both."""

    host: str = LOOPBACK
    slack_port: int = 8322
    teams_port: int = 8322


def build(wired: Wired) -> web.Application:
    """The practice room at the root, health beside it, the worker in a thread of its own."""
    app = practice.application(wired.room, wired.handle, wired.clock, contents_in(wired.storage))
    app.router.add_get("/healthz", _alive)
    app.cleanup_ctx.append(_working(wired))
    return app


def serve(wired: Wired, port: int, opened: Callable[[], None], public: Public | None = None) -> None:
    """Serve until interrupted; call `opened` once it listens. Slack, Teams and webhooks are at `public`.

    Raises Faults where a port cannot be had.
    """
    app = build(wired)
    app.cleanup_ctx.append(beside(wired, public or Public()))
    # What is loaded by now stays until the end: the garbage collector need not go through it in the midst of an answer.
    gc.collect()
    gc.freeze()
    try:
        web.run_app(app, host=LOOPBACK, port=port, print=lambda _: opened(), access_log=None)
    except OSError as refused:
        what = f"cannot be opened ({(refused.strerror or str(refused)).lower()})"
        raise Faults("the port", [Fault(0, str(port), what, "choose another, or stop what uses it")]) from None


def look_up(wired: Wired) -> None:
    """Find people and channels where this asks a platform; what cannot be asked now is asked again later."""
    if wired.slack:
        wired.slack.find_people()
        wired.slack.find_channels()
    if wired.teams:
        wired.teams.find_channels()


def beside(wired: Wired, public: Public) -> Callable[[web.Application], AsyncIterator[None]]:
    """Slack, Teams and the feeds, as long as the application runs that this is a part of."""

    async def run(_: web.Application) -> AsyncIterator[None]:
        stopping = threading.Event()
        works = _works(wired, stopping)
        threads = [threading.Thread(target=work, name=name, daemon=True) for name, work in works]
        runners = [await _open(site, public.host, port) for port, site in public_sites(wired, public).items()]
        for thread in threads:
            thread.start()
        yield
        stopping.set()
        if wired.slack and wired.slack.socket:
            wired.slack.socket.stop()
        for thread in threads:
            await asyncio.to_thread(thread.join, 10)
        for runner in runners:
            await runner.cleanup()

    return run


def public_sites(wired: Wired, public: Public) -> dict[int, web.Application]:
    """By port, what others may reach: requests under /slack/ and /api/, webhooks under /feeds/, and health."""
    sites: dict[int, web.Application] = {}
    if wired.slack:
        sites[public.slack_port] = slack_site(wired.slack)
    if wired.teams:
        sites.setdefault(public.teams_port, _healthy()).add_subapp("/api/", wired.teams.pages)
    if wired.feeds:
        sites[public.slack_port] = feeds_site(wired.feeds, sites.get(public.slack_port))
    return sites


def slack_site(slack: SlackSide) -> web.Application:
    """What Slack may reach."""
    root = _healthy()
    if slack.pages is not None:
        root.add_subapp("/slack/", slack.pages)
    return root


def feeds_site(feeds: FeedsSide, root: web.Application | None = None) -> web.Application:
    """What senders of webhooks may reach, beside what `root` serves already."""
    root = _healthy() if root is None else root
    if feeds.pages is not None:
        root.add_subapp("/feeds/", feeds.pages)
    return root


def _healthy() -> web.Application:
    root = web.Application()
    root.router.add_get("/healthz", _alive)
    return root


async def _open(site: web.Application, host: str, port: int) -> web.AppRunner:
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


def _works(wired: Wired, stopping: threading.Event) -> Iterator[tuple[str, Callable[[], None]]]:
    """What runs in threads of its own, by name."""
    slack, teams, feeds = wired.slack, wired.teams, wired.feeds
    if slack:
        yield "slack-people", lambda: _again_and_again(stopping, _LOOK_UP_EVERY, slack.find_people, slack.find_channels)
        if slack.socket:
            yield "slack-socket", slack.socket.run
    if teams:
        yield "teams-channels", lambda: _again_and_again(stopping, _LOOK_HERE_EVERY, teams.find_channels)
    if feeds:
        yield "feeds", lambda: feeds.run(stopping)


def _again_and_again(stopping: threading.Event, every: float, *works: Callable[[], None]) -> None:
    while not stopping.wait(every):
        for work in works:
            try:
                work()
            except StorageError:
                log.exception("people and channels could not be looked up, which is tried again")


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
