"""Teams is never open by accident: what was not signed for us does nothing, leaves no row and no trace in the log."""

import base64
import json
import time
from collections.abc import Callable
from http.client import HTTPConnection

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from adapters.teams.clouds import CLOUDS
from tests.adapters.teams.inbound.conftest import Scene
from tests.adapters.teams.inbound.issuer import APP, SERVICE, Issuer, message

OTHERS = rsa.generate_private_key(65537, 2048)
CANARY = "canary-7f3a"


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(issuer: Issuer) -> str:
    return f"{_part({'alg': 'none', 'kid': 'first'})}.{_part(issuer.claims())}."


def _tampered(issuer: Issuer) -> str:
    head, _, signature = issuer.token().split(".")
    return f"{head}.{_part(issuer.claims(aud=APP, exp=int(time.time()) + 9))}.{signature}"


def _by_public_key(issuer: Issuer) -> str:
    """The published key as if it were a shared secret."""
    return jwt.encode(issuer.claims(), "a public key that is long enough for HS256", "HS256", headers={"kid": "first"})


def _by_curve(issuer: Issuer) -> str:
    return jwt.encode(issuer.claims(), ec.generate_private_key(ec.SECP256R1()), "ES256", headers={"kid": "first"})


def _headless(issuer: Issuer) -> str:
    return jwt.encode(issuer.claims(), OTHERS, "RS256")


BAD: dict[str, tuple[int, Callable[[Issuer], str]]] = {
    "three empty parts": (401, lambda _: ".."),
    "no token at all": (401, lambda _: "token"),
    "two parts": (401, lambda i: ".".join(i.token().split(".")[:2])),
    "four parts": (401, lambda i: i.token() + ".more"),
    "broken head": (401, lambda i: "e30" + i.token()[3:]),
    "head that is no JSON": (401, lambda i: f"AAAA.{i.token().split('.')[1]}.AAAA"),
    "nested head": (401, lambda i: f"{_part([[[]]])}.{_part(i.claims())}.AAAA"),
    "too long": (401, lambda i: i.token(padding="x" * 4_000)),
    "algorithm none": (401, _unsigned),
    "HS256 with the public key": (401, _by_public_key),
    "ES256": (401, _by_curve),
    "no kid": (401, _headless),
    "unknown kid": (401, lambda i: i.token(kid="unknown")),
    "kid of ours, key of others": (401, lambda i: i.token(key=OTHERS)),
    "claims exchanged": (401, _tampered),
    "signature cut": (401, lambda i: i.token()[:-20]),
    "another issuer": (401, lambda i: i.token(iss="https://sts.windows.net/foreign/")),
    "no issuer": (401, lambda i: i.token(iss=None)),
    "another app": (401, lambda i: i.token(aud="another-app")),
    "us among several": (401, lambda i: i.token(aud=[APP, "another-app"])),
    "no audience": (401, lambda i: i.token(aud=None)),
    "expired": (401, lambda i: i.token(exp=int(time.time()) - 3600)),
    "no end": (401, lambda i: i.token(exp=None)),
    "not yet": (401, lambda i: i.token(nbf=int(time.time()) + 3600)),
    "another service address": (403, lambda i: i.token(serviceurl="https://smba.trafficmanager.net/emea/")),
    "no service address": (403, lambda i: i.token(serviceurl=None)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_starts_no_turn(name: str, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    status, make = BAD[name]
    before = scene.rows()
    token = make(scene.issuer)
    answer = scene.post(message(CANARY), token)
    assert answer.status_code == status
    assert scene.rows() == before
    assert CANARY not in caplog.text
    assert token not in caplog.text
    assert "Traceback" not in caplog.text


def test_without_a_header_nobody_comes_in(scene: Scene) -> None:
    before = scene.rows()
    for headers in ({"Authorization": ""}, {"Authorization": "Basic cnV0aDpydXRo"}, {"Authorization": "Bearer"}):
        assert scene.post(message(), **headers).status_code == 401
    assert scene.rows() == before


def test_a_token_outside_ascii_is_refused(scene: Scene) -> None:
    connection = HTTPConnection("127.0.0.1", scene.client.base_url.port or 0, timeout=20)
    for bearer in (scene.issuer.token()[:-3] + "äöü", "\xa0.\xa0.\xa0"):
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        connection.request("POST", "/messages", json.dumps(message()), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 401
    connection.close()


FOREIGN = "99999999-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    "other",
    [
        {"channelData": {"tenant": {"id": FOREIGN}}},
        {"channelData": {}},
        {"channelData": {"tenant": "11111111-2222-3333-4444-555555555555"}},
        {"conversation": {"id": "a:ruth", "tenantId": FOREIGN}, "channelData": {"tenant": {"id": ""}}},
        {"channelId": "webchat"},
        {"channelId": None},
        {"serviceUrl": "http://smba.trafficmanager.net/amer/"},
        {"serviceUrl": "https://smba.trafficmanager.net.evil.example/amer/"},
        {"serviceUrl": "https://evil.example/smba.trafficmanager.net/"},
        {"serviceUrl": "https://smba.trafficmanager.net:8443/amer/"},
        {"serviceUrl": "https://smba.trafficmanager.net@evil.example/"},
        {"serviceUrl": ""},
    ],
)
def test_a_foreign_tenant_channel_or_address_is_refused(other: dict[str, object], scene: Scene) -> None:
    """The token is good, and says what the activity says."""
    before = scene.rows()
    activity = message() | other
    token = scene.issuer.token(serviceurl=activity["serviceUrl"])
    assert scene.post(activity, token).status_code == 403
    assert scene.rows() == before


def test_a_key_that_may_not_sign_for_teams_does_not(scene: Scene) -> None:
    scene.issuer.endorsements = ["webchat"]
    assert scene.post(message()).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"type": "message"}', 400),
        (json.dumps(message(conversation={"id": "x" * 5000})).encode(), 400),
        (json.dumps(message(channelData=[])).encode(), 400),
        (json.dumps(message(timestamp={"no": "time"})).encode(), 400),
        (json.dumps(message("x" * 300_000)).encode(), 413),
    ],
)
def test_what_is_no_activity_is_refused(body: bytes, status: int, scene: Scene) -> None:
    before = scene.rows()
    assert scene.post(body).status_code == status
    assert scene.rows() == before


def test_only_json_is_taken(scene: Scene) -> None:
    assert scene.post(message(), **{"Content-Type": "text/plain"}).status_code == 415


def test_what_teams_signed_is_heard_and_committed_before_the_answer(scene: Scene) -> None:
    assert scene.post(message("pipeline")).status_code == 200
    rows = scene.rows()
    assert (rows["events"], rows["posts"], rows["conversation_references"]) == (1, 1, 1)


def test_a_new_key_is_fetched_when_it_is_first_seen_and_the_old_one_no_longer_counts(scene: Scene) -> None:
    old = scene.issuer.token()
    assert scene.post(message(id="1"), old).status_code == 200
    scene.issuer.rotate("second")
    end = time.monotonic() + 5  # two seconds are the least between two looks
    while (status := scene.post(message(id="2")).status_code) == 401 and time.monotonic() < end:
        pass
    assert status == 200
    assert scene.post(message(id="3"), old).status_code == 401


def test_unknown_keys_do_not_make_us_ask_for_each(scene: Scene) -> None:
    for number in range(50):
        assert scene.post(message(), scene.issuer.token(kid=f"invented-{number}")).status_code == 401
    assert scene.issuer.asked <= 3


def test_without_its_issuer_nothing_new_is_let_in_and_what_was_known_still_is(scene: Scene) -> None:
    assert scene.post(message(id="1")).status_code == 200
    token = scene.issuer.token()
    scene.issuer.stop()
    assert scene.post(message(id="2"), token).status_code == 200
    assert scene.post(message(id="3"), scene.issuer.token(kid="other")).status_code == 401


@pytest.mark.parametrize("name", CLOUDS)
def test_each_cloud_sends_to_its_own_hosts_alone(name: str) -> None:
    cloud = CLOUDS[name]  # type: ignore[index]
    assert all(cloud.sends_to(f"https://{host}/teams/") for host in cloud.hosts)
    assert cloud.sends_to(SERVICE) == (name in ("public", "gcc"))
