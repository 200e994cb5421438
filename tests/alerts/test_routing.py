"""Routes: who is told, how soon, and what a newer state of a fact means."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.process_file import load
from domain.alerts.alert import Mute, What
from domain.alerts.happenings import happened
from domain.alerts.risk import at_risk
from domain.alerts.routing import Case, Pace, Route, Target, To, escalation, receivers
from domain.sales.account_facts import (
    AccountName,
    CreditHold,
    FactKind,
    HoldState,
    Severity,
    SupportTicket,
    TicketStatus,
)
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
ACME = AccountName("acme")
HOLD = CreditHold("erp", "1", ACME, HoldState.PLACED, NOON, NOON, overdue=Decimal(500), currency="USD")
TICKET = SupportTicket("desk", "1", ACME, TicketStatus.OPEN, NOON, NOON)
PEOPLE = Directory(load(Path(__file__).parents[2] / "app.yaml").company.people)
RUTH, OWEN, VICTOR = (PEOPLE.named(name)[0].id for name in ("Ruth", "Owen", "Victor"))
JUDITH, DANIEL, PAULA, HELEN = (PEOPLE.named(name)[0].id for name in ("Judith", "Daniel", "Paula", "Helen"))
MakeOpportunity = Callable[..., Opportunity]


@pytest.fixture
def case(make_opportunity: MakeOpportunity) -> Case:
    ruths = make_opportunity("1", owner=RUTH, amount=Decimal(100_000), stage="Proposal")
    victors = make_opportunity("2", owner=VICTOR, amount=Decimal(50_000), stage="Negotiation")
    return Case(HOLD, What.PLACED, (ruths, victors))


def told(case: Case, *routes: Route) -> dict[str, str]:
    return {r.person or f"#{r.channel}": r.pace.value for r in receivers(case, routes, PEOPLE)}


def to(*whom: To) -> tuple[Target, ...]:
    return tuple(Target(each) for each in whom)


def test_words_under_to_name_those_around_the_owners(case: Case) -> None:
    assert told(case, Route(to(To.OWNER))) == {RUTH: "now", VICTOR: "now"}
    assert set(told(case, Route(to(To.MANAGER, To.ASSISTANT, To.ADMIN)))) == {JUDITH, DANIEL, PAULA, HELEN}
    named = (Target(To.PERSON, OWEN), Target(To.TEAM, "West"), Target(To.CHANNEL, "deals-east"))
    assert {OWEN, VICTOR, "#deals-east"} <= set(told(case, Route(named)))


def test_a_route_of_teams_and_stages_is_about_those_opportunities_alone(case: Case) -> None:
    assert told(case, Route(to(To.OWNER), teams=("East",))) == {RUTH: "now"}
    assert told(case, Route(to(To.OWNER), stages=("Negotiation",))) == {VICTOR: "now"}
    assert told(case, Route(to(To.ADMIN), stages=("Discovery",))) == {}
    assert told(case, Route(to(To.OWNER), teams=("East",), amount=Decimal(100_001))) == {}
    assert told(case, Route(to(To.OWNER), amount=Decimal(150_000))) == {RUTH: "now", VICTOR: "now"}


def test_each_is_told_once_in_the_soonest_way(case: Case) -> None:
    digest = Route(to(To.OWNER, To.MANAGER), pace=Pace.DIGEST)
    assert told(case, digest, Route(to(To.OWNER), teams=("East",))) == {
        RUTH: "now", VICTOR: "digest", JUDITH: "digest", DANIEL: "digest",
    }  # fmt: skip


def test_what_a_route_asks_of_the_fact(case: Case) -> None:
    ticket = replace(case, fact=replace(TICKET, severity=Severity.HIGH), what=What.OPENED)
    owner = to(To.OWNER)
    assert told(case, Route(owner, (FactKind.TICKET,))) == {}
    assert told(case, Route(owner, severity=Severity.LOW)) == {}, "a hold has no severity"
    assert told(case, Route(owner, size=Decimal(501))) == {}
    assert told(case, Route(owner, size=Decimal(500), what=(What.PLACED, What.RAISED)))
    assert told(ticket, Route(owner, severity=Severity.NORMAL))
    assert told(ticket, Route(owner, severity=Severity.URGENT)) == {}
    assert told(ticket, Route(owner, late=True)) == {}
    assert told(replace(ticket, late=True), Route(owner, late=True))
    assert told(ticket, Route(owner, size=Decimal(1))) == {}


def test_the_shortest_wait_counts_and_all_are_told_that_a_route_names_for_it(case: Case) -> None:
    routes = (
        Route(to(To.OWNER), escalate_after=24, escalate_to=to(To.ADMIN)),
        Route(to(To.OWNER), escalate_after=8),
        Route(to(To.OWNER)),
    )
    after = escalation(case, routes, PEOPLE)
    assert after
    assert after[0] == 8
    assert {receiver.person for receiver in after[1]} == {HELEN, JUDITH, DANIEL}
    assert escalation(case, routes[2:], PEOPLE) is None


HAPPENED = [
    (None, HOLD, What.PLACED),
    (None, replace(HOLD, state=HoldState.RELEASED), None),
    (None, replace(HOLD, state=HoldState.UNKNOWN), None),
    (HOLD, replace(HOLD, overdue=Decimal(700)), What.RAISED),
    (HOLD, replace(HOLD, overdue=Decimal(510)), What.CHANGED),
    (HOLD, replace(HOLD, overdue=Decimal(400)), What.LOWERED),
    (HOLD, HOLD, None),
    (HOLD, replace(HOLD, state=HoldState.RELEASED), What.RELEASED),
    (HOLD, replace(HOLD, state=HoldState.UNKNOWN), What.UNKNOWN),
    (replace(HOLD, state=HoldState.RELEASED), HOLD, What.PLACED),
    (None, TICKET, What.OPENED),
    (None, replace(TICKET, status=TicketStatus.SOLVED), None),
    (TICKET, replace(TICKET, severity=Severity.URGENT), What.ESCALATED),
    (TICKET, replace(TICKET, breached=True), What.BREACHED),
    (TICKET, replace(TICKET, status=TicketStatus.SOLVED), What.SOLVED),
    (TICKET, replace(TICKET, status=TicketStatus.DELETED), What.GONE),
    (replace(TICKET, status=TicketStatus.SOLVED), TICKET, What.REOPENED),
    (TICKET, replace(TICKET, severity=Severity.LOW), What.EASED),
    (TICKET, replace(TICKET, title="API slow"), What.CHANGED),
    (TICKET, TICKET, None),
]


@pytest.mark.parametrize(("before", "after", "what"), HAPPENED)
def test_what_happened(before: CreditHold | None, after: CreditHold, what: What | None) -> None:
    assert happened(before, after) is what


def test_open_opportunities_of_a_held_or_burning_account_are_at_risk(make_opportunity: MakeOpportunity) -> None:
    open_one, closed, other = (
        make_opportunity("1"), make_opportunity("2", closed_on=NOON.date()), make_opportunity("3", account_id="b"),
    )  # fmt: skip
    found = at_risk((open_one, closed, other), {"acme": [HOLD, TICKET]}, NOON)
    assert set(found) == {"1"}
    assert (found["1"].amount, found["1"].holds, found["1"].tickets) == (Decimal(180_000), (HOLD,), ())
    late = replace(TICKET, due=NOON - timedelta(hours=1))
    assert at_risk((open_one,), {"acme": [late]}, NOON)["1"].tickets == (late,)


def test_an_unknown_hold_is_neither_clear_nor_a_sure_risk(make_opportunity: MakeOpportunity) -> None:
    unknown = replace(HOLD, state=HoldState.UNKNOWN)
    risk = at_risk((make_opportunity("1"),), {"acme": [unknown]}, NOON)["1"]
    assert risk.unknown == (unknown,)
    assert not risk.certain


def test_a_mute_is_about_an_account_or_a_kind_and_ends() -> None:
    assert Mute(RUTH, "acme").holds("acme", FactKind.HOLD, NOON)
    assert not Mute(RUTH, "acme").holds("other", FactKind.HOLD, NOON)
    assert Mute(RUTH, "", FactKind.TICKET).holds("other", FactKind.TICKET, NOON)
    assert not Mute(RUTH, "", FactKind.TICKET).holds("acme", FactKind.HOLD, NOON)
    assert not Mute(RUTH, "acme", None, NOON).holds("acme", FactKind.HOLD, NOON)
