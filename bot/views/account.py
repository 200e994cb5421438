"""An account as it is shown: what is open and what was closed, what was said last. Others add sections of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.changes import Moved
from bot.views.nudge import HELP_WORDS, in_short
from bot.views.update import moved
from domain.chat.message import Message, Note, Option, Part, Select, quiet, quote, strong, text
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory
from domain.sales.pipeline import Totals
from domain.sales.values import show_amount, show_date

MOST_OPEN, MOST_CLOSED, MOST_SAID = 10, 5, 5


def account(name: str, sector: str, summary: str, *sections: Part) -> Message:
    """The page: a heading, and the sections in their order."""
    heading = text(strong(name), f", {sector}." if sector else ".")
    return Message(f"{name}: {summary}", (heading, text(f"{summary[:1].upper()}{summary[1:]}"), *sections))


def in_figures(open_: Totals, won: Totals, currency: str) -> str:
    """ "2 open, $180,000; won so far: 3, $90,000.\""""
    nothing = "nothing is open"
    first = f"{open_.count:,} open, {show_amount(open_.amount, currency)}" if open_.count else nothing
    return f"{first}; won so far: {won.count:,}, {show_amount(won.amount, currency)}." if won.count else f"{first}."


def open_lines(rows: Sequence[Opportunity], left_out: int, directory: Directory) -> list[Part]:
    """A line for each open opportunity, and a way to open one."""
    parts: list[Part] = [_line(each, directory) for each in rows]
    if left_out > 0:
        parts.append(Note(f"{left_out:,} more: type “pipeline” and the name of the account."))
    if rows:
        parts.append(Select("Open one", "open", "", tuple(Option(o.title, o.id) for o in rows)))
    return parts


def closed_lines(rows: Sequence[Opportunity]) -> list[Part]:
    """What was won or lost last."""
    return [Note(f"{o.title}: {o.stage}{f' on {show_date(o.closed_on)}' if o.closed_on else ''}.") for o in rows]


@dataclass(frozen=True, slots=True)
class Wish:
    """Help that was asked for on an opportunity."""

    opportunity: Opportunity
    request: Request


def request_lines(wishes: Sequence[Wish], directory: Directory) -> list[Part]:
    """Help that was asked for and is not settled."""
    return [
        Note(
            f"{directory.name(wish.request.asked_by)} asked for {HELP_WORDS[wish.request.kind]} "
            f"on {show_date(wish.request.at.date())}: {wish.opportunity.title}."
        )
        for wish in wishes
    ]


def said_lines(moves: Sequence[Moved], directory: Directory) -> list[Part]:
    """What was said last, in whose words."""
    return [
        text(
            quiet(f"{show_date(each.changes[-1].at.date())}, {directory.name(each.changes[-1].by)}: "),
            f"{each.opportunity.name}: {moved(each.changes, each.opportunity.currency)}, from: ",
            quote(f"“{each.changes[-1].quote}”"),
        )
        for each in moves
        if each.changes
    ]


def _line(opportunity: Opportunity, directory: Directory) -> Part:
    return text(strong(opportunity.name), f" · {in_short(opportunity)} · ", quiet(directory.name(opportunity.owner)))
