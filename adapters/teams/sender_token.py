"""Tokens with which the app speaks to Teams: asked for once, kept until shortly before they end."""

import os
import threading
import time
from collections.abc import Callable, Mapping

import httpx

from adapters.calls import within
from adapters.shapes import number, words
from adapters.teams.certificate import ASSERTION_TYPE
from adapters.teams.clouds import Registration
from adapters.teams.faults import Away, Refused, TeamsFault

_EARLY, _DEADLINE = 300.0, 10.0
_LOCAL = "http://169.254.169.254/metadata/identity/oauth2/token"
_SECONDS_OF_A_TOKEN = 3600.0


class Tokens:
    """Tokens of one app, by certificate or secret or as a managed identity; "" for one without an id: it has loopback.

    `environment` is where a hosted app finds the address of its identity. `clock` counts seconds and never back, `now`
    is Unix time.
    """

    def __init__(
        self,
        registration: Registration,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._registration = registration
        self._environment = environment
        self._clock = clock
        self._now = now
        self._client = httpx.Client(timeout=_DEADLINE)
        self._token, self._until = "", -1.0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """The token. Away where none can be had now, Refused where the registration is wrong.

        Whoever comes while one is fetched waits for that one.
        """
        if self._registration.insecure:
            return ""
        with self._lock:
            if self._clock() >= self._until:
                answer = within(_DEADLINE, self._fetched, _away("it did not answer in time"))
                if isinstance(answer, TeamsFault):
                    raise answer
                self._token, seconds = answer
                self._until = self._clock() + max(0.0, seconds - _EARLY)
            return self._token

    def close(self) -> None:
        self._client.close()

    def _fetched(self) -> tuple[str, float] | TeamsFault:
        try:
            response = self._client.send(self._request())
            said = response.json()
        except (httpx.HTTPError, ValueError, RecursionError) as fault:
            return _away(type(fault).__name__)
        token = words(said, "access_token")
        if response.is_success and token:
            return token, _seconds(said)
        if response.status_code == 429 or response.status_code >= 500:
            return _away(f"HTTP {response.status_code}")
        code = words(said, "error") or f"HTTP {response.status_code}"
        return Refused("Microsoft gives no token for this app. Check its id, secret or certificate, and tenant.", code)

    def _request(self) -> httpx.Request:
        app, cloud = self._registration, self._registration.cloud
        if app.kind == "SingleTenant":
            address = f"{cloud.login}{app.tenant}/oauth2/v2.0/token"
            asked = {"grant_type": "client_credentials", "client_id": app.app_id, "scope": f"{cloud.scope}/.default"}
            return self._client.build_request("POST", address, data=asked | self._proof(address))
        asked = {"resource": cloud.scope, "client_id": app.app_id}
        hosted = self._environment.get("IDENTITY_ENDPOINT", "")
        if hosted:
            headers = {"X-IDENTITY-HEADER": self._environment.get("IDENTITY_HEADER", "")}
            return self._client.build_request(
                "GET", hosted, params={**asked, "api-version": "2019-08-01"}, headers=headers
            )
        return self._client.build_request(
            "GET", _LOCAL, params={**asked, "api-version": "2018-02-01"}, headers={"Metadata": "true"}
        )

    def _proof(self, address: str) -> dict[str, str]:
        """That it is our app which asks there."""
        app = self._registration
        if app.certificate is None:
            return {"client_secret": app.password}
        said = app.certificate.assertion(app.app_id, address, self._now())
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": said}


def _seconds(said: object) -> float:
    """How long the token is good for. Identities of hosted apps say it as text, or only when it ends."""
    spelt = words(said, "expires_in")
    return number(said, "expires_in") or (float(spelt) if spelt.isdecimal() else 0.0) or _SECONDS_OF_A_TOKEN


def _away(why: str) -> Away:
    return Away(f"No token for Teams could be had: {why}.")
