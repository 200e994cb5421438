"""Whose and what: people, teams, accounts and products among the words of a question to the pipeline."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.reading.labels import Labels, words_of
from domain.reading.phrases import listed
from domain.reading.spelling import slips_between
from domain.sales.pipeline import PipelineQuery

Run = tuple[str, ...]
_ME = listed("me mine own myself i")
_TEAM = listed("team teams everybody everyone everything anything all us our ours whole entire")
_FILLERS = listed(
    """
    a about already an and any are as at be been bigger by close closes closing closings come coming currently deal
    deals do did does due expected for from get give going had happen has have how i i'd i've in into is it it's its
    just like list look looking looks lot many me much my need next no now of off on only open opp opportunities
    opportunity opps or our out over pipe pipeline pipelines pipline pipelin piepline pipeilne pipleline line please
    pls say see sales show still tell than that that's the their them there these this those to under until up us
    want we what what's which who who's whose with worth you your can could would stand stands where value worth
    amount amounts date dates left view stage stages stuff things ones was were got
    """
)
_MOST_NAMED = 5
_TELLING = 3  # letters
KEYWORDS = ("this quarter", "next quarter", "by stage", "by rep", "by account", "by product", "by month", "over 50k",
            "stale", "past its date", "no next step", "sort by amount")  # fmt: skip
_RIGHT_WORDS = tuple(sorted({word for phrase in KEYWORDS for word in phrase.split()} | {"sort", "month", "overdue"}))


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom somebody may ask about: names by id, the ids of each team, and themselves."""

    me: str
    names: Mapping[str, str]
    teams: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Things:
    """What is for sale to whom, in the opportunities somebody may see."""

    accounts: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


Offered = Callable[[Sequence[str]], Things]
"""The things with one of these words in their name; all of them without words."""


@dataclass(frozen=True, slots=True)
class Misread:
    """What could not be read, as a sentence that names the nearest right form. `unknown` are words nothing fits."""

    sentence: str
    unknown: Run = ()


class Unreadable(Exception):
    """Ends the reading of a question; `misread` is the answer."""

    def __init__(self, sentence: str, unknown: Run = ()) -> None:
        super().__init__(sentence)
        self.misread = Misread(sentence, unknown)


def runs_of(left: str) -> list[Run]:
    """Words still unread, in runs that fillers and what was taken ("|") divide."""
    runs: list[Run] = []
    for piece in re.split(r"[|?!.,;:()\"]+(?:\s|$)|[|]+", left):
        run: list[str] = []
        for word in piece.split():
            plain = word if word in _FILLERS else word.strip("'\"?!.,;:()").removesuffix("'s")
            if plain not in _FILLERS and words_of(plain):
                run.append(plain)
            elif run:
                runs.append(tuple(run))
                run = []
        runs += [tuple(run)] if run else []
    return runs


def whose(query: PipelineQuery, runs: Iterable[Run], staff: Staff) -> tuple[PipelineQuery, list[Run]]:
    """People and teams among the words, and the words that are left."""
    people, teams = Labels(staff.names.items()), Labels((name, name) for name in staff.teams)
    found: dict[str, list[str]] = {"team": [], "person": []}
    left = []
    for run in runs:
        words = tuple(word for word in run if word not in _TEAM)
        if "own" in words or "mine" in words or "myself" in words:
            found["person"].append(staff.me)
        words = tuple(word for word in words if word not in _ME)
        ids = [word for word in words if word in staff.names]
        found["person"] += ids
        rest = _named(tuple(w for w in words if w not in ids), (("team", teams), ("person", people)), found)
        left += [rest] if rest else []
    owners = [owner for team in found["team"] for owner in staff.teams[team]] + found["person"]
    named = [*found["team"], *(staff.names.get(person, person) for person in found["person"])]
    return replace(query, owners=tuple(dict.fromkeys(owners)), whose=" and ".join(dict.fromkeys(named))), left


def named(query: PipelineQuery, runs: Sequence[Run], things: Offered, staff: Staff) -> PipelineQuery:
    """Accounts and products among the words. Unreadable where a word is neither, nor one of no meaning.

    Names that hold one of the words are asked for first; all of them only where a word may be misspelt.
    """
    words = tuple(dict.fromkeys(word for run in runs for piece in run for word in words_of(piece)))
    # A letter or a figure stands in too many names to tell them apart.
    telling = tuple(word for word in words if len(word) >= _TELLING)
    try:
        return _among(query, runs, things(telling or words), staff)
    except Unreadable as fault:
        if not fault.misread.unknown:
            raise
    return _among(query, runs, things(()), staff)


def _among(query: PipelineQuery, runs: Iterable[Run], offered: Things, staff: Staff) -> PipelineQuery:
    accounts = Labels((name, name) for name in offered.accounts)
    products = Labels((name, name) for name in offered.products)
    found: dict[str, list[str]] = {"account": [], "product": []}
    unknown: list[str] = []
    for run in runs:
        unknown += _named(run, (("account", accounts), ("product", products)), found)
    if unknown:
        raise _unknown(unknown, [accounts, products, Labels(staff.names.items())])
    return replace(query, accounts=tuple(found["account"]), products=tuple(found["product"]))


def _named(run: Run, kinds: Sequence[tuple[str, Labels]], found: dict[str, list[str]]) -> Run:
    """Names in a run of words, the longest first; returns the words that name nothing."""
    for length in range(len(run), 0, -1):
        for at in range(len(run) - length + 1):
            said = tuple(word for piece in run[at : at + length] for word in words_of(piece))
            for kind, labels in kinds:
                fitting = labels.fitting(said)
                if len(fitting) > 1:
                    raise _ambiguous(run, length, [labels.name(key) for key in fitting])
                if fitting:
                    found[kind].append(fitting[0])
                    before = _named(run[:at], kinds, found)
                    return before + _named(run[at + length :], kinds, found)
    return run


def _ambiguous(run: Run, length: int, names: Sequence[str]) -> Unreadable:
    """Several fit. Where more was said than fits all of them, that is no name here, and the likest is offered."""
    if length == len(run):
        return Unreadable(_which(" ".join(run), names))
    words = {word for piece in run for word in words_of(piece)}
    likest = max(names, key=lambda name: len(words & set(words_of(name))))
    said = " ".join(run)
    return Unreadable(f"I know nothing called “{said}” that you may see. Did you mean “{likest}”?", run)


def _which(said: str, names: Sequence[str]) -> str:
    listed = ", ".join(names[:_MOST_NAMED]) + (
        f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    )
    return f"“{said}” fits {len(names)}: {listed}. Say which one."


def _unknown(words: Sequence[str], labels: Sequence[Labels]) -> Unreadable:
    """The same whether it is nowhere or only not theirs to see."""
    near = [nearest for nearest in (_nearest(word, labels) for word in words) if nearest]
    hint = f"Did you mean “{near[0]}”?" if near else f"Say for instance “{KEYWORDS[0]}”, a name, or “{KEYWORDS[7]}”."
    said = " ".join(dict.fromkeys(words))
    return Unreadable(f"I know nothing called “{said}” that you may see. {hint}", tuple(words))


def _nearest(word: str, labels: Sequence[Labels]) -> str | None:
    if len(word) > 3:
        right = min(_RIGHT_WORDS, key=lambda each: slips_between(word, each))
        if slips_between(word, right) <= 2 and right[0] == word[0]:
            return next((phrase for phrase in KEYWORDS if right in phrase.split()), right)
    return next((near for each in labels if (near := each.nearest(word))), None)
