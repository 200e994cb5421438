"""The shorthand of chat, so that whatever knows a word knows its short form: "w" is with, "em" is them."""

import re

_SHORT = {
    "with": ("w/?",),
    "them": ("'?em",),
    "should": ("shd", "shld"),
    "probably": ("prolly", "probs"),
    "about": ("abt",),
    "night": ("nite",),
    "please": ("pls", "plz"),
    "customer": ("cust",),
    "tomorrow": ("tmrw", "tmw"),
}
_LONG = re.compile(rf"(?<![\w{{@'-])({'|'.join(_SHORT)})(?![\w}}'-])")


def with_shorthand(template: str) -> str:
    """The pattern, which now also holds where a word of it is written short."""
    return _LONG.sub(lambda found: f"(?:{'|'.join((found[1], *_SHORT[found[1]]))})", template)


def and_shorthand(words: frozenset[str]) -> frozenset[str]:
    """The words and the short forms of those that have any."""
    short = {form.strip("/?'") for word in words for form in _SHORT.get(word, ())}
    return words | short
