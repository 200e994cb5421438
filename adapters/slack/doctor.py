"""Looks at everything that Slack and this machine must agree on, and says of each fault how to mend it."""

import json
import logging
import re
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.finding import Finding
from adapters.slack.door import OLDEST, signature
from adapters.slack.hosts import Host
from adapters.slack.installs import StoredInstalls
from adapters.slack.manifest import SCOPES
from adapters.slack.seal import WrongKey
from domain.chat.sending import TryAgain, Undeliverable

_PATIENCE = 10  # seconds for one call
_DRIFT = 30  # seconds
_CHALLENGE = "quarterback-doctor"
_SECRET = re.compile(r"[0-9a-f]{32}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Setup:
    """What the settings say; "" where they say nothing. `address` is where the public reaches this server."""

    host: Host = field(default_factory=Host)
    address: str = ""
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secrets: Sequence[str] = field(default=(), repr=False)


def examine(setup: Setup, now: Callable[[], float], installs: StoredInstalls | None = None) -> list[Finding]:
    """Ask Slack and this server. `now` is Unix time; `installs` where several workspaces may install the app."""
    return [
        *_ways(setup, installs),
        *_bot_tokens(setup, now, installs),
        *_socket(setup),
        *_secret(setup),
        *_reached(setup, now),
    ]


def _ways(setup: Setup, installs: StoredInstalls | None) -> Iterator[Finding]:
    if not setup.address and not setup.app_token:
        yield Finding(
            "wrong",
            "Slack has no way to reach the quarterback",
            "Set QUARTERBACK_SLACK_APP_TOKEN for Socket Mode, or QUARTERBACK_SLACK_ADDRESS for HTTP.",
        )
    if not setup.bot_token and installs is None:
        yield Finding(
            "wrong",
            "there is no bot token",
            "Set QUARTERBACK_SLACK_BOT_TOKEN to the xoxb- token under “OAuth & Permissions”, or set up OAuth.",
        )


def _bot_tokens(setup: Setup, now: Callable[[], float], installs: StoredInstalls | None) -> Iterator[Finding]:
    if setup.bot_token:
        yield from _token(setup, now, setup.bot_token, "the bot token")
    for workspace in installs.workspaces() if installs else ():
        try:
            token = installs.token_for(workspace) if installs else ""
        except WrongKey as fault:
            yield Finding("wrong", f"the tokens of {workspace} cannot be opened", str(fault))
        except (TryAgain, Undeliverable) as fault:
            yield Finding(
                "wrong", f"the token of {workspace} cannot be used: {fault}", "Install the app there once more."
            )
        else:
            yield from _token(setup, now, token, f"the bot token of {workspace}")


def _token(setup: Setup, now: Callable[[], float], token: str, name: str) -> Iterator[Finding]:
    if not token.startswith(("xoxb-", "xoxe.xoxb-")):
        yield Finding("wrong", f"{name} is no bot token", "Bot tokens begin with xoxb-; see “OAuth & Permissions”.")
        return
    try:
        answer = _client(setup).api_call("auth.test", params={"token": token})
    except SlackApiError as refused:
        yield Finding("wrong", f"Slack does not take {name} ({refused.response.get('error')})", _REINSTALL)
        return
    except (SlackClientError, HTTPException, OSError, ValueError) as fault:
        yield Finding(
            "wrong",
            f"{setup.host.api} does not answer ({type(fault).__name__})",
            "Let this machine reach it, and check QUARTERBACK_SLACK_URL (GovSlack is https://slack-gov.com).",
        )
        return
    yield Finding("well", f"{name} is good, for {answer.get('team') or answer.get('team_id')}")
    headers = {str(key).lower(): _first(value) for key, value in dict(answer.headers).items()}
    yield _scopes(name, headers.get("x-oauth-scopes"))
    yield _clock(headers.get("date"), now())


def _scopes(name: str, given: str | None) -> Finding:
    if not given:
        return Finding("look", f"Slack does not say what {name} may do", "Compare with `quarterback slack manifest`.")
    have = {scope.strip() for scope in given.split(",")}
    missing, more = sorted(set(SCOPES) - have), sorted(have - set(SCOPES))
    if missing:
        reasons = "; ".join(f"{scope}: {SCOPES[scope]}" for scope in missing)
        return Finding("wrong", f"{name} lacks {', '.join(missing)}", f"Add them, and install anew. ({reasons})")
    if more:
        return Finding("look", f"{name} may do more than is needed: {', '.join(more)}", "Take those scopes away.")
    return Finding("well", f"{name} has the scopes it needs")


def _clock(date: str | None, now: float) -> Finding:
    try:
        drift = abs(parsedate_to_datetime(date or "").timestamp() - now)
    except ValueError:
        return Finding("look", "Slack's time is not known", "Check that this machine sets its clock by NTP.")
    if drift > OLDEST:
        return Finding("wrong", f"the clock is {drift:.0f} s off: every request is refused", "Set it by NTP.")
    if drift > _DRIFT:
        return Finding("look", f"the clock is {drift:.0f} s off", "Set it by NTP, before requests are refused.")
    return Finding("well", "the clock is right")


def _socket(setup: Setup) -> Iterator[Finding]:
    if not setup.app_token:
        return
    if not setup.app_token.startswith("xapp-"):
        yield Finding("wrong", "the app token is none", f"App tokens begin with xapp-. {_APP_TOKEN}")
        return
    try:
        _client(setup).apps_connections_open(app_token=setup.app_token)
    except SlackApiError as refused:
        yield Finding("wrong", f"Slack does not take the app token ({refused.response.get('error')})", _APP_TOKEN)
    except (SlackClientError, HTTPException, OSError, ValueError) as fault:
        yield Finding("wrong", f"Slack gives no connection ({type(fault).__name__})", "Let this machine reach Slack.")
    else:
        yield Finding("well", "Socket Mode opens")


def _secret(setup: Setup) -> Iterator[Finding]:
    if not setup.address:
        return
    if not setup.signing_secrets:
        yield Finding("wrong", "there is no signing secret", _SIGNING)
    elif not all(_SECRET.fullmatch(secret) for secret in setup.signing_secrets):
        yield Finding("look", "the signing secret does not look like one of Slack's", _SIGNING)
    else:
        yield Finding("well", "the signing secret looks right")


def _reached(setup: Setup, now: Callable[[], float]) -> Iterator[Finding]:
    """Through the public address as Slack comes: signed, to be taken; unsigned, to be refused."""
    if not setup.address or not setup.signing_secrets:
        return
    parts = urlsplit(setup.address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        yield Finding("wrong", "the public address is not https", "Slack calls https only: put TLS in front of it.")
        return
    url = f"{setup.address}/slack/events"
    body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE}).encode()
    stamp = str(int(now()))
    signed = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(setup.signing_secrets[0], stamp, body),
    }
    status, answer = _post(url, body, signed)
    if status == 200 and _CHALLENGE in answer:
        yield Finding("well", f"{url} answers")
    elif status == 401:
        yield Finding("wrong", f"{url} has another signing secret, or another clock", "Start it with these settings.")
    else:
        said = f"answers {status}" if status else "does not answer"
        yield Finding("wrong", f"{url} {said}", "Start `quarterback serve`, and lead /slack/ of that address to it.")
    if status and _post(url, body, {})[0] == 200:
        yield Finding("wrong", f"{url} takes unsigned requests", "Something else answers there: look at the proxy.")


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Status and beginning of the answer; status 0 where there is none."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **headers})  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - the operator's own address
            return answer.status, answer.read(1000).decode("utf-8", "replace")
    except HTTPError as refused:
        refused.close()
        return refused.code, ""
    except (HTTPException, OSError, ValueError):
        return 0, ""


def _client(setup: Setup) -> WebClient:
    return WebClient(base_url=setup.host.api, timeout=_PATIENCE, retry_handlers=[], logger=_silent)


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value)


_REINSTALL = "Install the app again under “OAuth & Permissions”, and set QUARTERBACK_SLACK_BOT_TOKEN to its new token."
_APP_TOKEN = "Make one under “Basic Information”, “App-Level Tokens”, with the scope connections:write."  # noqa: S105 - a hint
_SIGNING = "Set QUARTERBACK_SLACK_SIGNING_SECRET to that of “Basic Information”, “App Credentials”."
_silent = logging.Logger("slack_sdk, silenced", logging.CRITICAL + 1)  # it writes tokens and bodies
