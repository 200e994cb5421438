"""One company as app.yaml describes it: its process, its people, its places."""

from dataclasses import dataclass
from enum import StrEnum

from domain.sales.approvals import ApprovalRule
from domain.sales.people import STANDARD_RHYTHM, Person, Rhythm
from domain.sales.process import SalesProcess


class Seen(StrEnum):
    """Who reads what customers said: everybody who sells or manages, or whoever sees the opportunity it is noted on."""

    COMPANY = "company"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Channel:
    """A shared place in chat. Figures appear there only where `private` is set.

    `id` is the id it has in Slack or Teams, "" where it is found there by its name.
    """

    name: str
    members: tuple[str, ...]
    private: bool = False
    id: str = ""

    def is_called(self, *words: str) -> bool:
        """Whether one of these, letter case aside, is its name or its id."""
        mine = {self.name.casefold(), self.id.casefold()}
        return any(word and word.casefold() in mine for word in words)


@dataclass(frozen=True, slots=True)
class Company:
    """What holds for everybody. `zone` and `rhythm` are the defaults of whoever does not say otherwise."""

    name: str
    process: SalesProcess
    people: tuple[Person, ...]
    channels: tuple[Channel, ...] = ()
    zone: str = "UTC"
    rhythm: Rhythm = STANDARD_RHYTHM
    approvals: tuple[ApprovalRule, ...] = ()
    feedback: Seen = Seen.COMPANY
