"""Credit holds, support tickets and news as their sources tell them, and which account each means by a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Index, Table, UniqueConstraint, bindparam, delete, func, select, update

from domain.sales.account_facts import (
    AccountName,
    CreditHold,
    Fact,
    FactKind,
    HoldState,
    NewsItem,
    Severity,
    SupportTicket,
    TicketStatus,
)
from storage.columns import Choice, Json, Moment, Words
from storage.rows import INSERTS, AnyRow, Insert, Store, columns, names, reader_of
from storage.tables import Serial, metadata

account_facts = Table(
    "account_facts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", Choice(FactKind), nullable=False),
    Column("source", Words, nullable=False),
    Column("source_id", Words, nullable=False),
    Column("account", Words),
    Column("said", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("body", Json, nullable=False),
    UniqueConstraint("kind", "source", "source_id"),
    Index(None, "account"),
    Index(None, "source", "said"),
    sqlite_autoincrement=True,
)

account_names = Table(
    "account_names",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("source", Words, nullable=False),
    Column("said", Words, nullable=False),
    Column("shown", Words, nullable=False),
    Column("account", Words),
    Column("asked_at", Moment),
    Column("answered_by", Words),
    UniqueConstraint("source", "said"),
    sqlite_autoincrement=True,
)

account_sources = Table(
    "account_sources",
    metadata,
    Column("source", Words, primary_key=True),
    Column("heard", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact, the row it stands in, and our account, None until it is known which."""

    fact: Fact
    account: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class KnownName:
    """What a source calls an account, and which of ours that is.

    `account` None: an admin was asked and has not said; "" none of ours.
    """

    source: str
    said: str
    shown: str
    account: str | None = None
    asked_at: datetime | None = None
    answered_by: str | None = None
    id: int = 0


_FACTS = select(account_facts.c.id, account_facts.c.account, account_facts.c.kind, account_facts.c.body)
_ADD = {
    name: insert(account_facts).on_conflict_do_nothing().returning(account_facts.c.id)
    for name, insert in INSERTS.items()
}
_SAVE = (
    update(account_facts)
    .where(account_facts.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in ("account", "said", "at", "seen", "body")})
)
_FACT = _FACTS.where(account_facts.c.id == bindparam("row_id"))
_BY_SOURCE = _FACTS.where(*(account_facts.c[name] == bindparam(name) for name in ("kind", "source", "source_id")))
_LOCKED = _BY_SOURCE.with_for_update()
_OF_ACCOUNTS = _FACTS.where(account_facts.c.account.in_(bindparam("accounts", expanding=True)))
_ACCOUNTS = select(account_facts.c.account).where(account_facts.c.account.is_not(None)).distinct()
_FORGET_NEWS = delete(account_facts).where(
    account_facts.c.kind == bindparam("kind"), account_facts.c.at < bindparam("before")
)
_OF_NAME = _FACTS.where(account_facts.c.source == bindparam("source"), account_facts.c.said == bindparam("said"))
_HEARD = select(account_sources.c.source, account_sources.c.heard)

_KNOWN_NAMES = names(KnownName)
_name_parameters = reader_of(names(KnownName, without=("id",)))
_NAME = select(*columns(account_names, _KNOWN_NAMES))
_ADD_NAME = {
    name: insert(account_names).on_conflict_do_nothing().returning(account_names.c.id)
    for name, insert in INSERTS.items()
}
_SAVE_NAME = (
    update(account_names)
    .where(account_names.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(KnownName, without=("id",))})
)
_NAME_BY_ID = _NAME.where(account_names.c.id == bindparam("row_id"))
_NAME_BY_SAID = _NAME.where(account_names.c.source == bindparam("source"), account_names.c.said == bindparam("said"))


class AccountFacts(Store):
    """Facts about accounts, one row for each thing of each source."""

    def add(self, kept: KeptFact) -> KeptFact | None:
        """The same with its id; None where somebody was faster and it is there already."""
        row = self._one(_ADD[self._dialect], _fact_parameters(kept))
        return replace(kept, id=row[0]) if row else None

    def save(self, kept: KeptFact) -> KeptFact:
        self._connection.execute(_SAVE, {**_fact_parameters(kept), "row_id": kept.id})
        return kept

    def get(self, fact_id: int) -> KeptFact | None:
        row = self._by_id(_FACT, fact_id)
        return _kept(row) if row else None

    def locked(self, kind: FactKind, source: str, source_id: str) -> KeptFact | None:
        """What is known of that thing. Nobody else changes it until this unit of work ends."""
        row = self._one(_LOCKED, {"kind": kind, "source": source, "source_id": source_id})
        return _kept(row) if row else None

    def accounts(self) -> tuple[str, ...]:
        """Ids of the accounts of which anything is known."""
        return tuple(row[0] for row in self._all(_ACCOUNTS))

    def of_accounts(self, accounts: Iterable[str]) -> tuple[KeptFact, ...]:
        """Everything known of these accounts, in order of id, whether it still stands or not."""
        found = (_kept(row) for row in self._among(_OF_ACCOUNTS, "accounts", accounts))
        return tuple(sorted(found, key=lambda kept: kept.id))

    def of_name(self, source: str, said: str) -> tuple[KeptFact, ...]:
        """What that source told of the account it calls so."""
        return tuple(_kept(row) for row in self._all(_OF_NAME, {"source": source, "said": said}))

    def forget_news(self, before: datetime) -> int:
        """Delete what was published before then, and return how many those were."""
        return self._connection.execute(_FORGET_NEWS, {"kind": FactKind.NEWS, "before": before}).rowcount

    def heard(self, source: str, at: datetime) -> None:
        """That source was read up to `at` without a fault: what it did not mention stands as it was."""
        self._connection.execute(_put_heard(self._dialect), {"source": source, "heard": at})

    def all_heard(self) -> Mapping[str, datetime]:
        """When each source was last read as a whole."""
        return {row[0]: row[1] for row in self._all(_HEARD)}


class AccountNames(Store):
    """Which account of ours each source means; asked of an admin once, and remembered."""

    def add(self, name: KnownName) -> KnownName | None:
        """The same with its id; None where somebody was faster and it is there already."""
        row = self._one(_ADD_NAME[self._dialect], _name_parameters(name))
        return replace(name, id=row[0]) if row else None

    def save(self, name: KnownName) -> KnownName:
        self._connection.execute(_SAVE_NAME, {**_name_parameters(name), "row_id": name.id})
        return name

    def get(self, name_id: int) -> KnownName | None:
        row = self._by_id(_NAME_BY_ID, name_id)
        return KnownName(*row) if row else None

    def by_said(self, source: str, said: str) -> KnownName | None:
        row = self._one(_NAME_BY_SAID, {"source": source, "said": said})
        return KnownName(*row) if row else None


@cache
def _put_heard(dialect: str) -> Insert:
    insert_row = INSERTS[dialect](account_sources)
    latest = func.max if dialect == "sqlite" else func.greatest
    newer = latest(account_sources.c.heard, insert_row.excluded.heard)
    return insert_row.on_conflict_do_update(index_elements=["source"], set_={"heard": newer})


def _fact_parameters(kept: KeptFact) -> dict[str, Any]:
    fact = kept.fact
    return {
        "kind": fact.kind,
        "source": fact.source,
        "source_id": fact.source_id,
        "account": kept.account,
        "said": fact.account.key,
        "at": fact.at,
        "seen": fact.seen,
        "body": {field.name: _plain(getattr(fact, field.name)) for field in fields(fact)},
    }


def _plain(value: object) -> object:
    if isinstance(value, AccountName):
        return {"id": value.id, "domain": value.domain, "name": value.name}
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _kept(row: AnyRow) -> KeptFact:
    fact_id, account, kind, body = row
    said = {**body, "account": AccountName(**body["account"])}
    said |= {name: _moment(body[name]) for name in ("at", "seen", "opened", "due") if name in body}
    if kind is FactKind.HOLD:
        said |= {name: _amount(body[name]) for name in ("overdue", "over_limit")}
        said |= {"state": HoldState(body["state"]), "since": body["since"] and date.fromisoformat(body["since"])}
        return KeptFact(CreditHold(**said), account, fact_id)
    if kind is FactKind.NEWS:
        return KeptFact(NewsItem(**said), account, fact_id)
    said |= {"status": TicketStatus(body["status"]), "severity": Severity(body["severity"])}
    return KeptFact(SupportTicket(**said), account, fact_id)


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def _amount(words: str | None) -> Decimal | None:
    return Decimal(words) if words else None
