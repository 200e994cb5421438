"""What one asks of what moved, and to see side by side: since a day, beside how it was, one beside the other."""

import re
from dataclasses import replace

from bot.commands.command import DEALS, SELLING, Command
from bot.scene import Scene
from bot.use_cases.changes import show_changes
from bot.use_cases.pipeline import read, show, show_pipeline
from domain.reading.query_names import Misread
from domain.sales.pipeline import Group, PipelineQuery

_MOVED = (
    r"(?:changed?|closed|moved?|slip(?:ped|ping)?|push(?:ed|ing)?|grew|shrank|happened|won|win|lost|lose|pulled in)"
)
_CLOSED = re.compile(r"\b(?:closed|won|win|lost|lose)\b", re.IGNORECASE)
_HISTORY = re.compile(r"what changed(?: (?:of|on|with|at) .*)?", re.IGNORECASE)
_VS = re.compile(r" (?:vs\.?|versus) ", re.IGNORECASE)
_BETWEEN = re.compile(r" (?:and|with|to|vs\.?|versus) ", re.IGNORECASE)
_COMPARE = re.compile(r"^compare ", re.IGNORECASE)
_SUBJECT = r"(?:that|this|it|we|they|(?:my|our|the) (?:team|pipeline|forecast))"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_THEN = rf"(?:yesterday|(?:last |on )?{_DAY}|(?:the )?last (?:week|month|quarter|year)|\d+ (?:day|week|month)s? ago)"


def _changes(scene: Scene, words: str) -> bool:
    return show_changes(scene, words)


def _since_then(scene: Scene, then: str) -> bool:
    """In a thread "vs last week it slipped" is said of that opportunity."""
    about_one = scene.thread and scene.thread.opportunity
    return not about_one and show_changes(scene, f"since {then}", certain=False)


def _compared(scene: Scene, words: str) -> bool:
    """ "Ruth vs Owen this quarter": two of a kind, with what narrows them after the second.

    Anything else is a statement: "Redfern closed won vs Marlow", "we compare notes with Redfern".
    """
    told = _COMPARE.sub("", words)
    sides = (_VS if told == words else _BETWEEN).split(told, maxsplit=1)
    if len(sides) < 2 or (scene.thread and scene.thread.opportunity):
        return False
    one, other, both = (read(scene, said) for said in (*sides, " and ".join(sides)))
    if isinstance(one, Misread) or isinstance(other, Misread) or isinstance(both, Misread):
        return False
    by = _kind(one)
    if by is None or by is not _kind(other) or one != _named_alone(one):
        return False
    show(scene, replace(both, each=by) if both.most else replace(both, by=both.by or by))
    return True


def _kind(query: PipelineQuery) -> Group | None:
    """What it names, where that is of one kind."""
    named = {
        Group.REP: query.owners,
        Group.ACCOUNT: query.accounts,
        Group.PRODUCT: query.products,
        Group.STAGE: query.stages,
    }
    kinds = [group for group, names in named.items() if names]
    return kinds[0] if len(kinds) == 1 and not query.closed else None


def _named_alone(query: PipelineQuery) -> PipelineQuery:
    """The same names, and nothing that narrows them."""
    return PipelineQuery(
        query.owners, query.whose, stages=query.stages, accounts=query.accounts, products=query.products
    )


def _perhaps_changes(scene: Scene, words: str) -> bool:
    """ "What changed?" in a thread, and "what changed with Acme?", ask for a history; "what did we win?" for a list."""
    if _HISTORY.fullmatch(words) and (" " in words[12:].strip() or (scene.thread and scene.thread.opportunity)):
        return False
    if _CLOSED.search(words):
        return show_pipeline(scene, words, certain=False)
    return show_changes(scene, words, certain=False)


MOVING: tuple[Command, ...] = (
    Command(
        "changes",
        "What moved, by whom, in whose words: “changes since Monday”, “what slipped since 1 Nov?”",
        "changes since Monday",
        r"(?:show (?:me )?)?changes(?P<rest> [^?]{1,120})?[?.!]?",
        _changes,
        SELLING,
    ),
    Command(
        "what moved",
        "The same in your own words",
        "what slipped since Monday?",
        rf"(?P<rest>what(?:'s|’s| has| have| did| is)? (?:we )?(?:been )?{_MOVED}\b[^?]{{0,120}}"
        rf"|(?:(?:what|which|any) )?{DEALS} (?:(?:that|which|have|has|are|were|got) )*{_MOVED}\b[^?]{{0,120}})\??",
        _perhaps_changes,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "since then",
        "The same beside how it was: “compare to last week”, “how does that compare to Monday?”",
        "compare to last week",
        rf"(?:how (?:does|do|did) )?(?:{_SUBJECT} )?(?:compared?(?: {_SUBJECT})? (?:to|with)|vs\.?|versus) "
        rf"(?P<rest>{_THEN})[?.!]?",
        _since_then,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "compare",
        "People, accounts, products or stages side by side: “compare Redfern and Marlow”",
        "Ruth vs Owen this quarter",
        r"(?P<rest>compare [^?]{2,60}? (?:and|with|to|vs\.?|versus) [^?]{2,60}"
        r"|[^?]{2,60}? (?:vs\.?|versus) [^?]{2,60})[?.!]?",
        _compared,
        SELLING,
        to_others_words=True,
    ),
)
