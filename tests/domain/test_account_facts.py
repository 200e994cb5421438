"""Facts of a source about an account: order and repeats never matter, older never wins, unknown is never clear."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sales.account_facts import (
    AccountName,
    CreditHold,
    Fact,
    HoldState,
    Severity,
    SupportTicket,
    TicketStatus,
    as_of,
    merge,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACME = AccountName("acme", "acme.example", "Acme")
HOLD = CreditHold("erp", "C-7", ACME, HoldState.PLACED, NOON, NOON)
TICKET = SupportTicket("desk", "T-1", ACME, TicketStatus.OPEN, NOON, NOON)
WEEK = timedelta(days=7)

moments = st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes))
amounts = st.none() | st.sampled_from([Decimal("5"), Decimal("5.00"), Decimal("62000")])
holds = st.builds(
    lambda state, at, seen, version, overdue, since: replace(
        HOLD, state=state, at=at, seen=seen, version=version, overdue=overdue, since=since
    ),
    st.sampled_from(HoldState),
    moments,
    moments,
    st.integers(0, 3),
    amounts,
    st.none() | st.just(date(2026, 11, 2)),
)
tickets = st.builds(
    lambda status, at, seen, version, severity, title, breached: replace(
        TICKET, status=status, at=at, seen=seen, version=version, severity=severity, title=title, breached=breached
    ),
    st.sampled_from(TicketStatus),
    moments,
    moments,
    st.integers(0, 3),
    st.sampled_from(Severity),
    st.sampled_from(["API down", "API slow"]),
    st.booleans(),
)


def told(facts: list[Fact]) -> Fact:
    known: Fact | None = None
    for fact in facts:
        known = merge(known, fact)
    assert known
    return known


@given(st.lists(holds, min_size=1, max_size=4) | st.lists(tickets, min_size=1, max_size=4))
def test_every_order_and_repeat_ends_in_one_state(facts: list[Fact]) -> None:
    ends = {told([*order, *order[:2]]) for order in permutations(facts)}
    assert len(ends) == 1
    (end,) = ends
    newest = max((fact.version, fact.at) for fact in facts)
    assert (end.version, end.at) == newest, "an older version never wins"


@given(st.lists(holds, min_size=1, max_size=6))
def test_what_anybody_claims_to_be_held_is_never_clear_at_the_same_version(facts: list[CreditHold]) -> None:
    end = told(list(facts))
    assert isinstance(end, CreditHold)
    rivals = [fact for fact in facts if (fact.version, fact.at) == (end.version, end.at)]
    if any(fact.standing for fact in rivals):
        assert end.standing


@given(holds, moments)
def test_a_silent_source_makes_a_hold_unknown_never_clear(hold: CreditHold, heard: datetime) -> None:
    later = max(hold.seen, heard) + WEEK + timedelta(seconds=1)
    assert as_of(hold, heard, later, WEEK).state is HoldState.UNKNOWN
    assert as_of(hold, later, later, WEEK) == hold
    assert as_of(hold, None, later, WEEK).standing


@given(tickets)
def test_a_silent_source_solves_nothing(ticket: SupportTicket) -> None:
    later = as_of(ticket, None, ticket.seen + 2 * WEEK, WEEK)
    assert later.standing == ticket.standing


def test_two_things_are_not_merged() -> None:
    with pytest.raises(ValueError, match="are two things"):
        merge(HOLD, replace(HOLD, source_id="C-8"))


def test_one_that_is_read_again_is_the_same_and_known_to_stand_longer() -> None:
    again = replace(HOLD, seen=NOON + WEEK)
    assert reduce(merge, [again, HOLD]).seen == NOON + WEEK
