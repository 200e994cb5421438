"""A note about several opportunities as it was read: one card, opportunity by opportunity, each with its quote."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.nudge import HELP_WORDS, in_short
from bot.views.quick import form_inputs, say
from bot.views.update import moved
from domain.chat.message import Button, Buttons, Form, Message, Note, Part, quote, strong, text
from domain.reading.notes import NotePart, PartState
from domain.reading.reading import Kind
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.process import SalesProcess
from domain.sales.values import LABELS, show, show_date

NOTE = "note"
_QUOTED = 160  # characters of a quote on the card


@dataclass(frozen=True, slots=True)
class Shown:
    """One part with what it is about. `changes` are what a yes would record; `choices` names to choose from."""

    part: NotePart
    opportunity: Opportunity | None = None
    owner: str = ""
    changes: Sequence[Change] = ()
    choices: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether a yes would do anything with it."""
        reading = self.part.reading
        says = self.changes or reading.proposals or reading.doubts or reading.requests
        return self.opportunity is not None and bool(says or reading.kind is Kind.NO_CHANGE)


@dataclass(frozen=True, slots=True)
class Left:
    """What of a message was not laid out, in sentences; `rest` are the words still to be read."""

    sentences: Sequence[str] = ()
    rest: str = ""


def note_card(note: int, whom: str, shown: Sequence[Shown], left: Left) -> Message:
    """What was read and what a yes would do. Nothing is recorded yet."""
    of = "1 opportunity" if len(shown) == 1 else f"{len(shown)} opportunities"
    for_whom = f"For {whom}: " if whom else ""
    heading = f"{for_whom}{of} in your note. Nothing is recorded yet."
    parts: list[Part] = [text(strong(heading))]
    for each in shown:
        parts += _part(each)
    parts += [Note(sentence) for sentence in left.sentences]
    if left.rest:
        parts.append(Note(f"I read eight at a time. From “{_short(left.rest, 60)}” on I read when these are settled."))
    wanted = [each for each in shown if each.counts and each.part.state is PartState.OPEN]
    if wanted:
        how = " Tap, or say “all”, or “all but” and a name." if len(wanted) > 1 else ""
        parts.append(text(f"Shall I record this?{how}"))
    parts.append(Buttons((*_record(note, wanted, shown), Button("Discard", "note_discard", str(note)))))
    return Message(heading, tuple(parts))


def settled(whom: str, words: str) -> Message:
    """The same card once it was recorded or discarded."""
    return say(f"The note{f' for {whom}' if whom else ''}: {words}.")


def part_form(part: int, opportunity: Opportunity, process: SalesProcess) -> Message:
    """What was read of one opportunity, to be typed over before it is recorded."""
    form = Form(opportunity.title, "part_save", str(part), form_inputs(opportunity, process), "Put it into the note")
    return say(f"This is what would be recorded of {opportunity.title}. Type over what is wrong.", form)


def _record(note: int, wanted: Sequence[Shown], shown: Sequence[Shown]) -> tuple[Button, ...]:
    if not wanted:
        return ()
    left_out = any(each.part.state is PartState.LEFT_OUT for each in shown)
    label = "Record it" if len(wanted) == 1 else f"Record the other {len(wanted)}" if left_out else "Record all"
    return (Button(label, "note_record", str(note), tone="primary"),)


def _part(each: Shown) -> list[Part]:
    ref, opportunity = str(each.part.id), each.opportunity
    said = quote(f"“{_short(each.part.quote, _QUOTED)}”")
    if each.part.state is PartState.LEFT_OUT:
        name = strong(opportunity.title) if opportunity else said
        return [text(name, ": left out."), Buttons((Button("Take it in again", "part_take_in", ref),))]
    if opportunity is None and not each.choices:
        return [text(said, ": you may no longer record this.")]
    if opportunity is None:
        names = [Button(name, "part_meant", ref, pick) for pick, name in enumerate(each.choices)]
        neither = Button("Leave out", "part_leave_out", ref)
        return [text("Which one do you mean in ", said, "?"), Buttons((*names, neither))]
    owner = f" ({each.owner})" if each.owner else ""
    if not each.counts:
        return [text(strong(opportunity.title), f"{owner}: nothing to record read in ", said, ".")]
    parts: list[Part] = [text(strong(opportunity.title), f"{owner}: {_would(each, opportunity)}, from: ", said)]
    parts += [Note(words) for words in _then_asked(each, opportunity)]
    parts.append(Buttons((Button("Edit…", "part_edit", ref), Button("Leave out", "part_leave_out", ref))))
    return parts


def _would(each: Shown, opportunity: Opportunity) -> str:
    pieces = [moved(each.changes, opportunity.currency)] if each.changes else []
    for wish in each.part.reading.requests:
        when = f" for {show_date(wish.day)}" if wish.day else ""
        pieces.append(f"asks for {HELP_WORDS[wish.kind]}{when}")
    if not pieces and each.part.reading.kind is Kind.NO_CHANGE:
        return f"stands as recorded ({in_short(opportunity)})"
    return ", ".join(pieces) or "only something to ask back"


def _then_asked(each: Shown, opportunity: Opportunity) -> list[str]:
    """What is implied or left open is asked after a yes, as it is asked of any reply."""
    reading = each.part.reading
    asked = [
        f"{LABELS[f.field].lower()} {show(f.field, f.value, opportunity.currency)} (“{f.evidence}”)"
        for f in reading.proposals
        if opportunity.get(f.field) != f.value
    ]
    asked += [f"{LABELS[d.field].lower()} (“{d.evidence}”)" for d in reading.doubts if d.field]
    return [f"Not said for certain, so I ask you after: {', '.join(asked)}."] if asked else []


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
