"""Rights are checked at the click: every role, button and command on own, served, the team's and others' records."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.actions import ACTIONS, run_action
from bot.commands import COMMANDS, run_command
from bot.demo import seed
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.scene import Scene
from bot.use_cases.ask import ask_today
from domain.asking.question import NudgeState
from domain.chat.event import Clicked
from domain.sales.change import Statement
from domain.sales.dealings import Offer
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.process import Field
from storage.unit_of_work import Storage, UnitOfWork

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")

# What each button's ref names. An action that is not here, or in NO_RECORD, fails the test below.
REFS = {
    "nudge": ("still", "changed", "won", "lost", "later", "not_mine", "want_help", "want_visit", "until"),
    "offer": ("take", "decline", "meant"),
    "statement": ("undo",),
    "opportunity": ("open", "history", "change", "save", "lost_because", "tell"),
}
PRACTICE = ("practice_start", "practice_tap", "practice_undo", "practice_help", "practice_skip")
NO_RECORD = ("save_settings", "show_rest", "one_page", *PRACTICE)
NAMING = ("pipeline", "opportunity", "history", "snooze")  # commands that name somebody's record
NOT_NAMING = {c.name for c in COMMANDS} - set(NAMING)


class _NotKept(Exception):
    """Ends a cell's transaction without keeping it."""


@dataclass
class World:
    """The demo company at noon on a Monday, every rep asked, one offer and one statement each."""

    storage: Storage
    quarterback: Quarterback
    refs: dict[str, dict[str, str]]
    targets: dict[str, Opportunity]

    @contextmanager
    def scene_of(self, person: Person) -> Iterator[Scene]:
        try:
            with self.storage.begin() as uow:
                yield self.quarterback.scene(uow, person, self.quarterback.directory(uow), NOON)
                raise _NotKept
        except _NotKept:
            pass


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    app_file = load(ROOT / "app.yaml")
    storage = Storage(f"sqlite:///{tmp_path_factory.mktemp('rights')}/rights.db")
    storage.migrate()
    quarterback = Quarterback(storage, app_file.company, app_file.playbook, lambda: NOON, home)
    seed(storage, app_file.company, NOON.date())
    refs: dict[str, dict[str, str]] = {}
    targets: dict[str, Opportunity] = {}
    with storage.begin() as uow:
        for rep in (p for p in app_file.company.people if p.role is Role.REP):
            ask_today(quarterback.scene(uow, rep, quarterback.directory(uow), NOON))
            nudge = uow.nudges.open_for(rep.id)[0]
            opportunity = uow.opportunities.get(nudge.question.opportunity)
            assert opportunity
            targets[rep.id] = opportunity
            another = next(o for o in uow.opportunities.of_owners((rep.id,)) if not uow.nudges.open_of(o.id))
            statement = _stated(uow, quarterback, rep, another)
            offer = uow.offers.add(Offer(rep.id, statement.id, opportunity.id, Field.PROBABILITY, (33, 44), "33 or 44"))
            refs[rep.id] = {
                "nudge": str(nudge.id),
                "offer": str(offer.id),
                "statement": str(statement.id),
                "opportunity": opportunity.id,
            }
    yield World(storage, quarterback, refs, targets)
    storage.close()


def _stated(uow: UnitOfWork, quarterback: Quarterback, rep: Person, opportunity: Opportunity) -> Statement:
    scene = quarterback.scene(uow, rep, quarterback.directory(uow), NOON)
    before = uow.jobs.next_due()
    run_action(scene, _click("save", opportunity.id, {"probability": str(opportunity.probability - 1)}))
    assert before is not None
    found = uow.statements.last_of(rep.id, scene.place.conversation, None)
    assert found
    return found


def _click(action: str, ref: str, values: dict[str, str] | None = None) -> Clicked:
    place = home(Person("x", "X", Role.REP))
    return Clicked(
        "event",
        "x",
        place,
        "message",
        action,
        ref,
        values=values or {"probability": "77", "quote": "at 77 %", "link": "https://x.example/1"},
    )


def _replies(scene: Scene) -> list[str]:
    """What the cell queued to be said to whoever acted."""
    said = []
    while job := scene.uow.jobs.claim(NOON, NOON - NOON):
        scene.uow.jobs.settle(job)
        if job.body.get("place", {}).get("conversation") == home(scene.person).conversation:
            said.append(job.body["message"]["summary"])
    return said


def _people(world: World) -> tuple[Person, ...]:
    stranger = Person("stranger@copperline.example", "Stranger", Role.REP)
    return (*world.quarterback.company.people, stranger)


def _act(world: World, person: Person, action: str, ref: str) -> tuple[list[str], int]:
    with world.scene_of(person) as scene:
        _replies(scene)
        before = len(scene.uow.changes.since([p.id for p in world.quarterback.company.people], _EVER))
        run_action(scene, _click(action, ref))
        after = len(scene.uow.changes.since([p.id for p in world.quarterback.company.people], _EVER))
        return _replies(scene), after - before
    raise AssertionError


_EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_ABSENT = {"nudge": "999999", "offer": "999999", "statement": "999999", "opportunity": "no-such"}


def test_every_action_and_command_is_in_the_matrix() -> None:
    assert {*(a for actions in REFS.values() for a in actions), *NO_RECORD} == set(ACTIONS)
    assert {*NAMING, *NOT_NAMING} == {c.name for c in COMMANDS}


def test_no_button_does_or_tells_anything_to_whom_it_does_not_concern(world: World) -> None:
    cells = 0
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = scene.owners
        for kind, actions in REFS.items():
            for action in actions:
                absent, _ = _act(world, person, action, _ABSENT[kind])
                for rep, refs in world.refs.items():
                    allowed = person.id == rep if kind == "offer" else rep in owners
                    said, changed = _act(world, person, action, refs[kind])
                    cells += 1
                    if not allowed:
                        assert changed == 0, (person.id, action, rep)
                        if kind != "statement":
                            assert said == absent, (person.id, action, rep)
                        assert not _tells(said, world.targets[rep]), (person.id, action, rep)
    assert cells >= 1000


def test_whom_it_concerns_may_act(world: World) -> None:
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = set(scene.owners)
        for rep in owners & set(world.refs):
            said, changed = _act(world, person, "won", world.refs[rep]["nudge"])
            assert changed >= 1, (person.id, rep)
            assert any("Closed Won" in line for line in said)


def test_commands_tell_nothing_of_records_one_may_not_see(world: World) -> None:
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = scene.owners
        for rep, target in world.targets.items():
            for words in (f"opportunity {target.name}", f"history {target.name}", f"pipeline {rep}"):
                with world.scene_of(person) as scene:
                    _replies(scene)
                    known = run_command(scene, words)
                    said = _replies(scene)
                if rep not in owners:
                    assert not known or not _tells(said, target), (person.id, words)
                elif words.startswith("opportunity"):
                    assert _tells(said, target), (person.id, words)


def test_only_whom_it_concerns_puts_a_question_off_by_its_name(world: World) -> None:
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = scene.owners
        for rep, target in world.targets.items():
            absent, _ = _snoozed(world, person, "no such thing at all", target)
            said, state = _snoozed(world, person, target.name, target)
            if rep in owners:
                assert state is NudgeState.SNOOZED, (person.id, rep)
            else:
                assert (said, state) == (absent, NudgeState.OPEN), (person.id, rep)


def _snoozed(world: World, person: Person, name: str, target: Opportunity) -> tuple[list[str], NudgeState]:
    """What is answered, and what becomes of the question about the target."""
    with world.scene_of(person) as scene:
        _replies(scene)
        (nudge,) = scene.uow.nudges.open_of(target.id)
        run_command(scene, f"snooze {name} until friday")
        found = scene.uow.nudges.get(nudge.id)
        assert found
        return _replies(scene), found.state
    raise AssertionError


def _tells(said: list[str], target: Opportunity) -> bool:
    return any(target.name in line for line in said)


def test_a_form_cannot_reach_a_field_that_is_no_high_card(world: World) -> None:
    rep = next(iter(world.refs))
    person = next(p for p in world.quarterback.company.people if p.id == rep)
    with world.scene_of(person) as scene:
        values = {"owner": "stranger", "version": "99", "id": "other"}
        run_action(scene, replace(_click("save", world.refs[rep]["opportunity"]), values=values))
        found = scene.uow.opportunities.get(world.refs[rep]["opportunity"])
        assert found
        assert found.owner == rep
