"""One table is outbox and timer: jobs with a due time, in lanes, claimed with leases."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update

from storage.records import Job, JsonObject
from storage.rows import INSERTS, Store, columns, names
from storage.tables import jobs

_DONE, _DEAD = "done", "dead"
_COLUMNS = columns(jobs, names(Job))

_ADD = {name: insert(jobs).on_conflict_do_nothing().returning(jobs.c.id) for name, insert in INSERTS.items()}

# Only the head of a lane is claimed, so a lane keeps its order. Its id is a scalar, looked up in an index for each job
# that is due; PostgreSQL would turn a NOT EXISTS into a join of all open jobs.
_this, _ahead = jobs.alias("this"), jobs.alias("ahead")
_HEAD = select(func.min(_ahead.c.id)).where(_ahead.c.lane == _this.c.lane, _ahead.c.outcome.is_(None))
_HEADS = (
    select(_this.c.id)
    .where(_this.c.outcome.is_(None), _this.c.id == _HEAD.scalar_subquery())
    .order_by(_this.c.due, _this.c.id)
    .limit(1)
)
_HEADS_OF_KINDS = _HEADS.where(_this.c.kind.in_(bindparam("kinds", expanding=True)))


def _claiming(heads: Select[Any]) -> Any:
    chosen = heads.where(_this.c.due <= bindparam("now")).with_for_update(skip_locked=True, of=_this)
    leased = {"due": bindparam("until"), "tries": jobs.c.tries + 1}
    return update(jobs).where(jobs.c.id == chosen.scalar_subquery()).values(leased).returning(*_COLUMNS)


_CLAIM, _CLAIM_OF_KINDS = _claiming(_HEADS), _claiming(_HEADS_OF_KINDS)
_NEXT_DUE, _NEXT_DUE_OF_KINDS = (heads.with_only_columns(_this.c.due) for heads in (_HEADS, _HEADS_OF_KINDS))

_CLAIMED = update(jobs).where(
    jobs.c.id == bindparam("row_id"), jobs.c.tries == bindparam("claim"), jobs.c.outcome.is_(None)
)
_SETTLE = _CLAIMED.values(outcome=_DONE, error=None)
_SETTLE_EMPTIED = _CLAIMED.values(outcome=_DONE, error=None, body=bindparam("leaving"))
_PUT_OFF = _CLAIMED.values(due=bindparam("again_at"), error=bindparam("why"))
_BURY = _CLAIMED.values(outcome=_DEAD, error=bindparam("why"))

_OPEN_IN_LANE = (
    select(*_COLUMNS)
    .where(jobs.c.lane == bindparam("in_lane"), jobs.c.kind == bindparam("of_kind"), jobs.c.outcome.is_(None))
    .order_by(jobs.c.id.desc())
)

_DEAD_LETTERS = select(*_COLUMNS).where(jobs.c.outcome == _DEAD).order_by(jobs.c.id).limit(bindparam("limit"))
_DEAD_LETTER = (jobs.c.id == bindparam("row_id"), jobs.c.outcome == _DEAD)
_RETRY = update(jobs).where(*_DEAD_LETTER).values(outcome=None)
_DROP = delete(jobs).where(*_DEAD_LETTER)
_FORGET = delete(jobs).where(jobs.c.outcome == _DONE, jobs.c.due < bindparam("before"))


class Jobs(Store):
    """What is still to be said or done. Jobs that overlapping transactions add to one lane have no order among them."""

    def add(self, kind: str, lane: str, due: datetime, body: JsonObject, key: str | None = None) -> int | None:
        """Queue a job and return its id; None when there is or was one with that key."""
        values = {"kind": kind, "lane": lane, "due": due, "body": body, "key": key, "tries": 0}
        row = self._one(_ADD[self._dialect], values)
        return row[0] if row else None

    def claim(self, now: datetime, lease: timedelta, kinds: Collection[str] | None = None) -> Job | None:
        """The job due longest that is the head of its lane, now ours until the lease ends; None when nothing is due.

        A job that is not settled by then comes due again.
        """
        times = {"now": now, "until": now + lease}
        row = self._one(_CLAIM if kinds is None else _CLAIM_OF_KINDS, times | _of(kinds))
        return Job(*row) if row else None

    def settle(self, job: Job, leaving: JsonObject | None = None) -> bool:
        """It is done. False when the lease had ended and somebody else has claimed it since.

        `leaving` takes the place of its body, where that must not be kept until done jobs are forgotten.
        """
        claimed = {"row_id": job.id, "claim": job.tries}
        if leaving is None:
            return self._touched(_SETTLE, claimed)
        return self._touched(_SETTLE_EMPTIED, {**claimed, "leaving": leaving})

    def fail(self, job: Job, error: str, again_at: datetime | None) -> bool:
        """It did not work: try again then, or never (None), which makes it a dead letter. False as with `settle`."""
        claim = {"row_id": job.id, "claim": job.tries, "why": error}
        if again_at is None:
            return self._touched(_BURY, claim)
        return self._touched(_PUT_OFF, {**claim, "again_at": again_at})

    def open_in(self, lane: str, kind: str) -> tuple[Job, ...]:
        """What is still to be done there, newest first."""
        return tuple(Job(*row) for row in self._all(_OPEN_IN_LANE, {"in_lane": lane, "of_kind": kind}))

    def next_due(self, kinds: Collection[str] | None = None) -> datetime | None:
        """When the next job can be claimed, which may be past; None when none is open."""
        row = self._one(_NEXT_DUE if kinds is None else _NEXT_DUE_OF_KINDS, _of(kinds))
        return row[0] if row else None

    def dead(self, limit: int) -> tuple[Job, ...]:
        """Dead letters, oldest first."""
        return tuple(Job(*row) for row in self._all(_DEAD_LETTERS, {"limit": limit}))

    def retry(self, job_id: int) -> bool:
        """Open a dead letter again, once its last lease has ended. False when there is none of that id."""
        return self._touched(_RETRY, {"row_id": job_id})

    def drop(self, job_id: int) -> bool:
        """Delete a dead letter. False when there is none of that id."""
        return self._touched(_DROP, {"row_id": job_id})

    def forget(self, before: datetime) -> int:
        """Delete what was done before then, and with it the keys that kept it from being queued twice."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount

    def _touched(self, statement: Any, parameters: JsonObject) -> bool:
        return self._connection.execute(statement, parameters).rowcount == 1


def _of(kinds: Collection[str] | None) -> dict[str, Any]:
    return {} if kinds is None else {"kinds": list(kinds)}
