"""What an assistant may do for a rep: how much, from when, until when, and whether the rep has ended it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.sales.values import show_date


class Scope(StrEnum):
    """How much somebody may do for a rep. Each scope includes those before it.

    `read` shows the rep's opportunities, `update` records what is said of them, `forecast` also says how they count.
    """

    READ = "read"
    UPDATE = "update"
    FORECAST = "forecast"

    def includes(self, other: "Scope") -> bool:
        order = tuple(Scope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Grant:
    """What one assistant may do for the rep of that id; `starts` and `ends` are days of the rep, both included."""

    rep: str
    scope: Scope = Scope.UPDATE
    starts: date | None = None
    ends: date | None = None

    def holds(self, today: date) -> bool:
        return (self.starts is None or self.starts <= today) and (self.ends is None or today <= self.ends)


@dataclass(frozen=True, slots=True)
class Revocation:
    """A rep's word that an assistant acts for them no longer, whatever app.yaml says, until they take it back."""

    assistant: str
    rep: str
    at: datetime


def in_force(
    assistant: str, grants: Collection[Grant], revoked: Collection[tuple[str, str]], zone: ZoneInfo, now: datetime
) -> tuple[Grant, ...]:
    """The grants that hold at that moment; `revoked` are pairs of assistant and rep, `zone` is where days begin."""
    today = now.astimezone(zone).date()
    return tuple(grant for grant in grants if grant.holds(today) and (assistant, grant.rep) not in revoked)


def in_words(grant: Grant) -> str:
    """What it allows: "read and update, until 31 Dec 2026"."""
    scope = {
        Scope.READ: "read only",
        Scope.UPDATE: "read and update",
        Scope.FORECAST: "read, update and forecast",
    }[grant.scope]
    starts = [f"from {show_date(grant.starts)}"] if grant.starts else []
    ends = [f"until {show_date(grant.ends)}"] if grant.ends else []
    return ", ".join([scope, *starts, *ends])
