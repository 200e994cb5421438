"""What one reply says: values with the words that made them. A reading never touches anything."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field, SalesProcess


class Kind(StrEnum):
    """What sort of reply it is (GUIDE section 2)."""

    UPDATE = "update"
    NO_CHANGE = "no_change"
    LATER = "later"
    NOT_MINE = "not_mine"
    QUESTION = "question"
    UNCLEAR = "unclear"


class About(StrEnum):
    """What the bot had asked about."""

    WHERE_IT_STANDS = "where_it_stands"
    PROBABILITY = "probability"
    CLOSE_DATE = "close_date"
    STAGE = "stage"
    AMOUNT = "amount"
    NEXT_STEP = "next_step"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a reply may answer."""

    opportunity: str
    about: About


@dataclass(frozen=True, slots=True)
class Context:
    """What a reply is read against. `now` is aware, in the speaker's zone; `opportunities` are the open ones meant."""

    now: datetime
    process: SalesProcess
    opportunities: tuple[Opportunity, ...]
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One value for one field. `evidence` is an exact substring of the reply; `rules` name what read it."""

    opportunity: str
    field: Field
    value: Value
    evidence: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """What must be asked back. `field` None: which opportunity is meant, `choices` are ids. `why` is a short reason."""

    opportunity: str | None
    field: Field | None
    evidence: str
    choices: tuple[Value, ...] = ()
    why: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """Help the speaker asks for. `kind` is one of HELP_KINDS; `value` of a discount is percent."""

    opportunity: str
    kind: str
    evidence: str
    person: str | None = None
    day: date | None = None
    value: Decimal | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reply says. `until` goes with LATER, `hand_to` with NOT_MINE."""

    kind: Kind
    changes: tuple[Finding, ...] = ()
    proposals: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    requests: tuple[HelpRequest, ...] = ()
    until: date | datetime | None = None
    hand_to: str | None = None
    rules: tuple[str, ...] = ()
