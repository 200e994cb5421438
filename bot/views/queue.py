"""An assistant's queue: whom to call, what to say, and the taps that record the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.nudge import in_short, quick_answers
from bot.views.quick import say
from domain.asking.question import Nudge
from domain.chat.message import Button, Buttons, Message, Note, Part, Table, quote, strong, text
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.process import Field
from domain.sales.values import show

SHOWN = 10
_LAST_TRIP = "Last trip"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One question that waits for an answer by phone."""

    rep: Person
    opportunity: Opportunity
    why: str


def queue(waiting: Sequence[Waiting]) -> Message:
    """Everything that waits, most worth first."""
    reps = dict.fromkeys(each.rep.name for each in waiting)
    heading = f"{_count(len(waiting), 'question')} for {', '.join(reps)}, most worth first."
    rows = tuple(
        (
            each.rep.name,
            each.opportunity.title,
            show(Field.AMOUNT, each.opportunity.amount, each.opportunity.currency),
            each.why,
        )
        for each in waiting[:SHOWN]
    )
    table = Table(("Rep", "Opportunity", "Amount", "Why now"), rows, (2,), max(0, len(waiting) - SHOWN))
    return Message(heading, (text(heading), table))


def script(nudge: Nudge, errand: int, rep: Person, opportunity: Opportunity, now: datetime) -> Message:
    """What to say on the phone, and what goes with it."""
    there = now.astimezone(ZoneInfo(rep.zone))
    words = spoken(nudge.question.asked, rep, opportunity)
    parts: list[Part] = [
        text("Call ", strong(rep.name), f" ({there:%H:%M} there) and say:"),
        text(quote(f"“{words}”")),
        text("To give: ", nudge.question.give.words),
        Note(f"Why now: {nudge.question.reason.words}. Recorded: {in_short(opportunity)}."),
        quick_answers(nudge),
        Buttons((Button("Skip", "errand_skip", str(errand)), Button("Stop here", "errand_stop", str(errand)))),
        Note("Type the answer as you hear it; the next question follows."),
    ]
    return Message(f"Call {rep.name}: {nudge.question.asked}", tuple(parts))


def handed_over(nudge: Nudge | None, errand: int, rep: Person, opportunity: Opportunity) -> Message:
    """To the assistant: what the rep hands over."""
    heading = f"{rep.name} hands you {opportunity.title}."
    parts: list[Part] = [text(f"{rep.name} hands you ", strong(opportunity.title), ".")]
    if nudge:
        parts += [text(nudge.question.asked), quick_answers(nudge)]
    parts += [
        Buttons((Button("Hand it back", "errand_back", str(errand)),)),
        Note(f"Recorded: {in_short(opportunity)}. What you say in this thread is recorded for {rep.first_name}."),
    ]
    return Message(heading, tuple(parts))


def is_with(assistant: Person, opportunity: Opportunity, errand: int) -> Message:
    """To the rep: who has it now, and the way to take it back."""
    words = f"{assistant.name} has {opportunity.title} now and answers for you."
    return say(words, Buttons((Button("Take it back", "errand_back", str(errand)),)))


def is_back(who: Person, opportunity: Opportunity) -> Message:
    return say(f"{who.name} has {opportunity.title} again.")


def nothing_waits() -> Message:
    return say("Nothing waits to be asked: no question to those you speak for is open.")


def all_asked(done: int) -> Message:
    return say(f"That was the last one. {_count(done, 'question')} answered today.")


def stopped(left: int) -> Message:
    more = f" {_count(left, 'question')} still {'waits' if left == 1 else 'wait'}." if left else ""
    return say(f"Stopped.{more} Type “queue” to go on.")


def spoken(asked: str, rep: Person, opportunity: Opportunity) -> str:
    """The question as one says it on the phone: what was found on the last trip, then what is asked of it."""
    if asked.startswith(_LAST_TRIP):
        return f"Hey {rep.first_name}, l{asked[1:]}"
    question = asked.replace(opportunity.title, "it")
    found = f"an opening to sell {opportunity.product} to {opportunity.account}"
    if not (opportunity.product and opportunity.account):
        found = f"an opening, {opportunity.title}"
    return f"Hey {rep.first_name}, last trip you identified {found}. {question[0].upper()}{question[1:]}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
