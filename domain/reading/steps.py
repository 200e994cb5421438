"""Rules that read notes: the next step and its date, and what the customer said about us."""

import re
from collections.abc import Iterator

from domain.reading.claims import Claim, Rule, rule
from domain.reading.marks import Day, Grain, Mark, MarkKind
from domain.reading.phrases import NEUTRAL
from domain.reading.scene import Scene
from domain.sales.process import Field

_TO_DO = (
    r"(?:call|ring|check|follow|come|get back|get in touch|circle|reach|touch base|ping|revisit|reconnect"
    r"|talk|send|resend|meet|try|wait|email"
    r"|write|contact|phone|give (?:them|him|her|it|us)|see|catch|pick|resume|regroup|review|visit|present"
    r"|demo|start|speak|share|prepare|submit"
    r"|book|schedule|set up|arrange|show|run|finish|update|revise|fix|go (?:back|over|through|see)|loop"
    r"|introduce|confirm|drop|fly|swing|chase"
    r"|quote|price|redo|rework|draft|deliver|provide|bring|invite|walk|work|decide|let (?:us|me) know"
    r"|confirm|answer|respond)\b(?! (?:is|are|was|were|isn't|aren't|has|looks?|seems?)\b)"
)
_OWN_TO_DO = (
    r"(?:call|ring|phone|e?mail|send|resend|follow up|meet|visit|present|demo|share|submit|schedule|book"
    r"|set up|arrange|quote"
    r"|review|draft|deliver|prepare|chase|check in|reach out|revise|introduce|drop by|fly|ping)\b"
)
_UPTO = r"[^.,;!?\n]"
# Words at the end of a step that only lead to its date.
_TRAILING = re.compile(
    r"[\s,:-]*\b(?:is|are|on|by|at|in|for|before|around|the|this|next|until|till|from|of|about|please|pls|and|-)\s*$"
)
_LEADING = re.compile(
    r"^[\s,:-]*(?:(?:the |my |our )?next steps?(?: is| are|:| -| will be)?|(?:we'?ll|i'?ll|we will|i will"
    r"|we are|we're|i'm|i am) (?:going to|gonna)?"
    r"|going to|gonna|need to|have to|i|we|to|yes|yep|ok|so|then|and|well|probably)[\s,:-]+"
)
_ABOUT_US = (
    r"(?:our\b[^.,;!?\n]+|(?:nobody|no one|no other)\b[^.,;!?\n]*\b(?:we|us|you)\b[^.,;!?\n]*|we (?:don't"
    r"|doesn't|didn't|can't|aren't|never|lack|understand|listen|over"
    r"|under)[^.,;!?\n]+|(?:we|we're|you|you're|us|the|it|it's|this|that|everything|your|they|pricing"
    r"|prices?|product"
    r"|platform|tool|app|ui|support|service|onboarding|demo|proposal|offer|quote|implementation"
    r"|integrations?|reporting|training|documentation|docs)"
    r"\b(?! (?:budget|project|board|cfo|ceo|market|economy|deal|decision))(?=[^.,;!?\n]{0,120}\b(?:best"
    r"|better|worse|worst|great|good|bad"
    r"|awful|terrible|poor|excellent|amazing|fantastic|nice|solid|strong|weak|slow\w*|fast\w*|quick\w*"
    r"|easy|easier|hard|harder|clunky|buggy|painful"
    r"|smooth|helpful|responsive|unresponsive|reliable|unreliable|intuitive|confusing|expensive|cheap"
    r"|pricey|happy|unhappy|impress\w*|disappoint\w*"
    r"|frustrat\w*|love\w*|hate\w*|trust\w*|miss\w*|lack\w*|complicated|simple|professional|polished"
    r"|outdated|modern|crash\w*|broken|works|perfect"
    r"|favou?rite|superior|inferior|ahead|behind|late|cleanest|ugly|beautiful|loud|dated|old|noisy|heavy"
    r"|accurate|inaccurate"
    r"|overkill|rigid|flexible|far too|too)\b)"
    r"[^.,;!?\n]+)"
)


# What is said of a thing of ours, without a date or a value; what belongs to the deal or to them is news, not feedback.
_OF_A_THING = (
    r"(?:the|our|your|this|that) (?!(?:budgets?|projects?|boards?|c[a-z]o|vp|md|gm|markets?|economy|deals?|decisions?"
    r"|contracts?|paperwork|papers?|legal|procurement|purchasing|finance|team|boss|owner|director|manager|orders?|po"
    r"|signatures?|signing|approvals?|date|timeline|timing|deadline|amount|value|number|company|business|customer"
    r"|client|people|guys?|meeting|call|tender|rfp|plan|money|funding|funds|quarter|year|week|month|opportunity"
    r"|opp|account|champion|sponsor|competition|competitors?|vendor|lawyers?|nda|msa|dpa|loi|purchase"
    r"|go-ahead|pilot|poc|trial|evaluation|next|rest|problem|plan|close|closing|start|kick-?off)\b)"
    r"(?:[a-z-]+ ){1,2}(?:is|are|was|were|isn't|aren't|wasn't|looks?|feels?|seems?)"
    r"(?! (?:on hold|paused|dead|off|gone|over|in|with|at|due|late|ready|done|signed|sent|approved|cancel\w*|delayed"
    r"|pushed|moved|moving|going|coming|closed|open|back|out|still|not yet|yet|waiting|pending|being|under|on)\b)"
    r" [^.,;!?\n\ue000-\uf8ff]+(?=$|[.,;!?\n])"
)

_WENT = re.compile(r" (?:went|was|were|didn't|got|fell)\b")
_NO_STEP = re.compile(
    r"\W*(?:no|none|nothing|tbd|tba|not sure|idk|n/?a|unknown|unclear|dunno|nope|not yet|done|complete"
    r"|don'?t know|nada|nil)\b"
)


def _customers_step(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "They said call back in March": the customer's words are a step, never a date of closing."""
    yield from _step(scene, *found.span("w"), by.name)


def _said_step(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """The step in the speaker's own words."""
    group = "x" if "x" in found.re.groupindex and found["x"] else "w"
    yield from _step(scene, *found.span(group), by.name)


def _appointment(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Demo next Tuesday", "meeting with their CFO on 5 Feb": a talk that has its day."""
    day = scene.named.mark(found.start("day"))
    lead = scene.lead(found.start("w"))
    ahead = isinstance(day.value, Day) and day.value.grain is Grain.DAY
    happened = {"had", "was", "were"} & {*lead.links} or _WENT.match(scene.named.text, found.end("day"))
    soon = isinstance(day.value, Day) and day.value.day > scene.context.now.date()
    if (
        ahead
        and (soon or {"have", "has", "got"} & {*lead.links})
        and not happened
        and lead.head in ("", "we", "i", "have", "got", "{opportunity}", "also", "next", "there's", "yes", "ok")
    ):
        yield from _step(scene, found.start("w"), found.end("day"), by.name)


def _feedback(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    start, end = found.span("w")
    end = start + len(scene.source[start:end].rstrip(" \t:-"))
    yield Claim(Field.FEEDBACK, scene.source[start:end], start, end, start, (by.name,), event=True)


_DATES = (MarkKind.DAY, MarkKind.DOUBTFUL)


def _step(scene: Scene, start: int, end: int, name: str) -> Iterator[Claim]:
    """The step without its date, and the date where it is a day."""
    day = next((m for m in scene.named.marks if m.kind in _DATES and start <= m.start < end), None)
    said = _without(scene, start, end, day)
    if said is None or _NO_STEP.match(scene.text, said[0]):
        return
    yield Claim(Field.NEXT_STEP, scene.source[said[0] : said[1]], *said, said[0], (name,), event=True)
    if day and isinstance(day.value, Day) and day.value.grain in (Grain.DAY, Grain.WEEK):
        yield Claim(Field.NEXT_STEP_DATE, day.value.day, day.start, day.end, day.start, (name, *day.rules), event=True)


def _without(scene: Scene, start: int, end: int, day: Mark | None) -> tuple[int, int] | None:
    """The longer side of the words around the date; None where nothing is left."""
    sides = [(start, end)] if day is None else [(start, day.start), (day.end, end)]
    trimmed = [_trimmed(scene, *side) for side in sides]
    longest = max(trimmed, key=lambda side: side[1] - side[0])
    words = [word.text for word in scene.words_in(*longest)]
    return longest if any(word not in NEUTRAL or word in ("call", "send", "wait", "come") for word in words) else None


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    text = scene.named.text
    while (found := _TRAILING.search(text[start:end])) is not None:
        end = start + found.start()
    while (found := _LEADING.match(text[start:end])) is not None:
        start += found.end()
    end = start + len(text[start:end].rstrip(" \t,.;:!-"))
    start += len(text[start:end]) - len(text[start:end].lstrip(" \t,.;:!-"))
    return start, end


def step_asked_for(scene: Scene, taken: list[int]) -> list[Claim]:
    """The reply to "what is next?": the first sentence in which nothing else was read, which `taken` says."""
    for sentence in scene.sentences:
        if any(start in sentence for start in taken):
            continue
        claims = list(_step(scene, *_without_names(scene, sentence.start, sentence.end), "next step asked"))
        if claims:
            return claims
    return []


def _without_names(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Leaves out the name of the opportunity where the words open with it."""
    for mark in scene.named.marks:
        if (
            mark.kind is MarkKind.OPPORTUNITY
            and mark.start in range(start, end)
            and not scene.text[start : mark.start].strip()
        ):
            start = mark.end + len(scene.text[mark.end : end]) - len(scene.text[mark.end : end].lstrip(" :,-"))
    return start, end


RULES = (
    rule(
        "next step said",
        rf"\bnext steps?(?: is| are|:| -| =| will be| would be|,)? (?:to )?(?P<w>{_UPTO}+)",
        _said_step,
        "next",
        named=True,
    ),
    rule(
        "customer asks for a step",
        r"@they (?:(?:has|have|just|also|now|all|both|only|'ve|'s) )*(?:said|says|told|asked|asks|requested"
        r"|suggested|(?:wants?|wanted|would like|'d like|prefers?|needs?) (?:me|us|to(?= (?:talk|meet|speak"
        r"|see|catch up|reconnect|discuss)\b)))"
        rf"(?: (?:me|us|that|for|we|i|they|to|should|can|could|will|let's|if|please|just|they'll|they'd|would"
        rf"|need))* (?P<w>{_TO_DO}{_UPTO}*)",
        _customers_step,
        "sa told ask want request suggest like prefer need",
        named=True,
    ),
    rule(
        "customer asks for a talk",
        r"@they (?:(?:has|have|just|also|now|all|both|only|'ve|'s) )*(?:asked|asks|requested|wants?|wanted"
        r"|would like|'d like)"
        r"(?: for)? (?P<w>(?:a|an|another|some) (?:[a-z-]+ )??(?:call|demo|meeting|workshop|session|site visit|visit"
        rf"|follow-up|reference call|presentation|callback)\b{_UPTO}*?{{day}})",
        _customers_step,
        "ask request want like",
        named=True,
    ),
    rule(
        "told to",
        rf"(?:^|[.,;!\n] *)(?:asked|told|said)(?: (?:me|us))? to (?P<w>{_TO_DO}{_UPTO}*)",
        _customers_step,
        "asked told said",
        named=True,
    ),
    rule(
        "own step, elided",
        rf"(?:^|[.,;!\n] *)(?:will|going to|gonna|planning to|plan is to|next(?: up)?(?: is"
        rf"| will be)?:?) (?P<w>{_OWN_TO_DO}"
        rf"(?![^.,;!?\n]{{0,12}}\b(?:you|u|it|later|soon)\b){_UPTO}*)|(?:^"
        rf"|[.;!\n] *)next(?: up)?: (?P<x>[a-z]{_UPTO}*)",
        _said_step,
        "will going gonna plan next",
        named=True,
    ),
    rule(
        "doing on a day",
        r"(?:^|[.,;!\n] *)(?:i'm |we're |i am |we are )?(?P<w>(?:sending|calling|meeting (?:with|them|him|her"
        r"|their|the)|visiting|presenting"
        r"|emailing|following up"
        rf"|demoing|sharing|submitting|delivering)\b{_UPTO}*?{{day}})",
        _said_step,
        "{day}",
        named=True,
    ),
    rule(
        "own step",
        rf"\b(?:i'?ll|we'?ll|i will|we will|i'm going to|we're going to|i am going to|gonna|todo:?|to do:?"
        rf"|then i|action:) (?:(?:just|also|then|now|quickly|be|have to"
        rf"|need to) )*(?P<w>{_OWN_TO_DO}(?![^.,;!?\n]{{0,12}}\b(?:you|u|it)\b){_UPTO}*)",
        _said_step,
        "ll will going gonna todo then action to do",
        named=True,
    ),
    rule(
        "whom one sees",
        r"(?:^|[.,;:!\n(] *|\b(?:and|then) )(?:i |we |i'll |we'll |will )*(?P<w>(?:see|seeing|visit|visiting"
        r"|meet|meeting|call|calling|phone|ring) {opportunity}(?: again| in person| on site)?(?: on)? {day})"
        r"(?= *(?:$|[.,;!?\n)]))",
        _said_step,
        "see visit meet call phone ring",
        named=True,
    ),
    rule(
        "appointment",
        r"(?P<w>\b(?:(?!board|their|pipeline|forecast|team|sales|staff|quarterly|weekly|dentist|doctor"
        r"|internal|good|great|nice|long|short|bad|last|quick|productive|another"
        r"|excellent|after|since"
        r"|before|during)[a-z-]+ )??(?:call|meeting|demo|workshop|presentation|visit|site visit|review|lunch"
        r"|dinner|session|intro|follow-up|sync|deep dive)"
        r"(?: (?:with|at|for|to) (?:[^\W_]+'?[^\W_]*|{person}|{opportunity})(?: [^\W_]+'?[^\W_]*){0,4}?)?)(?:"
        r" is| scheduled| booked| set| planned| set up)?"
        r" (?:(?:on|for|at|is|this|coming|set for|scheduled for|planned for) )*(?P<day>{day})",
        _appointment,
        "{day}",
        named=True,
    ),
    rule(
        "feedback",
        r"(?:@they (?:(?:has|have|just|also|now|all|both|really|'ve|'s) )*(?:said|says|told (?:me|us|him|her)"
        r"|mentioned|complain(?:s|ed)|thinks?|feels?|feedback(?: is| was|:)"
        rf"|remarked|commented|noted)|\bfeedback(?: from [a-z ]{{2,30}})?(?: is| was|:))(?: that)? (?P<w>{_ABOUT_US})",
        _feedback,
        "said says told mention complain think feel feedback remark comment noted",
        named=True,
    ),
    rule(
        "feedback on a thing",
        rf"@they (?:(?:also|now|all|both|really|just) )*(?:said|says?|told (?:me|us)|mentioned|thinks?|finds?|feels?)"
        rf"(?: that)? (?P<w>{_OF_A_THING})",
        _feedback,
        "said say told mention think find feel",
        named=True,
    ),
)
