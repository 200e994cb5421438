"""Rules that read the amount where the words state it, and ask where a year's amount is not the total."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Duration, MarkKind, Money, Number, Percent
from domain.reading.mass import touches_all
from domain.reading.phrases import AMOUNT_WORDS, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Scene
from domain.reading.ways import OPEN, Way, way_of
from domain.sales.process import Field

_OF_SOMETHING_ELSE = re.compile(
    r" *(?:off\b|discount|cheaper|more\b|less\b|in (?:revenue|sales|funding|savings|losses|cash|profit)|revenue|budget"
    r"|salary|fine\b|penalt|fees?\b|deposit|bonus|commission|rebate|credit|invoice|worth of|of (?!(?:tcv|total|arr)))"
)
_WHOLE_DEAL_FOLLOWS = re.compile(
    r" ?(?:-? ?(?:deal|opp|opportunity|contract|order|renewal)\b|tcv|total|in total|all[ -]in|all together|altogether)"
)
_TOTAL = re.compile(r"\b(?:total|tcv|all[ -]in|altogether|overall)\b")

_MONEY, _NUMBER = frozenset({MarkKind.MONEY}), frozenset({MarkKind.NUMBER})
_ASKED = frozenset({About.AMOUNT})
_THING = SUBJECTS - listed("they they're theyre they'll theyll he she i i'm im id i'd i'll ill i've ive me us")
_THE_AMOUNT = listed("amount amt value price tcv worth")
_STARTS = OPEN - {"{stage}"}
_ALL = listed("them everything these those lot pipeline deals opps opportunities both each rest")
_A_THOUSAND = 1000
# Whose amount, price or value it may be; anything else has a price of its own.
_WHOSE_AMOUNT = (
    OPEN
    | SUBJECTS
    | AMOUNT_WORDS
    | listed(
        """
        new final total revised updated current agreed our my his their expected likely realistic forecast sale sales
        closing annual overall latest right actual gross net {opportunity} {stage} {competitor} put set make change
        update bump keep
        """
    )
)
# So much a year is of the deal only after one of these; "they pay 80k a year for the old system" is not.
_YEARLY = (
    OPEN
    | SUBJECTS
    | AMOUNT_WORDS
    | listed("{opportunity} {stage} want wants wanted agreed agree settled need {duration} do take takes")
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_AT_ONCE = "all at once"
_ELSEWHERE = {
    "canadian": "CAD",
    "australian": "AUD",
    "aussie": "AUD",
    "kiwi": "NZD",
    "singapore": "SGD",
    "swiss": "CHF",
}
_NAMED = frozenset({"{opportunity}"})
_STATING = listed("is 's now at to s")
_CLOSED_FOR = listed("closed close closes closing signed sign landed land came comes coming")

_WAYS = (
    Way(_AT_ONCE, _ALL, links=listed("to at"), alone=True),
    Way("amount before", AMOUNT_WORDS, _MONEY, alone=True),
    Way("number as the amount", _THE_AMOUNT, _NUMBER, asked=frozenset({*About, None}), alone=True),
    Way("money of a name", _NAMED, _MONEY, alone=True),
    Way("money of a stage's paper", frozenset({"{stage}"}), _MONEY, links=_STATING, alone=True),
    Way("offered for so much", frozenset({"{stage}"}), _MONEY, links=frozenset({"for", "of"}), sure=False),
    Way("closed for so much", _CLOSED_FOR, _MONEY, links=frozenset({"at", "for"}), alone=True),
    Way("a deal of so much", OPEN | _THING | _NAMED, _MONEY, follows=_WHOLE_DEAL_FOLLOWS),
    Way("money of it", _THING, _MONEY, alone=True),
    Way("money, asked", _STARTS | SUBJECTS, _MONEY, asked=_ASKED),
    Way("money alone", _STARTS, _MONEY, alone=True),
    Way("number, asked", OPEN | SUBJECTS, _NUMBER, asked=_ASKED, alone=True),
    Way("money somewhere, asked", kinds=_MONEY, asked=_ASKED, somewhere=True, sure=False),
)


def is_another_sum(scene: Scene, end: int) -> bool:
    """Whether the words after a sum make it one of something else: "40M in revenue"."""
    return _OF_SOMETHING_ELSE.match(scene.text, end) is not None


def _stated(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    start, end = found.span("v")
    mark = scene.mark(start)
    if is_another_sum(scene, end) or not isinstance(mark.value, Money | Number):
        return
    way = way_of(_WAYS, scene, mark.kind, scene.lead(start), end)
    if way is None or (isinstance(mark.value, Money) and mark.value.per):
        return
    lead = scene.lead(start)
    if lead.head in AMOUNT_WORDS and scene.lead(lead.start).head not in _WHOSE_AMOUNT:
        return  # "the list price", "a tender worth"
    small = isinstance(mark.value, Number) and mark.value.value < _A_THOUSAND
    if way.name == _AT_ONCE and (small or touches_all(scene, start) is None):
        return
    if "{competitor}" in [word.text for word in scene.words_in(scene.clause(start).start, start)]:
        return  # what somebody else asks for
    value = mark.value
    if isinstance(value, Money) and (currency := _ELSEWHERE.get(scene.next_word(end))):
        value = replace(value, currency=currency)
    yield Claim(
        Field.AMOUNT,
        value,
        start,
        end,
        start,
        (f"amount: {way.name}", *rules_of(scene, start, by)),
        sure=way.sure,
    )


def _by_the_year(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """What is paid every year, with or without the number of years: the year's amount or the total?"""
    start = found.start("v")
    money = scene.mark(start).value
    if not isinstance(money, Money) or money.per in ("seat", "user", "license", "licence", "head"):
        return
    if scene.lead(found.start()).head not in _YEARLY and scene.about is not About.AMOUNT:
        return
    total = _in_all(scene, found, money)
    if (money.per is None and (total is None or _TOTAL.search(scene.before(start) + scene.after(found.end("v"))))) or (
        money.per is not None and _TOTAL.search(scene.sentence_text(start))
    ):
        return
    choices = (money.amount,) if total is None else (money.amount, total)
    yield Claim(
        Field.AMOUNT,
        money,
        *found.span(),
        start,
        rules_of(scene, start, by),
        doubt="a year or in all",
        choices=choices,
    )


def _in_all(scene: Scene, found: re.Match[str], money: Money) -> Decimal | None:
    """What the regular amount comes to over the term that is said; None where none is."""
    group = next((group for group in ("term", "before") if found[group]), None)
    term = scene.mark(found.start(group)).value if group else None
    every = _MONTHS.get(money.per or "year")
    if not isinstance(term, Duration) or term.days or not every or not term.months or term.months % every:
        return None
    return money.amount * (term.months // every)


def _share(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Three quarters of a million": a share of a sum."""
    share, money = scene.mark(found.start("share")).value, scene.mark(found.start("v")).value
    if isinstance(share, Percent) and share.said == "fraction" and isinstance(money, Money):
        sum_ = replace(money, amount=money.amount * share.value / 100)
        start = found.start("share")
        yield Claim(Field.AMOUNT, sum_, start, found.end(), start, rules_of(scene, start, by))
        yield Claim(Field.AMOUNT, sum_, start, found.end(), found.start("v"), rules_of(scene, start, by))


RULES = (
    rule("share of a sum", r"(?P<share>{percent}) ?(?:of )?(?:a )?(?P<v>{money})", _share, "{money}"),
    rule(
        "amount by the year",
        r"(?:(?P<before>{duration})(?: (?:deal|term|contract|at|for|of|,|and|with|agreement)){0,3},? ?)?(?P<v>{money})"
        r"(?:,? ?(?:(?:for|over|x|times|on|with|in|at|a|an|the|all|-|of|and|spread|across|contract|deal|term) ?){0,4}"
        r"(?P<term>{duration})(?: (?:term|deal|contract|agreement|commitment))?)?",
        _by_the_year,
        "{money}",
    ),
    rule("amount stated", "(?P<v>{money}|{number})", _stated, "{money} {number}"),
)
