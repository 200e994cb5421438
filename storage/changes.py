"""Statements and the log of changes, which is only ever added to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, exists, insert, or_, select

from domain.asking.question import Facts
from domain.sales.change import Change, Statement
from domain.sales.process import Field
from domain.sales.values import keep, recall
from storage.rows import AnyRow, Store, columns, names, reader_of
from storage.tables import changes, opportunities, statements

_STATEMENT_NAMES = names(Statement)
_STATEMENT_COLUMNS = columns(statements, _STATEMENT_NAMES)
_statement_parameters = reader_of(names(Statement, without=("id",)))

_ADD = insert(statements)
_STATEMENT = select(*_STATEMENT_COLUMNS).where(statements.c.id == bindparam("row_id"))
_BY_MESSAGE = (
    select(*_STATEMENT_COLUMNS)
    .where(
        *(statements.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation", "message_id")),
    )
    .order_by(statements.c.id.desc())
    .limit(1)
)
_LINKS = select(statements.c.id, statements.c.message_id).where(
    statements.c.id.in_(bindparam("ids", expanding=True)), statements.c.message_id.startswith("https://")
)
_undoing = changes.alias("undoing")
_STANDS = exists().where(
    changes.c.statement == statements.c.id,
    changes.c.undoes.is_(None),
    ~exists().where(_undoing.c.undoes == changes.c.id),
)
_LAST_IN_CONVERSATION = (
    select(*_STATEMENT_COLUMNS)
    .where(statements.c.said_by == bindparam("person"), statements.c.conversation == bindparam("conversation"), _STANDS)
    .order_by(statements.c.id.desc())
    .limit(1)
)
_LAST_IN_THREAD = _LAST_IN_CONVERSATION.where(statements.c.thread == bindparam("thread"))

_NAMES = names(Change)
_COLUMNS = columns(changes, _NAMES)
_parameters = reader_of(names(Change, without=("id",)))

_APPEND = insert(changes)
_SELECT = select(*_COLUMNS)
_NEWEST = changes.c.id.desc()
_OF_OPPORTUNITY = (
    _SELECT.where(changes.c.opportunity == bindparam("opportunity")).order_by(_NEWEST).limit(bindparam("limit"))
)
_OF_FIELD = _SELECT.where(
    changes.c.opportunity == bindparam("opportunity"), changes.c.field == bindparam("field")
).order_by(_NEWEST)
_OF_FIELD_AMONG = _SELECT.where(
    changes.c.opportunity.in_(bindparam("opportunities", expanding=True)), changes.c.field == bindparam("field")
)
_ALL_OF_FIELD = _SELECT.where(changes.c.field == bindparam("field")).order_by(changes.c.id)
_OF_STATEMENT = _SELECT.where(changes.c.statement == bindparam("statement")).order_by(changes.c.id)
_LAST_SAID = _LAST_IN_THREAD.with_only_columns(statements.c.id).scalar_subquery()
_OF_LAST = _SELECT.where(changes.c.statement == _LAST_SAID).order_by(changes.c.id)
_OF_PERSON = (
    _SELECT.where(or_(changes.c.by == bindparam("person"), changes.c.on_behalf_of == bindparam("person")))
    .order_by(_NEWEST)
    .limit(bindparam("limit"))
)
_SINCE = _SELECT.where(
    changes.c.at >= bindparam("at"),
    exists().where(
        opportunities.c.id == changes.c.opportunity,
        opportunities.c.owner.in_(bindparam("owners", expanding=True)),
    ),
)  # sorted later: in order of id, SQLite would rather read the whole log
_UNDONE = select(changes.c.undoes).where(changes.c.undoes.in_(bindparam("ids", expanding=True)))
_MOVES = _SELECT.where(
    changes.c.opportunity.in_(bindparam("opportunities", expanding=True)),
    changes.c.field.in_((Field.CLOSE_DATE, Field.AMOUNT)),
).order_by(_NEWEST)

_RECENT_DAYS = 30
_NO_FACTS = Facts()


class Statements(Store):
    """What people said or clicked that may have changed records."""

    def add(self, statement: Statement) -> Statement:
        return replace(statement, id=self._insert(_ADD, _statement_parameters(statement)))

    def get(self, statement_id: int) -> Statement | None:
        row = self._by_id(_STATEMENT, statement_id)
        return Statement(*row) if row else None

    def by_message(self, platform: str, workspace: str, conversation: str, message_id: str) -> Statement | None:
        """The newest statement that came from that message."""
        place = {"platform": platform, "workspace": workspace, "conversation": conversation, "message_id": message_id}
        row = self._one(_BY_MESSAGE, place)
        return Statement(*row) if row else None

    def links(self, statement_ids: Iterable[int]) -> dict[int, str]:
        """The addresses of the messages that were told, of those statements that have one."""
        return {row[0]: row[1] for row in self._among(_LINKS, "ids", statement_ids)}

    def last_of(self, person: str, conversation: str, thread: int | None) -> Statement | None:
        """This person's newest statement there that still has something to take back.

        There is the thread, or without one the whole conversation. What only undid something is passed over, so that a
        second "undo" takes back the statement before.
        """
        there = {"person": person, "conversation": conversation}
        if thread is None:
            row = self._one(_LAST_IN_CONVERSATION, there)
        else:
            row = self._one(_LAST_IN_THREAD, {**there, "thread": thread})
        return Statement(*row) if row else None


class Changes(Store):
    """The log of changes. The database itself refuses to alter or delete what is in it."""

    def append(self, items: Iterable[Change]) -> tuple[Change, ...]:
        """Add to the log and return the same with ids."""
        return tuple(replace(change, id=self._insert(_APPEND, _kept(change))) for change in items)

    def of_opportunity(self, opportunity: str, limit: int) -> tuple[Change, ...]:
        """The history of one opportunity, newest first."""
        return _changes(self._all(_OF_OPPORTUNITY, {"opportunity": opportunity, "limit": limit}))

    def of_field(self, field: Field, opportunity_ids: Iterable[str]) -> tuple[Change, ...]:
        """Every change of that field of these opportunities, oldest first, undoing included."""
        found = _changes(self._among(_OF_FIELD_AMONG, "opportunities", opportunity_ids, field=field))
        return tuple(sorted(found, key=lambda change: change.id))

    def all_of_field(self, field: Field) -> tuple[Change, ...]:
        """Every change of that field, whatever the opportunity, oldest first, undoing included."""
        return _changes(self._all(_ALL_OF_FIELD, {"field": field}))

    def of_statement(self, statement: int) -> tuple[Change, ...]:
        """What one statement changed, in order."""
        return _changes(self._all(_OF_STATEMENT, {"statement": statement}))

    def of_last(self, person: str, conversation: str, thread: int) -> tuple[Change, ...]:
        """What the statement changed that `Statements.last_of` finds in that thread, in order."""
        there = {"person": person, "conversation": conversation, "thread": thread}
        return _changes(self._all(_OF_LAST, there))

    def of_person(self, person: str, limit: int) -> tuple[Change, ...]:
        """What somebody changed, or others changed for them, newest first."""
        return _changes(self._all(_OF_PERSON, {"person": person, "limit": limit}))

    def since(self, owner_ids: Iterable[str], at: datetime) -> tuple[Change, ...]:
        """What was changed from `at` on in the opportunities of these owners, oldest first."""
        found = _changes(self._among(_SINCE, "owners", owner_ids, at=at))
        return tuple(sorted(found, key=lambda change: change.id))

    def last_of(self, opportunity: str, field: Field) -> Change | None:
        """The newest change of that field that stands: one that was undone and its undoing do not count."""
        rows = self._all(_OF_FIELD, {"opportunity": opportunity, "field": field})
        return next(_standing(_changes(rows)), None)

    def undone(self, ids: Iterable[int]) -> set[int]:
        """Those of the ids whose change was taken back."""
        return {row[0] for row in self._among(_UNDONE, "ids", ids)}

    def facts(self, opportunity_ids: Iterable[str], today: date) -> dict[str, Facts]:
        """What the log says of each opportunity. What was undone does not count, and neither does the undoing."""
        asked = tuple(opportunity_ids)
        moves: dict[str, list[Change]] = {}
        for change in _changes(self._among(_MOVES, "opportunities", asked)):
            moves.setdefault(change.opportunity, []).append(change)
        return {each: _facts(moves[each], today) if each in moves else _NO_FACTS for each in asked}


def _kept(change: Change) -> dict[str, Any]:
    parameters = _parameters(change)
    parameters["before"], parameters["after"] = keep(change.before), keep(change.after)
    parameters["statement"] = change.statement or None
    return parameters


def _changes(rows: Iterable[AnyRow]) -> tuple[Change, ...]:
    return tuple(_change(*row) for row in rows)


def _change(opportunity: str, field: Field, before: str | None, after: str | None, *rest: Any) -> Change:
    by, on_behalf_of, quote, at, statement, undoes, change_id = rest
    was, became = recall(field, before), recall(field, after)
    return Change(opportunity, field, was, became, by, on_behalf_of, quote, at, statement or 0, undoes, change_id)


def _standing(newest_first: Iterable[Change]) -> Iterator[Change]:
    """Those that were not undone and undo nothing. What was undone after all is seen first, being newer."""
    undone: set[int] = set()
    for change in newest_first:
        if change.id in undone:
            continue
        if change.undoes is None:
            yield change
        else:
            undone.add(change.undoes)


def _facts(newest_first: Iterable[Change], today: date) -> Facts:
    standing = tuple(_standing(newest_first))
    slips = sum(1 for change in standing if change.field is Field.CLOSE_DATE and _later(change))
    moved = next((change for change in standing if change.field is Field.AMOUNT), None)
    if moved is None or (today - moved.at.date()).days > _RECENT_DAYS:
        return Facts(slips)
    before = moved.before if isinstance(moved.before, Decimal) else None
    return Facts(slips, before, moved.at.date())


def _later(change: Change) -> bool:
    return isinstance(change.before, date) and isinstance(change.after, date) and change.after > change.before
