"""Who has answered and who has not: for a manager to know whom to talk to. Nobody's activity is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.chat.message import Message, Note, Part, quiet, strong, text
from domain.sales.people import Person
from domain.sales.values import show_date


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one person: what they have not answered, since when, and until when they pause."""

    person: Person
    waiting: Sequence[str] = ()
    since: date | None = None
    asked: bool = False
    pauses_until: date | None = None


def team(standings: Sequence[Standing]) -> Message:
    """Those with open questions first, each group in order of names."""
    if not standings:
        words = "Nobody sells in a team of yours."
        return Message(words, (text(words),))
    waiting = [each for each in standings if each.waiting]
    answered = [each.person.name for each in standings if not each.waiting and each.asked]
    not_asked = [each.person.name for each in standings if not each.waiting and not each.asked]
    counted = f"{len(waiting)} of {len(standings)}"
    summary = f"{counted} have something left to answer." if waiting else "Everybody who was asked has answered."
    if not waiting and not answered:
        summary = "Nobody was asked anything this week."
    parts: list[Part] = [text(summary)]
    for each in waiting:
        since = f" since {show_date(each.since)}" if each.since else ""
        parts.append(text(strong(each.person.name), f" has not answered{since}: ", "; ".join(each.waiting), "."))
    parts += [text(strong("Answered: "), ", ".join(answered), ".")] if answered else []
    parts += [text(quiet(f"Not asked this week: {', '.join(not_asked)}."))] if not_asked else []
    parts += [
        Note(f"{each.person.name} is not asked before {show_date(each.pauses_until)}.")
        for each in standings
        if each.pauses_until
    ]
    return Message(summary, tuple(parts))
