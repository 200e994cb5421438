"""Brings messages to Slack: each at most once, one a second and channel, with as much of its form as Slack takes.

The answer to a post may be lost: Slack has it, and we do not know. So each carries its key in its metadata, and before
anything is sent a second time the conversation is searched for it.
"""

import threading
import time
from collections.abc import Callable, Sequence

from adapters.slack.block_kit import render
from adapters.slack.faults import ChannelGone, InvalidBlocks, NotInChannel, OutcomeUnknown, RateLimited
from adapters.slack.files import share
from adapters.slack.pace import Pace
from adapters.slack.web_api import WebApi
from domain.chat.codec import JsonObject
from domain.chat.document import Contents
from domain.chat.event import Place
from domain.chat.message import Document, Message
from domain.chat.sending import TryAgain

PLATFORM = "slack"
_SETTLE_SECONDS = 20.0  # what Slack may still do with a post whose answer we no longer wait for
_AWAY_SECONDS = 30.0
_LATEST_START = 20.0  # a post that starts later could outlast its lease, and another process post it as well
_LOOK_BACK_SECONDS = 3 * 24 * 3600.0
_REMEMBERED = 10_000

Send = Callable[[str, list[JsonObject]], str]


class SlackCourier:
    """What the worker calls for the platform "slack"; safe to share between threads.

    `api_of` gives the Web API of a workspace. `clock` counts seconds and never back, `now` is the time since 1970.
    `contents` gives the files that messages hand over; `unreachable` hears of each channel that takes nothing more.
    """

    def __init__(
        self,
        api_of: Callable[[str], WebApi],
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        contents: Contents = lambda _: None,
        unreachable: Callable[[Place], object] = lambda _: None,
    ) -> None:
        self._api_of = api_of
        self._clock = clock
        self._now = now
        self._contents = contents
        self._unreachable = unreachable
        self._pace = Pace(clock)
        self._doubts = _Doubts(clock)
        self._people: dict[tuple[str, str], str] = {}

    def post(self, place: Place, message: Message, key: str, tries: int = 1) -> str:
        """Post once per `key`; returns the ts. `tries` counts the attempts at this job from 1, whoever made them.

        Raises TryAgain where nothing was sent and it is only too early; OutcomeUnknown where it may have been sent, and
        the next try finds out; Undeliverable where somebody has to mend something first.
        """
        until, first = self._clock() + _LATEST_START, self._doubts.none_sent(key, tries)
        try:
            ts = self._post(place, message, key, tries, until)
        except (NotInChannel, ChannelGone):
            if not place.direct:
                self._unreachable(place)
            raise
        documents = [part for part in message.parts if isinstance(part, Document)]
        if documents:
            self._share(place, documents, ts, key, until, first)
        return ts

    def update(self, place: Place, message_id: str, message: Message) -> None:
        """Show an earlier message anew. MessageGone when it is no longer there."""
        api, channel = self._api_of(place.workspace), self.conversation(place.workspace, place.conversation)
        _first_taken(message, lambda text, blocks: api.update(channel, message_id, text, blocks))

    def conversation(self, workspace: str, name: str) -> str:
        """The id of a conversation: as it is, or the direct message with the user of that id or e-mail address."""
        if "@" not in name and name[:1] not in ("U", "W"):
            return name
        user = self._user(workspace, name)
        return self._once(workspace, f"direct {user}", lambda: self._api_of(workspace).open_direct(user))

    def _post(self, place: Place, message: Message, key: str, tries: int, until: float) -> str:
        sure = self._doubts.none_sent(key, tries)
        try:
            api, channel = self._api_of(place.workspace), self.conversation(place.workspace, place.conversation)
            if not sure:
                found = self._look_for(api, channel, place.thread, key)
                if found:
                    self._doubts.forget(key)
                    return found
                sure = True
            ts = self._send(
                (place.workspace, channel),
                message,
                lambda text, blocks: api.post(channel, text, blocks, place.thread, key),
                until,
            )
        except TryAgain:
            if sure:
                self._doubts.nothing_sent(key, tries)
            raise
        except OutcomeUnknown:
            self._doubts.lost(key)
            raise
        self._doubts.forget(key)
        return ts

    def _share(self, place: Place, documents: Sequence[Document], ts: str, key: str, until: float, first: bool) -> None:
        """Files follow their message, which is there by now."""
        if self._clock() > until:
            raise TryAgain("Slack was too slow to bring a file as well.", 0.0)
        channel = self.conversation(place.workspace, place.conversation)
        try:
            share(self._api_of(place.workspace), (channel, place.thread, ts), documents, self._contents, first)
        except OutcomeUnknown:
            self._doubts.lost(key)
            raise

    def _user(self, workspace: str, name: str) -> str:
        if "@" not in name:
            return name
        return self._once(workspace, name, lambda: self._api_of(workspace).user_by_email(name))

    def _once(self, workspace: str, name: str, ask: Callable[[], str]) -> str:
        """Asked once and kept: a person's id and conversation never change. Two threads may both ask."""
        known = self._people.get((workspace, name))
        if known is None:
            try:
                known = ask()
            except OutcomeUnknown as fault:
                raise TryAgain(str(fault), _AWAY_SECONDS) from fault
            self._people[workspace, name] = known
        return known

    def _look_for(self, api: WebApi, channel: str, thread: str, key: str) -> str | None:
        self._doubts.wait_until_settled(key)
        try:
            return api.find_post(channel, thread, key, self._now() - _LOOK_BACK_SECONDS)
        except OutcomeUnknown as fault:
            raise TryAgain(str(fault), _AWAY_SECONDS) from fault

    def _send(self, lane: tuple[str, str], message: Message, send: Send, until: float) -> str:
        self._pace.enter(lane)
        if self._clock() > until:
            raise TryAgain("Slack was too slow to say where to post this.", _AWAY_SECONDS)
        wait = 0.0
        try:
            return _first_taken(message, send)
        except RateLimited as limit:
            wait = limit.after
            raise
        finally:
            self._pace.leave(lane, wait)


def _first_taken(message: Message, send: Send) -> str:
    """Send it whole; where Slack refuses its form, with figures as text; at last as text alone."""
    whole = render(message)
    try:
        return send(whole.text, whole.blocks)
    except InvalidBlocks:
        plainer = render(message, figures_as_text=True)
    if plainer != whole:
        try:
            return send(plainer.text, plainer.blocks)
        except InvalidBlocks:
            pass  # the text alone is left
    return send(whole.text, [])


class _Doubts:
    """Which posts may have been sent already. What is not known here, as after a restart, counts as sent."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._unsent: dict[str, int] = {}
        self._lost: dict[str, float] = {}
        self._lock = threading.Lock()

    def none_sent(self, key: str, tries: int) -> bool:
        """Whether every earlier try was ours and sent nothing."""
        with self._lock:
            return key not in self._lost and tries <= 1 + self._unsent.get(key, 0)

    def nothing_sent(self, key: str, tries: int) -> None:
        """Up to this try, nothing has been sent."""
        with self._lock:
            self._lost.pop(key, None)
            if len(self._unsent) >= _REMEMBERED:
                self._unsent.clear()
            self._unsent[key] = tries

    def lost(self, key: str) -> None:
        """The answer to this one was lost just now."""
        with self._lock:
            self._unsent.pop(key, None)
            if len(self._lost) >= _REMEMBERED:
                self._lost.clear()
            self._lost[key] = self._clock()

    def wait_until_settled(self, key: str) -> None:
        """TryAgain as long as a post whose answer was lost may still be on its way."""
        with self._lock:
            left = self._lost[key] + _SETTLE_SECONDS - self._clock() if key in self._lost else 0.0
        if left > 0:
            raise TryAgain("Slack may still be posting this; in a moment the conversation shows it.", left)

    def forget(self, key: str) -> None:
        with self._lock:
            self._unsent.pop(key, None)
            self._lost.pop(key, None)
