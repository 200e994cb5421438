"""What an answer is worth: how big × how uncertain × how stale × will they answer.

The cold-start form of the expected cut in forecast error, a · √( p(1−p) · (1 − e^(−τ/T)) · ρ ), with amount a, recorded
probability p, τ days since anybody confirmed the record, T the median days between changes, ρ the owner's reply rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from domain.sales.opportunity import Opportunity

Floats = npt.NDArray[np.float64]
TYPICAL_DAYS_BETWEEN_CHANGES = 14.0
_SURE = 0.02  # nobody is surer than 2 % or 98 % of what is still open


@dataclass(frozen=True, slots=True)
class Book:
    """Open opportunities as columns of equal length n, float64.

    `amount` in the company's currency, `probability` 0 to 1, `days` since confirmed, `reply_rate` of the owner 0 to 1.
    """

    amount: Floats
    probability: Floats
    days: Floats
    reply_rate: Floats

    @classmethod
    def of(cls, opportunities: Sequence[Opportunity], today: date, reply_rate: float) -> "Book":
        """The columns of one owner's opportunities; an unknown amount counts as the median of the known ones."""
        amounts = np.array([float(o.amount) if o.amount else np.nan for o in opportunities], dtype=np.float64)
        known = amounts[~np.isnan(amounts)]
        amounts[np.isnan(amounts)] = np.median(known) if known.size else 1.0
        return cls(
            amounts,
            np.array([o.probability / 100 for o in opportunities], dtype=np.float64),
            np.array([_days_silent(o, today) for o in opportunities], dtype=np.float64),
            np.full(len(opportunities), reply_rate, dtype=np.float64),
        )


def worth(book: Book, typical_days: float = TYPICAL_DAYS_BETWEEN_CHANGES) -> Floats:
    """The worth of asking about each, shape (n,), in the currency of the amounts."""
    p = np.clip(book.probability, _SURE, 1 - _SURE)
    stale = 1 - np.exp(-np.maximum(book.days, 0) / typical_days)
    out: Floats = book.amount * np.sqrt(p * (1 - p) * stale * book.reply_rate)
    return out


def most_worth_first(values: Floats) -> list[int]:
    """Indexes by falling worth, equal ones in their given order."""
    indexes: list[int] = np.argsort(-values, kind="stable").tolist()
    return indexes


def reply_rate(asked: int, answered: int) -> float:
    """How likely an answer is, from how many of how many; two answered questions are assumed at the start."""
    return (answered + 2) / (asked + 2)


def _days_silent(opportunity: Opportunity, today: date) -> int:
    seen = opportunity.confirmed.date() if opportunity.confirmed else opportunity.created
    return (today - seen).days if seen else 365
