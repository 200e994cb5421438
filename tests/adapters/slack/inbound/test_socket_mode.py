"""Socket Mode: acknowledged after the commit, connected anew when the connection or its next ticket is no good."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from aiohttp import WSMsgType, web

from adapters.slack.socket_mode import Patience, SocketMode
from tests.adapters.practice.browser import Background, Served
from tests.adapters.slack.inbound.conftest import Scene
from tests.adapters.slack.inbound.payloads import ANA, Json, button, command, said, tap
from tests.adapters.slack.inbound.stand_in import StandIn

SOON = 20  # seconds; nothing here takes nearly as long
QUICK = Patience(silence=0.4, look_every=0.02, first_pause=0.02, longest_pause=0.05)
SLOW_TO_DESPAIR = Patience(silence=60, look_every=0.02, first_pause=0.02, longest_pause=0.05)


@dataclass
class Line:
    """Slack's end of the connection: takes pings unless it is `mute`, and remembers what was acknowledged."""

    background: Background
    web_api: StandIn
    mute: bool = False
    tickets: list[bool] = field(default_factory=list)
    open: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: dict[str, Json] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    served: Served = field(init=False)
    connections: int = 0

    def __post_init__(self) -> None:
        app = web.Application()
        app.router.add_get("/link", self._connect)
        self.served = self.background.serve(app)
        self.web_api.answers["apps.connections.open"] = self._ticket

    def send(self, envelope_id: str, kind: str, payload: Json) -> None:
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": True}
        self.say(envelope)

    def say(self, message: Json) -> None:
        self.background.run(self.open[-1].send_str(json.dumps(message)))

    def hang_up(self) -> None:
        self.background.run(self._close(self.open[-1]))

    def wait_for(self, connections: int = 0, acknowledged: str = "") -> None:
        """Until there were so many connections in all, and that envelope is acknowledged."""
        with self.changed:
            assert self.changed.wait_for(
                lambda: self.connections >= connections and (not acknowledged or acknowledged in self.acknowledged),
                SOON,
            )

    def _ticket(self, _: Json) -> Json:
        good = self.tickets.pop(0) if self.tickets else True
        if not good:
            return {"ok": False, "error": "internal_error"}
        return {"url": f"ws://127.0.0.1:{self.served.port}/link?ticket=1"}

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=not self.mute)
        await socket.prepare(request)
        self.open.append(socket)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._note()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self._note(answer)
        return socket

    def _note(self, answer: Json | None = None) -> None:
        with self.changed:
            if answer is None:
                self.connections += 1
            else:
                self.acknowledged[answer["envelope_id"]] = answer.get("payload") or {}
            self.changed.notify_all()

    @staticmethod
    async def _close(socket: web.WebSocketResponse) -> None:
        async with asyncio.timeout(SOON):
            await socket.close()


@pytest.fixture
def line(background: Background, web_api: StandIn) -> Iterator[Line]:
    made = Line(background, web_api)
    yield made
    made.served.stop()


class Running:
    """A client in a thread of its own."""

    def __init__(self, scene: Scene, patience: Patience) -> None:
        self.client = SocketMode(scene.slack.take, f"{scene.web_api.address}/api/", "xapp-1", patience=patience)
        self._thread = threading.Thread(target=self.client.run)

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.stop()
        self._thread.join(SOON)
        assert not self._thread.is_alive()


def test_an_event_is_acknowledged_once_it_is_committed(scene: Scene, line: Line) -> None:
    with Running(scene, SLOW_TO_DESPAIR):
        line.wait_for(connections=1)
        payload = said("verbal from Jo")
        line.send("e1", "events_api", payload)
        line.wait_for(acknowledged="e1")
    assert [event.event_id for event in scene.listener.events] == [payload["event_id"]]


def test_what_was_not_committed_is_not_acknowledged(scene: Scene, line: Line) -> None:
    with Running(scene, SLOW_TO_DESPAIR):
        line.wait_for(connections=1)
        scene.listener.broken = True
        line.send("e1", "events_api", said("x"))
        line.send("e2", "interactive", tap(button("still|0|7")))
        scene.people.person("T01TEST", ANA)
        line.send("e3", "slash_commands", command("undo"))
        line.wait_for(acknowledged="e3")
    assert "Incident" in line.acknowledged["e3"]["text"]
    assert set(line.acknowledged) == {"e3"}


def test_an_answer_travels_with_the_acknowledgement(scene: Scene, line: Line) -> None:
    with Running(scene, SLOW_TO_DESPAIR):
        line.wait_for(connections=1)
        line.send("e1", "slash_commands", command("pipeline"))
        line.wait_for(acknowledged="e1")
    assert line.acknowledged["e1"]["response_type"] == "ephemeral"


def test_a_connection_that_is_closed_is_replaced_though_the_next_tickets_are_refused(scene: Scene, line: Line) -> None:
    line.tickets = [True, False, False, False]
    with Running(scene, SLOW_TO_DESPAIR) as running:
        line.wait_for(connections=1)
        line.hang_up()
        line.wait_for(connections=2)
        line.send("e1", "events_api", said("after the break"))
        line.wait_for(acknowledged="e1")
        assert running.client.connected.is_set()
    assert len(scene.web_api.asked("apps.connections.open")) == 5


def test_asked_to_leave_it_opens_another_connection_before_the_old_one_ends(scene: Scene, line: Line) -> None:
    with Running(scene, SLOW_TO_DESPAIR):
        line.wait_for(connections=1)
        line.say({"type": "disconnect", "reason": "refresh_requested"})
        line.wait_for(connections=2)
        line.send("e1", "events_api", said("on the new one"))
        line.wait_for(acknowledged="e1")


def test_a_connection_that_only_seems_open_is_replaced(scene: Scene, line: Line) -> None:
    line.mute = True
    with Running(scene, QUICK):
        line.wait_for(connections=3)


def test_a_slack_that_is_not_there_at_first_is_waited_for(scene: Scene, line: Line) -> None:
    line.tickets = [False, False]
    with Running(scene, SLOW_TO_DESPAIR) as running:
        line.wait_for(connections=1)
        line.send("e1", "events_api", said("at last"))
        line.wait_for(acknowledged="e1")
        assert running.client.connected.is_set()
    assert not running.client.connected.is_set()
