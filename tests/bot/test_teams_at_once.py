"""Teams is answered as soon as what it told is kept; what Teams itself is slow to do comes after."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo import seed
from bot.server import Public, build, public_sites
from bot.settings import Settings
from bot.wiring import Wired, wire
from tests.adapters.practice.browser import Background
from tests.adapters.teams.out.fake_teams import Answer
from tests.bot.test_teams_kills import Tenant, said
from tests.peers.application import eventually

ROOT = Path(__file__).parents[2]
RUTH, OWEN = "ruth.calloway@copperline.example", "owen.baptiste@copperline.example"


class Held(Tenant):
    """Takes what is sent, and answers nobody before it is let go."""

    def __init__(self) -> None:
        super().__init__(time.monotonic)
        self.held, self.go_on = threading.Event(), threading.Event()
        self.methods = ("POST", "PUT")

    def take(self, method: str, path: str, body: Answer, bearer: str) -> tuple[str, Answer]:
        if method in self.methods:
            self.held.set()
            self.go_on.wait()
        return super().take(method, path, body, bearer)


@dataclass
class Company:
    wired: Wired
    teams: Held
    public: httpx.Client
    number: int = 0

    def says(self, who: str, words: str) -> int:
        """The status with which Teams is answered."""
        self.number += 1
        return self.public.post("/api/messages", json=said(self.teams.url, who, self.number, words)).status_code

    def taps(self, who: str, action: str, ref: str) -> dict[str, Any]:
        data = {"quarterback": {"action": action, "ref": ref, "pick": 0}}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": action, "data": data}}}
        self.number += 1
        answer = self.public.post("/api/messages", json=said(self.teams.url, who, self.number, "") | invoke)
        found: dict[str, Any] = answer.json()
        return found

    def shown(self) -> list[str]:
        return [str(activity["summary"]) for activity in self.teams.activities]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """With everything that runs beside the requests: the worker sends while Teams is answered."""
    background, teams = Background(), Held()
    wired = wire(f"sqlite:///{tmp_path}/held.db", ROOT / "app.yaml", Settings(teams_insecure_dev=True))
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    (site,) = public_sites(wired, Public()).values()
    room, public = background.serve(build(wired)), background.serve(site)
    with httpx.Client(base_url=public.url, timeout=30) as client:
        yield Company(wired, teams, client)
        teams.go_on.set()
    public.stop()
    room.stop()
    teams.close()
    background.close()


def test_while_teams_takes_no_message_it_is_still_answered(company: Company) -> None:
    """The worker hangs in a post to Teams: requests of the same person and of others are answered and kept."""
    assert company.says(RUTH, "help") == 200
    assert company.teams.held.wait(30)
    assert [company.says(who, "pipeline") for who in (RUTH, OWEN, RUTH)] == [200, 200, 200]
    assert company.taps(RUTH, "show_rest", "")["statusCode"] == 200
    assert not company.teams.go_on.is_set()
    assert company.shown() == []
    company.teams.go_on.set()
    eventually(lambda: sum("pipeline" in words.lower() for words in company.shown()) >= 3)


def test_while_teams_does_not_say_who_somebody_is_it_is_still_answered(company: Company) -> None:
    """Who is new has to be looked up; that hangs, so what was said is kept, answered, and heard later."""
    company.teams.methods = ("GET",)
    assert company.says(RUTH, "pipeline") == 200
    assert company.teams.held.is_set()
    assert not company.teams.go_on.is_set()
    with company.wired.storage.read() as uow:
        assert uow.jobs.next_due(("teams",)) is not None
    assert company.shown() == []
