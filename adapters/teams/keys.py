"""The keys with which Microsoft signs requests: fetched without holding anybody up, and anew when one is not known."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jwt
from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.shapes import Json, at, things, words

_log = logging.getLogger(__name__)
_FRESH_FOR = 24 * 3600.0
_BETWEEN_LOOKS = 2.0  # seconds; whoever invents names of keys must not make us ask for each
_DEADLINE = 3.0
_LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels for which it may sign."""

    key: jwt.PyJWK
    endorsements: tuple[str, ...]


class SigningKeys:
    """The keys that an issuer publishes, by id. `metadata` is the address of its OpenID description.

    `clock` counts seconds, never back. Belongs to one event loop.
    """

    def __init__(self, metadata: str, clock: Callable[[], float]) -> None:
        self._metadata = metadata
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._fetched_at = self._looked_at = -_FRESH_FOR
        self._looking = asyncio.Lock()

    async def get(self, kid: str) -> Key | None:
        """The key of that id; None where the issuer has none, or cannot be asked and none was known before."""
        if kid not in self._keys or self._is_old():
            async with self._looking:
                if (kid not in self._keys or self._is_old()) and self._clock() - self._looked_at >= _BETWEEN_LOOKS:
                    self._looked_at = self._clock()
                    await self._look()
        return self._keys.get(kid)

    def _is_old(self) -> bool:
        return self._clock() - self._fetched_at >= _FRESH_FOR

    async def _look(self) -> None:
        """What was known before stays where the issuer does not answer."""
        try:
            async with asyncio.timeout(_DEADLINE), ClientSession(timeout=ClientTimeout(total=_DEADLINE)) as session:
                described = await _object(session, self._metadata)
                found = _keys(await _object(session, words(described, "jwks_uri")))
        except (ClientError, OSError, TimeoutError, ValueError) as fault:
            _log.warning("the keys with which Teams signs could not be fetched: %s", type(fault).__name__)
            return
        if found:
            self._keys, self._fetched_at = found, self._clock()


async def _object(session: ClientSession, address: str) -> Json:
    async with session.get(address, allow_redirects=False) as answer:
        answer.raise_for_status()
        body = await answer.content.read(_LARGEST + 1)
    while len(body) <= _LARGEST and not answer.content.at_eof():  # read() gives what is there
        body += await answer.content.read(_LARGEST + 1)
    found = json.loads(body)
    if not isinstance(found, dict) or len(body) > _LARGEST:
        raise ValueError("no such description")
    return found


def _keys(published: Json) -> dict[str, Key]:
    """Those that are for RS256; others are left out."""
    found: dict[str, Key] = {}
    for each in things(published, "keys"):
        endorsements = at(each, "endorsements")
        if words(each, "kid") and words(each, "kty") == "RSA":
            try:
                key = jwt.PyJWK(dict(each), "RS256")
            except (jwt.PyJWTError, ValueError, TypeError):
                continue
            listed = endorsements if isinstance(endorsements, list) else []
            found[words(each, "kid")] = Key(key, tuple(str(name) for name in listed))
    return found
