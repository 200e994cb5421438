"""One field of one opportunity moved, in whose words: the log of changes is the truth."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field, SalesProcess


@dataclass(frozen=True, slots=True)
class Statement:
    """Something one person said or clicked that may change records. Undo takes back a statement as a whole.

    `said_by` is the actor, `said_for` the owner it was made for (the same person unless delegated). The message it came
    from is named by platform, workspace, conversation and message id, so that an edit finds it. The words are not kept
    here: each change keeps its own quote.
    """

    said_by: str
    said_for: str
    at: datetime
    platform: str = ""
    workspace: str = ""
    conversation: str = ""
    message_id: str = ""
    thread: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Before and after of one high card. `undoes` is the id of the change that this one takes back."""

    opportunity: str
    field: Field
    before: Value
    after: Value
    by: str
    on_behalf_of: str
    quote: str
    at: datetime
    statement: int = 0
    undoes: int | None = None
    id: int = 0

    @property
    def opens(self) -> bool:
        """Whether this is how the opportunity came to be: it had no stage before."""
        return self.field is Field.STAGE and self.before is None and self.undoes is None


def apply(change: Change, opportunity: Opportunity) -> Opportunity:
    """The opportunity with that field moved. ValueError when it does not stand at the change's `before`."""
    if opportunity.get(change.field) != change.before:
        raise ValueError(f"{change.field} of {opportunity.id} is no longer {change.before!r}")
    return opportunity.with_value(change.field, change.after)


def reverse(change: Change, by: str, at: datetime, statement: int) -> Change:
    """The change that takes `change` back."""
    return replace(
        change,
        before=change.after,
        after=change.before,
        by=by,
        at=at,
        statement=statement,
        undoes=change.id,
        id=0,
    )


def withdrawn(opportunity: Opportunity, today: date) -> Opportunity:
    """What becomes of one that was opened by mistake: nobody's, so that no list, sum or question holds it any more.

    It is neither won nor lost, for it never was; the log keeps what was said of it.
    """
    return replace(opportunity, owner="", closed_on=today)


def opened(opportunity: Opportunity, statement: Statement, quote: str) -> tuple[Change, ...]:
    """How the log tells that an opportunity was made: every high card it has, from nothing."""
    return tuple(
        Change(
            opportunity.id,
            field,
            None,
            opportunity.get(field),
            statement.said_by,
            statement.said_for,
            quote,
            statement.at,
            statement.id,
        )
        for field in Field
        if opportunity.get(field) is not None
    )


def settle(before: Opportunity, after: Opportunity, process: SalesProcess, at: datetime, today: date) -> Opportunity:
    """What follows from moved fields and is no high card of its own: since when in the stage, closed on, confirmed.

    `today` is the day of `at` where the owner lives.
    """
    moved = before.stage != after.stage
    closed = process.has_stage(after.stage) and process.stage(after.stage).closed
    return replace(
        after,
        stage_since=today if moved else after.stage_since,
        closed_on=(after.closed_on or today) if closed else None,
        confirmed=at,
    )


def consequences(opportunity: Opportunity, change: Change, process: SalesProcess, today: date) -> tuple[Change, ...]:
    """What a move to a closed stage entails: probability 100 or 0 and the day as close date, under the same quote.

    An open stage's default probability is no consequence: nobody said it, so it is offered instead.
    """
    if change.field is not Field.STAGE or not isinstance(change.after, str):
        return ()
    stage = process.stage(change.after)
    if not stage.closed:
        return ()
    entailed: dict[Field, Value] = {
        Field.PROBABILITY: 100 if stage.won else 0,
        Field.CLOSE_DATE: today,
        Field.FORECAST_CATEGORY: stage.category,
    }
    return tuple(
        replace(change, field=field, before=opportunity.get(field), after=value)
        for field, value in entailed.items()
        if opportunity.get(field) != value
    )
