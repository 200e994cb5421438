"""Stands between the application and local-slack, and does what Slack does on bad days.

Towards the Web API it refuses all tokens but one and the blocks it is told to, keeps the metadata of posts and gives it
back (the peer drops it), and makes of each post the next fault: "429:<Retry-After>" or "!500" (nothing was posted),
"reset", "hang" or "500" (it was posted, and the answer is lost). The application gets each request several times, or
only when it is late: everything that was ever told can be told again, signed anew, as Slack does.
"""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import ClientSession, web

from adapters.slack.door import signature
from tests.adapters.practice.browser import Background, Served
from tests.peers.local_slack import BOT_TOKEN, SECRET

Json = dict[str, Any]
_HANGS = 60.0  # seconds


@dataclass
class FaultProxy:
    """`peer` and `application` are addresses, set as soon as they are known. `faults` are used up by posts in order.

    While `held`, what is told is only kept, in `told`: name, content type and body of each request.
    """

    background: Background
    peer: str = ""
    application: str = ""
    faults: deque[str] = field(default_factory=deque)
    made: list[str] = field(default_factory=list)
    token: str = BOT_TOKEN
    held: bool = False
    told: list[tuple[str, str, bytes]] = field(default_factory=list)
    refused_blocks: frozenset[str] = frozenset()
    deliveries: int = 1
    answers: list[int] = field(default_factory=list)
    served: Served = field(init=False)
    _metadata: dict[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._web_api)
        app.router.add_post("/slack/{name}", self._deliver)
        self.served = self.background.serve(app)

    @property
    def address(self) -> str:
        return self.served.url.rstrip("/")

    def tell_again(self, backwards: bool = False) -> list[int]:
        """Deliver all that was ever told, in that order or the other way round; the answers."""
        return self.background.run(self._tell_again(self.told[:: -1 if backwards else 1]))

    async def _tell_again(self, told: list[tuple[str, str, bytes]]) -> list[int]:
        answers = []
        async with ClientSession() as session:
            for name, content_type, body in told:
                stamp = str(int(time.time()))
                headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body)}
                headers |= {"Content-Type": content_type, "X-Slack-Retry-Num": "3"}
                async with session.post(f"{self.application}/slack/{name}", data=body, headers=headers) as answer:
                    answers.append(answer.status)
        return answers

    async def _web_api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await request.read()
        said = _arguments(request, body)
        if str(said.get("token", request.headers.get("Authorization", "").removeprefix("Bearer "))) != self.token:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.refused_blocks & {block["type"] for block in said.get("blocks", ())}:
            return web.json_response({"ok": False, "error": "invalid_blocks"})
        fault = self.faults.popleft() if method == "chat.postMessage" and self.faults else ""
        self.made += [fault] if fault else []
        if fault.startswith("429:"):
            headers = {"Retry-After": fault.removeprefix("429:")}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.startswith("!"):
            return web.Response(status=int(fault[1:]), text="<html>No</html>")
        answer = await self._ask_peer(request, body)
        if method == "chat.postMessage" and answer.get("ok"):
            self._metadata[str(answer["ts"])] = said.get("metadata", {})
        for message in answer.get("messages", ()):
            message["metadata"] = self._metadata.get(message["ts"], {})
        return await self._lost(request, fault) if fault else web.json_response(answer)

    async def _lost(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault == "reset" and request.transport:
            request.transport.abort()
        if fault == "hang":
            await asyncio.sleep(_HANGS)  # ends with the connection, which the application gives up first
        return web.Response(status=500, text="<html>Something went wrong</html>")

    async def _ask_peer(self, request: web.Request, body: bytes) -> Json:
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        url = f"{self.peer}/api/{request.match_info['method']}"
        async with (
            ClientSession() as session,
            session.post(url, params=request.query, data=body, headers=headers) as got,
        ):
            answer: Json = await got.json(content_type=None)
            return answer

    async def _deliver(self, request: web.Request) -> web.Response:
        """At once and again, as Slack does when an answer did not come in time."""
        body = await request.read()
        self.told.append((request.match_info["name"], request.headers["Content-Type"], body))
        if self.held:
            return web.Response()
        headers = {
            name: value for name, value in request.headers.items() if name.lower().startswith(("x-slack", "content-t"))
        }
        async with ClientSession() as session:
            url = f"{self.application}/slack/{request.match_info['name']}"
            sent = [session.post(url, data=body, headers=headers) for _ in range(self.deliveries)]
            answers = await asyncio.gather(*sent)
            self.answers += [answer.status for answer in answers]
            return web.Response(status=answers[0].status, body=await answers[0].read())


def _arguments(request: web.Request, body: bytes) -> Json:
    if body.startswith(b"{"):
        arguments: Json = json.loads(body)
        return arguments
    return dict(request.query) | dict(parse_qsl(body.decode()))
