"""Visits, appointments, approvals and decisions come back as they were kept, and are found, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.requests.approvals import Approval, ApprovalState, Decision, Verdict
from domain.requests.visits import Appointment, Visit, VisitState
from domain.sales.change import Statement
from domain.sales.dealings import Request, Thread
from domain.sales.opportunity import Opportunity
from storage.unit_of_work import Stale, Storage, UnitOfWork

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
RUTH, KENJI, MARA = "ruth@x.example", "kenji@x.example", "mara@x.example"
ACME = Opportunity("O-1", "Crane", "Acme", "Crane", "Proposal", 50, Decimal(9000), "USD", date(2027, 1, 1), RUTH)


def request(uow: UnitOfWork) -> int:
    uow.opportunities.upsert([ACME])
    statement = uow.statements.add(Statement(RUTH, RUTH, NOW))
    return uow.requests.add(Request(ACME.id, "technical_presentation", RUTH, "a demo", NOW, statement.id)).id


def test_a_visit_comes_back_and_is_found_by_everybody_it_concerns(storage: Storage) -> None:
    with storage.begin() as uow:
        asked_for = request(uow)
        thread = uow.threads.add(Thread(KENJI, "practice", "", "dm", opportunity=ACME.id))
        slots = (NOW + timedelta(days=1), NOW + timedelta(days=2, minutes=30))
        first = Visit(asked_for, ACME.id, RUTH, RUTH, KENJI, slots, NOW, why="off", words="“hm”", place="Denver")
        visit = uow.visits.add(replace(first, passed=(MARA,), wished="2026-12-03", asked_thread=thread.id))
        assert uow.visits.get(visit.id) == visit
        assert uow.visits.running(ACME.id) == uow.visits.of_person(KENJI) == uow.visits.in_thread(thread.id) == (visit,)
        assert uow.visits.of_person(MARA) == ()
        later = uow.visits.add(replace(first, at=NOW + timedelta(hours=1)))
        assert uow.visits.last_asked() == {KENJI: NOW + timedelta(hours=1)}
        gone = uow.visits.save(replace(later, state=VisitState.WITHDRAWN))
        assert uow.visits.get(gone.id) == gone
        assert uow.visits.of_person(RUTH) == (visit,)
        with pytest.raises(Stale):
            uow.visits.save(later)
        assert uow.visits.get(0) is None


def test_appointments_are_found_by_account_and_person_until_they_are_cancelled(storage: Storage) -> None:
    with storage.begin() as uow:
        visits = [uow.visits.add(Visit(request(uow), ACME.id, RUTH, RUTH, KENJI, (NOW,), NOW)).id for _ in range(2)]
        one = Appointment(visits[0], "uid-1", ACME.id, "acme", "Acme", "demo", RUTH, KENJI, NOW + timedelta(days=2))
        later = uow.appointments.add(one)
        soon = uow.appointments.add(replace(one, visit=visits[1], starts=NOW + timedelta(hours=1), place="Denver"))
        assert uow.appointments.get(soon.id) == uow.appointments.of_visit(visits[1]) == soon
        for found in (uow.appointments.of_person(KENJI, NOW), uow.appointments.at_account("acme", NOW)):
            assert found == (soon, later)
        assert uow.appointments.of_person(RUTH, NOW + timedelta(days=1)) == (later,)
        moved = uow.appointments.save(replace(soon, cancelled=True, sequence=1))
        assert uow.appointments.get(soon.id) == moved
        assert uow.appointments.at_account("acme", NOW) == (later,)


def test_of_two_who_decide_at_once_one_is_told_to_look_again(storage: Storage) -> None:
    steps = ((KENJI, MARA), (RUTH,))
    with storage.begin() as uow:
        asked = Approval(
            request(uow), ACME.id, "discount_approval", Decimal("12.5"), RUTH, RUTH, "12.5 %", steps, NOW, NOW
        )
        approval = uow.approvals.add(asked)
        assert uow.approvals.get(approval.id) == approval
        assert uow.approvals.running() == uow.approvals.of_opportunity(ACME.id) == (approval,)
        first = uow.approvals.save(approval.approved())
        with pytest.raises(Stale):
            uow.approvals.save(approval.refused())
        said = [
            uow.decisions.add(Decision(approval.id, 0, KENJI, Verdict.APPROVED, "fine", NOW)),
            uow.decisions.add(Decision(approval.id, 1, RUTH, Verdict.COMMENT, "", NOW)),
        ]
        assert uow.decisions.of(approval.id) == tuple(said)
        done = uow.approvals.save(first.approved())
        assert done.state is ApprovalState.APPROVED
        assert uow.approvals.running() == ()
