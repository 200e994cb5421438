"""Rules that read what happens to the date of closing: it slips, it is put off, it needs so much longer."""

import re
from collections.abc import Iterator
from datetime import date

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import Day, Duration, MarkKind, Shift
from domain.reading.phrases import CLOSE_WORDS, SUBJECTS
from domain.reading.reading import About
from domain.reading.scene import Scene
from domain.reading.ways import OPEN
from domain.sales.process import Field

_NAMED = frozenset({"{opportunity}"})
_MOVES = re.compile(r"(?:slip|push|pull|mov|delay|slid|shift|bring|kick|bump|postpon|extend|put|add)")


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
    if lead.head in ("i", "i'm", "im", "me", "i've", "{duration}"):
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


def _all_pushed(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """Every date at once: asked back by whoever sees that it is a matter of all."""
    yield Claim(Field.CLOSE_DATE, None, *found.span(), found.start("v"), (by.name,), doubt="all at once")


def _so_long(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Two more weeks", where a date was asked for: from now, or from the recorded date?"""
    length = scene.mark(found.start("v")).value
    if scene.about is not About.CLOSE_DATE or not isinstance(length, Duration) or length.minutes:
        return
    asked = scene.context.asked
    recorded = [o.close_date for o in scene.context.opportunities if asked and o.id == asked.opportunity]
    starts = [scene.context.now.date(), *(day for day in recorded if day)]
    choices = tuple(dict.fromkeys(_later(start, length) for start in starts))
    yield Claim(
        Field.CLOSE_DATE,
        None,
        *found.span("v"),
        found.start("v"),
        (by.name,),
        doubt="so long from when",
        choices=choices,
    )


def _later(start: date, length: Duration) -> date | None:
    try:
        return length.after(start)
    except OverflowError:
        return None


RULES = (
    rule(
        "so long",
        r"^[^\w\ue000-\uf8ff]*(?:(?:another|maybe|about|around|give it|like|probably|a|at least|they need"
        r"|it needs|needs|need|say|roughly"
        r"|another|extra) )*(?P<v>{duration})(?: (?:more|or so|tops|max|i think|probably|i guess"
        r"|longer))*[^\w\ue000-\uf8ff]*$",
        _so_long,
        "{duration}",
    ),
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
