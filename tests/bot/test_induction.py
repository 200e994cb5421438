"""The minute of practice counts nowhere, and help is offered once to whoever never answered."""

from datetime import datetime

import pytest

from bot.actions import run_action
from bot.practice_room import home
from bot.use_cases.induction import offer_help, welcome
from domain.asking.induction import Induction, Step
from domain.chat.event import Clicked
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage
from tests.dialogues.test_dialogues import MONDAY_NOON

MIA = "mia.torres@copperline.example"
JOINS = "joins Mia Torres, East, CC-101, CC-102, CC-103, CC-104, CC-105, CC-107\nonly Mia Judith"
MORNINGS = ("2026-11-24", "2026-11-30", "2026-12-07", "2026-12-14")
PRACTISES = ("Mia> 70 %, closes end of March", "Mia taps Still so", "Mia taps Get a technical presentation")


@pytest.fixture
def stage(storage: Storage) -> Stage:
    stage = Stage(storage, MONDAY_NOON)
    list(stage.play(JOINS))
    return stage


def play(stage: Stage, *lines: str) -> str:
    return "\n".join(stage.play("\n".join(lines)))


def morning(day: str) -> str:
    return f"@ {day}T09:05:00-05:00"


def test_practice_is_kept_nowhere_and_counts_nowhere(storage: Storage, stage: Stage) -> None:
    play(stage, morning("2026-11-24"))
    with storage.read() as uow:
        before = uow.opportunities.count(), uow.opportunities.of_owners([MIA])
    shown = play(stage, *PRACTISES)
    assert "Probability 25 % → 70 %" in shown
    assert "to Kenji" not in shown
    with storage.read() as uow:
        assert (uow.opportunities.count(), uow.opportunities.of_owners([MIA])) == before
        assert uow.opportunities.get("practice") is None
        assert uow.changes.of_person(MIA, 10) == ()
        assert uow.statements.last_of(MIA, f"dm-{MIA}", None) is None
        assert uow.nudges.answer_rate(MIA)[1] == 0
        kenji = stage.people["Kenji"].id
        assert all(request.asked_by != MIA for request in uow.requests.open_for(kenji))
        assert uow.inductions.of(MIA) == Induction(MIA, uow.inductions.of(MIA).thread)  # type: ignore[union-attr] # there


def test_whether_it_was_skipped_or_finished_is_kept_nowhere(storage: Storage, stage: Stage) -> None:
    play(stage, morning("2026-11-24"), "Mia taps Skip the practice")
    with storage.read() as uow:
        induction = uow.inductions.of(MIA)
        assert induction
        assert (induction.step, induction.helped) == (Step.OVER, None)


def test_whoever_answered_before_gets_none(storage: Storage, stage: Stage) -> None:
    play(stage, "Mia in main> boiler house controllers is at 45")
    shown = play(stage, morning("2026-11-24"))
    assert "Practice" not in shown
    assert "Good morning, Mia" in shown


def test_the_same_button_again_begins_and_ends_nothing(storage: Storage, stage: Stage) -> None:
    shown = play(stage, morning("2026-11-24"), *PRACTISES, "Mia taps Get a technical presentation")
    assert shown.count("That was the practice") == 1
    assert shown.count("Good morning, Mia") == 1
    assert shown.count("That practice is over.") == 1


@pytest.mark.parametrize("action", ["practice_tap", "practice_undo", "practice_help", "practice_skip"])
def test_a_tap_without_a_practice_of_one_s_own_does_nothing(storage: Storage, stage: Stage, action: str) -> None:
    play(stage, morning("2026-11-24"))
    judith = stage.people["Judith"]
    place = home(stage.people["Mia"])
    with storage.begin() as uow:
        scene = stage.quarterback.scene(uow, judith, stage.quarterback.directory(uow), stage.now)
        run_action(scene, Clicked("e", judith.id, place, "m", action, "1"))
        induction = uow.inductions.of(MIA)
        assert induction
        assert induction.step is Step.WORDS
        assert uow.inductions.of(judith.id) is None
    assert "That practice is over." in play(stage, morning("2026-11-24"))


def test_help_is_offered_once_and_the_manager_learns_nothing_else(storage: Storage, stage: Stage) -> None:
    shown = play(stage, morning(MORNINGS[0]), "Mia taps Skip the practice", *map(morning, MORNINGS[1:]))
    assert shown.count("Can I make it easier?") == 1
    told = [line for line in shown.splitlines() if "I offered" in line]
    assert told == ["    I offered Mia Torres help with my questions, in person. There is nothing you need to do."]


@pytest.mark.parametrize("says", ["Mia taps Ask me later", "Mia taps Still so", "Mia taps Not mine"])
def test_whoever_reacts_in_any_way_is_offered_none(storage: Storage, stage: Stage, says: str) -> None:
    shown = play(stage, morning(MORNINGS[0]), "Mia taps Skip the practice", says, *map(morning, MORNINGS[1:3]))
    assert "Can I make it easier?" not in shown


def test_help_and_welcome_are_for_reps(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, MONDAY_NOON)
    for name in ("Judith", "Paula", "Kenji", "Helen"):
        with sqlite_storage.begin() as uow:
            person = stage.people[name]
            scene = stage.quarterback.scene(uow, person, stage.quarterback.directory(uow), stage.now)
            assert [welcome(scene), offer_help(scene)] == [False, False], name


def test_an_induction_is_kept_as_it_was(storage: Storage) -> None:
    helped = Induction("ana@example.com", None, Step.OVER, datetime.fromisoformat("2026-12-07T14:05:00+00:00"))
    with storage.begin() as uow:
        assert uow.inductions.of(helped.person) is None
        uow.inductions.save(Induction(helped.person, None, Step.WORDS))
        uow.inductions.save(helped)
    with storage.read() as uow:
        assert uow.inductions.of(helped.person) == helped
