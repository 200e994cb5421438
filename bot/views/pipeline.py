"""A pipeline as it is shown: totals, a chart, and a page of a table that may be of any length."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Message,
    Note,
    Option,
    Part,
    Select,
    Series,
    Table,
    strong,
    text,
)
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person, Role
from domain.sales.pipeline import PAGE, Group, Only, PipelineQuery, Share, Sort, Totals
from domain.sales.values import show_amount, show_date

LOOK = "look"
"""What a message is about that shows a stored query."""
MOST_SHARES = 12
MOST_OF_EACH = 500
"""Opportunities, where the first of each group were asked for: more are no answer that anybody reads."""
_ACCOUNTS_NAMED = 3
HEADINGS = {
    Group.STAGE: "Stage",
    Group.REP: "Rep",
    Group.ACCOUNT: "Account",
    Group.PRODUCT: "Product",
    Group.MONTH: "Month",
}
_SORTED = {
    Sort.AMOUNT: ("smallest first", "largest first"),
    Sort.WEIGHTED: ("smallest weighted amount first", "largest weighted amount first"),
    Sort.CLOSE_DATE: ("soonest first", "latest first"),
    Sort.PROBABILITY: ("least probable first", "most probable first"),
    Sort.HEARD: ("longest unheard of first", "last heard of first"),
}
_FIRST = {
    Sort.AMOUNT: ("smallest", "largest"),
    Sort.WEIGHTED: ("smallest by weighted amount", "largest by weighted amount"),
    Sort.CLOSE_DATE: ("soonest", "latest"),
    Sort.PROBABILITY: ("least probable", "most probable"),
    Sort.HEARD: ("longest unheard of", "last heard of"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of what a query found: the rows from `first` (counted from 0) on. `look` is the id it is kept under.

    `endangered` are those of all it found that a hold or a burning ticket puts at risk. `whole` is how many there are
    where only some of them were asked for.
    """

    query: PipelineQuery
    totals: Totals
    shares: Sequence[Share]
    rows: Sequence[Opportunity]
    first: int = 0
    look: int = 0
    endangered: Sequence[Opportunity] = ()
    whole: int = 0


def pipeline(shown: Shown, reader: Person, directory: Directory, currency: str, today: date) -> Message:
    """Totals, then the groups that were asked for, or the rows with a chart by stage."""
    title = title_of(shown.query, reader, currency)
    if shown.whole:
        title += f", {_how_many(shown)}"
    summary = f"{title}: {in_figures(shown.totals, currency, shown.query.closed)}."
    if not shown.totals.count:
        return Message(summary, (text(summary), Note("“pipeline” alone shows everything that is open.")))
    parts: list[Part] = [text(strong(title), f": {in_figures(shown.totals, currency, shown.query.closed)}.")]
    if shown.query.by and not shown.rows:
        parts += _groups(shown, directory, currency)
        if shown.look:
            parts.append(Buttons((Button("List them", "more", str(shown.look)),)))
    else:
        parts += _page(shown, directory, currency, today)
    parts += at_risk(shown.endangered, currency)
    return Message(summary, tuple(parts))


def title_of(query: PipelineQuery, reader: Person, currency: str) -> str:
    """The query in words, so that one sees what was understood."""
    what = f"{' or '.join(query.stages) or 'closed'} deals" if query.closed else "pipeline"
    whose = f"{what[:1].upper()}{what[1:]} of {query.whose}" if query.whose else f"{_own(reader)} {what}"
    pieces = [whose, query.when, *(() if query.closed else query.stages)]
    pieces += [category.value.replace("_", " ") for category in query.categories]
    pieces += [*query.accounts, *query.products]
    pieces += [f"from {show_amount(query.over, currency)}"] if query.over is not None else []
    pieces += [f"up to {show_amount(query.under, currency)}"] if query.under is not None else []
    pieces += [only.value for only in query.only]
    return ", ".join(piece for piece in pieces if piece)


def _how_many(shown: Shown) -> str:
    """ "the 5 largest of 24", or "all 3" where there are no more."""
    count = shown.totals.count
    if count == shown.whole:
        return f"all {count:,}" if count > 1 else "the only one"
    which = _FIRST.get(shown.query.sort, ("first", "last"))[shown.query.descending]
    if each := shown.query.each:
        most = shown.query.most or 1
        found = f"{count:,} of {shown.whole:,}" if count < MOST_OF_EACH else f"the first {count:,} alone"
        return f"the {f'{most:,} ' if most > 1 else ''}{which} of each {each.value}, {found}"
    return f"the {f'{count:,} ' if count > 1 else ''}{which} of {shown.whole:,}"


def in_figures(totals: Totals, currency: str, closed: bool) -> str:
    """ "12 open, $1,250,000, weighted $610,000"."""
    if not totals.count:
        return "nothing is closed" if closed else "nothing is open"
    amount = show_amount(totals.amount, currency)
    if closed:
        return f"{totals.count:,} closed, {amount}"
    weighted = show_amount(totals.weighted.quantize(Decimal(1)), currency)
    return f"{totals.count:,} open, {amount}, weighted {weighted}"


def at_risk(endangered: Sequence[Opportunity], currency: str) -> list[Part]:
    """How much a credit hold or a burning ticket puts at risk, and of whom."""
    if not endangered:
        return []
    amount = show_amount(sum((o.amount or Decimal(0) for o in endangered), Decimal(0)), currency)
    accounts = list(dict.fromkeys(o.account for o in endangered))
    named = ", ".join(accounts[:_ACCOUNTS_NAMED]) + (
        f" and {len(accounts) - _ACCOUNTS_NAMED} more" if len(accounts) > _ACCOUNTS_NAMED else ""
    )
    return [
        text(strong(f"At risk: {len(endangered)}, {amount}"), f", by a credit hold or a burning ticket at {named}.")
    ]


def too_old() -> Message:
    words = "That list is too old to turn its pages. Ask for it once more."
    return Message(words, (text(words),))


def _own(reader: Person) -> str:
    return {Role.MANAGER: "Your team's", Role.ADMIN: "The company's"}.get(reader.role, "Your")


def _groups(shown: Shown, directory: Directory, currency: str) -> list[Part]:
    by = shown.query.by or Group.STAGE
    heading = (HEADINGS[by], "Count", "Amount", *(() if shown.query.closed else ("Weighted",)))
    rows = []
    for share in shown.shares:
        row = (label_of(share, by, directory), f"{share.count:,}", show_amount(share.amount, currency))
        weighted = show_amount(share.weighted.quantize(Decimal(1)), currency)
        rows.append(row if shown.query.closed else (*row, weighted))
    left_out = max(0, shown.totals.count - sum(share.count for share in shown.shares))
    charted = shown.shares[:MOST_SHARES]
    parts: list[Part] = [_chart(charted, by, directory, currency, shown.query.closed)] if len(charted) > 1 else []
    parts.append(Table(heading, tuple(rows), right=tuple(range(1, len(heading)))))
    if left_out:
        others = "others" if shown.query.most and not shown.query.descending else "smaller ones"
        parts.append(Note(f"{left_out:,} more opportunities belong to {others}."))
    return parts


def _page(shown: Shown, directory: Directory, currency: str, today: date) -> list[Part]:
    query, last = shown.query, shown.first + len(shown.rows)
    parts: list[Part] = []
    if not shown.first and len(shown.shares) > 1:
        parts.append(_chart(shown.shares, Group.STAGE, directory, currency, query.closed))
    parts.append(_table(shown, directory, today))
    notes = (
        [f"{shown.first + 1:,} to {last:,} of {shown.totals.count:,}"] if len(shown.rows) < shown.totals.count else []
    )
    notes += [f"by {query.each.value}"] if query.each else []
    notes += [_SORTED.get(query.sort, (f"by {query.sort.value}",) * 2)[query.descending]] * (shown.totals.count > 1)
    without = shown.totals.without_amount
    notes += [f"{without:,} without an amount count{'s' * (without == 1)} as nothing"] if without else []
    parts += [Note(f"{', '.join(notes)}.".capitalize())] if notes else []
    parts.append(Select("Open one", "open", "", tuple(Option(o.title, o.id) for o in shown.rows)))
    turns = _turns(shown, last)
    return [*parts, Buttons(turns)] if turns else parts


def _turns(shown: Shown, last: int) -> tuple[Button, ...]:
    if not shown.look:
        return ()
    page, more = shown.first // PAGE, shown.totals.count - last
    turns = [Button("Back", "more", str(shown.look), page - 1)] if page else []
    turns += [Button(f"Next {min(PAGE, more)}", "more", str(shown.look), page + 1)] if more > 0 else []
    return tuple(turns)


def _table(shown: Shown, directory: Directory, today: date) -> Table:
    query, owners = shown.query, {o.owner for o in shown.rows}
    with_owner, with_heard = len(owners) > 1, Only.STALE in query.only or query.sort is Sort.HEARD
    heading = [
        "Opportunity",
        *(["Rep"] if with_owner else []),
        "Stage",
        "%",
        "Amount",
        "Closed" if query.closed else "Closes",
    ]
    rows = []
    for o in shown.rows:
        row = [o.title, *([_short(o.owner, owners, directory)] if with_owner else []), o.stage, f"{o.probability}"]
        row.append(show_amount(o.amount, o.currency) if o.amount is not None else "—")
        row.append(_day(o.closed_on if query.closed else o.close_date, today, query.closed))
        rows.append((*row, *([show_date(o.confirmed.date()) if o.confirmed else "never"] if with_heard else [])))
    at = 3 if with_owner else 2
    return Table((*heading, *(["Last heard"] if with_heard else [])), tuple(rows), right=(at, at + 1))


def _day(day: date | None, today: date, closed: bool) -> str:
    if day is None:
        return "—"
    shown = f"{day.day} {day:%b}" if day.year == today.year else show_date(day)
    return f"{shown}, past" if day < today and not closed else shown


def _short(owner: str, owners: Collection[str], directory: Directory) -> str:
    """The first name, where it is no other's of those listed."""
    first = [person.first_name for each in owners if (person := directory.get(each))]
    person = directory.get(owner)
    return person.first_name if person and first.count(person.first_name) == 1 else directory.name(owner)


def _chart(shares: Sequence[Share], by: Group, directory: Directory, currency: str, closed: bool) -> Chart:
    labels = tuple(label_of(share, by, directory) for share in shares)
    series = [Series("Amount", tuple(share.amount for share in shares))]
    if not closed:
        series.append(Series("Weighted", tuple(share.weighted.quantize(Decimal(1)) for share in shares)))
    return Chart("bar", f"Amount by {by.value}", labels, tuple(series), currency)


def label_of(share: Share, by: Group, directory: Directory) -> str:
    """The name of a group, as people say it."""
    if by is Group.REP:
        return directory.name(share.label)
    if by is Group.MONTH and share.label:
        year, month = share.label.split("-")[:2] if share.label.count("-") else (share.label, "")
        return f"{date(2000, int(month), 1):%b} {year}" if month.isdecimal() and 1 <= int(month) <= 12 else share.label
    return share.label or f"No {by.value}"
