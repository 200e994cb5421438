"""An open page hears everything once, in order, and goes on where it was."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from domain.chat.event import Place
from domain.chat.message import Message
from tests.adapters.practice.conftest import ANN, BOB, DM, Scene, direct

Happening = tuple[str, str, Any]


class Listener:
    """Reads a stream of events, one after the other."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def next(self, *wanted: str) -> Happening:
        """The next event of one of these names (any, where none is given): name, id, data."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                found = (fields.get("event", ""), fields.get("id", ""), json.loads(fields.get("data", "null")))
                fields = {}
                if found[0] and (not wanted or found[0] in wanted):
                    return found
        raise AssertionError("the stream ended")

    def rest(self) -> list[str]:
        return list(self._lines)


@contextmanager
def listening(scene: Scene, person: str = ANN, after: int = 0, **headers: str) -> Iterator[Listener]:
    with scene.client.stream(
        "GET",
        "/stream",
        params={"as": person, "after": after},
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    ) as response:
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        yield Listener(response)


def test_what_was_missed_comes_first_and_then_what_happens(scene: Scene) -> None:
    scene.courier.post(direct(), Message("One"), "post:1")
    scene.courier.post(direct(), Message("Two"), "post:2")
    with listening(scene) as listener:
        assert [listener.next("row")[1:] for _ in range(2)] == [
            ("1", _row(scene, "post:1")),
            ("2", _row(scene, "post:2")),
        ]
        scene.courier.post(direct(), Message("Three"), "post:3")
        assert listener.next("row")[2]["body"]["message"]["summary"] == "Three"
        scene.courier.update(direct(), "post:1", Message("One, anew"))
        name, number, row = listener.next("row")
        assert (name, number, row["id"], row["order"]) == ("row", "4", "post:1", 1)


def test_a_page_that_comes_back_goes_on_after_the_last_event_it_heard(scene: Scene) -> None:
    for number in range(1, 6):
        scene.courier.post(direct(), Message(str(number)), f"post:{number}")
    with listening(scene, after=1, Last_Event_ID="3") as listener:
        assert [listener.next("row")[1] for _ in range(2)] == ["4", "5"]


def test_hundreds_of_missed_messages_come_in_order_without_a_gap(scene: Scene) -> None:
    for number in range(1, 451):
        scene.courier.post(direct(), Message(str(number)), f"post:{number}")
    with listening(scene) as listener:
        assert [int(listener.next("row")[1]) for _ in range(450)] == list(range(1, 451))


def test_nobody_hears_what_is_said_to_somebody_else(scene: Scene) -> None:
    with listening(scene, person=BOB) as listener:
        scene.say("for the quarterback only")
        scene.courier.post(direct(), Message("For Ann only"), "post:1")
        scene.courier.post(Place("practice", "", "channel-north"), Message("For all"), "post:2")
        assert listener.next("row")[2]["body"]["message"]["summary"] == "For all"


def test_what_is_said_while_others_say_something_too_is_heard_once_by_each(scene: Scene) -> None:
    with listening(scene) as listener:
        speakers = [threading.Thread(target=scene.say, args=(f"No. {number}",)) for number in range(8)]
        for speaker in speakers:
            speaker.start()
        heard = [listener.next("row") for _ in range(16)]  # each with its answer
        for speaker in speakers:
            speaker.join()
    assert [int(number) for _, number, _ in heard] == sorted(int(number) for _, number, _ in heard)
    assert len({row["id"] for _, _, row in heard}) == 16
    assert scene.client.get("/room", params={"as": ANN}).json()["seq"] == 16


def test_the_new_time_is_told_to_every_page(scene: Scene) -> None:
    with listening(scene) as one, listening(scene, person=BOB) as other:
        assert one.next("clock")[2] == {"now": "2026-11-23T09:12:00+00:00"}
        scene.post("/clock/next-morning")
        for listener in (one, other):
            while listener.next("clock")[2] != {"now": "2026-11-24T09:00:00+00:00"}:
                pass


def test_a_page_of_another_room_is_told_to_start_over(scene: Scene) -> None:
    with listening(scene, after=99) as listener:
        assert listener.next()[0] == "start-over"
        assert listener.rest() == []


def test_the_stream_ends_cleanly_when_the_server_stops(scene: Scene) -> None:
    with listening(scene) as listener:
        listener.next("clock")
        stopping = threading.Thread(target=scene.served.stop)
        stopping.start()
        assert not any(line.startswith("event: row") for line in listener.rest())
        stopping.join()


def test_a_removed_message_is_told_without_its_words(scene: Scene) -> None:
    scene.room.add("typed", DM, "", ANN, {"text": "a slip"})
    scene.room.remove("typed")
    with listening(scene) as listener:
        row = listener.next("row")[2]
    assert (row["removed"], row["body"]) == (True, {})


def _row(scene: Scene, message_id: str) -> Any:
    rows = scene.client.get("/room", params={"as": ANN}).json()["rows"]
    return next(row for row in rows if row["id"] == message_id)
