"""Makes facts of any JSON by the expressions of app.yaml; an item that cannot be one is kept aside with its faults."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from adapters.feeds import values
from adapters.feeds.spec import About, FeedSpec
from adapters.feeds.values import ValueFault
from domain.sales.account_facts import AccountName, CreditHold, Fact, HoldState, NewsItem, SupportTicket
from domain.sales.imports.cells import Habits

MOST_ITEMS = 5000  # of one payload
_MOST_KEY = 200  # characters of an id or name
_TOMORROW = timedelta(days=1)  # somewhere it is a day later already
Look = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that could not be taken: its place in the payload (from 1), what is wrong with it, and itself."""

    place: int
    faults: tuple[str, ...]
    item: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of one payload."""

    facts: tuple[Fact, ...] = ()
    kept: tuple[Kept, ...] = ()


class Translator:
    """The terms of one feed, ready to be used. ValueError for an expression that is none.

    `takes_comments`: what is said about a fact can be sent back to where it came from.
    """

    def __init__(self, spec: FeedSpec, habits: Habits | None = None, *, takes_comments: bool = False) -> None:
        self._spec = spec
        self._takes_comments = takes_comments
        self._habits = habits or Habits()
        self._each = compiled(spec.terms.each) if spec.terms.each else None
        # The fields of a file are names of columns.
        self._fields = {} if spec.drop else {name: compiled(words) for name, words in spec.terms.fields.items()}

    def payload(self, payload: Any, seen: datetime) -> Mapped:
        """Every item of a payload; one that is poisoned stops no other. `seen` is when it came in (UTC)."""
        try:
            items = self._items(payload)
        except ValueFault as fault:
            return Mapped(kept=(Kept(1, (f"each: {fault}",), payload),))
        facts: list[Fact] = []
        kept: list[Kept] = []
        for place, item in enumerate(items, 1):
            try:
                facts.append(self._of(item, seen))
            except ItemFaults as fault:
                kept.append(Kept(place, fault.sentences, item))
        return Mapped(tuple(facts), tuple(kept))

    def one(self, item: Any, seen: datetime) -> Fact | None:
        """An item that was kept aside, read as the terms are now; None where it still is no fact."""
        try:
            return self._of(item, seen)
        except ItemFaults:
            return None

    def item(self, look: Look, seen: datetime, written: datetime, *, has_state: bool = True) -> Fact:
        """One fact; `look` finds the value of one of our names, None where there is none. Raises ItemFaults.

        `written` is when it was, where it does not say. A list of holds needs no state of each: `has_state` is False.
        """
        reading = _Reading(look)
        if self._spec.about is About.CREDIT:
            fact: Fact = self._hold(reading, seen, written, has_state)
        elif self._spec.about is About.NEWS:
            fact = self._news(reading, seen)
        else:
            fact = self._ticket(reading, seen, written)
        if reading.faults:
            raise ItemFaults(tuple(reading.faults))
        return fact

    def _hold(self, read: "_Reading", seen: datetime, written: datetime, has_state: bool) -> Fact:
        terms, habits, account = self._spec.terms, self._habits, _account(read)
        return CreditHold(
            source=self._spec.name,
            source_id=read("id", _short, "") or account.key,
            account=account,
            state=read("state", lambda v: values.hold_state(v, terms.states)) if has_state else HoldState.PLACED,
            at=read("at", lambda v: values.moment(v, habits), written) or written,
            seen=seen,
            version=read("version", values.whole, 0),
            overdue=read("overdue", lambda v: values.money(v, habits)),
            over_limit=read("over_limit", lambda v: values.money(v, habits)),
            currency=read("currency", lambda v: values.words(v, 3).upper(), "") or habits.currency,
            since=read("since", lambda v: values.day(v, habits)),
            reason=read("reason", values.words, ""),
            link=read("link", values.address, ""),
        )

    def _ticket(self, read: "_Reading", seen: datetime, written: datetime) -> Fact:
        terms, habits = self._spec.terms, self._habits
        found = read("id", _short, "")
        if not found:
            read.fault("id", "says nothing; let the expression lead to the number of the ticket")
        return SupportTicket(
            source=self._spec.name,
            source_id=found,
            account=_account(read),
            status=read("state", lambda v: values.ticket_status(v, terms.states)),
            at=read("at", lambda v: values.moment(v, habits), written) or written,
            seen=seen,
            version=read("version", values.whole, 0),
            severity=read("severity", lambda v: values.severity(v, terms.severities)),
            title=read("title", values.words, ""),
            opened=read("opened", lambda v: values.moment(v, habits)),
            due=read("due", lambda v: values.moment(v, habits)),
            breached=read("breached", values.switch, False),
            link=read("link", values.address, ""),
            takes_comments=self._takes_comments,
        )

    def _news(self, read: "_Reading", seen: datetime) -> Fact:
        """One of several accounts is several items: each is that account's. Without a day it would never grow old."""
        account, headline = _account(read), read("headline", _headline, "")
        link = read("link", values.address, "")
        at = read("at", lambda v: self._published(v, seen), seen)
        found = read("id", _short, "") or link or headline
        return NewsItem(
            source=self._spec.name,
            source_id=f"{found} ({account.key})",
            account=account,
            headline=headline,
            at=at,
            seen=seen,
            version=read("version", values.whole, 0),
            publisher=read("source", _short, ""),
            link=link,
        )

    def _published(self, value: Any, seen: datetime) -> datetime:
        found, mend = values.moment(value, self._habits), "let the expression lead to the day on which it was published"
        if found is None:
            raise ValueFault("says nothing", mend)
        if found > seen + _TOMORROW:
            raise ValueFault(f"{found:%Y-%m-%d} lies ahead", mend)
        return found

    def _of(self, item: Any, seen: datetime) -> Fact:
        return self.item(lambda name: self._find(name, item), seen, seen)

    def _items(self, payload: Any) -> list[Any]:
        if self._each is None:
            return payload if isinstance(payload, list) else [payload]
        found = _searched(self._each, payload)
        if not isinstance(found, list):
            raise ValueFault("leads to no list in this payload", "look at `quarterback feeds try` for what it holds")
        if len(found) > MOST_ITEMS:
            raise ValueFault(f"leads to more than {MOST_ITEMS} items", "send them in parts")
        return found

    def _find(self, name: str, item: Any) -> Any:
        return _searched(self._fields[name], item) if name in self._fields else None


class ItemFaults(Exception):
    """Why an item cannot be taken: `sentences` open with the name of the field."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def compiled(expression: str) -> Any:
    """A JMESPath expression, parsed. ValueError where it is none; the words of the error are fit to be shown."""
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        place = getattr(error, "lex_position", None)
        raise ValueError(f"see its character {place + 1}" if isinstance(place, int) else "see its end") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


class _Reading:
    """Reads the fields of one item and gathers what is wrong with all of them."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.faults: list[str] = []

    def __call__(self, name: str, read: Callable[[Any], Any], otherwise: Any = None) -> Any:
        try:
            value = self._look(name)
            return read(value)
        except ValueFault as fault:
            self.fault(name, str(fault))
            return otherwise

    def fault(self, name: str, what: str) -> None:
        self.faults.append(f"{name}: {what}")


def _account(read: _Reading) -> AccountName:
    account = AccountName(
        id=read("account_id", _short, ""), domain=read("domain", values.domain_of, ""), name=read("account", _short, "")
    )
    if not account.key:
        read.fault("account", "neither account, account_id nor domain says anything; whose is it?")
    return account


def _headline(value: Any) -> str:
    said = values.words(value)
    if not said:
        raise ValueFault("says nothing", "let the expression lead to the title")
    return said


def _short(value: Any) -> str:
    return values.words(value, _MOST_KEY)


def _searched(expression: Any, data: Any) -> Any:
    try:
        return expression.search(data)
    except (JMESPathError, RecursionError, TypeError, ValueError, ArithmeticError) as error:
        raise ValueFault(
            f"the expression does not fit this payload ({type(error).__name__})", "look at what it holds there"
        ) from None
