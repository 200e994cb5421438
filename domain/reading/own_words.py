"""What of a message its sender wrote: quoted and forwarded mail is dropped, and what is left is cut."""

import re

LONGEST = 4000

_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)
_FORWARDED = re.compile(
    r"^[ \t]{0,3}(?:-{2,20} ?(?:original message|forwarded message|urspr\w{1,20}|message d'origine) ?-{0,20}"
    r"|begin forwarded message"
    r"|on [^\n]{4,160}\bwrote: *$"
    r"|_{10,80} *$"
    r"|from: [^\n]{1,200}\n[ \t]{0,3}(?:sent|date|to|subject): )",
    re.MULTILINE,
)


def own_words(plain: str) -> str:
    """The text up to the cut, with every quoted line made blank; offsets stay those of `plain`."""
    if ">" in plain:
        plain = _QUOTED_LINE.sub(lambda found: " " * len(found[0]), plain)
    if "\n" in plain or plain.startswith(("-", "begin", "on ", "from:")):
        forwarded = _FORWARDED.search(plain)
        if forwarded is not None:
            plain = plain[: forwarded.start()]
    return _cut(plain)


def _cut(plain: str) -> str:
    """At most LONGEST characters; blanks before the first word do not count."""
    if len(plain) <= LONGEST:
        return plain
    start = len(plain) - len(plain.lstrip())
    return plain[: start + LONGEST]
