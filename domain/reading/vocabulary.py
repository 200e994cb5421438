"""The words of one sales process: its stages, competitors, people and categories, compiled once."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.fold import fold
from domain.reading.marks import Mark, MarkKind
from domain.reading.names import Roster
from domain.reading.spelling import Spelling
from domain.sales.process import SalesProcess

# What the won and lost rules already understand in any process; more words of a process are painted as its stage.
_OUTCOME_WORDS = frozenset(
    {"won", "signed", "lost", "dead", "closed won", "closed lost", "closed it", "done deal", "po in", "order in"}
)
_CATEGORY_WORDS = {
    "best case": "best_case",
    "best-case": "best_case",
    "bestcase": "best_case",
    "best_case": "best_case",
    "upside": "best_case",
    "commit": "commit",
    "committed": "commit",
    "pipeline": "pipeline",
    "omitted": "omitted",
    "omit": "omitted",
}
_CATEGORIES = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _CATEGORY_WORDS), key=len, reverse=True)) + r")\b")
_SHORTEST_MISSPELT = 6
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a process mean. `stages` and the rest find them in folded text."""

    stages: re.Pattern[str]
    stage_of: dict[str, str]
    spelling: Spelling
    competitors: Roster
    people: Roster
    words: frozenset[str]

    def stage_marks(self, folded: str) -> list[Mark]:
        """Where stages are named, by name or by what people say for them, also with a slip of the keyboard."""
        found = [
            Mark(MarkKind.STAGE, *word.span(), self.stage_of[_key(word[0])], ("stage word",))
            for word in self.stages.finditer(folded)
            if _key(word[0]) in self.stage_of
        ]
        for word in _WORD.finditer(folded):
            meant = self.spelling.meant(word[0]) if word[0] not in self.words else frozenset()
            stages = {self.stage_of[right] for right in meant}
            if len(stages) == 1:
                found.append(Mark(MarkKind.STAGE, *word.span(), stages.pop(), ("stage word misspelt",)))
        return found

    def category_marks(self, folded: str) -> list[Mark]:
        """Where forecast categories are named."""
        return [
            Mark(MarkKind.CATEGORY, *found.span(), _CATEGORY_WORDS[found[0]], ("category word",))
            for found in _CATEGORIES.finditer(folded)
        ]

    def people_marks(self, text: str, folded: str) -> list[Mark]:
        """Where colleagues are named. The value is the full name, or "" where two fit."""
        return _name_marks(MarkKind.PERSON, self.people, text, folded, self.words)

    def competitor_marks(self, text: str, folded: str) -> list[Mark]:
        """Where known competitors are named."""
        return _name_marks(MarkKind.COMPETITOR, self.competitors, text, folded, self.words)


def _name_marks(kind: MarkKind, roster: Roster, text: str, folded: str, known: frozenset[str]) -> list[Mark]:
    return [
        Mark(kind, mention.start, mention.end, mention.ids[0] if len(mention.ids) == 1 else "", (f"{kind} named",))
        for mention in roster.mentions(text, folded, known)
    ]


@lru_cache(maxsize=64)
def vocabulary_of(process: SalesProcess) -> Vocabulary:
    """The compiled words of a process."""
    stage_of: dict[str, str] = {}
    for stage in process.stages:
        for word in (stage.name, *stage.say):
            if not stage.closed or fold(word) not in _OUTCOME_WORDS:
                stage_of.setdefault(_key(fold(word)), stage.name)
    single = [word for word in stage_of if " " not in word]
    stage_of |= {f"{word}s": stage_of[word] for word in single if f"{word}s" not in stage_of}
    deeds = {_as_deed(word): stage_of[word] for word in single if _as_deed(word) not in stage_of}
    stage_of |= deeds
    phrases = sorted(stage_of, key=len, reverse=True)
    stages = re.compile(
        r"\b(?:" + "|".join(_loosely(phrase, phrase in deeds) for phrase in phrases) + r")\b" if phrases else r"(?!)"
    )
    words = {word for name in stage_of for word in name.split()}
    words |= {word for name in process.competitors for word in _WORD.findall(fold(name))}
    words |= {word for colleague in process.colleagues for word in _WORD.findall(fold(colleague.name))}
    return Vocabulary(
        stages,
        stage_of,
        Spelling(word for word in single if len(word) >= _SHORTEST_MISSPELT),
        Roster((name, name, "", "") for name in process.competitors),
        Roster(((colleague.name, colleague.name, "", "") for colleague in process.colleagues), people=True),
        frozenset(words),
    )


def _key(said: str) -> str:
    return " ".join(_WORD.findall(said))


def _loosely(phrase: str, is_deed: bool) -> str:
    words = r"[ -]{1,2}".join(re.escape(word) for word in phrase.split())
    return rf"{words}(?= (?:it|them|him|her|us|to|for)\b)" if is_deed else words


def _as_deed(word: str) -> str:
    """ "Quote" as what was done: "quoted"."""
    return f"{word}d" if word.endswith("e") else f"{word}ed"
