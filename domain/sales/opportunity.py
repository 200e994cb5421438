"""One possible sale, and the account it is for."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.sales.process import Field, ForecastCategory

Value = str | int | Decimal | date | ForecastCategory | None


@dataclass(frozen=True, slots=True)
class Account:
    """The customer."""

    id: str
    name: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One possible sale.

    `amount` is in `currency`, the process's own; `probability` is whole percent; `stage` is a stage name of
    the process; `owner` is a person's id. `confirmed` is when somebody last stated or confirmed anything of it
    (UTC). `version` grows by one with each change and guards against lost updates.
    """

    id: str
    name: str
    account: str
    product: str
    stage: str
    probability: int
    amount: Decimal | None
    currency: str
    close_date: date | None
    owner: str = ""
    account_id: str = ""
    forecast_category: ForecastCategory | None = None
    next_step: str | None = None
    next_step_date: date | None = None
    competitor: str | None = None
    loss_reason: str | None = None
    feedback: str | None = None
    created: date | None = None
    stage_since: date | None = None
    confirmed: datetime | None = None
    closed_on: date | None = None
    version: int = 1

    @property
    def title(self) -> str:
        """The name, with the account before it where the name alone does not say whose it is."""
        if not self.account or self.account.lower() in self.name.lower():
            return self.name
        return f"{self.account}, {self.name}"

    def get(self, field: Field) -> Value:
        """The recorded value of a high card."""
        value: Value = getattr(self, field.value)
        return value

    def with_value(self, field: Field, value: Value) -> "Opportunity":
        """The same opportunity with another value in that high card."""
        moved: dict[str, Any] = {field.value: value}  # one name of thirteen, known only now: no static type fits
        return replace(self, **moved)
