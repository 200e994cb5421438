"""Somebody is asked to come along to a customer: who, when, and how that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.requests.machine import Machine, Move, Party
from domain.sales.people import Person


class VisitState(StrEnum):
    """`draft`: what was wished is not possible, and what is was offered; `proposed`: the specialist named a time;
    `held`: it is over."""

    DRAFT = "draft"
    ASKED = "asked"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    HELD = "held"


_S = VisitState
_BEFORE = (_S.DRAFT, _S.ASKED, _S.PROPOSED)
_ASKING, _ASKED = (Party.ASKING,), (Party.ASKED,)

VISITS = Machine(
    (_S.DRAFT, _S.ASKED),
    (
        Move("ask", (_S.DRAFT,), _S.ASKED, _ASKING),
        Move("accept", (_S.ASKED,), _S.AGREED, _ASKED),
        Move("propose", (_S.ASKED, _S.PROPOSED, _S.AGREED), _S.PROPOSED, _ASKED),
        Move("take", (_S.PROPOSED,), _S.AGREED, _ASKING),
        Move("counter", (*_BEFORE, _S.AGREED), _S.ASKED, _ASKING),
        Move("pass_on", (_S.ASKED, _S.PROPOSED, _S.AGREED), _S.ASKED, _ASKED),
        Move("somebody_else", _BEFORE, _S.ASKED, _ASKING),
        Move("decline", (_S.ASKED, _S.PROPOSED, _S.AGREED), _S.DECLINED, _ASKED),
        Move("withdraw", _BEFORE, _S.WITHDRAWN, _ASKING),
        Move("cancel", (_S.AGREED,), _S.CANCELLED, _ASKING),
        Move("hold", (_S.AGREED,), _S.HELD, (Party.CLOCK,)),
    ),
)

RUNNING = (*_BEFORE, _S.AGREED)
STANDARD_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Visit:
    """A specialist asked for. `slots` are the times on the table (UTC); once agreed there is one.

    `asked_by` asks for `owner`; `passed` are ids of those who declined; `why` says why what was wished is not possible,
    `words` what was said last; `place` is where, unless at the customer's; `wished` is the day, or day and
    time, as it was wished where the asker lives (ISO, "" for none). It was asked in `thread`, of the specialist in
    `asked_thread`.
    """

    request: int
    opportunity: str
    asked_by: str
    owner: str
    specialist: str
    slots: tuple[datetime, ...]
    at: datetime
    state: VisitState = VisitState.ASKED
    minutes: int = STANDARD_MINUTES
    passed: tuple[str, ...] = ()
    why: str = ""
    words: str = ""
    place: str = ""
    wished: str = ""
    thread: int | None = None
    asked_thread: int | None = None
    version: int = 1
    id: int = 0

    def moved(self, name: str, party: Party) -> "Visit":
        """After that move. NotNow where it is not allowed."""
        return replace(self, state=VISITS.after(self.state, name, party))


@dataclass(frozen=True, slots=True)
class Appointment:
    """What was agreed, on the account. `uid` and `sequence` are those of its invitations; `starts` is UTC."""

    visit: int
    uid: str
    opportunity: str
    account_id: str
    account: str
    kind: str
    owner: str
    specialist: str
    starts: datetime
    minutes: int = STANDARD_MINUTES
    place: str = ""
    notes: str = ""
    cancelled: bool = False
    sequence: int = 0
    id: int = 0

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def in_turn(pool: Sequence[Person], last_asked: Mapping[str, datetime]) -> tuple[Person, ...]:
    """The pool, least recently asked first; who was never asked comes before, in the order of app.yaml."""
    never = [person for person in pool if person.id not in last_asked]
    before = [person for person in pool if person.id in last_asked]
    return (*never, *sorted(before, key=lambda person: last_asked[person.id]))
