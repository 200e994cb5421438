"""What a feed signed is let in, for five minutes and under two secrets; everything else is refused alike."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.signatures import (
    Check,
    Encoding,
    HmacRule,
    Scheme,
    Signed,
    check_of,
    sign_hmac,
    sign_hubspot,
    sign_standard,
    sign_zendesk,
    usable,
)
from adapters.http import Refusal

NOW = 1_795_340_000
URL = "https://quarterback.example.com/feeds/finance"
BODY = '{"account": "Kiln Works", "über": 1}'.encode()
OLD, NEW, FOREIGN = (base64.b64encode(word * 8).decode() for word in (b"old-", b"new-", b"evil"))
STAMPED = HmacRule("X-Sig", "sha512", Encoding.BASE64, "v1=", "X-Stamp")


@dataclass(frozen=True)
class Way:
    """A scheme, and how its sender signs."""

    name: str
    check: Check
    signed: Mapping[str, str]


def headers(name: str, secret: str, body: bytes = BODY, at: int = NOW, url: str = URL) -> dict[str, str]:
    stamp = str(at)
    match name:
        case "standard":
            found = {"webhook-id": "msg_1", "webhook-timestamp": stamp}
            return found | {"webhook-signature": sign_standard(secret, "msg_1", at, body)}
        case "zendesk":
            iso = f"2026-11-22T{9 + (at - 1_795_338_000) // 3600:02}:{(at - 1_795_338_000) // 60 % 60:02}:{at % 60:02}Z"
            return {
                "X-Zendesk-Webhook-Signature-Timestamp": iso,
                "X-Zendesk-Webhook-Signature": sign_zendesk(secret, iso, body),
            }
        case "hubspot":
            milli = f"{at}123"
            return {
                "X-HubSpot-Request-Timestamp": milli,
                "X-HubSpot-Signature-v3": sign_hubspot(secret, "POST", url, body, milli),
            }
        case "hmac":
            return {"X-Signature": sign_hmac(HmacRule(), secret, body)}
    return {"X-Stamp": stamp, "X-Sig": sign_hmac(STAMPED, secret, body, stamp)}


CHECKS: dict[str, Check] = {
    "standard": check_of(Scheme.STANDARD),
    "zendesk": check_of(Scheme.ZENDESK),
    "hubspot": check_of(Scheme.HUBSPOT),
    "hmac": check_of(Scheme.HMAC),
    "stamped": check_of(Scheme.HMAC, STAMPED),
}
AGED = [name for name in CHECKS if name != "hmac"]


def request(name: str, secret: str = NEW, at: int = NOW) -> Signed:
    return Signed(headers(name, secret, at=at), BODY, URL)


def refused(name: str, signed: Signed, now: float = NOW) -> str:
    with pytest.raises(Refusal) as raised:
        CHECKS[name](signed, [NEW, OLD], now)
    assert raised.value.status == 401
    return raised.value.sentence


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("secret", [OLD, NEW])
def test_either_of_two_secrets_opens_and_the_same_words_have_the_same_name(name: str, secret: str) -> None:
    signed = request(name, secret)
    delivery = CHECKS[name](signed, [NEW, OLD], NOW)
    assert delivery == CHECKS[name](signed, [NEW, OLD], NOW + 1)
    assert delivery
    with pytest.raises(Refusal):
        CHECKS[name](signed, [FOREIGN], NOW)
    with pytest.raises(Refusal):
        CHECKS[name](signed, [], NOW)


@pytest.mark.parametrize("name", CHECKS)
def test_one_bit_of_the_body_is_enough(name: str) -> None:
    signed = request(name)
    assert "signed" in refused(name, replace(signed, body=BODY.replace(b"Kiln", b"kiln")))
    assert "signed" in refused(name, replace(signed, body=b""))


@pytest.mark.parametrize("name", AGED)
@pytest.mark.parametrize("drift", [-301, 301, -86_400, 86_400])
def test_five_minutes_and_no_longer(name: str, drift: int) -> None:
    signed = request(name)
    assert "too old" in refused(name, signed, NOW + drift)
    CHECKS[name](signed, [NEW], NOW + (299 if drift > 0 else -299))


def test_the_address_is_part_of_what_hubspot_signs() -> None:
    signed = request("hubspot")
    refused("hubspot", replace(signed, url=URL + "?x=1"))
    refused("hubspot", replace(signed, method="PUT"))


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize(
    "value", ["", " ", "v1,", "v1,AAAA", "ÿ\udcff", "0", "A" * 5000, "9" * 5000, "=====", "v1=", "null", "v2,AAAA v1,"]
)
def test_no_header_is_answered_but_with_401(name: str, value: str) -> None:
    right = headers(name, NEW)
    for spoilt in right:
        if spoilt == "webhook-id" and value.strip():
            continue  # an id may be any words; they are signed
        refused(name, Signed(right | {spoilt: value}, BODY, URL))
        refused(name, Signed({key: words for key, words in right.items() if key != spoilt}, BODY, URL))


@given(st.dictionaries(st.sampled_from(sorted({key for name in CHECKS for key in headers(name, NEW)})), st.text()))
def test_nothing_opens_by_chance(found: dict[str, str]) -> None:
    for name in CHECKS:
        refused(name, Signed(found, BODY, URL))


def test_zendesk_signs_the_time_before_the_body() -> None:
    """developer.zendesk.com, "Verifying webhooks": base64(HMACSHA256(TIMESTAMP + BODY)).

    An older page printed an example that was signed the other way round; that is refused.
    """
    stamp, body = "2021-07-25T10:00:00Z", b'{"say": "hello"}'
    known = "HRkRd4BeOAoUkfZr-mhauJT64rvBASlJRoIyPsd3zeA="
    found = {"X-Zendesk-Webhook-Signature-Timestamp": stamp}
    right = found | {"X-Zendesk-Webhook-Signature": "Rry/4TtIdFyawtXXp8QdI6tlAUUQ/5kL1OTp5qo/ZIk="}
    older = found | {"X-Zendesk-Webhook-Signature": "tRDSF7URY8BLCDlaBcQ7FHu051Zk+aAB0NKMP53teMw="}
    CHECKS["zendesk"](Signed(right, body, URL), [known], 1_627_207_210)
    with pytest.raises(Refusal):
        CHECKS["zendesk"](Signed(older, body, URL), [known], 1_627_207_210)


def test_standard_webhooks_own_example() -> None:
    """Of the specification, github.com/standard-webhooks."""
    found = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    known = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = Signed(found, b'{"test": 2432232314}', URL)
    assert CHECKS["standard"](signed, [f"whsec_{known}"], 1_614_265_330) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_githubs_own_example_as_a_rule() -> None:
    """Of docs.github.com, "Validating webhook deliveries": a sender's own header and prefix."""
    rule = HmacRule("X-Hub-Signature-256", prefix="sha256=")
    found = {"X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"}
    signed = Signed(found, b"Hello, World!", URL)
    check_of(Scheme.HMAC, rule)(signed, ["It's a Secret to Everybody"], NOW)


def test_several_signatures_in_one_header_while_the_sender_changes_its_secret() -> None:
    both = f"v1,AAAA {sign_standard(FOREIGN, 'msg_1', NOW, BODY)} {sign_standard(OLD, 'msg_1', NOW, BODY)}"
    signed = Signed(headers("standard", NEW) | {"webhook-signature": both}, BODY, URL)
    assert CHECKS["standard"](signed, [NEW, OLD], NOW) == "msg_1"


def test_a_body_that_is_no_text_is_refused() -> None:
    refused("standard", Signed(headers("standard", NEW), b"\xff\xfe", URL))


@pytest.mark.parametrize("secret", ["whsec_", "", "whsec_a", "ü"])
def test_a_secret_of_no_use_is_known_as_one(secret: str) -> None:
    assert not usable(Scheme.STANDARD, secret)
    refused_by = Signed(headers("standard", NEW), BODY, URL)
    with pytest.raises(Refusal):
        CHECKS["standard"](refused_by, [secret], NOW)
