"""One look says what waits for words in a place, and stops saying it once nothing waits, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.asking.induction import Induction, Step
from domain.asking.question import Give, GiveKind, Nudge, NudgeState, Question, Reason, RuleKind
from domain.reading.notes import Note, NoteState
from domain.reading.reading import About
from domain.sales.change import Statement
from domain.sales.dealings import Offer, OfferState, Thread
from domain.sales.openings import Opening, OpeningState
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from storage.unit_of_work import Storage, UnitOfWork
from storage.waiting import Waits

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
RUTH, OWEN, FACE = "ruth@x.example", "owen@x.example", "approval of ruth@x.example"
ACME = Opportunity("O-1", "Crane", "Acme", "Crane", "Proposal", 50, Decimal(9000), "USD", date(2027, 1, 1), RUTH)


def waits(uow: UnitOfWork, thread: Thread, person: str = RUTH) -> frozenset[Waits]:
    """What waits in that thread, found by its root."""
    found = uow.waiting.in_thread("practice", "", "dm-ruth", str(thread.root), person, f"approval of {person}")
    assert found is not None
    assert found[0] == thread
    return found[1]


def a_thread(uow: UnitOfWork, root: str) -> Thread:
    uow.opportunities.upsert([ACME])
    return uow.threads.add(Thread(RUTH, "practice", "", "dm-ruth", root, ACME.id))


def test_nothing_waits_where_nothing_was_asked(storage: Storage) -> None:
    with storage.begin() as uow:
        assert waits(uow, a_thread(uow, "m1")) == frozenset()
        assert uow.waiting.in_thread("practice", "", "dm-ruth", "m2", RUTH, FACE) is None
        assert uow.waiting.outside(RUTH, "dm-ruth") == frozenset()


def test_what_waits_in_a_thread_is_seen_there_and_by_whom_it_waits_for(storage: Storage) -> None:
    with storage.begin() as uow:
        here, beside = a_thread(uow, "m1"), a_thread(uow, "m2")
        reason = Reason(RuleKind.FIELD_MISSING, About.PROBABILITY, "It is quiet.", Field.PROBABILITY)
        nudge = uow.nudges.add(
            Nudge(Question(ACME.id, RUTH, reason, Give(GiveKind.HELP, "A visit?"), 1.0), NOW, here.id)
        )
        said = uow.statements.add(Statement(RUTH, RUTH, NOW))
        offer = uow.offers.add(Offer(RUTH, said.id, ACME.id, Field.PROBABILITY, (60,), "60?", here.id))
        opening = uow.openings.add(Opening(RUTH, RUTH, "Acme", "Crane", "a new one", NOW, thread=here.id))
        uow.inductions.save(Induction(RUTH, here.id, Step.TAP))
        card = uow.posts.add(None, "practice", "", "dm-ruth", FACE, 1)
        uow.posts.sent(card, "m1")
        everything = {Waits.QUESTION, Waits.OFFER, Waits.OPENING, Waits.PRACTICE, Waits.APPROVAL}
        assert waits(uow, here) == everything
        assert waits(uow, here, OWEN) == {Waits.QUESTION}
        assert waits(uow, beside) == frozenset()
        assert uow.waiting.outside(RUTH, "dm-ruth") == {Waits.PRACTICE}
        uow.nudges.save(replace(nudge, state=NudgeState.ANSWERED))
        uow.offers.save(replace(offer, state=OfferState.TAKEN))
        uow.openings.save(replace(opening, state=OpeningState.DECLINED))
        uow.inductions.save(Induction(RUTH, here.id, Step.OVER))
        assert waits(uow, here) == {Waits.APPROVAL}


def test_what_waits_outside_of_threads_is_seen_in_its_conversation(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([ACME])
        note = uow.notes.add(Note(RUTH, RUTH, NOW, "practice", "", "dm-ruth", "m3"))
        uow.openings.add(Opening(RUTH, RUTH, "Acme", "Crane", "a new one", NOW))
        assert uow.waiting.outside(RUTH, "dm-ruth") == {Waits.NOTE, Waits.OPENING}
        assert uow.waiting.outside(RUTH, "another") == {Waits.OPENING}
        uow.notes.save(replace(note, state=NoteState.RECORDED))
        assert uow.waiting.outside(RUTH, "dm-ruth") == {Waits.OPENING}
