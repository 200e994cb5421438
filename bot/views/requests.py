"""What is open between people, line by line: what waits for the reader, and what the reader asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.approvals import named
from bot.views.nudge import HELP_WORDS
from bot.views.visits import when
from domain.chat.message import Button, Buttons, Message, Note, Part, strong, text
from domain.requests.approvals import Approval
from domain.requests.visits import Visit, VisitState
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One open thing: its opportunity, how it stands in words, and the tap that shows it ("" where there is none)."""

    title: str
    words: str
    action: str = ""
    ref: int = 0


def open_requests(waiting: Sequence[Line], asked: Sequence[Line]) -> Message:
    """Both lists; a sentence where both are empty."""
    if not waiting and not asked:
        words = "Nothing is open: nothing waits for you, and nothing you asked for waits for others."
        return Message(words, (text(words),))
    parts: list[Part] = []
    for heading, lines in (("Waiting for you:", waiting), ("Asked for by you, or agreed:", asked)):
        if lines:
            parts.append(text(heading))
            parts += [part for line in lines[:MOST_SHOWN] for part in _line(line)]
        if len(lines) > MOST_SHOWN:
            parts.append(Note(f"{len(lines) - MOST_SHOWN} more are not shown."))
    return Message(f"{len(waiting)} waiting for you, {len(asked)} asked for or agreed.", tuple(parts))


def visit_line(visit: Visit, opportunity: Opportunity, directory: Directory, reader: Person) -> Line:
    who, asker = directory.name(visit.specialist), directory.name(visit.asked_by)
    at = when(visit.slots[0], reader) if visit.slots else ""
    words = {
        VisitState.DRAFT: f"technical presentation not possible as wished; nearest with {who}: {at}",
        VisitState.ASKED: f"technical presentation, {asker} asked {who}, {at}",
        VisitState.PROPOSED: f"technical presentation, {who} proposes {at}",
    }.get(visit.state, f"technical presentation with {who}, {at}")
    return Line(opportunity.title, words, "visit_show", visit.id)


def approval_line(approval: Approval, opportunity: Opportunity, directory: Directory) -> Line:
    deciders = " or ".join(directory.name(each) for each in approval.deciders)
    asker = directory.name(approval.asked_by)
    words = f"{named(approval.kind, approval.size)}, asked by {asker}, waiting for {deciders}"
    return Line(opportunity.title, words, "approval_show", approval.id)


def help_line(request: Request, opportunity: Opportunity, directory: Directory) -> Line:
    words = f"{HELP_WORDS[request.kind]}, asked by {directory.name(request.asked_by)}: “{request.quote}”"
    return Line(opportunity.title, words)


def _line(line: Line) -> list[Part]:
    words = text(strong(line.title), f": {line.words}.")
    return [words, Buttons((Button("Show", line.action, str(line.ref)),))] if line.action else [words]
