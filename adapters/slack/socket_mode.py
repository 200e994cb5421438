"""Socket Mode: Slack's requests over a connection that we open, watched from outside and built anew when it is dead."""

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.http import Answer
from adapters.slack.app import Take

_log = logging.getLogger(__name__)
_DEADLINE = 10  # seconds for one ticket


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. Slack sends a ping every few: after `silence` without a sign of life a connection is dead."""

    silence: float = 30.0
    look_every: float = 1.0
    first_pause: float = 1.0
    longest_pause: float = 60.0


class SocketMode:
    """Keeps one connection open until it is stopped. `take` is `Slack.take`; `clock` gives seconds that only grow."""

    def __init__(
        self,
        take: Take,
        base: str,
        app_token: str,
        clock: Callable[[], float] = time.monotonic,
        patience: Patience | None = None,
    ) -> None:
        self._take_payload = take
        self._web = WebClient(base_url=base, timeout=_DEADLINE, retry_handlers=[], logger=_silent)
        self._app_token = app_token
        self._clock = clock
        self._patience = patience or Patience()
        self._stopping = threading.Event()
        self.connected = threading.Event()

    def run(self) -> None:
        """Connect, watch, connect anew; returns after `stop`, when all that was taken is answered."""
        pause = self._patience.first_pause
        line: _Line | None = None
        while not self._stopping.is_set():
            following = self._open()
            if following is None:
                self._stopping.wait(pause)
                pause = min(self._patience.longest_pause, pause * 2)
                continue
            pause = self._patience.first_pause
            if line is not None:  # the new one first, so that Slack always has somebody to talk to
                threading.Thread(target=line.leave, name="slack-leaving", daemon=True).start()
            line = following
            self.connected.set()
            self._watch(line)
            self.connected.clear()
        if line is not None:
            line.leave()

    def stop(self) -> None:
        """From any thread."""
        self._stopping.set()

    def _open(self) -> "_Line | None":
        """A connection on a ticket of its own; None where Slack gives none, or cannot be reached."""
        line: _Line | None = None
        try:
            ticket = self._web.apps_connections_open(app_token=self._app_token)["url"]
            line = _Line(self._take_payload, self._app_token, self._web, self._clock)
            line.wss_uri = ticket
            line.connect()
        except Exception as fault:  # the SDK raises many kinds; whichever it is, the next attempt is the cure
            _log.warning("Slack gave no connection (%s); trying again", type(fault).__name__)
        if line is not None and not line.is_connected():
            line.close()
            return None
        return line

    def _watch(self, line: "_Line") -> None:
        """Returns when the connection is to be replaced, or all is to stop."""
        while not self._stopping.wait(self._patience.look_every):
            if line.asked_to_leave.is_set() or not line.is_connected():
                _log.info("Slack ends the connection")
                return
            if self._clock() - line.last_sign() > self._patience.silence:
                _log.warning("nothing was heard of Slack for %g s; connecting anew", self._patience.silence)
                return


class _Line(SocketModeClient):
    """One connection, which never connects anew by itself: with its next ticket refused it would try for ever."""

    def __init__(self, take: Take, app_token: str, web: WebClient, clock: Callable[[], float]) -> None:
        self.asked_to_leave = threading.Event()
        self._take_payload = take
        self._clock = clock
        self._signs: tuple[float | None, float] = (None, clock())
        super().__init__(
            app_token, logger=_silent, web_client=web, auto_reconnect_enabled=False, on_message_listeners=[self._hear]
        )
        self.socket_mode_request_listeners.append(self._take)

    def last_sign(self) -> float:
        """When Slack was heard last, by the clock: a message, or an answer to a ping of ours."""
        answered = self.current_session.last_ping_pong_time if self.current_session is not None else None
        if answered != self._signs[0]:
            self._signs = (answered, self._clock())
        return self._signs[1]

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Slack asks us to leave: whoever watches opens another connection first."""
        self.asked_to_leave.set()

    def leave(self) -> None:
        """Answer what was taken, then close."""
        self.message_workers.shutdown()
        self.close()

    def _hear(self, _: str) -> None:
        self._signs = (self._signs[0], self._clock())

    def _take(self, _: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledged after the commit; what is not acknowledged, Slack sends again."""
        answer = self._take_payload(request.payload)
        if answer.status < 300:
            self.send_socket_mode_response(SocketModeResponse(request.envelope_id, _payload(answer)))


def _payload(answer: Answer) -> dict[str, Any] | None:
    if not answer.body:
        return None
    return json.loads(answer.body) if isinstance(answer.body, str) else dict(answer.body)


_silent = logging.Logger("slack_sdk, silenced", logging.CRITICAL + 1)  # it quotes messages
