"""Takes deliveries of webhooks, many in one transaction; where that fails each by itself."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.feeds.mapping import Translator
from adapters.feeds.webhooks import Delivery
from bot.router import Quarterback
from bot.use_cases.feeds import Brought, take_delivery
from storage.feeds import FeedFault
from storage.unit_of_work import DiskFull, Unavailable

log = logging.getLogger(__name__)


class Intake:
    """`take` may be called from several threads. `hasten` is told of feeds whose webhooks say only that something
    changed."""

    def __init__(
        self, quarterback: Quarterback, translators: Mapping[str, Translator], hasten: Callable[[str], None]
    ) -> None:
        self._quarterback = quarterback
        self._translators = translators
        self._hasten = hasten

    def take(self, deliveries: Sequence[Delivery]) -> list[Exception | None]:
        """Returns when all are committed: what went wrong with each, so that its sender tries again."""
        now = self._quarterback.now()
        hastened = {feed: self._hastened(feed) for feed in {d.feed for d in deliveries} - self._translators.keys()}
        faults: list[Exception | None] = [hastened.get(delivery.feed) for delivery in deliveries]
        brought: dict[int, Brought] = {}
        for number, (feed, name, payload) in enumerate((d.feed, d.id, d.payload) for d in deliveries):
            if feed in self._translators:
                try:
                    brought[number] = brought_by(self._translators[feed], feed, name, payload, now)
                except Exception as fault:
                    faults[number] = fault
        unwritten = self._written(deliveries, brought)
        return [unwritten.get(number, fault) for number, fault in enumerate(faults)]

    def _hastened(self, feed: str) -> Exception | None:
        try:
            self._hasten(feed)
        except Exception as fault:
            return fault
        return None

    def _written(self, deliveries: Sequence[Delivery], brought: Mapping[int, Brought]) -> dict[int, Exception]:
        """All of them, or where that fails each by itself, so that a poisoned one harms no other."""
        if not brought:
            return {}
        try:
            self._write(deliveries, brought)
        except (Unavailable, DiskFull) as fault:
            return dict.fromkeys(brought, fault)
        except Exception as fault:
            if len(brought) == 1:
                return dict.fromkeys(brought, fault)
            alone = [self._written(deliveries, {number: each}) for number, each in brought.items()]
            return {number: fault for found in alone for number, fault in found.items()}
        return {}

    def _write(self, deliveries: Sequence[Delivery], brought: Mapping[int, Brought]) -> None:
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            office = self._quarterback.office(uow, now)
            for number, each in brought.items():
                take_delivery(office, deliveries[number].feed, deliveries[number].id, each)


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
