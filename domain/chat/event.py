"""What comes in from any platform: somebody said, edited, deleted, clicked, chose, submitted or marked something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Reaction = Literal["yes", "no", "later"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said. `thread` is the platform's id of the message that roots the thread, "" outside of one.

    `conversation` is the platform's id of a direct message or channel; `direct` is a direct message.
    """

    platform: str
    workspace: str
    conversation: str
    thread: str = ""
    direct: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a place. `event_id` is unique in its platform and workspace; `speaker` is an e-mail address."""

    event_id: str
    speaker: str
    place: Place
    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Words that replace those of an earlier message."""

    event_id: str
    speaker: str
    place: Place
    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message taken away by its author."""

    event_id: str
    speaker: str
    place: Place
    message_id: str


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button, a select (`value` holds the option) or a form was used.

    `values` holds, by name, only the inputs whose content was changed: the others may have moved on since it was shown.

    `message_id` is the platform's id of the message that carried it, which may be shown anew.
    """

    event_id: str
    speaker: str
    place: Place
    message_id: str
    action: str
    ref: str = ""
    pick: int = 0
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reacted:
    """A message of the quarterback was marked: yes, still so (✅); no, no longer (❌); later (💤)."""

    event_id: str
    speaker: str
    place: Place
    message_id: str
    reaction: Reaction


Event = Said | Edited | Deleted | Clicked | Reacted
