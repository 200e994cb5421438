"""The courier puts the quarterback's messages into the room, each of them once."""

import pytest

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, QUARTERBACK
from domain.chat.codec import from_json
from domain.chat.event import Place
from domain.chat.message import Message, text
from tests.adapters.practice.memory_room import MemoryRoom
from tests.adapters.practice.parts import every_part

HERE = Place(PLATFORM, "", "dm-ann@example.com", "root-1")


@pytest.fixture
def room() -> MemoryRoom:
    return MemoryRoom((), {})


def test_a_message_arrives_whole_where_it_was_sent(room: MemoryRoom) -> None:
    message = every_part()
    row = room.get(PracticeCourier(room).post(HERE, message, "post:1"))
    assert row is not None
    assert (row.conversation, row.thread, row.author) == (HERE.conversation, "root-1", QUARTERBACK)
    assert from_json(row.body["message"]) == message


def test_the_same_key_twice_is_one_message(room: MemoryRoom) -> None:
    courier = PracticeCourier(room)
    first = courier.post(HERE, Message("One"), "post:1")
    assert courier.post(HERE, Message("One"), "post:1") == first == "post:1"
    assert len(room.since([HERE.conversation], 0, 10)) == 1


def test_an_update_shows_the_same_message_anew(room: MemoryRoom) -> None:
    courier = PracticeCourier(room)
    key = courier.post(HERE, Message("Before"), "post:1")
    courier.update(HERE, key, Message("After", (text("After"),)))
    rows = room.since([HERE.conversation], 0, 10)
    assert [row.body["message"]["summary"] for row in rows] == ["After"]
    assert (rows[0].order, rows[0].seq) == (1, 2)


def test_an_update_that_changes_nothing_is_no_news(room: MemoryRoom) -> None:
    courier = PracticeCourier(room)
    key = courier.post(HERE, Message("Same"), "post:1")
    courier.update(HERE, key, Message("Same"))
    assert room.newest() == 1


@pytest.mark.parametrize("conversation", ["dm-bob@example.com", HERE.conversation])
def test_only_the_quarterbacks_own_messages_of_that_place_are_updated(room: MemoryRoom, conversation: str) -> None:
    room.add("typed-1", HERE.conversation, "", "ann@example.com", {"text": "mine"})
    with pytest.raises(LookupError, match="typed-1"):
        PracticeCourier(room).update(Place(PLATFORM, "", conversation), "typed-1", Message("No"))
    with pytest.raises(LookupError, match="post:9"):
        PracticeCourier(room).update(HERE, "post:9", Message("No"))
