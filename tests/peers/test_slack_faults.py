"""On Slack's bad days: every post arrives once, every event has one effect, and figures arrive without their blocks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path

import pytest

from adapters.slack.doctor import Setup, examine
from adapters.slack.faults import TokenDead
from adapters.slack.hosts import Host
from adapters.slack.sender import PLATFORM, SlackCourier
from adapters.slack.web_api import WebApi
from bot.demo import seed
from bot.server import slack_site
from bot.wiring import Wired, wire
from bot.worker import Worker
from domain.sales.process import Field
from tests.adapters.practice.browser import Background
from tests.peers import local_slack
from tests.peers.application import ROOT, RUTH, SOON, USERS, InSlack, eventually, settings_for
from tests.peers.fault_proxy import FaultProxy
from tests.peers.local_slack import BOT_TOKEN, Json

pytestmark = pytest.mark.skipif(not local_slack.BINARY.exists(), reason=local_slack.MISSING)

FAULTS = ("429:30", "reset", "429:0.5", "500", "", "429:DATE", "!500", "hang", "")
MESSAGES, DEADLINE, FROM = 24, 1.0, 700_000


@dataclass
class Pump:
    """Does what is due, on a clock that runs ahead to whatever comes next."""

    wired: Wired
    proxy: FaultProxy
    slack: InSlack
    ahead: float = 0.0

    def run(self) -> None:
        start, began = self.wired.clock.now(), time.monotonic()
        quarterback = replace(self.wired.quarterback, now=lambda: start + timedelta(seconds=self.ahead))
        courier = SlackCourier(
            lambda _: WebApi(lambda: BOT_TOKEN, f"{self.proxy.address}/api/", DEADLINE), lambda: self.ahead, time.time
        )
        worker = Worker(quarterback, {PLATFORM: courier})
        while True:
            worker.run_due()
            with self.wired.storage.read() as uow:
                if uow.jobs.next_due() is None:
                    return
            assert time.monotonic() - began < 2 * SOON, "the outbox was never empty"
            self.ahead += 1.0


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def pump(background: Background, tmp_path: Path) -> Iterator[Pump]:
    proxy = FaultProxy(background)
    with local_slack.running(tmp_path, background, f"{proxy.address}/slack/events", USERS) as peer:
        proxy.peer = peer.address
        settings = settings_for(proxy.address, socket=False)
        wired = wire(f"sqlite:///{tmp_path}/faults.db", ROOT / "app.yaml", settings)
        assert wired.slack
        wired.slack.find_people()
        seed(wired.storage, wired.app_file.company, wired.clock.now().date())
        served = background.serve(slack_site(wired.slack))
        proxy.application = served.url.rstrip("/")
        yield Pump(wired, proxy, InSlack(wired, peer))
        served.stop()
        proxy.served.stop()
        wired.storage.close()


def said_by_us(pump: Pump) -> list[Json]:
    return [m for m in pump.slack.peer.messages(pump.slack.here) if m.get("bot_id")]


def test_whatever_happens_each_post_is_there_once_and_each_event_has_one_effect(pump: Pump) -> None:
    pump.proxy.deliveries = 3
    date = formatdate(time.time() + 5, usegmt=True)
    pump.proxy.faults.extend(FAULTS[n % len(FAULTS)].replace("DATE", date) for n in range(2 * MESSAGES))
    for number in range(MESSAGES):
        pump.slack.peer.say(f"update kiln monitoring: amount is ${FROM + number}", pump.slack.here)
    eventually(lambda: len(pump.proxy.answers) >= 3 * MESSAGES)
    assert set(pump.proxy.answers) == {200}
    pump.run()
    texts = [message["text"] for message in said_by_us(pump)]
    assert [sum(f"→ ${FROM + n:,}" in words for words in texts) for n in range(MESSAGES)] == [1] * MESSAGES
    assert len(texts) == MESSAGES
    assert {fault[:4] for fault in pump.proxy.made} >= {"429:", "rese", "500", "!500", "hang"}
    with pump.wired.storage.read() as uow:
        changes = uow.changes.of_opportunity("CC-101", 1000)
    assert [sum(c.after == FROM + n for c in changes if c.field is Field.AMOUNT) for n in range(MESSAGES)] == [
        1
    ] * MESSAGES


def test_what_slack_draws_not_is_shown_as_text(pump: Pump) -> None:
    pump.proxy.refused_blocks = frozenset(("table", "data_visualization"))
    pump.slack.peer.say("pipeline", pump.slack.here)
    eventually(lambda: pump.proxy.answers)
    pump.run()
    (shown,) = said_by_us(pump)
    assert "Your pipeline: " in shown["text"]
    assert "Kiln monitoring" in str(shown["blocks"])
    assert "$185,000" in str(shown["blocks"])


def test_a_token_that_slack_does_not_know_is_named(pump: Pump) -> None:
    with pytest.raises(TokenDead):
        WebApi(lambda: "xoxb-unknown", f"{pump.proxy.address}/api/").open_direct(RUTH)
    wrong = [f for f in examine(Setup(Host(pump.proxy.address), "", "xoxb-unknown"), time.time) if f.state == "wrong"]
    assert any("invalid_auth" in finding.what for finding in wrong)


def test_events_that_come_late_and_again_have_one_effect_each(pump: Pump) -> None:
    """Held back and then told newest first, three days later, and all of it once more after that."""
    proxy, days = pump.proxy, timedelta(hours=76)
    proxy.held = True
    for number in range(5):
        pump.slack.peer.say(f"update kiln monitoring: amount is ${FROM + number}", pump.slack.here)
    eventually(lambda: len(proxy.told) == 5)
    assert amounts(pump) == []
    assert proxy.tell_again(backwards=True) == [200] * 5
    assert amounts(pump) == [FROM + number for number in range(5)]  # the log is newest first, as they were told
    pump.wired.clock.jump_to(pump.wired.clock.now() + days)
    assert proxy.tell_again() == [200] * 5
    assert len(amounts(pump)) == 5
    pump.run()
    assert len(said_by_us(pump)) == 5


def amounts(pump: Pump) -> list[object]:
    with pump.wired.storage.read() as uow:
        changes = uow.changes.of_opportunity("CC-101", 100)
    return [change.after for change in changes if change.field is Field.AMOUNT]


def test_what_a_dead_token_cannot_say_is_kept_for_the_operator(pump: Pump) -> None:
    pump.proxy.token = "xoxb-another"  # noqa: S105 - of nobody
    pump.slack.peer.say(f"update kiln monitoring: amount is ${FROM}", pump.slack.here)
    eventually(lambda: amounts(pump))
    pump.run()
    assert said_by_us(pump) == []
    with pump.wired.storage.begin() as uow:
        (dead,) = uow.jobs.dead(9)
        assert dead.error
        assert "Install the app once more" in dead.error
        assert uow.jobs.retry(dead.id)
    pump.proxy.token = BOT_TOKEN
    pump.run()
    (said,) = said_by_us(pump)
    assert f"${FROM:,}" in said["text"]
