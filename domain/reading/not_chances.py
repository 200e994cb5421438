"""Tells numbers and percents that are no chance to win: discounts, counts, hours, years, and what it was before."""

import re
from collections.abc import Callable

from domain.reading.marks import Mark, MarkKind, Number, Percent
from domain.reading.phrase import Phrase
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.reading.ways import is_spoken_of

_TIMES = frozenset({"{day}", "{clock}", "{past}"})
_HOURS = 12
_HUNDRED = 100
_MINUTES = 30
# What makes the value before it a share or a count of something else than the chance to win.
_OF_SOMETHING_ELSE = Phrase(
    r" *(?:off\b|discount|cheaper|more\b|less\b|faster|slower|higher|lower|increase|decrease|uplift|margin|commission"
    r"|deposit|down payment|up ?front|in advance|done\b|complete|finished|through\b|tax|vat\b|fees?\b|equity|interest"
    r"|growth|reduction|rebate|savings?|bigger|smaller|below|above\b|battery|charge|ahead|behind"
    r"|to (?:one|1)\b|/(?! )|each\b|apiece|bonus|penalt"
    r"|and a half|x\b|times\b"
    r"|chance (?:that )?(?:i|i'm|im|i'll)\b|(?:of|on) "
    r"(?!(?:winning|closing|a win|it|this|that|us|getting|landing|success|signing|the deal|deal)\b|{opportunity}))"
)

_NUMBER_FOLLOWS = Phrase(" {number}")
# "Up from 60", "rather than 50", "give or take 5", the second half of "60/40": not what it is.
_NOT_THIS = Phrase(
    r"(?:\b(?:from|(?<!down\s)for|off|than|instead of|give or take|plus (?:or )?minus|plus-minus|another"
    r"|per|every|next|last) *"
    r"|\b(?:slip|push|delay|slid|mov)[a-z]*(?: by| out| back)* *|\+ ?/ ?- *|± *|{number} ?/ ?)$"
)
_UP_TO_AN_HOUR = re.compile(r"\b(?:since|til|till|until|after|before) (?:about |around |like |at )?$")
_GIVE_ME = re.compile(r"\b(?:gimme|give me) (?:about |like )?$")
_OF_THE_DAY = re.compile(r" (?:o'? ?clock|tonight|tonite|today|(?:this|in the) (?:morning|afternoon|evening))\b")
_SURE = Phrase(r" ?(?:sure|certain|positive|confident|on it|agree)\b")


def means_something_else(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """Whether the words around a number or a percent make it one of something else than the chance to win."""
    return any(guard(scene, mark, lead) for guard in _GUARDS)


def _is_qualified(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "20% discount", "60 trucks", "60 is their seat count"."""
    return _OF_SOMETHING_ELSE.match(scene.text, mark.end) is not None or is_spoken_of(scene, mark.end)


def _is_what_it_was(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "Up from 60", "rather than 50"."""
    return _NOT_THIS.search(scene.before(mark.start)) is not None


def _counts_papers(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "2 redlines left"."""
    return isinstance(mark.value, Number) and scene.next_word(mark.end) == "{stage}"


def _is_large(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """A large number is one of something else, unless a probability was asked for."""
    large = isinstance(mark.value, Number) and mark.value.value > _HUNDRED
    return large and scene.about is not About.PROBABILITY


def _is_a_share_of_a_sum(scene: Scene, mark: Mark, lead: Lead) -> bool:
    fraction = isinstance(mark.value, Percent) and mark.value.said == "fraction"
    return fraction and scene.next_word(mark.end) in ("{money}", "a", "of")


def _runs_on(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """Whether the number is one of several in a row, as in a year or a telephone number."""
    if scene.about is About.PROBABILITY:
        return False
    text, before = scene.text, scene.mark_before(mark.start)
    touches = before is not None and before.kind is MarkKind.NUMBER and text[before.end : mark.start] == " "
    return touches or _NUMBER_FOLLOWS.match(text, mark.end) is not None


def _is_an_hour(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "Friday at ten", "another one at two": a small number with "at", with nothing asked that it may answer."""
    if not isinstance(mark.value, Number) or mark.value.value > _HOURS or lead.links[-1:] != ("at",):
        return False
    return lead.head in _TIMES or (scene.about is not About.PROBABILITY and lead.head != "{opportunity}")


def _is_clock_time(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "Since 8 this morning", "till 7": the hour may stand in another clause than the word before it."""
    if not isinstance(mark.value, Number):
        return False
    plain = scene.painted.plain
    if _UP_TO_AN_HOUR.search(plain[max(0, mark.start - 24) : mark.start]):
        return True
    return mark.value.value <= _HOURS and _OF_THE_DAY.match(plain, mark.end) is not None


def _is_a_wait(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "Gimme 10": minutes, as far as anybody counts them."""
    few = isinstance(mark.value, Number) and mark.value.value <= _MINUTES
    return few and _GIVE_ME.search(scene.before(mark.start)) is not None


def _is_certainty(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "100% sure it's 60" says how sure the speaker is, and nothing of the chance to win."""
    return isinstance(mark.value, Percent) and mark.value.value == 100 and _SURE.match(scene.text, mark.end) is not None


_GUARDS: tuple[Callable[[Scene, Mark, Lead], bool], ...] = (
    _is_qualified,
    _is_what_it_was,
    _is_certainty,
    _counts_papers,
    _is_a_share_of_a_sum,
    _is_large,
    _runs_on,
    _is_an_hour,
    _is_clock_time,
    _is_a_wait,
)
