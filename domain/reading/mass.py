"""Tells words that touch every opportunity at once: "set them all to 100" is asked back, whatever it says."""

from domain.reading.phrase import Phrase
from domain.reading.scene import NEAR, Scene

_EVERY = Phrase(
    r"\b(?:set|put|mark|push|move|make|change|update|bump|bring|pull|slip|shift|drop|raise|lower|get|take"
    r"|close|flag|have)(?:d|ed|ping|ing|s)?"
    r" (?:(?:them|these|those|my|the) )?(?:all\b|both\b|every|each\b|everything|the rest|the others)"
    r"|\ball (?:of )?(?:them|these|those|(?:(?:my|our|the|open) )*(?:deals|opps|opportunities|accounts|others|rest))\b"
    r"|\ball (?:at|to|are|on|in) {any}"
    r"|\b(?:every|each) (?:single )?(?:deal|opp|opportunity|one|account|of)\b"
    r"|\beverything(?:'s)? (?!(?:is |was )?signed)"
    r"|\b(?:them|they|these|those|we) all (?:at|to|are|close|closes|slip|slips|move|moved|go|went)\b"
    r"|\bboth (?:deals|opps|opportunities|of them|are|at|to|close|closes|slip|slips|moved|lost|won|dead|done)\b"
    r"|\bthe (?:whole|entire|rest of the) (?:pipeline|lot|forecast|list|board)\b"
)


def _lists_names(scene: Scene, position: int) -> bool:
    """ "Globex, Wayne and Lakeside all at 60" speaks of those three."""
    sentence = scene.sentence(position)
    return len([mention for mention in scene.mentions if mention.start in sentence and mention.end <= position]) > 1


def touches_all(scene: Scene, position: int) -> tuple[int, int] | None:
    """The clause around a position, where it speaks of all opportunities at once."""
    clause = scene.clause(position)
    start, end = max(clause.start, position - NEAR), min(clause.end, position + NEAR)
    if not scene.says(_EVERY, scene.text[start:end]) or _lists_names(scene, position):
        return None
    words = scene.source[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
