"""Finds what words name among given labels: whole, in part, or with a slip of the keyboard."""

import re
from collections.abc import Iterable, Mapping

from domain.reading.common_words import COMMON_WORDS
from domain.reading.fold import fold
from domain.reading.spelling import slips_between

_SHORTEST, _LONG = 4, 8
_WORD = re.compile(r"[^\W_]+")
Phrase = tuple[str, ...]


def words_of(text: str) -> Phrase:
    """The words of a text, plain; a possessive's s is none of them."""
    return tuple(_WORD.findall(re.sub(r"'s\b", "", fold(text))))


class Labels:
    """Names by key. Of those that fit, whole names come before names in part, and both before misspelt ones."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: Mapping[str, str] = dict(names)
        self._phrases = [(key, words_of(name)) for key, name in self._names.items()]

    def fitting(self, said: Phrase, as_spelt: bool = False) -> tuple[str, ...]:
        """Keys of the names that these words may mean, in order of the names; `as_spelt`: without a slip."""
        whole = [key for key, phrase in self._phrases if phrase == said]
        found = whole or [key for key, phrase in self._phrases if _within(said, phrase)]
        return tuple(found) if found or as_spelt else self._misspelt(said)

    def name(self, key: str) -> str:
        return self._names[key]

    def nearest(self, word: str) -> str | None:
        """One name with a word that `word` may be a slip of."""
        meant = self._meant(word)
        return next((self._names[key] for key, phrase in self._phrases if meant & set(phrase)), None)

    def _misspelt(self, said: Phrase) -> tuple[str, ...]:
        options = [self._meant(word) | {word} for word in said]
        return tuple(
            key
            for key, phrase in self._phrases
            for at in range(len(phrase) - len(said) + 1)
            if all(phrase[at + i] in option for i, option in enumerate(options))
        )

    def _meant(self, word: str) -> frozenset[str]:
        """The words of names nearest to a misspelt one. They are compared one by one: there may be many thousands."""
        if len(word) < _SHORTEST or word in COMMON_WORDS or word.isdigit():
            return frozenset()
        near: dict[int, set[str]] = {}
        for right in {each for _, phrase in self._phrases for each in phrase}:
            most = min(_slips(word), _slips(right))
            if len(right) >= _SHORTEST and abs(len(right) - len(word)) <= most and right[0] in word[:2]:
                slips = slips_between(word, right)
                near.setdefault(slips, set()).update({right} if slips <= most else ())
        return frozenset(next((near[slips] for slips in sorted(near) if near[slips]), set()))


def _within(said: Phrase, phrase: Phrase) -> bool:
    return bool(said) and any(phrase[at : at + len(said)] == said for at in range(len(phrase) - len(said) + 1))


def _slips(word: str) -> int:
    return 2 if len(word) >= _LONG else 1
