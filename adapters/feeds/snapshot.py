"""Credit is read as a whole round over all customers: balances change without a trace in any date of last change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from adapters.feeds import values
from adapters.feeds.feed import Faulty, Mark, Page
from domain.sales.account_facts import AccountName, CreditHold, HoldState
from domain.sales.imports.cells import Habits

_PLAIN = Habits()


@dataclass(frozen=True, slots=True)
class Round:
    """One round over all customers: when it began (UTC), how many were read, who could not be, and where it goes on."""

    began: datetime
    read: int = 0
    after: str = ""
    spared: tuple[str, ...] = ()

    @classmethod
    def of(cls, mark: Mark, now: datetime) -> "Round":
        """Goes on as the mark says, or begins now."""
        began = values.moment(mark.get("began"))
        if began is None:
            return cls(now)
        return cls(began, int(mark.get("read", 0)), str(mark.get("after", "")), tuple(mark.get("spared", ())))

    def page(self, holds: Sequence[CreditHold], read: int, after: str, faults: Sequence[Faulty]) -> Page:
        """The page that held `read` customers; `after` is from where to go on, "" where the round is over."""
        total, spared = self.read + read, (*self.spared, *(fault.id for fault in faults))
        if after and after != self.after:
            kept = {"began": self.began.isoformat(), "read": total, "after": after, "spared": list(spared)}
            return Page(tuple(holds), kept, True, read, tuple(faults))
        # A round that saw nobody has lost its rights, more likely than its customers: it releases nothing.
        whole = self.began if total > len(spared) else None
        return Page(tuple(holds), {}, False, read, tuple(faults), whole, spared)


def hold(
    source: str, item: Mapping[str, Any], began: datetime, *, blocked: bool, limit: Any = None, owed: Any = None
) -> CreditHold | None:
    """The hold of one customer, None where there is none. `item` has id, name, number, web, mail, overdue and reason.

    A customer is held who is blocked, or owes more than the limit. Amounts in the books' own currency.
    """
    over = _over(limit, owed)
    if not blocked and not over:
        return None
    domain = values.domain_of(item.get("web")) or values.domain_of(item.get("mail"))
    return CreditHold(
        source=source,
        source_id=values.words(item["id"]),
        account=AccountName(values.words(item.get("number")), domain, values.words(item.get("name"))),
        state=HoldState.PLACED,
        at=began,
        seen=began,
        overdue=values.money(item.get("overdue"), _PLAIN),
        over_limit=over,
        currency=values.words(item.get("currency")).upper()[:3],
        reason=values.words(item.get("reason")),
    )


def _over(limit: Any, owed: Any) -> Decimal | None:
    """By how much more is owed than the limit; None where there is no limit, or it holds."""
    allowed, debt = values.money(limit, _PLAIN), values.money(owed, _PLAIN)
    return debt - allowed if allowed is not None and debt is not None and debt > allowed else None
