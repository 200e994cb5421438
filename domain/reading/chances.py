"""Rules that read a probability where the words state it."""

import re
from collections.abc import Iterator

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Mark, MarkKind, Number, Percent
from domain.reading.mass import touches_all
from domain.reading.not_chances import means_something_else
from domain.reading.phrases import CHANCE_WORDS, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Scene
from domain.reading.ways import OPEN, Way, only_trails, stranger, way_of
from domain.sales.process import Field

_CHANCE_FOLLOWS = re.compile(
    r"(?: of an?)? ?(?:chance(?! (?:that )?i)|prob\b|probabil\w*|likel\w*|odds|sure\b|confiden\w*"
    r"|certain\w*|shot\b|there\b|to close\b)"
)

_PERCENT, _NUMBER = frozenset({MarkKind.PERCENT}), frozenset({MarkKind.NUMBER})
_ASKED = frozenset({About.PROBABILITY})
_OPEN_QUESTION = frozenset({About.PROBABILITY, About.WHERE_IT_STANDS, None})
_SPOKEN_OF = SUBJECTS - {"he", "she"}
_NAMED = frozenset({"{opportunity}"})
_TIMES = frozenset({"{day}", "{clock}", "{past}"})
_COUNTED = frozenset({"{number}", "{percent}"})
_CALLED = listed("call calling put putting make making rate score peg mark set")
_STATING = listed("at to 's is s stays staying remains now")
_ROUNDING = listed(
    "at to now still about around roughly approx approximately"
    " ~ probably prob probly prolly maybe perhaps possibly might be more like"
    " nearly almost currently just is up down back closer say not likely something"
)
_POINTING = frozenset({"at", "to"})
_UNASKED = frozenset({About.WHERE_IT_STANDS, None})
_WE = listed("we we're we'll weve we've i i'm im id i'd i'll ill ive i've they they're theyre they'll theyll he she")
_BARE = "number alone"
_BETWEEN = re.compile(r"\bbetween(?: like| say| about| roughly)?(?: a)? $")
_AND = re.compile(r" ?(?:and|&|to|or|-) ?(?:a |like |say )?")
_NEAR = 24
_OF_A_TABLE = re.compile(r"[:={}<>#\\|]")
_AT_ONCE = "all at once"
_GIVEN = "given when asked"
_GIVE_ME = re.compile(
    r"^\W*(?:(?:ok|so|well|yes|yeah|yep|nah|no|just|then|please|pls|you can) )*(?:gimme|give me|put (?:me|us))\b"
)
_ALL = listed("them everything everyone these those lot pipeline deals opps opportunities both each rest")

_WAYS = (
    Way(_AT_ONCE, _ALL, _PERCENT | _NUMBER, links=_POINTING, alone=True),
    Way("called so much", _CALLED, asked=_OPEN_QUESTION, alone=True),
    Way("put down for", listed("me us it this that him"), _PERCENT | _NUMBER, links=frozenset({"down"}), alone=True),
    Way(_GIVEN, listed("me us gimme"), _PERCENT | _NUMBER, only=_ROUNDING | {"down", "for"}, asked=_ASKED, alone=True),
    Way("chance before", CHANCE_WORDS, alone=True),
    Way("chance between", links=CHANCE_WORDS, heads=OPEN | _SPOKEN_OF | _NAMED, alone=True),
    Way("chance after", follows=_CHANCE_FOLLOWS, kinds=_PERCENT),
    Way("chance after a number", follows=_CHANCE_FOLLOWS, asked=_OPEN_QUESTION),
    Way("percent of a name", _NAMED, _PERCENT),
    Way("number of a name", _NAMED, _NUMBER, links=_STATING, alone=True),
    Way("number of a name, asked", _NAMED, _NUMBER, asked=_ASKED, alone=True),
    Way("number of a name, unasked", _NAMED, _NUMBER, alone=True, sure=False),
    Way("percent of it", _SPOKEN_OF, _PERCENT, alone=True),
    Way("number of it, asked", _SPOKEN_OF, _NUMBER, asked=_ASKED, alone=True),
    Way("it at a number", _SPOKEN_OF, _NUMBER, links=_POINTING, asked=_OPEN_QUESTION, alone=True),
    Way("it is a number", SUBJECTS - _WE, _NUMBER, only=_ROUNDING, asked=_UNASKED, alone=True, sure=False),
    Way("percent", OPEN, _PERCENT, alone=True),
    Way("percent, then something", OPEN | _SPOKEN_OF, _PERCENT, asked=_ASKED, sure=False),
    Way("or another", _COUNTED, links=frozenset({"or", "to"}), asked=_OPEN_QUESTION, alone=True),
    Way("and another", _COUNTED, asked=_OPEN_QUESTION, alone=True),
    Way("number, asked", OPEN, _NUMBER, asked=_ASKED, alone=True),
    Way("at a number", OPEN - _TIMES, _NUMBER, links=_POINTING, asked=_OPEN_QUESTION, alone=True),
    Way(_BARE, OPEN - _TIMES, _NUMBER, only=_ROUNDING, asked=frozenset({About.WHERE_IT_STANDS}), alone=True),
    Way("of a stranger", stranger=True, asked=_OPEN_QUESTION, alone=True),
    Way("percent, asked", kinds=_PERCENT, asked=_ASKED, somewhere=True, sure=False),
)


_CONTINUING = frozenset({"or another", "and another"})


def _stated(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A percent or a number, by the words that lead to it."""
    mark = scene.mark(found.start("v"))
    lead = scene.lead(mark.start)
    if not isinstance(mark.value, Percent | Number) or means_something_else(scene, mark, lead):
        return
    other = _other_end(scene, mark.start)
    if other is not None and scene.about in _OPEN_QUESTION:
        for end, value in (other, (mark, mark.value)):
            rules = ("probability: between two", *rules_of(scene, end.start, by))
            yield Claim(Field.PROBABILITY, chance(value), end.start, end.end, end.start, rules)
        return
    way = way_of(_WAYS, scene, mark.kind, lead, mark.end)
    if way is None or not _holds(scene, way, mark.start):
        return
    yield Claim(
        Field.PROBABILITY,
        chance(mark.value),
        mark.start,
        mark.end,
        mark.start,
        (f"probability: {way.name}", *rules_of(scene, mark.start, by)),
        sure=way.sure,
        subject=stranger(scene, lead) if way.stranger else None,
    )


def _other_end(scene: Scene, start: int) -> tuple[Mark, Percent | Number] | None:
    """The lower end, where the words up to there are "between 60 and": either may be meant, so both are claimed."""
    lower = scene.mark_before(start)
    if lower is None or not isinstance(lower.value, Percent | Number):
        return None
    opens = _BETWEEN.search(scene.text, max(0, lower.start - _NEAR), lower.start)
    return (lower, lower.value) if opens and _AND.fullmatch(scene.text, lower.end, start) else None


def chance(value: Percent | Number) -> int:
    """Whole percent. It may lie outside 0 to 100: whoever writes it looks."""
    return value.whole if isinstance(value, Percent) else Percent(value.value).whole


def _holds(scene: Scene, way: Way, start: int) -> bool:
    """Whether what a way asks for besides the words just before is there."""
    if way.name in _CONTINUING:
        return _continues(scene, start)
    if way.name == _BARE:
        return _OF_A_TABLE.search(scene.before(start)) is None
    if way.name == _GIVEN:
        return _GIVE_ME.match(scene.before(start)) is not None and only_trails(scene, scene.mark(start).end)
    return way.name != _AT_ONCE or touches_all(scene, start) is not None


def _continues(scene: Scene, start: int, choices: int = 4) -> bool:
    """Whether the number before this one was itself said of the chance."""
    before = scene.mark_before(start)
    way = way_of(_WAYS, scene, before.kind, scene.lead(before.start), before.end) if before else None
    if before is None or way is None:
        return False
    return way.name not in _CONTINUING or (choices > 0 and _continues(scene, before.start, choices - 1))


RULES = (rule("probability stated", "(?P<v>{probability})", _stated, "{number} {percent}"),)
