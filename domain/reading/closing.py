"""Rules that read the date of closing: stated, moved, or put in doubt by a pause."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Day, Doubtful, Grain, Mark, MarkKind, Number
from domain.reading.mass import touches_all
from domain.reading.phrases import CLOSE_WORDS, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, Way, is_spoken_of, only_trails, stranger, way_of
from domain.sales.opportunity import Value
from domain.sales.process import Field

_ASKED = frozenset({About.CLOSE_DATE})
_OTHER_VALUES = frozenset({About.PROBABILITY, About.AMOUNT, About.STAGE})
_OPEN_QUESTION = frozenset({About.WHERE_IT_STANDS, None})
_NEEDS = listed("need needs has have must")
_OBJECTS = listed("it this that them")
_DONE = listed("closed signed")
_TO_BE = re.compile(r"\b(?:be|get|gets|getting|have|want|expect|need|it) *$")
_PAPER = listed("decision po order paperwork contract approval pos")
_STARTS = OPEN - {"{day}", "{past}", "{clock}", "{stage}"}
_ANOTHER = frozenset({"{day}", "{doubtful}"})
_THING = listed("it it's its it'll itll this that that's thats this's deal opp opportunity one project")
_NAMED = frozenset({"{opportunity}"})
_AT_ONCE = "all at once"
_ALL = listed("them everything everyone these those lot pipeline deals opps opportunities both each rest")
_EXPECTED = listed("looking looks look expecting expected expect targeting target targeting aiming shooting")
_A_DEAL_FOLLOWS = re.compile(r" (?:deal|close|closer|closing|opp|opportunity)\b")
# Who or what may close, sign or slip. Of anything else ("the store closes Friday") nothing is read.
_CLOSERS = (
    OPEN
    | SUBJECTS
    | CLOSE_WORDS
    | _NAMED
    | listed(
        """
        customer client buyer cfo ceo coo cto cio vp legal procurement purchasing board contract agreement paperwork
        order new expected target revised my our their the realistic likely current estimated planned projected actual
        final original forecast real updated guys side team lawyers everyone both parties {person} let's lets want
        wants hope hoping plan plans planning trying try push move would po can believe sees see everything all each
        paper papers deal's won't wont don't doesn't didn't can't cannot never except
        """
    )
)

_WAYS = (
    Way("close word before", CLOSE_WORDS),
    Way("paper expected", _PAPER, sure=False),
    Way(_AT_ONCE, _ALL, links=frozenset({"to", "at", "till", "until", "by", "for"}), alone=True),
    Way("a deal of that time", OPEN | _THING | _NAMED, follows=_A_DEAL_FOLLOWS),
    Way("of a name, asked", _NAMED, asked=_ASKED, alone=True),
    Way("or another", _ANOTHER, links=frozenset({"or", "to"})),
    Way("and another", _ANOTHER, only=frozenset({"-"}), asked=_ASKED),
    Way("asked", OPEN | SUBJECTS, asked=_ASKED, alone=True),
    Way("expected", OPEN | _THING | _NAMED, links=_EXPECTED, asked=_OPEN_QUESTION, alone=True),
    Way("of it", _THING, asked=_OPEN_QUESTION, alone=True),
    Way("date alone", _STARTS, asked=_OPEN_QUESTION, alone=True),
    Way("of a name", _NAMED, asked=_OPEN_QUESTION, alone=True, sure=False),
    Way("date alone, not asked", _STARTS, asked=_OTHER_VALUES, alone=True, sure=False),
    Way("somewhere, asked", OPEN | SUBJECTS, asked=_ASKED, alone=True, sure=False),
)
_IS_OVER = re.compile(
    r" (?:(?:is|'s) (?:out|over|up|done|good|fine|realistic|right|doable|likely|the plan|the date"
    r"|my guess|my best guess)"
    r"|ends|closes|works|looks? (?:good|right|fine|ok|okay|about right|doable|realistic|likely))\b"
)
_HEADING = re.compile(r"\b(?:clos(?:e|ing)|new) dates?\b|\bdates\b|\bclosing\b")


def _stated(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A date by the words that lead to it."""
    yield from _dated(scene, scene.mark(found.start("v")), by)


def _dated(scene: Scene, mark: Mark, by: Rule) -> Iterator[Claim]:
    start, end = mark.start, mark.end
    lead = scene.lead(start)
    way = way_of(_WAYS, scene, mark.kind, lead, end)
    bound = mark.value.bound if isinstance(mark.value, Day) else ""
    asked = scene.about is About.CLOSE_DATE
    if way is None or bound == "since" or (bound == "until" and not asked):
        return
    if not _IS_OVER.match(scene.text, end) and is_spoken_of(scene, end) and lead.head not in CLOSE_WORDS:
        return  # "quarter end is always crazy"
    if way.name == _AT_ONCE and touches_all(scene, start) is None:
        return
    if way.name == "or another" and not _continues(scene, start, by):
        return
    whose = _subject(scene, lead) if lead.head in CLOSE_WORDS | _PAPER | _OBJECTS else None
    closers = _CLOSERS if lead.head in _OBJECTS else _CLOSERS | _NEEDS
    if whose is not None and whose.head not in closers and stranger(scene, whose) is None:
        return
    if lead.head in _DONE and not (
        {"by", "before", "until"} & {*lead.links} or _TO_BE.search(scene.before(lead.start))
    ):
        return
    until = isinstance(mark.value, Day) and mark.value.bound == "until"
    sure = (
        way.sure
        and not until
        and (not way.alone or _only_neutral(scene, end))
        and not _may_be_another_day(scene, mark, way)
    )
    under_heading = way.name == "of a name" and _HEADING.search(scene.sentence_text(start))
    another = not _only_neutral(scene, end) or _may_be_another_day(scene, mark, way)
    if not (sure or under_heading) and way.alone and not asked and (another or isinstance(mark.value, Doubtful)):
        return
    claim = _claim(scene, mark, (start, end), (f"close date: {way.name}", *rules_of(scene, start, by)))
    subject = stranger(scene, whose) if whose else None
    yield replace(claim, sure=bool(sure or under_heading), subject=subject)


def _set(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Push it to March", "close it end of January": the verb is the cue."""
    start = found.start("v")
    lead = scene.lead(found.start())
    if lead.head in _CLOSERS or lead.head in ("please", "can", "to"):
        yield _claim(scene, scene.mark(start), found.span(), rules_of(scene, start, by))


def _claim(scene: Scene, mark: Mark, span: tuple[int, int], rules: tuple[str, ...]) -> Claim:
    doubt, choices = _in_doubt(mark.value)
    day = mark.value.day if isinstance(mark.value, Day) else None
    return Claim(Field.CLOSE_DATE, day, *span, mark.start, rules, doubt=doubt, choices=choices)


def _in_doubt(value: object) -> tuple[str, tuple[Value, ...]]:
    """Why a date cannot be written, and what it may be; nothing where it can."""
    if isinstance(value, Doubtful):
        return value.why, value.choices
    if not isinstance(value, Day):
        return "", ()
    if value.bound == "after":
        return "after it, but when", ()
    wide = value.grain in (Grain.MONTH, Grain.WEEK) and not value.part
    if value.bound == "before" and wide and value.first:
        return "before it, or by its end", (value.first - timedelta(days=1), value.day)
    return "", ()


def _continues(scene: Scene, start: int, by: Rule) -> bool:
    """Whether the date before this one was itself one of closing: "Mar 12 or Mar 19"."""
    before = scene.mark_before(start)
    if before is None or before.kind not in (MarkKind.DAY, MarkKind.DOUBTFUL):
        return False
    moved_from = isinstance(before.value, Day) and before.value.bound == "since"
    return moved_from or any(True for _ in _dated(scene, before, by))


def _subject(scene: Scene, lead: Lead) -> Lead:
    """What leads to the closing word itself."""
    return scene.lead(lead.start)


def _only_neutral(scene: Scene, end: int) -> bool:
    """Whether nothing follows in the clause that would make the date one of something else."""
    over = _IS_OVER.match(scene.text, end)
    return only_trails(scene, over.end() if over else end)


def _may_be_another_day(scene: Scene, mark: Mark, way: Way) -> bool:
    """A near day that nobody asked for may be that of a talk: "tomorrow", "it's on Friday"."""
    near = isinstance(mark.value, Day) and mark.value.grain in (Grain.DAY, Grain.WEEK) and not mark.value.year_said
    weekday = near and isinstance(mark.value, Day) and (mark.value.day - scene.context.now.date()).days < 14
    return bool(weekday) and way.name in ("of it", "date alone", "expected", "of a name", "date alone, not asked")


_PUSH = (
    r"(?:push|mov|slip|pull|slid|delay|shift|bring|kick|bump|postpon|set|put|mak|clos|chang|updat|reschedul|extend|sign"
    r"|book|get|hav|land|wrap)(?:e[ds]?|ing|ped|ping|ting|s|ed)?"
)


def _day_of_month(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A bare number where a date was asked for: the day of which month?"""
    start = found.start("v")
    value = scene.mark(start).value
    if scene.about is About.CLOSE_DATE and isinstance(value, Number) and 1 <= value.value <= 31:
        yield Claim(Field.CLOSE_DATE, None, *found.span("v"), start, (by.name,), doubt="a day of which month")


_NO_DAY = r"(?P<v>{number} ?[/.-] ?{number}\.?)"
_SOME_DAY = (
    r"(?P<v>\b(?:(?:some ?time|not|only|right|shortly|soon|probably|maybe) )*(?:after|once|when(?:ever)?"
    r"|as soon as|until|till|depends"
    r"|depending|before)\b[^?]*)"
)


def _no_day(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """An answer to "when?" that names no day: "31/6", "after their merger is through"."""
    dated = any(mark.kind in (MarkKind.DAY, MarkKind.DOUBTFUL, MarkKind.SHIFT) for mark in scene.painted.marks)
    if scene.about is About.CLOSE_DATE and not dated:
        start, end = found.span("v")
        end = start + len(scene.source[start:end].rstrip())
        yield Claim(Field.CLOSE_DATE, None, start, end, start, (by.name,), doubt="no day named", event=True)


RULES = (
    rule("no such day", rf"^[^\w\ue000-\uf8ff]*{_NO_DAY}[^\w\ue000-\uf8ff]*$", _no_day),
    rule("some day", rf"^[^\w\ue000-\uf8ff]*{_SOME_DAY}", _no_day),
    rule(
        "number for a date",
        r"^[^\w\ue000-\uf8ff]*(?:on |by |around |maybe )?(?P<v>{number})[^\w\ue000-\uf8ff]*$",
        _day_of_month,
        "{number}",
    ),
    rule(
        "date set",
        rf"\b{_PUSH} (?:it|this|that|@it|(?:the |this )?close(?: date)?|the (?:close |closing )?date|them)"
        r" (?:(?:back|out|in|up|forward|off|over|now|done|signed|closed|is|to be|for me|please) )*"
        r"(?:(?:to|till|until|for|by|at|on|as|around|about|in|before) )*(?P<v>{when})",
        _set,
        "{day} {doubtful}",
    ),
    rule("date stated", "(?P<v>{when})", _stated, "{day} {doubtful}"),
)
