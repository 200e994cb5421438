"""Against an independent program that plays Slack: whatever a person does is heard once, over HTTP and Socket Mode."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack.app import Slack
from adapters.slack.block_kit import render
from adapters.slack.doctor import Setup, examine
from adapters.slack.given import Given
from adapters.slack.hosts import Host
from adapters.slack.installs import SingleInstall
from adapters.slack.people import People
from adapters.slack.socket_mode import SocketMode
from adapters.slack.web import application
from adapters.slack.web_api import WebApi
from domain.chat.event import Clicked, Deleted, Edited, Event, Place, Reacted, Said
from domain.chat.message import Button, Buttons, Form, Input, Message, Option, Select, text
from storage.links import KeptLinks
from storage.unit_of_work import Storage
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound.conftest import Listener
from tests.peers import local_slack
from tests.peers.local_slack import BOT_TOKEN, CHANNEL, SAM, TEAM, LocalSlack

pytestmark = pytest.mark.skipif(not local_slack.BINARY.exists(), reason=local_slack.MISSING)

SOON = 20.0  # seconds
SAM_MAIL = "sam@example.com"


@dataclass
class Ear(Listener):
    """Waits for what it is told."""

    people: tuple[str, ...] = (SAM_MAIL, "alex@example.com")
    changed: threading.Condition = field(default_factory=threading.Condition)

    def handle(self, event: Event) -> None:
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def home(self, workspace: str, user: str, person_id: str) -> None:
        with self.changed:
            self.homes.append((workspace, user, person_id))
            self.changed.notify_all()

    def next(self) -> Event:
        with self.changed:
            assert self.changed.wait_for(lambda: self.events, SOON), "nothing was heard"
            return self.events.pop(0)


@dataclass
class Scene:
    ear: Ear
    peer: LocalSlack
    place: Place

    @property
    def here(self) -> str:
        return self.place.conversation

    def post(self, message: Message) -> str:
        """As the bot, in Sam's direct message; its ts."""
        shown = render(message)
        answer = self.peer.api("chat.postMessage", channel=self.here, text=shown.text, blocks=shown.blocks)
        return str(answer["ts"])

    def last_element(self, ts: str) -> local_slack.Json:
        """The first button or select of a message as the peer keeps it."""
        stands = next(each for each in self.peer.messages(self.here) if each["ts"] == ts)
        block = next(each for each in stands["blocks"] if each["type"] == "actions" or "accessory" in each)
        element: local_slack.Json = block.get("accessory") or block["elements"][0]
        return element


def listening(ear: Ear, address: str, storage: Storage) -> Slack:
    """What hears, for the peer at that address."""
    host = Host(address)
    installs = SingleInstall(host.api, BOT_TOKEN)

    def api_of(workspace: str) -> WebApi:
        return WebApi(lambda: installs.token_for(workspace), host.api)

    def now() -> datetime:
        return datetime.now(UTC)

    people = People(KeptLinks("slack", storage, now), api_of, ear, now)
    return Slack(Given(ear.handle, ear.say, ear.home, lambda _: ear.options, ear), installs, people, api_of, host)


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture(params=["http", "socket"])
def scene(
    request: pytest.FixtureRequest, sqlite_storage: Storage, background: Background, tmp_path: Path
) -> Iterator[Scene]:
    ear = Ear()
    if request.param == "http":
        slacks: list[Slack] = []  # the peer must know our address before we can know the peer's
        app = web.Application()
        take = lambda payload: slacks[0].take(payload)  # noqa: E731 - looked up late, and that is all of it
        app.add_subapp("/slack/", application(take, [local_slack.SECRET], time.time))
        served = background.serve(app)
        with local_slack.running(tmp_path, background, f"{served.url}slack/events") as peer:
            slacks.append(listening(ear, peer.address, sqlite_storage))
            yield Scene(ear, peer, Place("slack", TEAM, peer.direct()))
        served.stop()
        return
    with local_slack.running(tmp_path, background) as peer:
        slack = listening(ear, peer.address, sqlite_storage)
        mode = SocketMode(slack.take, f"{peer.address}/api/", local_slack.APP_TOKEN)
        thread = threading.Thread(target=mode.run)
        thread.start()
        assert mode.connected.wait(SOON)
        yield Scene(ear, peer, Place("slack", TEAM, peer.direct()))
        mode.stop()
        thread.join(SOON)


def test_whatever_sam_does_is_heard_once(scene: Scene) -> None:
    """One test for all: what is heard twice shows as the answer to the next question."""
    ear, peer, here = scene.ear, scene.peer, scene.here

    ts = peer.say("verbal from Jo, should close on 14 Apr", here)
    said = ear.next()
    assert isinstance(said, Said)
    assert (said.speaker, said.place, said.message_id) == (SAM_MAIL, scene.place, ts)
    assert said.text == "verbal from Jo, should close on 14 Apr"

    peer.edit(ts, "verbal from Jo, should close on 15 Apr", here)
    edited = ear.next()
    assert isinstance(edited, Edited)
    assert (edited.message_id, edited.text) == (ts, "verbal from Jo, should close on 15 Apr")

    peer.delete(ts, here)
    deleted = ear.next()
    assert isinstance(deleted, Deleted)
    assert (deleted.speaker, deleted.message_id) == (SAM_MAIL, ts)

    root = scene.post(Message("Is Acme still at 60 %?", (Buttons((Button("Still so", "still", "7"),)),)))
    peer.say("70 % now", here, root)
    reply = ear.next()
    assert isinstance(reply, Said)
    assert (reply.place.thread, reply.text) == (root, "70 % now")

    peer.tap(root, scene.last_element(root), here)
    tapped = ear.next()
    assert isinstance(tapped, Clicked)
    assert (tapped.action, tapped.ref, tapped.pick, tapped.message_id) == ("still", "7", 0, root)

    chosen = scene.post(Message("Which?", (Select("Which?", "open", "x", (Option("Acme", "opp-1"),)),)))
    select = scene.last_element(chosen)
    peer.tap(chosen, select | {"selected_option": select["options"][0]}, here)
    picked = ear.next()
    assert isinstance(picked, Clicked)
    assert (picked.action, picked.ref, picked.value) == ("open", "x", "opp-1")

    peer.react(root, "white_check_mark", here)
    reacted = ear.next()
    assert isinstance(reacted, Reacted)
    assert (reacted.speaker, reacted.message_id, reacted.reaction) == (SAM_MAIL, root, "yes")

    peer.say("<@U0BOT> pipeline", CHANNEL)
    mentioned = ear.next()
    assert isinstance(mentioned, Said)
    assert (mentioned.text, mentioned.place.conversation, mentioned.place.direct) == (
        "@quarterback pipeline",
        CHANNEL,
        False,
    )

    peer.say("nothing to do with anybody", CHANNEL)
    peer.react(root, "heart", here)
    peer.api("chat.update", channel=here, ts=root, text="Settled.")
    peer.command("undo", CHANNEL)
    asked = ear.next()
    assert isinstance(asked, Said)
    assert (asked.text, asked.place) == ("undo", scene.place)

    peer.open_home()
    with ear.changed:
        assert ear.changed.wait_for(lambda: ear.homes == [(TEAM, SAM, SAM_MAIL)], SOON)
    assert ear.events == []
    assert ear.said == []


def test_a_form_opens_from_its_button_and_comes_back_with_what_was_changed(scene: Scene) -> None:
    amount = Input("amount", "Amount", "number", "180000")
    stage = Input("stage", "Stage", "select", "Proposal", (Option("Proposal", "Proposal"), Option("Verbal", "Verbal")))
    day = Input("close_date", "Close date", "date", "2027-03-31")
    form = Form("Acme", "save", "opp-1", (amount, stage, day))
    ts = scene.post(Message("What changed?", (text("What changed?"), form)))
    scene.peer.tap(ts, scene.last_element(ts), scene.here)
    scene.peer.submit(
        {
            "0|amount": {"value": {"type": "plain_text_input", "value": "250000"}},
            "0|stage": {"value": {"type": "static_select", "selected_option": {"value": "Proposal"}}},
            "0|close_date": {"value": {"type": "datepicker", "selected_date": "2027-04-14"}},
        }
    )
    saved = scene.ear.next()
    assert isinstance(saved, Clicked)
    assert (saved.speaker, saved.place, saved.message_id) == (SAM_MAIL, scene.place, ts)
    assert (saved.action, saved.ref) == ("save", "opp-1")
    assert dict(saved.values) == {"amount": "250000", "close_date": "2027-04-14"}
    assert scene.ear.events == []


def test_the_doctor_finds_nothing_wrong_here(scene: Scene) -> None:
    setup = Setup(Host(scene.peer.address), "", BOT_TOKEN, local_slack.APP_TOKEN)
    assert [finding for finding in examine(setup, time.time) if finding.state == "wrong"] == []
