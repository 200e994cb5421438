"""Alerts on both databases: one message that lives, told in time and not too often; order and repeats never matter."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.practice_room import home
from bot.use_cases.app_home import app_home
from domain.alerts.alert import AlertState, DeliveryState
from domain.alerts.routing import AlertRules, Pace, Route, Target, To
from domain.chat.event import Reacted
from domain.sales.account_facts import AccountName, Fact, HoldState, Severity, TicketStatus
from storage.unit_of_work import Storage
from tests.alerts.desk import NOON, Desk, hold, ticket

OWNER = (Target(To.OWNER),)
MINUTE = timedelta(minutes=1)


def test_one_message_lives_from_placed_to_released(storage: Storage) -> None:
    desk = Desk(storage)
    desk.take(hold(NOON, overdue=Decimal(42_000)))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == ["Credit hold: Quarry Hill Cement, $42,000 overdue"]
    desk.take(hold(desk.now, overdue=Decimal(62_000)))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth")[0] == "Credit hold raised: Quarry Hill Cement, $62,000 overdue"
    desk.take(hold(desk.now, HoldState.RELEASED))
    desk.later(minutes=3)
    lifted = "Hold lifted: you can ship to Quarry Hill Cement; its $249,000 is free."
    assert desk.seen_by("Ruth")[0] == lifted
    assert desk.seen_by("Judith")[0] == lifted
    assert desk.seen_by("Victor") == []


def test_a_repeat_and_an_older_version_say_nothing(storage: Storage) -> None:
    desk = Desk(storage)
    placed = hold(NOON, overdue=Decimal(42_000))
    desk.take(placed, placed)
    desk.later(minutes=3)
    taken = desk.take(placed, replace(placed, at=NOON - MINUTE, state=HoldState.RELEASED))
    desk.later(minutes=3)
    assert (taken.news, taken.known) == (0, 2)
    assert desk.seen_by("Ruth") == ["Credit hold: Quarry Hill Cement, $42,000 overdue"]


def test_what_is_over_before_it_could_be_told_is_not_told(storage: Storage) -> None:
    desk = Desk(storage)
    desk.take(hold(NOON), hold(NOON + MINUTE, HoldState.RELEASED))
    desk.later(minutes=5)
    assert desk.seen_by("Ruth") == []


def test_a_hold_placed_again_is_a_message_of_its_own(storage: Storage) -> None:
    desk = Desk(storage)
    for state in (HoldState.PLACED, HoldState.RELEASED, HoldState.PLACED):
        desk.take(hold(desk.now, state))
        desk.later(minutes=3)
    assert desk.seen_by("Ruth").count("Credit hold: Quarry Hill Cement") == 2, "the old one is drawn anew as well"


HISTORIES: list[list[Fact]] = [
    [hold(NOON), hold(NOON + MINUTE, HoldState.RELEASED), hold(NOON + 2 * MINUTE, overdue=Decimal(5))],
    [hold(NOON), hold(NOON + MINUTE, HoldState.UNKNOWN), hold(NOON + 2 * MINUTE, HoldState.RELEASED)],
    [ticket(NOON), ticket(NOON + MINUTE, severity=Severity.URGENT), ticket(NOON + 2 * MINUTE, TicketStatus.SOLVED)],
    [ticket(NOON), ticket(NOON + MINUTE, title="edited"), ticket(NOON + 2 * MINUTE, TicketStatus.DELETED)],
]


@pytest.mark.parametrize("history", HISTORIES, ids=["placed last", "released last", "solved", "deleted"])
def test_every_order_ends_in_the_same_state(sqlite_storage: Storage, history: list[Fact]) -> None:
    """Each order tells of an account and a thing of its own, with every repeat."""
    desk = Desk(sqlite_storage)
    accounts = [
        "Quarry Hill Cement",
        "Redfern Glass",
        "Tamarack Energy",
        "Granite Peak Mining",
        "Ironwood Steel",
        "Kestrel Aerospace",
    ]
    for account, order in zip(accounts, permutations(history), strict=True):
        for fact in (*order, *order):
            desk.take(replace(fact, source_id=account, account=AccountName(name=account)))
    with desk.storage.read() as uow:
        kept = [uow.account_facts.get(number) for number in range(1, 7)]
        alerts = [uow.alerts.of_fact(number) for number in range(1, 7)]
    states = {getattr(each.fact, "state", None) or each.fact.status for each in kept if each}  # type: ignore[union-attr] # either kind
    assert len(states) == 1
    closed = {alert is None or alert.state is AlertState.CLOSED for alert in alerts}
    assert closed == {not history[-1].standing}


facts = st.builds(
    lambda state, minute, version: replace(hold(NOON + minute * MINUTE, state), version=version),
    st.sampled_from(HoldState),
    st.integers(0, 4),
    st.integers(0, 2),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(facts, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_an_alert_stands_exactly_where_a_hold_was_seen_to_stand(
    sqlite_storage: Storage, history: list[Fact], random: object
) -> None:
    desk = Desk(sqlite_storage)
    source_id = f"{len(desk.seen_by('Ruth'))}-{id(history)}"
    shuffled = [replace(fact, source_id=source_id) for fact in history]
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis hands in a random.Random
    desk.take(*shuffled)
    newest = max(shuffled, key=lambda fact: (fact.version, fact.at))
    with desk.storage.read() as uow:
        (kept,) = [k for k in uow.account_facts.of_accounts(["quarry-hill-cement"]) if k.fact.source_id == source_id]
        alert = uow.alerts.of_fact(kept.id)
    assert (kept.fact.version, kept.fact.at) == (newest.version, newest.at)
    stands = alert is not None and alert.state is not AlertState.CLOSED
    if not kept.fact.standing:
        assert not stands
    if getattr(kept.fact, "state", None) is HoldState.PLACED:
        assert stands


def test_nobody_is_woken_and_the_night_is_told_in_the_morning(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage, now=NOON + timedelta(hours=8))
    desk.take(hold(desk.now))
    desk.later(hours=11)
    assert desk.seen_by("Ruth") == []
    desk.later(hours=2)
    assert "Credit hold: Quarry Hill Cement" in desk.seen_by("Ruth")


def test_what_happens_by_night_is_one_line_in_the_morning_that_says_how_it_stands(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage)
    desk.take(hold(NOON))
    desk.later(hours=8)
    for owed in (7000, 9000):
        desk.take(hold(desk.now, overdue=Decimal(owed)))
        desk.later(hours=1)
    assert len(desk.seen_by("Ruth")) == 1, "drawn anew, which rings nobody"
    desk.later(hours=12)
    assert desk.seen_by("Ruth").count("Credit hold raised: Quarry Hill Cement, $9,000 overdue.") == 1


def test_what_may_come_at_any_hour_does_not_wait_behind_what_waits_for_the_morning(sqlite_storage: Storage) -> None:
    routes = (Route(OWNER, severity=Severity.LOW), Route(OWNER, severity=Severity.URGENT, any_hour=True))
    desk = Desk(sqlite_storage, AlertRules(routes), now=NOON + timedelta(hours=8))
    desk.take(ticket(desk.now))
    desk.take(ticket(desk.now, source_id="T-2", severity=Severity.URGENT))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == ["Quarry Hill Cement, urgent ticket, open"]


def test_a_route_for_any_hour_does_not_wait(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage, AlertRules((Route(OWNER, any_hour=True),)), NOON + timedelta(hours=8))
    desk.take(hold(desk.now))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == ["Credit hold: Quarry Hill Cement"]


def test_what_comes_together_is_told_together(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage, AlertRules((Route(OWNER),), batch=10, per_day=20))
    for number in range(7):
        desk.take(ticket(desk.now, source_id=f"T-{number}", title=f"fault {number}"))
        desk.later(minutes=1)
    assert desk.seen_by("Ruth") == []
    desk.later(minutes=10)
    seen = desk.seen_by("Ruth")
    assert len(seen) <= 7
    assert any("more alert" in line for line in seen)


def test_beyond_the_days_limit_the_digest_takes_the_rest(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage, AlertRules((Route(OWNER),), batch=0, per_day=3))
    desk.worker.plan()
    for number in range(6):
        desk.take(ticket(desk.now, source_id=f"T-{number}", title=f"fault {number}"))
        desk.later(minutes=1)
    assert len(desk.seen_by("Ruth")) == 3
    desk.later(hours=21)
    assert "3 alerts about your accounts that could wait until now." in desk.seen_by("Ruth")


def test_what_is_put_off_comes_at_once_where_it_gets_worse(sqlite_storage: Storage) -> None:
    routes = (Route(OWNER, severity=Severity.HIGH), Route(OWNER, pace=Pace.DIGEST))
    desk = Desk(sqlite_storage, AlertRules(routes))
    desk.take(ticket(NOON, severity=Severity.LOW))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == []
    desk.take(ticket(desk.now, severity=Severity.URGENT))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == ["Escalated: Quarry Hill Cement, urgent ticket, open"]


def test_what_was_one_line_of_the_digest_comes_as_a_message_where_it_gets_worse(sqlite_storage: Storage) -> None:
    routes = (Route(OWNER, severity=Severity.HIGH), Route(OWNER, pace=Pace.DIGEST))
    desk = Desk(sqlite_storage, AlertRules(routes))
    desk.worker.plan()
    desk.take(ticket(NOON, severity=Severity.LOW))
    desk.later(hours=22)
    assert "1 alert about your accounts that could wait until now." in desk.seen_by("Ruth")
    desk.take(ticket(desk.now, severity=Severity.URGENT))
    desk.later(minutes=3)
    assert desk.seen_by("Ruth")[-1] == "Escalated: Quarry Hill Cement, urgent ticket, open"


def test_a_private_channel_is_told_and_a_public_one_without_figures(sqlite_storage: Storage) -> None:
    to = (Target(To.CHANNEL, "deals-east"), Target(To.CHANNEL, "lobby"))
    desk = Desk(sqlite_storage, AlertRules((Route(to),)))
    desk.take(hold(NOON))
    desk.later(minutes=3)
    assert desk.seen_in("channel-deals-east") == ["Credit hold: Quarry Hill Cement"]
    assert desk.seen_in("channel-lobby") == [
        "Quarry Hill Cement: finance has news, to be read before you promise anything"
    ]
    desk.take(hold(desk.now, HoldState.RELEASED))
    desk.later(minutes=3)
    assert desk.seen_in("channel-deals-east")[0].startswith("Hold lifted")


def test_a_silent_source_makes_it_unknown_and_a_word_of_it_known_again(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage)
    desk.worker.plan()
    desk.take(hold(NOON, overdue=Decimal(9)))
    desk.later(minutes=3)
    desk.later(days=9)
    assert desk.seen_by("Ruth")[0] == "Quarry Hill Cement: credit state unknown, erp last told of it 9 days ago"
    with desk.storage.begin() as uow:
        uow.account_facts.heard("erp", desk.now)
    desk.later(days=1)
    assert desk.seen_by("Ruth")[0] == "Credit hold: Quarry Hill Cement, $9 overdue"


def test_a_promise_that_is_broken_is_told_though_the_source_is_silent(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage, AlertRules((Route(OWNER, late=True),)))
    desk.take(ticket(NOON, due=NOON + timedelta(hours=1), title="API down"))
    desk.later(minutes=30)
    assert desk.seen_by("Ruth") == []
    desk.later(minutes=31)
    desk.later(minutes=3)
    assert desk.seen_by("Ruth") == ["Quarry Hill Cement, ticket “API down”, open, answer overdue"]


def test_who_left_is_told_nothing_more_and_every_delivery_is_settled(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage)
    desk.take(hold(NOON))
    desk.later(minutes=3)
    company = desk.quarterback.company
    stayed = tuple(person for person in company.people if person.first_name != "Judith")
    object.__setattr__(desk.quarterback, "company", replace(company, people=stayed))
    object.__setattr__(desk.quarterback, "_known", {})  # as after a restart with another app.yaml
    desk.take(hold(desk.now, HoldState.RELEASED))
    desk.later(minutes=3)
    assert desk.seen_by("Judith")[0] == "Credit hold: Quarry Hill Cement"
    with desk.storage.read() as uow:
        assert not uow.jobs.dead(10)
        assert all(d.state is DeliveryState.SENT for d in uow.deliveries.of_alert(1))


def test_a_name_nobody_knows_is_asked_of_an_admin_once_for_each_source(storage: Storage) -> None:
    desk = Desk(storage)
    strange = AccountName(id="8812", name="QHC Holding")
    taken = desk.take(
        hold(NOON, account=strange),
        hold(NOON, account=strange, source_id="C-8"),
        ticket(NOON, account=strange, severity=Severity.URGENT),
    )
    desk.later(minutes=3)
    assert taken.unmatched == 3
    assert [line.split(",")[0] for line in desk.seen_by("Helen")] == [
        "erp tells me something about “QHC Holding”",
        "desk tells me something about “QHC Holding”",
    ]
    assert desk.seen_by("Ruth") == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (AccountName(id="quarry-hill-cement"), True),
        (AccountName(id="quarry-hill-cement", name="Quarry Hill Cement (north works)"), True),
        (AccountName(id="redfern-glass", name="Quarry Hill Cement"), False),
        (AccountName(id="quarry-hill-cement", name="Somebody Else"), False),
        (AccountName(name="QUARRY HILL CEMENT, Inc."), True),
        (AccountName(name="Quary Hill"), True),
        (AccountName(domain="quarry-hill-cement.com"), True),
        (AccountName(domain="support.quarryhillcement.co.uk"), True),
        (AccountName(name="Quarry Hill Bakery"), False),
        (AccountName(name="Redfern Glass", domain="quarry-hill-cement.com"), False),
        (AccountName(name="Hill"), False),
        (AccountName(name="∅"), False),
        (AccountName(), False),
    ],
    ids=str,
)
def test_only_what_is_clear_is_matched(sqlite_storage: Storage, said: AccountName, found: bool) -> None:
    desk = Desk(sqlite_storage)
    assert desk.take(hold(NOON, account=said)).unmatched == (not found)
    with desk.storage.read() as uow:
        kept = uow.account_facts.get(1)
    assert kept
    assert kept.account == ("quarry-hill-cement" if found else None)


def test_a_mark_on_an_alert_means_seen_and_the_home_shows_what_stands(sqlite_storage: Storage) -> None:
    desk = Desk(sqlite_storage)
    desk.take(hold(NOON))
    desk.later(minutes=3)
    ruth = desk.people["Ruth"]
    (message,) = [row.id for row in desk.room.latest(home(ruth).conversation, 5)]
    desk.quarterback.handle(Reacted("m", ruth.id, home(ruth), message, "yes"))
    with desk.storage.read() as uow:
        (alert,) = uow.alerts.standing()
        scene = desk.quarterback.scene(uow, ruth, desk.quarterback.directory(uow), desk.now)
        shown = [each.summary for each in app_home(scene)]
    assert (alert.state, alert.acknowledged_by) == (AlertState.ACKNOWLEDGED, ruth.id)
    assert "1 alert open about your accounts." in shown
