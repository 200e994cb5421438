"""What people do in the room reaches the application once, in their name, and nobody acts where they have no part."""

from collections.abc import Callable

import httpx
import pytest

from domain.chat.event import Clicked, Deleted, Edited, Place, Said
from domain.chat.message import Message
from tests.adapters.practice.conftest import ANN, BOB, DM, Scene, direct
from tests.adapters.practice.memory_room import new_id

Sending = Callable[[Scene], httpx.Response]


def test_people_are_named_with_what_they_are_for(scene: Scene) -> None:
    people = scene.client.get("/people").json()["people"]
    assert people[0] == {
        "id": ANN, "name": "Ann Abel", "role": "rep", "about": "sells, north", "zone": "Europe/Berlin"
    }  # fmt: skip


def test_the_first_load_brings_own_conversations_and_their_messages(scene: Scene) -> None:
    scene.courier.post(direct(), Message("Hello Ann"), "post:1")
    scene.courier.post(Place("practice", "", f"dm-{BOB}"), Message("Hello Bob"), "post:2")
    loaded = scene.client.get("/room", params={"as": ANN}).json()
    assert [conversation["id"] for conversation in loaded["conversations"]] == [DM, "channel-north"]
    assert [row["body"]["message"]["summary"] for row in loaded["rows"]] == ["Hello Ann"]
    assert loaded["seq"] == 2
    assert loaded["now"] == "2026-11-23T09:12:00+00:00"


def test_the_first_load_brings_the_root_of_every_thread_however_old(scene: Scene) -> None:
    scene.courier.post(direct(), Message("The root"), "root")
    for number in range(310):
        scene.courier.post(direct("root" if number == 309 else ""), Message(f"No. {number}"), f"post:{number}")
    rows = scene.client.get("/room", params={"as": ANN}).json()["rows"]
    assert rows[0]["id"] == "root"
    assert len(rows) == 301


def test_what_is_said_is_kept_and_handed_on(scene: Scene) -> None:
    event_id = new_id()
    answer = scene.say("60 %, end of Q1", id=event_id)
    assert answer.status_code == 200
    assert answer.json()["row"]["body"] == {"text": "60 %, end of Q1"}
    assert scene.echo.events == [Said(event_id, ANN, direct(), event_id, "60 %, end of Q1")]


def test_a_channel_is_no_direct_message(scene: Scene) -> None:
    scene.post("/say", conversation="channel-north", text="hello all")
    assert scene.echo.events[0].place == Place("practice", "", "channel-north", "", direct=False)


def test_a_reply_names_its_thread(scene: Scene) -> None:
    scene.courier.post(direct(), Message("Where does it stand?"), "root")
    assert scene.say("won", thread="root").json()["row"]["thread"] == "root"
    assert scene.echo.events[0].place == direct("root")


def test_a_thread_hangs_on_a_root_of_the_same_conversation(scene: Scene) -> None:
    scene.courier.post(direct(), Message("Where does it stand?"), "root")
    reply = scene.say("won", thread="root").json()["row"]["id"]
    assert scene.say("no", thread=reply).status_code == 400
    assert scene.say("no", thread="nowhere").status_code == 404
    assert scene.post("/say", conversation="channel-north", thread="root", text="no").status_code == 400
    assert len(scene.echo.events) == 1


def test_the_same_event_twice_is_once(scene: Scene) -> None:
    event_id = new_id()
    assert scene.say("60", id=event_id).json() == scene.say("60", id=event_id).json()
    assert len(scene.echo.events) == 1
    assert len(scene.room.latest(DM, 10)) == 2  # what was said, and the answer


def test_a_taken_id_is_no_way_into_somebody_elses_message(scene: Scene) -> None:
    scene.courier.post(direct(), Message("The quarterback's"), "post:1")
    answer = scene.say("mine now", id="post:1")
    assert answer.status_code == 409
    assert scene.echo.events == []


def test_a_failure_is_a_sentence_with_an_incident_and_the_retry_succeeds(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    event_id = new_id()
    scene.echo.failures_left = 1
    failed = scene.say("60", id=event_id)
    assert failed.status_code == 503
    assert failed.json()["incident"] in failed.json()["error"]
    assert "secret" not in failed.text
    assert failed.json()["incident"] in caplog.text
    assert scene.say("60", id=event_id).status_code == 200
    assert len(scene.echo.events) == 1
    assert len(scene.room.latest(DM, 10)) == 2


def test_an_edit_replaces_the_text_and_is_handed_on(scene: Scene) -> None:
    said = scene.say("60").json()["row"]["id"]
    event_id = new_id()
    row = scene.post("/edit", id=event_id, message=said, text="70").json()["row"]
    assert (row["body"], row["edited"]) == ({"text": "70"}, True)
    assert scene.echo.events[1] == Edited(event_id, ANN, direct(), said, "70")


def test_an_edit_that_is_sent_again_changes_the_row_once(scene: Scene) -> None:
    said = scene.say("60").json()["row"]["id"]
    event_id = new_id()
    first = scene.post("/edit", id=event_id, message=said, text="70").json()["row"]
    again = scene.post("/edit", id=event_id, message=said, text="70").json()["row"]
    assert first["seq"] == again["seq"]
    assert len(scene.echo.events) == 2


def test_a_deleted_message_leaves_nothing_of_its_words(scene: Scene) -> None:
    said = scene.say("a slip of the tongue").json()["row"]["id"]
    event_id = new_id()
    row = scene.post("/delete", id=event_id, message=said).json()["row"]
    assert (row["body"], row["removed"]) == ({}, True)
    assert scene.post("/delete", id=event_id, message=said).status_code == 200
    assert scene.echo.events[1:] == [Deleted(event_id, ANN, direct(), said)]
    loaded = scene.client.get("/room", params={"as": ANN}).json()["rows"]
    assert [row["body"] for row in loaded if row["id"] == said] == [{}]
    assert scene.post("/edit", message=said, text="again").status_code == 409


def test_a_click_carries_what_was_chosen(scene: Scene) -> None:
    scene.courier.post(direct("root"), Message("Pick one"), "post:1")
    event_id = new_id()
    chosen = {"action": "take", "ref": "7", "pick": 2, "value": "kim", "values": {"amount": "250k"}}
    assert scene.post("/act", id=event_id, message="post:1", **chosen).status_code == 200
    assert scene.echo.events == [
        Clicked(event_id, ANN, direct("root"), "post:1", "take", "7", 2, "kim", {"amount": "250k"})
    ]


def test_one_clicks_on_the_quarterbacks_messages_only(scene: Scene) -> None:
    said = scene.say("60").json()["row"]["id"]
    assert scene.post("/act", message=said, action="take").status_code == 400


def test_the_clock_moves_on_to_the_next_morning(scene: Scene) -> None:
    answer = scene.post("/clock/next-morning")
    assert answer.json() == {"now": "2026-11-24T09:00:00+00:00"}


FOREIGN: dict[str, Sending] = {
    "saying something": lambda s: s.post("/say", **{"as": BOB}, conversation=DM, text="hello"),
    "editing": lambda s: s.post("/edit", **{"as": BOB}, message="anns", text="hello"),
    "deleting": lambda s: s.post("/delete", **{"as": BOB}, message="anns"),
    "clicking": lambda s: s.post("/act", **{"as": BOB}, message="bots", action="undo"),
    "editing in a shared channel": lambda s: s.post("/edit", **{"as": BOB}, message="anns-in-north", text="hello"),
    "deleting in a shared channel": lambda s: s.post("/delete", **{"as": BOB}, message="anns-in-north"),
    "editing the quarterback": lambda s: s.post("/edit", message="bots", text="hello"),
    "deleting the quarterback": lambda s: s.post("/delete", message="bots"),
}


@pytest.mark.parametrize("sending", FOREIGN.values(), ids=FOREIGN.keys())
def test_nobody_acts_on_what_is_not_theirs(scene: Scene, sending: Sending) -> None:
    scene.room.add("anns", DM, "", ANN, {"text": "mine"})
    scene.room.add("anns-in-north", "channel-north", "", ANN, {"text": "mine"})
    scene.courier.post(direct(), Message("The quarterback's"), "bots")
    before = scene.room.newest()
    answer = sending(scene)
    assert answer.status_code == 403
    assert answer.json()["error"].endswith(".")
    assert (scene.room.newest(), scene.echo.events) == (before, [])


FAULTS: dict[str, tuple[int, Sending]] = {
    "no JSON": (400, lambda s: s.client.post("/say", content=b"{", headers={"Content-Type": "application/json"})),
    "JSON of another kind": (400, lambda s: s.client.post("/say", json=[1])),
    "no UTF-8": (
        400,
        lambda s: s.client.post("/say", content=b"\xff\xfe", headers={"Content-Type": "application/json"}),
    ),
    "JSON nested too deep": (
        400,
        lambda s: s.client.post("/say", content=b"[" * 60_000, headers={"Content-Type": "application/json"}),
    ),
    "a number too long": (
        400,
        lambda s: s.client.post("/say", content=b"9" * 60_000, headers={"Content-Type": "application/json"}),
    ),
    "a form instead of JSON": (415, lambda s: s.client.post("/say", data={"text": "hello"})),
    "unknown person": (404, lambda s: s.say("hello", **{"as": "nobody@example.com"})),
    "no person": (400, lambda s: s.say("hello", **{"as": None})),
    "unknown conversation": (403, lambda s: s.post("/say", conversation="dm-nobody", text="hello")),
    "unknown message": (404, lambda s: s.post("/edit", message="nothing", text="hello")),
    "no id": (400, lambda s: s.say("hello", id="")),
    "an id that is no text": (400, lambda s: s.say("hello", id=7)),
    "an id too long": (400, lambda s: s.say("hello", id="x" * 201)),
    "no text": (400, lambda s: s.say("")),
    "white space only": (400, lambda s: s.say(" \n\t")),
    "a text that is none": (400, lambda s: s.post("/say", conversation=DM, text={"a": 1})),
    "NUL": (400, lambda s: s.say("6\0")),
    "half of a pair": (
        400,
        lambda s: s.client.post(
            "/say",
            content=f'{{"as": "{ANN}", "id": "1", "conversation": "{DM}", "text": "\\ud83d"}}'.encode(),
            headers={"Content-Type": "application/json"},
        ),
    ),
    "a pick that is no number": (400, lambda s: s.post("/act", message="bots", action="a", pick=True)),
    "a pick out of range": (400, lambda s: s.post("/act", message="bots", action="a", pick=-1)),
    "inputs that are no texts": (400, lambda s: s.post("/act", message="bots", action="a", values={"a": 1})),
    "inputs that are a list": (400, lambda s: s.post("/act", message="bots", action="a", values=["a"])),
    "NUL in an input": (400, lambda s: s.post("/act", message="bots", action="a", values={"a": "\0"})),
    "no action": (400, lambda s: s.post("/act", message="bots")),
    "too long": (413, lambda s: s.say("x" * 70_000)),
    "unknown address": (404, lambda s: s.client.get("/nothing")),
    "wrong kind of request": (405, lambda s: s.client.get("/say")),
    "nobody loads": (404, lambda s: s.client.get("/room")),
    "NUL in a person": (400, lambda s: s.client.get("/room", params={"as": "\0"})),
    "a stream of nobody": (404, lambda s: s.client.get("/stream", params={"as": "x"})),
    "a stream from nowhere": (400, lambda s: s.client.get("/stream", params={"as": ANN, "after": "-1"})),
    "a stream from no number": (400, lambda s: s.client.get("/stream", params={"as": ANN, "after": "٣"})),
}


@pytest.mark.parametrize(("status", "sending"), FAULTS.values(), ids=FAULTS.keys())
def test_bad_input_is_answered_with_a_sentence_and_changes_nothing(
    scene: Scene, status: int, sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    scene.courier.post(direct(), Message("The quarterback's"), "bots")
    answer = sending(scene)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert "Traceback" not in answer.text
    assert (scene.room.newest(), scene.echo.events, caplog.text) == (1, [], "")


def test_fifty_thousand_characters_pass(scene: Scene) -> None:
    assert scene.say("x" * 50_000).status_code == 200


def test_a_body_without_a_length_is_cut_off_at_the_limit(scene: Scene) -> None:
    def endless() -> bytes:
        return b" " * 10_000

    chunks = (endless() for _ in range(20))
    answer = scene.client.post("/say", content=chunks, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_other_sites_and_other_names_of_this_machine_are_refused(scene: Scene) -> None:
    port = scene.served.port
    refused = (
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{port + 1}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    )
    for headers in refused:
        answer = scene.client.post("/say", json={}, headers=headers)
        assert answer.status_code == 403, headers
        assert answer.json()["error"].endswith(".")
    assert scene.client.get("/people", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert scene.client.get("/people", headers={"Host": f"evil.example:{port}"}).status_code == 403


def test_the_page_itself_may_be_reached_by_a_link_and_by_every_local_name(scene: Scene) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert scene.client.get("/", headers=link).status_code == 200
    for name in ("127.0.0.1", "localhost", "[::1]", "LOCALHOST"):
        host = f"{name}:{scene.served.port}"
        assert scene.client.get("/", headers={"Host": host}).status_code == 200
        own = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        assert scene.client.post("/clock/next-morning", json={"as": ANN}, headers=own).status_code == 200


def test_the_page_carries_a_policy_that_lets_nothing_in(scene: Scene) -> None:
    for path in ("/", "/main.js", "/look.css", "/mark.svg"):
        answer = scene.client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert scene.client.get("/main.js").headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_nothing_but_the_page_is_served(scene: Scene) -> None:
    for path in ("/app.py", "/../app.py", "/page/main.js", "/%2e%2e/app.py"):
        assert scene.client.get(path).status_code == 404
