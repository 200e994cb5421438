"""How a conversation is reached on platforms that answer nobody without being given the way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A conversation that the quarterback has a part in, as its platform last told of it.

    `service_url` is where its messages are sent; it comes from checked requests only. `kind` is the platform's word for
    personal, group or channel. `bot` is the id under which the quarterback is known there, `user` that of whom a
    personal conversation is with. `unreachable`: the platform said that nothing is taken there any more.
    """

    platform: str
    workspace: str
    conversation: str
    service_url: str
    kind: str = "personal"
    bot: str = ""
    user: str = ""
    unreachable: bool = False
