"""Whoever is not Slack is refused quickly, without an error of ours and without a word of theirs in the log."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.http import Refusal
from adapters.slack.door import check, parse, signature
from adapters.slack.web import application
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.conftest import NOON, SECRET, Scene

NOW = int(NOON.timestamp())
CANARY = "canary-of-a-secret-deal"
BODY = json.dumps(payloads.said(CANARY)).encode()
FORM = "application/x-www-form-urlencoded"

Headers = dict[str, str | bytes]


def signed(body: bytes = BODY, stamp: str = str(NOW), by: str = SECRET) -> Headers:
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(by, stamp, body)}


def without(name: str) -> Headers:
    return {key: value for key, value in signed().items() if key != name}


BAD: dict[str, tuple[Headers, bytes, str]] = {
    "no headers at all": ({}, BODY, "application/json"),
    "no signature": (without("X-Slack-Signature"), BODY, "application/json"),
    "no timestamp": (without("X-Slack-Request-Timestamp"), BODY, "application/json"),
    "signed with another secret": (signed(by="other"), BODY, "application/json"),
    "an empty signature": (signed() | {"X-Slack-Signature": ""}, BODY, "application/json"),
    "a cut signature": (signed() | {"X-Slack-Signature": signature(SECRET, str(NOW), BODY)[:-1]}, BODY, FORM),
    "another version of signature": (signed() | {"X-Slack-Signature": "v1=" + "0" * 64}, BODY, "application/json"),
    "a signature outside of ASCII": (signed() | {"X-Slack-Signature": "v0=é".encode()}, BODY, "application/json"),
    "a signature that is no UTF-8": (signed() | {"X-Slack-Signature": b"v0=\xff\xfe"}, BODY, "application/json"),
    "a body changed after signing": (signed(), BODY + b" ", "application/json"),
    "six minutes old": (signed(stamp=str(NOW - 360)), BODY, "application/json"),
    "six minutes ahead": (signed(stamp=str(NOW + 360)), BODY, "application/json"),
    "a timestamp of 5,000 digits": (signed(stamp="1" * 5000), BODY, "application/json"),
    "a timestamp below zero": (signed(stamp=f"-{NOW}"), BODY, "application/json"),
    "a timestamp with a fraction": (signed(stamp=f"{NOW}.5"), BODY, "application/json"),
    "a timestamp in other digits": (signed() | {"X-Slack-Request-Timestamp": "١٢٣".encode()}, BODY, FORM),
    "no timestamp but a word": (signed(stamp="now"), BODY, "application/json"),
    "ssl_check without a signature": ({}, b"ssl_check=1&token=x", FORM),
    "a challenge without a signature": ({}, b'{"type":"url_verification","challenge":"x"}', "application/json"),
    "two megabytes": (signed(b"x" * 2**21), b"x" * 2**21, "application/json"),
    "broken JSON, signed": (signed(b'{"type":'), b'{"type":', "application/json"),
    "nested brackets, signed": (signed(b"[" * 100_000), b"[" * 100_000, "application/json"),
    "nested objects, signed": (signed(b'{"a":' * 90_000), b'{"a":' * 90_000, "application/json"),
    "a number of 5,000 digits, signed": (signed(b"1" * 5000), b"1" * 5000, "application/json"),
    "no UTF-8, signed": (signed(b'{"a":"\xff\xfe"}'), b'{"a":"\xff\xfe"}', "application/json"),
    "a list, signed": (signed(b"[1]"), b"[1]", "application/json"),
    "a form whose payload is broken, signed": (signed(b"payload=%7B"), b"payload=%7B", FORM),
    "a form of 1,000 fields, signed": (signed(b"a=1&" * 1000), b"a=1&" * 1000, FORM),
    "text, signed": (signed(), BODY, "text/plain"),
    "nothing, signed": (signed(b""), b"", "application/json"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_request_gets_4xx_and_leaves_no_trace(scene: Scene, case: str, caplog: pytest.LogCaptureFixture) -> None:
    headers, body, content_type = BAD[case]
    with caplog.at_level(logging.DEBUG):
        for name in ("events", "commands", "interactive"):
            sent = [(key.encode(), _bytes(value)) for key, value in headers.items()]
            answer = scene.client.post(
                f"/slack/{name}", content=body, headers=[*sent, (b"Content-Type", content_type.encode())]
            )
            assert 400 <= answer.status_code < 500
    assert scene.listener.events == []
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore", "asyncio"))]
    assert [record for record in ours if record.exc_info or CANARY in record.getMessage()] == []


def test_what_slack_signed_is_taken_within_five_minutes_either_way() -> None:
    for seconds in (-299, -1, 0, 1, 299):
        stamp = str(NOW - seconds)
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, BODY)}
        check(headers, BODY, [SECRET], NOW)


def test_a_second_secret_serves_while_the_first_is_replaced() -> None:
    headers = {"X-Slack-Request-Timestamp": str(NOW), "X-Slack-Signature": signature("old", str(NOW), BODY)}
    check(headers, BODY, ["new", "old"], NOW)
    with pytest.raises(Refusal):
        check(headers, BODY, ["new"], NOW)


def test_the_signature_is_the_one_of_slacks_own_example() -> None:
    """From "Verifying requests from Slack"."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    given_there = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == given_there


def test_a_challenge_is_answered_when_it_is_signed(scene: Scene) -> None:
    answer = scene.post(b'{"type":"url_verification","challenge":"3eZbrw1aB"}')
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})


def test_ssl_check_is_answered_when_it_is_signed(scene: Scene) -> None:
    assert scene.post(b"ssl_check=1&token=x", FORM, "commands").status_code == 200


def test_without_a_signing_secret_nothing_is_served(scene: Scene) -> None:
    with pytest.raises(ValueError, match="anybody could speak"):
        application(scene.slack.take, [""], lambda: 0.0)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
SHAPES: list[Callable[[], payloads.Json]] = [
    payloads.said,
    lambda: payloads.mention("<@U0BOT> help"),
    lambda: payloads.edited(payloads.message(), payloads.message("x", **payloads.edited_by(payloads.ANA))),
    lambda: payloads.deleted(payloads.message()),
    lambda: payloads.reaction("x"),
    lambda: payloads.tap(payloads.button("still|0|7")),
    lambda: payloads.tap(payloads.button("open_form|0|", "eJw=")),
    lambda: payloads.home_tap(payloads.button("still|0|7")),
    lambda: payloads.submission({"type": "modal", "callback_id": "form"}, {"0|amount": {"value": {"value": "1"}}}),
    lambda: payloads.shortcut(payloads.message()),
    lambda: payloads.command("help"),
    lambda: payloads.event({"type": "app_home_opened", "user": payloads.ANA, "tab": "home"}),
    lambda: payloads.event(
        {"type": "message", "subtype": "file_share", "files": [payloads.clip(None)], "channel": "D"}
    ),
]


@st.composite
def damaged(draw: st.DrawFn) -> payloads.Json:
    """A real payload of which one value, at any depth, is replaced by any JSON."""
    payload = draw(st.sampled_from(SHAPES))()
    here: payloads.Json = payload
    while True:
        key = draw(st.sampled_from(sorted(here)))
        inside = here[key][0] if isinstance(here[key], list) and here[key] else here[key]
        if isinstance(inside, dict) and inside and draw(st.booleans()):
            here = inside
        else:
            here[key] = draw(JSON_VALUES)
            return payload


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged())
def test_signed_nonsense_is_never_an_error_of_ours(scene: Scene, payload: payloads.Json) -> None:
    body = json.dumps(payload).encode()
    assert scene.post(body).status_code < 500


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["application/json", FORM, "text/html"]), st.booleans())
def test_bytes_are_never_an_error_of_ours(scene: Scene, body: bytes, content_type: str, sign: bool) -> None:
    if sign:
        assert scene.post(body, content_type).status_code < 500
    else:
        answer = scene.client.post("/slack/events", content=body, headers={"Content-Type": content_type})
        assert answer.status_code in (401, 400)


@given(st.binary(max_size=300), st.sampled_from(["application/json", FORM]))
def test_parsing_gives_an_object_or_a_refusal(body: bytes, content_type: str) -> None:
    with suppress(Refusal):
        assert isinstance(parse(body, content_type), dict)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
