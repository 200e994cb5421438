"""What a use case did, as its view shows it."""

from dataclasses import dataclass

from domain.sales.change import Change
from domain.sales.dealings import Offer, Request
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one statement did to one opportunity. No changes: it stands as it was, and that was confirmed.

    `closed`: the opportunity is won or lost, so nothing was written. `withheld`: fields this person may not change.
    `shared`: the customer's words among it are read by everybody who sells.
    """

    opportunity: Opportunity
    changes: tuple[Change, ...] = ()
    quote: str = ""
    closed: bool = False
    withheld: tuple[Field, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class AskedBack:
    """An offer as it is shown: of which opportunity, and why it was not simply written.

    `names` are the opportunities to choose from, where it is that which is asked.
    """

    offer: Offer
    opportunity: Opportunity | None
    doubtful: bool
    why: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Helped:
    """Help that was asked for: of whom, and whether a card of its own says so. No request: nobody was asked."""

    request: Request | None
    who: str
    on_a_card: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo did: changes that take back earlier ones, and those it had to leave, with what came after them."""

    undone: tuple[Change, ...] = ()
    refused: tuple[tuple[Change, Change], ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
