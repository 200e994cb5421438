"""A note about several opportunities: read part by part and shown as one card, before anything is recorded."""

from collections.abc import Sequence
from dataclasses import replace

from bot.scene import Scene
from bot.use_cases import openings
from bot.views import notes as view
from bot.views import quick
from domain.chat.message import Message
from domain.reading import parts as reader
from domain.reading.notes import Note, NotePart, NoteState
from domain.reading.parts import Parts
from domain.reading.reading import Context, Kind, Reading
from domain.sales.change import Change, consequences
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person

_LONG = 160  # a reply of this many characters may be a note; a shorter one of a rep is an answer


def take_down(scene: Scene, said: str) -> bool:
    """Lay a message out as a note where it is one: about several opportunities, long or said for others.

    False, and nothing done, where it is an ordinary reply.
    """
    if scene.thread is not None:
        return False
    owners = scene.directory.updates_for(scene.person)
    for_others = any(owner != scene.person.id for owner in owners)
    is_long = len(said) > _LONG or "\n" in said.strip()
    if not (for_others or is_long or openings.mentions_one(said)):
        return False
    own = scene.uow.opportunities.of_owners(owners)
    about = reader.named(said, own)
    if len(about) < 2 and not openings.mentions_one(said):
        return False
    parts = _read(scene, said, own)
    telling = [part for part in parts.parts if says_anything(part.reading)]
    if not (telling or parts.openings):
        return False
    _show(scene, parts, "")
    return True


def take_down_for(scene: Scene, rep: Person, said: str) -> None:
    """A note said for one rep: only what that rep sells is meant."""
    parts = _read(scene, said, scene.uow.opportunities.of_owners((rep.id,)))
    if any(says_anything(part.reading) for part in parts.parts) or parts.openings:
        _show(scene, parts, rep.id)
    elif parts.parts:
        quoted = parts.parts[0].quote[:200]
        scene.reply(quick.say(f"I read nothing to record in “{quoted}”, so nothing was changed."))
    else:
        why = " ".join(_left_out(scene, parts, rep.id)) or f"That names no open opportunity of {rep.name}."
        scene.reply(quick.say(f"{why} Nothing was changed."))


def trip_report(scene: Scene, said: str) -> None:
    """Whatever a journey brought, about any number of accounts."""
    own = scene.uow.opportunities.of_owners(scene.directory.updates_for(scene.person))
    parts = _read(scene, said, own)
    if parts.parts or parts.openings:
        _show(scene, parts, "")
    else:
        scene.reply(quick.say("That names none of your open opportunities, so nothing was changed."))


def read_on(scene: Scene, note: Note) -> None:
    """The words beyond the first eight opportunities, laid out next."""
    if not note.rest:
        return
    rep = scene.directory.get(note.said_for)
    owners = (rep.id,) if rep else scene.directory.updates_for(scene.person)
    there = replace(scene, message_id=note.message_id)
    _show(there, _read(scene, note.rest, scene.uow.opportunities.of_owners(owners)), note.said_for)


def settle(scene: Scene, note: Note, state: NoteState, words: str) -> None:
    """Nothing of it waits any more; its words are forgotten and its card says what became of it."""
    scene.uow.notes.save(replace(note, state=state, rest=""))
    whom = scene.directory.name(note.said_for) if note.said_for else ""
    scene.redraw(view.NOTE, note.id, view.settled(whom, words))


def redraw(scene: Scene, note_id: int) -> None:
    """The card as its parts stand now."""
    note = scene.uow.notes.get(note_id)
    if note:
        scene.redraw(view.NOTE, note.id, _card(scene, note))


def would_change(scene: Scene, reading: Reading, opportunity: Opportunity) -> tuple[Change, ...]:
    """What a yes would change, as the card shows it: what is stated, and what a closing entails."""
    stated = tuple(
        Change(
            opportunity.id,
            f.field,
            opportunity.get(f.field),
            f.value,
            scene.person.id,
            opportunity.owner,
            f.evidence,
            scene.now,
        )
        for f in reading.changes
        if opportunity.get(f.field) != f.value
    )
    fields = {f.field for f in reading.changes}
    follows = (c for said in stated for c in consequences(opportunity, said, scene.company.process, scene.today))
    return (*stated, *(change for change in follows if change.field not in fields))


def says_anything(reading: Reading) -> bool:
    """Whether a yes would do anything with it."""
    says = reading.changes or reading.proposals or reading.doubts or reading.requests
    return bool(says) or reading.kind is Kind.NO_CHANGE


def context(scene: Scene, own: Sequence[Opportunity]) -> Context:
    """What a note is read against: nothing was asked."""
    return Context(scene.local_now, scene.company.process, tuple(own))


def _show(scene: Scene, parts: Parts, said_for: str) -> None:
    place = scene.place
    where = (place.platform, place.workspace, place.conversation, scene.message_id)
    thread = scene.thread.id if scene.thread else None
    if parts.parts or parts.elsewhere or parts.unknown:
        left_out = tuple(_left_out(scene, parts, said_for))
        note = scene.uow.notes.add(Note(scene.person.id, said_for, scene.now, *where, thread, parts.rest, left_out))
        for part in parts.parts:
            scene.uow.notes.add_part(NotePart(note.id, part.opportunity, part.quote, part.reading))
        scene.reply(_card(scene, note), view.NOTE, note.id)
    for found in parts.openings:
        openings.propose(scene, found, said_for)


def _read(scene: Scene, said: str, own: Sequence[Opportunity]) -> Parts:
    known = {o.id for o in own}
    everybody = scene.uow.opportunities.of_owners((person.id for person in scene.directory), open_only=False)
    others = [o for o in everybody if o.id not in known]
    accounts = dict.fromkeys(o.account for o in own if o.account)
    return reader.read_parts(said, context(scene, own), others, accounts)


def _left_out(scene: Scene, parts: Parts, said_for: str) -> list[str]:
    """What of the message is none of the opportunities meant; whose it is, is told to those who may know it."""
    sentences = []
    for identity, words in parts.elsewhere:
        theirs = scene.opportunity(identity)
        name = scene.directory.name(theirs.owner) if theirs else ""
        if theirs and theirs.closed_on:
            mend = f"{theirs.title} is closed as {theirs.stage}."
        elif theirs and scene.may_update(theirs):
            mend = f"It is {name}'s: say “for {name}: …”."
        else:
            mend = "It is no opportunity you speak of here."
        sentences.append(f"“{words}” was left out. {mend}")
    whose = f"of {scene.directory.name(said_for)} " if said_for else ""
    sentences += [f"“{words}” was left out: no open opportunity {whose}goes by that name." for words in parts.unknown]
    return sentences


def _card(scene: Scene, note: Note) -> Message:
    shown = [_shown(scene, note, part) for part in scene.uow.notes.parts(note.id)]
    whom = scene.directory.name(note.said_for) if note.said_for else ""
    return view.note_card(note.id, whom, shown, view.Left(note.left_out, note.rest))


def _shown(scene: Scene, note: Note, part: NotePart) -> view.Shown:
    opportunity = scene.opportunity(part.opportunity)
    if opportunity is None:
        ids = part.reading.doubts[0].choices if part.reading.doubts else ()
        found = [scene.opportunity(str(choice)) for choice in ids]
        return view.Shown(part, choices=tuple(o.title if o else "—" for o in found))
    owner = "" if note.said_for or opportunity.owner == scene.person.id else scene.directory.name(opportunity.owner)
    return view.Shown(part, opportunity, owner, would_change(scene, part.reading, opportunity))
