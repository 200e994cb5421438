"""Weighs what stands around a claim: denied, past, wished, quoted or asked words write nothing; hedged ones are proposed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from domain.reading.claims import Claim, expanded
from domain.reading.paint import pattern
from domain.reading.questions import is_question
from domain.reading.scene import Scene, Span
from domain.sales.process import Field


class Verdict(IntEnum):
    """What becomes of a claim, mildest first."""

    KEEP = 0
    PROPOSE = 1
    DENY = 2  # the speaker says it is not so: what is it, then?
    DROP = 3


Applies = Callable[[Scene, Claim], bool]

_VALUES = frozenset({Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE, Field.FORECAST_CATEGORY})
_MEASURES = frozenset({Field.PROBABILITY, Field.AMOUNT})


def is_outcome(scene: Scene, claim: Claim) -> bool:
    """Whether the claim is that the opportunity is won or lost."""
    return claim.field is Field.STAGE and scene.context.process.stage(str(claim.value)).closed


def _is_value(scene: Scene, claim: Claim) -> bool:
    return claim.field in _VALUES or (claim.field is Field.STAGE and not claim.event)


def _is_state(scene: Scene, claim: Claim) -> bool:
    return _is_value(scene, claim) and not claim.event


def _is_measure(scene: Scene, claim: Claim) -> bool:
    return claim.field in _MEASURES and not claim.doubt


def _is_open(scene: Scene, claim: Claim) -> bool:
    return not is_outcome(scene, claim)


def _is_date(scene: Scene, claim: Claim) -> bool:
    return claim.field is Field.CLOSE_DATE


def _any(scene: Scene, claim: Claim) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words in one place around a claim, and what they make of it."""

    name: str
    where: str  # "before" and "after" within the clause, "clause", "sentence", "next" and "previous" clause, "reply"
    words: re.Pattern[str]
    verdict: Verdict
    applies: Applies = _any


_IDIOMS = re.compile(
    r"\bif (?:i'?m|we'?re|i am) (?:being )?(?:brutally )?honest|\bif (?:you|i) (?:ask|had to|have to|must)(?: me| guess| say)?|\bif anything"
    r"|\bif memory\b|\bif possible|\bif needed|\bonce (?:again|more)|\bat once|\bwhen (?:we|i) (?:spoke|met|talked|last|called)"
    r"|\bif you (?:want|need|like|can)|\bno (?:wait|worries|problem|doubt|change|question|kidding|surprise|rush|news|way to know)\b"
    r"|\bnot (?:only|bad|sure|just)|\bwhy not|\b(?:don't|dont) (?:worry|know)\b|\bnot to worry|\bcan't complain|\bno longer than"
)


def _words(template: str) -> re.Pattern[str]:
    return pattern(expanded(template))


_NOT = (
    r"\b(?:not|isn'?t|aren'?t|wasn'?t|weren'?t|won'?t|never|no longer|can'?t|cannot|can not|don'?t|doesn'?t|didn'?t|haven'?t|hasn'?t"
    r"|hadn'?t|wouldn'?t|shouldn'?t|couldn'?t|ain'?t|nowhere near|far from|hardly|neither|nor|anything but|nothing)\b"
)
_IF = (
    r"\b(?:if|unless|once|assuming|assumes|provided|providing|as long as|so long as|as soon as|when|whenever|depends|depending|contingent"
    r"|subject to|pending|barring|conditional|in case|whether|except)\b"
)
_MAYBE = (
    r"\b(?:might|may|maybe|mayb|mabye|possibly|possible|perhaps|could|potentially|conceivably|not sure|unsure|no idea|idk|dunno|(?:don't|dont)"
    r" know|who knows|hard to say|hope|hopes|hoping|supposed to|tentative\w*|toying|think about|thinking (?:about|of))\b"
)
_SAID = (
    r"@they (?:has |have |had |just |also |now |all |both |'ve |'s )*(?:said|says|say|saying|told|tells|asked|asks|claims?|claimed|believes?"
    r"|insists?|suggested|suggests|mentioned|reckons?|reckoned|thinks?|feels?|wrote|replied|emailed|assured|keeps? saying)\b"
)

HEDGES = (
    Hedge("retracted", "later", _words(
        r"\b(?:scratch that|strike that|ignore (?:that|this|me|it|the)|disregard|wrong (?:deal|one|thread|chat|opp|window|account|person|channel)"
        r"|never ?mind|nvm|forget (?:that|it|i said)|just kidding|jk\b|kidding|just joking|undo that|cancel that|take that back)"), Verdict.DROP),
    Hedge("sarcasm", "sentence", _words(
        r"\bpigs (?:can |will |might )?fly|\bin (?:my|your|their) dreams|\byeah,? right\b|\bas if[.!]|\boh sure\b|/s\b|\bhell freezes|\bdream on"
        r"|🙄|\bsure,? (?:and|when|right)\b|\bbecause that always|\bi'm the (?:queen|king|pope)|\bwinning the lottery|\bsarcas"), Verdict.DROP),
    Hedge("laughing", "clause", _words(r"\b(?:lol|lmao|rofl|ha(?:ha)+|hehe+)\b|😂|🤣|😜|😝|🤡"), Verdict.PROPOSE),
    Hedge("wished", "before", _words(
        r"\b(?:wish|would (?:love|like|be (?:nice|great|good|lovely))|i'd (?:love|like)|we'd (?:love|like)|love to|dream|if only|wanted|"
        r"(?:i|we|we all) want|should have been|would have been|could have been|would've|could've|ought to have)\b"), Verdict.DROP),
    Hedge("customer's words", "before", _words(_SAID), Verdict.DROP, _is_value),
    Hedge("customer's words", "before", _words(_SAID), Verdict.PROPOSE, is_outcome),
    Hedge("customer's wish", "before", _words(
        r"@they (?:(?:all|also|now|just|really|would) )*(?:wants?|wanted|expects?|expected|hopes?|hoped|plans?|planned|intends?|promised?|promises"
        r"|aims?|likes?|prefers?|(?:are|is|'re|'s) (?:hoping|planning|aiming|expecting|keen|looking|pushing|asking))\b"), Verdict.PROPOSE, _is_date),
    Hedge("customer's wish", "before", _words(
        r"@they (?:(?:all|also|now|just|really|only|would) )*(?:wants?|wanted|expects?|hopes?|likes?|prefers?|asked|offered|countered|budgeted|need"
        r"s?|have|has|can only|will only)\b"), Verdict.DROP, _is_measure),
    Hedge("denied", "before", _words(_NOT + r"(?:[ ,]+[^\W_]+'?[^\W_]*){0,5}[ ,]*$"), Verdict.DENY),
    Hedge("none", "before", _words(r"\b(?:no|without|zero|lack of)(?: [^\W_]+){0,2} *$"), Verdict.DROP, is_outcome),
    Hedge("none", "before", _words(r"\b(?:no|without|lack of)(?: [^\W_]+)? *$"), Verdict.DROP, lambda s, c: c.field is Field.STAGE),
    Hedge("not yet", "after", _words(r"^ *(?:yet|anymore|any more)\b"), Verdict.PROPOSE, is_outcome),
    Hedge("past", "before", _words(
        r"\b(?:was|were|had|used to (?:be|have)|originally|previously|initially|formerly|(?:would|'d|could|might|should) have|back (?:in|when)"
        r"|at (?:the|that) time)\b(?:(?! now| today| it's| its| is| but| put| i'd| id say)[ ,]+(?:[^\W_]+'?[^\W_]*|{any})){0,5}[ ,]*$"),
        Verdict.DROP, _is_state),
    Hedge("in time gone by", "before", _words(r"{past}(?:(?! now| today| it's| its| is| but)[ ,]+[^\W_]+'?[^\W_]*){0,6}[ ,]*$"), Verdict.DROP, _is_state),
    Hedge("in time gone by", "after", _words(r"^ *(?:[^\W_]+ )?(?:{past}|back then|at the time|originally|before that|previously|in the past)"),
        Verdict.DROP, _is_state),
    Hedge("to come", "before", _words(
        r"\b(?:will|'ll|gonna|going to|about to|should|would|expect\w*|wait\w*|needs?|needed|wants?|to be|ready to|until|till|til|before|soon"
        r"|hope\w*|hoping|almost|nearly|get|getting|try\w*|close to|could|might|may|maybe|must|can|after|did|does|risk\w*|worried|afraid"
        r"|fear\w*|think\w* about|near|why|how|who|what|which|where)\b"), Verdict.DROP, is_outcome),
    Hedge("to come", "after", _words(r"^ *(?:by|before|until|till|on or before) {(?:day|doubtful)}|^ *(?:tomorrow|tmrw|soon|next week)\b".replace(
        "{(?:day|doubtful)}", "{when}")), Verdict.DROP, is_outcome),
    Hedge("to come", "before", _words(
        r"\b(?:will|'ll|gonna|going to|about to|want\w*|wait\w*|need\w*|ready to|hope\w*|hoping|try\w*|would|plan\w*|next step|expect\w*"
        r"|before|until|till|work\w* (?:on|towards?)|prepar\w*|writing|drafting|finalizing|finalising|moving|close to|soon)\b"),
        Verdict.PROPOSE, lambda s, c: c.field is Field.STAGE and not is_outcome(s, c)),
    Hedge("to come", "after", _words(r"^ *(?:[^\W_]+ )?(?:soon|next|tomorrow|tmrw|{when}|in {duration})"), Verdict.PROPOSE,
        lambda s, c: c.field is Field.STAGE and not is_outcome(s, c) and not c.event),
    Hedge("condition", "clause", _words(_IF), Verdict.DROP, is_outcome),
    Hedge("condition", "clause", _words(_IF), Verdict.PROPOSE),
    Hedge("condition first", "previous", _words(r"^ *" + _IF), Verdict.DROP, is_outcome),
    Hedge("condition first", "previous", _words(r"^ *" + _IF), Verdict.PROPOSE),
    Hedge("condition after", "next", _words(r"^ *" + _IF), Verdict.PROPOSE),
    Hedge("luck", "sentence", _words(
        r"\b(?:luck|lucky|god willing|fingers (?:are )?crossed|inshallah|insha'?allah|knock on wood|touch wood|all (?:going|goes) well|pray\w*"
        r"|miracle|best case scenario|in a perfect world|in an ideal world|stars align)\b|🤞|🙏 ?$"), Verdict.PROPOSE),
    Hedge("perhaps", "before", _words(_MAYBE), Verdict.DROP, is_outcome),
    Hedge("perhaps", "before", _words(_MAYBE), Verdict.PROPOSE),
    Hedge("perhaps", "after", _words(r"^[^,]{0,12}\b(?:maybe|perhaps|possibly|idk|dunno|not sure|who knows|tbd|tbc|tentative\w*|\(\?\))\b"), Verdict.PROPOSE),
    Hedge("perhaps", "next", _words(r"^ *(?:maybe|perhaps|possibly|idk|dunno|(?:i'm )?not (?:100% |{percent} )?sure|who knows|hard to say|tbd|tbc)\b *$"), Verdict.PROPOSE),
    Hedge("bound", "before", _words(
        r"\b(?:at least|at most|over|above|more than|less than|under|below|minimum|maximum|max|no more than|north of|south of|upwards of"
        r"|higher than|lower than|not more than|no less than)(?: [^\W_]+)? *$"), Verdict.PROPOSE, _is_measure),
    Hedge("bound", "before", _words(r"\bup to *$"), Verdict.PROPOSE, lambda s, c: c.field is Field.AMOUNT),
    Hedge("bound", "after", _words(r"^ *(?:at best|tops|max\b|at most|at worst|at least|minimum|or (?:more|less|better|higher|lower|above|below)\b|\+)"),
        Verdict.PROPOSE, _is_measure),
    Hedge("no sooner", "after", _words(r"^ *(?:at the (?:earliest|soonest)|or later|or sooner|onwards|earliest)"), Verdict.PROPOSE, _is_date),
    Hedge("no sooner", "before", _words(r"\b(?:not|no|never) (?:\w+ )?(?:before|until|till|earlier than|sooner than) *$"), Verdict.PROPOSE, _is_date),
)


def weigh(scene: Scene, claim: Claim) -> tuple[Verdict, tuple[str, ...]]:
    """The hardest verdict on a claim, and the names of the hedges that gave one."""
    if is_question(scene, claim.anchor):
        return Verdict.DROP, ("question",)
    places = _Places(scene, claim)
    worst, names = Verdict.KEEP, []
    for hedge in HEDGES:
        if hedge.verdict > worst and hedge.applies(scene, claim) and hedge.words.search(places.text(hedge.where)):
            worst = hedge.verdict
            names.append(f"hedge: {hedge.name}")
    return worst, tuple(names)


class _Places:
    """The words around one claim, by where they stand."""

    def __init__(self, scene: Scene, claim: Claim) -> None:
        self.scene, self.claim = scene, claim
        self.known: dict[str, str] = {}

    def text(self, where: str) -> str:
        if where not in self.known:
            self.known[where] = _IDIOMS.sub(lambda found: " " * len(found[0]), self._text(where))
        return self.known[where]

    def _text(self, where: str) -> str:
        scene, claim = self.scene, self.claim
        text, clause = scene.text, scene.clause(claim.anchor)
        if where == "before":
            return text[clause.start : max(claim.anchor, claim.start)]
        if where == "after":
            return text[claim.end : max(clause.end, claim.end)]
        if where == "clause":
            return text[clause.start : max(clause.end, claim.end)]
        if where == "sentence":
            return scene.sentence_text(claim.anchor)
        if where == "later":
            return text[claim.end :]
        return self._neighbour(clause, -1 if where == "previous" else 1)

    def _neighbour(self, clause: Span, step: int) -> str:
        """The clause beside this one in its sentence; not across an "and" or a "but" that starts afresh."""
        scene = self.scene
        index = scene.clauses.index(clause) + step
        if not 0 <= index < len(scene.clauses):
            return ""
        other = scene.clauses[index]
        if other.start not in scene.sentence(clause.start):
            return ""
        between = scene.text[min(clause.end, other.end) : max(clause.start, other.start)]
        return scene.text[other.start : other.end] if re.fullmatch(r"[\s,()-]*(?:then)?[\s,]*", between) else ""
