"""A reply laid out for the rules of meaning: its painted text, its words, its clauses and its sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.reading.marks import Mark, MarkKind
from domain.reading.names import Mention
from domain.reading.paint import CHAR, FILLER, Painted
from domain.reading.phrase import Phrase
from domain.reading.phrases import LINKS
from domain.reading.reading import About, Context

_KIND_OF = {CHAR[kind]: kind for kind in MarkKind}
_WORD = re.compile(rf"[{''.join(_KIND_OF)}]{FILLER}*|[^\W_]+(?:'[^\W_]+)?|'[^\W_]+|[%~]")
_CLAUSE_ENDS = re.compile(
    r"[,;!?\n…()\[\]\"“”]+|\.(?=\s|$|\.)[.\s]*|\s-+>?\s|\s[-–—]+\s|(?<!\S)[-*•]\s"
    r"|\b(?:and|but|so|because|cause|cuz|cos|coz|bc|since|though|although|however|then|plus|also|while|whereas|tho)\b"
)
_SENTENCE_ENDS = re.compile(r"[;!?\n…]+|\.(?=\s|$|\.)[.\s]*")


# How far, in characters, words reach that change what others mean; it also keeps a very long clause from costing more.
NEAR = 160


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the reply."""

    start: int
    end: int

    def __contains__(self, position: int) -> bool:
        return self.start <= position < self.end


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the kind of the value painted there, such as "{percent}"."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The words just before a value. `head` is the last one that does not merely link; "" where the clause opens.

    `links` are those between, and `start` is where the lead starts.
    """

    head: str
    links: tuple[str, ...]
    start: int


class Scene:
    """One reply and all that the rules of meaning look at.

    `painted` has all that was found, `named` all but stages and forecast categories, which are everyday words too.
    """

    def __init__(
        self,
        context: Context,
        named: Painted,
        painted: Painted,
        mentions: list[Mention],
        known_words: frozenset[str],
    ) -> None:
        self.context = context
        self.named = named
        self.painted = painted
        self.text = painted.text
        self.source = painted.source
        self.mentions = mentions
        self.known_words = known_words
        self.about: About | None = context.asked.about if context.asked else None
        self._said: dict[tuple[str, str], bool] = {}

    def says(self, phrase: Phrase, words: str) -> bool:
        """Whether these words say that; looked up once, for a reply may say one thing a thousand times."""
        key = (phrase.template, words)
        if key not in self._said:
            self._said[key] = phrase.search(words) is not None
        return self._said[key]

    def mark(self, start: int) -> Mark:
        """The value painted there. KeyError: none is."""
        return self.painted.mark(start)

    def mark_before(self, position: int) -> Mark | None:
        """The last value painted before a place."""
        index = bisect_right(self.painted.marks, position - 1, key=_start) - 1
        return self.painted.marks[index] if index >= 0 else None

    @cached_property
    def words(self) -> list[Word]:
        text = self.text
        return [
            Word(found.start(), found.end(), f"{{{_KIND_OF[found[0][0]]}}}" if found[0][0] in _KIND_OF else found[0])
            for found in _WORD.finditer(text)
        ]

    @cached_property
    def clauses(self) -> list[Span]:
        return _spans(self.text, _CLAUSE_ENDS)

    @cached_property
    def sentences(self) -> list[Span]:
        return _spans(self.text, _SENTENCE_ENDS)

    def clause(self, position: int) -> Span:
        """The clause that holds a position."""
        return self.clauses[_holding(self.clauses, position)]

    def beside(self, position: int, step: int) -> Span | None:
        """The clause so many clauses on, in the same sentence."""
        index = _holding(self.clauses, position) + step
        inside = 0 <= index < len(self.clauses) and self.clauses[index].start in self.sentence(position)
        return self.clauses[index] if inside else None

    def sentence(self, position: int) -> Span:
        """The sentence that holds a position."""
        return self.sentences[_holding(self.sentences, position)]

    def words_in(self, start: int, end: int) -> Iterator[Word]:
        """The words that start in a stretch."""
        words = self.words
        index = bisect_right(words, start - 1, key=_start)
        while index < len(words) and words[index].start < end:
            yield words[index]
            index += 1

    def lead(self, position: int) -> Lead:
        """What stands before a value in its clause."""
        clause = self.clause(position)
        links: list[str] = []
        start = position
        for word in reversed(list(self.words_in(max(clause.start, position - NEAR), position))):
            start = word.start
            if word.text not in LINKS:
                return Lead(word.text, tuple(reversed(links)), start)
            links.append(word.text)
        return Lead("", tuple(reversed(links)), start)

    def sentence_text(self, position: int) -> str:
        """The painted words of the sentence that holds a position, as far as they stand near it."""
        sentence = self.sentence(position)
        return self.text[max(sentence.start, position - 2 * NEAR) : min(sentence.end, position + 2 * NEAR)]

    def follow(self, end: int) -> Iterator[Word]:
        """The words that follow in the same clause, as far as they stand near."""
        return self.words_in(end, min(self.clause(max(0, end - 1)).end, end + NEAR))

    def next_word(self, position: int) -> str:
        """The word that follows in the same clause, or ""."""
        return next((word.text for word in self.follow(position)), "")

    def before(self, position: int) -> str:
        """The painted words of the clause up to there, as far as they stand near."""
        return self.text[max(self.clause(position).start, position - NEAR) : position]

    def after(self, position: int) -> str:
        """The painted words of the clause from there on, as far as they stand near."""
        return self.text[position : min(self.clause(max(0, position - 1)).end, position + NEAR)]


def _spans(text: str, ends: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for found in ends.finditer(text):
        spans.append(Span(start, found.start()))
        start = found.end()
    spans.append(Span(start, len(text)))
    return [span for span in spans if span.start < span.end] or [Span(0, len(text))]


def _holding(spans: list[Span], position: int) -> int:
    return max(bisect_right(spans, position, key=_start) - 1, 0)


def _start(item: Span | Word | Mark) -> int:
    return item.start
