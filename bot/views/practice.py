"""The minute of practice: an invented opportunity, three short steps, and a way out of each."""

from collections.abc import Sequence

from bot.views.nudge import HELP_WORDS, in_short
from domain.asking.induction import Step
from domain.chat.message import Button, Buttons, Message, Note, Part, Text, quote, strong, text
from domain.reading.reading import Finding, HelpRequest, Kind
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.values import LABELS, show

PRACTICE = "practice"
TAPS = (Kind.NO_CHANGE, Kind.LATER, Kind.NOT_MINE)
"""The quick answers of the second step, in the order of their picks."""

_IN_EARNEST = {
    Kind.NO_CHANGE: "Then it stands as recorded, and I leave it alone for a while.",
    Kind.LATER: "Then I ask again when you say; without a word of when, on your next working day.",
    Kind.NOT_MINE: "Then I stop asking about it and tell your manager, so that the CRM can be corrected.",
}
_SKIP = Button("Skip the practice", "practice_skip")


def welcome(person: Person, invented: Opportunity) -> Message:
    """Opens the first practice, and with it the first step."""
    words = f"Welcome, {person.first_name}. I ask about your opportunities; you answer as you would tell a colleague."
    return _message((text(words), *step(Step.WORDS, invented)))


def once_more(invented: Opportunity) -> Message:
    """Opens a practice that was asked for."""
    return _message(step(Step.WORDS, invented))


def step(wanted: Step, invented: Opportunity) -> tuple[Part, ...]:
    """What the practice asks for now, or its last word."""
    name = strong(invented.title)
    match wanted:
        case Step.WORDS:
            return (
                text("Practice, 1 of 3. Answer in your own words: where does ", name, " stand?"),
                Note(f"Recorded: {in_short(invented)}. Write for instance “60 %, closes end of March”. {_NOT_KEPT}"),
                Buttons((_SKIP,)),
            )
        case Step.TAP:
            still, later, not_mine = (TAPS.index(kind) for kind in (Kind.NO_CHANGE, Kind.LATER, Kind.NOT_MINE))
            first = Button("Still so", "practice_tap", pick=still, tone="primary")
            others = (
                Button("Ask me later", "practice_tap", pick=later),
                Button("Not mine", "practice_tap", pick=not_mine),
            )
            return (
                text("Practice, 2 of 3. One tap is an answer too: does ", name, " still stand so?"),
                Buttons((first, *others, _SKIP)),
            )
        case Step.HELP:
            ask = Button("Get a technical presentation", "practice_help", tone="primary")
            return (
                text("Practice, 3 of 3. Ask for help when you need somebody, with a tap or in words."),
                Note("Write for instance “can I get a specialist on Tuesday”. “help” shows what else I do."),
                Buttons((ask, _SKIP)),
            )
        case Step.OVER:
            words = "That was the practice; nothing of it was kept."
            return (text(f"{words} Type “practice” to do it again, “help” for all I do."),)


def understood(
    found: Sequence[Finding], said: str, asked: Sequence[str], wanted: Step, invented: Opportunity
) -> Message:
    """What would have been recorded, with its quote and its undo, or asked back; and the next step."""
    parts: list[Part] = []
    if found:
        lines = ", ".join(_moved(each, invented) for each in found)
        parts.append(text(strong(invented.title), f": {lines}, from: ", quote(f"“{said}”")))
        parts.append(Buttons((Button("Undo", "practice_undo"),)))
        parts.append(Note("So you always see what I understood and from which words. Undo takes it back."))
    parts += [text(line) for line in asked]
    return _message((*parts, *step(wanted, invented)))


def asked_back(field_label: str, words: str) -> str:
    """What is not stated plainly is asked back, also in practice."""
    return f"“{words}” leaves the {field_label.lower()} open: I would ask you back before I record it."


def would_ask(wish: HelpRequest, who: str) -> str:
    return f"In earnest I would now ask {who} for {HELP_WORDS[wish.kind]}, in your words. In practice nobody is asked."


def tapped(tap: Kind, wanted: Step, invented: Opportunity) -> Message:
    """What that quick answer does in earnest, and the next step."""
    return _message((text(_IN_EARNEST.get(tap, _IN_EARNEST[Kind.NO_CHANGE])), *step(wanted, invented)))


def taken_back(invented: Opportunity) -> Message:
    return _message((text("Taken back. ", strong(invented.title), f" stands at {in_short(invented)} again."),))


def settled_card() -> Message:
    """What stands in the place of the first message once the practice is over."""
    return _message((text("The minute of practice is over."),))


def is_over() -> Message:
    return _message((text("That practice is over. Type “practice” to do it again."),))


def offer_help(person: Person) -> Message:
    """To somebody who never answered, in person and once."""
    words = f"{person.first_name}, my questions have not reached you well so far. Can I make it easier?"
    note = (
        "“ask me less”, “mornings only” or “settings” change when I ask; “Not mine” on a question ends it. "
        "I offer this once."
    )
    buttons = Buttons((Button("Show me in a minute", "practice_start", tone="primary"),))
    return Message(words, (text(words), buttons, Note(note)))


def help_was_offered(person: Person) -> Message:
    """To the manager: only that."""
    words = f"I offered {person.name} help with my questions, in person. There is nothing you need to do."
    return Message(words, (text(words),))


def _moved(found: Finding, invented: Opportunity) -> str:
    was, now = (show(found.field, each, invented.currency) for each in (invented.get(found.field), found.value))
    return f"{LABELS[found.field]} {was} → {now}"


def _message(parts: tuple[Part, ...]) -> Message:
    lines = ["".join(run.text for run in part.runs) for part in parts if isinstance(part, Text)]
    return Message(" ".join(lines), parts)


_NOT_KEPT = "Nothing you say of it is kept or counted."
