"""One company, one truth: a rep in Slack, her manager in Teams and her assistant in the practice room."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from adapters.slack.door import signature
from bot.demo import seed
from bot.server import Public, build, public_sites
from bot.settings import Settings
from bot.wiring import Wired, wire
from tests.adapters.practice.browser import Background
from tests.bot import test_slack_kills, test_teams_kills
from tests.bot.test_slack_kills import SECRET, TOKEN, Workspace
from tests.bot.test_teams_kills import Tenant
from tests.peers.application import eventually

ROOT = Path(__file__).parents[2]
RUTH, JUDITH, PAULA = (f"{name}@copperline.example" for name in ("ruth.calloway", "judith.whitfield", "paula.reyes"))


@dataclass
class Company:
    """One application on one database, and the three ways to it."""

    wired: Wired
    slack: Workspace
    teams: Tenant
    public: httpx.Client
    room: httpx.Client
    number: int = 0

    def ruth(self, words: str) -> None:
        """In Slack."""
        self.number += 1
        body, stamp = json.dumps(test_slack_kills.said(RUTH, self.number, words)).encode(), str(int(time.time()))
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body)}
        headers = {"Content-Type": "application/json"} | signed
        assert self.public.post("/slack/events", content=body, headers=headers).status_code == 200

    def judith(self, words: str) -> None:
        """In Teams."""
        self.number += 1
        activity = test_teams_kills.said(self.teams.url, JUDITH, self.number, words)
        assert self.public.post("/api/messages", json=activity).status_code == 200

    def paula(self, words: str) -> None:
        """In the practice room."""
        self.number += 1
        said = {"id": f"m{self.number}", "as": PAULA, "conversation": f"dm-{PAULA}", "text": words}
        answer = self.room.post("/say", json=said)
        assert answer.status_code == 200, answer.text

    def ruth_reads(self, *words: str) -> None:
        self._read(words, lambda: [str(m) for m in self.slack.messages if m["channel"] == "D-U-ruth.calloway"])

    def judith_reads(self, *words: str) -> None:
        self._read(words, lambda: [str(a) for a in self.teams.activities if a["conversation"] == "a:judith.whitfield"])

    def paula_reads(self, *words: str) -> None:
        self._read(words, lambda: [str(row.body) for row in self.wired.room.latest(f"dm-{PAULA}", 50)])

    def _read(self, words: tuple[str, ...], shown: Any) -> None:
        """The newest message says all of that, as soon as it is there."""

        def look() -> bool:
            return any(all(each in message for each in words) for message in shown()[-1:])

        try:
            eventually(look)
        except AssertionError:
            raise AssertionError(shown()[-1:]) from None


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    background, slack, teams = Background(), Workspace(time.monotonic), Tenant(time.monotonic)
    settings = Settings(
        slack_url=slack.url.removesuffix("/api/"),
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        teams_insecure_dev=True,
    )
    wired = wire(f"sqlite:///{tmp_path}/company.db", ROOT / "app.yaml", settings)
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    (site,) = public_sites(wired, Public()).values()  # one port serves both
    public, room = background.serve(site), background.serve(build(wired))
    with (
        httpx.Client(base_url=public.url, timeout=20) as outside,
        httpx.Client(base_url=room.url, timeout=20) as inside,
    ):
        yield Company(wired, slack, teams, outside, inside)
    room.stop()
    public.stop()
    slack.close()
    teams.close()
    background.close()


def test_what_one_says_the_others_see_wherever_they_are(company: Company) -> None:
    with company.wired.storage.read() as uow:
        deal = next(each for each in uow.opportunities.of_owners((RUTH,)) if each.account == "Redfern Glass")
    company.ruth(f"update {deal.account}: amount is $123,456")
    company.ruth_reads("$123,456")

    company.judith(f"history {deal.account}")
    company.judith_reads("$123,456", "Ruth")
    company.judith(f"update {deal.account}: amount is $150,000")
    company.judith_reads("$123,456 → $150,000")

    company.paula(f"history {deal.account}")
    company.paula_reads("$123,456", "$150,000", "Judith")
    company.paula(f"update {deal.account}: amount is $160,000")
    company.paula_reads("$150,000 → $160,000")

    company.ruth(f"history {deal.account}")
    company.ruth_reads("$123,456", "$150,000", "$160,000", "Judith", "Paula")

    # the manager takes back what she said, where it still stands: it does not, since somebody came after her
    company.judith("undo")
    company.judith_reads("Left as it is", "Paula Reyes has changed it since")
    with company.wired.storage.read() as uow:
        standing = uow.opportunities.get(deal.id)
    assert standing is not None
    assert standing.amount == 160_000
    judith = next(p for p in company.wired.app_file.company.people if p.id == JUDITH)
    assert company.wired.quarterback.home(judith).platform == "teams"
