"""Words as Slack's text objects: nothing in them is ever read as a mention, a link or markup.

Plain text and rich text are taken literally by Slack. mrkdwn is not, and has no escape for its own marks: it is used
only for words that hold none.
"""

import re

from adapters.words import NOTHING, clean, cut, units
from domain.chat.codec import JsonObject

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = re.compile(r"[*_~`@#]|:[\w+'-]+:|://|www\.|mailto:|^\s*(>|[-•◦] |\d+[.)] )", re.MULTILINE)


def escaped(words: str) -> str:
    """For text that Slack searches for mentions and links: none of those can be in it."""
    return "".join(_ENTITIES.get(character, character) for character in clean(words))


def escaped_units(character: str) -> int:
    """What one character counts once it is escaped."""
    entity = _ENTITIES.get(character)
    return len(entity) if entity else units(character)


def holds_marks(words: str) -> bool:
    """Whether mrkdwn could read any of it as markup, a mention, an emoji or a link, or a client could."""
    return _MARKS.search(words) is not None


def plain(words: str, most: int) -> JsonObject:
    """A plain_text object of at most that size; an em dash where there are no words, which Slack refuses."""
    return {"type": "plain_text", "text": cut(clean(words).strip(), most) or NOTHING, "emoji": False}


def bold(words: str, most: int) -> JsonObject:
    """A label in bold, or in plain text where it holds marks of mrkdwn."""
    label = clean(words).strip().replace("\n", " ")
    if not label or holds_marks(label):
        return plain(words, most)
    shown = cut(label, most - 2, escaped_units)
    return {"type": "mrkdwn", "text": f"*{escaped(shown)}*", "verbatim": True}
