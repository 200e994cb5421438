"""Slack's requests over HTTP: checked on the raw bytes, taken in a thread, answered after the commit."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web

from adapters.http import answer_in_sentences, read_body
from adapters.slack.app import Take
from adapters.slack.door import LARGEST_BODY, check, parse
from adapters.slack.install_pages import InstallPages

_THREADS = 16


def application(
    take: Take, secrets: Sequence[str], now: Callable[[], float], pages: InstallPages | None = None
) -> web.Application:
    """What is served under /slack/: events, commands and interactive, and install where `pages` are given.

    `take` is that of `Slack`, `secrets` are signing secrets of which each counts; `now` is Unix time.
    """
    if not secrets or not all(secrets):
        raise ValueError("without a signing secret anybody could speak as Slack")
    door = _Door(take, secrets, now)
    app = web.Application(middlewares=[answer_in_sentences])
    app.add_routes([web.post(f"/{name}", door.take) for name in ("events", "commands", "interactive")])
    if pages is not None:
        app.add_routes([web.get("/install", pages.install), web.get("/oauth_redirect", pages.oauth_redirect)])
    app.cleanup_ctx.append(door.open)
    return app


class _Door:
    """Lets requests in, and sees to it that the event loop waits for none of them."""

    def __init__(self, take: Take, secrets: Sequence[str], now: Callable[[], float]) -> None:
        self._take = take
        self._secrets = secrets
        self._now = now
        self._threads = ThreadPoolExecutor(_THREADS, "slack")

    async def open(self, _: web.Application) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(self._threads.shutdown)

    async def take(self, request: web.Request) -> web.Response:
        body = await read_body(request, LARGEST_BODY)
        check(request.headers, body, self._secrets, self._now())
        payload = parse(body, request.content_type)
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._take, payload)
        return answer.response()
