"""What somebody says who puts questions off: which opportunities, and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.reading.phrases import listed
from domain.reading.reader import scene_of
from domain.reading.reading import Context
from domain.reading.replies import until

_NAME = "{opportunity}"
_LINKS = listed("until till til for to on at in about of the and my a an question questions it this that again please")
_ALL = listed("all everything")
_TIMES = listed("{day} {clock} {moment} {duration} {number} morning afternoon evening after around from")


@dataclass(frozen=True, slots=True)
class PutOff:
    """`named` are the ids that fit each name, in order; `strange`: there are words that are neither name nor time.

    `everything`: every question, wherever that is said.
    """

    named: tuple[tuple[str, ...], ...]
    until: date | datetime | None
    strange: bool = False
    everything: bool = False


def read_put_off(text: str, context: Context) -> PutOff | None:
    """Nothing said is nothing named and no time; None where something was said of a time that cannot be read."""
    scene = scene_of(text, context)
    when = until(scene)
    said = [word.text for word in scene.words]
    beside = [word for word in said if word != _NAME and word not in _LINKS and word not in _ALL]
    if beside and when is None:
        return None
    strange = any(word not in _TIMES for word in beside)
    return PutOff(tuple(mention.ids for mention in scene.mentions), when, strange, not _ALL.isdisjoint(said))
