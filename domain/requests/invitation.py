"""What stands in a calendar file that is handed to everybody who takes part."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attendee:
    """`address` is an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One state of one appointment: `uid` stays, `sequence` grows with every change, `cancelled` takes it out again.

    `starts` and `stamped` are UTC.
    """

    uid: str
    sequence: int
    starts: datetime
    minutes: int
    summary: str
    place: str
    notes: str
    organizer: Attendee
    attendees: tuple[Attendee, ...]
    stamped: datetime
    cancelled: bool = False
