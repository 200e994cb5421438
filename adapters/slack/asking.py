"""Asks Slack's Web API what may safely be asked twice: short calls within the three seconds of a request."""

import http.client
import json
from collections.abc import Callable, Mapping
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.shapes import Json, thing, words

_PATIENCE = 2  # seconds, of the three in which a request must be answered
_PASSING = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")


class Refused(Exception):
    """Slack said no. `word` is Slack's own for why, such as "missing_scope"."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Unreachable(Exception):
    """No answer came, or none that one could read; asking again later may help."""


class Asking(Protocol):
    """One call with the bot token of an installation; its answer, or Refused, or Unreachable."""

    def __call__(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json: ...


class WebAsking:
    """Over HTTP. `base` is the address that the methods' names follow, such as https://slack.com/api/."""

    def __init__(self, base: str, token_for: Callable[[str], str], patience: int = _PATIENCE) -> None:
        self._base = base
        self._token_for = token_for
        self._patience = patience

    def __call__(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json:
        return ask(self._base, method, arguments, self._token_for(workspace) if workspace else "", self._patience)


def ask(base: str, method: str, arguments: Mapping[str, object], token: str = "", patience: int = _PATIENCE) -> Json:
    """One call, tried once within `patience` seconds: the SDK's own second try is switched off.

    Sent as a form, which every method takes; objects and lists in it as JSON.
    """
    client = WebClient(token=token or None, base_url=base, timeout=patience, retry_handlers=[])
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
    try:
        answer = client.api_call(method, data=form)
    except SlackApiError as refused:
        word = words(refused.response.data, "error")
        if refused.response.status_code != 200 or word in _PASSING:
            raise Unreachable(f"{method}: {word or refused.response.status_code}") from None
        raise Refused(word or "no reason given") from None
    except (SlackClientError, http.client.HTTPException, OSError, ValueError) as fault:
        raise Unreachable(f"{method}: {type(fault).__name__}") from None
    return thing(answer.data)
