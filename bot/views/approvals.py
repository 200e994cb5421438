"""An approval as each side sees it: what is asked, whose turn it is, what was said, how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.views.nudge import HELP_WORDS, in_short
from bot.views.quick import moment
from domain.chat.message import (
    Button,
    Buttons,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Part,
    Text,
    quiet,
    quote,
    strong,
    text,
)
from domain.requests.approvals import Approval, ApprovalState, Decision, Verdict, discounted
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person
from domain.sales.values import show_amount, show_date

APPROVAL = "approval"
_VERDICT = {
    Verdict.APPROVED: "approved",
    Verdict.REFUSED: "refused",
    Verdict.COMMENT: "said",
    Verdict.WITHDRAWN: "withdrew it",
    Verdict.ESCALATED: "was asked too, as nobody had answered",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An approval with what it is about and what was said of it. `lowers`: a yes lowers the recorded amount."""

    approval: Approval
    opportunity: Opportunity
    decisions: Sequence[Decision]
    directory: Directory
    lowers: bool = False

    @property
    def what(self) -> str:
        """ "a discount of 12 %"."""
        return named(self.approval.kind, self.approval.size)

    @property
    def waits_for(self) -> str:
        return " or ".join(self.directory.name(each) for each in self.approval.deciders)


def face_of(person: str) -> str:
    """What a decider's own card of an approval is posted about."""
    return f"{APPROVAL} of {person}"


def named(kind: str, size: Decimal | None) -> str:
    """ "a discount of 12 %", "a credit exception"."""
    if kind == "discount_approval":
        return f"a discount of {size.normalize():f} %" if size is not None else "a discount"
    return HELP_WORDS[kind]


def asking_card(standing: Standing, reader: Person) -> Message:
    """For the side that asked."""
    approval, title = standing.approval, standing.opportunity.title
    first = f"{_upper(standing.what)} for "
    parts: list[Part] = [text(first, strong(title), f": {_state(standing, reader)}")]
    parts += _said(standing)
    if approval.state is ApprovalState.RUNNING:
        ref = str(approval.id)
        parts.append(Buttons((Button("Comment…", "approval_write", ref), Button("Withdraw", "approval_withdraw", ref))))
    return Message(f"{first}{title}: {_state(standing, reader)}", tuple(parts))


def decider_card(standing: Standing, reader: Person) -> Message:
    """For somebody whose turn it is, or was."""
    approval, opportunity = standing.approval, standing.opportunity
    asker = standing.directory.name(approval.asked_by)
    for_whom = "" if approval.asked_by == approval.owner else f", for {standing.directory.name(approval.owner)},"
    first = f"{asker}{for_whom} asks for {standing.what}: "
    parts: list[Part] = [
        text(first, strong(opportunity.title), "."),
        text("In their words: ", quote(f"“{approval.quote}”")),
        Facts(_facts(standing)),
        *_said(standing),
    ]
    if reader.id in approval.deciders:
        ref = str(approval.id)
        taps = (
            Button("Approve", "approval_approve", ref, tone="primary"),
            Button("Approve, with a comment…", "approval_write_yes", ref),
            Button("Refuse…", "approval_write_no", ref),
            Button("Comment…", "approval_write", ref),
        )
        parts += [Note(f"Please decide by {moment(approval.due, reader)}."), Buttons(taps)]
    else:
        parts.append(Note(_upper(_state(standing, reader))))
    return Message(f"{first}{opportunity.title}.", tuple(parts))


def already_settled(standing: Standing, reader: Person) -> Message:
    """To whoever decides a second later."""
    running = standing.approval.state is ApprovalState.RUNNING
    words = f"{'Your part' if running else 'That'} is settled: {_state(standing, reader)}"
    return Message(words, (text(words), *_said(standing)))


def already_running(standing: Standing, reader: Person) -> Message:
    """One at a time: the running one, with a tap that shows it."""
    title = standing.opportunity.title
    words = f"{_upper(standing.what)} for {title} is being decided already, "
    rest = f"since {moment(standing.approval.at, reader)}. I did not ask twice."
    taps = Buttons((Button("Show it", "approval_show", str(standing.approval.id)),))
    return Message(words + rest, (text(words + rest), taps))


def write_form(standing: Standing, verdict: Verdict) -> Message:
    """A few words with a yes, with a no, or by themselves."""
    action, label, submit = {
        Verdict.APPROVED: ("approval_approve", "On which condition?", "Approve"),
        Verdict.REFUSED: ("approval_refuse", "Why not?", "Refuse"),
    }.get(verdict, ("approval_comment", "Your comment", "Send"))
    field = Input("words", label, "long_text")
    words = f"{_upper(standing.what)} for {standing.opportunity.title}."
    form = Form(standing.opportunity.title, action, str(standing.approval.id), (field,), submit)
    return Message(words, (text(words), form))


def how_much(opportunity: Opportunity) -> Message:
    """A discount without a size."""
    words = f"How many percent for {opportunity.title}?"
    form = Form(opportunity.title, "approval_ask", opportunity.id, (Input("percent", "Percent", "number"),), "Ask")
    return Message(words, (text(words), form))


def decision_line(decision: Decision, directory: Directory) -> Text:
    """Who said what, when, in whose words."""
    who, said = directory.name(decision.person), _VERDICT[decision.verdict]
    words = (": ", quote(f"“{decision.words}”")) if decision.words else (".",)
    return text(quiet(f"{show_date(decision.at.date())} · "), f"{who} {said}", *words)


def for_history(standings: Sequence[Standing]) -> list[Part]:
    """What was decided, under the changes of the opportunity."""
    parts: list[Part] = []
    for standing in standings:
        lead = f"{_upper(standing.what)}, asked by "
        asked = standing.directory.name(standing.approval.asked_by)
        parts.append(text(f"{lead}{asked}: ", quote(f"“{standing.approval.quote}”")))
        parts += [decision_line(each, standing.directory) for each in standing.decisions]
    return parts


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]


def _said(standing: Standing) -> list[Part]:
    return [decision_line(each, standing.directory) for each in standing.decisions]


def _state(standing: Standing, reader: Person) -> str:
    approval = standing.approval
    if approval.state is ApprovalState.RUNNING:
        steps = f" (step {approval.step + 1} of {len(approval.steps)})" if len(approval.steps) > 1 else ""
        return f"waiting for {standing.waits_for}{steps}, by {moment(approval.due, reader)}."
    who = standing.directory.name(standing.decisions[-1].person) if standing.decisions else "nobody known"
    rest = "" if standing.lowers else " That changes no recorded figure by itself."
    return {
        ApprovalState.APPROVED: f"approved by {who}.{rest}",
        ApprovalState.REFUSED: f"refused by {who}.",
        ApprovalState.WITHDRAWN: f"withdrawn by {who}.",
    }[approval.state]


def _facts(standing: Standing) -> tuple[tuple[str, str], ...]:
    approval, opportunity = standing.approval, standing.opportunity
    rows = [("Recorded", in_short(opportunity)), ("Sold by", standing.directory.name(approval.owner))]
    if approval.kind == "discount_approval" and approval.size is not None and opportunity.amount:
        after = discounted(opportunity.amount, approval.size)
        rows.append(("With it", show_amount(after, opportunity.currency)))
    if opportunity.competitor:
        rows.append(("Competitor", opportunity.competitor))
    if len(approval.steps) > 1:
        rows.append(("Step", f"{approval.step + 1} of {len(approval.steps)}"))
    return tuple(rows)
