"""Rights are checked at the click: every role, button and command on own, served, the team's and others' records."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.actions import ACTIONS, run_action
from bot.commands import COMMANDS, run_command
from bot.demo import seed
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.scene import Scene
from bot.use_cases.account_facts import take_facts
from bot.use_cases.alert_places import post_card
from bot.use_cases.ask import ask_today
from bot.use_cases.record import make_statement, record
from domain.asking.question import NudgeState
from domain.chat.event import Clicked
from domain.reading.notes import Note, NotePart
from domain.reading.reading import Finding, Kind, Reading
from domain.requests.approvals import Approval
from domain.requests.visits import Visit
from domain.sales.account_facts import AccountName, CreditHold, HoldState
from domain.sales.change import Statement
from domain.sales.company import Seen
from domain.sales.dealings import Offer, Request
from domain.sales.errands import Errand
from domain.sales.openings import Contact, Opening
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.pipeline import PipelineQuery, kept
from domain.sales.process import Field
from storage.unit_of_work import Storage, UnitOfWork

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")

# What each button's ref names. An action that is not here, or in NO_RECORD, fails the test below.
REFS = {
    "nudge": ("still", "changed", "won", "lost", "later", "not_mine", "want_help", "want_visit", "until"),
    "offer": ("take", "decline", "meant"),
    "statement": ("undo",),
    "opportunity": ("open", "history", "change", "save", "lost_because", "tell", "ask_about", "approval_ask"),
    "look": ("more",),
    "call": ("call_meant", "call_back"),
    "alert": (
        "alert_seen",
        "alert_open",
        "alert_more",
        "alert_assign",
        "alert_comment",
        "alert_ask",
        "alert_commit",
        "alert_move",
        "alert_tell",
        "alert_step",
        "alert_mute",
    ),
    "account": ("account", "account_alerts"),
    "customer": ("account_feedback",),
    "person": ("accuracy_of",),
}
OF_ADMINS = ("account_is", "account_is_called", "account_is_none")
# What only its author may touch: a note and its parts, an opening, an errand. A contact is everybody's who may update.
OWN = {
    "note": ("note_record", "note_discard"),
    "part": ("part_leave_out", "part_take_in", "part_meant", "part_edit", "part_save"),
    "opening": (
        "opening_open",
        "opening_decline",
        "opening_fill",
        "opening_save",
        "opening_for",
        "opening_account",
    ),
    "errand": ("errand_skip", "errand_stop", "errand_back"),
}
REFS |= OWN | {"contact": ("contact_remove",)}
# A visit and an approval: taps of whoever is asked, of the side that asked, and of both.
ASKED = {
    "visit asked": ("visit_accept", "visit_decline", "visit_declined"),
    "visit asking": ("visit_ask", "visit_take", "visit_someone", "visit_withdraw", "visit_cancel"),
    "visit both": ("visit_show", "visit_other", "visit_time"),
    "approval asked": ("approval_approve", "approval_refuse", "approval_write_yes", "approval_write_no"),
    "approval asking": ("approval_withdraw",),
    "approval both": ("approval_show", "approval_comment", "approval_write"),
}
REFS |= ASKED
SPECIALIST = "kenji.morita@copperline.example"
DECIDERS = ("judith.whitfield@copperline.example", "helen.storey@copperline.example")
SELLS = (Role.REP, Role.MANAGER, Role.ADMIN)  # who reads what customers said, whoever sells there
GRANTS = ("end_grant", "restore_grant")  # name an assistant: see test_delegated_rights
PRACTICE = ("practice_start", "practice_tap", "practice_undo", "practice_help", "practice_skip")
NO_RECORD = ("accuracy", "decisions", "digest_is", "save_settings", "show_rest", "one_page", *GRANTS, *PRACTICE)
# Commands that name somebody's record, and words that do.
NAMING = {
    "pipeline": "pipeline {rep}",
    "deals": "which deals of {rep} are stale?",
    "opportunity": "opportunity {id}",
    "history": "history {id}",
    "snooze": "snooze {id}",
    "changes": "changes {rep}",
    "what moved": "what slipped of {rep}?",
    "compare": "compare {rep} and {rep}",
    "account": "account {account}",
    "visit": "I'm seeing {account} tomorrow",
    "alerts": "alerts",
    "feedback": "feedback {account}",
    "mute": "mute {account}",
    "unmute": "unmute {account}",
    "about": "{rep}?",
    "name": "{account}",
    "category": "commit of {rep}",
    "ask": "ask {rep} about stale deals",
    "export": "export pipeline of {rep}",
    "forecast": "forecast {rep}",
    "win rate": "win rate of {rep}",
    "how": "how is {rep} doing?",
    "accuracy": "accuracy {rep}",
    "commit": "commit 420k for {rep}",
    "for": "for {rep}: {name} is at 60 %",
    "trip report": "trip report: {name} is at 60 %",
    "new contact": "new contact: Jo Bell at {account}",
}
NOT_NAMING = {c.name for c in COMMANDS} - set(NAMING)


class _NotKept(Exception):
    """Ends a cell's transaction without keeping it."""


@dataclass
class World:
    """The demo company at noon on a Monday, every rep asked, one offer, one statement and one credit hold each."""

    storage: Storage
    quarterback: Quarterback
    refs: dict[str, dict[str, str]]
    targets: dict[str, Opportunity]
    strange_name: str = ""

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
                "call": str(_called(uow, quarterback, rep)),
                "look": str(uow.looks.add(rep.id, kept(PipelineQuery()), NOON)),
                "alert": _held(uow, quarterback, opportunity),
                "account": opportunity.account_id,
                "customer": opportunity.account_id,
                "person": rep.id,
                **_said_and_found(uow, rep, opportunity, nudge.thread),
                **_asked_for(uow, rep, opportunity, statement),
            }
        office = quarterback.office(uow, NOON)
        take_facts(office, [_hold("?", AccountName(name="Nobody we know"))])
        strange = uow.account_names.by_said("erp", "nobody we know")
        assert strange
    yield World(storage, quarterback, refs, targets, str(strange.id))
    storage.close()


def _called(uow: UnitOfWork, quarterback: Quarterback, rep: Person) -> int:
    run_command(quarterback.scene(uow, rep, quarterback.directory(uow), NOON), "commit 420k, best 600k")
    found = uow.calls.last_by(rep.id)
    assert found
    return found.id


def _held(uow: UnitOfWork, quarterback: Quarterback, opportunity: Opportunity) -> str:
    """The id of an alert that was brought to whom the routes name."""
    take_facts(quarterback.office(uow, NOON), [_hold(opportunity.account_id, AccountName(opportunity.account_id))])
    (alert,) = uow.alerts.standing_of([opportunity.account_id])
    for delivery in uow.deliveries.of_alert(alert.id):
        post_card(quarterback.office(uow, NOON), alert, delivery)
    return str(alert.id)


def _hold(source_id: str, account: AccountName) -> CreditHold:
    return CreditHold("erp", source_id, account, HoldState.PLACED, NOON, NOON, overdue=Decimal(7000), currency="USD")


def _stated(uow: UnitOfWork, quarterback: Quarterback, rep: Person, opportunity: Opportunity) -> Statement:
    scene = quarterback.scene(uow, rep, quarterback.directory(uow), NOON)
    before = uow.jobs.next_due()
    run_action(scene, _click("save", opportunity.id, {"probability": str(opportunity.probability - 1)}))
    assert before is not None
    found = uow.statements.last_of(rep.id, scene.place.conversation, None)
    assert found
    return found


def _said_and_found(uow: UnitOfWork, rep: Person, opportunity: Opportunity, thread: int) -> dict[str, str]:
    """A note, an opening, an errand and a contact of that rep."""
    place = ("practice", "", f"dm-{rep.id}", f"m-{rep.id}")
    note = uow.notes.add(Note(rep.id, rep.id, NOON, *place))
    finding = Finding(opportunity.id, Field.PROBABILITY, 77, "77")
    part = uow.notes.add_part(NotePart(note.id, opportunity.id, "at 77", Reading(Kind.UPDATE, (finding,))))
    opening = uow.openings.add(Opening(rep.id, rep.id, f"Hooli of {rep.name}", "Flowline", "an opening", NOON))
    errand = uow.errands.add(Errand(rep.id, rep.id, opportunity.id, None, thread, thread, NOON))
    contact = Contact(opportunity.account_id, "Jo Bell", "", "", "", rep.id, rep.id, "Jo Bell", NOON)
    return {
        "note": str(note.id),
        "part": str(part.id),
        "opening": str(opening.id),
        "errand": str(errand.id),
        "contact": str(uow.contacts.add(contact).id),
    }


def _asked_for(uow: UnitOfWork, rep: Person, opportunity: Opportunity, statement: Statement) -> dict[str, str]:
    """A visit and a discount that this rep asked for."""
    request = uow.requests.add(
        Request(opportunity.id, "technical_presentation", rep.id, "somebody", NOON, statement.id, SPECIALIST)
    )
    at = NOON + timedelta(days=9)
    visit = uow.visits.add(Visit(request.id, opportunity.id, rep.id, rep.id, SPECIALIST, (at,), NOON))
    size, steps = Decimal(12), (DECIDERS[:1], DECIDERS[1:])
    kind = "discount_approval"
    approval = uow.approvals.add(
        Approval(request.id, opportunity.id, kind, size, rep.id, rep.id, "12 % off", steps, NOON, at)
    )
    return {each: str(visit.id if each.startswith("visit") else approval.id) for each in ASKED}


def _allowed(kind: str, person: Person, rep: str, owners: tuple[str, ...]) -> bool:
    if kind in {"offer", "look", "call", *OWN}:
        return person.id == rep
    if kind == "customer":
        return person.role in SELLS or rep in owners
    side = kind.split()[-1]
    asked = person.id == SPECIALIST if kind.startswith("visit") else person.id in DECIDERS
    return (side in ("asked", "both") and asked) or (side != "asked" and rep in owners)


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
_ABSENT = {kind: "no-such" if kind in ("opportunity", "account", "customer") else "999999" for kind in REFS}


def test_every_action_and_command_is_in_the_matrix() -> None:
    assert {*(a for actions in REFS.values() for a in actions), *NO_RECORD, *OF_ADMINS} == set(ACTIONS)
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
                    allowed = _allowed(kind, person, rep, owners)
                    said, changed = _act(world, person, action, refs[kind])
                    cells += 1
                    if not allowed:
                        assert changed == 0, (person.id, action, rep)
                        if kind != "statement":
                            assert said == absent, (person.id, action, rep)
                        assert not _tells(said, world.targets[rep]), (person.id, action, rep)
                        assert not any(world.targets[rep].account in line for line in said), (person.id, action, rep)
    assert cells >= 1000


def test_whom_it_concerns_may_act(world: World) -> None:
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = set(scene.owners)
        for rep in owners & set(world.refs):
            said, changed = _act(world, person, "won", world.refs[rep]["nudge"])
            assert changed >= 1, (person.id, rep)
            assert any("Closed Won" in line for line in said)


@pytest.mark.parametrize("command", NAMING)
def test_commands_tell_nothing_of_records_one_may_not_see(world: World, command: str) -> None:
    """What is not theirs to see is answered like what is not there."""
    for person in _people(world):
        with world.scene_of(person) as scene:
            owners = scene.owners
            accounts = {o.account for o in scene.uow.opportunities.of_owners(owners, open_only=False)}
        for rep, target in world.targets.items():
            named = {"rep": rep, "id": target.id, "account": target.account, "name": target.name}
            nobody = {"rep": "nobody@nowhere.example", "id": "zz-99", "account": "Qqzzx Jjvvk", "name": "Wwqq Vvxx"}
            said = _asked(world, person, NAMING[command].format_map(named))
            if rep in owners:
                assert said or command == "ask", (person.id, command)  # only who manages asks for others
                assert command != "opportunity" or _tells(said, target), (person.id, command)
            elif command == "feedback" and person.role in SELLS:
                assert not _tells(said, target), (person.id, command)  # more: see test_customers_words…
            elif command not in ("account", "name") or target.account not in accounts:
                absent = _asked(world, person, NAMING[command].format_map(nobody))
                assert not _tells(said, target), (person.id, command)
                # That a colleague exists is no secret: who may speak for whom is said, see test_delegated_rights.
                assert command == "for" or _without(said, named) == _without(absent, nobody), (person.id, command)


@pytest.mark.parametrize("seen", Seen)
def test_customers_words_are_read_by_whoever_sells_and_nothing_else_of_what_others_sell(
    world: World, seen: Seen
) -> None:
    """By every way that leads there: the command, a search by each name, the tap and the account's page."""
    company = replace(world.quarterback.company, feedback=seen)
    for person in _people(world):
        for rep, target in world.targets.items():
            words = f"the gauges rattle, says {rep}"
            shown = []
            for ask in ("feedback", "feedback rattle", f"feedback {target.account}", f"feedback {target.name}", "tap"):
                with world.scene_of(person) as before:
                    scene = replace(before, company=company)
                    told = Finding(target.id, Field.FEEDBACK, words, words)
                    owner = replace(scene, person=scene.directory.get(rep) or person)
                    record(owner, make_statement(owner, rep), [told], words)
                    _messages(scene)
                    if ask == "tap":
                        run_action(scene, _click("account_feedback", target.account_id))
                    else:
                        run_command(scene, ask)
                    said, owners = _messages(scene), scene.owners
                shown.append(words in said)
                if rep not in owners:
                    secret = (target.name, target.id, str(target.stage), f"{target.amount or 0:,.0f}")
                    asked = said.replace(ask.removeprefix("feedback "), "…")
                    assert not [each for each in secret if each != "0" and each in asked], (person.id, rep, ask)
            reads = rep in owners or (seen is Seen.COMPANY and person.role in SELLS)
            by_name = rep in owners
            assert shown == [reads, reads, reads, by_name, reads], (person.id, rep)


def _messages(scene: Scene) -> str:
    """Everything the cell queued to be shown to whoever acted, as it is kept."""
    said = ""
    while job := scene.uow.jobs.claim(NOON, NOON - NOON):
        scene.uow.jobs.settle(job)
        if job.body.get("place", {}).get("conversation") == home(scene.person).conversation:
            said += json.dumps(job.body["message"], ensure_ascii=False)
    return said


def _asked(world: World, person: Person, words: str) -> list[str]:
    with world.scene_of(person) as scene:
        _replies(scene)
        run_command(scene, words)
        return _replies(scene)
    raise AssertionError


def _without(said: list[str], names: dict[str, str]) -> list[str]:
    """What was said, without what was typed."""
    for name in names.values():
        said = [line.replace(name, "…").replace(name.lower(), "…") for line in said]
    return said


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


def test_only_an_admin_says_whose_account_a_name_is(world: World) -> None:
    for person in _people(world):
        for action in OF_ADMINS:
            absent, _ = _act(world, person, action, "999999")
            said, _ = _act(world, person, action, world.strange_name)
            assert (said == absent) == (person.role is not Role.ADMIN), (person.id, action)


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


def test_only_whose_turn_it_is_decides_or_comes(world: World) -> None:
    for person in _people(world):
        for rep, refs in world.refs.items():
            comes, _ = _act(world, person, "visit_accept", refs["visit asked"])
            assert (comes == []) == (person.id == SPECIALIST), (person.id, rep)
            approved, _ = _act(world, person, "approval_approve", refs["approval asked"])
            assert ("Approved, and I told them." in approved) == (person.id == DECIDERS[0]), (person.id, rep)
