"""A file that somebody sent to the quarterback, as its platform tells of it: not yet fetched."""

from dataclasses import dataclass

from domain.chat.event import Place


@dataclass(frozen=True, slots=True)
class Upload:
    """`key` is what its platform needs to fetch it. `event_id` is unique in its platform and workspace, `speaker` an
    e-mail address. `words` are those it came with; `size` is in bytes, 0 where it is not told.
    """

    event_id: str
    speaker: str
    place: Place
    key: str
    name: str
    size: int = 0
    words: str = ""
