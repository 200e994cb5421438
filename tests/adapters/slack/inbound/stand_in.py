"""Stands in for Slack's Web API on localhost: answers as told, and remembers who asked what with which token."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.adapters.practice.browser import Background, Served
from tests.adapters.slack.inbound import payloads

Json = dict[str, Any]
Answer = Callable[[Json], Json]


def person(email: str = "", name: str = "", team: str = payloads.TEAM, **more: Any) -> Json:
    """What users.info tells."""
    profile = {"real_name": name, "email": email} if email else {"real_name": name}
    return {"team_id": team, "real_name": name, "is_bot": False, "deleted": False, "profile": profile, **more}


@dataclass
class StandIn:
    """`users` by id, `files` by name; `answers` by method, first; `calls` are (method, token, arguments)."""

    background: Background
    users: dict[str, Json] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, str, Json]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    served: Served = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_get("/files-pri/{name}", self._download)
        self.served = self.background.serve(app)

    @property
    def address(self) -> str:
        return self.served.url.rstrip("/")

    def asked(self, method: str) -> list[Json]:
        """The arguments of each call of that method."""
        return [arguments for name, _, arguments in self.calls if name == method]

    def stop(self) -> None:
        self.served.stop()

    async def _download(self, request: web.Request) -> web.Response:
        """A file, for whoever shows a token; a page to log in for anybody else."""
        token, name = request.headers.get("Authorization", "").removeprefix("Bearer "), request.match_info["name"]
        with self.lock:
            self.calls.append((f"download {name}", token, {}))
        if not token or name not in self.files:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.files[name], content_type="audio/mp4")

    async def _answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], (await request.read()).decode()
        arguments = json.loads(body) if body.startswith("{") else dict(parse_qsl(body, keep_blank_values=True))
        token = str(arguments.pop("token", "")) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        with self.lock:
            self.calls.append((method, token, arguments))
            answer = self.answers.get(method, self._usual(method))(arguments)
        status = answer.pop("status", 200)
        return web.json_response({"ok": True} | answer, status=status, headers=self.headers | answer.pop("headers", {}))

    def _usual(self, method: str) -> Answer:
        return {"users.info": self._info, "conversations.open": self._open, "users.lookupByEmail": self._lookup}.get(
            method, lambda _: {**_WHO, "view": {"id": "V01"}, "url": "ws://127.0.0.1:9/"}
        )

    def _info(self, arguments: Json) -> Json:
        user = self.users.get(arguments["user"])
        return {"user": {"id": arguments["user"], **user}} if user else {"ok": False, "error": "user_not_found"}

    def _open(self, arguments: Json) -> Json:
        return {"channel": {"id": "D" + arguments["users"][1:]}}

    def _lookup(self, arguments: Json) -> Json:
        for user_id, user in self.users.items():
            if user["profile"].get("email") == arguments["email"]:
                return {"user": {"id": user_id, **user}}
        return {"ok": False, "error": "users_not_found"}


_WHO = {"team": "Test", "team_id": payloads.TEAM, "user_id": payloads.BOT, "bot_id": payloads.BOT_ID}
