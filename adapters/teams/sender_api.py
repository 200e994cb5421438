"""The few calls of the Bot Framework's connector that are made here: each sent once, within a deadline, to Microsoft
only, its faults told apart.

They are plain HTTP: the archived SDK's client would send the token to any address, has no limit for a whole call, and
sends some things twice.
"""

import json
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx

from adapters.calls import within
from adapters.shapes import words
from adapters.teams.faults import Away, OutcomeUnknown, Refused, TeamsFault, fault
from domain.chat.codec import JsonObject
from domain.chat.sending import TryAgain, Undeliverable

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Connector:
    """Teams' side of conversations. Every method raises TeamsFault.

    `token` is asked for at each call and may raise TryAgain or Undeliverable; "" sends none. `allowed` says which
    service addresses may have it. `deadline` is seconds for a whole call, and as many for its token.
    """

    def __init__(
        self,
        token: Callable[[], str],
        allowed: Callable[[str], bool],
        deadline: float = 10.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._token = token
        self._allowed = allowed
        self._deadline = deadline
        self._now = now
        self._client = httpx.Client(timeout=deadline)

    def close(self) -> None:
        self._client.close()

    def prepared(self, service_url: str, conversation: str, activity: JsonObject) -> httpx.Request:
        """What creates an activity once it is sent: its token is at hand, and nothing has left yet."""
        path = f"/v3/conversations/{quote(conversation, safe='')}/activities"
        return self._request("POST", service_url, path, activity)

    def created(self, request: httpx.Request) -> str:
        """Create the prepared activity; its id, "" where Teams took it without saying one."""
        return words(self._sent(request), "id")

    def update(self, service_url: str, conversation: str, activity_id: str, activity: JsonObject) -> None:
        """Show an activity anew, which does no harm when done twice."""
        path = f"/v3/conversations/{quote(conversation, safe='')}/activities/{quote(activity_id, safe='')}"
        self._call("PUT", service_url, path, {**activity, "id": activity_id})

    def open_personal(self, service_url: str, bot: str, user: str, tenant: str) -> str:
        """The id of the conversation between the app and that user, which is the same each time."""
        members = {"bot": {"id": bot}, "members": [{"id": user}], "isGroup": False, "tenantId": tenant}
        asked = {**members, "channelData": {"tenant": {"id": tenant}}}
        return words(self._call("POST", service_url, "/v3/conversations", asked), "id")

    def read(self, service_url: str, path: str) -> object:
        """What stands at that path, which begins with "/v3/"."""
        return self._call("GET", service_url, path, None)

    def _call(self, method: str, service_url: str, path: str, body: JsonObject | None) -> object:
        return self._sent(self._request(method, service_url, path, body))

    def _request(self, method: str, service_url: str, path: str, body: JsonObject | None) -> httpx.Request:
        if not self._allowed(service_url):
            raise Refused("That conversation is not on a host of Microsoft's, so nothing is sent there.")
        token = within(self._deadline, self._had, Away("No token for Teams could be had in time."))
        if isinstance(token, Exception):
            raise token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = None
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            headers["Content-Type"] = "application/json; charset=utf-8"
        url = service_url.rstrip("/") + path
        return self._client.build_request(method, url, headers=headers, content=content)

    def _sent(self, request: httpx.Request) -> object:
        answer = within(self._deadline, lambda: self._answer(request), OutcomeUnknown())
        if isinstance(answer, TeamsFault):
            raise answer
        return answer

    def _had(self) -> str | TryAgain | Undeliverable:
        """The token, or why there is none. One that comes too late for this call is there for the next."""
        try:
            return self._token()
        except (TryAgain, Undeliverable) as fault:
            return fault

    def _answer(self, request: httpx.Request) -> object:
        try:
            response = self._client.send(request)
        except _NEVER_SENT as away:
            return Away(f"Teams cannot be reached: {type(away).__name__}. Check the network.")
        except httpx.HTTPError:
            return OutcomeUnknown()
        if response.is_success:
            return _parsed(response)
        code = words(_parsed(response), "error", "code")
        return fault(response.status_code, code, response.headers.get("Retry-After"), self._now())


def _parsed(response: httpx.Response) -> object:
    """What the body says, None where it is no JSON: Teams takes some activities without a word."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None
