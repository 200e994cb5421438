"""What an assistant may do for a rep, by how far the grant goes and whether it holds: seen, said and tapped."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import ACTIONS, run_action
from bot.commands import run_command
from bot.demo import seed
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.scene import Scene
from bot.use_cases.hear import hear
from bot.use_cases.notes import take_down
from domain.asking.question import Give, GiveKind, Nudge, Question, Reason, RuleKind
from domain.chat.event import Clicked
from domain.reading.notes import Note, NotePart
from domain.reading.reading import About, Finding, Kind, Reading
from domain.sales.change import Change, Statement
from domain.sales.dealings import Offer, Thread
from domain.sales.errands import Errand
from domain.sales.grants import Grant, Revocation, Scope
from domain.sales.openings import Contact, Opening
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.process import Field
from storage.unit_of_work import Storage, UnitOfWork

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
PAULA, RUTH, VICTOR = (f"{name}@copperline.example" for name in ("paula.reyes", "ruth.calloway", "victor.lindqvist"))
KILN = "CC-101"

# How Ruth's grant to Paula stands: the grant, whether Ruth ended it, and the scope that is left of it now.
STATES: dict[str, tuple[Grant | None, bool, Scope | None]] = {
    "none": (None, False, None),
    "plain": (Grant(RUTH), False, Scope.UPDATE),
    "read": (Grant(RUTH, Scope.READ), False, Scope.READ),
    "forecast": (Grant(RUTH, Scope.FORECAST), False, Scope.FORECAST),
    "last day": (Grant(RUTH, ends=date(2026, 11, 23)), False, Scope.UPDATE),
    "first day": (Grant(RUTH, starts=date(2026, 11, 23)), False, Scope.UPDATE),
    "over": (Grant(RUTH, Scope.FORECAST, ends=date(2026, 11, 22)), False, None),
    "not yet": (Grant(RUTH, Scope.FORECAST, starts=date(2026, 11, 24)), False, None),
    "ended by the rep": (Grant(RUTH, Scope.FORECAST), True, None),
}

SEEING = ("opportunity Kiln monitoring", "history Kiln monitoring", "pipeline Ruth")
SAYING = (
    "Kiln monitoring is at 7 %",
    "update Kiln monitoring is at 7 %",
    "Kiln monitoring stays as it is, I need Kenji for a technical presentation at Kiln monitoring",
)
_OF_A_QUESTION = ("still", "changed", "won", "lost", "later", "not_mine", "want_help", "want_visit", "until")
_KIND = {
    **dict.fromkeys(_OF_A_QUESTION, "nudge"),
    **dict.fromkeys(("take", "decline"), "offer"),
    **dict.fromkeys(("change", "save", "lost_because", "tell"), "opportunity"),
    **dict.fromkeys(("part_edit", "part_save"), "part"),
    **dict.fromkeys(("opening_open", "opening_save", "opening_fill"), "opening"),
    "undo": "statement",
    "note_record": "note",
    "errand_skip": "errand",
    "contact_remove": "contact",
}
WRITING_TAPS = tuple(_KIND)
READING_TAPS = ("open", "history")


class _NotKept(Exception):
    """Ends a cell's transaction without keeping it."""


@dataclass
class World:
    """The demo company with Ruth's grant to Paula in one state, and one row of each kind that was Paula's to tap."""

    storage: Storage
    quarterback: Quarterback
    scope: Scope | None
    refs: dict[str, str]

    @contextmanager
    def scene(self, who: str = PAULA) -> Iterator[Scene]:
        try:
            with self.storage.begin() as uow:
                directory = self.quarterback.directory(uow)
                person = directory.get(who)
                assert person
                yield self.quarterback.scene(uow, person, directory, NOON)
                raise _NotKept
        except _NotKept:
            pass

    @property
    def reads(self) -> bool:
        return self.scope is not None

    @property
    def updates(self) -> bool:
        return self.scope is not None and self.scope.includes(Scope.UPDATE)


@pytest.fixture(scope="module", params=STATES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    grant, ended, scope = STATES[request.param]
    app_file = load(ROOT / "app.yaml")
    people = tuple(_with(person, grant) for person in app_file.company.people)
    company = replace(app_file.company, people=people)
    storage = Storage(f"sqlite:///{tmp_path_factory.mktemp('delegated')}/rights.db")
    storage.migrate()
    seed(storage, company, NOON.date())
    with storage.begin() as uow:
        if ended:
            uow.revocations.end(Revocation(PAULA, RUTH, NOON - timedelta(hours=1)))
        refs = _rows(uow)
    yield World(storage, Quarterback(storage, company, app_file.playbook, lambda: NOON, home), scope, refs)
    storage.close()


def _with(person: Person, grant: Grant | None) -> Person:
    if person.id != PAULA:
        return person
    serves = tuple(rep for rep in person.serves if rep != RUTH or grant)
    grants = tuple(grant if grant and each.rep == RUTH else each for each in person.grants)
    return replace(person, serves=serves, grants=grants)


def _rows(uow: UnitOfWork) -> dict[str, str]:
    """What Paula was shown while she might: a question, an offer, a note, an opening, an errand; and Ruth's own."""
    thread = uow.threads.add(Thread(PAULA, "practice", "", f"dm-{PAULA}", opportunity=KILN)).id
    reason, give = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "why"), Give(GiveKind.STAKE, "at stake")
    nudge = uow.nudges.add(Nudge(Question(KILN, RUTH, reason, give, 1.0, "Where does it stand?"), NOON, thread))
    hers = uow.statements.add(Statement(RUTH, RUTH, NOON))
    kiln = uow.opportunities.get(KILN)
    assert kiln
    _change(uow, kiln, hers)
    offer = uow.offers.add(Offer(PAULA, hers.id, KILN, Field.PROBABILITY, (33, 44), "33 or 44"))
    note = uow.notes.add(Note(PAULA, RUTH, NOON, "practice", "", f"dm-{PAULA}", "m"))
    said = Reading(Kind.UPDATE, (Finding(KILN, Field.PROBABILITY, 7, "7"),))
    part = uow.notes.add_part(NotePart(note.id, KILN, "kiln at 7", said))
    opening = uow.openings.add(Opening(PAULA, RUTH, "Marlow Plastics", "Heatguard", "new one", NOON))
    errand = uow.errands.add(Errand(PAULA, RUTH, KILN, nudge.id, thread, None, NOON))
    contact = uow.contacts.add(Contact(kiln.account_id, "Jo Bell", "", "", "", RUTH, RUTH, "Jo Bell", NOON))
    rows = (nudge, offer, hers, note, part, opening, errand, contact)
    kinds = ("nudge", "offer", "statement", "note", "part", "opening", "errand", "contact")
    return {kind: str(row.id) for kind, row in zip(kinds, rows, strict=True)} | {"opportunity": KILN}


def _change(uow: UnitOfWork, kiln: Opportunity, statement: Statement) -> None:
    change = Change(KILN, Field.PROBABILITY, kiln.probability, 74, RUTH, RUTH, "74", NOON, statement.id)
    uow.changes.append([change])
    uow.opportunities.save(replace(kiln, probability=74))


def _state(uow: UnitOfWork) -> object:
    """Everything of Ruth's that a tap or a word could change."""
    own = uow.opportunities.of_owners((RUTH,), open_only=False)
    return (
        [replace(o, version=0) for o in own],
        [(n.state, n.until) for n in uow.nudges.asked_since(RUTH, NOON - timedelta(days=9))],
        [uow.requests.of_opportunity(o.id) for o in own],
        uow.contacts.at("quarry-hill-cement"),
    )


def _said(scene: Scene) -> list[str]:
    """What was queued to be shown to whoever acted."""
    said = []
    while job := scene.uow.jobs.claim(NOON, NOON - NOON):
        scene.uow.jobs.settle(job)
        if job.body.get("place", {}).get("conversation") == home(scene.person).conversation:
            said.append(str(job.body["message"]))
    return said


def _tap(scene: Scene, action: str, ref: str) -> None:
    values = {"probability": "5", "quote": "at 5 %", "link": "https://x.example", "account": "Marlow Plastics"}
    values["product"] = "Heatguard"
    run_action(scene, Clicked("e", PAULA, home(scene.person), "m", action, ref, values=values))


def test_whoever_may_read_sees_and_nobody_else(world: World) -> None:
    for words in SEEING:
        with world.scene() as scene:
            assert run_command(scene, words)
            shown = any("Kiln monitoring" in line for line in _said(scene))
        assert shown is world.reads, words
    for action in READING_TAPS:
        with world.scene() as scene:
            _tap(scene, action, KILN)
            assert any("Quarry Hill" in line for line in _said(scene)) is world.reads, action


def test_whoever_may_update_says_it_and_nobody_else(world: World) -> None:
    for words in SAYING:
        with world.scene() as scene:
            before = _state(scene.uow)
            if not run_command(scene, words) and not take_down(scene, words):
                hear(scene, words)
            assert (_state(scene.uow) != before) is world.updates, words
            if not world.reads:
                assert not any("Quarry Hill" in line for line in _said(scene)), words


def test_what_is_said_for_a_rep_is_laid_out_and_recorded_only_with_the_right_to(world: World) -> None:
    for words in ("for Ruth: kiln at 7 %", "for Ruth Calloway: new one: Marlow Plastics, Heatguard, 45k, March"):
        with world.scene() as scene:
            before = _state(scene.uow)
            assert run_command(scene, words)
            note = scene.uow.notes.open_for(PAULA, home(scene.person).conversation)
            if note and "kiln" in words and world.updates:
                _tap(scene, "note_record", str(note.id))
            assert (_state(scene.uow) != before) is world.updates, words


@pytest.mark.parametrize("action", WRITING_TAPS)
def test_whoever_may_update_taps_and_nobody_else(world: World, action: str) -> None:
    """Buttons of a time when she might: the right is looked at when they are tapped."""
    assert action in ACTIONS
    with world.scene() as scene:
        before = _state(scene.uow)
        _tap(scene, action, world.refs[_KIND[action]])
        after, said = _state(scene.uow), _said(scene)
    if not world.updates:
        assert after == before
    if not world.reads:
        assert not any("Quarry Hill" in line or "$" in line for line in said)


def test_taps_that_write_do_so_for_whoever_may(world: World) -> None:
    for action in ("won", "lost", "later", "not_mine", "take", "undo", "save", "note_record", "opening_open"):
        with world.scene() as scene:
            before = _state(scene.uow)
            _tap(scene, action, world.refs[_KIND[action]])
            assert (_state(scene.uow) != before) is world.updates, action


def test_how_it_counts_in_the_forecast_is_for_whoever_may_forecast(world: World) -> None:
    with world.scene() as scene:
        hear(scene, "Kiln monitoring is commit")
        kiln = scene.uow.opportunities.get(KILN)
        assert kiln
        assert (kiln.forecast_category is not None) is (world.scope is Scope.FORECAST)


def test_the_queue_holds_those_one_may_update_for(world: World) -> None:
    with world.scene() as scene:
        run_command(scene, "queue")
        table = next(line for line in _said(scene) if "most worth first" in line)
        assert ("Ruth Calloway" in table) is world.updates


def test_a_thread_is_handed_only_to_whoever_may_update(world: World) -> None:
    with world.scene(RUTH) as scene:
        thread = scene.uow.threads.add(Thread(RUTH, "practice", "", f"dm-{RUTH}", opportunity=KILN))
        run_command(replace(scene, thread=thread), "hand this to Paula")
        assert (scene.uow.errands.open_from(thread.id) is not None) is world.updates


def test_a_grant_is_ended_by_its_own_rep_alone(world: World) -> None:
    for who in (RUTH, VICTOR, "judith.whitfield@copperline.example", PAULA):
        for action in ("end_grant", "restore_grant"):
            with world.scene(who) as scene:
                before = scene.uow.revocations.pairs()
                run_action(scene, Clicked("e", who, home(scene.person), "m", action, PAULA))
                changed = scene.uow.revocations.pairs() != before
                ended = (PAULA, RUTH) in before
                may = who == RUTH and (world.reads if action == "end_grant" else ended)
                assert changed is may, (who, action)


def test_what_a_rep_ended_is_over_at_the_next_tap(world: World) -> None:
    with world.storage.begin() as uow:
        uow.revocations.end(Revocation(PAULA, RUTH, NOON))
    try:
        with world.scene() as scene:
            before = _state(scene.uow)
            for action in WRITING_TAPS:
                _tap(scene, action, world.refs[_KIND[action]])
            assert _state(scene.uow) == before
    finally:
        with world.storage.begin() as uow:
            uow.revocations.restore(PAULA, RUTH)
