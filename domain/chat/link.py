"""Who is who on a platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A user of a platform and the person that is, once known.

    `person` is an e-mail address, "" while not known. `conversation` is the platform's id of their direct message with
    the quarterback. `asked`: was asked who they are. `claim` is the address they gave, which an admin has to confirm.
    """

    platform: str
    workspace: str
    user: str
    person: str = ""
    conversation: str = ""
    asked: bool = False
    claim: str = ""
