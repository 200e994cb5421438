"""How an opportunity moved: what a change of one field means to whoever looks at a pipeline."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.sales.change import Change
from domain.sales.process import Field, SalesProcess


class Kind(StrEnum):
    """What a manager calls it."""

    WON = "won"
    LOST = "lost"
    SLIPPED = "slipped"
    PULLED_IN = "pulled in"
    GREW = "grew"
    SHRANK = "shrank"
    STAGE = "moved stage"
    OTHER = "changed otherwise"


def kind_of(change: Change, process: SalesProcess) -> Kind:
    """The kind of one change."""
    before, after = change.before, change.after
    if change.field is Field.STAGE and isinstance(after, str):
        stage = process.stage(after) if process.has_stage(after) else None
        return Kind.WON if stage and stage.won else Kind.LOST if stage and stage.lost else Kind.STAGE
    if change.field is Field.CLOSE_DATE and isinstance(before, date) and isinstance(after, date):
        return Kind.SLIPPED if after > before else Kind.PULLED_IN
    if change.field is Field.AMOUNT and isinstance(before, Decimal) and isinstance(after, Decimal):
        return Kind.GREW if after > before else Kind.SHRANK
    return Kind.OTHER


def net(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of one opportunity, oldest first, without those that end where they began.

    Of a field that moved several times the last change is given, from where the first began.
    """
    first: dict[Field, Change] = {}
    last: dict[Field, Change] = {}
    for change in changes:
        first.setdefault(change.field, change)
        last[change.field] = change
    return tuple(
        replace(change, before=first[field].before)
        for field, change in last.items()
        if first[field].before != change.after
    )


def kinds_of(changes: Iterable[Change], process: SalesProcess) -> tuple[Kind, ...]:
    """What happened to one opportunity. What closed it says it all: a won one has not slipped as well."""
    kinds = tuple(dict.fromkeys(kind_of(change, process) for change in changes))
    closed = tuple(kind for kind in kinds if kind in (Kind.WON, Kind.LOST))
    return closed or kinds
