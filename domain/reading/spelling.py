"""Finds the word that a misspelt one stands for: at most one slip of the keyboard, or two in a long word."""

from collections.abc import Iterable

from domain.reading.common_words import COMMON_WORDS

_SHORTEST, _LONG, _LONGEST = 4, 8, 32


class Spelling:
    """Words that may be misspelt, compiled so that each word of a reply is looked up once."""

    def __init__(self, words: Iterable[str]) -> None:
        self._misspelt: dict[str, set[str]] = {}
        for word in words:
            if len(word) >= _SHORTEST:
                for short in _shortened(word, _slips(word)):
                    self._misspelt.setdefault(short, set()).add(word)

    def meant(self, word: str) -> frozenset[str]:
        """The words nearest to a misspelt one; none where it is an everyday word, or too far from all of them."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in COMMON_WORDS or word.isdigit() or not self._misspelt:
            return frozenset()
        near: dict[int, set[str]] = {}
        for short in _shortened(word, _slips(word)):
            for right in self._misspelt.get(short, ()):
                slips = slips_between(word, right)
                if slips <= min(_slips(right), _slips(word)) and _begins_alike(word, right):
                    near.setdefault(slips, set()).add(right)
        return frozenset(near[min(near)]) if near else frozenset()


def slips_between(a: str, b: str) -> int:
    """How many letters were added, dropped, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _slips(word: str) -> int:
    """How many slips of the keyboard a word of this length may have."""
    return 2 if len(word) >= _LONG else 1


def _shortened(word: str, letters: int) -> set[str]:
    """The word with up to that many letters left out."""
    found = {word}
    for _ in range(letters):
        found |= {short[:i] + short[i + 1 :] for short in found for i in range(len(short))}
    return found


def _begins_alike(word: str, right: str) -> bool:
    """A slip seldom takes the first letter; it may swap it with the second."""
    return word[0] == right[0] or (word[1] == right[0] and word[0] == right[1])
