"""The whole application behind its signed door, with a stand-in for Slack's Web API on the other side."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from adapters.slack.door import signature
from adapters.slack.seal import new_key
from bot.demo import seed
from bot.server import slack_site
from bot.settings import Settings
from bot.wiring import Wired, wire
from domain.sales.change import Change
from domain.sales.people import Person
from domain.sales.process import Field
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound.payloads import TEAM
from tests.adapters.slack.inbound.stand_in import StandIn, person

ROOT = Path(__file__).parents[2]
SECRET, TOKEN = "door-secret", "xoxb-door"
KILN = "CC-101"
Json = dict[str, Any]


@dataclass
class Door:
    """`web_api` is Slack's side; `client` sends what Slack would send."""

    wired: Wired
    web_api: StandIn
    client: httpx.Client

    @property
    def ruth(self) -> Person:
        return self.wired.app_file.company.people[0]

    def tell(self, payload: Json) -> httpx.Response:
        """An event, an interaction or a slash command, signed and in time."""
        if payload.get("type") == "event_callback":
            return self._post("events", json.dumps(payload), "application/json")
        name = "commands" if "command" in payload else "interactive"
        form = payload if "command" in payload else {"payload": json.dumps(payload)}
        return self._post(name, urlencode(form), "application/x-www-form-urlencoded")

    def install(self) -> httpx.Response:
        """As somebody does in a browser; Slack's word is the stand-in's answer to oauth.v2.access."""
        asked = parse_qs(urlsplit(self.client.get("/slack/install").headers["Location"]).query)
        return self.client.get("/slack/oauth_redirect", params={"code": "c0de", "state": asked["state"][0]})

    def changes(self, field: Field = Field.AMOUNT) -> list[Change]:
        """Of the kiln, newest first."""
        with self.wired.storage.read() as uow:
            return [each for each in uow.changes.of_opportunity(KILN, 50) if each.field is field]

    def said(self) -> list[str]:
        """What waits to be posted, as sentences."""
        far, found = self.wired.clock.now() + timedelta(days=1), []
        with self.wired.storage.begin() as uow:
            while job := uow.jobs.claim(far, timedelta(days=9), ["post"]):
                found.append(job.body["message"]["summary"])
                uow.jobs.settle(job)
        return found

    def _post(self, name: str, body: str, content_type: str) -> httpx.Response:
        stamp = str(int(time.time()))
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body.encode())}
        return self.client.post(f"/slack/{name}", content=body, headers={**signed, "Content-Type": content_type})


def one_workspace(web_api: StandIn, **more: Any) -> Settings:
    return Settings(slack_url=web_api.address, slack_bot_token=TOKEN, slack_signing_secret=SECRET, **more)


def several_workspaces(web_api: StandIn, **more: Any) -> Settings:
    return Settings(
        slack_url=web_api.address,
        slack_address="http://127.0.0.1",
        slack_client_id="1.2",
        slack_client_secret="client-secret",  # noqa: S106 - of nobody
        slack_keys=new_key(),
        slack_signing_secret=SECRET,
        **more,
    )


def ruth_of(team: str = TEAM, **more: Any) -> Json:
    """What Slack tells of Ruth."""
    return person("ruth.calloway@copperline.example", "Ruth Calloway", team, **more)


@contextmanager
def door(
    folder: Path,
    background: Background,
    web_api: StandIn,
    settings: Settings,
    app_file: Path = ROOT / "app.yaml",
) -> Iterator[Door]:
    wired = wire(f"sqlite:///{folder}/door.db", app_file, settings)
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    assert wired.slack
    served = background.serve(slack_site(wired.slack))
    with httpx.Client(base_url=served.url, timeout=20) as client:
        yield Door(wired, web_api, client)
    served.stop()
    wired.storage.close()
