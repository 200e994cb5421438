"""What a later export changes, and what it must leave as somebody said it since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.sales.change import Change
from domain.sales.imports.records import Moment
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field

IMPORTER = "import"
OWNER = "owner"
REMEMBERED = (*Field, OWNER)
_WITH_THE_STAGE = (Field.PROBABILITY, Field.CLOSE_DATE, Field.FORECAST_CATEGORY)
_PLAIN = ("name", "account", "account_id", "product", "currency", "created")


@dataclass(frozen=True, slots=True)
class Before:
    """What an opportunity's row said when it was last imported, by attribute, and as of when (UTC)."""

    at: datetime
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that stands although the file says otherwise. `moved`: the file says so newly. `said`: who said it."""

    field: str
    recorded: Value
    in_file: Value
    moved: bool
    said: Change | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """The opportunity as it stands after the import, and what was kept."""

    opportunity: Opportunity
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an opportunity besides its record. `said`: the newest change of each field by a person."""

    before: Before | None = None
    said: Mapping[Field, Change] | None = None


def value_of(opportunity: Opportunity, name: str) -> Value:
    """The value of one of REMEMBERED."""
    value: Value = getattr(opportunity, name)
    return value


def merge(
    recorded: Opportunity,
    in_file: Opportunity,
    covers: Collection[str],
    history: History,
    moment: Moment,
    prefer_file: bool = False,
) -> Merged:
    """Lays a row on what is recorded.

    A value is taken where the file has moved since its last import and nobody has said otherwise since; a value that
    the file merely repeats takes nothing back. To or from a closed stage, probability, close date and category follow.
    """
    taken: dict[str, Value] = {}
    kept: list[Kept] = []
    along = _along(recorded, in_file, covers)
    for name in REMEMBERED:
        if name not in covers or name in along:
            continue
        new, old = value_of(in_file, name), value_of(recorded, name)
        if new == old:
            continue
        verdict = None if prefer_file else _verdict(name, new, old, history)
        if verdict is None:
            taken[name] = new
        else:
            kept.append(verdict)
    if Field.STAGE in taken:
        taken |= along
    return Merged(_settled(recorded, in_file, taken, covers, moment), tuple(kept))


def _along(recorded: Opportunity, in_file: Opportunity, covers: Collection[str]) -> dict[str, Value]:
    """What moves with the stage where one of both is closed."""
    if recorded.stage == in_file.stage or not (recorded.closed_on or in_file.closed_on):
        return {}
    along = {str(name): in_file.get(name) for name in _WITH_THE_STAGE}
    if Field.CLOSE_DATE not in covers:
        along[Field.CLOSE_DATE] = in_file.closed_on or recorded.close_date
    return along


def _verdict(name: str, new: Value, old: Value, history: History) -> Kept | None:
    """Why the recorded value stands; None where the file's is taken."""
    said = (history.said or {}).get(Field(name)) if name != OWNER else None
    if history.before is None or name not in history.before.values:
        return Kept(name, old, new, True, said) if said else None
    base = history.before.values[name]
    if new == base:
        return Kept(name, old, new, False, said)
    if old == base or (said is None and name != OWNER) or (said and said.at <= history.before.at):
        return None
    return Kept(name, old, new, True, said)


def _settled(
    recorded: Opportunity, in_file: Opportunity, taken: Mapping[str, Value], covers: Collection[str], moment: Moment
) -> Opportunity:
    """The recorded opportunity with what was taken, and what follows from it; itself where nothing moves."""
    stage, close_date = taken.get(Field.STAGE, recorded.stage), taken.get(Field.CLOSE_DATE, recorded.close_date)
    same = stage == recorded.stage
    if stage != in_file.stage:
        since, closed_on = recorded.stage_since, recorded.closed_on
    elif in_file.closed_on:
        still = same and recorded.closed_on and close_date == recorded.close_date
        since = closed_on = recorded.closed_on if still else in_file.closed_on
    else:
        since = in_file.stage_since or (recorded.stage_since if same else moment.today)
        closed_on = None
    confirmed = [each for each in (recorded.confirmed, in_file.confirmed, moment.at if taken else None) if each]
    settled: dict[str, Any] = {  # names of attributes, known only now: no static type fits
        **{name: getattr(in_file, name) for name in _PLAIN if name in covers},
        **taken,
        "stage_since": since,
        "closed_on": closed_on,
        "confirmed": max(confirmed, default=None),
    }
    moved = {name: value for name, value in settled.items() if getattr(recorded, name) != value}
    return replace(recorded, **moved) if moved else recorded
