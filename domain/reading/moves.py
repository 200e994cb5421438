"""Rules that read a move of the recorded probability or amount: "up ten", "knock 5 off", "double it"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.reading.amounts import is_another_sum
from domain.reading.claims import Claim, Relative, Rule, rule, rules_of
from domain.reading.marks import Mark, Money, Number, Percent, Points
from domain.reading.phrases import AMOUNT_WORDS, CHANCE_WORDS, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, ends_well
from domain.sales.process import Field

_V = "(?P<v>{number}|{percent}|{points}|{money})"
_AMOUNT = r"(?:amount|amt|value|price|total|tcv|acv|arr|deal size|size|number)"
_CHANCE = r"(?:prob\w*|chances?|odds|likelihood|confidence|percentage|forecast)"
_OF_WHAT = rf"(?P<what> ?(?:(?:of|on|to|from|off|in|for) )?(?:the |this |its |my )?(?:{_AMOUNT}|{_CHANCE})\b)?"
_BETWEEN = (
    rf"(?:(?:@it|them|another|an? extra|a further|by|up|down|like|about|around|maybe|the|my|{_AMOUNT}|{_CHANCE}) )"
)
_HEADS = (
    OPEN | SUBJECTS | CHANCE_WORDS | AMOUNT_WORDS | {"{opportunity}", "{competitor}", "lets", "let's", "gonna", "size"}
)

_THEY = listed("they they've they're he she")
_DOWNWARDS = re.compile(r"\b(?:down|drop|lower|reduc|cut|knock|take|shav|trim|decreas|minus|off\b|fell|less\b|lost)")


def _moved(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A value with a word that says which way: "bump it 10%", "10 points lower"."""
    lead = scene.lead(found.start())
    field = _field(scene, found, lead)
    if field is None or not ends_well(scene, found.end()) or not _is_ours(scene, found, lead):
        return
    words = found[0]
    way = Decimal(-1) if _DOWNWARDS.search(words) and not words.startswith(("up ", "+")) else Decimal(1)
    yield _claim(scene, found, field, by, way)


def _signed(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A value with a sign: "+10", "-20k"."""
    value = scene.mark(found.start("v")).value
    lead = scene.lead(found.start())
    field = _field(scene, found, lead)
    if field and isinstance(value, Number | Percent | Points | Money) and value.sign and lead.head in _HEADS:
        yield _claim(scene, found, field, by, Decimal(1))


def _multiplied(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Double it", "cut it in half": of what was asked, or of the amount where the words say so."""
    word = found[0]
    times = Decimal(3) if "tripl" in word else Decimal(2) if "doubl" in word or "twice" in word else Decimal("0.5")
    lead = scene.lead(found.start())
    if lead.head not in _HEADS or not ends_well(scene, found.end()):
        return
    chance = scene.about is About.PROBABILITY or re.search(_CHANCE, word)
    field = Field.AMOUNT if re.search(_AMOUNT, word) or not chance else Field.PROBABILITY
    sure = bool(chance or scene.about is About.AMOUNT or re.search(_AMOUNT, word))
    yield Claim(field, Relative(times=times), *found.span(), found.start(), (by.name,), sure=sure)


def _field(scene: Scene, found: re.Match[str], lead: Lead) -> Field | None:
    """Which field is moved: the one named, else the one whose unit it is, else the one asked about."""
    words = f"{lead.head} {found[0]}"
    value = scene.mark(found.start("v")).value
    if isinstance(value, Money) or re.search(rf"\b{_AMOUNT}\b", words):
        return Field.AMOUNT
    if isinstance(value, Points) or re.search(rf"\b{_CHANCE}\b", words):
        return Field.PROBABILITY
    if scene.about is About.AMOUNT:
        return Field.AMOUNT
    if scene.about is About.PROBABILITY:
        return Field.PROBABILITY
    open_question = scene.about in (About.WHERE_IT_STANDS, None)
    return Field.PROBABILITY if open_question and not _is_a_discount(found[0], value) else None


def _is_a_discount(words: str, value: object) -> bool:
    """ "Take 10% off" may well be a discount; "knock 5 off" is not."""
    return isinstance(value, Percent) and " off" in words


def _is_ours(scene: Scene, found: re.Match[str], lead: Lead) -> bool:
    value = scene.mark(found.start("v"))
    if found[0].startswith("minus") and scene.about not in (About.PROBABILITY, About.AMOUNT):
        return False  # "minus 22 in that cold dock"
    if scene.painted.plain[: found.start()].endswith(("plus ", "plus or ", "plus-")):
        return False  # "give or take 5" in other words
    if isinstance(value.value, Money) and (is_another_sum(scene, found.end()) or lead.head in _THEY):
        return False
    return lead.head in _HEADS or (scene.about in (About.PROBABILITY, About.AMOUNT) and lead.head in ("would", "can"))


def _claim(scene: Scene, found: re.Match[str], field: Field, by: Rule, way: Decimal) -> Claim:
    start, end = found.span("v")
    mark = scene.mark(start)
    return Claim(
        field,
        _relative(mark, field, way),
        found.start(),
        found.end("what") if "what" in found.re.groupindex and found["what"] else max(end, found.end()),
        start,
        rules_of(scene, start, by),
        doubt="" if not _is_bare(scene, field, mark) else "thousands or units",
    )


def _is_bare(scene: Scene, field: Field, mark: Mark) -> bool:
    """ "Add 20" to an amount of 180,000: 20 or 20,000?"""
    value = mark.value
    return field is Field.AMOUNT and isinstance(value, Number) and abs(value.value) < 1000


def _relative(mark: Mark, field: Field, way: Decimal) -> Relative:
    value = mark.value
    if isinstance(value, Money):
        return Relative(plus=way * value.amount)
    assert isinstance(value, Number | Percent | Points)  # noqa: S101 - the pattern asks for these kinds
    if field is Field.AMOUNT and isinstance(value, Percent):
        return Relative(times=1 + way * value.value / 100)
    return Relative(plus=way * value.value)


RULES = (
    rule(
        "moved by a verb",
        r"\b(?:up|down|add|plus|minus|raise|bump|boost|increase|lower|drop|reduce|cut|knock|take|shave|trim"
        r"|decrease|nudge"
        r"|dropped|bumped|raised|cutting|knocked|knocking|trimmed|fell|rose|climbed|gained|adding|added"
        r"|raising|dropping"
        rf"|lowered|reduced|increased|took) {_BETWEEN}*?{_V}(?: (?:off|higher|lower|more|less|up|down"
        rf"|points))?{_OF_WHAT}",
        _moved,
        "{number} {percent} {points} {money}",
    ),
    rule(
        "moved by so much",
        rf"{_V} (?:points? |pts )?(?:higher|lower|up|down|more|less|off)\b{_OF_WHAT}",
        _moved,
        "{number} {percent} {points} {money}",
    ),
    rule("moved by a sign", _V, _signed, "{number} {percent} {points} {money}"),
    rule(
        "multiplied",
        rf"\b(?:(?:doubl|tripl|halv)(?:e|ed|ing|es) (?:@it|the {_AMOUNT}|the {_CHANCE}|in size|our money|(?={{day}}))"
        rf"|(?:cut|slash|chop|split)(?:ting)? (?:@it|the {_AMOUNT}|the {_CHANCE}) (?:in|by) (?:half"
        rf"|{{percent}}|{{number}})"
        rf"|(?:@it|the {_AMOUNT}|{_AMOUNT}|the {_CHANCE}|{_CHANCE}) (?:(?:has|just|got|almost|is) )*(?:doubled"
        rf"|tripled|halved)"
        rf"|half (?:it|that)|twice (?:that|as much|as likely))",
        _multiplied,
        "doubl tripl halv half twice cut",
    ),
)
