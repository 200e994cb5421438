"""Opportunities and accounts: read by owner, saved against their version, taken over in bulk."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, bindparam, func, literal_column, or_, select, update

from domain.sales.opportunity import Account, Opportunity
from storage.bulk import BulkInsert
from storage.errors import Stale
from storage.records import Counts
from storage.rows import INSERTS, AnyRow, Insert, Store, columns, in_batches, names, reader_of
from storage.tables import accounts, opportunities

_NAMES = names(Opportunity)
_COLUMNS = columns(opportunities, _NAMES)
_parameters = reader_of(_NAMES)

_GET = select(*_COLUMNS).where(opportunities.c.id == bindparam("row_id"))
_OF_IDS = select(*_COLUMNS).where(opportunities.c.id.in_(bindparam("ids", expanding=True)))
_OF_OWNERS = select(*_COLUMNS).where(opportunities.c.owner.in_(bindparam("owners", expanding=True)))
_OPEN_OF_OWNERS = _OF_OWNERS.where(opportunities.c.closed_on.is_(None))
_OPEN_OF_OWNER = select(*_COLUMNS).where(
    opportunities.c.owner == bindparam("this_owner"), opportunities.c.closed_on.is_(None)
)
_OF_ACCOUNTS = select(*_COLUMNS).where(opportunities.c.account_id.in_(bindparam("accounts", expanding=True)))
_WITH_FEEDBACK = select(opportunities.c.id).where(opportunities.c.feedback.is_not(None))
_COUNT = select(func.count()).select_from(opportunities)
_WON = (
    select(opportunities.c.owner, func.sum(opportunities.c.amount, type_=opportunities.c.amount.type))
    .where(
        opportunities.c.owner.in_(bindparam("owners", expanding=True)),
        opportunities.c.closed_on.between(bindparam("first"), bindparam("last")),
        opportunities.c.probability == 100,
    )
    .group_by(opportunities.c.owner)
)

_ACCOUNT_NAMES = names(Account)
_account_parameters = reader_of(_ACCOUNT_NAMES)
_ACCOUNT = select(*columns(accounts, _ACCOUNT_NAMES)).where(accounts.c.id == bindparam("row_id"))
_ALL_ACCOUNTS = select(*columns(accounts, _ACCOUNT_NAMES)).order_by(accounts.c.id)
_ACCOUNTS = select(*columns(accounts, _ACCOUNT_NAMES)).where(accounts.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN_ACCOUNTS = select(accounts.c.id).where(accounts.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN = select(opportunities.c.id).where(opportunities.c.id.in_(bindparam("ids", expanding=True)))

_ALL_FIELDS = frozenset(_NAMES) - {"id", "version"}
_BATCH = 2000


class Accounts(Store):
    """Customers by id."""

    def get(self, account_id: str) -> Account | None:
        row = self._one(_ACCOUNT, {"row_id": account_id})
        return Account(*row) if row else None

    def all(self) -> tuple[Account, ...]:
        return tuple(Account(*row) for row in self._all(_ALL_ACCOUNTS))

    def all_named(self, ids: Iterable[str]) -> dict[str, Account]:
        """Those accounts by id; ids that no account has are left out."""
        return {row[0]: Account(*row) for row in self._among(_ACCOUNTS, "ids", ids)}

    def upsert(self, items: Iterable[Account]) -> Counts:
        """Insert what is new, overwrite what differs."""
        counts = Counts()
        for batch in in_batches(items, _BATCH):
            rows = {account.id: _account_parameters(account) for account in batch}
            known = sum(1 for _ in self._among(_KNOWN_ACCOUNTS, "ids", rows))
            written = self._written(_upsert_accounts(self._dialect), list(rows.values()))
            counts += _counted(len(rows), known, written)
        return counts


class Opportunities(Store):
    """Opportunities. One is open while it has no `closed_on`.

    What was read by id or owner is kept for the transaction: `save` notices when somebody else was faster.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._known: dict[str, Opportunity] = {}

    def get(self, opportunity_id: str) -> Opportunity | None:
        known = self._known.get(opportunity_id)
        if known is None:
            row = self._one(_GET, {"row_id": opportunity_id})
            known = self._keep(Opportunity(*row)) if row else None
        return known

    def all_of(self, ids: Iterable[str]) -> dict[str, Opportunity]:
        """Those opportunities by id; ids that none has are left out."""
        return {row[0]: Opportunity(*row) for row in self._among(_OF_IDS, "ids", ids)}

    def of_owners(self, owner_ids: Iterable[str], open_only: bool = True) -> tuple[Opportunity, ...]:
        """What these people own, in order of id."""
        owners = tuple(owner_ids)
        rows: Iterable[AnyRow]
        if open_only and len(owners) == 1:  # asked for at every reply: an IN is rendered anew each time
            rows = self._all(_OPEN_OF_OWNER, {"this_owner": owners[0]})
        else:
            rows = self._among(_OPEN_OF_OWNERS if open_only else _OF_OWNERS, "owners", owners)
        return tuple(sorted((self._keep(Opportunity(*row)) for row in rows), key=attrgetter("id")))

    def of_accounts(self, account_ids: Iterable[str]) -> tuple[Opportunity, ...]:
        """Everything recorded of these accounts, whoever owns it, open or closed, in order of id."""
        rows = self._among(_OF_ACCOUNTS, "accounts", account_ids)
        return tuple(sorted((Opportunity(*row) for row in rows), key=lambda opportunity: opportunity.id))

    def with_feedback(self) -> tuple[str, ...]:
        """Ids of those on which a remark of the customer stands now."""
        return tuple(row[0] for row in self._all(_WITH_FEEDBACK))

    def count(self) -> int:
        return int(self._connection.execute(_COUNT).scalar_one())

    def closed_in(self, owner_ids: Iterable[str], first: date, last: date) -> dict[str, Decimal]:
        """The won amount of each owner between two days, both included; who won nothing is left out.

        Won is what was closed at 100 %.
        """
        rows = self._among(_WON, "owners", owner_ids, first=first, last=last)
        return {owner: amount for owner, amount in rows if amount is not None}

    def save(self, opportunity: Opportunity) -> Opportunity:
        """Write it and return it with its next version. Stale when it was written since, or is not there."""
        saved = replace(opportunity, version=opportunity.version + 1)
        parameters = _parameters(saved)
        del parameters["id"]  # a column that is given a value is written
        known = self._known.pop(opportunity.id, None)
        if known and known.version == opportunity.version:
            before = _parameters(known)
            parameters = {name: value for name, value in parameters.items() if value != before[name]}
        statement = _saving(frozenset(parameters))
        parameters |= {"this_id": opportunity.id, "old_version": opportunity.version}
        if self._connection.execute(statement, parameters).rowcount != 1:
            raise Stale(f"{opportunity.id} is no longer at version {opportunity.version}")
        return saved

    def upsert(self, items: Iterable[Opportunity], fields: Collection[str] | None = None) -> Counts:
        """Insert what is new; where a row differs in one of `fields`, overwrite those and add one to its version.

        `fields` are names of attributes, all by default: an export that has no next steps must not wipe those that
        people told. A `confirmed` of None never takes a confirmation away. Of several with one id the last counts.
        """
        self._known.clear()
        statement = _upsert(self._dialect, _ALL_FIELDS & frozenset(_ALL_FIELDS if fields is None else fields))
        counts = Counts()
        for batch in in_batches(items, _BATCH):
            rows = {opportunity.id: opportunity for opportunity in batch}
            known = sum(1 for _ in self._among(_KNOWN, "ids", rows))
            written = statement.run(self._connection, rows.values())
            counts += _counted(len(rows), known, written)
        return counts

    def _keep(self, opportunity: Opportunity) -> Opportunity:
        self._known[opportunity.id] = opportunity
        return opportunity


def _counted(given: int, known: int, written: int) -> Counts:
    inserted = given - known
    return Counts(inserted, written - inserted, given - written)


@cache
def _saving(fields: frozenset[str]) -> Executable:
    """An update of these columns alone: each index on one that is named is written anew."""
    return (
        update(opportunities)
        .where(opportunities.c.id == bindparam("this_id"), opportunities.c.version == bindparam("old_version"))
        .values({name: bindparam(name) for name in _NAMES if name in fields})
    )


@cache
def _upsert_accounts(dialect: str) -> Insert:
    insert = INSERTS[dialect](accounts)
    new = {name: insert.excluded[name] for name in ("name", "sector")}
    differs = or_(*(accounts.c[name] != value for name, value in new.items()))
    return insert.on_conflict_do_update(index_elements=["id"], set_=new, where=differs)


@cache
def _upsert(dialect: str, fields: frozenset[str]) -> BulkInsert:
    insert = INSERTS[dialect](opportunities)
    if not fields:
        return BulkInsert(insert.on_conflict_do_nothing(), opportunities, dialect)
    new: dict[str, ColumnElement[Any]] = {name: insert.excluded[name] for name in _NAMES if name in fields}
    if "confirmed" in new:
        new["confirmed"] = func.coalesce(new["confirmed"], opportunities.c.confirmed)
    differs = or_(*(opportunities.c[name].is_distinct_from(value) for name, value in new.items()))
    written = new | {"version": opportunities.c.version + literal_column("1")}
    insert = insert.on_conflict_do_update(index_elements=["id"], set_=written, where=differs)
    return BulkInsert(insert, opportunities, dialect)
