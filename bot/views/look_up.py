"""Records as they are shown: an opportunity, its history, a pipeline, a digest, what is kept about somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.views.nudge import HELP_WORDS
from bot.views.update import moved
from domain.asking.induction import Induction, Step
from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Facts,
    Message,
    Note,
    Option,
    Part,
    Run,
    Select,
    Series,
    Table,
    Text,
    quiet,
    quote,
    strong,
    text,
)
from domain.sales.change import Change
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person
from domain.sales.process import Field, SalesProcess
from domain.sales.values import LABELS, show, show_amount, show_date

ROWS_SHOWN = 25


def opportunity_card(
    opportunity: Opportunity,
    directory: Directory,
    requests: Sequence[Request],
    latest: Sequence[Change],
    process: SalesProcess,
) -> Message:
    """All high cards of one opportunity."""
    rows = [("Account", opportunity.account or "—"), ("Product", opportunity.product or "—")]
    rows.append(("Owner", directory.name(opportunity.owner)))
    for field in process.high_cards:
        value = opportunity.get(field)
        if field is Field.FORECAST_CATEGORY and value is None and process.has_stage(opportunity.stage):
            value = process.stage(opportunity.stage).category
        if value not in (None, ""):
            rows.append((LABELS[field], show(field, value, opportunity.currency)))
    parts: list[Part] = [text(strong(opportunity.title)), Facts(tuple(rows))]
    for request in requests:
        parts.append(Note(f"Asked for {HELP_WORDS[request.kind]}: {request.state.value}."))
    if latest:
        last = latest[0]
        parts.append(Note(f"Last changed by {directory.name(last.by)} on {show_date(last.at.date())}."))
    ref = opportunity.id
    parts.append(Buttons((Button("Change…", "change", ref), Button("History", "history", ref))))
    amount = show(Field.AMOUNT, opportunity.amount, opportunity.currency)
    return Message(f"{opportunity.title}: {opportunity.stage}, {opportunity.probability} %, {amount}.", tuple(parts))


def history(
    opportunity: Opportunity, changes: Sequence[Change], at_most: int, directory: Directory, links: Mapping[int, str]
) -> Message:
    """The log of one opportunity, newest first: who, for whom, when, before, after, quote.

    `links` are the addresses of messages that were told, by statement.
    """
    if not changes:
        words = f"Nothing was changed on {opportunity.title} yet."
        return Message(words, (text(words),))
    parts: list[Part] = [text("What changed on ", strong(opportunity.title), ", newest first.")]
    for change in changes[:at_most]:
        who = directory.name(change.by)
        if change.on_behalf_of and change.on_behalf_of != change.by:
            who += f" for {directory.name(change.on_behalf_of)}"
        undo = "took back: " if change.undoes else ""
        line = f"{undo}{moved([change], opportunity.currency)}, from: "
        link = links.get(change.statement, "")
        told = (quiet(" · told from "), Run(link, "quiet", link)) if link else ()
        parts.append(text(quiet(f"{show_date(change.at.date())} · {who} · "), line, quote(f"“{change.quote}”"), *told))
    if len(changes) > at_most:
        parts.append(Note(f"Only the last {at_most} changes are shown."))
    return Message(f"{len(changes[:at_most])} changes on {opportunity.title}.", tuple(parts))


def pipeline(
    title: str, opportunities: Sequence[Opportunity], directory: Directory, process: SalesProcess, with_owner: bool
) -> Message:
    """Totals, a chart by stage, and the largest opportunities."""
    if not opportunities:
        words = f"{title}: nothing is open."
        return Message(words, (text(words),))
    total = sum((o.amount or Decimal(0) for o in opportunities), Decimal(0))
    weighted = sum(((o.amount or Decimal(0)) * o.probability / 100 for o in opportunities), Decimal(0))
    money = process.currency
    summary = (
        f"{title}: {len(opportunities)} open, {show_amount(total, money)}, "
        f"weighted {show_amount(weighted.quantize(Decimal(1)), money)}."
    )
    largest = sorted(opportunities, key=lambda o: o.amount or Decimal(0), reverse=True)
    parts: list[Part] = [text(summary), _by_stage(opportunities, process), _table(largest, directory, with_owner)]
    options = tuple(Option(o.title, o.id) for o in largest[:ROWS_SHOWN])
    parts.append(Select("Open one", "open", "", options))
    return Message(summary, tuple(parts))


def which_one(fitting: Sequence[Opportunity]) -> Message:
    """Several fit: choose."""
    words = f"{len(fitting)} opportunities fit that name. Which one?"
    options = tuple(Option(o.title, o.id) for o in fitting[:100])
    return Message(words, (text(words), Select("Opportunity", "open", "", options)))


def digest(
    person: Person, changes: Sequence[Change], opportunities: Mapping[str, Opportunity], directory: Directory
) -> Message:
    """What others changed since the last working day, opportunity by opportunity."""
    parts: list[Part] = [text(f"Since your last working day, {person.first_name}:")]
    for key, opportunity in opportunities.items():
        own = [c for c in changes if c.opportunity == key and c.undoes is None]
        if own:
            line = moved(own, opportunity.currency)
            parts.append(text(strong(opportunity.title), f": {line}. ", quiet(directory.name(own[-1].by))))
    return Message(f"{len(opportunities)} opportunities changed since your last working day.", tuple(parts))


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything kept about one person.

    `names` are those of the opportunities in `changes`; `serves` names of reps; `model_at` the language model's host.
    """

    person: Person
    opportunities: int
    changes: Sequence[Change]
    names: Mapping[str, str]
    asked: int
    answered: int
    open_requests: int
    serves: Sequence[str]
    model_at: str = ""
    induction: Induction | None = None


def what_is_kept(kept: Kept) -> Message:
    """For that person's eyes."""
    person, hours = kept.person, kept.person.rhythm.hours
    rows: tuple[tuple[str, str], ...] = (
        ("Name", person.name),
        ("Address", person.id),
        ("Role", person.role.value + (f" for {', '.join(kept.serves)}" if kept.serves else "")),
        ("Zone and hours", f"{person.zone}, {hours.start:%H:%M} to {hours.end:%H:%M}"),
        ("Opportunities you own", str(kept.opportunities)),
        ("Questions asked, answered", f"{kept.asked}, {kept.answered}: only to judge which question is worth asking"),
        ("Help you asked for, open", str(kept.open_requests)),
    )
    if kept.induction:
        rows = (*rows, ("First practice", _practised(kept.induction)))
    parts: list[Part] = [text("This is what I keep about you, ", strong(person.first_name), "."), Facts(rows)]
    if kept.changes:
        parts.append(text("The last changes made by you or for you, with the words kept for each:"))
        parts += [_kept_change(change, kept.names) for change in kept.changes]
    if kept.model_at:
        parts.append(Note(_SENT.format(host=kept.model_at)))
    parts.append(Note(_NEVER_KEPT))
    return Message("What I keep about you.", tuple(parts))


_SENT = (
    "Sent: where I cannot read all of a reply, its words and the names of your open opportunities, stages and "
    "competitors go to a language model at {host}, which points me to words. Nothing recorded of them goes there."
)
_NEVER_KEPT = (
    "Never kept: calls, visits or mails counted, where you are, when you are online, messages that changed nothing. "
    "Your opportunities and their history are seen by you, your manager and the assistants named for you in app.yaml; "
    "this page by nobody else."
)


def _practised(induction: Induction) -> str:
    helped = f"; I offered help on {show_date(induction.helped.date())}" if induction.helped else ""
    return ("over" if induction.step is Step.OVER else "open, and nothing you say in it is kept") + helped


def _kept_change(change: Change, names: Mapping[str, str]) -> Text:
    name = names.get(change.opportunity, change.opportunity)
    return text(
        quiet(f"{show_date(change.at.date())} · "), f"{name}: {LABELS[change.field]}, ", quote(f"“{change.quote}”")
    )


def _by_stage(opportunities: Sequence[Opportunity], process: SalesProcess) -> Chart:
    stages = [s.name for s in process.open_stages]
    sums = [sum((o.amount or Decimal(0) for o in opportunities if o.stage == s), Decimal(0)) for s in stages]
    return Chart("bar", "Amount by stage", tuple(stages), (Series("Amount", tuple(sums)),), process.currency)


def _table(largest: Sequence[Opportunity], directory: Directory, with_owner: bool) -> Table:
    heading = ["Opportunity", *(["Owner"] if with_owner else []), "Stage", "%", "Amount", "Close date"]
    rows = [
        (
            o.title,
            *([directory.name(o.owner)] if with_owner else []),
            o.stage,
            str(o.probability),
            show(Field.AMOUNT, o.amount, o.currency),
            show(Field.CLOSE_DATE, o.close_date, o.currency),
        )
        for o in largest[:ROWS_SHOWN]
    ]
    first = 3 if with_owner else 2
    return Table(tuple(heading), tuple(rows), (first, first + 1), max(0, len(largest) - ROWS_SHOWN))
