"""Words as a card shows them: nothing in them is ever read as markup, a mention, a link or a date to be spelt anew.

Rich text, labels, titles and choices are taken literally by Teams; facts are read as Markdown, and clients differ in
what they take for an escape, so facts are used only for words that hold no mark of it. Mentions need an entity beside
the card, and none is ever sent.
"""

import re

from adapters.words import NOTHING, clean, cut

_MARKS = re.compile(r"[*_~`\[\]\\<>&#|^{}]|://|www\.|mailto:|@|:[\w+'-]+:|^\s*([-+•] |\d+[.)] )|  |\n", re.MULTILINE)
_BETWEEN_BRACES = re.compile(r"(?<=\{)(?=\{)")


def plain(words: str, most: int) -> str:
    """A label or title of at most that size, in one line; an em dash where there are no words.

    "{{" opens a date that clients spell anew; a space keeps it from that.
    """
    return cut(_BETWEEN_BRACES.sub(" ", " ".join(clean(words).split())), most) or NOTHING


def literally(words: str) -> list[str]:
    """The words in stretches of which none holds "{{", which would open a date that clients spell anew."""
    return [stretch for stretch in _BETWEEN_BRACES.split(words) if stretch]


def holds_marks(words: str) -> bool:
    """Whether a client could read any of it as Markdown."""
    return _MARKS.search(words) is not None


def is_whole(words: str, most: int) -> bool:
    """Whether these come back from Teams as they are: a row's id or a value that does not would name another."""
    return len(words) <= most and clean(words) == words
