"""The doctor names what is wrong between Teams and this machine, and how to mend it; it never shows a secret."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.finding import Finding
from adapters.teams.certificate import read_certificate
from adapters.teams.clouds import CLOUDS, Registration
from adapters.teams.doctor import Setup, examine
from adapters.teams.faults import Refused
from tests.adapters.practice.browser import Background
from tests.adapters.teams.inbound.conftest import Scene
from tests.adapters.teams.inbound.issuer import APP, TENANT, Issuer
from tests.adapters.teams.out.test_certificate import pem

SECRET = "canary-of-the-doctor"  # noqa: S105 - of nobody


def setup_of(issuer: Issuer, address: str = "") -> Setup:
    cloud = replace(CLOUDS["public"], issuer=issuer.url, metadata=issuer.metadata)
    return Setup(Registration(APP, SECRET, TENANT, "SingleTenant", cloud), (TENANT,), address, lambda: "token")


def states(found: list[Finding]) -> list[str]:
    assert SECRET not in str(found)
    assert all(finding.mend for finding in found if finding.state != "well")
    return [finding.state for finding in found]


def test_where_all_is_well_it_says_so(scene: Scene, issuer: Issuer, background: Background) -> None:
    root = web.Application()
    assert scene.wired.teams
    root.router.add_post("/api/messages", _refuses)
    served = background.serve(root)
    found = examine(setup_of(issuer, served.url.rstrip("/")), time.time)
    assert set(states(found)) == {"well"}
    served.stop()


@pytest.mark.parametrize(
    ("days", "state", "words"), [(400, "well", "good until"), (20, "look", "ends on"), (-1, "wrong", "ended on")]
)
def test_a_certificate_that_ends_soon_is_told_in_time(issuer: Issuer, days: int, state: str, words: str) -> None:
    ends = datetime.now(UTC) + timedelta(days=days)
    setup = setup_of(issuer)
    certified = replace(setup, registration=replace(setup.registration, certificate=read_certificate(pem(ends))))
    (found,) = (each for each in examine(certified, time.time) if "certificate" in each.what)
    assert (found.state, words in found.what) == (state, True)


async def _refuses(_: web.Request) -> web.Response:
    return web.Response(status=401)


async def _takes(_: web.Request) -> web.Response:
    return web.Response()


def test_an_address_that_takes_unsigned_requests_is_wrong(issuer: Issuer, background: Background) -> None:
    root = web.Application()
    root.router.add_post("/api/messages", _takes)
    served = background.serve(root)
    found = examine(setup_of(issuer, served.url.rstrip("/")), time.time)
    assert states(found)[-1] == "wrong"
    assert "takes unsigned requests" in found[-1].what
    served.stop()


def test_each_fault_is_named(issuer: Issuer) -> None:
    def refused() -> str:
        raise Refused("Microsoft gives no token for this app. Check its id, secret and tenant.", "invalid_client")

    wrong = replace(setup_of(issuer, "http://quarterback.example.com"), tenants=("tenant",), token=refused)
    found = [finding.what for finding in examine(wrong, lambda: time.time() + 900) if finding.state == "wrong"]
    assert [re.sub(r"9\d\d", "9XX", what.split(":")[0][:30]) for what in found] == [
        "the tenant “tenant” is none",
        "Microsoft gives no token for t",
        "the clock is 9XX s off",
        "the public address is not http",
    ]


@pytest.mark.parametrize("endorsements", [[], ["webchat"]])
def test_keys_that_may_not_sign_for_teams_are_wrong(endorsements: list[str], issuer: Issuer) -> None:
    issuer.endorsements = endorsements
    found = examine(setup_of(issuer), time.time)
    assert any("may sign for Teams" in finding.what and finding.state == "wrong" for finding in found)


def test_without_checks_it_says_who_may_use_it(issuer: Issuer) -> None:
    setup = setup_of(issuer)
    insecure = replace(setup, registration=replace(setup.registration, app_id=""))
    assert states(examine(insecure, time.time)) == ["look"]
