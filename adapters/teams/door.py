"""Lets in what Teams signed for us: token, tenant and where we are to answer are checked before anything acts on it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from adapters.http import Refusal, parse_object
from adapters.shapes import Json, words
from adapters.teams.clouds import Registration, is_loopback
from adapters.teams.keys import SigningKeys

LARGEST_BODY = 256 * 1024  # bytes; Teams itself takes messages of about 100 kB
CHANNEL = "msteams"
_LONGEST_TOKEN = 4 * 1024  # characters; those of Teams have about 1,000
_LEEWAY = 5 * 60  # seconds between two clocks
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)", re.IGNORECASE)
_LONGEST_ID = 1000

_UNSIGNED = "Only requests that Microsoft signed for this app are answered here. Check the app id."
_NOT_FOR_US = "This request is not from where its token says, or not from a tenant that may use this app."
_UNREADABLE = "This is no activity of Teams': send what Teams sends."


@dataclass(frozen=True, slots=True)
class Door:
    """What is checked of each request. `tenants` are ids of those that may use this app.

    A blank app id lets anybody in who is on this machine: see `Registration.insecure`.
    """

    registration: Registration
    tenants: Collection[str]
    keys: SigningKeys

    async def check(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """The activity. Refusal 401 where the token is not good, 400 or 415 where the body is not, else 403."""
        claims, endorsed = await self._claims(headers.get("Authorization", ""))
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, _UNREADABLE)
        activity = _parsed(body)
        self._check_origin(activity, claims, endorsed)
        return activity

    async def _claims(self, header: str) -> tuple[Json, Collection[str]]:
        """What the token says, and for which channels its key may sign."""
        if self.registration.insecure:
            return {}, (CHANNEL,)
        bearer = _BEARER.fullmatch(header) if len(header) <= _LONGEST_TOKEN else None
        if bearer is None:
            raise Refusal(401, _UNSIGNED)
        try:
            head = jwt.get_unverified_header(bearer[1])
            key = await self.keys.get(head["kid"]) if head.get("alg") == "RS256" and head.get("kid") else None
            if key is None:
                raise Refusal(401, _UNSIGNED)
            claims = jwt.decode(
                bearer[1],
                key.key,
                algorithms=["RS256"],
                audience=self.registration.app_id,
                issuer=self.registration.cloud.issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError):
            raise Refusal(401, _UNSIGNED) from None
        return claims, key.endorsements

    def _check_origin(self, activity: Json, claims: Json, endorsed: Collection[str]) -> None:
        """Channel, address and tenant: an address that is not Microsoft's would be sent our token."""
        service_url, tenant = words(activity, "serviceUrl"), words(activity, "channelData", "tenant", "id")
        if self.registration.insecure:
            right = is_loopback(service_url) and (not self.tenants or tenant in self.tenants)
        else:
            right = (
                words(claims, "serviceurl") == service_url
                and self.registration.cloud.sends_to(service_url)
                and tenant in self.tenants
            )
        if not right or words(activity, "channelId") != CHANNEL or CHANNEL not in endorsed:
            raise Refusal(403, _NOT_FOR_US)


def _parsed(body: bytes) -> dict[str, Any]:
    """Refusal 400 for what has not the parts that every activity has, or has ids that no database keeps."""
    try:
        activity = parse_object(body)
    except Refusal:
        raise Refusal(400, _UNREADABLE) from None
    ids = [words(activity, "type"), words(activity, "conversation", "id"), words(activity, "from", "id")]
    if not all(ids) or any(len(each) > _LONGEST_ID for each in (*ids, words(activity, "id"))):
        raise Refusal(400, _UNREADABLE)
    if any(key in activity and not isinstance(activity[key], dict) for key in ("channelData", "recipient")):
        raise Refusal(400, _UNREADABLE)
    return activity
