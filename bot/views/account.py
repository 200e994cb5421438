"""The page of one account as it is shown before a visit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.views.feedback import Said, remark
from bot.views.nudge import HELP_WORDS, in_short
from bot.views.openings import contact_line
from bot.views.update import moved
from bot.views.visits import when
from domain.alerts.risk import Risk, burning
from domain.alerts.words import hold_in_short, ticket_in_short
from domain.chat.message import Button, Buttons, Message, Note, Option, Part, Run, Select, Text, quiet, strong, text
from domain.sales.account_facts import CreditHold, HoldState, NewsItem, SupportTicket, Trouble
from domain.sales.change import Change
from domain.sales.dealings import Request
from domain.sales.news import age
from domain.sales.openings import Contact
from domain.sales.opportunity import Account, Opportunity
from domain.sales.people import Directory, Person
from domain.sales.process import SalesProcess
from domain.sales.quarter import Quarter
from domain.sales.values import show_amount, show_date

LINES = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """Help that was asked for on an opportunity."""

    opportunity: Opportunity
    request: Request


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What one reader sees of an account. `known` are facts as they may be relied on, with when each was confirmed.

    `changes` are those others made since the last talk (`since`, UTC). `alerts`: some stand open.
    `reader` is a person's id.
    """

    account: Account
    known: Sequence[tuple[Trouble, datetime]]
    news: Sequence[NewsItem]
    still_open: Sequence[Opportunity]
    closed: Sequence[Opportunity]
    risks: Mapping[str, Risk]
    since: datetime
    changes: Sequence[tuple[Change, Opportunity]]
    feedback: Sequence[Said]
    wishes: Sequence[Wish]
    agreed: Sequence[str]
    contacts: Sequence[Contact]
    alerts: bool
    process: SalesProcess
    directory: Directory
    now: datetime
    today: date
    reader: str


def account_page(page: AccountPage) -> Message:
    """What could embarrass comes first, then what is to be won, what moved, what they said. Sections that have nothing
    to say are left out."""
    title = f"{page.account.name}: {_worth(page)}"
    parts: list[Part] = [
        text(strong(page.account.name), quiet(f" · {page.account.sector}" if page.account.sector else ""))
    ]
    parts += [*_standing(page), *(text(line) for line in page.agreed), *_open(page), *_asked_for(page)]
    parts += [*_changed(page), *_feedback(page), *_news(page), *_before(page)]
    parts += [Note(f"Contacts: {contact_line(page.contacts)}.")] if page.contacts else []
    parts += _buttons(page)
    return Message(f"{title}.", tuple(parts))


def before_visit(page: AccountPage, starts: datetime, reader: Person) -> Message:
    """The same, come by itself."""
    lead = f"Before your visit, {when(starts, reader)}"
    shown = account_page(page)
    return Message(f"{lead}: {shown.summary}", (Note(f"{lead}:"), *shown.parts))


def which_account(fitting: Sequence[Account]) -> Message:
    """Several fit: choose."""
    words = f"{len(fitting)} accounts fit that name. Which one?"
    options = tuple(Option(account.name, account.id) for account in fitting[:100])
    return Message(words, (text(words), Select("Account", "account", "", options)))


def _worth(page: AccountPage) -> str:
    total = _sum(page.still_open)
    quarter = Quarter.of(page.today, page.process.fiscal_year_starts)
    now = _sum(o for o in page.still_open if o.close_date and o.close_date in quarter)
    if not page.still_open:
        return "nothing is open"
    if not total:
        return f"{len(page.still_open)} open, no amount recorded"
    money = page.process.currency
    part = "all of it" if now == total else "nothing of it" if not now else f"of it {show_amount(now, money)}"
    return f"{len(page.still_open)} open, {show_amount(total, money)}, {part} in {quarter}"


def _standing(page: AccountPage) -> list[Part]:
    """Holds and tickets. Where nobody told anything, that is said: silence is not a clean record."""
    if not page.known:
        return [Note("Credit and support: no system has told me anything about this account.")]
    holds = [(fact, at) for fact, at in page.known if isinstance(fact, CreditHold)]
    tickets = [(fact, at) for fact, at in page.known if isinstance(fact, SupportTicket) and fact.standing]
    lines = [_line(hold_in_short(fact, page.now, at), fact.state is HoldState.PLACED) for fact, at in holds]
    worst_first = sorted(tickets, key=lambda pair: (-pair[0].severity.rank, pair[0].source_id))
    lines += [_line(ticket_in_short(f, page.now, at), burning(f, page.now)) for f, at in worst_first[:LINES]]
    left = len(tickets) - LINES
    more: list[Part] = [Note(f"{left} more tickets are open.")] if left > 0 else []
    if not holds:
        more.append(Note("Credit: no system has told me anything about this account."))
    if not tickets:
        more.append(Note("No ticket is open, as far as support's systems told me."))
    return [*lines, *more]


def _line(words: str, bad: bool) -> Text:
    sentence = f"{words[0].upper()}{words[1:]}."
    return text(strong("! "), strong(sentence)) if bad else text(sentence)


def _open(page: AccountPage) -> list[Part]:
    if not page.still_open:
        return [text("Nothing is open there that you may see.")]
    parts: list[Part] = [text(strong(f"{_worth(page)[0].upper()}{_worth(page)[1:]}:"))]
    for o in page.still_open[:LINES]:
        step = [quiet(f" · next: {o.next_step}")] if o.next_step else []
        risk = page.risks.get(o.id)
        mark = [strong(" · at risk")] if risk and risk.certain else []
        owner = [quiet(f" · {page.directory.name(o.owner)}")] if o.owner != page.reader else []
        parts.append(text(strong(o.name), f": {in_short(o)}", *mark, *step, *owner))
    if len(page.still_open) > LINES:
        parts.append(Note(f"{len(page.still_open) - LINES} more are open."))
    return parts


def _asked_for(page: AccountPage) -> list[Part]:
    return [
        Note(
            f"{page.directory.name(wish.request.asked_by)} asked for {HELP_WORDS[wish.request.kind]} "
            f"on {show_date(wish.request.at.date())}: {wish.opportunity.title}."
        )
        for wish in page.wishes
    ]


def _changed(page: AccountPage) -> list[Part]:
    new = [(fact, at) for fact, at in page.known if fact.at > page.since]
    if not page.changes and not new:
        return []
    parts: list[Part] = [text(strong(f"Since you last spoke of it, {show_date(page.since.date())}:"))]
    for change, o in page.changes[:LINES]:
        who = quiet(f" · {page.directory.name(change.by)}, {show_date(change.at.date())}")
        parts.append(text(f"{o.name}: {moved([change], o.currency)}", who))
    lifted = [f for f, _ in new if not f.standing]
    parts += [text(f"{_told(fact, page.now)}.") for fact in lifted[:LINES]]
    return parts if len(parts) > 1 else []


def _told(fact: Trouble, now: datetime) -> str:
    words = hold_in_short(fact, now) if isinstance(fact, CreditHold) else ticket_in_short(fact, now)
    return f"{words[0].upper()}{words[1:]}"


def _feedback(page: AccountPage) -> list[Part]:
    if not page.feedback:
        return []
    return [text(strong("What they said last:")), *(remark(each, with_customer=False) for each in page.feedback)]


def _news(page: AccountPage) -> list[Part]:
    """What was published of them: the headline leads there, where the platform can."""
    if not page.news:
        return []
    return [text(strong("In the news:")), *(_published(item, page.today) for item in page.news)]


def _published(item: NewsItem, today: date) -> Text:
    told = (item.publisher, show_date(item.at.date()), age(item, today))
    return text(Run(item.headline, link=item.link), quiet(f" · {', '.join(part for part in told if part)}"))


def _before(page: AccountPage) -> list[Part]:
    """What was won or lost there before, the newest."""
    newest = sorted(page.closed, key=lambda o: o.closed_on or date.min, reverse=True)[:3]
    if not newest:
        return []
    lines = [f"{o.name}, {o.stage} {show_date(o.closed_on)}" for o in newest if o.closed_on]
    return [Note(f"Before: {'; '.join(lines)}.")]


def _buttons(page: AccountPage) -> list[Part]:
    buttons = [Button("What they said", "account_feedback", page.account.id)] if page.feedback else []
    if page.alerts:
        buttons.append(Button("Show the alerts", "account_alerts", page.account.id))
    parts: list[Part] = [Buttons(tuple(buttons))] if buttons else []
    if page.still_open:
        options = tuple(Option(o.name, o.id) for o in page.still_open[:100])
        parts.append(Select("Open one", "open", "", options))
    return parts


def _sum(opportunities: Iterable[Opportunity]) -> Decimal:
    return sum((o.amount or Decimal(0) for o in opportunities), Decimal(0))
