"""Rules that read a probability: stated, or moved from the recorded one."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from domain.reading.claims import Claim, Relative, Rule, rule, rules_of
from domain.reading.marks import MarkKind, Number, Percent, Points
from domain.reading.phrases import CHANCE_WORDS, NEUTRAL, OPENERS, SUBJECTS
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.sales.process import Field

# What makes a number before it a share of something else than the chance to win.
_OF_SOMETHING_ELSE = re.compile(
    r"\s*(?:off|discount\w*|cheaper|more|less|faster|slower|higher|lower|increase\w*|decrease\w*|uplift|margin\w*"
    r"|commission\w*|deposit\w*|down payment|upfront|up front|in advance|done|complete\w*|finished|through|tax|vat"
    r"|fees?|equity|interest|growth|reduction|rebate|savings?|bigger|smaller|users?|people|battery|markup|markdown"
    r"|stake|share|coverage|utili[sz]ation|accuracy|uptime|licen[sc]es?|seats?|units?|rooms?|floors?|trucks?"
    r"|(?:of|on) (?!(?:winning|closing|a win|it|this|us|getting|landing|success|signing|the deal)\b)"
    r"|years?|months?|weeks?|days?|hours?|minutes?|o'?clock|am\b|pm\b|below|above|ahead|behind|bucks|quid"
    r"|to (?:one|1)\b|/|and a half|x\b|times\b|st\b|nd\b|rd\b|th\b)"
)
_CHANCE_FOLLOWS = re.compile(r"\s*(?:chance|prob\w*|likel\w*|odds|sure|confiden\w*|certain\w*|shot\b|there\b|to close\b)")
_STATING = {"at", "to", "'s", "is", "s", "stays", "staying", "remains"}
_TAKES_AWAY = frozenset("down drop lower reduce cut knock take shave trim decrease minus off".split())


def _of_a_chance(scene: Scene, end: int) -> bool:
    return not _OF_SOMETHING_ELSE.match(scene.text, end)


def _stated(scene: Scene, found: re.Match[str], rule: Rule) -> Iterator[Claim]:
    """A percent or a number, by the words that lead to it."""
    start, end = found.span("v")
    if not _of_a_chance(scene, end):
        return
    value = scene.mark(start).value
    lead = scene.lead(start)
    cue = lead.head in CHANCE_WORDS or bool(_CHANCE_FOLLOWS.match(scene.text, end)) or bool(CHANCE_WORDS & {*lead.links})
    sure = _is_sure(scene, lead, end, said_as_percent=isinstance(value, Percent), cue=cue)
    if sure is None or not isinstance(value, Percent | Number):
        return
    yield _claim(scene, value, (lead.start if lead.links else start, end), start, rule).but(
        sure=sure, subject=scene.stranger(lead, start)
    )


def _is_sure(scene: Scene, lead: Lead, end: int, *, said_as_percent: bool, cue: bool) -> bool | None:
    """Whether the words state a chance; None where they speak of something else."""
    asked = scene.about is About.PROBABILITY
    opens = lead.head == "" or lead.head in OPENERS or lead.head in ("{stage}", "{day}", "{category}", "{money}", "{past}")
    alone = opens and all(word.text in NEUTRAL for word in scene.words_in(end, scene.clause(end - 1).end))
    if cue:
        return True
    if lead.head == "{opportunity}":
        return True if said_as_percent or asked or _STATING & {*lead.links} else False
    if lead.head in SUBJECTS:
        return True if said_as_percent or asked or {"at", "to"} & {*lead.links} else None
    if opens and said_as_percent:
        return True
    if opens and (asked or scene.about in (About.WHERE_IT_STANDS, None)):
        pointed = {"at", "to"} & {*lead.links} and lead.head != ""
        return True if asked and (alone or lead.links) else (True if alone and not _is_bare_guess(scene, lead) else pointed or None)
    if scene.stranger(lead, end):
        return True
    return False if asked and said_as_percent else None


def _is_bare_guess(scene: Scene, lead: Lead) -> bool:
    """A bare number with nothing asked may count anything."""
    return scene.about is None and not lead.links
