"""An alert about one fact of an account, to whom it is brought, and who wants none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.sales.account_facts import FactKind


class What(StrEnum):
    """What happened last to a hold or a ticket."""

    PLACED = "placed"
    RAISED = "raised"
    LOWERED = "lowered"
    UNKNOWN = "unknown"
    RELEASED = "released"
    OPENED = "opened"
    ESCALATED = "escalated"
    EASED = "eased"
    BREACHED = "breached"
    REOPENED = "reopened"
    SOLVED = "solved"
    GONE = "gone"
    CHANGED = "changed"


class AlertState(StrEnum):
    """Where an alert stands; acknowledged: somebody has seen it and takes care."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Alert:
    """What stands open about one fact. `fact` is the row of it, `account` the id of ours; times are UTC."""

    fact: int
    account: str
    what: What
    at: datetime
    state: AlertState = AlertState.OPEN
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    assigned_to: str | None = None
    id: int = 0


class DeliveryState(StrEnum):
    """waiting for its time, kept for the digest, sent, or dropped because it was over, or not wanted, before."""

    WAITING = "waiting"
    DIGEST = "digest"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert on its way to one person, or to one channel ("" is the other). `due` is when it may be said (UTC)."""

    alert: int
    person: str
    channel: str
    state: DeliveryState
    due: datetime
    sent_at: datetime | None = None
    thread: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Mute:
    """What one person wants no alerts about: an account, or a kind of fact (None is the other), until then or ever."""

    person: str
    account: str = ""
    kind: FactKind | None = None
    until: datetime | None = None

    def holds(self, account: str, kind: FactKind, now: datetime) -> bool:
        about = (not self.account or self.account == account) and (self.kind is None or self.kind is kind)
        return about and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said to an alert."""

    alert: int
    by: str
    words: str
    at: datetime
    id: int = 0
