"""A mark on a question is its tap, a message told is read for its opportunity alone, and a home shows it all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from adapters.slack.block_kit import render
from adapters.slack.home_tab import home as slack_home
from bot.commands import run_command
from bot.demo import seed
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases.app_home import app_home
from bot.use_cases.ask import ask_today
from domain.asking.question import Nudge, NudgeState
from domain.chat.codec import from_json, to_json
from domain.chat.event import Clicked, Reacted, Reaction
from domain.sales.people import Person
from domain.sales.process import Field
from storage.unit_of_work import Storage

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
LINK = "https://test.slack.com/archives/C1/p1"


@dataclass
class Morning:
    """Ruth was asked; her first question stands in a message "root"."""

    quarterback: Quarterback
    ruth: Person
    nudge: Nudge

    def mark(self, reaction: Reaction, message: str = "root") -> None:
        self.quarterback.handle(Reacted(f"mark-{reaction}", self.ruth.id, home(self.ruth), message, reaction))

    def now(self) -> Nudge:
        with self.quarterback.storage.read() as uow:
            found = uow.nudges.get(self.nudge.id)
        assert found
        return found

    def said(self) -> list[str]:
        """What waits to be posted to Ruth."""
        found = []
        with self.quarterback.storage.begin() as uow:
            while job := uow.jobs.claim(NOON, NOON - NOON):
                uow.jobs.settle(job)
                found.append(job.body["message"]["summary"])
        return found

    def home(self) -> list[str]:
        with self.quarterback.storage.read() as uow:
            scene = self.quarterback.scene(uow, self.ruth, self.quarterback.directory(uow), NOON)
            messages = app_home(scene)
        assert len(slack_home(messages)["blocks"]) <= 100
        return [str(to_json(message)) for message in messages]


@pytest.fixture
def morning(sqlite_storage: Storage) -> Morning:
    app_file = load(ROOT / "app.yaml")
    quarterback = Quarterback(sqlite_storage, app_file.company, app_file.playbook, lambda: NOON, home)
    seed(sqlite_storage, app_file.company, NOON.date())
    ruth = next(person for person in app_file.company.people if person.first_name == "Ruth")
    with sqlite_storage.begin() as uow:
        ask_today(quarterback.scene(uow, ruth, quarterback.directory(uow), NOON))
        nudge = uow.nudges.open_for(ruth.id)[0]
        (post,) = uow.posts.of("nudge", nudge.id)
        uow.posts.sent(post.id, "root")
    morning = Morning(quarterback, ruth, nudge)
    morning.said()
    return morning


def test_yes_is_still_so(morning: Morning) -> None:
    morning.mark("yes")
    assert morning.now().state is NudgeState.ANSWERED
    (card,) = morning.said()  # the question itself says so; nothing is said beside it
    assert "It stands as recorded" in card


def test_no_asks_what_changed_and_changes_nothing(morning: Morning) -> None:
    morning.mark("no")
    assert morning.now().state is NudgeState.OPEN
    assert any("What you leave as it is stays" in words for words in morning.said())


def test_later_puts_it_off(morning: Morning) -> None:
    morning.mark("later")
    assert morning.now().state is NudgeState.SNOOZED


def test_a_mark_on_anything_else_means_nothing(morning: Morning) -> None:
    morning.mark("yes", "another message")
    assert morning.now().state is NudgeState.OPEN
    assert morning.said() == []


def test_a_message_told_is_recorded_with_its_quote_and_link(morning: Morning) -> None:
    told = {"quote": "amount is $77,000", "link": LINK}
    place, about = home(morning.ruth), morning.nudge.question.opportunity
    morning.quarterback.handle(Clicked("tell", morning.ruth.id, place, "", "tell", about, values=told))
    with morning.quarterback.storage.read() as uow:
        change = uow.changes.last_of(about, Field.AMOUNT)
        assert change
        assert change.quote == "amount is $77,000"
        statement = uow.statements.get(change.statement)
    assert statement
    assert statement.message_id == LINK


def test_the_history_leads_to_the_message_that_was_told(morning: Morning) -> None:
    for event, link in (("tell", LINK), ("again", "javascript:alert(1)"), ("more", f"{LINK}\n<!channel>")):
        told = {"quote": f"amount is ${len(event)}7,000", "link": link}
        morning.quarterback.handle(
            Clicked(event, morning.ruth.id, home(morning.ruth), "", "tell", "CC-101", values=told)
        )
    morning.said()
    with morning.quarterback.storage.begin() as uow:
        scene = morning.quarterback.scene(uow, morning.ruth, morning.quarterback.directory(uow), NOON)
        assert run_command(scene, "history kiln monitoring")
        job = uow.jobs.claim(NOON, NOON - NOON)
    assert job
    blocks = render(from_json(job.body["message"])).blocks
    links = [e for b in blocks for part in b.get("elements", ()) for e in part["elements"] if e["type"] == "link"]
    assert links == [{"type": "link", "url": LINK, "text": LINK}]


def test_a_home_shows_questions_opportunities_changes_settings_and_what_is_kept(morning: Morning) -> None:
    told = {"quote": "amount is $77,000", "link": LINK}
    event = Clicked("tell", morning.ruth.id, home(morning.ruth), "", "tell", "CC-101", values=told)
    morning.quarterback.handle(event)
    asked, own, changes, settings, kept = morning.home()
    assert "not_mine" in asked
    assert "open opportunities" in own
    assert "amount is $77,000" in changes
    assert "'undo'" in changes
    assert "save_settings" in settings
    assert "Never kept" in kept
