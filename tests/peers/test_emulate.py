"""Against a second independent stand-in: a workspace installs the app through the pages, and the token is good."""

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from aiohttp import web

from adapters.slack.hosts import Host
from adapters.slack.install_pages import InstallPages, Terms
from adapters.slack.installs import Client, StoredInstalls
from adapters.slack.manifest import SCOPES
from adapters.slack.seal import Seal, new_key
from adapters.slack.web import application
from adapters.slack.web_api import WebApi
from storage.slack import KeptInstalls
from storage.unit_of_work import Storage
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound.conftest import NOON
from tests.peers.local_slack import free_port, wait_until_open

NODE_MODULES = Path(__file__).parents[2] / "var/peers/node_modules"
NODE, EMULATE = NODE_MODULES / ".bin/node", NODE_MODULES / "emulate/dist/index.js"

pytestmark = pytest.mark.skipif(
    not (NODE.exists() and EMULATE.exists()), reason="emulate is not installed: run tests/peers/install.sh"
)


@pytest.fixture
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def emulate(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The address of the peer, and the port at which it sends people back to us."""
    port, our_port = free_port(), free_port()
    app = {
        "client_id": "1.2",
        "client_secret": "client-secret",
        "name": "Quarterback",
        "app_id": "A01APP",
        "redirect_uris": [f"http://127.0.0.1:{our_port}/slack/oauth_redirect"],
        "scopes": list(SCOPES),
    }
    users = [{"name": "sam", "real_name": "Sam Ortiz", "email": "sam@example.com"}]
    seed = tmp_path / "seed.yaml"
    seed.write_text(yaml.safe_dump({"slack": {"team": {"name": "Test"}, "users": users, "oauth_apps": [app]}}))
    command = [NODE, EMULATE, "start", "--service", "slack", "--port", str(port), "--seed", seed]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path) as process,
    ):
        try:
            wait_until_open(port)
            yield f"http://127.0.0.1:{port}", our_port
        finally:
            process.terminate()


def test_a_workspace_installs_the_app_through_the_pages(
    emulate: tuple[str, int], sqlite_storage: Storage, background: Background
) -> None:
    host, our_port = Host(emulate[0]), emulate[1]
    client, seal = Client(host.api, "1.2", "client-secret"), Seal([new_key()])
    installs = StoredInstalls(KeptInstalls(sqlite_storage, lambda: NOON), seal, client, time.time, time.sleep)
    terms = Terms(list(SCOPES), f"http://127.0.0.1:{our_port}/slack/oauth_redirect")
    pages = InstallPages(host, client, terms, installs, seal, time.time)
    app = web.Application()
    app.add_subapp("/slack/", application(_nothing, ["unused"], time.time, pages))
    served = background.serve(app, our_port)

    with httpx.Client(timeout=20) as browser:
        asked = browser.get(f"http://127.0.0.1:{our_port}/slack/install").headers["Location"]
        page = browser.get(asked).text
        form = page[page.index("<form") : page.index("</form>")]
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
        allowed = browser.post(f"{host.address}/oauth/v2/authorize/callback", data=fields)
        installed = browser.get(allowed.headers["Location"])
        again = browser.get(allowed.headers["Location"])

    served.stop()
    assert (installed.status_code, "Installed" in installed.text) == (200, True)
    assert again.status_code == 400  # a code is good once
    (workspace,) = installs.workspaces()
    install = installs.find(workspace)
    assert install is not None
    assert set(install.scopes) == set(SCOPES)
    who = WebApi(lambda: installs.token_for(workspace), host.api).read("auth.test")
    assert (who["team_id"], who["user_id"]) == (workspace, install.bot.user)


def _nothing(_: object) -> object:
    raise AssertionError("nothing is sent here")
