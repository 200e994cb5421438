"""What one asks of what moved, and to see side by side: since a day, beside how it was, one beside the other."""

import re
from dataclasses import replace

from bot.commands.command import DEALS, SELLING, Command
from bot.scene import Scene
from bot.use_cases.changes import show_changes
from bot.use_cases.pipeline import read, show, show_pipeline
from bot.views import quick
from domain.reading.query_names import Misread
from domain.sales.pipeline import Group

_MOVED = (
    r"(?:changed?|closed|moved?|slip(?:ped|ping)?|push(?:ed|ing)?|grew|shrank|happened|won|win|lost|lose|pulled in)"
)
_CLOSED = re.compile(r"\b(?:closed|won|win|lost|lose)\b", re.IGNORECASE)
_HISTORY = re.compile(r"what changed(?: (?:of|on|with|at) .*)?", re.IGNORECASE)
_AGAINST = re.compile(r"^compare | (?:vs\.?|versus|against|with|to) ", re.IGNORECASE)
_THEN = r"(?:last|the last|\d+ \w+ ago|yesterday|(?:mon|tues|wednes|thurs|fri)day|the (?:day|week|month) before)\b"


def _changes(scene: Scene, words: str) -> bool:
    return show_changes(scene, words)


def _compared(scene: Scene, words: str) -> bool:
    """ "Ruth vs Owen", "proposal against negotiation": several of a kind. "Us vs Pinnacle" says something else."""
    if scene.thread and scene.thread.opportunity:
        return False
    both, certain = read(scene, _AGAINST.sub(" and ", words)), words.lower().startswith("compare ")
    if isinstance(both, Misread):
        certain = certain or not both.unknown
        if certain:
            scene.reply(quick.say(both.sentence))
        return certain
    kinds = {
        Group.REP: both.owners,
        Group.ACCOUNT: both.accounts,
        Group.PRODUCT: both.products,
        Group.STAGE: both.stages,
    }
    by = next((group for group, named in kinds.items() if len(named) > 1), None)
    if by:
        show(scene, replace(both, by=both.by or by))
    elif certain:
        scene.reply(quick.say("That names one at most. Say for instance “compare proposal and negotiation”."))
    return certain or by is not None


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
        rf"(?:how (?:does|do|did) )?(?:(?:that|this|it|we|they|my team|the (?:pipeline|forecast)) )?"
        rf"(?:compared? (?:to|with|against)|vs\.?|versus) (?P<rest>{_THEN}[^?]{{0,40}})[?.!]?",
        lambda scene, words: show_changes(scene, f"since {words}", certain=False),
        SELLING,
        to_others_words=True,
    ),
    Command(
        "compare",
        "People, accounts, products or stages side by side: “compare Redfern and Marlow”",
        "Ruth vs Owen this quarter",
        r"(?P<rest>compare [^?]{2,60}? (?:and|with|to) [^?]{2,60}"
        r"|[^?]{2,60}? (?:vs\.?|versus|against) [^?]{2,60})[?.!]?",
        _compared,
        SELLING,
        to_others_words=True,
    ),
)
