"""Records as they are shown: an opportunity, its history, what is kept about somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.views.approvals import Standing, for_history
from bot.views.grants import speakers
from bot.views.nudge import HELP_WORDS
from bot.views.openings import contact_line
from bot.views.update import moved
from domain.asking.induction import Induction, Step
from domain.asking.question import Nudge
from domain.chat.message import (
    Button,
    Buttons,
    Facts,
    Message,
    Note,
    Option,
    Part,
    Run,
    Select,
    Text,
    quiet,
    quote,
    strong,
    text,
)
from domain.sales.change import Change
from domain.sales.company import Seen
from domain.sales.dealings import Request
from domain.sales.grants import Grant
from domain.sales.openings import Contact
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person
from domain.sales.process import Field, SalesProcess
from domain.sales.values import LABELS, show, show_date

ROWS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Around:
    """Around an opportunity: help asked for, what was said last, questions that wait, and what endangers it; who was
    named there, and which appointments are `agreed` with the account."""

    requests: Sequence[Request] = ()
    latest: Sequence[Change] = ()
    waiting: Sequence[Nudge] = ()
    risks: Sequence[str] = ()
    contacts: Sequence[Contact] = ()
    agreed: Sequence[str] = ()


def opportunity_card(opportunity: Opportunity, around: Around, directory: Directory, process: SalesProcess) -> Message:
    """All high cards of one opportunity, under what puts it at risk; what waits, what was asked for, what was said."""
    rows = [("Account", opportunity.account or "—"), ("Product", opportunity.product or "—")]
    rows.append(("Owner", directory.name(opportunity.owner)))
    for field in process.high_cards:
        value = opportunity.get(field)
        if field is Field.FORECAST_CATEGORY and value is None and process.has_stage(opportunity.stage):
            value = process.stage(opportunity.stage).category
        if value not in (None, ""):
            rows.append((LABELS[field], show(field, value, opportunity.currency)))
    rows += [(label, show_date(day)) for label, day in _since(opportunity) if day]
    if around.contacts:
        rows.append(("Contacts", contact_line(around.contacts)))
    marks = [text(strong(risk)) for risk in around.risks]
    parts: list[Part] = [text(strong(opportunity.title)), *marks, Facts(tuple(rows))]
    parts += [text(line) for line in around.agreed]
    if around.waiting:
        last = around.waiting[-1]
        parts.append(Note(f"Asked on {show_date(last.asked_at.date())}, not answered yet: {last.question.asked}"))
    for request in around.requests:
        parts.append(Note(f"Asked for {HELP_WORDS[request.kind]}: {request.state.value}."))
    parts += [_last_said(change, opportunity, directory) for change in around.latest]
    ref = opportunity.id
    taps = [Button("Change…", "change", ref), Button("History", "history", ref)]
    taps += [Button("Account", "account", opportunity.account_id)] if opportunity.account_id else []
    parts.append(Buttons(tuple(taps)))
    amount = show(Field.AMOUNT, opportunity.amount, opportunity.currency)
    return Message(f"{opportunity.title}: {opportunity.stage}, {opportunity.probability} %, {amount}.", tuple(parts))


def _since(opportunity: Opportunity) -> tuple[tuple[str, date | None], ...]:
    if opportunity.closed_on:
        return (("Closed on", opportunity.closed_on),)
    heard = opportunity.confirmed.date() if opportunity.confirmed else None
    return (("In this stage since", opportunity.stage_since), ("Last heard of", heard))


def _last_said(change: Change, opportunity: Opportunity, directory: Directory) -> Text:
    who = quiet(f"{show_date(change.at.date())}, {directory.name(change.by)}: ")
    return text(who, f"{moved([change], opportunity.currency)}, from: ", quote(f"“{change.quote}”"))


@dataclass(frozen=True, slots=True)
class Log:
    """The changes of one opportunity, newest first, of which `at_most` are shown, and what was `decided` about it.

    `links` are the addresses of messages that were told, by statement.
    """

    changes: Sequence[Change]
    at_most: int
    links: Mapping[int, str]
    decided: Sequence[Standing] = ()


def history(opportunity: Opportunity, log: Log, directory: Directory) -> Message:
    """Who changed what, for whom, when, before, after, in whose words; then what was decided."""
    changes, at_most = log.changes, log.at_most
    if not changes and not log.decided:
        words = f"Nothing was changed on {opportunity.title} yet."
        return Message(words, (text(words),))
    parts: list[Part] = [text("What changed on ", strong(opportunity.title), ", newest first.")]
    for change in changes[:at_most]:
        who = directory.name(change.by)
        if change.on_behalf_of and change.on_behalf_of != change.by:
            who += f" for {directory.name(change.on_behalf_of)}"
        undo = "took back: " if change.undoes else ""
        line = f"{undo}{moved([change], opportunity.currency)}, from: "
        link = log.links.get(change.statement, "")
        told = (quiet(" · told from "), Run(link, "quiet", link)) if link else ()
        parts.append(text(quiet(f"{show_date(change.at.date())} · {who} · "), line, quote(f"“{change.quote}”"), *told))
    if len(changes) > at_most:
        parts.append(Note(f"Only the last {at_most} changes are shown."))
    parts += for_history(log.decided)
    return Message(f"{len(changes[:at_most])} changes on {opportunity.title}.", tuple(parts))


def which_one(fitting: Sequence[Opportunity]) -> Message:
    """Several fit: choose."""
    words = f"{len(fitting)} opportunities fit that name. Which one?"
    options = tuple(Option(o.title, o.id) for o in fitting[:100])
    return Message(words, (text(words), Select("Opportunity", "open", "", options)))


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything kept about one person.

    `names` are those of the opportunities in `changes`; `serves` names of reps; `muted` what alerts are not wanted
    about; `speakers` are those who may speak for them, `ended` those for whom they ended it; `model_at` is the
    language model's host; `feedback` says who reads what customers said.
    """

    person: Person
    opportunities: int
    changes: Sequence[Change]
    names: Mapping[str, str]
    asked: int
    answered: int
    open_requests: int
    serves: Sequence[str]
    speakers: Sequence[tuple[Person, Grant]] = ()
    ended: Sequence[Person] = ()
    muted: Sequence[str] = ()
    model_at: str = ""
    induction: Induction | None = None
    feedback: Seen = Seen.COMPANY


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
        *([("You want no alerts about", ", ".join(kept.muted))] if kept.muted else []),
    )
    if kept.induction:
        rows = (*rows, ("First practice", _practised(kept.induction)))
    parts: list[Part] = [text("This is what I keep about you, ", strong(person.first_name), "."), Facts(rows)]
    parts += speakers(kept.speakers, kept.ended)
    if kept.changes:
        parts.append(text("The last changes made by you or for you, with the words kept for each:"))
        parts += [_kept_change(change, kept.names) for change in kept.changes]
    if kept.model_at:
        parts.append(Note(_SENT.format(host=kept.model_at)))
    parts.append(Note(_NEVER_KEPT.format(also=_CUSTOMERS[kept.feedback])))
    return Message("What I keep about you.", tuple(parts))


_SENT = (
    "Sent: where I cannot read all of a reply, its words and the names of your open opportunities, stages and "
    "competitors go to a language model at {host}, which points me to words. Nothing recorded of them goes there."
)
_NEVER_KEPT = (
    "Never kept: calls, visits or mails counted, where you are, when you are online, messages that changed nothing. "
    "Your opportunities and their history are seen by you, your manager and the assistants named for you in app.yaml; "
    "{also}this page by nobody else."
)
_CUSTOMERS = {
    Seen.COMPANY: "what customers said, by everybody who sells or manages, with account, product and who noted it; ",
    Seen.TEAM: "",
}


def _practised(induction: Induction) -> str:
    helped = f"; I offered help on {show_date(induction.helped.date())}" if induction.helped else ""
    return ("over" if induction.step is Step.OVER else "open, and nothing you say in it is kept") + helped


def _kept_change(change: Change, names: Mapping[str, str]) -> Text:
    name = names.get(change.opportunity, change.opportunity)
    return text(
        quiet(f"{show_date(change.at.date())} · "), f"{name}: {LABELS[change.field]}, ", quote(f"“{change.quote}”")
    )
