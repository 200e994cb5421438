"""What somebody found and wants recorded anew: an opportunity that is not there yet, a contact of an account."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class OpeningState(StrEnum):
    ASKED = "asked"
    OPENED = "opened"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Opening:
    """A possible opportunity, asked about before it is made. Empty words and None are what was not said.

    `owner` is whose it will be, `opportunity` the id of what was made of it.
    """

    person: str
    owner: str
    account: str
    product: str
    quote: str
    at: datetime
    amount: Decimal | None = None
    close_date: date | None = None
    thread: int | None = None
    opportunity: str | None = None
    state: OpeningState = OpeningState.ASKED
    id: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """What of it was not said, in words; a new opportunity needs the first two."""
        said = {"account": self.account, "product": self.product, "amount": self.amount, "close date": self.close_date}
        return tuple(name for name, value in said.items() if not value)

    @property
    def complete(self) -> bool:
        """Whether it can be made as it stands."""
        return bool(self.account and self.product)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at the customer, as they were named. `removed` where that was taken back."""

    account: str
    name: str
    title: str
    email: str
    phone: str
    by: str
    said_for: str
    quote: str
    at: datetime
    removed: datetime | None = None
    id: int = 0
