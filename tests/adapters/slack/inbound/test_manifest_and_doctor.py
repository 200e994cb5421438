"""The manifest asks for what is needed and says why; the doctor finds what is wrong and says how to mend it."""

from email.utils import formatdate

import pytest
import yaml

from adapters.finding import Finding
from adapters.slack.clicks import SHORTCUT
from adapters.slack.doctor import Setup, examine
from adapters.slack.hosts import Host
from adapters.slack.manifest import COMMAND, EVENTS, SCOPES, Way, manifest, printed
from tests.adapters.slack.inbound.conftest import NOON, SECRET, Scene

NOW = NOON.timestamp()
COMMANDS = ("help", "pipeline", "opportunity Acme", "update Acme is at 60 %", "undo")
PROMPTS = (("My pipeline", "pipeline"), ("What is next?", "ask me"))
HTTP = Way("https://qb.example.com")
HEX_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of no app


def test_each_scope_is_printed_with_its_reason() -> None:
    lines = printed(manifest(COMMANDS, PROMPTS, HTTP)).splitlines()
    for scope, reason in SCOPES.items():
        assert f"- {scope}  # {reason}" in [line.strip() for line in lines]


def test_what_is_printed_is_the_manifest() -> None:
    app = manifest(COMMANDS, PROMPTS, HTTP)
    assert yaml.safe_load(printed(app)) == app


def test_over_http_slack_is_told_where_to_call() -> None:
    app = manifest(COMMANDS, PROMPTS, HTTP)
    assert app["settings"]["event_subscriptions"]["request_url"] == "https://qb.example.com/slack/events"
    assert app["settings"]["interactivity"]["request_url"] == "https://qb.example.com/slack/interactive"
    assert app["features"]["slash_commands"][0]["url"] == "https://qb.example.com/slack/commands"
    assert app["oauth_config"]["redirect_urls"] == ["https://qb.example.com/slack/oauth_redirect"]
    assert app["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_there_is_no_address() -> None:
    app = manifest(COMMANDS, PROMPTS, Way())
    assert "http" not in str(app["settings"]) + str(app["features"]["slash_commands"])
    assert app["settings"]["socket_mode_enabled"] is True


def test_the_one_command_lists_what_one_may_ask_for_within_slacks_limit() -> None:
    (one,) = manifest(COMMANDS, PROMPTS, HTTP)["features"]["slash_commands"]
    assert (one["command"], one["usage_hint"]) == (COMMAND, " | ".join(COMMANDS))
    (long,) = manifest(["x" * 90] * 50, PROMPTS, HTTP)["features"]["slash_commands"]
    assert len(long["usage_hint"]) == 1000


def test_everything_that_is_read_is_subscribed_and_allowed() -> None:
    app = manifest(COMMANDS, PROMPTS, HTTP)
    assert app["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    needs = {"message.im": "im:history", "app_mention": "app_mentions:read", "reaction_added": "reactions:read"}
    assert all(event in EVENTS and scope in SCOPES for event, scope in needs.items())
    assert app["features"]["shortcuts"][0]["callback_id"] == SHORTCUT
    assert len(manifest(COMMANDS, PROMPTS * 4, HTTP)["features"]["assistant_view"]["suggested_prompts"]) == 4


@pytest.fixture
def well(scene: Scene) -> Setup:
    """A set-up over HTTP and Socket Mode in which nothing is wrong."""
    scene.web_api.headers = {"x-oauth-scopes": ",".join(SCOPES), "Date": formatdate(NOW, usegmt=True)}
    address = str(scene.client.base_url).rstrip("/")
    return Setup(Host(scene.web_api.address), address, "xoxb-good", "xapp-good", [SECRET])


def but(setup: Setup, **other: object) -> list[Finding]:
    """What is found where that is otherwise, apart from what is well."""
    names = ("host", "address", "bot_token", "app_token", "signing_secrets")
    return bad(Setup(**({name: getattr(setup, name) for name in names} | other)))  # type: ignore[arg-type]  # by name


def bad(setup: Setup, now: float = NOW) -> list[Finding]:
    return [finding for finding in examine(setup, lambda: now) if finding.state != "well"]


def test_where_all_is_well_the_doctor_says_so(well: Setup) -> None:
    found = examine(well, lambda: NOW)
    assert [finding.what for finding in found if finding.state == "well"] == [
        "the bot token is good, for Test",
        "the bot token has the scopes it needs",
        "the clock is right",
        "Socket Mode opens",
        f"{well.address}/slack/events answers",
    ]
    (secret,) = bad(well)  # the stand-in's secret is that of the documentation, which is no hexadecimal number
    assert (secret.state, "does not look like" in secret.what) == ("look", True)


def test_missing_scopes_are_named_with_their_reasons(well: Setup, scene: Scene) -> None:
    scene.web_api.headers["x-oauth-scopes"] = ",".join(set(SCOPES) - {"im:write"})
    finding = next(each for each in bad(well) if each.state == "wrong")
    assert "lacks im:write" in finding.what
    assert SCOPES["im:write"] in finding.mend


def test_more_scopes_than_needed_are_worth_a_look(well: Setup, scene: Scene) -> None:
    scene.web_api.headers["x-oauth-scopes"] = ",".join([*SCOPES, "admin"])
    assert any("more than is needed: admin" in finding.what for finding in bad(well))


@pytest.mark.parametrize(("drift", "state"), [(5, None), (60, "look"), (400, "wrong"), (-400, "wrong")])
def test_a_wrong_clock_is_seen_by_slacks_own(well: Setup, scene: Scene, drift: int, state: str | None) -> None:
    scene.web_api.headers["Date"] = formatdate(NOW + drift, usegmt=True)
    found = next((each.state for each in bad(well) if "clock" in each.what), None)
    assert found == state


def test_a_token_that_slack_does_not_take_is_said_so(well: Setup, scene: Scene) -> None:
    scene.web_api.answers["auth.test"] = lambda _: {"ok": False, "error": "token_revoked"}
    assert any("token_revoked" in finding.what and "Install the app again" in finding.mend for finding in bad(well))


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"bot_token": "xoxp-user"}, "the bot token is no bot token"),
        ({"bot_token": ""}, "there is no bot token"),
        ({"app_token": "xoxb-1"}, "the app token is none"),
        ({"address": "", "app_token": ""}, "Slack has no way to reach the quarterback"),
        ({"signing_secrets": []}, "there is no signing secret"),
        ({"address": "http://qb.example.com"}, "the public address is not https"),
        ({"signing_secrets": [HEX_SECRET]}, "has another signing secret, or another clock"),
        ({"address": "http://127.0.0.1:9"}, "does not answer"),
        ({"host": Host("http://127.0.0.1:9")}, "http://127.0.0.1:9/api/ does not answer"),
    ],
)
def test_each_fault_is_found_and_says_how_to_mend_it(well: Setup, other: dict[str, object], what: str) -> None:
    found = [finding for finding in but(well, **other) if what in finding.what]
    assert found
    assert all(finding.state == "wrong" and finding.mend for finding in found)


def test_no_finding_shows_a_secret(well: Setup, scene: Scene) -> None:
    scene.web_api.answers["auth.test"] = lambda _: {"ok": False, "error": "invalid_auth"}
    shown = repr(examine(well, lambda: NOW)) + repr(well)
    assert not any(secret in shown for secret in ("xoxb-good", "xapp-good", SECRET))
