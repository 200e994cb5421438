"""A yes or no that a rep needs: its steps, who may decide each, and how it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.requests.machine import Machine, Move, Party
from domain.sales.approvals import ApprovalRule

DISCOUNT = "discount_approval"


class ApprovalState(StrEnum):
    RUNNING = "running"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_S = ApprovalState

APPROVALS = Machine(
    (_S.RUNNING,),
    (
        Move("comment", (_S.RUNNING,), _S.RUNNING, (Party.ASKED, Party.ASKING)),
        Move("pass_step", (_S.RUNNING,), _S.RUNNING, (Party.ASKED,)),
        Move("approve", (_S.RUNNING,), _S.APPROVED, (Party.ASKED,)),
        Move("refuse", (_S.RUNNING,), _S.REFUSED, (Party.ASKED,)),
        Move("withdraw", (_S.RUNNING,), _S.WITHDRAWN, (Party.ASKING,)),
        Move("escalate", (_S.RUNNING,), _S.RUNNING, (Party.CLOCK,)),
    ),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """`steps` are the ids of who may decide each step, fixed when it was asked; `step` is the one it waits at.

    `size` is percent for a discount, otherwise None or what was said; `due` is when it is escalated (UTC).
    """

    request: int
    opportunity: str
    kind: str
    size: Decimal | None
    asked_by: str
    owner: str
    quote: str
    steps: tuple[tuple[str, ...], ...]
    at: datetime
    due: datetime
    step: int = 0
    escalated: bool = False
    state: ApprovalState = ApprovalState.RUNNING
    thread: int | None = None
    version: int = 1
    id: int = 0

    @property
    def deciders(self) -> tuple[str, ...]:
        """Whose turn it is; nobody's once it is settled."""
        return self.steps[self.step] if self.state is ApprovalState.RUNNING else ()

    @property
    def last_step(self) -> bool:
        return self.step == len(self.steps) - 1

    def may_decide(self, person: str) -> bool:
        """Nobody decides what they asked for, or what was asked in their name."""
        return person in self.deciders and person not in (self.asked_by, self.owner)

    def approved(self) -> "Approval":
        """After one yes: at the next step, or approved. NotNow where it is settled."""
        if self.last_step:
            return replace(self, state=APPROVALS.after(self.state, "approve", Party.ASKED))
        return replace(
            self, state=APPROVALS.after(self.state, "pass_step", Party.ASKED), step=self.step + 1, escalated=False
        )

    def refused(self) -> "Approval":
        return replace(self, state=APPROVALS.after(self.state, "refuse", Party.ASKED))

    def withdrawn(self) -> "Approval":
        return replace(self, state=APPROVALS.after(self.state, "withdraw", Party.ASKING))

    def escalated_to(self, person: str) -> "Approval":
        """The step may be decided by that person too ("" adds nobody), and is not escalated again."""
        state = APPROVALS.after(self.state, "escalate", Party.CLOCK)
        here = self.steps[self.step]
        adds = person and person not in (*here, self.asked_by, self.owner)
        steps = (*self.steps[: self.step], (*here, person) if adds else here, *self.steps[self.step + 1 :])
        return replace(self, state=state, steps=steps, escalated=True)


class Verdict(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"
    COMMENT = "comment"
    WITHDRAWN = "withdrawn"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person said of an approval, at which step, in their words ("" where they tapped)."""

    approval: int
    step: int
    person: str
    verdict: Verdict
    words: str
    at: datetime
    id: int = 0


def steps_for(
    rule: ApprovalRule, size: Decimal, managers: Sequence[str], asking: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """Who decides, step by step, for that size. Whoever asks decides nothing; a step nobody is left for goes to
    `escalate_to`; where that is nobody either the step stays empty, and so cannot be decided.
    """
    steps = []
    for step in rule.steps:
        if step.above and size <= step.above:
            continue
        named = dict.fromkeys((*(managers if step.manager else ()), *step.by))
        left = tuple(person for person in named if person not in asking)
        last = (rule.escalate_to,) if rule.escalate_to and rule.escalate_to not in asking else ()
        steps.append(left or last)
    return tuple(steps)


def discounted(amount: Decimal, percent: Decimal) -> Decimal:
    """The amount with that many percent off, to the cent."""
    return (amount * (100 - percent) / 100).quantize(Decimal("0.01"))
