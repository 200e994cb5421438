"""Rules that read the date of closing: stated, moved, or put in doubt by a pause."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Day, Doubtful, Grain, Mark, MarkKind, Number, Shift
from domain.reading.phrases import CLOSE_WORDS, NEUTRAL, SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, Way, stranger, way_of
from domain.sales.opportunity import Value
from domain.sales.process import Field

_ASKED = frozenset({About.CLOSE_DATE})
_OPEN_QUESTION = frozenset({About.WHERE_IT_STANDS, None})
_PAPER = listed("po order paperwork contract approval pos")
_STARTS = OPEN - {"{day}", "{past}", "{clock}"}
_ANOTHER = frozenset({"{day}", "{doubtful}"})
_THING = listed("it it's its it'll itll this that that's thats this's deal opp opportunity one project")
_NAMED = frozenset({"{opportunity}"})
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
        wants hope hoping plan plans planning trying try push move would po can believe sees see won't wont don't
        doesn't didn't can't cannot never
        """
    )
)

_WAYS = (
    Way("close word before", CLOSE_WORDS),
    Way("paper expected", _PAPER, sure=False),
    Way("all at once", _ALL, links=frozenset({"to", "at", "till", "until", "by", "for"}), alone=True),
    Way("a deal of that time", OPEN | _THING | _NAMED, follows=_A_DEAL_FOLLOWS),
    Way("of a name, asked", _NAMED, asked=_ASKED, alone=True),
    Way("or another", _ANOTHER, links=frozenset({"or", "to"})),
    Way("and another", _ANOTHER, only=frozenset({"-"}), asked=_ASKED),
    Way("asked", OPEN | SUBJECTS, asked=_ASKED, alone=True),
    Way("expected", OPEN | _THING | _NAMED, links=_EXPECTED, asked=_OPEN_QUESTION, alone=True),
    Way("of it", _THING, asked=_OPEN_QUESTION, alone=True),
    Way("date alone", _STARTS, asked=_OPEN_QUESTION, alone=True),
    Way("of a name", _NAMED, asked=_OPEN_QUESTION, alone=True, sure=False),
    Way("date alone, not asked", _STARTS, alone=True, sure=False),
    Way("somewhere, asked", OPEN | SUBJECTS, asked=_ASKED, sure=False),
)
_MOVES = re.compile(r"(?:slip|push|pull|mov|delay|slid|shift|bring|kick|bump|postpon|extend|put|add)")
_HEADING = re.compile(r"\b(?:clos(?:e|ing)|new) dates?\b|\bdates\b|\bclosing\b")


def _stated(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A date by the words that lead to it."""
    start, end = found.span("v")
    mark, lead = scene.mark(start), scene.lead(start)
    way = way_of(_WAYS, scene, mark.kind, lead, end)
    if way is None:
        return
    whose = _subject(scene, lead) if lead.head in CLOSE_WORDS | _PAPER else None
    if whose is not None and whose.head not in _CLOSERS and stranger(scene, whose) is None:
        return
    sure = way.sure and (not way.alone or _only_neutral(scene, end)) and not _may_be_another_day(scene, mark, way)
    under_heading = way.name == "of a name" and _HEADING.search(scene.sentence_text(start))
    another = not _only_neutral(scene, end) or _may_be_another_day(scene, mark, way)
    if not (sure or under_heading) and way.alone and scene.about is not About.CLOSE_DATE and another:
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


def _shifted(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Slips a month": counted from the recorded date."""
    start, end = found.span("v")
    mark, lead = scene.mark(start), scene.lead(start)
    says_so = _MOVES.match(scene.painted.plain, start) is not None
    ours = lead.head in OPEN | SUBJECTS | _NAMED | CLOSE_WORDS
    if isinstance(mark.value, Shift) and ours and (says_so or scene.about is About.CLOSE_DATE):
        yield Claim(Field.CLOSE_DATE, mark.value, start, end, start, rules_of(scene, start, by))


def _paused(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A pause without a date: until when?"""
    lead = scene.lead(found.start())
    if lead.head in ("i", "i'm", "im", "me", "i've"):
        return
    clause = scene.clause(found.start())
    days = (mark for mark in scene.painted.marks if mark.kind is MarkKind.DAY and mark.start in clause)
    choices = tuple(mark.value.day for mark in days if isinstance(mark.value, Day))
    span = found.span("what")
    yield Claim(
        Field.CLOSE_DATE,
        None,
        *span,
        found.start(),
        (by.name,),
        doubt="paused, until when",
        choices=choices,
        event=True,
    )


def _claim(scene: Scene, mark: Mark, span: tuple[int, int], rules: tuple[str, ...]) -> Claim:
    value = mark.value
    doubt, choices = "", tuple[Value, ...]()
    if isinstance(value, Doubtful):
        doubt, choices = value.why, value.choices
    elif isinstance(value, Day) and value.bound == "after":
        doubt = "after it, but when"
    elif (
        isinstance(value, Day) and value.bound == "before" and value.grain in (Grain.MONTH, Grain.WEEK) and value.first
    ):
        if not value.part:
            doubt, choices = "before it, or by its end", (value.first - timedelta(days=1), value.day)
    elif isinstance(value, Day) and value.bound == "since":
        doubt = "since then, but until when"
    day = value.day if isinstance(value, Day) else None
    return Claim(Field.CLOSE_DATE, day, *span, mark.start, rules, doubt=doubt, choices=choices)


def _subject(scene: Scene, lead: Lead) -> Lead:
    """What leads to the closing word itself."""
    return scene.lead(lead.start)


def _only_neutral(scene: Scene, end: int) -> bool:
    """Whether nothing follows in the clause that would make the date one of something else."""
    return all(word.text in NEUTRAL or word.text in _OPENS_AGAIN for word in scene.follow(end))


_OPENS_AGAIN = listed("{opportunity} {percent} {stage} {money} {day} {doubtful} no budget they we")


def _may_be_another_day(scene: Scene, mark: Mark, way: Way) -> bool:
    """A near day that nobody asked for may be that of a talk: "tomorrow", "it's on Friday"."""
    near = isinstance(mark.value, Day) and mark.value.grain in (Grain.DAY, Grain.WEEK) and not mark.value.year_said
    weekday = near and isinstance(mark.value, Day) and (mark.value.day - scene.context.now.date()).days < 14
    return bool(weekday) and way.name in ("of it", "date alone", "expected", "of a name", "date alone, not asked")


_PUSH = (
    r"(?:push|mov|slip|pull|slid|delay|shift|bring|kick|bump|postpon|set|put|mak|clos|chang|updat|reschedul|extend|sign"
    r"|book|get|hav|land|wrap)(?:e[ds]?|ing|ped|ping|ting|s|ed)?"
)


def _all_pushed(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """Every date at once: asked back by whoever sees that it is a matter of all."""
    yield Claim(Field.CLOSE_DATE, None, *found.span(), found.start("v"), (by.name,), doubt="all at once")


def _day_of_month(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A bare number where a date was asked for: the day of which month?"""
    start = found.start("v")
    value = scene.mark(start).value
    if scene.about is About.CLOSE_DATE and isinstance(value, Number) and 1 <= value.value <= 31:
        yield Claim(Field.CLOSE_DATE, None, *found.span("v"), start, (by.name,), doubt="a day of which month")


RULES = (
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
    rule(
        "all pushed",
        r"\b(?:push|slip|mov|delay|pull|shift|slid)\w* (?:everything|all|every|each"
        r"|both)(?: [a-z]+){0,3}? (?P<v>{duration})",
        _all_pushed,
        "{duration}",
    ),
    rule("date shifted", "(?P<v>{shift})", _shifted, "{shift}"),
    rule(
        "paused",
        r"(?P<what>\b(?:on hold|paused|on pause|on ice|in limbo|parked|on the back ?burner|put off|postponed|delayed"
        r"|indefinitely|(?:budget|spending|purchas\w+|capex|cost|project|investment|spend)s? (?:is |are "
        r"|was )?(?:frozen|freeze)"
        r"|freeze on (?:all )?(?:new )?(?:spend\w*|budgets?|hiring|purchas\w+|capex|projects?|investments?)))\b",
        _paused,
        "hold pause ice limbo parked burner off postponed delayed indefinite fr",
    ),
    rule(
        "slipping",
        r"(?P<what>\b(?:slipping|slipped|pushed (?:out|back)|sliding|slid|slips|pushing out))(?! {shift}"
        r"| ?{shift})@end",
        _paused,
        "slip push sli",
    ),
)
