"""Rules that read a probability where the words state it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Mark, MarkKind, Number, Percent
from domain.reading.mass import touches_all
from domain.reading.phrase import Phrase
from domain.reading.phrases import CHANCE_WORDS, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, Way, stranger, way_of
from domain.sales.process import Field

_CHANCE_FOLLOWS = re.compile(
    r"(?: of an?)? ?(?:chance(?! (?:that )?i)|prob\b|probabil\w*|likel\w*|odds|sure\b|confiden\w*|certain\w*|shot\b|there\b|to close\b)"
)

# What makes the value before it a share or a count of something else than the chance to win.
_OF_SOMETHING_ELSE = Phrase(
    r" *(?:off\b|discount|cheaper|more\b|less\b|faster|slower|higher|lower|increase|decrease|uplift|margin|commission"
    r"|deposit|down payment|up ?front|in advance|done\b|complete|finished|through\b|tax|vat\b|fees?\b|equity|interest"
    r"|growth|reduction|rebate|savings?|bigger|smaller|below|above\b|battery|charge|ahead|behind|to (?:one|1)\b|/(?! )"
    r"|and a half|x\b|times\b"
    r"|(?:of|on) "
    r"(?!(?:winning|closing|a win|it|this|us|getting|landing|success|signing|the deal|deal)\b|{opportunity}))"
)

_NUMBER_FOLLOWS = Phrase(" {number}")
_SURE = re.compile(r" ?(?:sure|certain|positive|confident|on it|agree)\b")
_HUNDRED = 100
_HOURS = 12
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
# "Up from 60", "rather than 50", "give or take 5", the second half of "60/40": not what it is.
_NOT_THIS = Phrase(
    r"(?:\b(?:from|(?<!down\s)for|off|than|instead of|give or take|plus (?:or )?minus|plus-minus|another|per|every|next|last) *"
    r"|\b(?:slip|push|delay|slid|mov)[a-z]*(?: by| out| back)* *|\+ ?/ ?- *|± *|{number} ?/ ?)$"
)
_UNASKED = frozenset({About.WHERE_IT_STANDS, None})
_WE = listed("we we're we'll weve we've i i'm im id i'd i'll ill ive i've they they're theyre they'll theyll he she")
_BARE = "number alone"
_OF_A_TABLE = re.compile(r"[:={}<>#\\|]")
_AT_ONCE = "all at once"
_ALL = listed("them everything everyone these those lot pipeline deals opps opportunities both each rest")

_WAYS = (
    Way(_AT_ONCE, _ALL, _PERCENT | _NUMBER, links=_POINTING, alone=True),
    Way("called so much", _CALLED, asked=_OPEN_QUESTION, alone=True),
    Way("put down for", listed("me us it this that him"), _PERCENT | _NUMBER, links=frozenset({"down"}), alone=True),
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
    Way("percent, then something", OPEN | _SPOKEN_OF, _PERCENT, asked=_ASKED),
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
    start, end = found.span("v")
    mark = scene.mark(start)
    if _OF_SOMETHING_ELSE.match(scene.text, end) or _is_certainty(scene, mark, end):
        return
    lead = scene.lead(start)
    if _NOT_THIS.search(scene.before(start)):
        return
    if _is_a_share_of_a_sum(scene, mark, end) or _runs_on(scene, start, end) or _is_an_hour(scene, mark, lead):
        return
    way = way_of(_WAYS, scene, mark.kind, lead, end)
    if way is not None and way.name in _CONTINUING and not _continues(scene, start):
        return
    if way is not None and way.name == _BARE and _OF_A_TABLE.search(scene.before(start)):
        return
    if way is not None and way.name == _AT_ONCE and touches_all(scene, start) is None:
        return
    if way is None or not isinstance(mark.value, Percent | Number):
        return
    if isinstance(mark.value, Number) and mark.value.value > 100 and scene.about is not About.PROBABILITY:
        return
    yield Claim(
        Field.PROBABILITY,
        chance(mark.value),
        start,
        end,
        start,
        (f"probability: {way.name}", *rules_of(scene, start, by)),
        sure=way.sure,
        subject=stranger(scene, lead) if way.stranger else None,
    )


def _continues(scene: Scene, start: int, choices: int = 4) -> bool:
    """Whether the number before this one was itself said of the chance."""
    before = scene.mark_before(start)
    way = way_of(_WAYS, scene, before.kind, scene.lead(before.start), before.end) if before else None
    if before is None or way is None:
        return False
    return way.name not in _CONTINUING or (choices > 0 and _continues(scene, before.start, choices - 1))


def _is_a_share_of_a_sum(scene: Scene, mark: Mark, end: int) -> bool:
    fraction = isinstance(mark.value, Percent) and mark.value.said == "fraction"
    return fraction and scene.next_word(end) in ("{money}", "a", "of")


def _runs_on(scene: Scene, start: int, end: int) -> bool:
    """Whether the number is one of several in a row, as in a year or a telephone number."""
    if scene.about is About.PROBABILITY:
        return False
    text, before = scene.text, scene.mark_before(start)
    touches = before is not None and before.kind is MarkKind.NUMBER and text[before.end : start] == " "
    return touches or _NUMBER_FOLLOWS.match(text, end) is not None


def _is_an_hour(scene: Scene, mark: Mark, lead: Lead) -> bool:
    """ "Another one at two": with nothing asked about it a small number with "at" is a time of day."""
    small = isinstance(mark.value, Number) and mark.value.value <= _HOURS
    return small and lead.links[-1:] == ("at",) and scene.about is not About.PROBABILITY and lead.head != "{opportunity}"


def _is_certainty(scene: Scene, mark: Mark, end: int) -> bool:
    """ "100% sure it's 60" says how sure the speaker is, and nothing of the chance to win."""
    return isinstance(mark.value, Percent) and mark.value.value == 100 and _SURE.match(scene.text, end) is not None


def chance(value: Percent | Number) -> int:
    """Whole percent. It may lie outside 0 to 100: whoever writes it looks."""
    return value.whole if isinstance(value, Percent) else Percent(value.value).whole


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
    rule("probability stated", "(?P<v>{probability})", _stated, "{number} {percent}"),
)
