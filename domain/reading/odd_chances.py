"""Rules that read a probability in an odd form, where one was asked for: "60/40", "0.6", "6/10", "at 3"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Number, Percent
from domain.reading.reading import About
from domain.reading.scene import Scene
from domain.sales.process import Field

_HOURS = 12
_HUNDRED = 100


def _hour(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "At 3", as the whole reply: three o'clock or three percent?"""
    value = scene.mark(found.start("v")).value
    if scene.about is About.PROBABILITY and isinstance(value, Number) and value.value <= _HOURS:
        yield _asked_back(found, "an hour or a chance", ())


def _slashed(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "6/10" where a probability was asked for: a share of ten, or a day?"""
    first, _, second = scene.source[slice(*found.span("v"))].partition("/")
    if scene.about is About.PROBABILITY and first.isdigit() and second.isdigit() and 0 < int(first) <= int(second):
        yield _asked_back(found, "a share or a day", (Percent(Decimal(100 * int(first)) / int(second)).whole,))


def _split(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "60/40": the first of two shares of a hundred."""
    shares = [scene.mark(found.start(group)).value for group in ("v", "rest")]
    numbers = [share.value for share in shares if isinstance(share, Number)]
    if scene.about is About.PROBABILITY and sum(numbers) == _HUNDRED:
        start = found.start("v")
        yield Claim(Field.PROBABILITY, int(numbers[0]), *found.span(), start, rules_of(scene, start, by), sure=False)


def _fraction(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "0.6" where a probability was asked for: a share of one, or less than one percent?"""
    value = scene.mark(found.start("v")).value
    if scene.about is About.PROBABILITY and isinstance(value, Number) and 0 < value.value < 1:
        yield _asked_back(found, "a share or a percent", (Percent(value.value * _HUNDRED).whole,))


def _asked_back(found: re.Match[str], why: str, choices: tuple[int, ...]) -> Claim:
    start, end = found.span("v")
    return Claim(Field.PROBABILITY, None, start, end, start, (why,), doubt=why, choices=choices)


_ALONE = r"[^\w\ue000-\uf8ff]*"
RULES = (
    rule("hour for a probability", rf"^{_ALONE}(?:at|around|after|by) (?P<v>{{number}}){_ALONE}$", _hour, "{number}"),
    rule("shares of a hundred", r"(?P<v>{number}) ?/ ?(?P<rest>{number})", _split, "/"),
    rule("share for a probability", "(?P<v>{number})", _fraction, "{number}"),
    rule("day for a probability", rf"^{_ALONE}(?P<v>{{day}}){_ALONE}$", _slashed, "{day}"),
)
