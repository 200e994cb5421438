"""Rules that read the forecast category."""

import re
from collections.abc import Iterator

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import MarkKind
from domain.reading.phrase import Phrase
from domain.reading.phrases import SUBJECTS, listed
from domain.reading.scene import Scene
from domain.reading.ways import OPEN, Way, only_trails, way_of
from domain.sales.process import Field, ForecastCategory

_NAMED = frozenset({"{opportunity}"})
_THING = listed("it it's its this this's that's thats deal opp opportunity one")
_PLAIN = frozenset(
    {
        "",
        "ok",
        "yes",
        "yep",
        "yeah",
        "no",
        "say",
        "think",
        "guess",
        "update",
        "{opportunity}",
        "{percent}",
        "{stage}",
        "{day}",
    }
)
_CARRIED = listed(
    "put move set mark update change bump push take bring get"
    " keep leave switch shift downgrade downgraded upgrade upgraded moved"
)


def _categorised(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    start, end = found.span("v")
    lead = scene.lead(start)
    way = way_of(_CATEGORY_WAYS, scene, MarkKind.CATEGORY, lead, end)
    if way is not None and (way.name != "alone" or only_trails(scene, end)):
        if scene.painted.plain[:start].endswith(("out of ", "from ", "off ")):
            return  # what it was
        idiom = scene.painted.plain[:start].endswith("the ")
        category = ForecastCategory(str(scene.mark(start).value))
        rules = (f"category: {way.name}", *rules_of(scene, start, by))
        yield Claim(Field.FORECAST_CATEGORY, category, start, end, start, rules, sure=way.sure and not idiom)


def _left_out(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Take it out of the forecast"."""
    yield Claim(Field.FORECAST_CATEGORY, ForecastCategory.OMITTED, *found.span(), found.start(), (by.name,))


_CATEGORY_WAYS = (
    Way("called that", frozenset({"call", "mark", "forecast", "category", "label", "classify"}), alone=True),
    Way(
        "put there",
        SUBJECTS | _NAMED | _CARRIED | OPEN,
        links=frozenset({"in", "to", "as", "into", "back", "now", "is", "'s"}),
        alone=True,
    ),
    Way(
        "commands it",
        frozenset({"", "please", "pls", "and", "yes", "ok", "let's", "lets", "i'd", "id", "i'll"}),
        follows=Phrase(" (?:it|this|that|{opportunity})"),
    ),
    Way("of it", _THING | _NAMED, alone=True),
    Way("alone", _PLAIN, alone=True),
)

RULES = (
    rule(
        "left out of the forecast",
        r"\b(?:omit|exclude|remove|drop|leave|take|pull|keep) (?:@it|it|this|that|this one)? ?(?:out )?(?:of"
        r"|from) (?:the |my |our )?(?:forecast|commit"
        r"|numbers?|pipeline|call)\b|\b(?:out of|off|not in) (?:the |my |our )?forecast\b|\bdon't (?:count"
        r"|forecast) (?:on )?(?:it|this)\b",
        _left_out,
        "forecast commit number pipeline call count",
    ),
    rule("category stated", "(?P<v>{category})", _categorised, "{category}"),
)
