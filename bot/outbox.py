"""Everything said to anybody leaves through here, written in the same transaction as what it speaks of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.chat.codec import JsonObject, to_json
from domain.chat.event import Place
from domain.chat.message import Message, Note
from domain.sales.dealings import Thread
from storage.records import Post
from storage.unit_of_work import UnitOfWork

POST, REDRAW = "post", "redraw"
ASKS = "asks"
"""What a post is about that only asks for a tap or for fields: whoever answers it sees the answer in its place."""
_SPOKEN = "spoken"


def post(
    uow: UnitOfWork,
    now: datetime,
    place: Place,
    message: Message,
    thread: Thread | None = None,
    about: str = "",
    ref: int = 0,
) -> None:
    """Queue a message. Into `thread` where there is one, else to `place` (which may name a thread of the platform).

    `about` and `ref` name the row it shows, for `redraw`.
    """
    thread_id = thread.id if thread else None
    post_id = uow.posts.add(thread_id, place.platform, place.workspace, place.conversation, about, ref)
    body: JsonObject = {"post": post_id, "thread": thread_id, "place": _place(place), "message": to_json(message)}
    uow.jobs.add(POST, lane(place), now, body, key=f"post:{post_id}")


def redraw(uow: UnitOfWork, now: datetime, about: str, ref: int, message: Message) -> None:
    """Queue a new face for every message posted about that row."""
    for sent in uow.posts.of(about, ref):
        _show_anew(uow, now, sent, message)


def turn(uow: UnitOfWork, now: datetime, card: Post, message: Message, about: str, ref: int) -> None:
    """Queue another face for a card, which from now on shows another row."""
    uow.posts.now_about(card.id, about, ref)
    _show_anew(uow, now, card, message)
    spoken_by(uow, card)


def spoken_by(uow: UnitOfWork, card: Post) -> None:
    """A card that is shown anew is what was said last there: what comes next is about that, not about a later card."""
    uow.posts.add(card.thread, card.platform, card.workspace, card.conversation, _SPOKEN, card.id)


def once_more(message: Message) -> Message:
    """The same for somebody who may have it already, and is told so."""
    words = "You may have this already: the connection broke while I sent it."
    return replace(
        message, summary=f"You may have this already: {message.summary}", parts=(Note(words), *message.parts)
    )


def lane(place: Place) -> str:
    """Jobs of one lane run one after the other: a conversation keeps its order."""
    return f"{place.platform}:{place.workspace}:{place.conversation}"


def place_of(body: Mapping[str, Any]) -> Place:
    """Where a queued job goes."""
    return Place(**body["place"])


def _show_anew(uow: UnitOfWork, now: datetime, sent: Post, message: Message) -> None:
    place = Place(sent.platform, sent.workspace, sent.conversation)
    body: JsonObject = {"post": sent.id, "place": _place(place), "message": to_json(message)}
    uow.jobs.add(REDRAW, lane(place), now, body)


def _place(place: Place) -> JsonObject:
    return {
        "platform": place.platform,
        "workspace": place.workspace,
        "conversation": place.conversation,
        "thread": place.thread,
        "direct": place.direct,
    }
