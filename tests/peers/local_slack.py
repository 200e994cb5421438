"""local-slack, an independent stand-in for Slack: started, driven as a person would, and stopped again."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import yaml
from aiohttp import ClientSession

from tests.adapters.practice.browser import Background

Json = dict[str, Any]

BINARY = Path(__file__).parents[2] / "var/peers/node_modules/local-slack-linux-x64/bin/local-slack"
MISSING = "local-slack is not installed: run tests/peers/install.sh"
TEAM, APP, BOT, CHANNEL = "T01TEST", "A01APP", "U0BOT", "C01GEN"
SAM, ALEX = "U01SAM", "U02ALEX"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-test-token", "xapp-test-token", "test-signing-secret"
_PATIENCE = 20.0  # seconds


class LocalSlack:
    """The running peer, and what people do in it."""

    def __init__(self, port: int, background: Background) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._background = background
        self._client = httpx.Client(base_url=self.address, timeout=_PATIENCE)

    def api(self, method: str, **arguments: Any) -> Json:
        """As the bot."""
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
        answer: Json = self._client.post(f"/api/{method}", json=arguments, headers=headers).json()
        assert answer["ok"], answer
        return answer

    def direct(self, user: str = SAM) -> str:
        """The id of somebody's direct message with the bot."""
        return str(self.api("conversations.open", users=user)["channel"]["id"])

    def say(self, text: str, channel: str, thread: str = "", user: str = SAM) -> str:
        """Returns the ts of the message."""
        body = {"channel": channel, "user": user, "text": text} | ({"thread_ts": thread} if thread else {})
        return str(self._do("message", body)["message"]["ts"])

    def edit(self, ts: str, text: str, channel: str) -> None:
        self._do("edit-message", {"channel": channel, "ts": ts, "user": SAM, "text": text})

    def delete(self, ts: str, channel: str) -> None:
        self._do("delete-message", {"channel": channel, "ts": ts, "user": SAM})

    def react(self, ts: str, name: str, channel: str) -> None:
        self._do("reaction", {"channel": channel, "ts": ts, "user": SAM, "name": name})

    def command(self, text: str, channel: str) -> None:
        self._do("command", {"channel": channel, "user": SAM, "command": "/qb", "text": text, "appId": APP})

    def tap(self, ts: str, action: Json, channel: str) -> None:
        self._do("interact", {"channel": channel, "messageTs": ts, "user": SAM, "action": {"block_id": "b", **action}})

    def trigger(self) -> str:
        """That of the last tap, good for three seconds; the peer has no shortcuts, whose own it can stand for."""
        log = self._client.get("/_control/log").json()["log"]
        sent = [entry["detail"] for entry in log if (entry["direction"], entry["kind"]) == ("to_bot", "interactive")]
        return str(json.loads(parse_qs(sent[-1])["payload"][0])["trigger_id"])

    def published(self) -> Json:
        """The App Home that was shown last, {} before."""
        return self._shown("views.publish")

    def _shown(self, method: str) -> Json:
        log = self._client.get("/_control/log").json()["log"]
        views: list[Json] = [entry["detail"]["view"] for entry in log if entry["summary"] == method]
        return views[-1] if views else {}

    def open_home(self) -> None:
        self._do("open-home", {"user": SAM, "appId": APP})

    def submit(self, values: Json) -> None:
        """Send the modal that is open."""
        self._background.run(self._submit(values))

    def fill(self, typed: Json) -> None:
        """Send the modal that was opened last, some of its inputs typed over, as a client of Slack does: with all."""
        inputs = [block for block in self._shown("views.open")["blocks"] if block["type"] == "input"]
        values = {block["block_id"]: {block["element"]["action_id"]: _filled(block["element"])} for block in inputs}
        for block_id, value in typed.items():
            next(iter(values[block_id].values()))["value"] = value
        self.submit(values)

    def state(self) -> Json:
        found: Json = self._client.get("/_control/state").json()
        return found

    def messages(self, channel: str) -> list[Json]:
        found: list[Json] = self._client.get(f"/_control/messages/{channel}").json()["messages"]
        return found

    def close(self) -> None:
        self._client.close()

    def _do(self, what: str, body: Json) -> Json:
        answer: Json = self._client.post(f"/_control/{what}", json=body).json()
        assert answer["ok"], answer
        return answer

    async def _submit(self, values: Json) -> None:
        async with ClientSession() as session, session.ws_connect(f"{self.address}/ui") as socket:
            await socket.receive()  # how things stand
            await socket.send_json({"t": "view_submit", "user": SAM, "values": values})
            await socket.receive(timeout=_PATIENCE)


def _filled(element: Json) -> Json:
    """An input as it is sent when nobody touched it."""
    names = {"initial_value": "value", "initial_option": "selected_option", "initial_date": "selected_date"}
    return {"type": element["type"]} | {sent: element[name] for name, sent in names.items() if name in element}


EXAMPLES = (
    {"id": SAM, "name": "sam", "real_name": "Sam Ortiz", "email": "sam@example.com", "tz": "America/New_York"},
    {"id": ALEX, "name": "alex", "real_name": "Alex Roe", "email": "alex@example.com", "tz": "Europe/Berlin"},
)


@contextmanager
def running(
    folder: Path,
    background: Background,
    request_url: str = "",
    users: Sequence[Json] = EXAMPLES,
    *,
    private: bool = False,
) -> Iterator[LocalSlack]:
    """The peer on a free port; it calls `request_url`, or waits for Socket Mode where there is none.

    `private` is its one channel.
    """
    how = {"mode": "events", "requestUrl": request_url} if request_url else {"mode": "socket"}
    app = {"appId": APP, "botUserId": BOT, "botName": "quarterback", "botToken": BOT_TOKEN, "appToken": APP_TOKEN}
    inside = [*(user["id"] for user in users), BOT]
    config = {
        "workspace": {"name": "Test Workspace", "domain": "test-workspace", "teamId": TEAM},
        "apps": [{**app, "signingSecret": SECRET, **how}],
        "users": list(users),
        "channels": [{"id": CHANNEL, "name": "sales", "members": inside, "is_private": private}],
    }
    file, port = folder / "config.yaml", free_port()
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [BINARY, "--config", file, "--port", str(port), "--base-host", "127.0.0.1"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            wait_until_open(port)
            with closing(LocalSlack(port, background)) as peer:
                yield peer
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as found:
                # Who knocks at a port where nobody listens yet may be given that very port, and meet themselves.
                if found.getsockname() != found.getpeername():
                    return
        except OSError:
            if time.monotonic() > end:
                raise
