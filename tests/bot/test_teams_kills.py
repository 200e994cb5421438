"""What Teams was told is taken is never lost and has one effect, though the server is killed again and again.

TEAMS_KILLS is how often; by default as often as a test suite can wait for. A reply whose answer was lost in a kill may
stand in Teams or not: Teams cannot be asked, so it comes once more, with a word that it may have come before. Nothing
is left to an operator.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adapters.teams.events import PLATFORM
from adapters.teams.sender import TeamsCourier
from adapters.teams.sender_api import Connector
from bot.demo import seed
from bot.wiring import Wired, wire
from bot.worker import Courier
from storage.teams import KeptReferences, KeptSends
from tests.adapters.teams.out.fake_teams import Answer, FakeTeams
from tests.bot.killing import IN_TIME, deliver_the_rest, lost_and_doubled, under_load
from tests.bot.test_kills import CLIENTS, ROOT, Server, free_port

TENANT, KILLS = "11111111-2222-3333-4444-555555555555", 10
MAYBE = "You may have this already: "


class Tenant(FakeTeams):
    """The fake connector, with the address of whoever it is asked for."""

    def take(self, method: str, path: str, body: Answer, bearer: str) -> tuple[str, Answer]:
        if method == "GET":
            return "", {"id": path, "email": f"{path.rpartition('29%3A')[2]}@copperline.example", "userRole": "user"}
        return super().take(method, path, body, bearer)


class Http:
    """How Teams' requests reach the server: without a token, which is for loopback alone."""

    def __init__(self) -> None:
        self._port = free_port()
        self.environment = {"QUARTERBACK_TEAMS_PORT": str(self._port), "QUARTERBACK_TEAMS_INSECURE_DEV": "true"}

    def send(self, payload: dict[str, Any]) -> bool:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/api/messages",
            json.dumps(payload).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=IN_TIME) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def test_kills_while_replies_come_in_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    kills = int(os.environ.get("TEAMS_KILLS", KILLS))
    url = f"sqlite:///{tmp_path}/kills.db"
    wired = wire(url, ROOT / "app.yaml")
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    reps = [person.id for person in wired.app_file.company.people if person.role == "rep"][:CLIENTS]
    with wired.storage.read() as uow:
        theirs = {rep: uow.opportunities.of_owners((rep,))[0] for rep in reps}
    teams, way = Tenant(time.monotonic), Http()

    def payload(rep: str, number: int, words: str) -> dict[str, Any]:
        return said(teams.url, rep, number, words)

    server = Server(url, free_port(), way.environment)
    sent = under_load(server, way, kills, {rep: opportunity.name for rep, opportunity in theirs.items()}, payload)
    deliver_the_rest(wired, _couriers(wired))
    teams.close()

    shown = {rep: [_words(a) for a in teams.activities if a["conversation"] == _chat(rep)] for rep in sent}
    once_more = {rep: [words for words in said if words.startswith(MAYBE)] for rep, said in shown.items()}
    as_new = {rep: [words for words in said if not words.startswith(MAYBE)] for rep, said in shown.items()}
    lost, doubled = lost_and_doubled(wired, sent, theirs, as_new, once_more)
    total, again = sum(map(len, sent.values())), sum(map(len, once_more.values()))
    twice = sum(words.removeprefix(MAYBE) in as_new[rep] for rep, said in once_more.items() for words in said)
    print(f"\n{kills} kills, {total} events, lost {lost}, duplicated {doubled}")
    print(f"said again with a word that it may have come before: {again}, of which {twice} had come")
    left = len(_undelivered(wired))
    print(f"left to an operator, each said three times and cut off three times: {left}")
    assert (lost, doubled) == (0, 0)
    assert again <= kills
    assert left <= again


def _couriers(wired: Wired) -> Callable[[Callable[[], float]], dict[str, Courier]]:
    references, sends = KeptReferences(wired.storage), KeptSends(wired.storage, wired.clock.now)
    connector = Connector(lambda: "", lambda _: True)
    return lambda clock: {PLATFORM: TeamsCourier(references.get, sends, connector, lambda *_: None, clock)}


def _undelivered(wired: Wired) -> list[str]:
    """What an operator is shown of messages that may not have arrived."""
    with wired.storage.read() as uow:
        return [str(job.body["message"]["summary"]) for job in uow.jobs.dead(100_000)]


def _words(activity: Answer) -> str:
    """What it says in short; what is no card, such as an apology, has but a text."""
    return str(activity.get("summary") or activity.get("text"))


def _chat(rep: str) -> str:
    return f"a:{rep.split('@')[0]}"


def said(service_url: str, rep: str, number: int, words: str) -> dict[str, Any]:
    name = rep.split("@")[0]
    return {
        "type": "message",
        "id": f"1795364018{number:06d}",
        "timestamp": "2026-11-22T12:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"29:{name}", "name": name, "aadObjectId": f"entra-{name}"},
        "recipient": {"id": "28:quarterback", "name": "Quarterback"},
        "conversation": {"id": _chat(rep), "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        "text": words,
    }
