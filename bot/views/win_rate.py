"""What share of the decided was won, and the size of a won deal, as it is shown."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.views.pipeline import HEADINGS, label_of, title_of
from domain.chat.message import Message, Note, Part, Table, strong, text
from domain.sales.people import Directory, Person
from domain.sales.pipeline import PipelineQuery, Share, Totals
from domain.sales.values import show_amount

_FEW = 20


def win_rate(
    query: PipelineQuery,
    closed: Totals,
    won: Totals,
    groups: Sequence[tuple[Share, Share | None]],
    reader: Person,
    directory: Directory,
    currency: str,
) -> Message:
    """In numbers of deals: lost amounts are seldom kept up to date."""
    title = title_of(replace(query, stages=("Closed",)), reader, currency)
    if not closed.count:
        words = f"{title}: nothing was won or lost, so there is no rate."
        return Message(words, (text(words),))
    average = f"; {_average(won.amount, won.count, currency)} the average won" if won.count else ""
    figures = f"{won.count:,} of {closed.count:,} won, {_rate(won.count, closed.count)}{average}."
    parts: list[Part] = [text(strong(title), f": {figures}")]
    if groups and query.by:
        heading = (HEADINGS[query.by], "Closed", "Won", "Rate", "Average won")
        rows = tuple(
            (
                label_of(share, query.by, directory),
                f"{share.count:,}",
                f"{each.count if each else 0:,}",
                _rate(each.count if each else 0, share.count),
                _average(each.amount, each.count, currency) if each else "—",
            )
            for share, each in groups
        )
        parts.append(Table(heading, rows, right=(1, 2, 3, 4)))
    if closed.count < _FEW:
        parts.append(Note(f"{closed.count} are few: chance alone moves such a rate a long way."))
    return Message(f"{title}: {figures}", tuple(parts))


def _rate(won: int, closed: int) -> str:
    return f"{round(100 * won / closed)} %"


def _average(amount: Decimal, count: int, currency: str) -> str:
    return show_amount((amount / count).quantize(Decimal(1)), currency)
