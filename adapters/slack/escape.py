"""Words as Slack's text objects: nothing in them is ever read as a mention, a link or markup.

Plain text and rich text are taken literally by Slack. mrkdwn is not, and has no escape for its own marks: it is used
only for words that hold none.
"""

import re

from adapters.slack.limits import cut, units
from domain.chat.codec import JsonObject

NOTHING = "—"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
# Zero width, bidirectional marks and overrides: they hide words or turn them round. Joiners stay, emoji need them.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2061, 0x2070)))
_ENDS = {0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}
_BROKEN = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = {**_CONTROLS, **_UNSEEN, **_BROKEN, 0x061C: None, **_ENDS}
_MARKS = re.compile(r"[*_~`@#]|:[\w+'-]+:|://|www\.|mailto:|^\s*(>|[-•◦] |\d+[.)] )", re.MULTILINE)


def clean(words: str) -> str:
    """Without control characters, broken halves, and what hides or turns words; line ends become "\\n"."""
    return words.replace("\r\n", "\n").translate(_CLEAN)


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
