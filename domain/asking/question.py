"""A question worth asking: about one opportunity, for a reason, with something given in return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.alerts.routing import STANDARD_RULES, AlertRules
from domain.asking.before_visit import Ahead
from domain.reading.reading import About
from domain.sales.process import Field


class RuleKind(StrEnum):
    """When an opportunity deserves a question; app.yaml turns each on with its own numbers."""

    CLOSE_DATE_PASSED = "close_date_passed"
    CLOSING_SOON = "closing_soon"
    NO_CHANGE = "no_change"
    STAGE_TOO_LONG = "stage_too_long"
    FIELD_MISSING = "field_missing"
    SLIPPED = "slipped"
    AMOUNT_JUMPED = "amount_jumped"
    BIG_AND_UNCERTAIN = "big_and_uncertain"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line under `nudges` in app.yaml.

    `days` for closing_soon and no_change; `times` for slipped; `percent` for amount_jumped; `amount` (company currency)
    and `between` (whole percent, both included) for big_and_uncertain.
    """

    kind: RuleKind
    days: int = 14
    times: int = 2
    percent: int = 50
    amount: Decimal = Decimal(0)
    between: tuple[int, int] = (30, 70)


@dataclass(frozen=True, slots=True)
class Playbook:
    """What the quarterback does unasked. `cool_down` is in days of one opportunity; `digest_hour` is local.

    `visit_page` says when the page of an account comes before an agreed visit.
    """

    rules: tuple[Rule, ...]
    cool_down: int = 5
    digest_hour: int = 8
    alerts: AlertRules = STANDARD_RULES
    visit_page: Ahead = Ahead.EVENING


ABOUT_FIELD: Mapping[Field, About] = {
    Field.STAGE: About.STAGE,
    Field.PROBABILITY: About.PROBABILITY,
    Field.AMOUNT: About.AMOUNT,
    Field.CLOSE_DATE: About.CLOSE_DATE,
    Field.NEXT_STEP: About.NEXT_STEP,
    Field.NEXT_STEP_DATE: About.NEXT_STEP,
}
"""What one asks about to learn a field."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this opportunity: the rule that holds, in words, and what to ask about. `field` where one is missing."""

    rule: RuleKind
    about: About
    words: str
    field: Field | None = None

    @property
    def may_stand(self) -> bool:
        """Whether "still so" is an answer: not where a value is missing, or where a date has passed."""
        asks_for_news = self.rule is RuleKind.CLOSE_DATE_PASSED or self.about in (About.NEXT_STEP, About.VISIT)
        return self.field is None and not asks_for_news


class GiveKind(StrEnum):
    """What comes with a question."""

    STAKE = "stake"
    NEWS = "news"
    HELP = "help"
    HOLD = "hold"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Give:
    """What the rep gets with the question, in one sentence. `offers` is a kind of help that one tap asks for."""

    kind: GiveKind
    words: str
    offers: str = ""

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise ValueError("a give says something: `words` is empty")


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one owner about one opportunity. It cannot be built without a give.

    `asked` is the question as it was put, so that it can be shown again when the record has moved on.
    """

    opportunity: str
    owner: str
    reason: Reason
    give: Give
    worth: float
    asked: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.give, Give):
            raise TypeError("no question without a give")


class NudgeState(StrEnum):
    """Where a nudge stands."""

    OPEN = "open"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    HANDED_OVER = "handed_over"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Nudge:
    """A question that was asked. `thread` is where it lives.

    `until` is when one that was put off comes again, or last came (UTC). `statement` answered it with a change.
    """

    question: Question
    asked_at: datetime
    thread: int
    state: NudgeState = NudgeState.OPEN
    until: datetime | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    statement: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the log of changes says of one opportunity, for the rules.

    `slips` counts moves of the close date to a later day; `amount_before` is the amount before the last move of it, if
    that lies within the last 30 days.
    """

    slips: int = 0
    amount_before: Decimal | None = None
    amount_moved: date | None = None
