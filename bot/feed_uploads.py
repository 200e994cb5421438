"""Exports that finance or support sends in chat: queued at once, fetched after the answer, read like a dropped file."""

import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePath

from adapters.feeds.drop import read_file
from adapters.feeds.spec import About, FeedSpec
from adapters.fetched import NotFetched
from bot import outbox
from bot.router import Quarterback
from bot.use_cases.feed_uploads import PASTED, UPLOAD
from bot.use_cases.feeds import Brought, take_brought
from bot.views import feed_uploads as view
from domain.chat.message import Message
from domain.chat.upload import Upload
from domain.sales.imports.cells import Habits
from domain.sales.people import Directory, Person, Role
from storage.records import Job

log = logging.getLogger(__name__)
LARGEST = 5 * 1024 * 1024  # bytes
ENDINGS = (".csv", ".xlsx", ".txt")
Fetch = Callable[[str, str], bytes]
"""The content of a file, by workspace and the key of its Upload. NotFetched where there is none to be had."""


class Uploads:
    """`specs` are the feeds that take files, `fetch` knows for each platform how its files are had."""

    def __init__(
        self, quarterback: Quarterback, specs: Sequence[FeedSpec], habits: Habits, fetch: Mapping[str, Fetch]
    ) -> None:
        self._quarterback, self._habits, self._fetch = quarterback, habits, fetch
        self._specs = {spec.name: spec for spec in specs if spec.drop}
        self.chores = {UPLOAD: self.chore}

    def queue(self, upload: Upload) -> bool:
        """Remember to read it, once however often it is told of. False where its words are to be heard as well."""
        named = upload.words.strip().casefold() in self._specs
        if upload.words and not named and not _is_table(upload.name):
            return False  # a picture beside a reply: the words are what counts
        now, where = self._quarterback.now(), f"{upload.place.platform}:{upload.place.workspace}"
        body = asdict(upload) | {"at": now.isoformat(), "text": ""}
        with self._quarterback.storage.begin() as uow:
            uow.jobs.add(UPLOAD, f"{UPLOAD}:{where}", now, body, key=f"{UPLOAD}:{where}:{upload.event_id}")
        return named or not upload.words

    def chore(self, job: Job) -> None:
        """Read it and answer, in the transaction that settles it. What is not taken is refused in a sentence."""
        now = self._quarterback.now()
        with self._quarterback.storage.read() as uow:
            people = self._quarterback.directory(uow, now)
        spec = self._chosen(job, people)
        if isinstance(spec, Message):
            self._refuse(job, spec)
            return
        content = self._content(job)
        if isinstance(content, Message):
            self._refuse(job, content)
        else:
            self._take(job, spec, content, now)

    def _chosen(self, job: Job, people: Directory) -> FeedSpec | Message:
        """The feed that it is for, by the words it came with, by its name, or as the only one this person may fill."""
        name, sender = job.body["name"], people.get(job.body["speaker"])
        if name != PASTED and not _is_table(name):
            return view.no_table(name)
        if not self._specs:
            return view.no_feed()
        mine = {spec.name: spec for spec in self._specs.values() if self._may(sender, spec)}
        if not mine:
            experts = (self._expert(spec) for spec in self._specs.values())
            return view.not_theirs([people.name(expert) for expert in experts if expert])
        said = f" {job.body['words']} {PurePath(name).stem} ".casefold()
        named = [spec for spec in mine.values() if spec.name in said]
        fitting = named if len(named) == 1 else list(mine.values())
        return fitting[0] if len(fitting) == 1 else view.which(list(mine))

    def _may(self, sender: Person | None, spec: FeedSpec) -> bool:
        return sender is not None and (sender.role is Role.ADMIN or sender.id == self._expert(spec))

    def _expert(self, spec: FeedSpec) -> str:
        rules = self._quarterback.playbook.alerts
        return rules.finance if spec.about is About.CREDIT else rules.support

    def _content(self, job: Job) -> bytes | Message:
        if job.body["name"] == PASTED:
            return str(job.body["text"]).encode()
        place, name = outbox.place_of(job.body), job.body["name"]
        fetch = self._fetch.get(place.platform)
        try:
            if fetch is None:
                raise NotFetched("files cannot be sent here; paste the lines after “csv”")
            if job.body["size"] > LARGEST:
                raise NotFetched(f"it is larger than {LARGEST // 1024 // 1024} MB")
            return fetch(place.workspace, job.body["key"])
        except NotFetched as fault:
            log.warning("an upload could not be fetched: %s", fault)
            return view.not_fetched(name, str(fault))

    def _take(self, job: Job, spec: FeedSpec, content: bytes, now: datetime) -> None:
        """As from the folder: what can be taken of it is, and a fault keeps it from standing for everything."""
        at, name = datetime.fromisoformat(job.body["at"]), job.body["name"]
        with tempfile.TemporaryDirectory(prefix="quarterback-") as folder:
            file = Path(folder) / f"upload{PurePath(name).suffix.lower() or '.csv'}"
            file.write_bytes(content)
            os.utime(file, (at.timestamp(), at.timestamp()))  # it is as old as the message that brought it
            read = read_file(spec, file, self._habits, now)
        faults = [sentence.removeprefix(f"{file.name}, ").removeprefix(f"{file.name}: ") for sentence in read.faults]
        with self._quarterback.storage.begin() as uow:
            if not uow.jobs.settle(job, leaving={}):
                return
            office = self._quarterback.office(uow, now)
            taken = take_brought(office, spec.name, Brought(read.facts, (), read.whole_since))
            counts = taken.news, taken.unmatched, taken.known
            if read.taken:
                uow.account_facts.heard(spec.name, read.written)
            outbox.post(uow, now, outbox.place_of(job.body), view.taken(name, spec.name, counts, faults))

    def _refuse(self, job: Job, why: Message) -> None:
        with self._quarterback.storage.begin() as uow:
            if uow.jobs.settle(job, leaving={}):
                outbox.post(uow, self._quarterback.now(), outbox.place_of(job.body), why)


def _is_table(name: str) -> bool:
    return PurePath(name).suffix.lower() in ENDINGS
