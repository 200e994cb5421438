"""What moved a quarter's open amounts between two moments: every step has its opportunities, and the steps add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from domain.forecast.book import Line
from domain.sales.opportunity import Value
from domain.sales.process import Field, SalesProcess, Stage

_NOTHING = Decimal(0)


class Step(StrEnum):
    """In the order of the waterfall."""

    NEW = "new"
    PULLED_IN = "pulled in"
    SLIPPED_IN = "slipped in"
    GREW = "grew"
    SHRANK = "shrank"
    SLIPPED = "slipped out"
    PULLED_AHEAD = "pulled ahead"
    LOST = "lost"
    WON = "won"


class Standing(NamedTuple):
    """How one opportunity stood at a moment: open with an amount and a close date, won or lost."""

    amount: Decimal
    close_date: date | None
    won: bool
    lost: bool

    def counts(self, first: date, last: date) -> bool:
        """Whether it was open and to close between two days, both included."""
        return not (self.won or self.lost) and self.close_date is not None and first <= self.close_date <= last


@dataclass(frozen=True, slots=True)
class Move:
    """One opportunity's part of a step, signed."""

    line: Line
    step: Step
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Movement:
    """From `start` by the moves to `end`: open amounts that are to close in the quarter."""

    start: Decimal
    end: Decimal
    moves: tuple[Move, ...] = field(default=())

    def total(self, step: Step) -> Decimal:
        return sum((move.amount for move in self.moves if move.step is step), _NOTHING)


def movement(
    lines: Iterable[Line],
    before: Mapping[str, Mapping[Field, Value]],
    since: date,
    span: tuple[date, date],
    process: SalesProcess,
) -> Movement:
    """Between the end of `since` and now. `lines` are all that may count now or counted then, each once.

    `before` holds, by opportunity, what each field that moved since then stood at. What was created after `since` was
    not there.
    """
    start = end = _NOTHING
    moves: list[Move] = []
    stages = {stage.name: stage for stage in process.stages}
    for line in lines:
        now, moved = _standing(line, {}, stages), before.get(line.id)
        is_new = line.created is not None and line.created > since
        then = None if is_new else _standing(line, moved, stages) if moved else now
        start += then.amount if then and then.counts(*span) else _NOTHING
        end += now.amount if now.counts(*span) else _NOTHING
        if then is not now:
            moves += [Move(line, step, amount) for step, amount in _steps(then, now, span) if amount]
    return Movement(start, end, tuple(moves))


def _standing(line: Line, before: Mapping[Field, Value], stages: Mapping[str, Stage]) -> Standing:
    """How it stood before those fields moved."""
    known = stages.get(str(before.get(Field.STAGE, line.stage)))
    amount = before.get(Field.AMOUNT, line.amount)
    close = before.get(Field.CLOSE_DATE, line.close_date)
    return Standing(
        amount if isinstance(amount, Decimal) else _NOTHING,
        close if isinstance(close, date) else None,
        bool(known and known.won),
        bool(known and known.lost),
    )


def as_of(
    line: Line, before: Mapping[Field, Value], day: date, confirmed: datetime | None, process: SalesProcess
) -> Line | None:
    """The line as it stood when `day` ended, before those fields moved; None where it was not there or not open then.

    `confirmed` is when somebody last spoke of it by then.
    """
    if line.created and line.created > day:
        return None
    stage = str(before.get(Field.STAGE, line.stage))
    closed = process.has_stage(stage) and process.stage(stage).closed
    if closed or (Field.STAGE not in before and line.closed_on is not None and line.closed_on <= day):
        return None
    moved: dict[str, Any] = {field.value: value for field, value in before.items() if field.value in Line._fields}
    since = line.stage_since if line.stage_since and line.stage_since <= day and Field.STAGE not in before else None
    return line._replace(**moved, confirmed=confirmed, stage_since=since, closed_on=None)


def largest(moves: Sequence[Move], at_most: int) -> tuple[Move, ...]:
    """The moves that weigh most."""
    return tuple(sorted(moves, key=lambda move: -abs(move.amount))[:at_most])


def _steps(then: Standing | None, now: Standing, span: tuple[date, date]) -> Iterable[tuple[Step, Decimal]]:
    counted, counts = bool(then and then.counts(*span)), now.counts(*span)
    was = then.amount if then and counted else _NOTHING
    if now.won and not (then and then.won) and (counted or _within(now.close_date, span)):
        # It is won at what it is worth now, so what came to it before is a step of its own.
        entered = _resized(now.amount - was) if counted else ((_entry(then, span), now.amount),)
        return (*entered, (Step.WON, -now.amount))
    if counted and now.lost:
        return ((Step.LOST, -was),)
    if counted and counts:
        return _resized(now.amount - was)
    if counted:
        ahead = now.close_date is not None and now.close_date < span[0]
        return ((Step.PULLED_AHEAD if ahead else Step.SLIPPED, -was),)
    return ((_entry(then, span), now.amount),) if counts else ()


def _resized(by: Decimal) -> tuple[tuple[Step, Decimal], ...]:
    return ((Step.GREW if by > 0 else Step.SHRANK, by),)


def _entry(then: Standing | None, span: tuple[date, date]) -> Step:
    """From a later quarter, or from no date, it was pulled in; from an earlier one it slipped in."""
    if then is None:
        return Step.NEW
    return Step.SLIPPED_IN if then.close_date is not None and then.close_date < span[0] else Step.PULLED_IN


def _within(day: date | None, span: tuple[date, date]) -> bool:
    return day is not None and span[0] <= day <= span[1]
