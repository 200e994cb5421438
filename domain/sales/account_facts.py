"""What others know of an account: credit holds, support tickets and news, as versioned facts of a source."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar


class FactKind(StrEnum):
    """What a fact is about."""

    HOLD = "hold"
    TICKET = "ticket"
    NEWS = "news"


TROUBLES = (FactKind.HOLD, FactKind.TICKET)
"""What people are alerted of."""


class HoldState(StrEnum):
    """Whether finance lets us deliver. A source that cannot tell says unknown, never released."""

    PLACED = "placed"
    RELEASED = "released"
    UNKNOWN = "unknown"


class TicketStatus(StrEnum):
    """Where a ticket stands; pending waits for the customer."""

    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"
    DELETED = "deleted"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How bad it is for the customer, from the least to the worst."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class AccountName:
    """How a source names an account: whatever it knows of its id with us, its web domain and its name."""

    id: str = ""
    domain: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """What stays the same for this source when the rest is spelt anew."""
        return (self.id or self.domain or self.name).strip().casefold()

    def __str__(self) -> str:
        return self.name or self.domain or self.id


@dataclass(frozen=True, slots=True)
class CreditHold:
    """A credit hold as one source says it is.

    `source_id` names it there. `version` is the source's own counter, `at` when the source wrote it (UTC): of one
    source all facts count, or none does (0). `seen` is when it was read (UTC). Amounts are in `currency`; None is not
    told. `takes_comments`: the source can be sent a comment on it.
    """

    source: str
    source_id: str
    account: AccountName
    state: HoldState
    at: datetime
    seen: datetime
    version: int = 0
    overdue: Decimal | None = None
    over_limit: Decimal | None = None
    currency: str = ""
    since: date | None = None
    reason: str = ""
    link: str = ""
    takes_comments: bool = False

    @property
    def kind(self) -> FactKind:
        return FactKind.HOLD

    @property
    def standing(self) -> bool:
        """Whether it stands against delivering, as far as is known."""
        return self.state is not HoldState.RELEASED


@dataclass(frozen=True, slots=True)
class SupportTicket:
    """A support ticket as one source says it is; ids, times and versions as in CreditHold.

    `opened` and `due` (by when an answer was promised) are UTC. `breached`: the source says that promise is broken.
    """

    source: str
    source_id: str
    account: AccountName
    status: TicketStatus
    at: datetime
    seen: datetime
    version: int = 0
    severity: Severity = Severity.NORMAL
    title: str = ""
    opened: datetime | None = None
    due: datetime | None = None
    breached: bool = False
    link: str = ""
    takes_comments: bool = False

    @property
    def kind(self) -> FactKind:
        return FactKind.TICKET

    @property
    def standing(self) -> bool:
        """Whether the customer still waits, as far as is known."""
        return self.status not in (TicketStatus.SOLVED, TicketStatus.DELETED)

    def late(self, now: datetime) -> bool:
        """Whether what was promised is broken: the source says so, or the time has passed."""
        return self.standing and (self.breached or (self.due is not None and self.due < now))


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something that was published about an account; ids and versions as in CreditHold.

    `at` is when it was published (UTC), `publisher` by whom ("" is not told). It obliges nobody to anything.
    """

    source: str
    source_id: str
    account: AccountName
    headline: str
    at: datetime
    seen: datetime
    version: int = 0
    publisher: str = ""
    link: str = ""

    @property
    def kind(self) -> FactKind:
        return FactKind.NEWS

    @property
    def standing(self) -> bool:
        return False


Trouble = CreditHold | SupportTicket
"""A fact of one of the kinds in TROUBLES."""
Fact = Trouble | NewsItem
F = TypeVar("F", bound=Fact)

# Of two claims to one version the more cautious counts.
_HOLDS = (HoldState.RELEASED, HoldState.UNKNOWN, HoldState.PLACED)
_TICKETS = (
    TicketStatus.DELETED,
    TicketStatus.SOLVED,
    TicketStatus.UNKNOWN,
    TicketStatus.PENDING,
    TicketStatus.OPEN,
)


def trouble(fact: Fact) -> Trouble:
    """The fact of an alert. TypeError for news, of which nobody is alerted."""
    if isinstance(fact, NewsItem):
        raise TypeError(f"{fact.source} {fact.source_id} is news")
    return fact


def merge(known: Fact | None, incoming: Fact) -> Fact:
    """What stands once both were told, in whatever order and however often: the newer version.

    Where two claim the same version, the more cautious counts: a hold rather than none. ValueError where they are not
    about the same thing.
    """
    if known is None:
        return incoming
    if (known.kind, known.source, known.source_id) != (incoming.kind, incoming.source, incoming.source_id):
        raise ValueError(f"{known.source} {known.source_id} and {incoming.source} {incoming.source_id} are two things")
    return max(known, incoming, key=_order)


def says_the_same(one: Fact, other: Fact) -> bool:
    """Whether both say the same, whenever each was read."""
    return replace(one, seen=other.seen) == other


def as_of(fact: F, heard: datetime | None, now: datetime, stale_after: timedelta) -> F:
    """The fact as it may be relied on `now`: unknown where its source was silent for longer than `stale_after`.

    `heard` is when the source as a whole was last read without a fault, which confirms what it did not mention.
    """
    if isinstance(fact, NewsItem) or now - last_confirmed(fact, heard) <= stale_after:
        return fact
    if isinstance(fact, CreditHold):
        return replace(fact, state=HoldState.UNKNOWN)
    return replace(fact, status=TicketStatus.UNKNOWN) if fact.standing else fact


def last_confirmed(fact: Fact, heard: datetime | None) -> datetime:
    """When the source last said that it is so (UTC)."""
    return max(fact.seen, heard) if heard else fact.seen


def _order(fact: Fact) -> tuple[Any, ...]:
    """Total, so that the greatest of any facts is the same in any order."""
    caution = 0
    if isinstance(fact, CreditHold):
        caution = _HOLDS.index(fact.state)
    elif isinstance(fact, SupportTicket):
        caution = _TICKETS.index(fact.status)
    said = {name: _spelt(value) for name, value in asdict(fact).items() if name != "seen"}
    return fact.version, fact.at, caution, sorted(said.items()), fact.seen


def _spelt(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
