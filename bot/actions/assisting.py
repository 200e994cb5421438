"""Taps of reps and their assistants: ending a grant, a note part by part, the queue, what was handed over."""

from collections.abc import Callable

from bot.actions.action import Action, number
from bot.scene import Scene
from bot.use_cases import grants, hand_over, note_answers, queue
from bot.views import quick
from domain.chat.event import Clicked
from domain.reading.notes import Note, NotePart, NoteState, PartState
from domain.sales.errands import Errand, ErrandState
from domain.sales.opportunity import Opportunity

_SETTLED = "That was settled already; nothing was changed."


def _on_note(handle: Callable[[Scene, Note], None]) -> Action:
    """For buttons of a note: its own author's, while it waits for a yes."""

    def run(scene: Scene, clicked: Clicked) -> None:
        note = _own_note(scene, scene.uow.notes.get(number(clicked.ref)))
        if note:
            handle(scene, note)

    return run


def _own_note(scene: Scene, note: Note | None) -> Note | None:
    """That note, or None with a word about why not."""
    if note is None or note.person != scene.person.id:
        scene.reply(quick.forbidden())
    elif note.state is not NoteState.OPEN:
        scene.reply(quick.say(_SETTLED))
    else:
        return note
    return None


def _on_part(handle: Callable[[Scene, NotePart, Clicked], None]) -> Action:
    def run(scene: Scene, clicked: Clicked) -> None:
        part = scene.uow.notes.part(number(clicked.ref))
        note = _own_note(scene, scene.uow.notes.get(part.note) if part else None)
        if note and part:
            handle(scene, part, clicked)

    return run


def _on_readable_part(handle: Callable[[Scene, NotePart, Opportunity, Clicked], None]) -> Action:
    """For what shows or changes values of the opportunity: rights may have ended since the note was laid out."""

    def run(scene: Scene, part: NotePart, clicked: Clicked) -> None:
        opportunity = scene.opportunity(part.opportunity)
        if opportunity is None:
            scene.reply(quick.forbidden())
        elif not scene.may_update(opportunity):
            scene.reply(quick.only_to_look_at(opportunity))
        else:
            handle(scene, part, opportunity, clicked)

    return _on_part(run)


def _on_own_errand(handle: Callable[[Scene, Errand], None]) -> Action:
    """For buttons of the queue: its assistant's, as long as the rep lets them."""

    def run(scene: Scene, clicked: Clicked) -> None:
        errand = scene.uow.errands.get(number(clicked.ref))
        if errand is None or errand.person != scene.person.id or scene.opportunity(errand.opportunity) is None:
            scene.reply(quick.forbidden())
        elif errand.state is not ErrandState.OPEN:
            scene.reply(quick.say(_SETTLED))
        else:
            handle(scene, errand)

    return run


def _errand_back(scene: Scene, clicked: Clicked) -> None:
    """Both may: the rep whose thread it is, and the assistant who has it."""
    errand = scene.uow.errands.get(number(clicked.ref))
    if errand is None or errand.from_thread is None or scene.person.id not in (errand.person, errand.owner):
        scene.reply(quick.forbidden())
    elif errand.state is not ErrandState.OPEN:
        scene.reply(quick.say(_SETTLED))
    else:
        hand_over.bring_back(scene, errand)


ASSISTING: dict[str, Action] = {
    "end_grant": lambda scene, clicked: grants.end(scene, clicked.ref),
    "restore_grant": lambda scene, clicked: grants.restore(scene, clicked.ref),
    "note_record": _on_note(note_answers.record_all),
    "note_discard": _on_note(note_answers.discard),
    "part_leave_out": _on_part(lambda scene, part, _: note_answers.set_state(scene, part, PartState.LEFT_OUT)),
    "part_take_in": _on_part(lambda scene, part, _: note_answers.set_state(scene, part, PartState.OPEN)),
    "part_meant": _on_part(lambda scene, part, clicked: note_answers.meant(scene, part, clicked.pick)),
    "part_edit": _on_readable_part(lambda scene, part, opportunity, _: note_answers.edit(scene, part, opportunity)),
    "part_save": _on_readable_part(
        lambda scene, part, opportunity, clicked: note_answers.save(scene, part, opportunity, dict(clicked.values))
    ),
    "errand_skip": _on_own_errand(queue.skip),
    "errand_stop": _on_own_errand(queue.stop),
    "errand_back": _errand_back,
}
