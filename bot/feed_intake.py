"""Takes deliveries of webhooks, many in one transaction where many wait: each is answered after its own commit."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.feeds.mapping import Translator
from bot.router import Quarterback
from bot.use_cases.feeds import Brought, take_delivery
from storage.feeds import FeedFault
from storage.unit_of_work import DiskFull, Unavailable

log = logging.getLogger(__name__)
_MOST = 100  # deliveries of one transaction


@dataclass(eq=False)
class _Delivery:
    feed: str
    id: str
    brought: Brought
    done: bool = False
    error: Exception | None = field(default=None)


class Intake:
    """`take` may be called from many threads. `hasten` is told of feeds whose webhooks say only that something changed.

    Whoever comes while nobody writes, writes for everybody who waits by then; the others wait for that commit.
    """

    def __init__(
        self, quarterback: Quarterback, translators: Mapping[str, Translator], hasten: Callable[[str], None]
    ) -> None:
        self._quarterback = quarterback
        self._translators = translators
        self._hasten = hasten
        self._changed = threading.Condition()
        self._waiting: list[_Delivery] = []
        self._writing = False

    def take(self, feed: str, delivery: str, payload: Any) -> None:
        """Returns when it is committed. Storage errors rise, and the sender tries again."""
        now = self._quarterback.now()
        translator = self._translators.get(feed)
        if translator is None:
            self._hasten(feed)
            return
        self._commit(_Delivery(feed, delivery, brought_by(translator, feed, delivery, payload, now)))

    def _commit(self, mine: _Delivery) -> None:
        with self._changed:
            self._waiting.append(mine)
            while self._writing and not mine.done:
                self._changed.wait()
            if mine.done:
                return _raise(mine)
            self._writing = True
            batch = [mine, *(d for d in self._waiting if d is not mine)][:_MOST]
            self._waiting = [d for d in self._waiting if d not in batch]
        try:
            self._write(batch)
        finally:
            with self._changed:
                for delivery in batch:
                    delivery.done = True
                self._writing = False
                self._changed.notify_all()
        return _raise(mine)

    def _write(self, batch: Sequence[_Delivery]) -> None:
        """All of them, or where that fails each by itself, so that a poisoned one harms no other."""
        try:
            self._write_together(batch)
        except (Unavailable, DiskFull) as error:
            for delivery in batch:
                delivery.error = error
        except Exception as error:
            if len(batch) == 1:
                batch[0].error = error
                return
            for delivery in batch:
                self._write([delivery])

    def _write_together(self, batch: Sequence[_Delivery]) -> None:
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            office = self._quarterback.office(uow, now)
            for delivery in batch:
                take_delivery(office, delivery.feed, delivery.id, delivery.brought)


def brought_by(translator: Translator, feed: str, delivery: str, payload: Any, seen: datetime) -> Brought:
    """What a payload says, and what of it cannot be taken, to be kept aside."""
    mapped = translator.payload(payload, seen)
    faults = [
        FeedFault(feed, f"{delivery}:{kept.place}", f"webhook, item {kept.place}", kept.faults, seen, kept.item)
        for kept in mapped.kept
    ]
    if faults:
        total = len(mapped.facts) + len(faults)
        log.warning("feed %s: %d of %d items of a delivery could not be taken and are kept", feed, len(faults), total)
    return Brought(mapped.facts, faults)


def _raise(delivery: _Delivery) -> None:
    if delivery.error:
        raise delivery.error
