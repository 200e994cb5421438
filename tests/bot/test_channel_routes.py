"""Routes to channels, in Slack and in Teams: told there, drawn anew there, no figures where others read, no loss."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from adapters.slack import pace
from adapters.slack.door import signature
from adapters.teams import pace as teams_pace
from bot.demo import seed
from bot.platforms import examine_channels
from bot.server import Public, look_up, public_sites
from bot.settings import Settings
from bot.use_cases.account_facts import take_facts
from bot.wiring import Wired, wire
from domain.alerts.routing import AlertRules, Pace, Route, Target, To
from domain.sales.account_facts import Fact, HoldState
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.out.fake_slack import Answer
from tests.alerts.desk import hold, ticket
from tests.bot import test_teams_kills
from tests.bot.test_slack_kills import SECRET, TEAM, TOKEN, Workspace
from tests.bot.test_teams_kills import Tenant

ROOT = Path(__file__).parents[2]
EAST, LOBBY, IN_TEAMS = "C0EAST", "C0LOBBY", "19:west@thread.tacv2"
ABSENT = "I know nothing by that name that you may see. Check the spelling, or ask for “pipeline”."
ADMIN = "D-U-helen.storey"
AT_ONCE = replace(AlertRules(), batch=0, per_day=3)


@dataclass
class Channels(Workspace):
    """The fake Slack with channels: those in `shut` take nothing from whoever is not in them."""

    channels: list[Answer] = field(default_factory=list)
    shut: set[str] = field(default_factory=set)

    def __init__(self) -> None:
        super().__init__(time.monotonic)
        self.channels, self.shut = [], set()

    def users_conversations(self, _: Answer) -> Answer:
        return {"ok": True, "channels": self.channels, "response_metadata": {"next_cursor": ""}}

    def chat_postMessage(self, said: Answer) -> Answer:
        if said["channel"] in self.shut:
            return {"ok": False, "error": "not_in_channel"}
        return super().chat_postMessage(said)


@dataclass
class Company:
    """The product in Slack and in Teams, at a time set by hand."""

    wired: Wired
    slack: Channels
    teams: Tenant
    public: httpx.Client
    number: int = 0

    def route(self, *routes: Route, **more: Any) -> None:
        rules = replace(AT_ONCE, routes=routes, **more)
        object.__setattr__(self.wired.quarterback, "playbook", replace(self.wired.app_file.playbook, alerts=rules))

    def take(self, *facts: Fact) -> None:
        with self.wired.storage.begin() as uow:
            take_facts(self.wired.quarterback.office(uow, self.now), facts)
        self.later()

    def later(self, **by: int) -> None:
        """And a few seconds in which what is paced comes one after the other."""
        for step in (timedelta(**by), *[timedelta(seconds=2)] * 4):
            self.wired.clock.jump_to(self.now + step)
            self.wired.worker.run_due()

    @property
    def now(self) -> Any:
        return self.wired.clock.now()

    def invited(self, *names: str, private: bool = True) -> None:
        ids = {"deals-east": EAST, "lobby": LOBBY}
        self.slack.channels += [{"id": ids[n], "name": n, "is_private": private and n != "lobby"} for n in names]
        self.slack.shut -= {ids[name] for name in names}
        look_up(self.wired)
        self.later()

    def read(self, channel: str) -> list[str]:
        """Everything that stands in a channel of Slack, as it stands now; what is in a thread is marked so."""
        found = [m for m in self.slack.messages if m["channel"] == channel]
        return [f"{'> ' * ('thread_ts' in m)}{m['text']}" for m in found]

    def shown(self, channel: str) -> str:
        return json.dumps([m for m in self.slack.messages if m["channel"] == channel], ensure_ascii=False)

    def tap(self, who: str, channel: str, action: str) -> None:
        """In Slack, a button of the newest message there that has it."""
        for message in reversed([m for m in self.slack.messages if m["channel"] == channel]):
            for block in message["blocks"]:
                for element in block.get("elements", ()):
                    if str(element.get("action_id", "")).startswith(f"{action}|"):
                        payload = payloads.tap(element, f"U-{who}")
                        payload |= {"channel": {"id": channel}, "team": {"id": TEAM}}
                        payload["user"]["team_id"] = TEAM
                        payload["message"] |= {"ts": message["ts"]}
                        payload["container"] |= {"message_ts": message["ts"], "channel_id": channel}
                        self._slack("interactive", f"payload={json.dumps(payload)}", form=True)
                        return self.later()
        raise AssertionError(f"no {action} in {channel}")

    def mention(self, who: str, channel: str, words: str) -> None:
        """In Slack, in the thread of the first message there."""
        root = next(m["ts"] for m in self.slack.messages if m["channel"] == channel)
        event = payloads.mention(f"<@U0BOT> {words}", f"U-{who}", thread_ts=root, channel=channel, team=TEAM)
        event |= {"team_id": TEAM, "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}]}
        self._slack("events", json.dumps(event))
        self.later()

    def in_teams(self, who: str, **more: Any) -> None:
        """Something in Teams' channel."""
        self.number += 1
        activity = test_teams_kills.said(self.teams.url, f"{who}@copperline.example", self.number, "")
        conversation = {"id": IN_TEAMS, "conversationType": "channel"}
        answer = self.public.post("/api/messages", json=activity | {"conversation": conversation} | more)
        assert answer.status_code == 200, answer.text
        self.later()

    def read_in_teams(self) -> list[str]:
        return [a["summary"] for a in self.teams.activities if a["conversation"].startswith(IN_TEAMS)]

    def _slack(self, name: str, body: str, *, form: bool = False) -> None:
        encoded = httpx.QueryParams(dict([body.split("=", 1)])) if form else body
        content, stamp = str(encoded).encode(), str(int(time.time()))
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, content)}
        answer = self.public.post(f"/slack/{name}", content=content, headers={**headers, "Content-Type": kind})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    background, slack, teams = Background(), Channels(), Tenant(time.monotonic)
    settings = Settings(
        slack_url=slack.url.removesuffix("/api/"),
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        teams_insecure_dev=True,
    )
    file, shipped = tmp_path / "app.yaml", (ROOT / "app.yaml").read_text(encoding="utf-8")
    west = "{name: deals-west, "
    assert west in shipped
    file.write_text(shipped.replace(west, f'{west}id: "{IN_TEAMS}", '), encoding="utf-8")
    wired = wire(f"sqlite:///{tmp_path}/company.db", file, settings)
    noon = wired.clock.now().replace(hour=17, minute=0) + timedelta(days=1)
    while noon.weekday() != 1:
        noon += timedelta(days=1)
    wired.clock.jump_to(noon)
    seed(wired.storage, wired.app_file.company, noon.date())
    (site,) = public_sites(wired, Public()).values()
    public = background.serve(site)
    with httpx.Client(base_url=public.url, timeout=20) as outside:
        assert wired.slack
        assert wired.teams
        wired.slack.courier._pace = pace.Pace(lambda: wired.clock.now().timestamp())
        wired.teams.courier._pace = teams_pace.Pace(lambda: wired.clock.now().timestamp())
        found = Company(wired, slack, teams, outside)
        look_up(wired)
        yield found
    public.stop()
    slack.close()
    teams.close()
    wired.storage.close()
    background.close()


def findings(company: Company) -> list[tuple[str, str]]:
    """What the doctor says of channels."""
    return [(found.state, found.what) for found in examine_channels(company.wired.quarterback)]


def to(*channels: str, **more: Any) -> Route:
    return Route(tuple(Target(To.CHANNEL, name) for name in channels), **more)


def test_a_hold_lives_in_a_private_channel_of_slack(company: Company) -> None:
    company.route(to("deals-east"))
    company.invited("deals-east")
    company.take(hold(company.now, overdue=Decimal(42_000)))
    assert company.read(EAST) == ["Credit hold: Quarry Hill Cement, $42,000 overdue"]
    assert "$249,000" in company.shown(EAST)
    company.take(hold(company.now, overdue=Decimal(62_000)))
    assert company.read(EAST)[0] == "Credit hold raised: Quarry Hill Cement, $62,000 overdue"
    company.tap("ruth.calloway", EAST, "alert_seen")
    assert "Seen by Ruth Calloway" in company.shown(EAST)
    company.mention("ruth.calloway", EAST, "comment they pay on Friday")
    assert "they pay on Friday" in str(company.slack.messages[0]), "shown on the alert itself"
    company.take(hold(company.now, HoldState.RELEASED))
    assert company.read(EAST)[0].startswith("Hold lifted: you can ship to Quarry Hill Cement")
    assert all(words.startswith("> ") for words in company.read(EAST)[1:]), "one message; the rest is in its thread"


def test_whoever_may_not_see_the_account_is_told_nothing_by_a_tap(company: Company) -> None:
    company.route(to("deals-east"))
    company.invited("deals-east")
    company.take(hold(company.now))
    company.tap("victor.lindqvist", EAST, "alert_seen")
    assert "Seen by" not in company.shown(EAST)
    assert company.read(EAST)[1] == f"> {ABSENT}"


def test_a_channel_that_is_not_private_gets_no_figures(company: Company) -> None:
    company.route(to("lobby"))
    company.invited("lobby")
    company.take(hold(company.now, overdue=Decimal(42_000), reason="owes 42 k"))
    said = "Quarry Hill Cement: finance has news, to be read before you promise anything"
    assert company.read(LOBBY) == [said]
    company.tap("ruth.calloway", LOBBY, "alert_open")
    assert company.read("D-U-ruth.calloway")[-1] == "Credit hold: Quarry Hill Cement, $42,000 overdue"
    company.tap("victor.lindqvist", LOBBY, "alert_open")
    assert company.read("D-U-victor.lindqvist")[-1] == ABSENT
    company.tap("ruth.calloway", LOBBY, "alert_seen")
    assert "Seen by Ruth Calloway" in company.shown(LOBBY)
    company.mention("ruth.calloway", LOBBY, "comment they owe 42 thousand")
    company.take(ticket(company.now, title="42 pumps down"))
    company.take(hold(company.now, HoldState.RELEASED))
    assert company.read(LOBBY)[0] == "Quarry Hill Cement: what finance told of it is settled."
    for figure in ("42", "249", "hold", "overdue", "% ", "$"):
        assert figure not in company.shown(LOBBY).replace("Quarry Hill", ""), figure


def test_a_channel_that_slack_lets_others_into_gets_no_figures_though_app_yaml_says_private(company: Company) -> None:
    company.route(to("deals-east"))
    company.invited("deals-east", private=False)
    company.take(hold(company.now, overdue=Decimal(42_000)))
    assert company.read(EAST) == ["Quarry Hill Cement: finance has news, to be read before you promise anything"]
    (told,) = [words for words in company.read(ADMIN) if "private" in words]
    assert told == "app.yaml calls #deals-east private, but it is open to others in chat, so I show no figures there."


def test_what_is_meant_for_a_channel_without_us_waits_and_an_admin_is_told_once(company: Company) -> None:
    company.route(to("deals-east"))
    company.take(hold(company.now))
    company.take(ticket(company.now))
    look_up(company.wired)
    company.later(hours=1)
    assert findings(company) == [("look", "#deals-east was not found, and its alerts wait")]
    asked = [words for words in company.read(ADMIN) if "deals-east" in words]
    assert len(asked) == 1
    assert asked[0].startswith("I cannot write in #deals-east: there is no such channel, or I was not invited to it.")
    company.invited("deals-east")
    assert company.read(EAST) == ["Credit hold: Quarry Hill Cement", "Quarry Hill Cement, ticket, open"]
    assert findings(company) == [("well", "#deals-east was found in Slack")]


def test_a_channel_that_put_us_out_is_told_once_and_gets_everything_when_we_are_back(company: Company) -> None:
    company.route(to("deals-east"))
    company.invited("deals-east")
    company.slack.shut, company.slack.channels = {EAST}, []
    company.take(hold(company.now))
    company.take(ticket(company.now))
    company.later(hours=1)
    assert company.read(EAST) == []
    assert len([words for words in company.read(ADMIN) if "deals-east" in words]) == 1
    company.later(minutes=2)
    company.invited("deals-east")
    company.later(minutes=2)
    assert sorted(company.read(EAST)) == ["Credit hold: Quarry Hill Cement", "Quarry Hill Cement, ticket, open"]


def test_a_channel_has_the_limits_and_the_hours_of_the_company(company: Company) -> None:
    company.route(to("deals-east"), per_day=2)
    company.invited("deals-east")
    for number in range(4):
        company.take(ticket(company.now, source_id=f"T-{number}", title=f"no {number}"))
    assert len(company.read(EAST)) == 2
    company.later(hours=9)
    company.take(hold(company.now))
    assert len(company.read(EAST)) == 2, "the evening is nobody's"
    company.later(hours=13)
    assert sorted(company.read(EAST)[2:]) == ["2 alerts about accounts.", "Credit hold: Quarry Hill Cement"]


def test_what_can_wait_comes_to_a_channel_as_one_list_in_the_morning(company: Company) -> None:
    company.route(to("deals-east", "lobby", pace=Pace.DIGEST))
    company.invited("deals-east", "lobby")
    for number in range(3):
        company.take(ticket(company.now, source_id=f"T-{number}", title=f"no {number}"))
    assert company.read(EAST) == []
    company.later(hours=22)
    assert company.read(EAST) == ["3 alerts about accounts."]
    assert company.read(LOBBY) == ["3 alerts about accounts."]
    assert "no 1" in company.shown(EAST)
    assert "no 1" not in company.shown(LOBBY)


def test_a_hold_lives_in_a_channel_of_teams(company: Company) -> None:
    company.route(to("deals-west"))
    company.take(hold(company.now))
    assert [words[:36] for words in company.read(ADMIN)] == ["I cannot write in #deals-west: there"]
    text = {"text": "<at>Quarterback</at> help", "entities": [{"type": "mention", "text": "<at>Quarterback</at>"}]}
    text["entities"][0]["mentioned"] = {"id": "28:quarterback", "name": "Quarterback"}  # type: ignore[index]
    company.in_teams("judith.whitfield", **text)
    look_up(company.wired)
    company.later(minutes=1)
    assert company.read_in_teams()[-1] == "Credit hold: Quarry Hill Cement"
    (alert,) = [a for a in company.teams.activities if a["summary"] == "Credit hold: Quarry Hill Cement"]

    tapped = {"quarterback": {"action": "alert_seen", "ref": "1", "pick": 0}}
    thread = {"id": f"{IN_TEAMS};messageid={alert['id']}", "conversationType": "channel"}
    value = {"action": {"type": "Action.Execute", "verb": "alert_seen", "data": tapped}}
    invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": alert["id"]}
    company.in_teams("leah.okafor", conversation=thread, **invoke)
    assert "Seen by" not in json.dumps(alert)
    company.in_teams("judith.whitfield", conversation=thread, **invoke)
    assert "Seen by Judith Whitfield" in json.dumps(alert)
    text["text"] = "<at>Quarterback</at> comment they pay on Friday"
    company.in_teams("judith.whitfield", conversation=thread, **text)
    assert "they pay on Friday" in json.dumps(alert)
    company.take(hold(company.now, HoldState.RELEASED))
    assert alert["summary"].startswith("Hold lifted")

    company.teams.faults.append("403 BotNotInConversationRoster")
    company.take(ticket(company.now))
    told = [words for words in company.read(ADMIN) if "deals-west" in words]
    assert len(told) == 2, "found and lost again"
