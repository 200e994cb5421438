"""A channel of app.yaml as a chat platform knows it."""

from dataclasses import dataclass

from domain.chat.event import Place


@dataclass(frozen=True, slots=True)
class ChannelPlace:
    """`name` is that of app.yaml. `open`: the platform lets in people whom app.yaml's word "private" would keep out."""

    name: str
    platform: str
    workspace: str
    conversation: str
    open: bool = False

    @property
    def place(self) -> Place:
        return Place(self.platform, self.workspace, self.conversation, direct=False)


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """A channel in which the quarterback is, as its platform names it ("" where it tells no name)."""

    workspace: str
    conversation: str
    name: str = ""
    open: bool = False
