"""A note about several opportunities: read part by part, shown as one card, recorded after one tap."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.results import Recorded
from bot.scene import Scene
from bot.use_cases import hear, offers, openings
from bot.use_cases.forms import read_form
from bot.use_cases.help_requests import request_help
from bot.use_cases.record import confirm, make_statement, record
from bot.use_cases.take_back import take_back
from bot.views import notes as view
from bot.views import quick, update
from domain.chat.message import Message
from domain.reading import parts as reader
from domain.reading.notes import Note, NotePart, NoteState, PartState
from domain.reading.parts import Parts
from domain.reading.reading import Context, Kind, Reading
from domain.reading.values import yes_no
from domain.sales.change import Change, consequences
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.process import Field

_ALL = re.compile(r"(?:yes,? )?(?:confirm |record |take )?all(?: of (?:it|them))?[.!]?", re.IGNORECASE)
_ALL_BUT = re.compile(
    r"(?:yes,? )?(?:confirm |record |take )?(?:all|everything) (?:but|except|without) (?P<names>.{1,200})",
    re.IGNORECASE,
)
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
    telling = [part for part in parts.parts if _says_anything(part.reading)]
    if not (telling or parts.openings):
        return False
    _show(scene, parts, "")
    return True


def take_down_for(scene: Scene, rep: Person, said: str) -> None:
    """A note said for one rep: only what that rep sells is meant."""
    parts = _read(scene, said, scene.uow.opportunities.of_owners((rep.id,)))
    if any(_says_anything(part.reading) for part in parts.parts) or parts.openings:
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


def answer(scene: Scene, said: str) -> bool:
    """“all”, “all but Acme”, a plain yes or no to the note that waits here; False where the words are none of it."""
    note = None if scene.thread else scene.uow.notes.open_for(scene.person.id, scene.place.conversation)
    if note is None:
        return False
    but, yes = _ALL_BUT.fullmatch(said.strip()), yes_no(said) if len(said.split()) <= 3 else None
    if but:
        record_all_but(scene, note, but["names"])
    elif _ALL.fullmatch(said.strip()):
        record_all(scene, note)
    elif yes is None or offers.open_here(scene) or openings.waiting(scene):
        return False
    elif yes:
        record_all(scene, note)
    else:
        discard(scene, note)
    return True


def record_all(scene: Scene, note: Note) -> None:
    """Record every part that was not left out, each as a statement of its own that can be taken back by itself."""
    shown: list[Message] = []
    for part in scene.uow.notes.parts(note.id):
        opportunity = scene.opportunity(part.opportunity)
        if part.state is not PartState.OPEN or opportunity is None:
            continue
        if not scene.may_update(opportunity):
            shown.append(quick.only_to_look_at(opportunity))
        elif _says_anything(part.reading):
            shown.append(_record_part(scene, part, opportunity))
    _settle(scene, note, NoteState.RECORDED, "recorded" if shown else "nothing in it could be recorded")
    scene.reply(view.joined(shown) if shown else quick.forbidden())
    _read_on(scene, note)


def record_all_but(scene: Scene, note: Note, names: str) -> None:
    """Leave out what is named and record the rest; a name that is not in the note changes nothing."""
    parts = scene.uow.notes.parts(note.id)
    inside = [o for o in (scene.opportunity(part.opportunity) for part in parts) if o]
    out = reader.named(names, inside)
    if not out:
        scene.reply(quick.say(f"“{names[:100]}” names nothing in the note, so nothing was recorded."))
        return
    for part in parts:
        if part.opportunity in out and part.state is PartState.OPEN:
            scene.uow.notes.save_part(replace(part, state=PartState.LEFT_OUT))
    record_all(scene, note)


def discard(scene: Scene, note: Note) -> None:
    """Nothing of it is recorded; what was not read yet still is, for nothing may be lost."""
    _settle(scene, note, NoteState.DISCARDED, "discarded, nothing was recorded")
    scene.reply(quick.say("Discarded: nothing was recorded."))
    _read_on(scene, note)


def set_state(scene: Scene, part: NotePart, state: PartState) -> None:
    """Leave a part out, or take it in again."""
    scene.uow.notes.save_part(replace(part, state=state))
    _redraw(scene, part.note)


def meant(scene: Scene, part: NotePart, pick: int) -> None:
    """Several fitted: the one that was chosen is what that stretch is about, and only that stretch is read again."""
    choices = part.reading.doubts[0].choices if part.reading.doubts else ()
    chosen = scene.opportunity(str(choices[pick])) if part.opportunity is None and 0 <= pick < len(choices) else None
    if chosen is None:
        scene.reply(quick.forbidden())
        return
    again = reader.read_again(part.quote, chosen, _context(scene, (chosen,)))
    scene.uow.notes.save_part(replace(part, opportunity=chosen.id, reading=again.reading))
    _redraw(scene, part.note)


def edit(scene: Scene, part: NotePart, opportunity: Opportunity) -> None:
    would_be = opportunity
    for change in _changes(scene, part.reading, opportunity):
        would_be = would_be.with_value(change.field, change.after)
    scene.reply(view.part_form(part.id, would_be, scene.company.process))


def save(scene: Scene, part: NotePart, opportunity: Opportunity, typed: dict[str, str]) -> None:
    """What was typed over takes the place of what was read there."""
    findings, faults = read_form(scene, opportunity, typed)
    if faults:
        scene.reply(quick.faults(faults))
        return
    fields = {Field(name) for name in typed if name in {field.value for field in Field}}
    kept = part.reading
    reading = replace(
        kept,
        kind=Kind.UPDATE,
        changes=(*(f for f in kept.changes if f.field not in fields), *findings),
        proposals=tuple(f for f in kept.proposals if f.field not in fields),
        doubts=tuple(d for d in kept.doubts if d.field not in fields),
    )
    quoted = "; ".join([part.quote, *(f.evidence for f in findings)])
    scene.uow.notes.save_part(replace(part, reading=reading, quote=quoted))
    _redraw(scene, part.note)


def retract(scene: Scene) -> bool:
    """The message of a note was edited: what its old words recorded is taken back, so that the new ones are heard.

    False where no note came from that message.
    """
    place = scene.place
    note = scene.uow.notes.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    if note is None:
        return False
    for part in scene.uow.notes.parts(note.id):
        statement = scene.uow.statements.get(part.statement or 0)
        if statement:
            offers.lapse_those_of(scene, statement)
            result = take_back(scene, statement)
            if result.refused:
                scene.reply(update.taken_back(result, scene.directory))
    _settle(scene, note, NoteState.DISCARDED, "replaced, you edited your message")
    return True


def _read(scene: Scene, said: str, own: Sequence[Opportunity]) -> Parts:
    known = {o.id for o in own}
    everybody = scene.uow.opportunities.of_owners((person.id for person in scene.directory), open_only=False)
    others = [o for o in everybody if o.id not in known]
    accounts = dict.fromkeys(o.account for o in own if o.account)
    return reader.read_parts(said, _context(scene, own), others, accounts)


def _context(scene: Scene, own: Sequence[Opportunity]) -> Context:
    return Context(scene.local_now, scene.company.process, tuple(own))


def _says_anything(reading: Reading) -> bool:
    says = reading.changes or reading.proposals or reading.doubts or reading.requests
    return bool(says) or reading.kind is Kind.NO_CHANGE


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
    return view.Shown(part, opportunity, owner, _changes(scene, part.reading, opportunity))


def _changes(scene: Scene, reading: Reading, opportunity: Opportunity) -> tuple[Change, ...]:
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


def _record_part(scene: Scene, part: NotePart, opportunity: Opportunity) -> Message:
    """One opportunity of a note, recorded and shown as any reply about it is."""
    reading = part.reading
    if reading.kind is Kind.NO_CHANGE and not (reading.changes or reading.requests):
        scene.uow.notes.save_part(replace(part, state=PartState.RECORDED))
        confirmed = confirm(scene, opportunity)
        _answered(scene, [Recorded(confirmed)])
        return update.stands(confirmed)
    statement = make_statement(scene, opportunity.owner)
    scene.uow.notes.save_part(replace(part, state=PartState.RECORDED, statement=statement.id))
    recorded = record(scene, statement, reading.changes, part.quote)
    offers.lapse(scene, recorded)
    wishes = [request_help(scene, statement, wish) for wish in reading.requests]
    asked = offers.make_offers(scene, statement, reading, part.quote)
    asked += offers.offer_stage_default(scene, statement, recorded, asked)
    _answered(scene, recorded)
    return update.understood(statement, recorded, asked, [wish for wish in wishes if wish])


def _answered(scene: Scene, recorded: Sequence[Recorded]) -> None:
    """Questions that stood open about what the note tells are answered."""
    for each in (each for each in recorded if each.changes or not each.withheld):
        for nudge in scene.uow.nudges.open_of(each.opportunity.id):
            hear.close_questions(scene, [each], nudge)


def _settle(scene: Scene, note: Note, state: NoteState, words: str) -> None:
    scene.uow.notes.save(replace(note, state=state, rest=""))
    whom = scene.directory.name(note.said_for) if note.said_for else ""
    scene.redraw(view.NOTE, note.id, view.settled(whom, words))


def _read_on(scene: Scene, note: Note) -> None:
    """The words beyond the first eight opportunities, laid out next."""
    if not note.rest:
        return
    rep = scene.directory.get(note.said_for)
    owners = (rep.id,) if rep else scene.directory.updates_for(scene.person)
    there = replace(scene, message_id=note.message_id)
    _show(there, _read(scene, note.rest, scene.uow.opportunities.of_owners(owners)), note.said_for)


def _redraw(scene: Scene, note_id: int) -> None:
    note = scene.uow.notes.get(note_id)
    if note:
        scene.redraw(view.NOTE, note.id, _card(scene, note))
