"""Asks another system over HTTP, politely: one deadline for all of it, small answers only, no way around the address.

Each call resolves the name itself, refuses addresses of private networks unless they are allowed, and connects to the
address that was checked, so that a name which answers differently a moment later leads nowhere. Redirects are refused.
Only what is safe to repeat is sent again, and once. What the other side says of its quota is kept in `pause`.
"""

import asyncio
import ipaddress
import json
import random
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.feeds.faults import Busy, FeedFault, NotThere, OutcomeUnknown, Refused, Unreachable
from adapters.feeds.quota import pause_of, retry_after

DEADLINE = 15.0  # seconds for one call with its second try
LARGEST = 8 * 1024 * 1024  # bytes of one answer
_AGAIN = (502, 503, 504)
_FEW = 1.0  # seconds; a longer wait is for the next poll
_AGENT = {"User-Agent": "quarterback", "Accept": "application/json", "Accept-Encoding": "gzip"}
Json = Any  # what json.loads returns


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 2xx, headers and body."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)

    def json(self) -> Json:
        """The body as JSON. FeedFault where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise FeedFault("the answer is not JSON: look at the address, it may be a page to log in") from None

    def object(self) -> dict[str, Json]:
        """The body as a JSON object. FeedFault where it is none."""
        found = self.json()
        if not isinstance(found, dict):
            raise FeedFault("the answer is no JSON object: look at the address")
        return found


@dataclass(frozen=True, slots=True)
class Limits:
    """`private` allows addresses of private networks, and plain http to them. `deadline` is in seconds."""

    private: bool = False
    deadline: float = DEADLINE
    largest: int = LARGEST


class Client:
    """One system at `base`, such as https://acme.zendesk.com; for `pause` seconds it wants to be left alone.

    `authorize` returns the headers of one call; `renew`, where it is given, is told that they were refused, and answers
    whether there are new ones. Every method raises FeedFault or one of its kinds.
    """

    def __init__(
        self,
        base: str,
        authorize: Callable[[], Mapping[str, str]],
        limits: Limits | None = None,
        renew: Callable[[], bool] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.base = base.rstrip("/")
        self.pause = 0.0
        self._authorize = authorize
        self._limits = limits or Limits()
        self._renew = renew
        self._now = now

    def get(self, path: str, params: Mapping[str, str | int] | None = None, **headers: str) -> Answer:
        """Read. `path` follows the base, or is a whole address on the same host, as next pages are given."""
        return self._call(httpx.Request("GET", self._url(path), params=params, headers=headers), safe=True)

    def ask(self, path: str, body: Json, params: Mapping[str, str | int] | None = None, **headers: str) -> Answer:
        """Read by POST, as searches are: safe to repeat."""
        return self._call(httpx.Request("POST", self._url(path), params=params, json=body, headers=headers), safe=True)

    def form(self, path: str, body: Mapping[str, str]) -> Answer:
        """POST a form that changes nothing, as a request for a token does."""
        return self._call(httpx.Request("POST", self._url(path), data=dict(body)), safe=True)

    def tell(self, path: str, body: Json, method: str = "POST") -> Answer:
        """Write. Sent once: OutcomeUnknown where it may have been taken and no answer came."""
        return self._call(httpx.Request(method, self._url(path), json=body), safe=False)

    def _url(self, path: str) -> str:
        if not path.startswith(("https://", "http://")):
            return f"{self.base}/{path.lstrip('/')}"
        if urlsplit(path)[:2] != urlsplit(self.base)[:2]:
            raise FeedFault("the next page lies on another host than the feed's: it is not followed")
        return path

    def _call(self, request: httpx.Request, *, safe: bool) -> Answer:
        answer = asyncio.run(self._within(request, self._authorize(), safe))
        if answer.status == 401 and self._renew and self._renew():
            answer = asyncio.run(self._within(request, self._authorize(), safe))
        self.pause = pause_of(answer.headers, self._now())
        _refuse(answer, self._now())
        return answer

    async def _within(self, request: httpx.Request, key: Mapping[str, str], safe: bool) -> Answer:
        """Twice at most, and within the deadline whatever the other side does."""

        async def both() -> Answer:
            try:
                first = await self._once(request, key)
                if not safe or first.status not in _AGAIN or retry_after(first.headers, self._now()) > _FEW:
                    return first
            except httpx.TransportError as fault:
                if not safe and not isinstance(fault, httpx.ConnectError):
                    raise
            await asyncio.sleep(random.uniform(0.1, 0.4))  # noqa: S311 - so that not all come back at once
            return await self._once(request, key)

        try:
            async with asyncio.timeout(self._limits.deadline):
                return await both()
        except TimeoutError:
            what = f"{request.url.host} did not answer within {self._limits.deadline:g} seconds"
            raise (Unreachable(what) if safe else OutcomeUnknown(what)) from None
        except httpx.ConnectError:
            raise Unreachable(f"{request.url.host} cannot be reached") from None
        except httpx.HTTPError as fault:
            what = f"{request.url.host} broke off ({type(fault).__name__})"
            raise (Unreachable(what) if safe else OutcomeUnknown(what)) from None

    async def _once(self, request: httpx.Request, key: Mapping[str, str]) -> Answer:
        url, host = request.url, request.url.host
        address = await _checked(host, url.port or {"http": 80}.get(url.scheme, 443), self._limits.private, url.scheme)
        headers = httpx.Headers(_AGENT)
        headers.update(request.headers)
        headers.update(key)
        headers["Host"] = url.netloc.decode()
        sent = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=headers,
            content=request.content,
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(self._limits.deadline).as_dict()},
        )
        # Proxies of the environment would look names up themselves, past the check.
        async with httpx.AsyncClient(follow_redirects=False, trust_env=False) as http:
            answer = await http.send(sent, stream=True)
            try:
                body = bytearray()
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > self._limits.largest:
                        most = f"{self._limits.largest:,} bytes"
                        raise FeedFault(f"an answer is longer than {most}: ask for smaller pages")
                return Answer(answer.status_code, answer.headers, bytes(body))
            finally:
                await answer.aclose()


async def _checked(host: str, port: int, private: bool, scheme: str) -> str:
    """The first address of that name, once all of them are fit to be asked."""
    if scheme != "https" and not private:
        raise FeedFault(f"{host} is not asked over http: write https, or private: yes for a network of your own")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"the name {host} is not known: look at the address") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allowed(address, private):
            raise FeedFault(f"{host} lies in a private network: write private: yes under this feed if that is meant")
    return addresses[0]


def allowed(address: str, private: bool) -> bool:
    """Whether that IP address may be asked. What hands out keys of this machine (169.254.…) never is."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
        return False
    return private or ip.is_global


def _refuse(answer: Answer, now: float) -> None:
    status = answer.status
    if status < 300:
        return
    if status < 400:
        raise FeedFault(f"it answers with a redirect ({status}): write the address it leads to")
    if status in (401, 403):
        raise Refused(f"it does not take the key ({status}): renew the key, and look at what it may read")
    if status == 429 or status in _AGAIN:
        raise Busy(f"it is busy ({status})", retry_after(answer.headers, now))
    if status >= 500:
        raise Busy(f"it has a fault of its own ({status})", 0)
    if status == 404:
        raise NotThere("there is nothing at that address (404): look at the address and the names under this feed")
    raise FeedFault(f"it refuses the request ({status}): look at the settings of this feed")
