"""A book of open opportunities as lines, and as columns of numbers for everything that is computed of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.sales.process import ForecastCategory

Floats = npt.NDArray[np.float64]
_LONG = 365  # days of silence where nobody ever spoke of it


class Line(NamedTuple):
    """What a forecast needs of an opportunity, named and typed like the fields of Opportunity."""

    id: str
    name: str
    account: str
    owner: str
    stage: str
    probability: int
    amount: Decimal | None
    close_date: date | None
    forecast_category: ForecastCategory | None
    created: date | None
    stage_since: date | None
    confirmed: datetime | None
    closed_on: date | None

    @property
    def title(self) -> str:
        """The name, with the account before it where the name alone does not say whose it is."""
        if not self.account or self.account.lower() in self.name.lower():
            return self.name
        return f"{self.account}, {self.name}"


@dataclass(frozen=True, slots=True)
class Book:
    """Lines as columns of equal length n: `amount` in the company's currency, `stated` probability 0 to 1."""

    lines: tuple[Line, ...]
    amount: Floats
    stated: Floats
    silent: Floats
    in_stage: Floats

    @classmethod
    def of(cls, lines: Sequence[Line], today: date) -> "Book":
        """The columns at the end of `today`. An unknown amount counts nothing; days are never negative."""
        return cls(
            tuple(lines),
            np.array([float(line.amount or 0) for line in lines], dtype=np.float64),
            np.array([line.probability for line in lines], dtype=np.float64) / 100,
            np.array([_silent(line, today) for line in lines], dtype=np.float64),
            np.array([_days(line.stage_since or line.created, today) for line in lines], dtype=np.float64),
        )


def _silent(line: Line, today: date) -> int:
    """Days since somebody spoke of it, or at least moved it."""
    return _days(line.confirmed.date() if line.confirmed else line.stage_since or line.created, today)


def _days(since: date | None, today: date) -> int:
    return max(0, (today - since).days) if since else _LONG
