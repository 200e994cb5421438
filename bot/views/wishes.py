"""What a manager would like to know: what becomes of the wish, and the answer when it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.views.nudge import in_short
from bot.views.quick import moment
from bot.views.update import moved
from domain.chat.message import Button, Buttons, Message, Note, Part, quote, strong, text
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens with one person: asked now, asked already, or to be asked from `next_at` on."""

    person: Person
    now: Sequence[str] = ()
    already: Sequence[str] = ()
    later: Sequence[str] = ()
    next_at: datetime | None = None


def planned(plans: Sequence[Plan], reader: Person, left_out: int) -> Message:
    """To whoever wants to know. Times are the reader's."""
    parts: list[Part] = []
    for plan in plans:
        name = strong(plan.person.name)
        if plan.now:
            parts.append(text("I am asking ", name, f" now: {_listed(plan.now)}."))
        if plan.already:
            parts.append(text(name, f" was asked already and has not answered: {_listed(plan.already)}."))
        if plan.later:
            when = f" from {moment(plan.next_at, reader)} on" if plan.next_at else ""
            parts.append(text(name, f" is asked as their day allows,{when}: {_listed(plan.later)}."))
    if left_out:
        parts.append(Note(f"{left_out:,} more fit. Narrow it down to ask about them."))
    parts.append(Note("Each answer comes back to you here. They see that it is you who would like to know."))
    asked = sum(len(plan.now) for plan in plans)
    later = sum(len(plan.later) for plan in plans)
    return Message(f"{asked} asked now, {later} to be asked as their days allow.", tuple(parts))


def nothing_to_ask() -> Message:
    words = "Nothing of that is open with anybody I could ask for you."
    return Message(words, (text(words),))


def came_back(who: str, opportunity: Opportunity, changes: Sequence[Change]) -> Message:
    """The answer: what it changed, in whose words, or that it stands."""
    title, ref = opportunity.title, opportunity.id
    if changes:
        said = " … ".join(dict.fromkeys(change.quote for change in changes))
        line = text(
            f"{who} answered about ",
            strong(title),
            f": {moved(changes, opportunity.currency)}, from: ",
            quote(f"“{said}”"),
        )
        summary = f"{who} answered about {title}: {moved(changes, opportunity.currency)}."
    else:
        summary = f"{who} answered about {title}: it stands at {in_short(opportunity)}."
        line = text(f"{who} answered about ", strong(title), f": it stands at {in_short(opportunity)}.")
    return Message(summary, (line, Buttons((Button("Show it", "open", ref),))))


def no_answer(who: str, opportunity: Opportunity) -> Message:
    """It was asked, and nobody said anything."""
    words = f"{who} has not answered about {opportunity.title}. It stands at {in_short(opportunity)}."
    return Message(words, (text(words), Buttons((Button("Show it", "open", opportunity.id),))))


def wants_to_know(names: Sequence[str], reason: str) -> str:
    """Why a question is asked, for whoever is asked it."""
    who = " and ".join(names)
    verb = "would like to know"
    return f"{who} {verb}; {reason}" if reason else f"{who} {verb}"


def _listed(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - _NAMED:,} more" if len(titles) > _NAMED else ""
    return "; ".join(titles[:_NAMED]) + more
