"""Microsoft 365 Agents Playground, an independent stand-in for Teams: started, driven as people would, and stopped."""

import asyncio
import itertools
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml
from aiohttp import ClientSession, ClientWebSocketResponse

from tests.adapters.practice.browser import Background
from tests.peers.local_slack import free_port, wait_until_open

Json = dict[str, Any]

NODE = Path(__file__).parents[2] / "var/peers/node_modules/node/bin/node"
CLI = Path(__file__).parents[2] / "var/peers/node_modules/@microsoft/m365agentsplayground/cli.js"
MISSING = "the Agents Playground is not installed: run tests/peers/install.sh"
TENANT, BOT, BOT_NAME = "11111111-2222-3333-4444-555555555555", "28:quarterback", "Quarterback"
PERSONAL, GROUP, TEAM, CHANNEL = "personal-chat", "group-chat", "team-general", "team-deals"
ME = "user-0"
_PATIENCE = 20.0  # seconds


class Playground:
    """The running peer. What the quarterback sent is read from the stream that the peer's own page reads."""

    def __init__(self, port: int, background: Background) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._background = background
        self._client = httpx.Client(base_url=self.address, timeout=_PATIENCE)
        self._shown: dict[str, Json] = {}
        self._changed = threading.Condition()
        self._session: ClientSession | None = None
        self._numbers = itertools.count(1)
        background.run(self._watch())

    def install(self, conversation: str = PERSONAL) -> None:
        """The app is added there."""
        self._do(f"/_debug/conversation/{conversation}/installation", {})

    def say(self, text: str, conversation: str = PERSONAL, mention: bool = False) -> Json:
        """A message, which mentions the bot or not; the peer's word for it."""
        at = f"<at>{BOT_NAME}</at>"
        body: Json = {"from": {"id": ME}, "text": f"{at} {text}" if mention else text, "textFormat": "plain"}
        if mention:
            body["mentions"] = [{"type": "mention", "mentioned": {"id": BOT, "name": BOT_NAME}, "text": at}]
        return self._do(f"/_conversation/v1/conversations/{conversation}/messages", body)

    def execute(self, message: Json, action: Json, inputs: Json | None = None) -> Json:
        """Tap an Action.Execute of a card; what the bot answers."""
        data = {**action["data"], **(inputs or {})}
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        return self.invoke("adaptiveCard/action", value, message["conversationId"], message["messageId"])

    def submit(self, message: Json, data: Json) -> None:
        """Tap an Action.Submit of a card."""
        where = {"conversation": {"id": message["conversationId"]}, "replyToId": message["messageId"]}
        self._do("/_conversation/v1/submit", {"value": data, "from": {"id": ME}, **where})

    def invoke(self, name: str, value: Json, conversation: str = PERSONAL, reply_to: str = "") -> Json:
        body = {"name": name, "value": value, "from": {"id": ME}, "conversation": {"id": conversation}}
        return self._do("/_conversation/v1/invoke", body | ({"replyToId": reply_to} if reply_to else {}))

    def custom(self, kind: str, user: int = 0, conversation: str = PERSONAL, **more: Any) -> None:
        """Any activity of any user: the peer's "custom activity". Its own messages are all the first user's."""
        where = {PERSONAL: "personal", GROUP: "groupChat"}.get(conversation, "channel")
        base = {
            "type": kind,
            "id": f"custom-{next(self._numbers)}",
            "channelId": "msteams",
            "serviceUrl": f"{self.address}/_connector",
            "from": {"id": f"user-{user}", "name": USERS[user][0], "aadObjectId": _entra(user)},
            "recipient": {"id": BOT, "name": BOT_NAME},
            "conversation": {"id": conversation, "conversationType": where},
            "channelData": {"tenant": {"id": TENANT}},
        }
        self._do("/_internal/v1/customActivities", base | more)

    def messages(self, conversation: str = "") -> list[Json]:
        """What stands there, oldest first."""
        with self._changed:
            found = [m for m in self._shown.values() if str(m["conversationId"]).startswith(conversation)]
        return sorted(found, key=lambda each: str(each["messageId"]))

    def wait_for(self, wanted: Callable[[Json], bool]) -> Json:
        """The newest message of which that holds, as soon as there is one."""
        end = time.monotonic() + _PATIENCE
        with self._changed:
            while True:
                found = [m for m in self._shown.values() if wanted(m)]
                if found:
                    return max(found, key=lambda each: str(each["messageId"]))
                assert self._changed.wait(max(0.0, end - time.monotonic())), f"it did not come: {self._told()}"

    def _told(self) -> list[tuple[str, str]]:
        """In a few words, what did come."""
        cards = [(m, (m.get("attachments") or [{}])[0].get("content") or {}) for m in self._shown.values()]
        return [(m["conversationId"], str(card.get("fallbackText") or m.get("text"))) for m, card in cards]

    def close(self) -> None:
        self._background.run(self._leave())
        self._client.close()

    def _do(self, path: str, body: Json) -> Json:
        answer = self._client.post(path, json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        found: Json = answer.json() if answer.content else {}
        return found

    async def _watch(self) -> None:
        self._session = ClientSession()
        stream = await self._session.ws_connect(f"{self.address}/_ws_conversation/v1/conversations/stream")
        self._reading = asyncio.create_task(self._read(stream))

    async def _read(self, stream: ClientWebSocketResponse) -> None:
        async for frame in stream:
            told: Json = frame.json()
            message = told.get("message")
            if isinstance(message, dict):
                with self._changed:
                    known = self._shown.get(message["messageId"], {})
                    self._shown[message["messageId"]] = {**known, **message, "conversationId": _where(told, message)}
                    self._changed.notify_all()

    async def _leave(self) -> None:
        self._reading.cancel()
        if self._session:
            await self._session.close()


def _where(told: Json, message: Json) -> str:
    return str(message.get("postConversationId") or message.get("conversationId") or told["actionConversationId"])


def _entra(number: int) -> str:
    return f"00000000-0000-0000-0000-00000000000{number}"


def _user(number: int, name: str, address: str) -> Json:
    first, _, last = name.partition(" ")
    return {
        "id": f"user-{number}",
        "name": name,
        "userPrincipleName": address,
        "aadObjectId": _entra(number),
        "givenName": first,
        "surname": last,
        "email": address,
    }


USERS = (
    ("Ruth Calloway", "ruth.calloway@copperline.example"),
    ("Judith Whitfield", "judith.whitfield@copperline.example"),
    ("Owen Baptiste", "owen.baptiste@copperline.example"),
    ("Helen Storey", "helen.storey@copperline.example"),
    ("Paula Reyes", "paula.reyes@copperline.example"),
    ("A Stranger", "stranger@elsewhere.example"),
)


@contextmanager
def running(folder: Path, background: Background, endpoint: str, users: Any = USERS) -> Iterator[Playground]:
    """The peer on a free port; it talks to the bot at `endpoint`, which must listen. The first user is who types."""
    people = [_user(number, *user) for number, user in enumerate(users)]
    config = {
        "version": "0.1.0",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": BOT_NAME},
        "currentUser": people[0],
        "users": people[1:],
        "personalChat": {"id": PERSONAL},
        "groupChat": {"id": GROUP, "name": "Group Chat"},
        "team": {
            "id": TEAM,
            "name": "Sales",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": CHANNEL, "name": "Deals"}],
        },
    }
    (folder / ".m365agentsplayground.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    port = free_port()
    command = [NODE, CLI, "start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    environment = {"BROWSER": "none", "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    with (
        (folder / "playground.log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment) as process,
    ):
        try:
            wait_until_open(port)
            with closing(Playground(port, background)) as peer:
                yield peer
        finally:
            process.terminate()
