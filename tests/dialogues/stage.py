"""Plays written dialogues: who says or taps what, and exactly what is then shown to whom, as plain text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from adapters.calendar_file import calendar_file
from adapters.console.render import Tap, render
from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, QUARTERBACK
from bot.demo import seed
from bot.demo.past import seed_past
from bot.invitations import INVITE, invitations
from bot.practice_room import StoredRoom, channel, home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases.account_facts import take_facts
from bot.worker import Worker
from domain.chat.codec import from_json
from domain.chat.event import Clicked, Deleted, Edited, Place, Said
from domain.chat.message import Form
from domain.sales.people import Person, Role
from storage.unit_of_work import Storage
from tests.dialogues.told import TOLD, fact_of

ROOT = Path(__file__).parents[2]
_STEP = re.compile(
    r"^(?P<who>\w+)(?: in (?P<where>[\w-]+))?(?: about (?P<about>\w+))?"
    r"(?P<verb>>| taps| edits| deletes| fills)\s*(?P<what>.*)$"
)


class Stage:
    """One company on one database, a clock that is set by hand, and everybody's conversations."""

    def __init__(self, storage: Storage, now: datetime) -> None:
        app_file = load(ROOT / "app.yaml")
        self.now = now
        self.people = {person.first_name: person for person in app_file.company.people}
        self.quarterback = Quarterback(storage, app_file.company, app_file.playbook, lambda: self.now, home, channel)
        self.room = StoredRoom(self.quarterback)
        chores = {INVITE: invitations(self.quarterback, calendar_file)}
        self.worker = Worker(self.quarterback, {PLATFORM: PracticeCourier(self.room)}, chores)
        self._storage = storage
        self._seen = 0
        self._events = 0
        self._watched = {home(person).conversation for person in app_file.company.people}
        self._said: dict[str, Place] = {}
        self._threads: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self._taps: dict[str, list[tuple[Tap, str, Place]]] = {}
        self._forms: dict[str, tuple[Form, str, Place]] = {}
        seed(storage, app_file.company, now.date())
        self.worker.plan()

    def play(self, script: str) -> Iterator[str]:
        """The script with what is really shown in the place of what it says is shown."""
        for line in script.splitlines():
            if line.startswith("  ") or not line.strip():
                continue
            quiet = line.startswith(("#", "only ", "joins ")) or line == "past"
            yield from ([] if quiet else [""])
            yield line
            if line.startswith("only "):
                self._watched = {home(self.people[name]).conversation for name in line.split()[1:]}
            elif line == "past":
                seed_past(self._storage, self.quarterback.company, self.now.date())
            elif line.startswith("joins "):
                self._join(*line.removeprefix("joins ").split(", "))
            elif not line.startswith("#"):
                self._do(line)
                yield from self._shown()

    def home_of(self, name: str) -> Place:
        """Where that person is written to directly."""
        return home(self.people[name])

    def _join(self, name: str, team: str, *opportunities: str) -> None:
        """Somebody new sells, and takes over these opportunities."""
        person = Person(f"{name.lower().replace(' ', '.')}@copperline.example", name, Role.REP, team=team)
        person = replace(person, zone=self.quarterback.company.zone)
        with self._storage.begin() as uow:
            uow.people.upsert([person])
            for found in (uow.opportunities.get(each) for each in opportunities):
                assert found
                uow.opportunities.save(replace(found, owner=person.id))
        self.people[person.first_name] = person
        self.worker.plan()

    def _do(self, line: str) -> None:
        if line.startswith("@ "):
            self.now = datetime.fromisoformat(line[2:].strip())
        elif told := TOLD.match(line):
            with self._storage.begin() as uow:
                take_facts(self.quarterback.office(uow, self.now), [fact_of(told, self.now)])
        else:
            step = _STEP.match(line)
            assert step, f"no step: {line}"
            person = self.people[step["who"]]
            if step["about"]:
                self._threads[person.id] = next(root for root, words in self._roots.items() if step["about"] in words)
            self._step(person, step["where"], step["verb"].strip(), step["what"])
        self.worker.run_due()

    def _step(self, person: Person, where: str | None, verb: str, what: str) -> None:
        self._events += 1
        event = f"event-{self._events}"
        if verb == ">":
            place = self._place(person, where)
            self.room.add(event, place.conversation, place.thread, person.id, {"text": what})
            self._seen = self.room.newest()
            self._last = event
            self._said[event] = place
            self.quarterback.handle(Said(event, person.id, place, event, what))
        elif verb == "edits":
            self.quarterback.handle(Edited(event, person.id, self._said[self._last], self._last, what))
        elif verb == "deletes":
            self.quarterback.handle(Deleted(event, person.id, self._said[self._last], self._last))
        elif verb == "fills":
            self._fill(event, person, what)
        else:
            (button, value), message, place = self._find(person, what)
            act = (button.action, button.ref, button.pick, value)
            self.quarterback.handle(Clicked(event, person.id, place, message, *act))

    def _fill(self, event: str, person: Person, what: str) -> None:
        form, message, place = self._forms[person.id]
        values = dict(pair.strip().split("=", 1) for pair in what.split(";"))
        self.quarterback.handle(Clicked(event, person.id, place, message, form.action, form.ref, values=values))

    def _place(self, person: Person, where: str | None) -> Place:
        if where and where != "main":
            return Place(PLATFORM, "", f"channel-{where}", direct=False)
        own = home(person)
        thread = "" if where == "main" else self._threads.get(person.id, "")
        return Place(PLATFORM, "", own.conversation, thread)

    def _find(self, person: Person, label: str) -> tuple[Tap, str, Place]:
        for found in reversed(self._taps.get(person.id, [])):
            if found[0][0].label == label:
                return found
        raise AssertionError(f"{person.first_name} sees no button “{label}”")

    def _shown(self) -> Iterator[str]:
        names = {home(p).conversation: p for p in self.people.values()}
        everywhere = [*names, *(f"channel-{c.name}" for c in self.quarterback.company.channels)]
        for row in self.room.since(everywhere, self._seen, 500):
            self._seen = row.seq
            if row.author != QUARTERBACK or (row.conversation in names and row.conversation not in self._watched):
                continue
            message = from_json(dict(row.body["message"]))
            person = names.get(row.conversation)
            root = row.thread or (row.id if self._opens_thread(row.conversation, row.id) else "")
            taps: list[Tap] = []
            lines = render(message, taps)
            where = "in a thread" if root else "directly" if person else "in a thread of the channel"
            again = ", shown anew" if row.edited else ""
            yield f"  to {person.first_name if person else row.conversation}, {where}{again}:"
            yield from (f"    {line}" for line in lines)
            if person:
                place = Place(PLATFORM, "", row.conversation, row.thread)
                if root == row.id:
                    self._roots.setdefault(root, message.summary)
                if not row.edited:
                    self._threads[person.id] = root
                self._taps.setdefault(person.id, []).extend((tap, row.id, place) for tap in taps)
                for form in (part for part in message.parts if isinstance(part, Form)):
                    self._forms[person.id] = (form, row.id, place)

    def _opens_thread(self, conversation: str, message: str) -> bool:
        with self._storage.read() as uow:
            return uow.threads.by_root(PLATFORM, "", conversation, message) is not None
