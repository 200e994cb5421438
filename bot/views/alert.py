"""An alert as it is shown: what happened, what it touches, what can be done; one message from first to last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.views.nudge import in_short
from domain.alerts.alert import Alert, AlertState, Comment, What
from domain.alerts.words import ago, owed, since, ticket_in_short
from domain.chat.message import Button, Buttons, Facts, Message, Note, Part, Text, quiet, quote, strong, text
from domain.sales.account_facts import CreditHold, HoldState, SupportTicket, TicketStatus, Trouble
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person
from domain.sales.process import ForecastCategory, SalesProcess
from domain.sales.quarter import Quarter
from domain.sales.values import show_amount, show_date

ALERT = "alert"
LINES = 5


@dataclass(frozen=True, slots=True)
class AlertShown:
    """What one reader sees of an alert.

    `fact` is what the source told, `shown` as far as it may be relied on `now`, `confirmed` when the source was last
    heard of it. `touched` are the open opportunities this reader may see, largest first. `expert` is whom to talk to.
    `reader` is a person's id, "" for a channel.
    """

    alert: Alert
    account: str
    fact: Trouble
    shown: Trouble
    confirmed: datetime
    touched: tuple[Opportunity, ...]
    comments: tuple[Comment, ...]
    expert: Person | None
    process: SalesProcess
    directory: Directory
    now: datetime
    zone: str
    reader: str = ""

    @property
    def today(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.zone))


def alert_card(shown: AlertShown) -> Message:
    """The whole alert. It is drawn anew whenever something changes, so it says how things stand, not how they were."""
    if shown.alert.state is AlertState.CLOSED:
        return _closed(shown)
    title = headline(shown)
    parts: list[Part] = [text(strong(title))]
    if isinstance(shown.fact, CreditHold):
        parts += _hold(shown, shown.fact)
    else:
        parts += _ticket(shown, shown.fact)
    parts += _touched(shown)
    parts += _said(shown)
    parts.append(_buttons(shown))
    return Message(title, tuple(parts))


def headline(shown: AlertShown) -> str:
    """One sentence that stands alone."""
    fact, name = shown.shown, shown.account
    if isinstance(fact, CreditHold):
        if fact.state is HoldState.UNKNOWN:
            return f"{name}: credit state unknown, {fact.source} last told of it {ago(shown.confirmed, shown.now)}"
        raised = {What.RAISED: "Credit hold raised", What.LOWERED: "Credit hold lowered"}
        figures = owed(fact)
        return f"{raised.get(shown.alert.what, 'Credit hold')}: {name}{', ' * bool(figures)}{' and '.join(figures)}"
    word = {What.ESCALATED: "Escalated", What.REOPENED: "Opened again"}
    before = f"{word[shown.alert.what]}: " if shown.alert.what in word else ""
    return f"{before}{name}, {ticket_in_short(fact, shown.now, shown.confirmed)}"


def follow_up(shown: AlertShown) -> Message:
    """A short line under the alert when something happens to it: a message drawn anew rings nobody."""
    fact, what = shown.shown, shown.alert.what
    if what is What.RELEASED:
        return _say(_lifted(shown))
    if what in (What.SOLVED, What.GONE) and isinstance(fact, SupportTicket):
        return _say(f"{shown.account}: {ticket_in_short(fact, shown.now)}.")
    return _say(f"{headline(shown)}.")


def nobody_has_seen(shown: AlertShown, hours: int) -> Message:
    """A line under the alert, for whoever is to see to it that somebody does."""
    return _say(f"Nobody has taken this up for {hours} hours: {headline(shown)}.")


def worth_this_quarter(shown: AlertShown) -> Decimal:
    quarter = Quarter.of(shown.today.date(), shown.process.fiscal_year_starts)
    return _sum(o for o in shown.touched if o.close_date and o.close_date in quarter)


def in_commit(opportunity: Opportunity, process: SalesProcess) -> bool:
    """Whether it counts as commit: by its own category, else by its stage's."""
    usual = process.stage(opportunity.stage).category if process.has_stage(opportunity.stage) else None
    return (opportunity.forecast_category or usual) is ForecastCategory.COMMIT


def _hold(shown: AlertShown, hold: CreditHold) -> list[Part]:
    rows = [("On hold since", f"{show_date(since(hold))}, {_days(shown, hold)}")]
    if hold.overdue is not None:
        rows.append(("Overdue", show_amount(hold.overdue, hold.currency)))
    if hold.over_limit is not None:
        rows.append(("Over the limit", show_amount(hold.over_limit, hold.currency)))
    rows += [("Reason", hold.reason)] if hold.reason else []
    parts: list[Part] = [Facts((*rows, *_source(shown)))]
    if isinstance(shown.shown, CreditHold) and shown.shown.state is HoldState.UNKNOWN:
        known = "what follows is the last it said" if hold.state is HoldState.PLACED else "it could not say"
        parts.insert(0, text(f"Nobody can tell whether it still holds; {known}. Ask finance before you promise."))
    return parts


def _days(shown: AlertShown, hold: CreditHold) -> str:
    days = (shown.today.date() - since(hold)).days
    return "today" if days <= 0 else f"{days} day{'s' * (days != 1)}"


def _ticket(shown: AlertShown, ticket: SupportTicket) -> list[Part]:
    rows = [("Severity", ticket.severity.value), ("Status", shown_status(shown.shown))]
    if ticket.opened:
        rows.append(("Opened", f"{show_date(ticket.opened.date())}, {ago(ticket.opened, shown.now)}"))
    if ticket.due:
        late = ", not kept" if ticket.late(shown.now) else ""
        rows.append(("Answer promised by", f"{_moment(ticket.due, shown.zone)}{late}"))
    return [Facts((*rows, *_source(shown)))]


def shown_status(fact: Trouble) -> str:
    if isinstance(fact, CreditHold):
        return fact.state.value
    return "waits for the customer" if fact.status is TicketStatus.PENDING else fact.status.value


def _source(shown: AlertShown) -> list[tuple[str, str]]:
    told = f"{shown.fact.source}, {ago(shown.confirmed, shown.now)}"
    return [("Told by", f"{told}, {shown.fact.link}" if shown.fact.link else told)]


def _touched(shown: AlertShown) -> list[Part]:
    if not shown.touched:
        return [text("No open opportunity that you may see is touched.")]
    money = shown.process.currency
    total, now = _sum(shown.touched), worth_this_quarter(shown)
    quarter = Quarter.of(shown.today.date(), shown.process.fiscal_year_starts)
    count = f"{len(shown.touched)} open opportunit{'y' if len(shown.touched) == 1 else 'ies'}"
    worth = f"{show_amount(total, money)}, of it {show_amount(now, money)} in {quarter}"
    parts: list[Part] = [text(f"It touches {count} worth {worth}:")]
    parts += [_line(o, shown) for o in shown.touched[:LINES]]
    if len(shown.touched) > LINES:
        parts.append(Note(f"{len(shown.touched) - LINES} more are not shown."))
    return parts


def _line(opportunity: Opportunity, shown: AlertShown) -> Text:
    commit = [quiet(" · in commit")] if in_commit(opportunity, shown.process) else []
    others = opportunity.owner != shown.reader
    owner = [quiet(f" · {shown.directory.name(opportunity.owner)}")] if others else []
    return text(strong(opportunity.name), f": {in_short(opportunity)}", *commit, *owner)


def _said(shown: AlertShown) -> list[Part]:
    alert = shown.alert
    parts: list[Part] = [
        text(quiet(f"{shown.directory.name(c.by)}, {_moment(c.at, shown.zone)}: "), quote(f"“{c.words}”"))
        for c in shown.comments[-3:]
    ]
    if alert.assigned_to:
        parts.append(Note(f"{shown.directory.name(alert.assigned_to)} takes care of it."))
    if alert.state is AlertState.OPEN and (shown.now - alert.at).days >= 1:
        parts.append(Note(f"Nobody has taken it up since {_moment(alert.at, shown.zone)}."))
    if alert.acknowledged_by and alert.acknowledged_at:
        who = shown.directory.name(alert.acknowledged_by)
        parts.append(Note(f"Seen by {who}, {_moment(alert.acknowledged_at, shown.zone)}."))
    return parts


def _buttons(shown: AlertShown) -> Buttons:
    ref = str(shown.alert.id)
    buttons = [] if shown.alert.acknowledged_by else [Button("Seen", "alert_seen", ref, tone="primary")]
    if shown.expert:
        buttons.append(Button(f"Ask {shown.expert.first_name}", "alert_ask", ref))
    if isinstance(shown.fact, CreditHold):
        if any(in_commit(o, shown.process) for o in shown.touched):
            buttons.append(Button("Take out of commit", "alert_commit", ref))
        if shown.touched:
            buttons.append(Button("Move the date…", "alert_move", ref))
            buttons.append(Button("Tell the customer…", "alert_tell", ref))
    else:
        buttons.append(Button("Account", "account", shown.alert.account))
    return Buttons((*buttons, Button("More…", "alert_more", ref)))


def _closed(shown: AlertShown) -> Message:
    if isinstance(shown.fact, CreditHold):
        title = _lifted(shown)
        note = f"It was on hold since {show_date(since(shown.fact))}." if shown.fact.since else ""
        return Message(title, (text(title), *([Note(note)] if note else [])))
    title = f"{shown.account}, {ticket_in_short(shown.fact, shown.now)}."
    return Message(title, (text(title),))


def _lifted(shown: AlertShown) -> str:
    free = show_amount(_sum(shown.touched), shown.process.currency)
    rest = f"; its {free} is free" if _sum(shown.touched) else ""
    return f"Hold lifted: you can ship to {shown.account}{rest}."


def _say(words: str) -> Message:
    return Message(words, (text(words),))


def _sum(opportunities: Iterable[Opportunity]) -> Decimal:
    return sum((o.amount or Decimal(0) for o in opportunities), Decimal(0))


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {show_date(local.date())}, {local:%H:%M}"
