"""Text made plain, one character for one: lower case, no accents, straight quotes, simple dashes and blanks."""

import unicodedata

_PLAIN = {
    "‘’‚‛ʼ´`": "'",
    "“”„‟«»": '"',
    "‐‑‒–—―−": "-",
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff": " ",
}
_PRIVATE_USE = range(0xE000, 0xF900)


class _Table(dict[int, str]):
    """What each character becomes, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(char: str) -> str:
    if ord(char) in _PRIVATE_USE:  # our own paint: nobody else may bring it
        return "\ufffd"
    for like, plain in _PLAIN.items():
        if char in like:
            return plain
    parts = unicodedata.normalize("NFKD", char)
    if all(unicodedata.combining(mark) for mark in parts[1:]):
        char = parts[0]
    lower = char.lower()
    return lower if len(lower) == 1 else lower[0]


_TABLE = _Table()


def fold(text: str) -> str:
    """The plain form, of the same length."""
    return text.lower() if text.isascii() else text.translate(_TABLE)
