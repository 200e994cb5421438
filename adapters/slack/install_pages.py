"""The pages through which a workspace installs the app: OAuth v2, its state bound to the browser that began."""

import asyncio
import hmac
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from adapters.shapes import Json, words, yes
from adapters.slack.faults import OutcomeUnknown, SlackFault
from adapters.slack.hosts import Host
from adapters.slack.installs import Client, Install, StoredInstalls, with_tokens
from adapters.slack.seal import Seal, WrongKey
from adapters.slack.web_api import WebApi
from adapters.slack.workspaces import Bot
from domain.chat.sending import Undeliverable

_log = logging.getLogger(__name__)
_COOKIE = "quarterback_slack_install"
_LASTS = 10 * 60  # seconds between the two pages
_PATIENCE = 10  # seconds; somebody waits in a browser
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for, and who may install. `redirect` is our own address of /slack/oauth_redirect.

    `allowed` are ids of workspaces or organisations. Where there are none, the first that installs is the only one:
    who governs a workspace governs the e-mail addresses in it, and could speak as anybody.
    """

    scopes: Sequence[str]
    redirect: str
    allowed: frozenset[str] = frozenset()


class InstallPages:
    """`now` is Unix time."""

    def __init__(
        self,
        host: Host,
        client: Client,
        terms: Terms,
        installs: StoredInstalls,
        seal: Seal,
        now: Callable[[], float],
    ) -> None:
        self._host = host
        self._client = client
        self._terms = terms
        self._installs = installs
        self._seal = seal
        self._now = now

    async def install(self, _: web.Request) -> web.StreamResponse:
        """On to Slack, where somebody allows it."""
        token = secrets.token_urlsafe(24)
        asked = {
            "client_id": self._client.id,
            "scope": ",".join(self._terms.scopes),
            "redirect_uri": self._terms.redirect,
            "state": self._seal.close(token, self._now()),
        }
        address = f"{self._host.authorize}?{urlencode(asked)}"
        response = web.Response(status=302, headers={**_HEADERS, "Location": address})
        https = self._terms.redirect.startswith("https:")
        response.set_cookie(_COOKIE, token, max_age=_LASTS, httponly=True, secure=https, samesite="Lax", path="/slack")
        return response

    async def oauth_redirect(self, request: web.Request) -> web.StreamResponse:
        """Back from Slack, with a code that is good for one installation."""
        if request.query.get("error"):
            return _page(200, "Nothing was installed: Slack says that it was not allowed.")
        if not self._is_same_browser(request):
            return _page(400, "This page is too old, or was opened in another browser. Begin again at /slack/install.")
        try:
            install = await asyncio.to_thread(self._exchange, request.query.get("code", ""))
        except SlackFault as fault:
            status = 400 if isinstance(fault, Undeliverable) else 502
            return _page(status, f"{fault} Nothing was installed. Begin again at /slack/install.")
        if install is None:
            return _page(403, "This workspace may not install the quarterback. Ask who runs it to allow its id.")
        org_wide = " An admin of the organisation must still add it to its workspaces." * install.org_wide
        return _page(200, f"Installed.{org_wide} In Slack, write “help” to the quarterback.")

    def _is_same_browser(self, request: web.Request) -> bool:
        try:
            token = self._seal.open(request.query.get("state", ""), self._now(), _LASTS)
        except WrongKey:
            return False
        cookie = request.cookies.get(_COOKIE, "").encode("utf-8", "replace")
        return hmac.compare_digest(token.encode(), cookie)

    def _exchange(self, code: str) -> Install | None:
        form = {"code": code, "redirect_uri": self._terms.redirect}
        who = {"client_id": self._client.id, "client_secret": self._client.secret}
        answer = self._api("").read("oauth.v2.access", **form, **who)
        install = self._installed(answer)
        if not self._may_install(install.workspace):
            _log.warning("the workspace %s may not install the app", install.workspace)
            self._api(install.token).read("auth.revoke")
            return None
        self._installs.save(install)
        _log.info("the app was installed in %s", install.workspace)
        return install

    def _installed(self, answer: Json) -> Install:
        everywhere = yes(answer, "is_enterprise_install")
        workspace = words(answer, "enterprise", "id") if everywhere else words(answer, "team", "id")
        if not workspace:
            raise OutcomeUnknown("There was no workspace in the answer of oauth.v2.access.")
        bare = with_tokens(Install(workspace, at=self._now()), answer, self._now())
        who = self._api(bare.token).read("auth.test")
        bot = Bot(words(answer, "bot_user_id") or words(who, "user_id"), words(who, "bot_id"))
        return Install(workspace, bot, bare.token, bare.refresh, bare.expires, bare.scopes, bare.at)

    def _api(self, token: str) -> WebApi:
        return WebApi(lambda: token, self._client.api, _PATIENCE)

    def _may_install(self, workspace: str) -> bool:
        if self._terms.allowed:
            return workspace in self._terms.allowed
        return not set(self._installs.workspaces()) - {workspace}


def _page(status: int, sentence: str) -> web.Response:
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Quarterback</title><p>{escape(sentence)}</p>'
    return web.Response(status=status, text=html, content_type="text/html", headers=_HEADERS)
