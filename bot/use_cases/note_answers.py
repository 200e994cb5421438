"""What is done with a note once it is shown: recorded, all of it or in part, edited, discarded, replaced."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.results import Recorded
from bot.scene import Scene
from bot.use_cases import notes, offers, openings
from bot.use_cases.answers_back import close_questions
from bot.use_cases.forms import read_form
from bot.use_cases.help_requests import request_help
from bot.use_cases.record import confirm, make_statement, record
from bot.use_cases.take_back import take_back
from bot.views import notes as view
from bot.views import quick, update
from domain.chat.message import Message
from domain.reading import parts as reader
from domain.reading.notes import Note, NotePart, NoteState, PartState
from domain.reading.reading import Kind
from domain.reading.values import yes_no
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field

_ALL = re.compile(r"(?:yes,? )?(?:confirm |record |take )?all(?: of (?:it|them))?[.!]?", re.IGNORECASE)
_ALL_BUT = re.compile(
    r"(?:yes,? )?(?:confirm |record |take )?(?:all|everything) (?:but|except|without) (?P<names>.{1,200})",
    re.IGNORECASE,
)


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
        elif notes.says_anything(part.reading):
            shown.append(_record_part(scene, part, opportunity))
    notes.settle(scene, note, NoteState.RECORDED, "recorded" if shown else "nothing in it could be recorded")
    scene.reply(_joined(shown) if shown else quick.forbidden())
    notes.read_on(scene, note)


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
    notes.settle(scene, note, NoteState.DISCARDED, "discarded, nothing was recorded")
    scene.reply(quick.say("Discarded: nothing was recorded."))
    notes.read_on(scene, note)


def set_state(scene: Scene, part: NotePart, state: PartState) -> None:
    """Leave a part out, or take it in again."""
    scene.uow.notes.save_part(replace(part, state=state))
    notes.redraw(scene, part.note)


def meant(scene: Scene, part: NotePart, pick: int) -> None:
    """Several fitted: the one that was chosen is what that stretch is about, and only that stretch is read again."""
    choices = part.reading.doubts[0].choices if part.reading.doubts else ()
    chosen = scene.opportunity(str(choices[pick])) if part.opportunity is None and 0 <= pick < len(choices) else None
    if chosen is None:
        scene.reply(quick.forbidden())
        return
    again = reader.read_again(part.quote, chosen, notes.context(scene, (chosen,)))
    scene.uow.notes.save_part(replace(part, opportunity=chosen.id, reading=again.reading))
    notes.redraw(scene, part.note)


def edit(scene: Scene, part: NotePart, opportunity: Opportunity) -> None:
    would_be = opportunity
    for change in notes.would_change(scene, part.reading, opportunity):
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
    notes.redraw(scene, part.note)


def drop(scene: Scene) -> bool:
    """The message of a note that waits was deleted: so is the note. False where none waits."""
    place = scene.place
    note = scene.uow.notes.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    if note is None or note.state is not NoteState.OPEN:
        return False
    notes.settle(scene, note, NoteState.DISCARDED, "discarded, you deleted your message")
    return True


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
    recorded = "; what it recorded is taken back" if note.state is NoteState.RECORDED else ""
    notes.settle(scene, note, NoteState.DISCARDED, f"replaced, you edited your message{recorded}")
    return True


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


def _joined(messages: Sequence[Message]) -> Message:
    """What was recorded of each opportunity, as one message."""
    parts = tuple(part for message in messages for part in message.parts)
    return Message(update.summary_of(parts), parts)


def _answered(scene: Scene, recorded: Sequence[Recorded]) -> None:
    """Questions that stood open about what the note tells are answered."""
    for each in (each for each in recorded if each.changes or not each.withheld):
        for nudge in scene.uow.nudges.open_of(each.opportunity.id):
            close_questions(scene, [each], nudge)
