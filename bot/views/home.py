"""The home: what is open, what is one's own, and the last changes with a way back for each."""

from collections.abc import Mapping, Sequence

from bot.views.nudge import in_short, nudge_card
from bot.views.update import moved
from domain.asking.question import Nudge
from domain.chat.message import Button, Buttons, Message, Note, Option, Part, Select, Text, quiet, quote, strong, text
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory

QUESTIONS, LINES, CHANGES = 5, 15, 5


def open_today(asked: Sequence[tuple[Nudge, Opportunity]]) -> Message:
    """The questions that wait for an answer, each with its taps."""
    if not asked:
        words = "Nothing waits for an answer of yours."
        return Message(words, (text(words),))
    title = f"{len(asked)} question{'s' * (len(asked) != 1)} open for you"
    parts: list[Part] = [text(strong(title))]
    for nudge, opportunity in asked[:QUESTIONS]:
        parts += nudge_card(nudge, opportunity).parts
    if len(asked) > QUESTIONS:
        parts.append(Note(f"{len(asked) - QUESTIONS} more are in our conversation."))
    return Message(title, tuple(parts))


def mine(own: Sequence[Opportunity], gives: Mapping[str, str], directory: Directory, with_owner: bool) -> Message:
    """A line for each open opportunity, with what its open question gives."""
    if not own:
        words = "No opportunity of yours is open."
        return Message(words, (text(words),))
    title = f"{len(own)} open opportunit{'y' if len(own) == 1 else 'ies'}"
    parts: list[Part] = [text(strong(title))]
    parts += [_line(o, gives.get(o.id, ""), directory.name(o.owner) if with_owner else "") for o in own[:LINES]]
    if len(own) > LINES:
        parts.append(Note(f"{len(own) - LINES} more: type “pipeline”."))
    parts.append(Select("Open one", "open", "", tuple(Option(o.title, o.id) for o in own[:100])))
    return Message(title, tuple(parts))


def last_changes(said: Sequence[tuple[int, Sequence[Change], Opportunity]]) -> Message:
    """What this person recorded last, by statement, each with a tap that takes the whole statement back."""
    if not said:
        words = "You changed nothing lately."
        return Message(words, (text(words),))
    parts: list[Part] = [text(strong("Your last changes"))]
    by_statement: dict[int, list[Text]] = {}
    for statement, changes, opportunity in said:
        line = f": {moved(changes, opportunity.currency)}, from: "
        said_so = " … ".join(dict.fromkeys(change.quote for change in changes))
        shown = text(strong(opportunity.title), line, quote(f"“{said_so}”"))
        by_statement.setdefault(statement, []).append(shown)
    for statement, lines in list(by_statement.items())[:CHANGES]:
        parts += [*lines, Buttons((Button("Undo", "undo", str(statement)),))]
    return Message("Your last changes.", tuple(parts))


def _line(opportunity: Opportunity, give: str, owner: str) -> Text:
    whose = f" · {owner}" if owner else ""
    return text(
        strong(opportunity.title), f" · {in_short(opportunity)}{whose}", *([quiet(f" · {give}")] if give else [])
    )
