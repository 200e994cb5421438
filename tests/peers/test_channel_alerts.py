"""An alert in a channel of an independent stand-in for Slack: found by its id, posted, tapped, drawn anew, over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.use_cases.account_facts import take_facts
from bot.wiring import Wired, wire
from domain.sales.account_facts import AccountName, Fact, HoldState
from tests.adapters.practice.browser import Background
from tests.alerts.desk import hold
from tests.peers import local_slack
from tests.peers.application import ROOT, USERS, at_work, element_of, eventually, settings_for
from tests.peers.local_slack import CHANNEL, Json

pytestmark = pytest.mark.skipif(not local_slack.BINARY.exists(), reason=local_slack.MISSING)
ACCOUNT = "Alder Creek Foods"
ROUTES = "    - {about: [hold], to: [owner, manager, assistant],"


@pytest.fixture
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


def app_file(folder: Path) -> Path:
    """As shipped, with a channel that has another name there, and holds told to it at any hour."""
    shipped = (ROOT / "app.yaml").read_text(encoding="utf-8")
    assert ROUTES in shipped
    named = shipped.replace("{name: deals-east, ", f"{{name: deals-east, id: {CHANNEL}, ").replace(
        "batch: 2", "batch: 0"
    )
    file = folder / "app.yaml"
    told = "    - {about: [hold], to: [channel deals-east], any_hour: yes,"
    file.write_text(named.replace(ROUTES, told), encoding="utf-8")
    return file


def tell(wired: Wired, state: HoldState = HoldState.PLACED) -> None:
    now = wired.clock.now()
    fact: Fact = hold(now, state, AccountName(name=ACCOUNT))
    with wired.storage.begin() as uow:
        take_facts(wired.quarterback.office(uow, now), [fact])
    wired.worker.nudge()


@pytest.mark.parametrize("private", [True, False])
def test_a_hold_lives_in_a_channel(private: bool, background: Background, tmp_path: Path) -> None:
    port = local_slack.free_port()
    address = f"http://127.0.0.1:{port}/slack/events"
    with local_slack.running(tmp_path, background, address, USERS, private=private) as peer:
        wired = wire(f"sqlite:///{tmp_path}/slack.db", app_file(tmp_path), settings_for(peer.address, socket=False))

        def card(words: str) -> Json:
            """The alert, as soon as it shows these."""

            def look() -> Json | None:
                roots = [m for m in peer.messages(CHANNEL) if m.get("bot_id") and not m.get("thread_ts")]
                return next((m for m in roots if words in str(m)), None)

            return eventually(look)

        with at_work(wired, background, port):
            assert wired.slack
            wired.slack.find_channels()
            tell(wired)
            alert = card(f"Credit hold: {ACCOUNT}" if private else f"{ACCOUNT}: finance has news")
            assert ("$160,000" in str(alert)) is private
            peer.tap(alert["ts"], element_of(alert, "alert_seen|"), CHANNEL)
            assert card("Seen by Ruth Calloway")["ts"] == alert["ts"]
            if private:
                peer.say("<@U0BOT> comment they pay on Friday", CHANNEL, alert["ts"])
                assert card("they pay on Friday")["ts"] == alert["ts"]
            tell(wired, HoldState.RELEASED)
            assert card(f"ship to {ACCOUNT}" if private else f"{ACCOUNT}: what finance told")["ts"] == alert["ts"]
