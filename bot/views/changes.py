"""What moved, opportunity by opportunity: by whom, when, in whose words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.views.update import moved
from domain.chat.message import Message, Note, Option, Part, Select, quiet, quote, strong, text
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory
from domain.sales.values import show_date

MOST_SHOWN = 15
_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened to one opportunity, oldest first; what was taken back is not among it."""

    opportunity: Opportunity
    changes: Sequence[Change]


def changes(title: str, since: date, moves: Sequence[Moved], tally: Mapping[str, int], directory: Directory) -> Message:
    """A line for each opportunity, the last moved first. `tally` counts the kinds of move, "slipped": 3."""
    counted = ", ".join(f"{count:,} {word}" for word, count in tally.items() if count)
    summary = f"{title} since {show_date(since)}: " + (counted or "nothing moved") + "."
    parts: list[Part] = [text(strong(f"{title} since {show_date(since)}"), f": {counted or 'nothing moved'}.")]
    for each in moves[:MOST_SHOWN]:
        parts.append(line_of(each, directory))
    if len(moves) > MOST_SHOWN:
        rest = len(moves) - MOST_SHOWN
        parts.append(Note(f"{rest:,} more moved. “export changes” gives all of them as a file."))
    if moves:
        options = tuple(Option(each.opportunity.title, each.opportunity.id) for each in moves[:100])
        parts.append(Select("Open one", "open", "", options))
    return Message(summary, tuple(parts))


def line_of(each: Moved, directory: Directory) -> Part:
    """Who moved what, when, in whose words."""
    if not each.changes:
        return text(strong(each.opportunity.title), ": stands where it stood.")
    last = each.changes[-1]
    who = " and ".join(dict.fromkeys(_who(change, directory) for change in each.changes))
    said = " … ".join(dict.fromkeys(change.quote for change in each.changes if change.quote))
    cut = said if len(said) <= _LONGEST_QUOTE else f"{said[: _LONGEST_QUOTE - 1]}…"
    when = quiet(f" {who}, {show_date(last.at.date())}")
    line = f": {moved(each.changes, each.opportunity.currency)}."
    words = (", from: ", quote(f"“{cut}”")) if cut else ()
    return text(strong(each.opportunity.title), line, when, *words)


def _who(change: Change, directory: Directory) -> str:
    who = directory.name(change.by)
    if change.on_behalf_of and change.on_behalf_of != change.by:
        return f"{who} for {directory.name(change.on_behalf_of)}"
    return who
