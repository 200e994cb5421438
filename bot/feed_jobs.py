"""When feeds are polled and what is said back to them: jobs with a due time, done as chores between transactions."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from adapters.feeds.drop import Folder
from adapters.feeds.faults import Busy, FeedFault, OutcomeUnknown, Unreachable
from adapters.feeds.feed import Feed, Page, TakesComments
from adapters.feeds.spec import FeedSpec
from bot.router import Quarterback
from bot.use_cases.feeds import Brought, take_brought, take_page
from domain.chat.sending import TryAgain, Undeliverable
from storage.feeds import FeedFault as Kept
from storage.feeds import FeedState
from storage.records import Job
from storage.unit_of_work import StorageError, UnitOfWork

log = logging.getLogger(__name__)
POLL = "poll"
COMMENT = "feed_comment"
_BUDGET = 20.0  # seconds of one job; what is left comes with the next, which is due at once
_PATIENCE = timedelta(hours=1)  # the longest wait of a feed that fails
_OPEN_AFTER = 5  # failures in a row after which a feed is tried once in a while only
_SOON = timedelta(seconds=1)  # so that the key of the next job is another
_AT_ONCE = timedelta(minutes=1)  # in which all webhooks together hasten one poll


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed that is looked after: a system that is asked, or a folder."""

    spec: FeedSpec
    feed: Feed | None = None
    folder: Folder | None = None

    @property
    def every(self) -> timedelta:
        return timedelta(minutes=self.spec.every)


class Poller:
    """The chores of all feeds. `tick` counts seconds of a clock that never jumps."""

    def __init__(
        self, quarterback: Quarterback, feeds: Mapping[str, Polled], tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._quarterback = quarterback
        self._feeds = feeds
        self._tick = tick
        self.chores = {POLL: self.poll, COMMENT: self.comment}

    def plan(self) -> None:
        """Make sure that every feed has a next time. Safe to repeat, from any number of processes."""
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            for name, polled in self._feeds.items():
                _add(uow, name, _slot(now, polled.every))

    def hasten(self, name: str) -> None:
        """Something changed there: poll within a minute, once for all that say so."""
        now = self._quarterback.now()
        if name in self._feeds:
            with self._quarterback.storage.begin() as uow:
                _add(uow, name, _slot(now, _AT_ONCE), "hasten")

    def poll(self, job: Job) -> None:
        """One job: page after page, each committed with its mark, until the end or until the time is used up."""
        polled = self._feeds.get(job.body["feed"])
        if polled is None:
            self._settle(job, None, None)
            return
        now = self._quarterback.now()
        with self._quarterback.storage.read() as uow:
            state = uow.feeds.get(polled.spec.name)
        if state.paused_until and state.paused_until > now:
            self._settle(job, polled, state.paused_until)
        elif state.polled_at and state.polled_at >= datetime.fromisoformat(job.body["due"]):
            self._settle(job, polled, _slot(now, polled.every))  # somebody has done so since
        else:
            self._settle(job, polled, self._read(polled, state))

    def comment(self, job: Job) -> None:
        """Say something back, once: where it may have arrived, it is not said again. TryAgain or Undeliverable."""
        polled = self._feeds.get(job.body["source"])
        if polled is None or not isinstance(polled.feed, TakesComments):
            raise Undeliverable(f"{job.body['source']} takes no comments")
        if job.tries > 1 and job.error is None:
            raise Undeliverable("it may have been said before this process ended: look there, then retry or drop it")
        try:
            polled.feed.comment(job.body["source_id"], f"{job.body['by']}, sales: {job.body['words']}")
        except Busy as fault:
            raise TryAgain(str(fault), fault.after or 60) from None
        except Unreachable as fault:
            raise TryAgain(str(fault), 60) from None
        except (OutcomeUnknown, FeedFault) as fault:
            raise Undeliverable(str(fault)) from None
        with self._quarterback.storage.begin() as uow:
            uow.jobs.settle(job)

    def _read(self, polled: Polled, state: FeedState) -> datetime:
        """Returns when to look again."""
        try:
            return self._folder(polled, state) if polled.folder else self._pages(polled, state)
        except FeedFault as fault:
            return self._failed(polled, fault)
        except StorageError:
            raise
        except Exception:
            # A feed whose answer we stumble over must not end its own polls: it is tried again, less and less often.
            log.exception("feed %s: what came could not be understood", polled.spec.name)
            return self._failed(polled, FeedFault("its answer could not be understood: the log holds why"))

    def _pages(self, polled: Polled, state: FeedState) -> datetime:
        assert polled.feed  # noqa: S101 - a polled feed is one or the other
        start = self._tick()
        while True:
            now = self._quarterback.now()
            page = polled.feed.page(state.mark, now)
            pause = timedelta(seconds=polled.feed.pause)
            state = replace(
                state,
                mark=page.mark,
                polled_at=state.polled_at if page.more else now,
                failures=0,
                error=None,
                paused_until=now + pause if pause else None,
            )
            with self._quarterback.storage.begin() as uow:
                office = self._quarterback.office(uow, now)
                heard = None if page.more else page.whole_since or now
                if not take_page(office, state, _brought(polled.spec.name, page, now), heard):
                    return now  # somebody else polls too: look again where that leads
            state = replace(state, turn=state.turn + 1)
            if not page.more:
                return max(_slot(now, polled.every), now + pause)
            if pause or self._tick() - start > _BUDGET:
                return now + pause

    def _folder(self, polled: Polled, state: FeedState) -> datetime:
        assert polled.folder  # noqa: S101 - see _pages
        now = self._quarterback.now()
        for path in polled.folder.waiting():
            read = polled.folder.read(path, now)
            with self._quarterback.storage.begin() as uow:
                office = self._quarterback.office(uow, now)
                take_brought(office, polled.spec.name, Brought(read.facts, (), read.whole_since))
                if read.taken:
                    uow.account_facts.heard(polled.spec.name, read.written)
            polled.folder.put_away(path, read)
            if read.faults:
                log.warning("feed %s: a file could not be taken in full; it is kept with its faults", polled.spec.name)
        with self._quarterback.storage.begin() as uow:
            uow.feeds.save(replace(state, polled_at=now, failures=0, error=None, paused_until=None))
        return _slot(now, polled.every)

    def _failed(self, polled: Polled, fault: FeedFault) -> datetime:
        """Back off: twice as long each time, and after a while only once in a while."""
        now, name = self._quarterback.now(), polled.spec.name
        with self._quarterback.storage.begin() as uow:
            state = uow.feeds.get(name)
            failures = state.failures + 1
            wait = _PATIENCE if failures >= _OPEN_AFTER else min(_PATIENCE, polled.every * 2 ** (failures - 1))
            again = now + max(wait, timedelta(seconds=fault.after if isinstance(fault, Busy) else 0))
            uow.feeds.save(replace(state, failures=failures, error=str(fault), paused_until=again))
        log.warning("feed %s could not be read (%d in a row): %s", name, failures, fault)
        return again

    def _settle(self, job: Job, polled: Polled | None, again: datetime | None) -> None:
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            if uow.jobs.settle(job) and polled and again:
                _add(uow, polled.spec.name, max(again, now + _SOON))


def _brought(name: str, page: Page, now: datetime) -> Brought:
    faults = [Kept(name, fault.sentence, "poll", (fault.sentence,), now) for fault in page.faults]
    return Brought(page.facts, faults, page.whole_since, page.spared)


def _add(uow: UnitOfWork, name: str, due: datetime, why: str = POLL) -> None:
    """Lanes of their own, so that what is to come early does not wait behind what comes later."""
    when = due.isoformat()
    uow.jobs.add(POLL, f"{why}:{name}", due, {"feed": name, "due": when}, key=f"{why}:{name}:{when}")


def _slot(now: datetime, every: timedelta) -> datetime:
    """The next full multiple: the same for everybody who asks meanwhile."""
    seconds = every.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)
