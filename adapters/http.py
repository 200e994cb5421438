"""What every web address here shares: bodies of bounded size, answers in sentences, doors only this machine opens."""

import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LARGEST_BODY = 64 * 1024

_log = logging.getLogger(__name__)
_LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Refusal(Exception):
    """The request cannot be met: `status` is a 4xx or 5xx, `sentence` says what is wrong and how to mend it."""

    def __init__(self, status: int, sentence: str, incident: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.incident = incident


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform is told: a status and JSON, as an object or spelt, or nothing more."""

    status: int = 200
    body: Mapping[str, object] | str = ""

    def response(self) -> web.Response:
        """Nothing, or JSON: some platforms show plain words to people as they stand."""
        if not self.body:
            return web.Response(status=self.status)
        body = self.body if isinstance(self.body, str) else json.dumps(dict(self.body))
        return web.Response(status=self.status, text=body, content_type="application/json")


async def read_object(request: web.Request, largest: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object in the body. Refusal 413, 415 or 400 where there is none of at most `largest` bytes."""
    if request.content_type != "application/json":
        raise Refusal(415, "This address takes JSON: send it as application/json.")
    return parse_object(await read_body(request, largest))


async def read_body(request: web.Request, largest: int = LARGEST_BODY) -> bytes:
    """The raw body. Refusal 413 as soon as it is known to be over `largest` bytes; the rest is not read."""
    too_long = Refusal(413, f"That is too long: at most {largest // 1024} kB at once. Send it in parts.")
    if request.content_length is not None and request.content_length > largest:
        raise too_long
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > largest:
            raise too_long
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Refusal 400 for anything but one JSON object in UTF-8."""
    try:
        data = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Refusal(400, "The request is not JSON. Reload the page and try again.") from None
    if not isinstance(data, dict):
        raise Refusal(400, "The request is not a JSON object. Reload the page and try again.")
    return data


@web.middleware
async def answer_in_sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure becomes `{"error": sentence}`. What is nobody's fault outside is logged under an incident id."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return _refused(refusal)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return _refused(Refusal(answer.status, _COMMON.get(answer.status, "That cannot be done here.")))
    except Exception:
        return _refused(incident("That did not work, and it is not your fault. Try again in a moment."))


def incident(sentence: str) -> Refusal:
    """Log the exception at hand under a new id, and make of it a refusal that names the id."""
    number = secrets.token_hex(4)
    _log.exception("incident %s", number)
    return Refusal(503, f"{sentence} (Incident {number})", number)


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in only who addresses this machine by a local name, from a page of this server.

    A name that was rebound to 127.0.0.1 shows in Host, a foreign page in Origin or Sec-Fetch-Site.
    """
    host = request.headers.get("Host", "").lower()
    if host not in _own_hosts(request):
        raise Refusal(403, "This server answers on this machine only: open it as 127.0.0.1 or localhost.")
    navigates = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    foreign_site = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    foreign_origin = request.headers.get("Origin", f"http://{host}").lower() != f"http://{host}"
    if foreign_origin or (foreign_site and not navigates):
        raise Refusal(403, "That request came from another site, so it was not carried out.")
    return await handler(request)


def _own_hosts(request: web.Request) -> set[str]:
    address = request.transport.get_extra_info("sockname") if request.transport else None
    if not isinstance(address, tuple):
        return set()
    port = address[1]
    return {f"{name}:{port}" for name in _LOCAL_NAMES} | (set(_LOCAL_NAMES) if port == 80 else set())


def _refused(refusal: Refusal) -> web.Response:
    said = {"error": refusal.sentence} | ({"incident": refusal.incident} if refusal.incident else {})
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.json_response(said, status=refusal.status, headers=headers)


_COMMON = {
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    413: "That is too long.",
}
