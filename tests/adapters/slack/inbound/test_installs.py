"""Several workspaces: tokens sealed at rest, renewed by one at a time, gone when the app is."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from adapters.slack.hosts import GOVSLACK, Host
from adapters.slack.install_pages import InstallPages, Terms
from adapters.slack.installs import Client, Install, NotInstalled, StoredInstalls
from adapters.slack.seal import Seal, WrongKey, new_key
from adapters.slack.web import application
from adapters.slack.workspaces import Bot
from domain.chat.event import Event
from domain.chat.sending import TryAgain
from storage.slack import KeptInstalls
from storage.unit_of_work import Storage
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.conftest import NOON, SECRET, TOKEN, Listener, Scene, opened
from tests.adapters.slack.inbound.payloads import BOT, BOT_ID, ENTERPRISE, OTHER_TEAM, TEAM, event, said
from tests.adapters.slack.inbound.stand_in import Json, StandIn

NOW = NOON.timestamp()
KEY = new_key()
INSTALL = Install(TEAM, Bot(BOT, BOT_ID), "xoxe.xoxb-old", "xoxe-refresh-1", NOW + 6 * 3600, ("chat:write",), NOW)
HOUR = 3600


class Clock:
    """Stands until it is moved; waiting moves it, and gives others their turn for `turn` seconds."""

    def __init__(self) -> None:
        self.time = NOW
        self.turn = 0.0

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds
        threading.Event().wait(self.turn)


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeInstalls = Callable[..., StoredInstalls]


@pytest.fixture
def make(sqlite_storage: Storage, web_api: StandIn, clock: Clock) -> MakeInstalls:
    """A function that builds what one process has; all of them share the database."""

    def build(*keys: str) -> StoredInstalls:
        client = Client(f"{web_api.address}/api/", "1.2", "client-secret")
        store = KeptInstalls(sqlite_storage, lambda: NOON)
        return StoredInstalls(store, Seal(keys or (KEY,)), client, clock.now, clock.wait)

    return build


def rotating(web_api: StandIn) -> None:
    """Slack's side of token rotation: each refresh token is good once."""
    standing = ["xoxe-refresh-1"]

    def exchange(form: Json) -> Json:
        if form["refresh_token"] != standing[-1]:
            return {"ok": False, "error": "invalid_refresh_token"}
        standing.append(f"xoxe-refresh-{len(standing) + 1}")
        token = f"xoxe.xoxb-{len(standing)}"
        return {"access_token": token, "refresh_token": standing[-1], "expires_in": 12 * HOUR, "scope": "chat:write"}

    web_api.answers["oauth.v2.access"] = exchange


def test_an_installation_is_found_again_by_another_process(make: MakeInstalls) -> None:
    make().save(INSTALL)
    assert make().find(TEAM) == INSTALL
    assert make().find(OTHER_TEAM) is None


def test_no_token_is_readable_in_the_database_or_shown(make: MakeInstalls, sqlite_storage: Storage) -> None:
    make().save(INSTALL)
    kept = KeptInstalls(sqlite_storage, lambda: NOON).get(TEAM) or ""
    for secret in (INSTALL.token, INSTALL.refresh):
        assert secret not in kept
        assert secret not in repr(INSTALL)
    assert "client-secret" not in repr(Client("x", "1.2", "client-secret"))


def test_a_new_key_before_the_old_one_opens_all_and_then_the_old_one_may_go(make: MakeInstalls) -> None:
    make().save(INSTALL)
    newer = new_key()
    with pytest.raises(WrongKey, match="put that key back"):
        make(newer).find(TEAM)
    assert make(newer, KEY).find(TEAM) == INSTALL
    assert make(newer, KEY).renew_seals() == 1
    assert make(newer).find(TEAM) == INSTALL


def test_a_token_that_lasts_is_used_as_it_is(make: MakeInstalls, web_api: StandIn) -> None:
    make().save(INSTALL)
    assert make().token_for(TEAM) == "xoxe.xoxb-old"
    assert web_api.calls == []


def test_a_token_without_end_is_never_renewed(make: MakeInstalls, web_api: StandIn, clock: Clock) -> None:
    make().save(replace(INSTALL, token=TOKEN, refresh="", expires=0))
    clock.time += 10 * 365 * 24 * HOUR
    assert make().token_for(TEAM) == TOKEN
    assert web_api.calls == []


@pytest.mark.parametrize("after", [5 * HOUR, 7 * HOUR])
def test_of_forty_that_ask_at_the_edge_in_two_processes_one_renews(
    make: MakeInstalls, web_api: StandIn, clock: Clock, after: int
) -> None:
    rotating(web_api)
    make().save(INSTALL)
    clock.time += after
    clock.turn = 0.2
    processes = [make(), make()]
    start = threading.Barrier(40)

    def ask(number: int) -> str:
        start.wait()
        return processes[number % 2].token_for(TEAM)

    with ThreadPoolExecutor(40) as pool:
        tokens = set(pool.map(ask, range(40)))
    assert len(web_api.asked("oauth.v2.access")) == 1
    assert tokens <= ({"xoxe.xoxb-2", "xoxe.xoxb-old"} if after < 6 * HOUR else {"xoxe.xoxb-2"})
    assert make().token_for(TEAM) == "xoxe.xoxb-2"
    clock.time += 11 * HOUR
    assert make().token_for(TEAM) == "xoxe.xoxb-3"


def test_while_slack_renews_nothing_the_old_token_serves_to_its_end(
    make: MakeInstalls, web_api: StandIn, clock: Clock
) -> None:
    web_api.answers["oauth.v2.access"] = lambda _: {"status": 500}
    make().save(INSTALL)
    clock.time += 5 * HOUR
    assert make().token_for(TEAM) == "xoxe.xoxb-old"
    clock.time += 2 * HOUR
    with pytest.raises(Exception, match="known"):
        make().token_for(TEAM)
    rotating(web_api)
    assert make().token_for(TEAM) == "xoxe.xoxb-2"


def test_a_process_that_died_while_it_renewed_holds_nobody_up_for_long(
    make: MakeInstalls, web_api: StandIn, clock: Clock, sqlite_storage: Storage
) -> None:
    rotating(web_api)
    make().save(INSTALL)
    clock.time += 7 * HOUR
    assert KeptInstalls(sqlite_storage, lambda: NOON).claim(TEAM, 30)
    with pytest.raises(TryAgain):
        make().token_for(TEAM)
    KeptInstalls(sqlite_storage, lambda: NOON).release(TEAM)
    assert make().token_for(TEAM) == "xoxe.xoxb-2"


def test_a_renewal_does_not_bring_back_what_was_uninstalled_meanwhile(
    make: MakeInstalls, web_api: StandIn, clock: Clock
) -> None:
    installs = make()
    installs.save(INSTALL)
    rotating(web_api)
    exchange = web_api.answers["oauth.v2.access"]

    def uninstalled_meanwhile(form: Json) -> Json:
        make().gone(TEAM, clock.time)
        return exchange(form)

    web_api.answers["oauth.v2.access"] = uninstalled_meanwhile
    clock.time += 7 * HOUR
    with pytest.raises(NotInstalled):
        installs.token_for(TEAM)
    assert installs.find(TEAM) is None


@pytest.fixture
def several(
    sqlite_storage: Storage, background: Background, web_api: StandIn, make: MakeInstalls
) -> Iterator[tuple[Scene, StoredInstalls]]:
    """Two workspaces and an organisation."""
    installs = make()
    for workspace in (TEAM, OTHER_TEAM, ENTERPRISE):
        installs.save(replace(INSTALL, workspace=workspace, token=f"xoxb-{workspace}", refresh="", expires=0, at=1000))
    for scene in opened(sqlite_storage, background, web_api, installs):
        yield scene, installs


def in_workspace(payload: Json, workspace: str) -> Json:
    authorization = {"team_id": workspace, "enterprise_id": None, "user_id": BOT, "is_bot": True}
    return payload | {"team_id": workspace, "authorizations": [authorization]}


def test_each_workspace_is_asked_with_its_own_token(several: tuple[Scene, StoredInstalls]) -> None:
    scene, _ = several
    scene.web_api.users[payloads.BOB]["team_id"] = OTHER_TEAM
    scene.heard(said())
    scene.heard(in_workspace(said(user=payloads.BOB), OTHER_TEAM))
    asked = [(token, arguments["user"]) for name, token, arguments in scene.web_api.calls if name == "users.info"]
    assert asked == [(f"xoxb-{TEAM}", payloads.ANA), (f"xoxb-{OTHER_TEAM}", payloads.BOB)]


def places(scene: Scene) -> list[str]:
    events: list[Event] = scene.listener.events
    return [event.place.workspace for event in events]


UNINSTALLED: Json = {"type": "app_uninstalled"}
REVOKED: Json = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}


@pytest.mark.parametrize("order", [(UNINSTALLED, REVOKED), (REVOKED, UNINSTALLED), (UNINSTALLED,), (REVOKED,)])
def test_uninstalled_and_revoked_in_any_order_remove_the_tokens(
    several: tuple[Scene, StoredInstalls], order: tuple[Json, ...]
) -> None:
    scene, installs = several
    for inner in (*order, *order):
        scene.hears_nothing(event(inner))
    assert installs.find(TEAM) is None
    with pytest.raises(NotInstalled):
        installs.token_for(TEAM)
    scene.hears_nothing(said())
    assert installs.find(OTHER_TEAM) is not None


def test_a_late_word_of_an_uninstallation_does_not_undo_a_later_installation(
    several: tuple[Scene, StoredInstalls],
) -> None:
    scene, installs = several
    scene.hears_nothing(event(UNINSTALLED) | {"event_time": 999})
    assert installs.find(TEAM) is not None


def test_a_users_own_token_that_was_revoked_is_none_of_ours(several: tuple[Scene, StoredInstalls]) -> None:
    scene, installs = several
    scene.hears_nothing(event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}))
    assert installs.find(TEAM) is not None


def test_an_org_wide_uninstallation_names_the_organisation(several: tuple[Scene, StoredInstalls]) -> None:
    scene, installs = several
    outer = {"team_id": ENTERPRISE, "enterprise_id": ENTERPRISE, "is_enterprise_install": True, "authorizations": []}
    scene.hears_nothing(event(UNINSTALLED) | outer)
    assert installs.find(ENTERPRISE) is None
    assert installs.find(TEAM) is not None


Visit = Callable[..., httpx.Client]


@pytest.fixture
def visit(scene: Scene, background: Background, web_api: StandIn, make: MakeInstalls, clock: Clock) -> Iterator[Visit]:
    """A function that serves the pages of installation and gives a browser for them."""
    served, clients = [], []

    def open_browser(installs: StoredInstalls, *allowed: str, address: str = web_api.address) -> httpx.Client:
        client = Client(f"{web_api.address}/api/", "1.2", "client-secret")
        terms = Terms(("chat:write", "im:write"), "http://127.0.0.1/slack/oauth_redirect", frozenset(allowed))
        pages = InstallPages(Host(address), client, terms, installs, Seal([KEY]), clock.now)
        app = web.Application()
        app.add_subapp("/slack/", application(scene.slack.take, [SECRET], clock.now, pages))
        served.append(background.serve(app))
        clients.append(httpx.Client(base_url=served[-1].url, timeout=20))
        return clients[-1]

    yield open_browser
    for each in (*clients, *served):
        each.close() if isinstance(each, httpx.Client) else each.stop()


def granted(team: str = TEAM, **more: object) -> Json:
    return {
        "access_token": "xoxb-new",
        "token_type": "bot",
        "scope": "chat:write,im:write",
        "bot_user_id": BOT,
        "app_id": "A01",
        "team": {"id": team, "name": "Test"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U1"},
        **more,
    }


def back(browser: httpx.Client, **query: str) -> httpx.Response:
    """From /slack/install to Slack and back, with a code."""
    asked = parse_qs(urlsplit(browser.get("/slack/install").headers["Location"]).query)
    return browser.get("/slack/oauth_redirect", params={"code": "c0de", "state": asked["state"][0]} | query)


def test_installing_asks_slack_for_the_scopes_and_keeps_the_tokens(
    visit: Visit, make: MakeInstalls, web_api: StandIn
) -> None:
    installs = make()
    browser = visit(installs)
    away = urlsplit(browser.get("/slack/install").headers["Location"])
    asked = parse_qs(away.query)
    assert (asked["client_id"], asked["scope"]) == (["1.2"], ["chat:write,im:write"])
    web_api.answers["oauth.v2.access"] = lambda _: granted() | {"refresh_token": "xoxe-1", "expires_in": 12 * HOUR}
    answer = back(browser)
    assert (answer.status_code, "Installed" in answer.text) == (200, True)
    (form,) = web_api.asked("oauth.v2.access")
    assert (form["code"], form["client_secret"]) == ("c0de", "client-secret")
    kept = installs.find(TEAM)
    assert kept is not None
    assert (kept.token, kept.refresh, kept.expires) == ("xoxb-new", "xoxe-1", NOW + 12 * HOUR)
    assert (kept.bot, kept.scopes) == (Bot(BOT, BOT_ID), ("chat:write", "im:write"))


def test_an_org_wide_installation_is_kept_by_its_organisation(
    visit: Visit, make: MakeInstalls, web_api: StandIn
) -> None:
    web_api.answers["oauth.v2.access"] = lambda _: (
        granted(team=None, enterprise={"id": ENTERPRISE, "name": "Org"}, is_enterprise_install=True) | {"team": None}
    )
    assert back(visit(make())).status_code == 200
    assert make().find(ENTERPRISE) is not None


def test_on_govslack_the_same_page_leads_there(visit: Visit, make: MakeInstalls) -> None:
    away = visit(make(), address=GOVSLACK).get("/slack/install").headers["Location"]
    assert away.startswith("https://slack-gov.com/oauth/v2/authorize?")
    assert Host(GOVSLACK).api == "https://slack-gov.com/api/"


def test_a_state_of_another_browser_or_time_installs_nothing(
    visit: Visit, make: MakeInstalls, web_api: StandIn, clock: Clock
) -> None:
    web_api.answers["oauth.v2.access"] = lambda _: granted()
    browser, other = visit(make()), visit(make())
    state = parse_qs(urlsplit(other.get("/slack/install").headers["Location"]).query)["state"][0]
    assert back(browser, state=state).status_code == 400
    for wrong in ("", "x", "é", Fernet(new_key()).encrypt(b"x").decode()):
        assert back(browser, state=wrong).status_code == 400
    assert browser.get("/slack/oauth_redirect", params={"code": "x"}).status_code == 400
    asked = parse_qs(urlsplit(browser.get("/slack/install").headers["Location"]).query)
    clock.time += 601
    assert browser.get("/slack/oauth_redirect", params={"code": "x", "state": asked["state"][0]}).status_code == 400
    assert web_api.asked("oauth.v2.access") == []


def test_a_code_that_slack_refuses_and_a_slack_that_is_away_are_said_so(
    visit: Visit, make: MakeInstalls, web_api: StandIn
) -> None:
    browser = visit(make())
    web_api.answers["oauth.v2.access"] = lambda _: {"ok": False, "error": "invalid_code"}
    assert (back(browser).status_code, "invalid_code" in back(browser).text) == (400, True)
    web_api.answers["oauth.v2.access"] = lambda _: {"status": 500}
    assert back(browser).status_code == 502
    assert "not allowed" in browser.get("/slack/oauth_redirect", params={"error": "access_denied"}).text
    assert make().workspaces() == ()


def test_a_workspace_that_is_not_allowed_is_turned_away_and_its_token_given_back(
    visit: Visit, make: MakeInstalls, web_api: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    web_api.answers["oauth.v2.access"] = lambda _: granted(OTHER_TEAM)
    with caplog.at_level(logging.DEBUG):
        assert back(visit(make(), TEAM)).status_code == 403
    assert [token for name, token, _ in web_api.calls if name == "auth.revoke"] == ["xoxb-new"]
    assert make().find(OTHER_TEAM) is None
    assert "xoxb-new" not in caplog.text


def test_where_none_is_named_the_first_that_installs_is_the_only_one(
    visit: Visit, make: MakeInstalls, web_api: StandIn
) -> None:
    browser = visit(make())
    web_api.answers["oauth.v2.access"] = lambda _: granted(TEAM)
    assert [back(browser).status_code, back(browser).status_code] == [200, 200]
    web_api.answers["oauth.v2.access"] = lambda _: granted(OTHER_TEAM)
    assert back(browser).status_code == 403


def test_a_listener_knows_nothing_of_tokens(several: tuple[Scene, StoredInstalls]) -> None:
    scene, _ = several
    scene.heard(said())
    listener: Listener = scene.listener
    assert "xoxb" not in json.dumps([repr(event) for event in listener.events])
    assert places(scene) == [TEAM]
