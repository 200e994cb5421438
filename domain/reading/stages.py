"""Rules that read a stage: where the opportunity is, or an act that implies it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.reading.claims import Claim, Rule, rule, rules_of
from domain.reading.marks import MarkKind
from domain.reading.phrase import Phrase
from domain.reading.phrases import SUBJECTS, listed
from domain.reading.reading import About
from domain.reading.replies import later
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, Way, ends_well, stranger, way_of
from domain.sales.process import Field, SalesProcess

_NAMED = frozenset({"{opportunity}"})
_THING = listed("it it's its it'll this this's that's thats deal opp opportunity one we we're we've i'm im")
_MOVING = listed(
    "moved moves moving move went goes go going gone into back set put changed updated update reached"
    " hit to in now become"
    " became slipped dropped up"
)
_IN = frozenset({"in", "into", "at", "to", "now", "is", "'s", "s", "we're", "currently", "still", "back"})
_ASKED = frozenset({About.STAGE, About.WHERE_IT_STANDS})
_VERBS = listed(
    "moved move moving advanced advance advancing progressed progress progressing entered entering reached stage"
    " phase status transitioned graduated promoted mark marked flag stepped started starting begun began"
    " regressed reverted returned rolled fell jumped skipped skip jump"
)
_STATE_ENDS = re.compile(r" (?:stage|phase)\b")
# What may follow a stage that is stated by its bare name.
_AFTER_STAGE = listed(
    """
    now currently presently stage phase step atm still for today yes yep already finally again please probably think i
    guess say at the moment as of this week rn and or to from tbh honestly maybe perhaps possibly no it's its then 'm
    not sure if depends depending who you ask {percent} {money} {day} {number} {stage} {opportunity} {past} {category}
    {points} {doubtful} {person}
    """
)
# A noun behind a stage's word makes it something else: "legal team", "demo account".
_COMPOUND = re.compile(
    r"(?:'s|s')| (?:licen[sc]es?|teams?|departments?|dept|people|folks|guys?|person|side|account|env\w*|is (?:slow"
    r"|late|asking|on holiday|busy"
    r"|blocking|stuck)|meeting|call|document|doc|deck|template|costs?|price|pricing|questions?|wants?"
    r"|needs?|asked|said|says"
    r"|review(?:ed|er)?|issues?|manager|head|vp|lead)\b"
)

_WHOLE = Phrase(r"(?: (?:it|this|the (?:deal|project|order|account)))?(?! {day})@end")

_WAYS = (
    Way("named as the stage", frozenset({"stage", "phase", "status"})),
    Way("stage of that name", OPEN | SUBJECTS | _NAMED, follows=_STATE_ENDS),
    Way("verb of moving", _VERBS),
    Way("moved into", OPEN | SUBJECTS | _NAMED, links=_MOVING - {"now", "to"}),
    Way("of a name", _NAMED),
    Way("of it", _THING, links=_IN),
    Way("of them, in it", SUBJECTS, links=frozenset({"in", "into"})),
    Way("alone, asked", OPEN, asked=_ASKED, alone=True),
    Way("alone", OPEN, links=_IN, alone=True),
    Way("it is", _THING, alone=True),
    Way("alone, not asked", OPEN, alone=True, sure=False),
    Way("of a stranger", stranger=True, links=_MOVING),
)


def _stated(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A stage by the words that lead to it."""
    start, end = found.span("v")
    lead = scene.lead(start)
    process, name = scene.context.process, str(scene.mark(start).value)
    if _COMPOUND.match(scene.text, end) or _is_with_somebody(scene, start):
        return
    way = way_of(_WAYS, scene, MarkKind.STAGE, lead, end)
    if way is None or (_has_article(scene, start) and not _stands_in_one(scene, start, end)):
        return
    if process.stage(name).closed and not _outcome_stands(scene, lead, end, way):
        return
    alone = way.alone and not all(word.text in _AFTER_STAGE for word in scene.follow(end))
    if alone and not way.links and scene.about is not About.STAGE:
        return
    alone = alone or _went(lead)
    claim = _claim(scene, by, start, end, way.sure and not alone, f"stage: {way.name}")
    yield replace(claim, subject=stranger(scene, lead) if way.stranger else None)


def _went(lead: Lead) -> bool:
    """ "It's gone cold" is no move to the stage that people call cold."""
    links = {*lead.links}
    return bool({"gone", "going"} & links) and not {"to", "into"} & links


def _outcome_stands(scene: Scene, lead: Lead, end: int, way: Way) -> bool:
    """A process's own word for won or lost must be the whole of what is said: "cancelled the meeting" is not."""
    moved = way.sure and (lead.head in _VERBS or "to" in lead.links)
    return moved or _WHOLE.match(scene.text, end) is not None


def _in_progress(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A stage said as what is being done: "papering as we speak", "now contracting with their people"."""
    start, end = found.span("v")
    lead, word = scene.lead(start), scene.painted.plain[start:end]
    if not word.endswith("ing") or lead.head not in OPEN | SUBJECTS | _NAMED or "to" in lead.links:
        return
    follows = scene.next_word(end)
    sure = follows in ("with", "as", "the", "terms", "now", "over", "on", "it", "and", "price", "their") or ends_well(
        scene, end
    )
    if follows != "{competitor}" and not follows.startswith("{competitor"):
        yield _claim(scene, by, start, end, sure, "stage: in progress")


def _deed(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Demoed it", "quoted them": a stage's word as a verb."""
    if scene.painted.plain[slice(*found.span("v"))].endswith(("ed", "o")):
        yield from _act(scene, found, by)


def _act(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A single act: it implies the stage and no more."""
    stage = scene.context.process.stage(str(scene.mark(found.start("v")).value))
    if not stage.closed and not _COMPOUND.match(scene.text, found.end("v")):
        start, end = found.span()
        yield replace(_claim(scene, by, found.start("v"), end, False, "stage: an act"), start=start, event=True)


def _verbal(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """A verbal yes: the stage of that name, or the last open one where the process has none."""
    process = scene.context.process
    stage = next((s for s in process.open_stages if _is_verbal(process, s.name)), process.open_stages[-1])
    start, end = found.span()
    yield Claim(Field.STAGE, stage.name, start, end, start, (by.name,), sure=False, event=True)


def _is_verbal(process: SalesProcess, name: str) -> bool:
    stage = process.stage(name)
    return any("verbal" in word.lower() or "handshake" in word.lower() for word in (stage.name, *stage.say))


def _claim(scene: Scene, by: Rule, start: int, end: int, sure: bool, way: str) -> Claim:
    name = str(scene.mark(start).value)
    rules = (way, *rules_of(scene, start, by))
    return Claim(Field.STAGE, name, start, end, start, rules, sure=sure)


def _has_article(scene: Scene, start: int) -> bool:
    words = [word.text for word in scene.words_in(max(0, start - 10), start)]
    return bool(words) and words[-1] in ("the", "a", "an", "our", "their", "your", "his", "her")


_IN_ONE_NOW = Phrase(
    r"^ *(?:(?:ok|so|well|yes|yeah|they|they're|we|we're|it|it's|deal|are|is|{opportunity}|now|still|currently|back"
    r"|just) )*in (?:a|an) $"
)


def _stands_in_one(scene: Scene, start: int, end: int) -> bool:
    """ "The legal stage", "we're in a trial now" say where it stands; "I'm in a demo" why nobody may ask."""
    if _STATE_ENDS.match(scene.text, end):
        return True
    only = all(word.text in _AFTER_STAGE for word in scene.follow(end))
    return only and _IN_ONE_NOW.search(scene.before(start)) is not None and not later(scene)


def _is_with_somebody(scene: Scene, start: int) -> bool:
    """ "Waiting on legal", "from procurement": a stage's word for people, or a thing still to come."""
    words = [word.text for word in scene.words_in(max(0, start - 10), start)]
    return bool(words) and words[-1] in (
        "on",
        "for",
        "from",
        "by",
        "of",
        "until",
        "till",
        "than",
        "out",
        "off",
        "over",
        "per",
    )


_SENT = (
    r"(?:sent|send|mailed|emailed|e-mailed|delivered|submitted|shared|gave|given|handed|presented|issued"
    r"|got|received|did|had|finished"
    r"|completed|wrapped(?: up)?|ran|made|showed|walked (?:them|him|her) through|took them through"
    r"|dropped|forwarded|put (?:in|out)|kicked off"
    r"|started|signed|agreed|accepted|approved|have|has|getting)"
)
_THEM = (
    r"(?:(?:them|him|her|over|out|off|back|our|the|a|an|their|first|revised|updated|new|final|initial"
    r"|formal|full|good|great|{person}|"
    r"customer|client|to|us|some|another|that|@they) )*"
)


def _carried(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "We moved them to negotiation"."""
    start, end = found.span("v")
    if not _COMPOUND.match(scene.text, end):
        yield replace(_claim(scene, by, start, end, True, "stage: carried"), event=True)


RULES = (
    rule(
        "carried to a stage",
        r"\b(?:mov(?:e|ed|ing)|put|push(?:ed|ing)?|advanc(?:e|ed|ing)|took|take|taking|got|brought|set"
        r"|switch(?:ed)?|progress(?:ed)?|promoted?|bump(?:ed)?|mark(?:ed)?"
        r"|updated?|chang(?:e|ed)) (?:them|@it|him|her|us|the (?:deal|opp|stage)|stage|status) (?:(?:on|up"
        r"|back|along|forward|now|officially|over) )*(?:to|into|in|as)(?: the)? (?P<v>{stage})",
        _carried,
        "{stage}",
    ),
    rule(
        "with somebody",
        r"\b(?:it'?s|it is|deal is|we'?re|we are|{opportunity} is|now)(?: (?:now|still|currently"
        r"|sitting))* with (?:their )?(?P<v>{stage})",
        _act,
        "{stage}",
    ),
    rule(
        "act, then stage",
        rf"\b{_SENT} {_THEM}(?P<v>{{stage}})(?: (?:over|out|off|yes|ok|okay|approval|agreement|commitment"
        rf"|go-ahead|nod|commit))?",
        _act,
        "{stage}",
    ),
    rule(
        "stage, then act",
        r"(?P<v>{stage}) (?:(?:has|have|just|is|are|was|were|got|been|now|already|finally|went"
        r"|going) )*(?:came back|came in|come back|sent|went out"
        r"|out\b|delivered|done\b|submitted|went (?:well|great|fine|ok|okay)|accepted|approved|returned"
        r"|received|is back|back\b|yes\b|ok\b|okay"
        r"|completed?|finished|from (?:their|the|@they))",
        _act,
        "{stage}",
    ),
    rule("stage as a deed", r"(?P<v>{stage}) (?:it|them|him|her|to|us|for)\b", _deed, "{stage}"),
    rule("stage in progress", "(?P<v>{stage})", _in_progress, "{stage}"),
    rule("stage stated", "(?P<v>{stage})", _stated, "{stage}"),
    rule(
        "verbal yes",
        r"\b(?:verbal(?:ly)?(?: (?:yes|ok|okay|agreement|approval|commit\w*|go-ahead|nod|from|agreed"
        r"|confirmed|committed))?|hand-?shake"
        r"|agreed (?:in principle|verbally)|sh(?:ook|ake|aking) hands|said yes|(?:gave|given) (?:us )?(?:the"
        r"|a) (?:nod|thumbs up"
        r"|green light|go-ahead)"
        r"|chose us|picked us|selected us|(?:went|going) with us|vendor of choice|preferred (?:vendor"
        r"|supplier|bidder))\b",
        _verbal,
        "verbal hand shook shak agreed yes nod thumbs green go-ahead us choice preferred",
    ),
)
