"""Patterns of the meaning layer: those of the values layer with a few names for what is often said."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.paint import pattern
from domain.reading.shorthand import with_shorthand

# What patterns call by one name: `@it` is what is spoken of, `@they` the customer, `@end` where a statement may end.
_MACROS = {
    "it": r"(?:it|this|that|(?:this|that|the|my|our|their) (?:one|deal|opp|opportunity|account|thing|project|business)"
    r"|{opportunity})",
    "they": r"(?:they|he|she|customer|cust|client|buyer|prospect|champion|ceo|cfo|coo|cto|cio|procurement|board"
    r"|{opportunity}"
    r"|{person}"
    r"|(?:the|their|our|a|my) (?:[a-z]+ )?(?:customer|client|buyer|prospect|champion|contact|guys?|team|ceo|cfo|coo|cto"
    r"|cio|vp|boss|director|board|company|sponsor|head of [a-z]+|man|woman|side|people|folks|side|manager|lady|owner"
    r"|procurement|purchasing|legal|finance|it|lawyers?|gm|md))",
    "end": r"(?=(?!-\w)\s*(?:$|[^\w\s'\ue000-\uf8ff]|{day}|{past}|{opportunity}|(?:and|but|so|as|because"
    r"|cause|cuz|cos|coz|bc|since"
    r"|due|yay|woo\w*|omg|lol|finally|already|now|today|this (?:mor[a-z]*|week|after[a-z]*|am|month|quarter"
    r"|evening)|earlier"
    r"|last (?:night|week|month)|just|by|at {clock}"
    r"|(?:at|for) {money}|{duration} ago|an hour ago|thanks to|thx|btw|guys?"
    r"|team|folks|no budget"
    r"|they|we|it's|its|after|with us|on their (?:side|end|part)|tonight|yesterday|officially"
    r"|for good|again|haha|though|tho|too|sadly|unfortunately|as well|sorry)\b))",
}
_MACRO = re.compile(r"@([a-z]+)")
# A painted value is no letter, so that "\\b" beside one would ask for the opposite of what it says.
_WORD_END = re.compile(r"\\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern over painted text, compiled when it is first looked for: most replies need few of them.

    In the template `{kind}` is a painted value, a space one to three blanks, `@it` and the like a name from above, and
    a word end holds beside painted values too.
    """

    template: str

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in a stretch of the text."""
        return _compiled(self.template).search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that starts there."""
        return _compiled(self.template).match(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches that do not overlap."""
        return _compiled(self.template).finditer(text)


@lru_cache(maxsize=1024)
def _compiled(template: str) -> re.Pattern[str]:
    spelt = _MACRO.sub(lambda found: _MACROS[found[1]], template)
    return pattern(with_shorthand(_WORD_END.sub(_word_end, spelt)))


def _word_end(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:3]
    if before in ("", "(", "|", ":", ">", "^", " "):
        return r"(?<!\w)"
    if after[:1] in ("", ")", "|", " ") or after in ("(?!", "(?=", "(?<"):
        return r"(?!\w)"
    return r"(?:(?<!\w)|(?!\w))"
