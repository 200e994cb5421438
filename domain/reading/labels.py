"""Finds what words name among given labels: whole, in part, or with a slip of the keyboard."""

import re
from collections.abc import Iterable, Mapping

from domain.reading.fold import fold
from domain.reading.spelling import Spelling

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
        self._spelling = Spelling({word for _, phrase in self._phrases for word in phrase})

    def fitting(self, said: Phrase) -> tuple[str, ...]:
        """Keys of the names that these words may mean, in order of the names."""
        whole = [key for key, phrase in self._phrases if phrase == said]
        found = whole or [key for key, phrase in self._phrases if _within(said, phrase)]
        return tuple(found) or self._misspelt(said)

    def name(self, key: str) -> str:
        return self._names[key]

    def nearest(self, word: str) -> str | None:
        """One name with a word that `word` may be a slip of."""
        meant = self._spelling.meant(word)
        return next((self._names[key] for key, phrase in self._phrases if meant & set(phrase)), None)

    def _misspelt(self, said: Phrase) -> tuple[str, ...]:
        options = [self._spelling.meant(word) | {word} for word in said]
        return tuple(
            key
            for key, phrase in self._phrases
            for at in range(len(phrase) - len(said) + 1)
            if all(phrase[at + i] in option for i, option in enumerate(options))
        )


def _within(said: Phrase, phrase: Phrase) -> bool:
    return bool(said) and any(phrase[at : at + len(said)] == said for at in range(len(phrase) - len(said) + 1))
