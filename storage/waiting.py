"""What waits for words in one place: one look in place of one for each kind."""

from enum import Enum
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

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
from storage.rows import AnyRow, Store, columns, names
from storage.tables import nudges, offers, posts, threads


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
"""Where nobody looked."""

_THREAD = names(Thread)
_PLACE = ("platform", "workspace", "conversation")

_person: Any = bindparam("this_person")
_practice = exists().where(inductions.c.person == _person, inductions.c.step != Step.OVER)
_opening = exists().where(openings.c.person == _person, openings.c.state == OpeningState.ASKED)
_offer = exists().where(offers.c.person == _person, offers.c.state == OfferState.OPEN)
_in_thread = {
    Waits.PRACTICE: _practice.where(inductions.c.thread == threads.c.id),
    Waits.VISIT: exists().where(or_(visits.c.thread == threads.c.id, visits.c.asked_thread == threads.c.id)),
    Waits.APPROVAL: exists().where(
        posts.c.message_id == threads.c.root,
        *(posts.c[name] == threads.c[name] for name in _PLACE),
        posts.c.about == bindparam("face"),
    ),
    Waits.OPENING: _opening.where(openings.c.thread == threads.c.id),
    Waits.OFFER: _offer.where(offers.c.thread == threads.c.id),
    Waits.QUESTION: or_(
        exists().where(nudges.c.thread == threads.c.id, nudges.c.state == NudgeState.OPEN),
        exists().where(errands.c.thread == threads.c.id),
    ),
}
_outside = {
    Waits.PRACTICE: _practice,
    Waits.VISIT: exists().where(visits.c.specialist == _person, visits.c.state.in_(RUNNING)),
    Waits.NOTE: exists().where(
        notes.c.person == _person, notes.c.conversation == bindparam("here"), notes.c.state == NoteState.OPEN
    ),
    Waits.OPENING: _opening.where(openings.c.thread.is_(None)),
    Waits.OFFER: _offer.where(offers.c.thread.is_(None)),
}
_ROOTED: Any = select(*columns(threads, _THREAD), *_in_thread.values()).where(
    *(threads.c[name] == bindparam(name) for name in (*_PLACE, "root"))
)
_OUTSIDE: Any = select(*_outside.values())


class Waiting(Store):
    """Where words may be expected. Whoever expects them decides whether they are meant."""

    def in_thread(
        self, platform: str, workspace: str, conversation: str, root: str, person: str, face: str
    ) -> tuple[Thread, frozenset[Waits]] | None:
        """The thread of that root and what waits there for this person's words; None where there is no such thread.

        `face` is what the cards of approvals that this person decides are posted about.
        """
        place = {"platform": platform, "workspace": workspace, "conversation": conversation, "root": root}
        row = self._one(_ROOTED, {**place, "this_person": person, "face": face})
        return (Thread(*row[: len(_THREAD)]), _those(_in_thread, row[len(_THREAD) :])) if row else None

    def outside(self, person: str, conversation: str) -> frozenset[Waits]:
        """What waits for this person's words outside of threads."""
        return _those(_outside, self._one(_OUTSIDE, {"this_person": person, "here": conversation}) or ())


def _those(kinds: dict[Waits, Any], row: AnyRow) -> frozenset[Waits]:
    return frozenset(kind for kind, waits in zip(kinds, row, strict=True) if waits)
