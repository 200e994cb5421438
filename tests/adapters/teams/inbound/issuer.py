"""An issuer of our own on loopback, in the place of the one that signs Teams' requests."""

import time
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.adapters.practice.browser import Background

Json = dict[str, Any]
APP, TENANT = "6f0a1a4e-6a2b-4f6d-9a6b-000000000001", "11111111-2222-3333-4444-555555555555"
SERVICE = "https://smba.trafficmanager.net/amer/"


class Issuer:
    """Publishes its keys, and signs with the newest."""

    def __init__(self, background: Background) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements: list[str] = ["msteams"]
        self.asked = 0
        self.rotate("first")
        app = web.Application()
        app.add_routes([web.get("/openid", self._openid), web.get("/keys", self._keys)])
        self._served = background.serve(app)
        self.url = self._served.url.rstrip("/")
        self.metadata = f"{self.url}/openid"

    def rotate(self, kid: str) -> None:
        """From now on another key signs, and the old one is no longer published."""
        self.keys = {kid: rsa.generate_private_key(65537, 2048)}

    def claims(self, **other: Any) -> Json:
        """What a good token says, with these instead; None leaves one out."""
        now = int(time.time())
        good = {"iss": self.url, "aud": APP, "exp": now + 3600, "nbf": now - 60, "iat": now, "serviceurl": SERVICE}
        return {name: value for name, value in (good | other).items() if value is not None}

    def token(self, kid: str = "", algorithm: str = "RS256", key: Any = None, **other: Any) -> str:
        newest, private = list(self.keys.items())[-1]
        return jwt.encode(self.claims(**other), key or private, algorithm, headers={"kid": kid or newest})

    def stop(self) -> None:
        self._served.stop()

    async def _openid(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response({"issuer": self.url, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        shown = [
            RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": kid, "endorsements": self.endorsements}
            for kid, key in self.keys.items()
        ]
        return web.json_response({"keys": shown})


def message(words: str = "help", **other: Any) -> Json:
    """A message of Ruth's in her personal chat, as Teams sends it."""
    return {
        "type": "message",
        "id": "1795364018000",
        "timestamp": "2026-11-22T12:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:ruth", "name": "Ruth Calloway", "aadObjectId": "entra-ruth"},
        "recipient": {"id": f"28:{APP}", "name": "Quarterback"},
        "conversation": {"id": "a:ruth", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": words,
        "textFormat": "plain",
    } | other
