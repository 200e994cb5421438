"""Questions that were asked, and what became of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from domain.asking.question import Give, Nudge, NudgeState, Question, Reason
from storage.rows import AnyRow, Store
from storage.tables import nudges

_SELECT = select(*(column for column in nudges.c if column.name != "id"), nudges.c.id)
_ADD = insert(nudges)
_SAVE = (
    update(nudges)
    .where(nudges.c.id == bindparam("row_id"))
    .values({column.name: bindparam(column.name) for column in nudges.c if column.name != "id"})
)
_GET = _SELECT.where(nudges.c.id == bindparam("row_id"))
_IN_THREAD = _SELECT.where(nudges.c.thread == bindparam("thread")).order_by(nudges.c.id)
_ANSWERED_WITH = _SELECT.where(nudges.c.statement == bindparam("statement")).order_by(nudges.c.id)
_OPEN = _SELECT.where(nudges.c.state == NudgeState.OPEN)
_OPEN_OF = _OPEN.where(nudges.c.opportunity == bindparam("opportunity")).order_by(nudges.c.id)
_OPEN_IN = _OPEN.where(nudges.c.thread == bindparam("thread")).order_by(nudges.c.id.desc()).limit(1)
_OPEN_FOR = _OPEN.where(nudges.c.owner == bindparam("owner")).order_by(nudges.c.id)
_WAITING = (
    select(nudges.c.opportunity)
    .where(nudges.c.owner == bindparam("owner"), nudges.c.state.in_((NudgeState.OPEN, NudgeState.SNOOZED)))
    .distinct()
)
_ASKED_SINCE = _SELECT.where(nudges.c.owner == bindparam("owner"), nudges.c.asked_at >= bindparam("at")).order_by(
    nudges.c.id
)
_LAST_ASKED = (
    select(nudges.c.opportunity, func.max(nudges.c.asked_at))
    .where(nudges.c.opportunity.in_(bindparam("opportunities", expanding=True)))
    .group_by(nudges.c.opportunity)
)
_RATE = select(func.count(), func.count(nudges.c.answered_at)).where(nudges.c.owner == bindparam("owner"))
_STATES = (
    select(nudges.c.state, func.count(), func.count(nudges.c.until))
    .where(nudges.c.owner == bindparam("owner"))
    .group_by(nudges.c.state)
)
_UNHEARD = frozenset({NudgeState.OPEN, NudgeState.DROPPED})


class Nudges(Store):
    """Nudges. An open one waits for an answer; a snoozed one is not open."""

    def add(self, nudge: Nudge) -> Nudge:
        return replace(nudge, id=self._insert(_ADD, _parameters(nudge)))

    def get(self, nudge_id: int) -> Nudge | None:
        row = self._by_id(_GET, nudge_id)
        return _nudge(row) if row else None

    def save(self, nudge: Nudge) -> Nudge:
        self._connection.execute(_SAVE, {**_parameters(nudge), "row_id": nudge.id})
        return nudge

    def open_of(self, opportunity: str) -> tuple[Nudge, ...]:
        return _nudges(self._all(_OPEN_OF, {"opportunity": opportunity}))

    def open_in(self, thread: int) -> Nudge | None:
        row = self._one(_OPEN_IN, {"thread": thread})
        return _nudge(row) if row else None

    def in_thread(self, thread: int) -> tuple[Nudge, ...]:
        """Every question asked in that thread, oldest first, whatever became of it."""
        return _nudges(self._all(_IN_THREAD, {"thread": thread}))

    def answered_with(self, statement: int) -> tuple[Nudge, ...]:
        """Every question that statement answered."""
        return _nudges(self._all(_ANSWERED_WITH, {"statement": statement}))

    def open_for(self, owner: str) -> tuple[Nudge, ...]:
        return _nudges(self._all(_OPEN_FOR, {"owner": owner}))

    def waiting_about(self, owner: str) -> set[str]:
        """The opportunities about which a question to this owner stands open or was put off."""
        return {row[0] for row in self._all(_WAITING, {"owner": owner})}

    def asked_since(self, owner: str, at: datetime) -> tuple[Nudge, ...]:
        """What this owner was asked from `at` on, oldest first, whatever became of it."""
        return _nudges(self._all(_ASKED_SINCE, {"owner": owner, "at": at}))

    def last_asked(self, opportunity_ids: Iterable[str]) -> dict[str, datetime]:
        """When each opportunity was last asked about; those never asked about are left out."""
        return {row[0]: row[1] for row in self._among(_LAST_ASKED, "opportunities", opportunity_ids)}

    def answer_rate(self, owner: str) -> tuple[int, int]:
        """How many questions this owner was asked, and how many of them somebody answered."""
        asked, answered = self._connection.execute(_RATE, {"owner": owner}).one()
        return asked, answered

    def unheard(self, owner: str) -> int:
        """How many questions this owner was asked; 0 where one of them was ever answered, put off or handed over."""
        states = list(self._all(_STATES, {"owner": owner}))
        silent = all(state in _UNHEARD and not put_off for state, _, put_off in states)
        return sum(int(count) for _, count, _ in states) if silent else 0


def _parameters(nudge: Nudge) -> dict[str, Any]:
    question, reason, give = nudge.question, nudge.question.reason, nudge.question.give
    return {
        "opportunity": question.opportunity,
        "owner": question.owner,
        "rule": reason.rule,
        "about": reason.about,
        "words": reason.words,
        "field": reason.field,
        "give_kind": give.kind,
        "give_words": give.words,
        "give_offers": give.offers,
        "worth": float(question.worth),
        "asked": question.asked,
        "asked_at": nudge.asked_at,
        "thread": nudge.thread,
        "state": nudge.state,
        "until": nudge.until,
        "answered_by": nudge.answered_by,
        "answered_at": nudge.answered_at,
        "statement": nudge.statement,
    }


def _nudges(rows: Iterable[AnyRow]) -> tuple[Nudge, ...]:
    return tuple(_nudge(row) for row in rows)


def _nudge(row: AnyRow) -> Nudge:
    opportunity, owner, rule, about, words, field, give_kind, give_words, give_offers, worth, asked, *state = row
    reason, give = Reason(rule, about, words, field), Give(give_kind, give_words, give_offers)
    return Nudge(Question(opportunity, owner, reason, give, worth, asked), *state)
