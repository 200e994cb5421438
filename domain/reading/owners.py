"""Whose words these are: each part of a message belongs to the opportunity named last before it."""

import re
from dataclasses import dataclass

from domain.reading.names import Mention
from domain.reading.phrase import Phrase
from domain.reading.scene import Scene

# "Like Globex", "unlike Wayne": compared, not spoken of.
_COMPARED = re.compile(
    r"\b(?:like|unlike|than|as|similar to|compared to|besides|except|from|vs|versus|same as|not"
    r"|forget)(?: the| with| for)* *$"
)
_LINKED = Phrase(
    r"^(?:'s| now| please| today| again)* ?(?:for|on|with|at|in|re|of|regarding|about|to|from|over at|is"
    r"|-|:)?(?: the| our| my)? ?$"
)
_THIS_ONE = re.compile(r"\bthis (?:one|deal|opp|opportunity)\b")
_AND = re.compile(r"\s*(?:,|&|and|\+|/|, and)\s*")


@dataclass(frozen=True, slots=True)
class Whose:
    """The opportunities that some words may be about, one where it is clear, and where they are named."""

    ids: tuple[str, ...]
    start: int = -1
    end: int = -1

    @property
    def named(self) -> bool:
        return self.start >= 0


class Owners:
    """Tells for each place of a reply which opportunity its words are about."""

    def __init__(self, scene: Scene, anchors: list[int]) -> None:
        self._scene = scene
        self._anchors = anchors
        asked = scene.context.asked
        self._asked = asked.opportunity if asked else None
        self._all = tuple(opportunity.id for opportunity in scene.context.opportunities)
        topics = [m for m in scene.mentions if not _COMPARED.search(scene.text[max(0, m.start - 24) : m.start])]
        if self._asked is not None and topics:
            topics += self._returns(topics, self._asked)
            topics.sort(key=lambda topic: topic.start)
        self._topics = topics

    def _returns(self, topics: list[Mention], asked: str) -> list[Mention]:
        """ "Wayne is at 80, this one at 40": once something was said of Wayne, "this one" is the one asked about."""
        found = []
        for this in _THIS_ONE.finditer(self._scene.text):
            named = [topic.end for topic in topics if topic.end <= this.start()]
            if named and any(named[-1] < anchor < this.start() for anchor in self._anchors):
                found.append(Mention(this.start(), this.end(), (asked,)))
        return found

    def beside(self, whose: Whose) -> list[Whose]:
        """Those named in one breath with it: "Globex and Wayne are at 60"."""
        found, text = [whose], self._scene.text
        for topic in reversed([topic for topic in self._topics if topic.end <= whose.start]):
            if not _AND.fullmatch(text, topic.end, found[-1].start):
                break
            found.append(_of(topic))
        return found

    def whose(self, start: int, end: int) -> Whose:
        """Whose the words from `start` to `end` are."""
        clause = self._scene.clause(start)
        here = [topic for topic in self._topics if topic.start in clause or start <= topic.start < end]
        before = [topic for topic in here if topic.start < end]
        if before:
            return _of(before[-1])
        for topic in here:
            if _LINKED.match(self._scene.text[end : topic.start]):
                return _of(topic)
        earlier = [topic for topic in self._topics if topic.end <= start]
        if earlier:
            return _of(earlier[-1])
        if self._asked is not None:
            return Whose((self._asked,))
        return self._unasked(end)

    def _unasked(self, end: int) -> Whose:
        """Nothing asked, nothing named before: the only one there is, or the only one named after."""
        if len(self._all) == 1:
            return Whose(self._all)
        names = {topic.ids for topic in self._topics}
        if len(names) == 1 and not any(anchor > self._topics[0].end for anchor in self._anchors):
            return _of(self._topics[0])
        return Whose(self._all)


def _of(topic: Mention) -> Whose:
    return Whose(topic.ids, topic.start, topic.end)
