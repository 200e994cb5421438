"""Delivers what the quarterback says into the practice room."""

from adapters.practice.room import QUARTERBACK, Body, Room
from domain.chat.codec import to_json
from domain.chat.event import Place
from domain.chat.message import Message


class PracticeCourier:
    """What the sender of the outbox calls for the platform "practice"."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def post(self, place: Place, message: Message, key: str, tries: int = 1) -> str:
        """Show `message` in `place`; the same key twice is one message. Returns its id, which is the key."""
        return self._room.add(key, place.conversation, place.thread, QUARTERBACK, _body(message)).id

    def update(self, place: Place, message_id: str, message: Message) -> None:
        """Show that message anew. LookupError when there is none of that id in `place`."""
        row = self._room.get(message_id)
        if row is None or row.conversation != place.conversation or row.author != QUARTERBACK:
            raise LookupError(f"no message of the quarterback in {place.conversation} with the id {message_id!r}")
        if row.body != _body(message):
            self._room.edit(message_id, _body(message))


def _body(message: Message) -> Body:
    return {"message": to_json(message)}
