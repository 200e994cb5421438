"""Lets in what Slack signed: signature, age and size are checked on the raw bytes before anything is parsed."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from adapters.http import Refusal, parse_object

LARGEST_BODY = 1024 * 1024  # bytes; a message of 40,000 characters with all its blocks stays below
OLDEST = 5 * 60  # seconds, in both directions
_MOST_DIGITS = 12
_MOST_FIELDS = 64

_UNSIGNED = "Only requests that Slack signed are answered here. Check the signing secret."
_OLD = "This request is too old, or a clock is wrong: set the clock of this machine by NTP."
_UNREADABLE = "This is no request of Slack's: send what Slack sends."


def check(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: float) -> None:
    """Return where one of `secrets` signed `body` less than five minutes from `now` (Unix time), else Refusal 401.

    Several secrets serve while one is replaced by another. Read in Slack's "Verifying requests from Slack", v0.
    """
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    given = headers.get("X-Slack-Signature", "").encode("utf-8", "surrogateescape")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _MOST_DIGITS):
        raise Refusal(401, _UNSIGNED)
    if not any(hmac.compare_digest(signature(secret, stamp, body).encode(), given) for secret in secrets):
        raise Refusal(401, _UNSIGNED)
    if abs(now - int(stamp)) > OLDEST:
        raise Refusal(401, _OLD)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What Slack puts into X-Slack-Signature."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def parse(body: bytes, content_type: str) -> dict[str, object]:
    """The JSON object, the form, or the JSON object in the form's "payload". Refusal 400 or 415 where it is neither."""
    if content_type == "application/json":
        return _object(body)
    if content_type != "application/x-www-form-urlencoded":
        raise Refusal(415, _UNREADABLE)
    try:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Refusal(400, _UNREADABLE) from None
    return _object(form["payload"].encode()) if "payload" in form else dict(form)


def _object(body: bytes) -> dict[str, object]:
    try:
        return parse_object(body)
    except Refusal:
        raise Refusal(400, _UNREADABLE) from None
