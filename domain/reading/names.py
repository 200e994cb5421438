"""Finds the opportunities that a reply names: by account, product or name, in part, and with a slip of the keyboard."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.common_words import COMMON_WORDS
from domain.reading.fold import fold
from domain.reading.phrases import listed
from domain.sales.opportunity import Opportunity

_WORD = re.compile(r"[^\W_]+")
# What may stand inside one name: "Rossi & Figli", "Acme's yard manager", "Cold-Chain".
_INSIDE_A_NAME = re.compile(r"(?:['’]s)?[ \t]?[&'’/.-]?[ \t]?")
_A_DEAL = re.compile(r" (?:deal|opp|opportunity|account|one|renewal|project)\b")
_OPENS_A_CLAUSE = re.compile(r"(?:^|[.,;:!?\n(/-]|\b(?:and|but|ok|okay|so|then|also|now)) *$")
_OPENS_A_SENTENCE = re.compile(r"(?:^|[.!?\n(-]) *$")
_IS_SPOKEN_OF = re.compile(
    r" *(?:[:=–-]|is\b|['’]?s\b|at\b|now\b|to\b|in\b|will\b|has\b|just\b|signed|clos|won\b|lost\b|dead\b"
    r"|moved|mov|went|goes|slip|push|pull|should|still|up\b|down\b|back\b|[$€£]?\d)"
)
# "Q3 Systems", "Acme 360", "FY Labs": what is also a date or a number names nothing by itself.
_ALSO_A_VALUE = re.compile(r"(?:[qh][1-4]|fy\d*|\d.*)$")
_LEGAL = listed("ag bv co corp gmbh inc kg limited llc ltd nv oy plc sa sas se spa srl figli sons")
_SPOKEN_TO = re.compile(r"\b(?:ask|to|with|from|need|needs|get|by|tell|ping|can|could|have|is|and|bring) $")
_ACTS = re.compile(
    r"['’]s\b| (?:has|owns?|took|takes|is (?:on|handling|the|running)|handles|should|can|could|please"
    r"|to (?:approve|join|help|ok|"
    r"sign|come|review)|needs to|said|says|now)\b"
)
_SHORTEST_FUZZY, _LONG_WORD, _LONGEST_FUZZY = 4, 8, 32


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where opportunities are named. `ids` are those that fit: two or more where it is not clear which."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    fits: frozenset[int]
    strong: bool
    text: str


class Roster:
    """The names of a list of opportunities, compiled so that each word of a reply is looked up once."""

    def __init__(self, labels: Iterable[tuple[str, str, str, str]], *, people: bool = False) -> None:
        self._people = people
        self._ids: list[str] = []
        self._phrases: list[tuple[tuple[str, ...], ...]] = []
        self._words: dict[str, set[int]] = {}
        for index, (identity, *said) in enumerate(labels):
            self._ids.append(identity)
            phrases = tuple(tuple(_WORD.findall(fold(phrase))) for phrase in said)
            self._phrases.append(phrases)
            for phrase in phrases:
                for word in {*phrase, "".join(phrase)}:
                    self._words.setdefault(word, set()).add(index)
        self._distinctive = {word for word in self._words if _is_distinctive(word)}
        self._misspelt: dict[str, set[str]] = {}
        for word in self._distinctive:
            if len(word) >= _SHORTEST_FUZZY:
                for short in _shortened(word, _slips(word)):
                    self._misspelt.setdefault(short, set()).add(word)

    def mentions(self, text: str, folded: str, known: frozenset[str] = frozenset()) -> list[Mention]:
        """Where `text` names opportunities, in order. `known` are words that mean something else here."""
        found: list[Mention] = []
        run: list[_Token] = []
        for token in self._tokens(folded, known):
            near = run and _INSIDE_A_NAME.fullmatch(folded, run[-1].end, token.start)
            shared = run[-1].fits & token.fits if near else frozenset()
            if shared:
                run.append(_Token(token.start, token.end, shared, token.strong, token.text))
                continue
            found.extend(self._mention(run, text, folded))
            run = [token]
        found.extend(self._mention(run, text, folded))
        return found

    def _tokens(self, folded: str, known: frozenset[str]) -> Iterator[_Token]:
        words = list(_WORD.finditer(folded))
        skip = False
        for place, match in enumerate(words):
            word = match[0]
            if skip or (word == "s" and folded[match.start() - 1 : match.start()] in ("'", "’")):
                skip = False
                continue
            if place + 1 < len(words) and folded[match.end() : words[place + 1].start()] == " ":
                joined = word + words[place + 1][0]
                if joined in self._distinctive and word not in self._words:
                    skip = True
                    yield _Token(match.start(), words[place + 1].end(), frozenset(self._words[joined]), True, joined)
                    continue
            if fits := self._words.get(word):
                yield _Token(match.start(), match.end(), frozenset(fits), word in self._distinctive, word)
            elif word not in known and (meant := self._meant(word)):
                yield _Token(match.start(), match.end(), meant, True, word)

    def _meant(self, word: str) -> frozenset[int]:
        """The opportunities that a misspelt word names; those of the nearest names only."""
        if not _SHORTEST_FUZZY <= len(word) <= _LONGEST_FUZZY or word in COMMON_WORDS or word.isdigit():
            return frozenset()
        near: dict[int, set[int]] = {}
        for short in _shortened(word, _slips(word)):
            for name in self._misspelt.get(short, ()):
                slips = slips_between(word, name)
                if slips <= min(_slips(name), _slips(word)) and _begins_alike(word, name):
                    near.setdefault(slips, set()).update(self._words[name])
        return frozenset(near[min(near)]) if near else frozenset()

    def _mention(self, run: list[_Token], text: str, folded: str) -> Iterator[Mention]:
        if not run:
            return
        start, end, fits = run[0].start, run[-1].end, run[-1].fits
        words = tuple(token.text for token in run)
        if any(token.strong for token in run):
            yield Mention(start, end, self._named(fits))
            return
        if any(word in _LEGAL for word in words) and len(run) == 1:
            return
        if len(run) > 1:
            fits = frozenset(i for i in fits if any(_within(words, phrase) for phrase in self._phrases[i]))
        elif not _A_DEAL.match(folded, end):
            fits = frozenset(i for i in fits if self._is_named(i, words[0], text, folded, (start, end)))
        if fits:
            yield Mention(start, end, self._named(fits))

    def _is_named(self, index: int, word: str, text: str, folded: str, span: tuple[int, int]) -> bool:
        """An everyday word that is a whole name, or somebody's first one, where it is used as a name."""
        start, end = span
        if self._people:
            first = any(phrase[:1] == (word,) for phrase in self._phrases[index])
            return first and text[start].isupper() and _is_addressed(folded, start, end)
        return (word,) in self._phrases[index] and _stands_out(text, folded, start, end)

    def _named(self, fits: frozenset[int]) -> tuple[str, ...]:
        return tuple(self._ids[index] for index in sorted(fits))


def roster_of(opportunities: tuple[Opportunity, ...]) -> Roster:
    """The compiled names of these opportunities; kept, because a speaker's list changes slowly."""
    return _roster(tuple((o.id, o.name, o.account, o.product) for o in opportunities))


@lru_cache(maxsize=256)
def _roster(labels: tuple[tuple[str, str, str, str], ...]) -> Roster:
    return Roster(labels)


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


def _is_distinctive(word: str) -> bool:
    return len(word) > 1 and word not in COMMON_WORDS and word not in _LEGAL and not _ALSO_A_VALUE.match(word)


def _slips(word: str) -> int:
    """How many slips of the keyboard a word of this length may have."""
    return 2 if len(word) >= _LONG_WORD else 1


def _shortened(word: str, letters: int) -> set[str]:
    """The word with up to that many letters left out."""
    found = {word}
    for _ in range(letters):
        found |= {short[:i] + short[i + 1 :] for short in found for i in range(len(short))}
    return found


def _begins_alike(word: str, name: str) -> bool:
    return word[0] == name[0] or (word[1] == name[0] and word[0] == name[1])


def _within(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(phrase[i : i + len(words)] == words for i in range(len(phrase) - len(words) + 1))


def _is_addressed(folded: str, start: int, end: int) -> bool:
    """ "Ask Mark", "Will has it", "need June to approve"."""
    spoken_to = _SPOKEN_TO.search(folded, max(0, start - 16), start) is not None
    return spoken_to or _ACTS.match(folded, end) is not None


def _stands_out(text: str, folded: str, start: int, end: int) -> bool:
    """An everyday word is a name where it is written as one inside a sentence, or where something is said of it."""
    before = max(0, start - 12)
    written_as_one = text[start].isupper() and not _OPENS_A_SENTENCE.search(folded, before, start)
    opens = _OPENS_A_CLAUSE.search(folded, before, start) is not None
    return written_as_one or (opens and _IS_SPOKEN_OF.match(folded, end) is not None)
