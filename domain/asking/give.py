"""What the rep gets with a question: no question without a give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.alerts.risk import burning
from domain.alerts.words import hold_in_short, ticket_in_short
from domain.asking.question import Give, GiveKind, Reason, RuleKind
from domain.reading.reading import About
from domain.sales.account_facts import CreditHold, Fact, HoldState, SupportTicket
from domain.sales.change import Change
from domain.sales.news import age, newest
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from domain.sales.quarter import Quarter
from domain.sales.values import LABELS, show, show_amount, show_date

_LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Stake:
    """A rep's quarter: quota, what is won, and the open amounts of the same owner that are to close in it."""

    quarter: Quarter
    quota: Decimal | None
    won: Decimal
    open_amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a give can be made of: the stake, what others changed on the same account since the last talk, what finance,
    support and the news told of it, as far as that may be relied on `now` (UTC), and who comes along."""

    stake: Stake
    news: Sequence[tuple[Change, Opportunity, str]]
    today: date
    facts: Sequence[Fact] = ()
    now: datetime | None = None
    coming: str = ""


def choose_give(opportunity: Opportunity, reason: Reason, setting: Setting) -> Give:
    """The best there is: what would embarrass a call, who comes along, what changed, help that fits, what was published
    of them, then what is at stake."""
    return (
        _trouble(opportunity, setting)
        or _coming(setting)
        or _news(setting)
        or _help(opportunity, reason)
        or _published(opportunity, setting)
        or _stake(opportunity, setting.stake)
    )


def _trouble(opportunity: Opportunity, setting: Setting) -> Give | None:
    """A hold, a burning ticket, or a hold that was lifted since the last talk. What is unknown is no news."""
    if setting.now is None:
        return None
    for fact in setting.facts:
        if isinstance(fact, CreditHold) and fact.state is HoldState.PLACED:
            return Give(GiveKind.HOLD, f"Before you call: {opportunity.account} is {hold_in_short(fact, setting.now)}.")
    tickets = [f for f in setting.facts if isinstance(f, SupportTicket) and burning(f, setting.now)]
    if tickets:
        worst = max(tickets, key=lambda ticket: ticket.severity.rank)
        return Give(GiveKind.TICKET, f"Before you call: {ticket_in_short(worst, setting.now)}.")
    for fact in setting.facts:
        fresh = opportunity.confirmed is None or fact.at > opportunity.confirmed
        if isinstance(fact, CreditHold) and fact.state is HoldState.RELEASED and fresh:
            day = show_date(fact.at.date())
            return Give(
                GiveKind.HOLD, f"{opportunity.account} can be delivered again: its credit hold was lifted on {day}."
            )
    return None


def _coming(setting: Setting) -> Give | None:
    return Give(GiveKind.NEWS, setting.coming) if setting.coming else None


def _news(setting: Setting) -> Give | None:
    for change, about, who in setting.news:
        if change.field in (Field.NEXT_STEP_DATE, Field.LOSS_REASON):
            continue
        value = show(change.field, change.after, about.currency)
        label = LABELS[change.field].lower()
        day = show_date(change.at.date())
        return Give(GiveKind.NEWS, f"Since you last spoke: {who} recorded {label} {value} on {about.title}, {day}.")
    return None


_HELP = {
    RuleKind.STAGE_TOO_LONG: ("technical_presentation", "If it is stuck, a technical presentation may free it"),
    RuleKind.SLIPPED: ("executive_sponsor", "If their side keeps moving it, an executive sponsor can call theirs"),
    RuleKind.AMOUNT_JUMPED: ("discount_approval", "If the price is the question, I can get a discount looked at"),
}


def _help(opportunity: Opportunity, reason: Reason) -> Give | None:
    kind, words = _HELP.get(reason.rule, ("", ""))
    if not kind or reason.about is About.VISIT:
        return None
    return Give(GiveKind.HELP, f"{words}: one tap and I ask for it.", kind)


def _published(opportunity: Opportunity, setting: Setting) -> Give | None:
    """What was published of the account since the last talk."""
    if setting.now is None:
        return None
    items = newest(setting.facts, setting.now, _LATELY)
    fresh = [item for item in items if opportunity.confirmed is None or item.at > opportunity.confirmed]
    if not fresh:
        return None
    told = ", ".join(part for part in (fresh[0].publisher, age(fresh[0], setting.today)) if part)
    return Give(GiveKind.NEWS, f"{opportunity.account} is in the news: “{fresh[0].headline}” ({told}).")


def _stake(opportunity: Opportunity, stake: Stake) -> Give:
    amount, currency = opportunity.amount, opportunity.currency
    if not amount:
        return Give(
            GiveKind.STAKE, f"Without an amount, {opportunity.account or 'it'} counts nothing in your {stake.quarter}."
        )
    worth = show_amount(amount, currency)
    if opportunity.close_date and opportunity.close_date in stake.quarter:
        place = 1 + sum(other > amount for other in stake.open_amounts)
        rank = "your biggest" if place == 1 else f"your number {place}"
        return Give(GiveKind.STAKE, f"At stake: {worth}, {rank} this quarter{_quota(amount, stake, currency)}.")
    if opportunity.close_date is None:
        return Give(GiveKind.STAKE, f"Without a close date, its {worth} counts in no quarter of yours.")
    return Give(GiveKind.STAKE, f"At stake: {worth}, not counted in {stake.quarter} as its date stands.")


def _quota(amount: Decimal, stake: Stake, currency: str) -> str:
    if not stake.quota:
        return ""
    missing = stake.quota - stake.won
    if missing <= 0:
        return "; your quota is already made"
    if amount >= missing:
        return f"; it makes your quota, {show_amount(missing, currency)} is missing"
    return f"; {round(100 * amount / missing)} % of the {show_amount(missing, currency)} still missing to your quota"
