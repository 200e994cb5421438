"""Does what is due: sends what the outbox holds, asks each morning, wakes what was put off, writes digests."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import outbox
from bot.due import FOR_COMPANY, FOR_OFFICE, FOR_PERSON, ROUND, plan_company, plan_person
from bot.router import Quarterback
from bot.scene import Scene
from domain.chat.codec import from_json
from domain.chat.event import Place
from domain.chat.message import Message
from domain.chat.sending import MaybeDelivered, TryAgain, Undeliverable
from domain.sales.people import Role
from storage.records import Job
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
_TRIES = 8
_IDLE_SECONDS = 0.5
_COPIES, _BEFORE_SAYING_IT_AGAIN = 3, 10.0  # seconds


class Courier(Protocol):
    """Brings messages to one platform. What cannot be brought raises."""

    def post(self, place: Place, message: Message, key: str, tries: int = 1) -> str:
        """Post once per `key`; returns the platform's id of the message.

        `tries` counts this try: after the first, the message may be there already. Raises TryAgain or Undeliverable;
        MaybeDelivered where that cannot be found out.
        """
        ...

    def update(self, place: Place, message_id: str, message: Message) -> None:
        """Show an earlier message anew."""
        ...


Chore = Callable[[Job], None]


class Worker:
    """Claims one job at a time; several workers, in several processes, may run on one database."""

    def __init__(
        self,
        quarterback: Quarterback,
        couriers: Mapping[str, Courier],
        chores: Mapping[str, Chore] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        """`only`: leave jobs of all other kinds to other workers. Kinds that nobody here knows are left alone too."""
        self._quarterback = quarterback
        self._couriers = couriers
        self._chores = {outbox.POST: self._post, outbox.REDRAW: self._redraw, **(chores or {})}
        self._kinds = only or {*self._chores, *FOR_PERSON, *FOR_OFFICE, *FOR_COMPANY}
        self._wanted = threading.Event()
        self._stopping = False

    def plan(self) -> None:
        """Make sure that everybody who is asked or told something has a next time for it."""
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            plan_company(uow, now)
            for person in self._quarterback.directory(uow, now):
                plan_person(uow, self._quarterback.playbook, person, now)

    def ask_now(self) -> None:
        """Ask every rep who works at this hour now, once, instead of at their next morning."""
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            for person in self._quarterback.directory(uow, now):
                if person.role is Role.REP:
                    uow.jobs.add(ROUND, f"{ROUND}:{person.id}", now, {"person": person.id})

    def run_due(self, at_most: int = 1000) -> int:
        """Do everything that is due now; returns how many jobs ran."""
        for ran in range(at_most):
            if not self._run_one():
                return ran
        return at_most

    def nudge(self) -> None:
        """Something may be due: do not wait for the next look."""
        self._wanted.set()

    def run_until_stopped(self) -> None:
        """Look, work, wait, again. A database that is away is waited for."""
        while not self._stopping:
            self._wanted.clear()
            try:
                worked = self.run_due()
            except Exception:
                log.exception("the worker could not reach its jobs and tries again")
                worked = 0
            if not worked:
                self._wanted.wait(_IDLE_SECONDS)

    def stop(self) -> None:
        self._stopping = True
        self._wanted.set()

    def _run_one(self) -> bool:
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            job = uow.jobs.claim(now, LEASE, self._kinds)
        if job is None:
            return False
        try:
            self._do(job)
        except TryAgain as early:
            self._put_off(job, early, now + timedelta(seconds=early.after))
        except Undeliverable as fault:
            log.warning("job %s (%s) cannot be delivered: %s", job.id, job.kind, fault)
            self._put_off(job, fault, None)
        except Exception as fault:
            log.exception("job %s (%s) failed at try %s", job.id, job.kind, job.tries)
            self._put_off(job, fault, None if job.tries >= _TRIES else now + timedelta(seconds=2**job.tries))
        return True

    def _do(self, job: Job) -> None:
        """Chores see to their own transactions, since they talk to the world between them; all else is one."""
        if job.kind in self._chores:
            self._chores[job.kind](job)
            return
        now = self._quarterback.now()
        with self._quarterback.storage.begin() as uow:
            if job.kind in FOR_COMPANY:
                if uow.jobs.settle(job):
                    FOR_COMPANY[job.kind](uow, self._quarterback.company, now)
                return
            if job.kind in FOR_OFFICE:
                if uow.jobs.settle(job):
                    FOR_OFFICE[job.kind](self._quarterback.office(uow, now), job)
                return
            scene = self._scene_of(uow, job, now)
            if scene:
                FOR_PERSON[job.kind](scene, job)

    def _put_off(self, job: Job, why: Exception, again_at: datetime | None) -> None:
        with self._quarterback.storage.begin() as uow:
            uow.jobs.fail(job, f"{type(why).__name__}: {why}", again_at)

    def _post(self, job: Job) -> None:
        place, thread_id = outbox.place_of(job.body), job.body["thread"]
        with self._quarterback.storage.read() as uow:
            thread = uow.threads.get(thread_id) if thread_id else None
        if thread and thread.root:
            place = replace(place, thread=thread.root)
        sent = self._bring(place, job)
        with self._quarterback.storage.begin() as uow:
            if uow.jobs.settle(job):
                uow.posts.sent(job.body["post"], sent)
                if thread and not thread.root:
                    uow.threads.set_root(thread.id, sent)

    def _bring(self, place: Place, job: Job) -> str:
        """Post it; at most once as it is. What may have arrived comes once more after a while, and says that it may.

        An operator is left with what may have arrived that often and is still not known to have.
        """
        message, key = from_json(job.body["message"]), f"post-{job.body['post']}"
        courier, again = self._couriers[place.platform], outbox.once_more(message)
        copies = [(key, message), *((f"{key}-again-{number}", again) for number in range(1, _COPIES))]
        for number, (name, said) in enumerate(copies, 1):
            try:
                return courier.post(place, said, name, job.tries)
            except MaybeDelivered as unsure:
                if number == _COPIES:
                    raise
                if unsure.just_now:
                    raise TryAgain(str(unsure), _BEFORE_SAYING_IT_AGAIN) from unsure
        raise AssertionError("the last copy was posted or raised")

    def _redraw(self, job: Job) -> None:
        place = outbox.place_of(job.body)
        with self._quarterback.storage.read() as uow:
            post = uow.posts.get(job.body["post"])
        if post and post.message_id:
            self._couriers[place.platform].update(place, post.message_id, from_json(job.body["message"]))
        with self._quarterback.storage.begin() as uow:
            uow.jobs.settle(job)

    def _scene_of(self, uow: UnitOfWork, job: Job, now: datetime) -> Scene | None:
        """The scene of a job, now settled; None where another worker settled it or the person has left."""
        directory = self._quarterback.directory(uow, now)
        person = directory.get(job.body["person"])
        if not uow.jobs.settle(job) or person is None:
            return None
        return self._quarterback.scene(uow, person, directory, now)
