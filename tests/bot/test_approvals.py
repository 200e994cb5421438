"""Discounts that lower the amount, deciders who come too late or ask for themselves, and deadlines."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from domain.chat.event import Clicked
from domain.sales.approvals import ApprovalRule, ApprovalStep
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
ASK = "Owen in main> can I get 12 % off for northbrook pump?"
JUDITH, HELEN, DANIEL, OWEN = (
    f"{name}@copperline.example" for name in ("judith.whitfield", "helen.storey", "daniel.moreno", "owen.baptiste")
)


@pytest.fixture
def stage(sqlite_storage: Storage) -> Stage:
    return Stage(sqlite_storage, MONDAY_NOON)


def with_rule(stage: Stage, *steps: ApprovalStep, lowers: bool = False, escalate_to: str = "") -> None:
    rule = ApprovalRule("discount_approval", steps, timedelta(hours=2), escalate_to, lowers)
    company = replace(stage.quarterback.company, approvals=(rule,))
    stage.quarterback = replace(stage.quarterback, company=company)
    stage.worker._quarterback = stage.quarterback


def play(stage: Stage, *steps: str) -> str:
    return "\n".join(stage.play("\n".join(("only Owen Judith Helen Daniel Paula", *steps))))


def northbrook(storage: Storage) -> Opportunity:
    with storage.read() as uow:
        found = uow.opportunities.get("CC-112")
    assert found is not None
    return found


def test_an_approved_discount_changes_nothing_unless_app_yaml_says_so(stage: Stage, sqlite_storage: Storage) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)))
    play(stage, ASK, "Judith taps Approve")
    assert northbrook(sqlite_storage).amount == Decimal(175000)


def test_where_it_does_the_amount_is_lowered_in_the_words_of_whoever_asked_and_can_be_undone(
    stage: Stage, sqlite_storage: Storage
) -> None:
    with_rule(stage, ApprovalStep((DANIEL,)), lowers=True)
    shown = play(stage, ASK, "Daniel taps Approve")
    assert "Amount $175,000 → $154,000, from: “can I get 12 % off (approved by Daniel Moreno)”" in shown
    with sqlite_storage.read() as uow:
        change = uow.changes.of_opportunity("CC-112", 1)[0]
    assert (change.field, change.by, change.on_behalf_of) == (Field.AMOUNT, OWEN, OWEN)
    play(stage, "Owen taps Undo")
    assert northbrook(sqlite_storage).amount == Decimal(175000)


def test_any_one_of_a_step_decides_and_the_second_sees_it(stage: Stage) -> None:
    with_rule(stage, ApprovalStep((JUDITH, DANIEL)))
    shown = play(stage, ASK, "Judith taps Approve", "Daniel taps Approve", "Daniel taps Refuse…")
    assert shown.count("That is settled: approved by Judith Whitfield.") == 2
    assert "Daniel Moreno approved" not in shown


def test_nobody_approves_their_own_request(stage: Stage) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)))
    shown = play(stage, "Judith in main> can I get 12 % off for northbrook pump?")
    assert "nobody approves their own request. Nobody was asked." in shown


def test_an_assistant_asks_in_the_name_of_the_rep_who_may_withdraw_it(stage: Stage) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)))
    shown = play(
        stage, "Paula in main> can I get 12 % off for northbrook pump?", "Owen taps Withdraw", "Judith taps Approve"
    )
    assert "Paula Reyes, for Owen Baptiste, asks for a discount of 12 %" in shown
    assert "That is settled: withdrawn by Owen Baptiste." in shown


def test_after_the_deadline_one_more_may_decide_once(stage: Stage) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)), escalate_to=DANIEL)
    late = "@ 2026-11-23T14:30:00-05:00"
    shown = play(stage, ASK, late, "@ 2026-11-24T14:30:00-05:00", "Daniel taps Approve", "Judith taps Approve")
    assert shown.count("12 % for Northbrook Utilities, Pump monitoring yet. I asked Daniel Moreno too.") == 1
    assert "That is settled: approved by Daniel Moreno." in shown


def test_what_was_decided_in_time_is_not_escalated(stage: Stage) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)), escalate_to=DANIEL)
    shown = play(stage, ASK, "Judith> no, too much", "@ 2026-11-23T14:30:00-05:00")
    assert "refused a discount of 12 % for Northbrook Utilities, Pump monitoring: “too much”" in shown
    assert "Nobody has decided" not in shown


@pytest.mark.parametrize("words", ["ok but not before Friday?", "yes, maybe", "no, not yet"])
def test_what_is_unsure_is_a_comment_and_no_decision(stage: Stage, words: str) -> None:
    with_rule(stage, ApprovalStep((JUDITH,)))
    shown = play(stage, ASK, f"Judith> {words}", "Judith taps Approve")
    assert f"Judith Whitfield said: “{words}”" in shown
    assert "Judith Whitfield approved." in shown


@pytest.mark.parametrize("percent", ["", "much", "0", "100", "-5", "12 or 13", "1e9"])
def test_a_size_that_is_none_asks_nobody(stage: Stage, percent: str) -> None:
    shown = play(stage, "Owen in main> need a discount for northbrook pump", f"Owen fills percent={percent}")
    assert "to Judith" not in shown
    assert "write a number such as 12" in shown or "between 0 and 100 %" in shown


def test_two_who_decide_at_once_make_one_decision(storage: Storage) -> None:
    stage = Stage(storage, MONDAY_NOON)
    with_rule(stage, ApprovalStep((JUDITH, DANIEL)))
    play(stage, ASK)
    with storage.read() as uow:
        (approval,) = uow.approvals.running()
    taps = [
        Clicked(f"tap-{person}", person, stage.home_of(name), "m", action, str(approval.id))
        for person, name, action in (
            (JUDITH, "Judith", "approval_approve"),
            (DANIEL, "Daniel", "approval_refuse"),
        )
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(stage.quarterback.handle, taps))
    with storage.read() as uow:
        said, settled = uow.decisions.of(approval.id), uow.approvals.get(approval.id)
    assert settled is not None
    assert [decision.verdict for decision in said] == [settled.state]
    assert play(stage, "@ 2026-11-23T12:00:30-05:00").count("That is settled:") == 1
