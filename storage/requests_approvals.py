"""Approvals that were asked for, and what was decided of each, by whom and in which words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, bindparam, insert, select, update

from domain.requests.approvals import Approval, ApprovalState, Decision, Verdict
from storage.columns import Choice, Hundredths, Json, Moment, Words
from storage.errors import Stale
from storage.rows import AnyRow, Store, columns, names, reader_of
from storage.tables import Serial, metadata

approvals = Table(
    "approvals",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("request", BigInteger, ForeignKey("requests.id"), nullable=False),
    Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("size", Hundredths),
    *(Column(name, Words, nullable=False) for name in ("asked_by", "owner", "quote")),
    Column("steps", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("step", Integer, nullable=False),
    Column("escalated", Boolean, nullable=False),
    Column("state", Choice(ApprovalState), nullable=False),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    Column("version", Integer, nullable=False),
    Index(None, "opportunity", "state"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("approval", BigInteger, ForeignKey("approvals.id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("person", Words, nullable=False),
    Column("verdict", Choice(Verdict), nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "approval", "id"),
    sqlite_autoincrement=True,
)

_NAMES = names(Approval)
_parameters = reader_of(names(Approval, without=("id", "steps")))
_SELECT = select(*columns(approvals, _NAMES)).order_by(approvals.c.id)
_ADD = insert(approvals)
_SAVE = (
    update(approvals)
    .where(approvals.c.id == bindparam("row_id"), approvals.c.version == bindparam("old_version"))
    .values({name: bindparam(name) for name in _NAMES if name != "id"})
)
_GET = _SELECT.where(approvals.c.id == bindparam("row_id"))
_RUNNING = _SELECT.where(approvals.c.state == ApprovalState.RUNNING)
_OF_OPPORTUNITY = _SELECT.where(approvals.c.opportunity == bindparam("opportunity"))

_DECISIONS = select(*columns(decisions, names(Decision)))
_decision_parameters = reader_of(names(Decision, without=("id",)))
_ADD_DECISION = insert(decisions)
_OF_APPROVAL = _DECISIONS.where(decisions.c.approval == bindparam("approval")).order_by(decisions.c.id)


class Approvals(Store):
    """Approvals, oldest first."""

    def add(self, approval: Approval) -> Approval:
        return replace(approval, id=self._insert(_ADD, _kept(approval)))

    def get(self, approval_id: int) -> Approval | None:
        row = self._by_id(_GET, approval_id)
        return _approval(row) if row else None

    def save(self, approval: Approval) -> Approval:
        """Write it and return it with its next version. Stale when it was written since."""
        saved = replace(approval, version=approval.version + 1)
        written = {**_kept(saved), "row_id": approval.id, "old_version": approval.version}
        if self._connection.execute(_SAVE, written).rowcount != 1:
            raise Stale(f"approval {approval.id} is no longer at version {approval.version}")
        return saved

    def running(self) -> tuple[Approval, ...]:
        return _approvals(self._all(_RUNNING))

    def of_opportunity(self, opportunity: str) -> tuple[Approval, ...]:
        return _approvals(self._all(_OF_OPPORTUNITY, {"opportunity": opportunity}))


class Decisions(Store):
    """What was said of approvals."""

    def add(self, decision: Decision) -> Decision:
        return replace(decision, id=self._insert(_ADD_DECISION, _decision_parameters(decision)))

    def of(self, approval: int) -> tuple[Decision, ...]:
        """In the order in which they were said."""
        return tuple(Decision(*row) for row in self._all(_OF_APPROVAL, {"approval": approval}))


def _kept(approval: Approval) -> dict[str, Any]:
    return {**_parameters(approval), "steps": [list(step) for step in approval.steps]}


def _approvals(rows: Iterable[AnyRow]) -> tuple[Approval, ...]:
    return tuple(_approval(row) for row in rows)


def _approval(row: AnyRow) -> Approval:
    kept = dict(zip(_NAMES, row, strict=True))
    kept["steps"] = tuple(tuple(step) for step in kept["steps"])
    return Approval(**kept)
