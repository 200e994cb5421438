"""Tokens that last a while: asked for by one of many callers, kept until shortly before their end, never shown."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.feeds.client import Answer
from adapters.feeds.faults import FeedFault, Refused

_MARGIN = 60.0  # seconds before its end at which a token is not used any more
_USUAL = 300.0  # seconds that a token lasts where nobody says


@dataclass(frozen=True, slots=True)
class Token:
    """`ends` is Unix time."""

    value: str = field(repr=False)
    ends: float


class Tokens:
    """Single-flight: of many that find no token, one asks for it and the others take what it brought."""

    def __init__(self, ask: Callable[[], Answer], now: Callable[[], float], header: str = "Bearer ") -> None:
        self._ask = ask
        self._now = now
        self._header = header
        self._lock = threading.Lock()
        self._token: Token | None = None

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": self._header + self._standing().value}

    def renew(self) -> bool:
        """The token was refused: the next call asks for another. False where there was none."""
        with self._lock:
            token, self._token = self._token, None
        return token is not None

    def _standing(self) -> Token:
        with self._lock:
            if self._token is None or self._now() > self._token.ends - _MARGIN:
                self._token = self._asked()
            return self._token

    def _asked(self) -> Token:
        answer = self._ask().object()
        value, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value:
            raise Refused("no token came back: look at the client id and its key")
        try:
            return Token(value, self._now() + float(lasts if lasts is not None else _USUAL))
        except (TypeError, ValueError):
            raise FeedFault("the token says nothing of use about how long it lasts") from None
