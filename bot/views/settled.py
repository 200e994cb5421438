"""A question's card once it is settled: what was understood, in whose words, what stands now, and the way back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.views.nudge import in_short, shown_by
from bot.views.quick import moment, other_times
from bot.views.update import moved
from domain.asking.question import Nudge, NudgeState
from domain.chat.message import Button, Buttons, Message, Note, Part, Text, quote, strong, text
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person


@dataclass(frozen=True, slots=True)
class Answer:
    """What settled it: who, and what they changed of it. `tapped`: on this very card, so nothing else says it."""

    by: str = ""
    changes: Sequence[Change] = ()
    taken_back: bool = False
    tapped: bool = False


def settled(nudge: Nudge, opportunity: Opportunity, answer: Answer, owner: Person) -> Message:
    """The question without its quick answers, and what became of it; nobody need answer about what is closed."""
    parts: list[Part] = [text(nudge.question.asked)]
    if nudge.state is NudgeState.ANSWERED:
        parts += _answered(nudge, opportunity, answer)
    elif nudge.state is NudgeState.SNOOZED and nudge.until and not opportunity.closed_on:
        parts.append(Note(f"Put off until {moment(nudge.until, owner)}. Recorded: {in_short(opportunity)}."))
        parts.append(other_times(nudge))
    else:
        why = f"{answer.by} said it is no longer theirs."
        word = why if nudge.state is NudgeState.HANDED_OVER else "No longer asked here."
        parts.append(Note(f"{word} Now recorded: {in_short(opportunity)}."))
    return Message(" ".join(_words(parts)), tuple(parts), shown_by(nudge))


def _words(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Text):
            yield "".join(run.text for run in part.runs)
        elif isinstance(part, Note):
            yield part.text


def _answered(nudge: Nudge, opportunity: Opportunity, answer: Answer) -> list[Part]:
    now = f"Now recorded: {in_short(opportunity)}."
    if not answer.changes:
        stands = nudge.answered_at is not None and opportunity.confirmed == nudge.answered_at
        as_was = f"It stands as recorded: {in_short(opportunity)}."
        return [Note(f"Answered by {answer.by}. {as_was if stands else now}")]
    title, currency, said = strong(opportunity.title), opportunity.currency, quote(f"“{answer.changes[0].quote}”")
    if answer.taken_back:
        back = [replace(each, before=each.after, after=each.before) for each in reversed(answer.changes)]
        return [text("Taken back on ", title, f": {moved(back, currency)}."), Note(now)]
    undo = Buttons((Button("Undo", "undo", str(nudge.statement)),))
    if answer.tapped:
        line = text(title, f": {moved(answer.changes, currency)}, from: ", said)
        return [line, undo, Note(f"Answered by {answer.by}. {now}")]
    return [text(f"{answer.by} answered: ", said), undo, Note(now)]
