"""What every system that is polled must be able to do: give the next page since a mark; and what some can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from domain.sales.account_facts import Fact

Mark = Mapping[str, Any]
"""Where a feed stands, as JSON that only that feed understands; {} before the first page."""

FIRST_LOOK = timedelta(days=90)  # how far back the first poll of tickets goes


@dataclass(frozen=True, slots=True)
class Faulty:
    """Something that could not be taken: its id at the source, and a sentence that names it and how to mend it."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one page held, and the mark to be kept with it. `more`: the next page can be asked for at once.

    `read` counts everything that was on it, `faults` names what could not be taken. `whole_since`: with this page a
    whole round is over that began then (UTC), so a hold that the round did not name is released, except for `spared`,
    of which nobody knows.
    """

    facts: tuple[Fact, ...]
    mark: Mark
    more: bool = False
    read: int = 0
    faults: tuple[Faulty, ...] = ()
    whole_since: datetime | None = None
    spared: tuple[str, ...] = ()


class Feed(Protocol):
    """One polled system. `pause` is for how many seconds it wants to be left alone. All calls raise FeedFault."""

    @property
    def pause(self) -> float: ...

    def page(self, mark: Mark, now: datetime) -> Page:
        """The next page after `mark`."""
        ...


@runtime_checkable
class TakesComments(Protocol):
    """A polled system to which something can be said about a ticket."""

    def comment(self, ticket: str, words: str) -> None:
        """Add a comment that only colleagues see. Sent once: OutcomeUnknown where no answer came."""
        ...
