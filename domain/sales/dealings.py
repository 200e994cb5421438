"""What stands open between the quarterback and a person: threads, offers waiting for a yes, help asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.sales.opportunity import Value
from domain.sales.process import Field


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation about one opportunity. `root` is the platform's id of its first message, None until posted."""

    person: str
    platform: str
    workspace: str
    conversation: str
    root: str | None = None
    opportunity: str | None = None
    id: int = 0


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Offer:
    """Values one tap would record: one proposed, or several to choose from. Buttons name it by id and pick.

    `opportunity` None asks which opportunity is meant: `choices` are ids then, `field` is None and `quote` is the whole
    reply, to be read again for the chosen one.
    """

    person: str
    statement: int
    opportunity: str | None
    field: Field | None
    choices: tuple[Value, ...]
    quote: str
    thread: int | None = None
    state: OfferState = OfferState.OPEN
    id: int = 0


class RequestState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Request:
    """Help a rep asked for. `kind` is one of HELP_KINDS; `asked_of` a person's id; `value` of a discount is percent."""

    opportunity: str
    kind: str
    asked_by: str
    quote: str
    at: datetime
    statement: int
    asked_of: str | None = None
    day: date | None = None
    value: Decimal | None = None
    state: RequestState = RequestState.OPEN
    id: int = 0
