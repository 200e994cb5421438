"""Finds the opportunities that a reply names: by account, product or name, in part, and with a slip of the keyboard."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.common_words import COMMON_WORDS
from domain.reading.fold import fold
from domain.reading.phrases import listed
from domain.reading.spelling import Spelling
from domain.sales.opportunity import Opportunity

_WORD = re.compile(r"[^\W_]+")
# What may stand inside one name: "Rossi & Figli", "Acme's yard manager", "Cold-Chain".
_INSIDE_A_NAME = re.compile(r"(?:['’]s)?[ \t]?[&'’/.-]?[ \t]?")
_AT = re.compile(r" (?:at|for|with|from|of|in) (?:the )?")
_AT_OR_COMMA = re.compile(rf"{_AT.pattern}|, ?| - ")
_A_DEAL = re.compile(r" (?:deal|opp|opportunity|account|one|renewal|project)\b")
_OPENS_A_CLAUSE = re.compile(r"(?:^|[.,;:!?\n(/-]|\b(?:and|but|ok|okay|so|then|also|now)) *$")
_DEALT_WITH = re.compile(
    r"(?:'s)? (?:closes|closed|closing|signed|slips|slipped|won\b|lost\b|dead\b|is dead|is lost|is at \d"
    r"|at \d|to \d|moved to"
    r"|went to|pushed|[$€£]?\d+ ?(?:%|k\b|percent|pct))"
)
_OPENS_A_SENTENCE = re.compile(r"(?:^|[.!?\n(-]) *$")
_IS_SPOKEN_OF = re.compile(
    r" *(?:[:=–-]|is\b|['’]?s\b|at\b|now\b|to\b|in\b|will\b|has\b|just\b|signed|clos|won\b|lost\b|dead\b"
    r"|moved|mov|went|goes|slip|push|pull|should|still|up\b|down\b|back\b|[$€£]?\d)"
)
# "Q3 Systems", "Acme 360", "FY Labs": what is also a date or a number names nothing by itself.
_ALSO_A_VALUE = re.compile(r"(?:[qh][1-4]|fy\d*|\d.*)$")
LEGAL_FORMS = listed("ag bv co corp gmbh inc kg limited llc ltd nv oy plc sa sas se spa srl figli sons")
_SPOKEN_TO = re.compile(r"\b(?:ask|to|with|from|need|needs|get|by|tell|ping|can|could|have|is|and|bring) $")
_ACTS = re.compile(
    r"['’]s\b| (?:has|owns?|took|takes|is (?:on|handling|the|running)|handles|should|can|could|please"
    r"|to (?:approve|join|help|ok|"
    r"sign|come|review)|needs to|said|says|now)\b"
)


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
        self._spelling = Spelling(self._distinctive)

    def mentions(self, text: str, folded: str, known: frozenset[str] = frozenset()) -> list[Mention]:
        """Where `text` names opportunities, in order. `known` are words that mean something else here."""
        runs = list(self._runs(folded, known))
        found = {run[0].start: mention for run in runs if (mention := self._mention(run, text, folded))}
        named = {folded[mention.start : mention.end]: mention.ids for mention in found.values()}
        for run in runs:
            # an everyday word that was a name once in this reply is one throughout
            start, end = run[0].start, run[-1].end
            if start not in found and (ids := named.get(folded[start:end])):
                found[start] = Mention(start, end, ids)
        return _one_by_two([found[start] for start in sorted(found)], folded)

    def _runs(self, folded: str, known: frozenset[str]) -> Iterator[list[_Token]]:
        """Words of names that stand together and share an opportunity."""
        run: list[_Token] = []
        for token in self._tokens(folded, known):
            near = run and _INSIDE_A_NAME.fullmatch(folded, run[-1].end, token.start)
            shared = run[-1].fits & token.fits if near else frozenset()
            if shared:
                run.append(_Token(token.start, token.end, shared, token.strong, token.text))
                continue
            if run:
                yield run
            run = [token]
        if run:
            yield run

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
        return frozenset(index for name in self._spelling.meant(word) for index in self._words[name])

    def _mention(self, run: list[_Token], text: str, folded: str) -> Mention | None:
        """The mention that a run of words makes, if it makes one."""
        start, end, fits = run[0].start, run[-1].end, run[-1].fits
        words = tuple(token.text for token in run)
        if any(token.strong for token in run):
            return Mention(start, end, self._named(fits))
        if any(word in LEGAL_FORMS for word in words) and len(run) == 1:
            return None
        if len(run) > 1:
            fits = frozenset(i for i in fits if any(_within(words, phrase) for phrase in self._phrases[i]))
        elif not _A_DEAL.match(folded, end):
            fits = frozenset(i for i in fits if self._is_named(i, words[0], text, folded, (start, end)))
        return Mention(start, end, self._named(fits)) if fits else None

    def _is_named(self, index: int, word: str, text: str, folded: str, span: tuple[int, int]) -> bool:
        """An everyday word that is a whole name, or somebody's first one, where it is used as a name."""
        start, end = span
        if self._people:
            first = any(phrase[:1] == (word,) for phrase in self._phrases[index])
            return first and text[start].isupper() and _is_addressed(folded, start, end)
        if (word,) in self._phrases[index]:
            return _stands_out(text, folded, start, end)
        first = any(phrase[:1] == (word,) for phrase in self._phrases[index])
        return (
            first
            and _OPENS_A_CLAUSE.search(folded, max(0, start - 12), start) is not None
            and _is_dealt_with(folded, end)
        )

    def _named(self, fits: frozenset[int]) -> tuple[str, ...]:
        return tuple(self._ids[index] for index in sorted(fits))


def roster_of(opportunities: tuple[Opportunity, ...]) -> Roster:
    """The compiled names of these opportunities; kept, because a speaker's list changes slowly."""
    return _roster(tuple((o.id, o.name, o.account, o.product) for o in opportunities))


@lru_cache(maxsize=256)
def _roster(labels: tuple[tuple[str, str, str, str], ...]) -> Roster:
    return Roster(labels)


def _one_by_two(mentions: list[Mention], folded: str) -> list[Mention]:
    """ "Heatguard at Marlow", "Marlow, Heatguard": two names that fit several each, and only one opportunity both."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        both = tuple(i for i in before.ids if i in mention.ids) if before else ()
        pattern = _AT if before and 1 in (len(before.ids), len(mention.ids)) else _AT_OR_COMMA
        if before and len(both) == 1 and pattern.fullmatch(folded, before.end, mention.start):
            joined[-1] = Mention(before.start, mention.end, both)
        else:
            joined.append(mention)
    return joined


def _is_distinctive(word: str) -> bool:
    return len(word) > 1 and word not in COMMON_WORDS and word not in LEGAL_FORMS and not _ALSO_A_VALUE.match(word)


def _within(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(phrase[i : i + len(words)] == words for i in range(len(phrase) - len(words) + 1))


def _is_dealt_with(folded: str, end: int) -> bool:
    """ "March closes April 9", "swift slips": what only an opportunity does."""
    return _DEALT_WITH.match(folded, end) is not None


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
