"""The optional language model: asked later about what was not read, and what it points at is offered, never written."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.scene import Scene
from bot.use_cases import offers
from bot.use_cases.induction import practising_here
from bot.use_cases.record import make_statement
from bot.views import update
from domain.reading.pointed import Item, Question, pointed, question_of, worth_asking
from domain.reading.reading import Context, Finding, Kind, Reading
from domain.sales.opportunity import Opportunity

POINT = "point"
MOST_NAMES = 40
"""So many titles of one's own open opportunities are told at most; the one spoken of comes first."""


def ask_later(scene: Scene, said: str, reading: Reading) -> None:
    """Queue the question where a model is set up and the reply left something unread. Its lane holds up nobody."""
    if not (scene.model_at and scene.private) or practising_here(scene):
        return
    own = scene.open_opportunities()
    about = scene.thread.opportunity if scene.thread else None
    if not own or (about and all(each.id != about for each in own)):
        return  # what the thread is about is closed, so its words are about nothing open
    if not worth_asking(said, reading, _context(scene, own, scene.now)):
        return
    told = sorted(own, key=lambda each: each.id != about)[:MOST_NAMES]
    place = scene.place
    body = {
        "person": scene.person.id,
        "said": said,
        "place": asdict(place),
        "thread": scene.thread.id if scene.thread else None,
        "message": scene.message_id,
        "at": scene.now.isoformat(),
        "opportunities": {each.id: each.version for each in told},
        "newest": _newest(scene),
    }
    lane = f"model:{place.platform}:{place.workspace}:{place.conversation}"
    scene.uow.jobs.add(POINT, lane, scene.now, body)


def question(scene: Scene, body: Mapping[str, Any]) -> Question | None:
    """What the model is told; None where the person may no longer see all of it."""
    known = _known(scene, body)
    about = scene.thread.opportunity if scene.thread else None
    return question_of(body["said"], known, about, scene.company.process) if known else None


def offer(scene: Scene, body: Mapping[str, Any], items: tuple[Item, ...]) -> None:
    """Offer what the items point at and our own reading bears out, unless the talk or the record has moved on."""
    asked, known = question(scene, body), _known(scene, body)
    if asked is None or _moved_on(scene, body):
        return
    context = _context(scene, known, datetime.fromisoformat(body["at"]))
    unchanged = {each.id for each in known if each.version == body["opportunities"][each.id]}
    waiting = {(each.opportunity, each.field) for each in offers.open_here(scene)}
    found = [
        each
        for each in pointed(body["said"], items, asked, context)
        if each.opportunity in unchanged and (each.opportunity, each.field) not in waiting
    ]
    if found:
        _offer(scene, body["said"], found)


def withdraw(scene: Scene) -> bool:
    """The message was taken away, so nothing of it is offered any more. False where that was known already."""
    place = scene.place
    event = f"no offer:{place.conversation}:{scene.message_id}"
    return scene.uow.events.first_time(place.platform, place.workspace, event, scene.now)


def _offer(scene: Scene, said: str, found: list[Finding]) -> None:
    owner = next(o.owner for o in (scene.opportunity(each.opportunity) for each in found) if o)
    statement = make_statement(scene, owner)
    asked = offers.make_offers(scene, statement, Reading(Kind.UPDATE, proposals=tuple(found)), said)
    notes = ["A language model pointed me to these words. Nothing is recorded unless you say so."]
    scene.reply(update.understood(statement, (), asked, (), notes), update.STATEMENT, statement.id)


def _known(scene: Scene, body: Mapping[str, Any]) -> tuple[Opportunity, ...]:
    """The opportunities that were told, in their order; none where one of them may no longer be seen."""
    found = [scene.opportunity(each) for each in body["opportunities"]]
    return tuple(each for each in found if each) if all(found) else ()


def _moved_on(scene: Scene, body: Mapping[str, Any]) -> bool:
    """Whether anything was said here since, by either side, or the message was deleted."""
    return _newest(scene) != body["newest"] or not withdraw(scene)


def _newest(scene: Scene) -> int:
    place, thread = scene.place, scene.thread.id if scene.thread else None
    return scene.uow.posts.last_id(place.platform, place.workspace, place.conversation, thread)


def _context(scene: Scene, opportunities: tuple[Opportunity, ...], at: datetime) -> Context:
    return Context(at.astimezone(ZoneInfo(scene.person.zone)), scene.company.process, opportunities)
