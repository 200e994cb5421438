"""What waits for words in one place: one look in place of one for each kind."""

from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam, exists, or_, select

from domain.asking.induction import Step
from domain.asking.question import NudgeState
from domain.reading.notes import NoteState
from domain.requests.visits import RUNNING
from domain.sales.dealings import OfferState, Thread
from domain.sales.openings import OpeningState
from storage.delegation import errands
from storage.inductions import inductions
from storage.notes import notes
from storage.openings import openings
from storage.requests_visits import visits
from storage.rows import JsonObject, Store
from storage.tables import nudges, offers, posts


class Waits(Enum):
    """What words may be the answer to. A value asked back is an offer."""

    PRACTICE = "practice"
    VISIT = "visit"
    APPROVAL = "approval"
    NOTE = "note"
    OPENING = "opening"
    OFFER = "offer"
    QUESTION = "question"


ANYTHING = frozenset(Waits)
"""For whoever did not look."""

_PERSON: Any = bindparam("person")
_THREAD: Any = bindparam("thread")
_PRACTICE = exists().where(inductions.c.person == _PERSON, inductions.c.step != Step.OVER)
_OPENING = exists().where(openings.c.person == _PERSON, openings.c.state == OpeningState.ASKED)
_OFFER = exists().where(offers.c.person == _PERSON, offers.c.state == OfferState.OPEN)
_ROOTED: ColumnElement[bool] = posts.c.message_id == bindparam("root")
for _name in ("platform", "workspace", "conversation"):
    _ROOTED &= posts.c[_name] == bindparam(_name)

_IN_THREAD = {
    Waits.PRACTICE: _PRACTICE.where(inductions.c.thread == _THREAD),
    Waits.VISIT: exists().where((visits.c.thread == _THREAD) | (visits.c.asked_thread == _THREAD)),
    Waits.APPROVAL: exists().where(_ROOTED, posts.c.about == bindparam("face")),
    Waits.OPENING: _OPENING.where(openings.c.thread == _THREAD),
    Waits.OFFER: _OFFER.where(offers.c.thread == _THREAD),
    Waits.QUESTION: or_(
        exists().where(nudges.c.thread == _THREAD, nudges.c.state == NudgeState.OPEN),
        exists().where(errands.c.thread == _THREAD),
    ),
}
_OUTSIDE = {
    Waits.PRACTICE: _PRACTICE,
    Waits.VISIT: exists().where(visits.c.specialist == _PERSON, visits.c.state.in_(RUNNING)),
    Waits.NOTE: exists().where(
        notes.c.person == _PERSON, notes.c.conversation == bindparam("conversation"), notes.c.state == NoteState.OPEN
    ),
    Waits.OPENING: _OPENING.where(openings.c.thread.is_(None)),
    Waits.OFFER: _OFFER.where(offers.c.thread.is_(None)),
}
_HERE: Any = select(*(found.label(waits.value) for waits, found in _IN_THREAD.items()))
_BESIDE: Any = select(*(found.label(waits.value) for waits, found in _OUTSIDE.items()))


class Waiting(Store):
    """Where words may be expected. Whoever expects them decides whether they are meant."""

    def in_thread(self, person: str, thread: Thread, face: str) -> frozenset[Waits]:
        """What waits for this person's words there. `face` is what own cards of an approval are posted about."""
        root = {name: getattr(thread, name) for name in ("platform", "workspace", "conversation", "root")}
        return self._found(_HERE, {**root, "person": person, "thread": thread.id, "face": face})

    def outside(self, person: str, conversation: str) -> frozenset[Waits]:
        """The same outside of threads."""
        return self._found(_BESIDE, {"person": person, "conversation": conversation})

    def _found(self, statement: Executable, parameters: JsonObject) -> frozenset[Waits]:
        row = self._connection.execute(statement, parameters).mappings().one()
        return frozenset(Waits(kind) for kind, waits in row.items() if waits)
