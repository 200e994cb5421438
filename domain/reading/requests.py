"""Rules that read what help the speaker asks for: a technical presentation, a discount, a sponsor, legal, a meeting."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.reading.marks import Day, Mark, MarkKind, Percent
from domain.reading.phrase import Phrase
from domain.reading.reading import About
from domain.reading.scene import Scene, Span
from domain.sales.process import HELP_KINDS


@dataclass(frozen=True, slots=True)
class Ask:
    """Help asked for. `uses` are where the values stand that belong to it, so that nothing else reads them."""

    kind: str
    start: int
    end: int
    rules: tuple[str, ...]
    person: str | None = None
    day: date | None = None
    value: Decimal | None = None
    uses: tuple[int, ...] = ()


_ASKING = Phrase(
    r"\b(?:(?:i|we|i'd|we'd|i'll|we'll|this|it|deal|{opportunity}|would|still|also|really|just"
    r"|will) ){0,3}(?:need(?:s|ing)?"
    r"|(?:i|we) want|would like|would love|(?:i|we)'?d (?:like|love))\b|^[^\w\ue000-\uf8ff]*(?:also "
    r"|still |and |really )?(?:want|wanting)\b"
    r"|\b(?:can|could|would|will|might) (?:i|we|you|someone|somebody|anyone|{person}|legal|our [a-z]+"
    r"|the [a-z]+ team|a [a-z]+)\b"
    r"|\b(?:please|pls|plz|kindly)\b|\bget (?:me|us|{person}|someone|somebody|legal|our)\b|\bline up\b"
    r"|\brequest(?:ing)?\b"
    r"|\blooking for\b|\bhelp (?:me |us )?(?:with|get)\b|\bsend (?:me|us)\b|\bbring in\b"
    r"|\bhave {person}\b|\blet'?s get\b"
    r"|\bany chance\b|\bis {person} (?:free|available)\b|\bneeded\b|\brequired\b"
    r"|\bask(?:ing)? (?:{person}|legal|finance|our [a-z]+|{person} and {person}) (?:for|to|if)\b"
    r"|\bget legal\b|\bsend (?:a|an|our|someone)\b|\bask(?:ing)? (?:for|to|if) (?:(?:a|an|our|legal|your"
    r"|some|the)\b|{percent}|approve"
    r"|ok|join|help|come|review)|\b(?:set|book) me\b"
    r"|\bneed {person}\b|\bcan we\b|\bapply for\b|\bescalate\b|\bbook (?:me|us)\b|\bapproval (?:for|of"
    r"|from)\b|\bapproval,? please\b"
)
_NOT_ASKING = Phrase(
    r"\b(?:no need|don'?t need|doesn'?t need|do not need|not need|no longer needs?|never needed|without"
    r"|(?:i|we|they|he|she) needed to|needs? to (?:think|see|talk|know"
    r"|sign|decide|check|get|be)|@they (?:need|want|ask|would like)(?:s|ed)? (?!(?:a|an|more|another|our"
    r"|us|to see a|some|exec|legal) ))\b"
)
_IMPERATIVE = (
    r"(?:set up|setup|arrange|book|schedule|organi[sz]e|line up|fix|put in|get|plan|sort out)(?: (?:me|us|up))*"
    r" (?:(?:a|an|the|another|some|in|quick|short|follow-up|intro|joint|exec|face to face|in-person) )*"
)
_TALK = (
    r"(?:[a-z-]+ )?(?:call|meeting|session|appointment|lunch|dinner|coffee|introduction|intro|sync|chat"
    r"|time|slot|visit|workshop|zoom"
    r"|conversation|get-together|teams call|video call|demo|follow-up|f2f)\b"
)

_WHAT = {
    "technical_presentation": (
        r"\b(?:technical|tech|product|solution) (?:presentation|demo|session|deep[ -]?dive|workshop|talk"
        r"|walk-?through|call|review|briefing)\b"
        r"|\bdeep[ -]?dive\b|\b(?:solutions? |sales |field )engineer\b|\b(?:an?|our|the) se\b|\bpre-?sales\b"
        r"|\bspecialist\b"
        r"|\btechnical (?:specialist|expert|person|help|support|resource|guy|colleague)\b|\bproduct expert\b"
        r"|\bdemo engineer\b"
        r"|\b(?:some|any)(?:body|one) (?:(?:who can|to|for) )?(?:do |give |run )?(?:an?|the) demo\b"
    ),
    "discount_approval": (
        r"(?P<v>{percent}) ?(?:discount|off\b|reduction|rebate|concession|price cut|price break)"
        r"|\b(?:approves?|approving|sign off on|ok|okay|authori[sz]e|grant|green-?light) (?:(?:a|an|the|us|me"
        r"|another) )?(?P<y>{percent})"
        r"|\bdiscount(?:s|ing)?(?: approval| request)?(?!s? available)"
        r"(?:[ ,]+(?:of|at|for|from|by|approved|approval|up to|to|it|them|this|{person}))*[ ,:-]*(?P<w>{percent})?"
        r"|\b(?:knock|take|cut) (?P<x>{percent}) off\b"
    ),
    "executive_sponsor": (
        r"\bexec(?:utive)?s?(?:[ -]level)? (?:sponsor\w*|support|help|involvement|air ?cover|cover|backing"
        r"|escalation|alignment)\b|\bsponsor\b"
        r"|\b(?:can|could|have|get) our (?:ceo|cfo|coo|cto|cro|vp|founder|execs?)\b|\b(?:our|the|one of our"
        r"|an) (?:ceo|cfo|coo|cto|cro|vp|founder|execs?|executives?|leadership)(?: team)? (?:to|on|in"
        r"|involved|could|can)\b"
        r"|\bexec(?:utive)? (?:on|to join|to call|from our)\b"
    ),
    "legal_review": (
        r"\blegal(?: team| dept| department| counsel)? (?:to |can |could )?(?:re-?)?(?:reviews?|look|check"
        r"|go over|read|vet|redline|weigh in|sign off|approve|ok|bless"
        r"|go through|turn|approval|sign-off|eyes|help|support|input|advice|opinion)\b|\b(?:contract|msa"
        r"|terms|dpa|nda) review\b"
        r"|\b(?:our )?lawyers? (?:to )?(?:review|look|check|read|go over)\b|\b(?:review|look at|check|eyes on"
        r"|approval) (?:by|from|with) (?:our )?(?:legal|lawyers?|counsel)\b"
        r"|\b(?:our|from) legal\b|\bget legal (?:on|involved|to|in)\b|\bask(?:ing)? legal (?:to|for|if)\b"
    ),
    "credit_exception": (
        r"\bcredit (?:exception|override|release|limit (?:increase|raise|exception))\b"
        r"|\b(?:raise|increase|extend|lift) (?:their|the|its|our) credit (?:limit|line)\b"
        r"|\brelease (?:of )?(?:their|the|its) credit hold\b"
    ),
    "special_terms": (
        r"\b(?:special|non-?standard|extended|longer|custom|different) (?:payment |contract |delivery )?"
        r"(?:terms|conditions)\b"
    ),
    "meeting": rf"\b{_IMPERATIVE}{_TALK}|^[^\w\ue000-\uf8ff]*{_TALK} with [^.!?\n]*\b(?:please|pls|plz)\b"
    rf"|\b(?:a|another|an) {_TALK}(?= with\b| at\b| {{day}}| on {{day}})"
    rf"|\bmeeting request\b",
}
# "Trim 10% off the amount please" is an order to the record; whoever asks whether they may wants a discount.
_OFF_THE_RECORD = Phrase(
    r"{percent} off (?:of )?(?:the|its|our) (?:(?:deal|opp|recorded) )?(?:amount|value|total|number)\b"
)
_LEAVE = Phrase(r"\b(?:can|could|may|discount\w*|approv\w*|need|want)\b")
_KINDS = {kind: Phrase(words) for kind, words in _WHAT.items()}
_ORDER = (
    "technical_presentation",
    "discount_approval",
    "credit_exception",
    "executive_sponsor",
    "legal_review",
    "special_terms",
    "meeting",
)
_ORDERED = Phrase(rf"^[^\w\ue000-\uf8ff]*(?:(?:also|and|ok|yes|yep|then|next|so|hey|hi),? )*{_IMPERATIVE}{_TALK}")


def asks_for(scene: Scene) -> list[Ask]:
    """The help asked for, at most one kind a sentence."""
    return [ask for sentence in scene.sentences if (ask := _ask(scene, sentence)) is not None]


def _ask(scene: Scene, sentence: Span) -> Ask | None:
    text = scene.named.text[sentence.start : sentence.end]
    asking = _ASKING.search(text)
    ordered = _ORDERED.search(text)
    if ordered and not asking and scene.about is About.NEXT_STEP:
        return None
    if not (asking or ordered) or _NOT_ASKING.search(text):
        return None
    for kind in _ORDER:
        if kind == "discount_approval" and _OFF_THE_RECORD.search(text) and not _LEAVE.search(text):
            continue
        found = _KINDS[kind].search(text)
        theirs = _of_a_colleague(scene, sentence, asking) if found and kind == "meeting" else None
        if theirs is not None:
            return theirs
        if found:
            start = min(found.start(), asking.start() if asking else found.start())
            end = max(found.end(), asking.end() if asking else found.end())
            return _completed(
                scene, sentence, kind, (sentence.start + start, sentence.start + end), _percent(scene, found, sentence)
            )
    return _of_a_colleague(scene, sentence, asking)


def _percent(scene: Scene, found: re.Match[str], sentence: Span) -> Mark | None:
    for group in ("v", "w", "x", "y"):
        if found.re.groupindex.get(group) and found[group]:
            return scene.named.mark(sentence.start + found.start(group))
    return _first_percent(scene, sentence) if "discount" in found[0] else None


def _first_percent(scene: Scene, sentence: Span) -> Mark | None:
    return next((m for m in scene.named.marks if m.kind is MarkKind.PERCENT and m.start in sentence), None)


def _of_a_colleague(scene: Scene, sentence: Span, asking: re.Match[str] | None) -> Ask | None:
    """ "Can Jim come along on Friday?": what Jim does is what is asked for."""
    people = [m for m in scene.named.marks if m.kind is MarkKind.PERSON and m.start in sentence]
    does = {c.name: c.does for c in scene.context.process.colleagues}
    for mark in people:
        kind = does.get(str(mark.value), "")
        if asking and kind in HELP_KINDS:
            span = (min(sentence.start + asking.start(), mark.start), max(sentence.start + asking.end(), mark.end))
            percent = _first_percent(scene, sentence) if kind == "discount_approval" else None
            return _completed(scene, sentence, kind, span, percent)
    return None


_WHEN = re.compile(r" *(?:by|on|before|for|next|this|ideally|preferably|maybe|latest)?\b *$")


def _belongs(scene: Scene, day: Mark, span: tuple[int, int]) -> bool:
    """Whether a date is that of the request: it stands in the same clause, or opens the next one ("…, by Friday")."""
    clause = scene.clause(day.start)
    if clause.start <= span[1] and day.start >= scene.clause(span[0]).start - 1 and clause.start <= max(span):
        return True
    opens = _WHEN.match(scene.named.text[clause.start : day.start]) is not None
    return opens and scene.beside(span[1], 1) == clause


def _completed(scene: Scene, sentence: Span, kind: str, span: tuple[int, int], percent: Mark | None) -> Ask:
    """Adds who, when and how much from the same sentence."""
    marks = [mark for mark in scene.named.marks if mark.start in sentence]
    day = next((mark for mark in marks if mark.kind is MarkKind.DAY and _belongs(scene, mark, span)), None)
    person = next((mark for mark in marks if mark.kind is MarkKind.PERSON and mark.value), None)
    value = percent.value if percent else None
    end = max([span[1], *(mark.end for mark in (day, percent) if mark)])
    start = min([span[0], *(mark.start for mark in (person, percent) if mark)])
    return Ask(
        kind,
        start,
        end if scene.text[start:end].count("\n") == 0 else span[1],
        (f"request: {kind}",),
        person=str(person.value) if person else None,
        day=day.value.day if day and isinstance(day.value, Day) else None,
        value=value.value if isinstance(value, Percent) and kind == "discount_approval" else None,
        uses=tuple(mark.start for mark in (day, percent) if mark),
    )
