"""Ended grants, errands, notes, openings and contacts come back as they were kept, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.reading.notes import Note, NotePart, NoteState, PartState
from domain.reading.reading import Doubt, Finding, HelpRequest, Kind, Reading
from domain.sales.change import Statement
from domain.sales.dealings import Thread
from domain.sales.errands import Errand, ErrandState
from domain.sales.grants import Revocation
from domain.sales.openings import Contact, Opening, OpeningState
from domain.sales.opportunity import Account, Opportunity
from domain.sales.process import Field, ForecastCategory
from storage.unit_of_work import Storage, UnitOfWork

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
PAULA, RUTH, OWEN = "paula@x.example", "ruth@x.example", "owen@x.example"
ACME = Opportunity("O-1", "Crane", "Acme", "Crane", "Proposal", 50, Decimal(9000), "USD", date(2027, 1, 1), RUTH)


def thread(uow: UnitOfWork, person: str) -> int:
    return uow.threads.add(Thread(person, "practice", "", f"dm-{person}", opportunity=ACME.id)).id


def test_a_grant_is_ended_once_and_given_back(storage: Storage) -> None:
    with storage.begin() as uow:
        for at in (NOW, NOW + timedelta(days=1)):
            uow.revocations.end(Revocation(PAULA, RUTH, at))
        uow.revocations.end(Revocation(PAULA, OWEN, NOW))
        assert uow.revocations.pairs() == {(PAULA, RUTH), (PAULA, OWEN)}
        uow.revocations.restore(PAULA, RUTH)
        assert uow.revocations.pairs() == {(PAULA, OWEN)}


def test_errands_are_found_by_either_thread_while_they_are_open(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([ACME])
        theirs, own = thread(uow, RUTH), thread(uow, PAULA)
        handed = uow.errands.add(Errand(PAULA, RUTH, ACME.id, None, own, theirs, NOW))
        called = uow.errands.add(Errand(PAULA, RUTH, ACME.id, None, thread(uow, PAULA), None, NOW - timedelta(days=1)))
        assert uow.errands.get(handed.id) == handed
        assert uow.errands.open_in(own) == handed == uow.errands.open_from(theirs)
        assert uow.errands.open_for(PAULA) == (called, handed)
        assert uow.errands.since(PAULA, NOW) == (handed,)
        back = uow.errands.save(replace(handed, state=ErrandState.BACK))
        assert uow.errands.get(handed.id) == back
        assert uow.errands.open_in(own) is None is uow.errands.open_from(theirs)
        assert uow.errands.get(0) is None


def test_a_note_comes_back_with_every_part_as_it_was_read(storage: Storage) -> None:
    reading = Reading(
        Kind.UPDATE,
        (
            Finding("O-1", Field.PROBABILITY, 60, "at 60"),
            Finding("O-1", Field.AMOUNT, Decimal("250000.5"), "250k"),
            Finding("O-1", Field.CLOSE_DATE, date(2027, 3, 31), "March"),
            Finding("O-1", Field.FORECAST_CATEGORY, ForecastCategory.COMMIT, "commit"),
        ),
        (Finding("O-1", Field.STAGE, "Proposal", "sent them the proposal"),),
        (Doubt("O-1", Field.CLOSE_DATE, "spring", (date(2027, 4, 1),), "no day"),),
        (HelpRequest("O-1", "discount_approval", "12 % off", "Dana", date(2026, 12, 1), Decimal(12)),),
    )
    unclear = Reading(Kind.UNCLEAR, doubts=(Doubt(None, None, "the crane", ("O-1", "O-2"), "several fit"),))
    with storage.begin() as uow:
        uow.opportunities.upsert([ACME])
        statement = uow.statements.add(Statement(PAULA, RUTH, NOW))
        place = ("practice", "", "dm-paula", "m-1")
        note = uow.notes.add(Note(PAULA, RUTH, NOW, *place, None, "and the rest", ("“x” was left out.",)))
        first = uow.notes.add_part(NotePart(note.id, "O-1", "acme at 60 …", reading))
        second = uow.notes.add_part(NotePart(note.id, None, "the crane at 40", unclear))
        assert uow.notes.parts(note.id) == (first, second)
        assert uow.notes.part(first.id) == first
        assert uow.notes.get(note.id) == note == uow.notes.by_message(*place) == uow.notes.open_for(PAULA, "dm-paula")
        done = uow.notes.save_part(replace(first, state=PartState.RECORDED, statement=statement.id))
        assert uow.notes.part(first.id) == done
        uow.notes.save(replace(note, state=NoteState.RECORDED, rest=""))
        assert uow.notes.open_for(PAULA, "dm-paula") is None
        assert uow.notes.part(10**6) is None is uow.notes.get(-1)


def test_openings_wait_where_they_were_asked(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([ACME])
        here = thread(uow, RUTH)
        opening = Opening(RUTH, RUTH, "Hooli", "", "an opening at Hooli", NOW, Decimal("80000.25"), date(2027, 3, 31))
        outside, inside = uow.openings.add(opening), uow.openings.add(replace(opening, thread=here))
        assert uow.openings.asked_of(RUTH, None) == (outside,)
        assert uow.openings.asked_of(RUTH, here) == (inside,)
        done = uow.openings.save(replace(inside, state=OpeningState.OPENED, opportunity=ACME.id))
        assert uow.openings.get(inside.id) == done
        assert uow.openings.asked_of(RUTH, here) == () == uow.openings.asked_of(PAULA, None)
        assert (outside.missing, outside.complete) == (("product",), False)


def test_contacts_are_those_of_their_account_until_taken_back(storage: Storage) -> None:
    with storage.begin() as uow:
        contact = Contact("acme", "Jo Bell", "CFO", "jo@acme.example", "", RUTH, RUTH, "Jo Bell, CFO", NOW)
        jo, kim = uow.contacts.add(contact), uow.contacts.add(replace(contact, name="Kim"))
        uow.contacts.add(replace(contact, account="globex"))
        assert uow.contacts.at("acme") == (jo, kim)
        uow.contacts.save(replace(jo, removed=NOW))
        assert uow.contacts.at("acme") == (kim,)
        assert uow.contacts.get(jo.id) == replace(jo, removed=NOW)


def test_all_accounts_are_listed(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.accounts.upsert([Account("b", "Bell"), Account("a", "Acme")])
        assert [account.name for account in uow.accounts.all()] == ["Acme", "Bell"]
