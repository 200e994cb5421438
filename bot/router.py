"""One event in, one transaction: once only, who is it, what is it about, which use case."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot.actions import run_action, run_reaction
from bot.commands import run_command
from bot.outbox import post
from bot.scene import Office, Scene
from bot.use_cases import approval_words, forecast_calls, induction, note_answers, notes, openings, queue, visits
from bot.use_cases.channels import is_private
from bot.use_cases.hear import hear
from bot.use_cases.undo import correct, offer_undo
from bot.views import quick, update
from bot.views.approvals import face_of
from domain.asking.question import Playbook
from domain.chat.event import Clicked, Deleted, Edited, Event, Place, Reacted, Said
from domain.sales.company import Company
from domain.sales.dealings import Thread
from domain.sales.people import Directory, Person, at_this_moment
from storage.unit_of_work import Stale, Storage, UnitOfWork
from storage.waiting import ANYTHING, Waits

log = logging.getLogger(__name__)
_TRIES = 5
_MENTION = re.compile(r"^\s*@?quarterback\b[\s,:]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quarterback:
    """The application: what it knows, where it keeps things, what time it is, and where others are written to."""

    storage: Storage
    company: Company
    playbook: Playbook
    now: Callable[[], datetime]
    home: Callable[[Person], Place]
    channel: Callable[[UnitOfWork, str], Place | None] = lambda uow, name: None
    model_at: str = ""
    _known: dict[tuple[str, datetime], Directory] = field(init=False, default_factory=dict)  # by version; one at most

    def handle(self, event: Event) -> None:
        """Take one event; when this returns it is committed. Storage errors rise, and the platform tries again."""
        now = self.now()
        for attempt in range(_TRIES):
            try:
                with self.storage.begin() as uow:
                    self._take(uow, event, now)
                return
            except Stale:
                log.info("somebody else was faster, trying again (%d)", attempt + 1)
        raise Stale(f"{_TRIES} tries lost against other writers")

    def directory(self, uow: UnitOfWork, now: datetime | None = None) -> Directory:
        """Everybody: imported people, then those of app.yaml, with the rhythm of their choice and the rights of `now`.

        Kept for the minute, unless somebody changes. Whoever writes gives `now`: the clock may be kept in the database
        too, and a second connection while the first is held could be one too many.
        """
        now = now or self.now()
        known_as = uow.people.version(), now.replace(second=0, microsecond=0)
        known = self._known.get(known_as)
        if known is None:
            known = self._read_directory(uow, now)
            self._known.clear()
            self._known[known_as] = known
        return known

    def _read_directory(self, uow: UnitOfWork, now: datetime) -> Directory:
        rhythms = uow.people.all_rhythms()
        everybody = Directory([*uow.people.all(), *self.company.people])
        serving = at_this_moment(everybody, uow.revocations.pairs(), now)
        return Directory(replace(p, rhythm=rhythms[p.id]) if p.id in rhythms else p for p in serving)

    def scene(self, uow: UnitOfWork, person: Person, directory: Directory, now: datetime) -> Scene:
        """The scene of something that comes due: at home with that person."""
        home = self.home(person)
        return Scene(
            uow,
            self.company,
            self.playbook,
            directory,
            self.home,
            now,
            person,
            home,
            channel=partial(self.channel, uow),
            model_at=self.model_at,
        )

    def office(self, uow: UnitOfWork, now: datetime) -> Office:
        """Where nobody in particular acts."""
        directory = self.directory(uow, now)
        return Office(uow, self.company, self.playbook, directory, self.home, partial(self.channel, uow), now)

    def _take(self, uow: UnitOfWork, event: Event, now: datetime) -> None:
        place = event.place
        if not uow.events.first_time(place.platform, place.workspace, event.event_id, now):
            return
        directory = self.directory(uow, now)
        person = directory.get(event.speaker)
        if person is None:
            post(uow, now, _answer_place(event), quick.unknown_person())
            return
        thread, waits = _here(uow, event, person)
        scene = Scene(
            uow,
            self.company,
            self.playbook,
            directory,
            self.home,
            now,
            person,
            _answer_place(event),
            thread,
            event.message_id,
            is_private(uow, self.company, place),
            partial(self.channel, uow),
            self.model_at,
            waits,
            isinstance(event, Clicked | Reacted),
        )
        _route(scene, event)


def _route(scene: Scene, event: Event) -> None:
    match event:
        case Said(text=said):
            queue.go_on(_said(scene, said, event.place.direct))
        case Edited(text=said):
            if event.place.direct and (note_answers.retract(scene) or forecast_calls.retract_call(scene)):
                _said(scene, said, direct=True)
            elif event.place.direct:
                correct(scene, said)
        case Deleted():
            if not note_answers.drop(scene):
                offer_undo(scene)
        case Clicked():
            run_action(scene, event)
            queue.go_on(scene)
        case Reacted():
            run_reaction(scene, event)


def _said(scene: Scene, said: str, direct: bool) -> Scene:
    """In a channel only what is addressed to the quarterback is heard. Returns the scene that the words belonged to."""
    mention = _MENTION.match(said)
    if not direct and not mention:
        return scene
    words = said[mention.end() :] if mention else said
    if not words.strip():
        scene.reply(update.not_understood("") if direct else quick.say("Yes? Type “@quarterback help”."))
    else:
        scene = _answered(scene, words)
    if direct and scene.thread is None:
        induction.welcome(scene)
    return scene


def _answered(scene: Scene, words: str) -> Scene:
    """A command, the answer to what waits here, or else an ordinary reply."""
    if (Waits.PRACTICE in scene.waits and induction.answer(scene, words)) or run_command(scene, words):
        return scene
    spoken = queue.on_the_phone(scene, words)
    taken = any(take(spoken, words) for kind, take in _BEFORE_HEARING.items() if kind in spoken.waits)
    if not (taken or notes.take_down(spoken, words)):
        hear(spoken, words)
    return spoken


# In the order in which they are tried.
_BEFORE_HEARING = {
    Waits.VISIT: visits.answer,
    Waits.APPROVAL: approval_words.answer,
    Waits.NOTE: note_answers.answer,
    Waits.OPENING: openings.answer,
}


def _here(uow: UnitOfWork, event: Event, person: Person) -> tuple[Thread | None, frozenset[Waits]]:
    """The thread it was said in, and what waits there, or outside of threads, for words of this person."""
    if not isinstance(event, Said):
        return _thread(uow, event), ANYTHING
    place = event.place
    where = (place.platform, place.workspace, place.conversation)
    found = uow.waiting.in_thread(*where, place.thread, person.id, face_of(person.id)) if place.thread else None
    return found or (None, uow.waiting.outside(person.id, place.conversation))


def _thread(uow: UnitOfWork, event: Event) -> Thread | None:
    """The thread it was said in, or that the message with the button roots, or that the marked message stands in."""
    place = event.place
    where = (place.platform, place.workspace, place.conversation)
    if isinstance(event, Reacted):
        marked = uow.posts.by_message(*where, event.message_id)
        return uow.threads.get(marked.thread) if marked and marked.thread else None
    root = place.thread or (event.message_id if isinstance(event, Clicked) else "")
    return uow.threads.by_root(*where, root) if root else None


def _answer_place(event: Event) -> Place:
    """A mention in a channel is answered in a thread under it; a tap is answered where the button was."""
    place = event.place
    if place.direct or place.thread:
        return place
    return replace(place, thread=event.message_id)
