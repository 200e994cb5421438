"""The log of changes: what it says, what stands of it, and that nothing in it can be altered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.asking.question import Facts
from domain.sales.change import Change, Statement, reverse
from domain.sales.dealings import Thread
from domain.sales.opportunity import Value
from domain.sales.process import Field, ForecastCategory
from storage.unit_of_work import Stale, Storage, UnitOfWork
from tests.conftest import MakeOpportunity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOON.date()
ANA, BEN = "ana@example.com", "ben@example.com"

Units = Callable[[], AbstractContextManager[UnitOfWork]]


def say(uow: UnitOfWork, **parts: Any) -> Statement:
    return uow.statements.add(replace(Statement(ANA, ANA, NOON, "practice", "", "dm-ana"), **parts))


def move(uow: UnitOfWork, field: Field, before: Value, after: Value, **parts: Any) -> Change:
    change = Change("opp-1", field, before, after, ANA, ANA, "as said", NOON)
    return uow.changes.append([replace(change, **parts)])[0]


def undo(uow: UnitOfWork, change: Change) -> Change:
    return uow.changes.append([reverse(change, ANA, NOON, say(uow).id)])[0]


@pytest.fixture
def uow_with_opportunity(storage: Storage, make_opportunity: MakeOpportunity) -> Units:
    """A function that begins a unit of work; two opportunities are there."""
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity(), make_opportunity("opp-2", owner=BEN)])
    return storage.begin


def test_values_of_every_field_come_back_as_they_went_in(uow_with_opportunity: Units) -> None:
    values: dict[Field, tuple[Value, Value]] = {
        Field.STAGE: ("Proposal", "Negotiation"),
        Field.PROBABILITY: (60, 0),
        Field.AMOUNT: (None, Decimal("180000.05")),
        Field.CLOSE_DATE: (date(2027, 3, 31), None),
        Field.FORECAST_CATEGORY: (ForecastCategory.PIPELINE, ForecastCategory.COMMIT),
        Field.NEXT_STEP: (None, "Call \x00 Jo"),
    }
    with uow_with_opportunity() as uow:
        said = [move(uow, field, *pair, quote="“so” 🙂") for field, pair in values.items()]
        kept = uow.changes.of_opportunity("opp-1", 10)
    assert [c.id for c in kept] == sorted((c.id for c in said), reverse=True)
    assert kept[::-1][:-1] == tuple(said[:-1])
    assert kept[0].after == "Call \ufffd Jo"


def test_the_history_is_limited_and_newest_first(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        for before, after in pairwise(range(6)):
            move(uow, Field.PROBABILITY, before, after)
        assert [c.after for c in uow.changes.of_opportunity("opp-1", 3)] == [5, 4, 3]
        assert uow.changes.of_opportunity("opp-2", 3) == ()


def test_what_one_statement_changed_is_found_and_so_is_the_statement_of_a_message(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        older = say(uow, message_id="m1")
        newer = say(uow, message_id="m1")
        first = move(uow, Field.PROBABILITY, 60, 70, statement=older.id)
        second = move(uow, Field.STAGE, "Proposal", "Negotiation", statement=older.id)
        assert uow.changes.of_statement(older.id) == (first, second)
        assert uow.changes.of_statement(newer.id) == ()
        assert uow.statements.by_message("practice", "", "dm-ana", "m1") == newer
        assert uow.statements.by_message("slack", "", "dm-ana", "m1") is None
        assert uow.statements.get(older.id) == older
        assert uow.statements.get(10**30) is None


def test_what_a_person_changed_or_others_changed_for_them_is_found(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        own = move(uow, Field.PROBABILITY, 60, 70)
        for_ana = move(uow, Field.PROBABILITY, 70, 80, by="kim@example.com")
        move(uow, Field.PROBABILITY, 80, 90, by=BEN, on_behalf_of=BEN)
        assert uow.changes.of_person(ANA, 10) == (for_ana, own)
        assert uow.changes.of_person(ANA, 1) == (for_ana,)


def test_changes_since_a_moment_are_those_of_the_owners_opportunities(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        move(uow, Field.PROBABILITY, 50, 60, at=NOON - timedelta(seconds=1))
        at_noon = move(uow, Field.PROBABILITY, 60, 70, by=BEN)
        of_ben = move(uow, Field.PROBABILITY, 60, 70, opportunity="opp-2")
        assert uow.changes.since([ANA], NOON) == (at_noon,)
        assert uow.changes.since([BEN, ANA], NOON) == (at_noon, of_ben)


def test_a_second_undo_goes_one_statement_further_back(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        first, second, elsewhere = say(uow), say(uow), say(uow, conversation="channel-west")
        to_seventy = move(uow, Field.PROBABILITY, 60, 70, statement=first.id)
        to_eighty = move(uow, Field.PROBABILITY, 70, 80, statement=second.id)
        move(uow, Field.STAGE, "Proposal", "Negotiation", statement=elsewhere.id)
        assert uow.statements.last_of(ANA, "dm-ana", None) == second
        assert uow.changes.last_of("opp-1", Field.PROBABILITY) == to_eighty
        undo(uow, to_eighty)
        assert uow.changes.undone([to_seventy.id, to_eighty.id]) == {to_eighty.id}
        assert uow.statements.last_of(ANA, "dm-ana", None) == first
        assert uow.changes.last_of("opp-1", Field.PROBABILITY) == to_seventy
        undo(uow, to_seventy)
        assert uow.statements.last_of(ANA, "dm-ana", None) is None
        assert uow.changes.last_of("opp-1", Field.PROBABILITY) is None
        assert uow.statements.last_of(BEN, "dm-ana", None) is None


def test_within_a_thread_only_what_was_said_there_can_be_undone(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        thread = uow.threads.add(Thread(ANA, "practice", "", "dm-ana"))
        inside, outside = say(uow, thread=thread.id), say(uow)
        for statement in (inside, outside):
            move(uow, Field.PROBABILITY, 60, 70, statement=statement.id)
        assert uow.statements.last_of(ANA, "dm-ana", thread.id) == inside
        assert uow.statements.last_of(ANA, "dm-ana", None) == outside


def test_one_change_is_undone_once(uow_with_opportunity: Units) -> None:
    def undo_twice() -> None:
        with uow_with_opportunity() as uow:
            change = move(uow, Field.PROBABILITY, 60, 70)
            undo(uow, change)
            undo(uow, change)

    with pytest.raises(Stale):
        undo_twice()
    with uow_with_opportunity() as uow:
        assert uow.changes.of_opportunity("opp-1", 10) == ()


def test_slips_count_moves_to_a_later_day_only(uow_with_opportunity: Units) -> None:
    march, april, may = date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)
    with uow_with_opportunity() as uow:
        for before, after in ((None, march), (march, april), (april, march), (march, may), (may, None)):
            move(uow, Field.CLOSE_DATE, before, after)
        assert uow.changes.facts(["opp-1", "opp-2"], TODAY) == {"opp-1": Facts(slips=2), "opp-2": Facts()}


def test_a_slip_that_was_undone_does_not_count_and_undoing_an_advance_is_no_slip(uow_with_opportunity: Units) -> None:
    march, april = date(2027, 3, 31), date(2027, 4, 30)
    with uow_with_opportunity() as uow:
        undo(uow, move(uow, Field.CLOSE_DATE, march, april))
        undo(uow, move(uow, Field.CLOSE_DATE, april, march))
        assert uow.changes.facts(["opp-1"], TODAY) == {"opp-1": Facts()}
        undo(uow, undo(uow, move(uow, Field.CLOSE_DATE, march, april)))
        assert uow.changes.facts(["opp-1"], TODAY) == {"opp-1": Facts(slips=1)}


def test_the_amount_before_its_last_move_is_known_for_thirty_days(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        move(uow, Field.AMOUNT, Decimal(10), Decimal(20))
        move(uow, Field.AMOUNT, Decimal(20), Decimal("30.5"))
        undo(uow, move(uow, Field.AMOUNT, Decimal("30.5"), Decimal(99)))
        known = Facts(amount_before=Decimal(20), amount_moved=TODAY)
        assert uow.changes.facts(["opp-1"], TODAY + timedelta(30)) == {"opp-1": known}
        assert uow.changes.facts(["opp-1"], TODAY + timedelta(31)) == {"opp-1": Facts()}


def test_facts_of_many_are_asked_for_in_batches(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        move(uow, Field.AMOUNT, Decimal(10), Decimal(20))
        facts = uow.changes.facts([f"opp-{n}" for n in range(2_500)], TODAY)
        assert len(facts) == 2_500
        assert [each for each, fact in facts.items() if fact != Facts()] == ["opp-1"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(st.none(), st.dates(date(2027, 1, 1), date(2027, 1, 9))), max_size=12))
def test_undoing_in_any_order_leaves_the_facts_of_what_still_stands(
    storage: Storage, make_opportunity: MakeOpportunity, steps: list[date | None]
) -> None:
    """None undoes the last move that stands, a date moves there."""
    opportunity = make_opportunity(f"opp-{len(steps)}-{hash(tuple(steps))}", close_date=None)
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
        standing: list[Change] = []
        days: list[date] = []
        for step in steps:
            if step:
                day = days[-1] if days else None
                standing.append(move(uow, Field.CLOSE_DATE, day, step, opportunity=opportunity.id))
                days.append(step)
            elif standing:
                last = uow.changes.last_of(opportunity.id, Field.CLOSE_DATE)
                assert last == standing.pop()
                undo(uow, last)
                days.pop()
        slips = sum(1 for before, after in pairwise(days) if after > before)
        assert uow.changes.facts([opportunity.id], TODAY)[opportunity.id].slips == slips


@pytest.mark.parametrize("sql", ["UPDATE changes SET quote = 'never said'", "DELETE FROM changes"])
def test_the_log_refuses_to_be_altered(uow_with_opportunity: Units, database_url: str, sql: str) -> None:
    with uow_with_opportunity() as uow:
        move(uow, Field.PROBABILITY, 60, 70)
    engine = sa.create_engine(database_url)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="only added to"):
        connection.execute(sa.text(sql))
    engine.dispose()


def test_the_log_cannot_be_emptied_at_once_either(postgresql_url: str) -> None:
    engine = sa.create_engine(postgresql_url)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="only added to"):
        connection.execute(sa.text("TRUNCATE changes"))
    engine.dispose()


def test_of_statements_only_those_that_were_told_have_a_link(uow_with_opportunity: Units) -> None:
    with uow_with_opportunity() as uow:
        told, said = say(uow, message_id="https://a.slack.com/p1"), say(uow, message_id="1795363000.000100")
        assert uow.statements.links([told.id, said.id, told.id, 999]) == {told.id: "https://a.slack.com/p1"}
        assert uow.statements.links([]) == {}
