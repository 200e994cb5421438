"""The real application on the demo company, in Teams as the Agents Playground plays it, and how to ask it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.demo_room import open_demo
from bot.server import Public, beside, build
from bot.settings import Settings
from bot.wiring import Wired, wire
from domain.sales.opportunity import Opportunity
from tests.adapters.practice.browser import Background
from tests.peers import agents_playground
from tests.peers.agents_playground import PERSONAL, TENANT, Json, Playground
from tests.peers.local_slack import free_port

ROOT = Path(__file__).parents[2]


class InTeams:
    """The running application and the peer."""

    def __init__(self, wired: Wired, peer: Playground) -> None:
        self.wired, self.peer = wired, peer

    def opportunity(self, opportunity_id: str) -> Opportunity:
        with self.wired.storage.read() as uow:
            found = uow.opportunities.get(opportunity_id)
        assert found
        return found

    def answer(self, words: str, conversation: str = PERSONAL) -> Json:
        """Wait for a message of the quarterback that says this there."""
        return self.peer.wait_for(lambda m: m["conversationId"].startswith(conversation) and words in said_in(m))

    def nudges(self) -> list[tuple[Json, str]]:
        """Ruth's three questions of today as messages, each with the opportunity it asks about."""
        with self.wired.storage.read() as uow:
            asked = {str(n.id): n.question.opportunity for n in uow.nudges.open_for("ruth.calloway@copperline.example")}
        found = []
        for ref, opportunity in asked.items():
            carried = f'"action": "not_mine", "ref": "{ref}"'
            found.append((self.peer.wait_for(lambda m, carried=carried: carried in json.dumps(m)), opportunity))  # type: ignore[misc]
        return found


def said_in(message: Json) -> str:
    """All that a message shows, as text."""
    return json.dumps([message.get("text", ""), card_of(message)], ensure_ascii=False)


def card_of(message: Json) -> Json:
    """The card of a message, {} where it has none."""
    attachments = message.get("attachments") or [{}]
    found: Json = attachments[0].get("content") or {}
    return found


def actions_of(card: Json) -> list[Json]:
    """Every action on a card that one can tap, wherever it stands."""
    found: list[Json] = []
    for value in (value for key, value in card.items() if key != "refresh"):
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found += [item] if str(item.get("type", "")).startswith("Action.") else actions_of(item)
    return found


def action_of(card: Json, verb: str) -> Json:
    """The action of a card with that verb."""
    return next(action for action in actions_of(card) if action.get("verb") == verb)


@contextmanager
def in_teams(folder: Path, background: Background) -> Iterator[InTeams]:
    """Everything at once: the application, the peer, the app added to Ruth's personal chat, her questions asked."""
    port = free_port()
    settings = Settings(teams_insecure_dev=True, teams_tenants=(TENANT,))
    wired = wire(f"sqlite:///{folder}/teams.db", ROOT / "app.yaml", settings)
    app = build(wired)
    app.cleanup_ctx.append(beside(wired, Public("127.0.0.1", port, port)))
    served = background.serve(app)
    try:
        with agents_playground.running(folder, background, f"http://127.0.0.1:{port}/api/messages") as peer:
            peer.install()
            peer.wait_for(lambda m: "I am Quarterback" in said_in(m))
            _wait_until_found(wired, peer)
            open_demo(wired)
            yield InTeams(wired, peer)
    finally:
        served.stop()
        wired.storage.close()


def _wait_until_found(wired: Wired, peer: Playground) -> None:
    """The greeting needs nobody's name: on a busy machine the peer may tell later than that who it greeted, or not.

    Then the app is added once more, which greets nobody twice.
    """
    ruth = next(p for p in wired.app_file.company.people if p.first_name == "Ruth")
    start = again = time.monotonic()
    while wired.quarterback.home(ruth).platform != "teams":
        if time.monotonic() > again + 5:
            peer.install()
            again = time.monotonic()
        assert again < start + 60, "the peer did not tell who Ruth is"
        time.sleep(0.05)
