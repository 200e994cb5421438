"""Brings messages to Teams: each at most once, as many at a time as Teams takes, and to Microsoft only.

The answer to a post may be lost: Teams has it, and we do not know. Creating an activity is not idempotent, and an app
cannot ask what stands in a conversation. So it is written down when a post is about to leave, with everything else it
needs at hand, and what may have been sent is never sent again under the same key: whoever posts is told so.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from adapters.teams.adaptive_card import activity
from adapters.teams.faults import NOT_SAID, Busy, Gone, MaybeSent, OutcomeUnknown, Refused, Unreachable
from adapters.teams.pace import Pace
from adapters.teams.sender_api import Connector
from domain.chat.codec import JsonObject
from domain.chat.event import Place
from domain.chat.message import Message
from domain.chat.reference import Reference
from domain.chat.sending import TryAgain, Undeliverable

PLATFORM = "teams"
_LONGEST_BACK_OFF = 60.0


class Sends(Protocol):
    """What was begun to be sent, kept where a crash cannot take it."""

    def begin(self, key: str) -> str | None:
        """None when it was never begun and now is; else the id it was sent under, "" where that is not known."""
        ...

    def sent(self, key: str, message_id: str) -> None:
        """It is there, under that id."""
        ...

    def unsent(self, key: str) -> None:
        """Nothing was sent after all."""
        ...


class TeamsCourier:
    """What the worker calls for the platform "teams"; safe to share between threads.

    `references` knows how a conversation is reached, `unreachable` hears of each that takes nothing any more, with
    Teams' word for it. `clock` counts seconds and never back, `luck` is a number from 0 to 1, `files` the address
    under which documents are downloaded.
    """

    def __init__(
        self,
        references: Callable[[Place], Reference | None],
        sends: Sends,
        connector: Connector,
        unreachable: Callable[[Place, str], None],
        clock: Callable[[], float] = time.monotonic,
        luck: Callable[[], float] = random.random,
        files: str = "",
    ) -> None:
        self._references = references
        self._sends = sends
        self._connector = connector
        self._unreachable = unreachable
        self._pace = Pace(clock)
        self._luck = luck
        self._files = files

    def post(self, place: Place, message: Message, key: str, tries: int = 1) -> str:
        """Post once per `key`; returns the activity's id, "" where Teams names none.

        Raises TryAgain where nothing was sent and it is only too early; MaybeSent where it may have been sent, now or
        in an earlier try; another Undeliverable where somebody has to mend something first.
        """
        reference = self._reference(place)
        said = self._activity(reference, message)
        with self._turn(place, tries):
            request = self._connector.prepared(reference.service_url, _address(reference, place), said)
            known = self._sends.begin(key)
            if known:
                return known
            if known is not None:
                raise MaybeSent("An earlier try may have brought this to Teams, so it is not sent again.")
            try:
                sent = self._connector.created(request)
            except (TryAgain, Undeliverable) as fault:
                self._sends.unsent(key)
                if isinstance(fault, Gone) and not place.direct and not place.thread:
                    self._unreachable(place, fault.code)
                raise
            except OutcomeUnknown as lost:
                raise MaybeSent(
                    "Teams' answer was lost; it may have this, so it is not sent again.", just_now=True
                ) from lost
        self._sends.sent(key, sent)
        return sent

    def update(self, place: Place, message_id: str, message: Message) -> None:
        """Show an earlier message anew. Gone when it is no longer there; OutcomeUnknown may be tried again."""
        reference = self._reference(place)
        said = self._activity(reference, message)
        with self._turn(place):
            self._connector.update(reference.service_url, _address(reference, place), message_id, said)

    def _reference(self, place: Place) -> Reference:
        reference = self._references(place)
        if reference is None:
            raise Refused("Nobody added Quarterback to that conversation in Teams, so it cannot write there.")
        return reference

    def _activity(self, reference: Reference, message: Message) -> JsonObject:
        return activity(message, self._files, (reference.user,) if reference.user else ())

    @contextmanager
    def _turn(self, place: Place, tries: int = 1) -> Iterator[None]:
        """A turn among the messages of that conversation; what Teams says of waiting and of never is heeded."""
        turn, wait = self._pace.enter(place.workspace, place.conversation), 0.0
        try:
            yield
        except Busy as busy:
            if busy.after == NOT_SAID:
                busy.after = min(2.0**tries, _LONGEST_BACK_OFF) * (0.5 + self._luck())
            wait = busy.after
            raise
        except Unreachable as never:
            self._unreachable(place, never.code)
            raise
        finally:
            self._pace.leave(turn, wait)


def _address(reference: Reference, place: Place) -> str:
    """The conversation, in a channel the thread of it."""
    in_thread = place.thread and reference.kind == "channel"
    return f"{reference.conversation};messageid={place.thread}" if in_thread else reference.conversation
