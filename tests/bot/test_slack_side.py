"""Slack as the settings say: one workspace by its token, or several that install the app through its pages."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from adapters.slack.seal import new_key
from bot.server import slack_site
from bot.settings import Settings
from bot.slack_side import doctor, printed_manifest
from bot.wiring import wire
from tests.adapters.practice.browser import Background
from tests.bot.test_slack_kills import APP_TOKEN, SECRET, TOKEN, Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def slack() -> Iterator[Workspace]:
    workspace = Workspace(time.monotonic)
    yield workspace
    workspace.close()


def several(address: str) -> Settings:
    return Settings(
        slack_url="https://slack-gov.com",
        slack_address=address,
        slack_client_id="1.2",
        slack_client_secret="secret",  # noqa: S106 - of nobody
        slack_keys=new_key(),
        slack_signing_secret=SECRET,
    )


def test_everybody_found_by_e_mail_address_is_at_home_in_slack(slack: Workspace, tmp_path: Path) -> None:
    settings = Settings(slack_url=slack.url.removesuffix("/api/"), slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    wired = wire(f"sqlite:///{tmp_path}/side.db", ROOT / "app.yaml", settings)
    ruth = wired.app_file.company.people[0]
    assert wired.slack
    assert wired.quarterback.home(ruth).platform == "practice"
    wired.slack.find_people()
    assert wired.quarterback.home(ruth).conversation == "D-U-ruth.calloway"
    assert wired.quarterback.home(ruth).platform == "slack"


def test_several_workspaces_install_through_the_pages_of_govslack(background: Background, tmp_path: Path) -> None:
    wired = wire(f"sqlite:///{tmp_path}/side.db", ROOT / "app.yaml", several("https://quarterback.example.com"))
    assert wired.slack
    served = background.serve(slack_site(wired.slack))
    with httpx.Client(base_url=served.url) as browser:
        page = browser.get("slack/install")
        assert page.headers["Location"].startswith("https://slack-gov.com/oauth/v2/authorize?")
        assert browser.post("slack/events", json={"type": "url_verification"}).status_code == 401
        assert browser.get("").status_code == 404  # the practice room is not here
    served.stop()


def test_a_workspace_that_is_not_there_stops_nothing(tmp_path: Path) -> None:
    settings = Settings(slack_url="http://127.0.0.1:9", slack_bot_token=TOKEN, slack_app_token=APP_TOKEN)
    wired = wire(f"sqlite:///{tmp_path}/side.db", ROOT / "app.yaml", settings)
    assert wired.slack
    wired.slack.find_people()
    found = doctor(settings, wired.quarterback)
    assert any("does not answer" in finding.what and finding.mend for finding in found)


def test_the_manifest_follows_the_address(tmp_path: Path) -> None:
    assert "https://quarterback.example.com/slack/events" in printed_manifest(
        several("https://quarterback.example.com")
    )
    assert "socket_mode_enabled: true" in printed_manifest(Settings())
    assert "org_deploy_enabled: false" in printed_manifest(Settings())
    assert "org_deploy_enabled: true" in printed_manifest(Settings(slack_org_wide=True))
