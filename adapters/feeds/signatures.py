"""Lets in what a feed signed: each scheme checks signature and age on the raw bytes before anything is parsed.

Every check returns what names the delivery, taken from what was signed, so that a repeat is known as one. All of them
raise Refusal 401, with the same sentence for all that is wrong with a signature.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from standardwebhooks.webhooks import Webhook

from adapters.http import Refusal

OLDEST = 5 * 60  # seconds, in both directions
_MOST_DIGITS = 14
_LONGEST = 512  # characters of a header that is looked at
_UNSIGNED = "Only requests that this feed signed are answered here. Check the secret."
_OLD = "This request is too old, or a clock is wrong: set the clock of this machine by NTP."


class Scheme(StrEnum):
    """Who signs how."""

    STANDARD = "standard"
    HMAC = "hmac"
    HUBSPOT = "hubspot"
    ZENDESK = "zendesk"


class Encoding(StrEnum):
    """How the bytes of a signature are spelt in its header."""

    HEX = "hex"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True)
class HmacRule:
    """A sender's own way: which header holds the signature behind which prefix, and how it is made.

    `timestamp_header`, where there is one, holds Unix seconds, and its words, then a dot, are signed before the body.
    """

    header: str = "X-Signature"
    algorithm: str = "sha256"
    encoding: Encoding = Encoding.HEX
    prefix: str = ""
    timestamp_header: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as it came in. `url` is the whole address as the sender knows it."""

    headers: Mapping[str, str]
    body: bytes
    url: str
    method: str = "POST"


Check = Callable[[Signed, Sequence[str], float], str]
"""What names the delivery; Refusal 401 where none of the secrets signed it within five minutes of now (Unix time)."""


def check_of(scheme: Scheme, rule: HmacRule | None = None) -> Check:
    """The check of one scheme; `rule` is for Scheme.HMAC alone."""
    if scheme is Scheme.HMAC:
        own = rule or HmacRule()
        return lambda request, secrets, now: _own_hmac(own, request, secrets, now)
    return {Scheme.STANDARD: _standard, Scheme.HUBSPOT: _hubspot, Scheme.ZENDESK: _zendesk}[scheme]


def usable(scheme: Scheme, secret: str) -> bool:
    """Whether requests can be checked with that secret at all."""
    if scheme is not Scheme.STANDARD:
        return bool(secret)
    try:
        Webhook(secret)
    except Exception:  # noqa: BLE001, RUF100 - the package raises whatever base64 and it come upon
        return False
    return True


def sign_standard(secret: str, message_id: str, stamp: int, body: bytes) -> str:
    """What Standard Webhooks puts into webhook-signature. ValueError for a secret or body that cannot be signed."""
    try:
        return Webhook(secret).sign(message_id, datetime.fromtimestamp(stamp, UTC), body.decode())
    except Exception as fault:  # noqa: BLE001, RUF100 - see usable()
        raise ValueError(type(fault).__name__) from None


def sign_zendesk(secret: str, stamp: str, body: bytes) -> str:
    """What Zendesk puts into X-Zendesk-Webhook-Signature: base64(HMAC-SHA256(timestamp + body))."""
    return _base64(secret, stamp.encode() + body)


def sign_hubspot(secret: str, method: str, url: str, body: bytes, stamp: str) -> str:
    """What HubSpot puts into X-HubSpot-Signature-v3: method, address, body and milliseconds."""
    return _base64(secret, method.encode() + _decoded(url).encode() + body + stamp.encode())


def sign_hmac(rule: HmacRule, secret: str, body: bytes, stamp: str = "") -> str:
    """What a sender with that rule puts into its header."""
    signed = stamp.encode() + b"." + body if rule.timestamp_header else body
    digest = hmac.new(secret.encode(), signed, rule.algorithm).digest()
    spelt = digest.hex() if rule.encoding is Encoding.HEX else base64.b64encode(digest).decode()
    return rule.prefix + spelt


def _standard(request: Signed, secrets: Sequence[str], now: float) -> str:
    """standardwebhooks 1.0: its `verify` looks at a clock of its own and lets errors of any kind through."""
    message_id, stamp = _header(request, "webhook-id"), _digits(_header(request, "webhook-timestamp"))
    given = [part[3:] for part in _header(request, "webhook-signature").split() if part.startswith("v1,")]
    if not message_id:
        raise Refusal(401, _UNSIGNED)
    for secret in secrets:
        try:
            wanted = sign_standard(secret, message_id, stamp, request.body).removeprefix("v1,")
        except ValueError:
            continue  # an unusable secret is the doctor's to name; a body that is no text is nobody's
        if any(_same(wanted, each) for each in given):
            _young(stamp, now)
            return message_id
    raise Refusal(401, _UNSIGNED)


def _zendesk(request: Signed, secrets: Sequence[str], now: float) -> str:
    stamp, given = _header(request, "X-Zendesk-Webhook-Signature-Timestamp"), "X-Zendesk-Webhook-Signature"
    try:
        written = datetime.fromisoformat(stamp)
        at = (written if written.tzinfo else written.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise Refusal(401, _UNSIGNED) from None
    name = _matched(_header(request, given), (sign_zendesk(secret, stamp, request.body) for secret in secrets))
    _young(at, now)
    return name


def _hubspot(request: Signed, secrets: Sequence[str], now: float) -> str:
    stamp = _header(request, "X-HubSpot-Request-Timestamp")
    at = _digits(stamp) / 1000
    wanted = (sign_hubspot(secret, request.method, request.url, request.body, stamp) for secret in secrets)
    name = _matched(_header(request, "X-HubSpot-Signature-v3"), wanted)
    _young(at, now)
    return name


def _own_hmac(rule: HmacRule, request: Signed, secrets: Sequence[str], now: float) -> str:
    stamp = _header(request, rule.timestamp_header) if rule.timestamp_header else ""
    at = _digits(stamp) if rule.timestamp_header else now
    given = _header(request, rule.header)
    if rule.encoding is Encoding.HEX:
        given = rule.prefix + given.removeprefix(rule.prefix).lower() if given.startswith(rule.prefix) else ""
    name = _matched(given, (sign_hmac(rule, secret, request.body, stamp) for secret in secrets))
    _young(at, now)
    return name


def _matched(given: str, wanted: Iterable[str]) -> str:
    """The delivery's name: of its signature, so that the same words are not taken twice."""
    for each in wanted:
        if _same(each, given):
            return hashlib.sha256(each.encode()).hexdigest()
    raise Refusal(401, _UNSIGNED)


def _same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "surrogateescape"))


def _header(request: Signed, name: str) -> str:
    value = request.headers.get(name, "")
    if len(value) > _LONGEST:
        raise Refusal(401, _UNSIGNED)
    return value.strip()


def _digits(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS):
        raise Refusal(401, _UNSIGNED)
    return int(words)


def _young(at: float, now: float) -> None:
    if abs(now - at) > OLDEST:
        raise Refusal(401, _OLD)


def _base64(secret: str, signed: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


# HubSpot signs the address with these few characters written out, whatever the request line has.
_WRITTEN_OUT = {
    "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'",
    "%28": "(", "%29": ")", "%2A": "*", "%2C": ",", "%3B": ";",
}  # fmt: skip


def _decoded(url: str) -> str:
    for escaped, character in _WRITTEN_OUT.items():
        url = url.replace(escaped, character).replace(escaped.lower(), character)
    return url
