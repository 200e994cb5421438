"""What may have arrived, where the platform cannot be asked, comes once more and says so; nothing is left unsaid."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.teams.sender import TeamsCourier
from adapters.teams.sender_api import Connector
from bot import outbox
from bot.practice_room import home
from bot.process_file import load
from bot.router import Quarterback
from bot.worker import LEASE, Worker
from domain.chat.event import Place
from domain.chat.message import Message, text
from domain.chat.reference import Reference
from storage.teams import KeptSends
from storage.unit_of_work import Storage
from tests.adapters.teams.out.fake_teams import FakeTeams
from tests.adapters.teams.out.hand_set import Clock

ROOT = Path(__file__).parents[2]
NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
SAM = Place("teams", "tenant-1", "a:sam")
RECORDED = Message("Kiln: 60 % → 70 %.", (text("Kiln: 60 % → 70 %."),))
AGAIN = f"You may have this already: {RECORDED.summary}"


@dataclass
class Sending:
    """A worker that sends to a Teams of ours, on a clock set by hand."""

    storage: Storage
    teams: FakeTeams
    clock: Clock
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        app_file = load(ROOT / "app.yaml")
        self._quarterback = Quarterback(self.storage, app_file.company, app_file.playbook, self.now, home)
        self.connector = Connector(lambda: "", lambda _: True)
        reference = Reference("teams", "tenant-1", SAM.conversation, self.teams.url, "personal", "28:app", "29:sam")
        courier = TeamsCourier(
            lambda _: reference, KeptSends(self.storage, self.now), self.connector, lambda *_: None, self.clock
        )
        self.worker = Worker(self._quarterback, {"teams": courier}, only=(outbox.POST, outbox.REDRAW))

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.clock.seconds)

    def say(self) -> None:
        with self.storage.begin() as uow:
            outbox.post(uow, self.now(), SAM, RECORDED, None, "row", 7)

    def work_for(self, seconds: int) -> None:
        for _ in range(seconds):
            self.worker.run_due()
            self.clock.seconds += 1

    def shown(self) -> list[str]:
        return [str(activity["summary"]) for activity in self.teams.activities]

    def left(self) -> int:
        with self.storage.read() as uow:
            return len(uow.jobs.dead(10))


@pytest.fixture
def sending(storage: Storage) -> Iterator[Sending]:
    clock = Clock()
    teams = FakeTeams(time.monotonic)
    made = Sending(storage, teams, clock)
    yield made
    made.connector.close()
    teams.close()


@pytest.mark.parametrize("lost", ["504", "reset", "!504"])
def test_a_lost_answer_is_said_once_more_and_says_that_it_may_have_come_before(sending: Sending, lost: str) -> None:
    sending.teams.faults.append(lost)
    sending.say()
    sending.work_for(120)
    assert sending.shown() == ([] if lost == "!504" else [RECORDED.summary]) + [AGAIN]
    body = sending.teams.activities[-1]["attachments"][0]["content"]["body"]
    assert "You may have this already" in str(body[0])
    assert sending.left() == 0


def test_a_process_that_died_while_it_sent_is_followed_by_one_that_says_so(sending: Sending) -> None:
    sending.say()
    with sending.storage.begin() as uow:
        job = uow.jobs.claim(sending.now(), LEASE)  # a process that dies just after the message left
        assert job
        uow.sends.begin(f"post-{job.body['post']}", sending.now())
    sending.work_for(int(LEASE.total_seconds()))
    assert sending.shown() == []
    sending.work_for(5)
    assert sending.shown() == [AGAIN]
    assert sending.left() == 0


def test_what_is_shown_anew_is_the_copy_that_is_known(sending: Sending) -> None:
    sending.teams.faults.append("504")
    sending.say()
    with sending.storage.begin() as uow:
        outbox.redraw(uow, sending.now(), "row", 7, Message("Taken back."))
    sending.work_for(120)
    assert sending.shown() == [RECORDED.summary, "Taken back."]


def test_an_operator_is_left_with_what_is_lost_again_and_again(sending: Sending) -> None:
    sending.teams.faults.extend(["504"] * 3)
    sending.say()
    sending.work_for(200)
    assert sending.shown() == [RECORDED.summary, AGAIN, AGAIN]
    assert sending.left() == 1
