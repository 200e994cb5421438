"""Before an agreed visit the account's page comes by itself: once, in hours, as things stand, to whoever sells it."""

from dataclasses import replace
from datetime import datetime

import pytest

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from bot.worker import Worker
from domain.asking.before_visit import Ahead
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
AGREED = ("only Owen Kenji", "Owen in main> can Kenji come along to northbrook pump on Dec 3 at 2pm?", "Kenji> ok")
EVENING, LATER = "@ 2026-12-02T16:00:00-05:00", "@ 2026-12-03T13:30:00-05:00"
LEAD = "Before your visit, Thu 3 Dec 2026, 14:00 EST:"


@pytest.fixture
def stage(storage: Storage) -> Stage:
    return Stage(storage, MONDAY_NOON)


def set_to(stage: Stage, ahead: Ahead) -> None:
    stage.quarterback = replace(stage.quarterback, playbook=replace(stage.quarterback.playbook, visit_page=ahead))
    stage.worker = Worker(stage.quarterback, {PLATFORM: PracticeCourier(stage.room)})


def play(stage: Stage, *steps: str) -> str:
    return "\n".join(stage.play("\n".join(steps)))


def test_it_comes_once_in_the_last_hour_of_the_day_before(stage: Stage) -> None:
    assert "Before your visit" not in play(stage, *AGREED, "@ 2026-12-02T15:59:59-05:00")
    page = play(stage, "only Owen", EVENING)
    assert f"{LEAD}\n    Northbrook Utilities · utilities" in page
    assert "Technical presentation with Kenji Morita: Thu 3 Dec 2026, 14:00 EST" in page
    assert "Before your visit" not in play(stage, "only Owen", "@ 2026-12-03T08:45:00-05:00", LATER)


def test_it_costs_no_question_and_asks_none(stage: Stage, storage: Storage) -> None:
    play(stage, *AGREED, "@ 2026-12-02T08:45:00-05:00")
    with storage.read() as uow:
        before = len(uow.nudges.open_for(stage.people["Owen"].id))
    page = play(stage, "only Owen", EVENING)
    assert LEAD in page
    assert "in a thread" not in page
    with storage.read() as uow:
        assert len(uow.nudges.open_for(stage.people["Owen"].id)) == before


def test_it_shows_what_holds_when_it_comes(stage: Stage) -> None:
    play(
        stage, *AGREED, "@ 2026-12-02T12:00:00-05:00", "ERP tells hold 9 of Northbrook Utilities: placed, overdue 62000"
    )
    assert "! On credit hold since 2 Dec 2026, $62,000 overdue." in play(stage, "only Owen", EVENING)


def test_a_morning_may_be_set(stage: Stage) -> None:
    set_to(stage, Ahead.MORNING)
    assert LEAD not in play(stage, *AGREED, EVENING)
    assert LEAD in play(stage, "only Owen", "@ 2026-12-03T08:30:00-05:00")


def test_never_may_be_set_even_after_it_was_planned(stage: Stage) -> None:
    play(stage, *AGREED)
    set_to(stage, Ahead.NEVER)
    assert LEAD not in play(stage, "only Owen", EVENING, LATER)


def test_moved_to_an_earlier_or_later_day_it_comes_before_that_day(stage: Stage) -> None:
    move = ("Kenji about Northbrook taps Move it…", "Kenji fills day=2026-12-01; time=13", "Owen taps That works")
    play(stage, *AGREED, *move)
    assert "Before your visit, Tue 1 Dec 2026, 14:00 EST:" in play(stage, "only Owen", "@ 2026-11-30T16:00:00-05:00")
    later = ("Kenji about Northbrook taps Move it…", "Kenji fills day=2026-12-08; time=13", "Owen taps That works")
    assert "Before your visit" not in play(stage, "only Owen Kenji", *later, EVENING)
    assert "Before your visit, Tue 8 Dec 2026, 14:00 EST:" in play(stage, "only Owen", "@ 2026-12-07T16:00:00-05:00")


def test_moved_within_its_day_it_does_not_come_again(stage: Stage) -> None:
    assert LEAD in play(stage, *AGREED, EVENING)
    move = ("Kenji about Northbrook taps Move it…", "Kenji fills day=2026-12-03; time=14:30", "Owen taps That works")
    assert "Before your visit" not in play(stage, "only Owen Kenji", *move, "@ 2026-12-03T09:00:00-05:00", LATER)


def test_a_cancelled_visit_has_no_page(stage: Stage) -> None:
    assert "Before your visit" not in play(stage, *AGREED, "Owen taps Cancel it", EVENING, LATER)


@pytest.mark.parametrize("words", ["I'm seeing Northbrook tomorrow", "account northbrook"])
def test_who_asked_for_it_just_before_has_it(stage: Stage, words: str) -> None:
    asked = play(stage, *AGREED, "@ 2026-12-02T14:00:00-05:00", f"Owen in main> {words}")
    assert "Northbrook Utilities · utilities" in asked
    assert "Before your visit" not in play(stage, "only Owen", EVENING, LATER)


def test_who_asked_days_before_gets_it_all_the_same(stage: Stage) -> None:
    play(stage, *AGREED, "Owen in main> account northbrook")
    assert LEAD in play(stage, "only Owen", EVENING)


def test_what_was_handed_to_somebody_else_comes_to_them_alone(stage: Stage, storage: Storage) -> None:
    play(stage, *AGREED)
    with storage.begin() as uow:
        owned = uow.opportunities.get("CC-112")
        assert owned
        uow.opportunities.save(replace(owned, owner=stage.people["Ruth"].id))
    shown = play(stage, "only Owen Ruth", EVENING)
    page = shown[: shown.index(LEAD)]
    assert page.rstrip().endswith("to Ruth, directly:")
    assert shown.count("Before your visit") == 1
    assert "Plantview pilot" not in shown[shown.index(LEAD) :]  # which is still Owen's


def test_what_comes_due_when_the_visit_is_over_is_left(stage: Stage) -> None:
    play(stage, *AGREED)
    assert "Before your visit" not in play(stage, "only Owen", "@ 2026-12-03T15:00:00-05:00")


def test_after_hours_it_waits_for_the_morning(stage: Stage) -> None:
    assert "Before your visit" not in play(stage, *AGREED, "@ 2026-12-02T17:30:00-05:00")
    assert LEAD in play(stage, "only Owen", "@ 2026-12-03T08:30:00-05:00")
