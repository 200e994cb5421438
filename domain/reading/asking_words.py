"""How questions are typed in a hurry: "whats the forcast", "team commit this qtr", "who hasnt answered"."""

import re

from domain.reading.spelling import Spelling

_IS = re.compile(r"\b(what|how|who|where|when|that|there)s\b", re.IGNORECASE)
_NOT = re.compile(r"\b(has|have|had|is|are|was|were|did|does|do)nt\b", re.IGNORECASE)
_SHORT = {
    "qtr": "quarter", "qtrs": "quarters", "fcst": "forecast", "pls": "please", "plz": "please",
    "oppty": "opportunity", "acct": "account", "accts": "accounts", "mgr": "manager", "tmrw": "tomorrow",
}  # fmt: skip
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_ASKED_FOR = (
    "forecast", "pipeline", "accuracy", "coverage", "changes", "changed", "slipped", "commit", "history", "decisions",
    "quarter", "digest", "export", "negotiation", "biggest", "largest", "smallest", "closing", "answered", "settings",
    "deals",
)  # fmt: skip
_SPELLING = Spelling(_ASKED_FOR)


def tidied(words: str) -> str:
    """With the apostrophes that hurry leaves out, and without its abbreviations."""
    words = _NOT.sub(r"\1n't", _IS.sub(r"\1's", words.replace("’", "'")))
    return _WORD.sub(lambda found: _SHORT.get(found[0].lower(), found[0]), words)


def respelt(words: str) -> str:
    """With what questions are made of spelt right; every other word is left as it is."""
    return _WORD.sub(lambda found: _right(found[0]), words)


def _right(word: str) -> str:
    if word.lower() in _ASKED_FOR:
        return word
    meant = _SPELLING.meant(word.lower())
    return next(iter(meant)) if len(meant) == 1 else word
