"""What transcribes may be slow, endless, or not there: none of it lasts, and each is one kind of fault."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from aiohttp import web

from adapters.speech import NotHeard, Recording, Speech
from tests.adapters.practice.browser import Background

CLIP = Recording("clip.m4a", "audio/mp4", b"sound of a canary")


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


async def drips(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for ever."""
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:
        await answer.write(b" ")
        await asyncio.sleep(0.02)


async def pours(request: web.Request) -> web.StreamResponse:
    """More than anybody says."""
    return web.Response(body=b'{"text": "' + b"a" * 300_000 + b'"}')


async def leads_away(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/elsewhere")


async def lists(request: web.Request) -> web.StreamResponse:
    return web.json_response(["text"])


@pytest.mark.parametrize(
    ("answers", "why"),
    [(drips, "too long"), (pours, "longer than"), (leads_away, "answers 302"), (lists, "understood nothing")],
)
def test_what_is_no_answer_is_not_heard(
    background: Background, answers: Callable[[web.Request], Awaitable[web.StreamResponse]], why: str
) -> None:
    app = web.Application()
    app.router.add_post("/audio/transcriptions", answers)
    served = background.serve(app)
    with pytest.raises(NotHeard, match=why):
        Speech(served.url, "", "small", deadline=0.2).words(CLIP)
    served.stop()


def test_an_address_where_nobody_listens_is_said_so() -> None:
    with pytest.raises(NotHeard, match="does not answer"):
        Speech("http://127.0.0.1:9/v1", "key", "small").words(CLIP)


def test_what_is_said_does_not_show_itself() -> None:
    assert "canary" not in repr(CLIP)
