"""What a bare yes or no means: it depends on what was asked."""

import re
from collections.abc import Callable

from domain.reading.answers import Answer, Said, answer
from domain.reading.marks import Day, MarkKind
from domain.reading.phrase import Phrase
from domain.reading.reading import About, Doubt, Finding, HelpRequest, Kind, Reading
from domain.reading.scene import Scene
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from domain.sales.quarter import Quarter


def answered(scene: Scene) -> Reading | None:
    """The reading of a reply that is a yes, a no or "same" and nothing else; None where it is not one."""
    said = answer(scene.source)
    if said is None and (found := _NO_CHANCE.match(scene.text)) is not None:
        said = Said(Answer.NO, *found.span(), whole=True)
    if scene.about is About.VISIT and (visit := _about_the_visit(scene)) is not None:
        said = visit
    if said is None or not (said.whole or _leads(scene, said)):
        return None
    asked = scene.context.asked
    recorded = {opportunity.id: opportunity for opportunity in scene.context.opportunities}
    if asked is None or asked.opportunity not in recorded:
        return _same(scene, said) if said.answer is Answer.SAME else None
    meaning = _MEANINGS.get((asked.about, said.answer)) or _MEANINGS_OF_ANY.get(said.answer)
    return meaning(scene, said, recorded[asked.opportunity]) if meaning else None


def _about_the_visit(scene: Scene) -> Said | None:
    """Yes and no to an offered visit are said in more ways than to a question about a value."""
    for phrase, answer_ in ((_NO_VISIT, Answer.NO), (_VISIT, Answer.YES)):
        if "?" not in scene.text and (found := phrase.search(scene.text)) is not None:
            return Said(answer_, *found.span(), whole=True)
    return None


_NO_VISIT = Phrase(
    r"\b(?:not needed|no need|not necessary|not (?:right )?now|not yet|(?:don't|dont|do not) need"
    r"|we'?re (?:good|fine|ok|all set)|all set"
    r"|already (?:did|had|done|visited|came)|(?:has|have) already)\b"
)
_VISIT = Phrase(
    r"^[^\w\ue000-\uf8ff]*(?:yes|yep|yeah|sure|please)\b|\b(?:would|that'?d|that would) (?:be (?:great"
    r"|helpful|good|nice|awesome|perfect)|help)\b"
    r"|\bsend (?:him|her|them|{person}|someone|somebody)(?!\w)|\b(?:let'?s do (?:it|that)|please do"
    r"|go ahead|sounds good|book (?:it|him|her))\b"
)


def _leads(scene: Scene, said: Said) -> bool:
    """A yes or no that opens a short reply counts, though more is said: "nah, we're good", "nope, not happening"."""
    opens = _PLAINLY.match(scene.text) is not None and not _BUT.search(scene.text)
    if any(mark.kind is not MarkKind.PERSON for mark in scene.named.marks):
        return False
    return opens and said.answer in (Answer.YES, Answer.NO) and len(scene.words) <= _SHORT and "?" not in scene.text


_PLAINLY = re.compile(
    r"\W*(?:yes|yep|yeah|yup|yea|yah?|no|nope|nah|naw)\b|\W*(?:sure|ok|okay|right|absolutely|correct)\s*[,.!;-]"
)
_NO_CHANCE = re.compile(
    r"\W*(?:no chance|not a chance|no way|not happening|not gonna happen|won'?t happen|(?:i )?doubt it"
    r"|(?:highly )?unlikely"
    r"|definitely not|certainly not|not likely|never|no can do)\W*$"
)
_BUT = re.compile(r"\b(?:but|however|although|though|except|unless|if|maybe|might|not sure)\b")
_SHORT = 8

Meaning = Callable[[Scene, Said, Opportunity], Reading]


def _same(scene: Scene, said: Said, opportunity: Opportunity | None = None) -> Reading:
    """It stands as recorded."""
    return Reading(Kind.NO_CHANGE, rules=(f"answer: {said.answer}",))


def _no(field: Field) -> Meaning:
    def meaning(scene: Scene, said: Said, opportunity: Opportunity) -> Reading:
        words = scene.source[said.start : said.end]
        doubt = Doubt(opportunity.id, field, words, why="no, but what", rules=("answer: no",))
        return Reading(Kind.UNCLEAR, doubts=(doubt,), rules=("answer: no",))

    return meaning


def _nothing(scene: Scene, said: Said, opportunity: Opportunity) -> Reading:
    """A no to an open question says nothing that can be kept."""
    return Reading(Kind.UNCLEAR, rules=("answer: no",))


def _in_the_quarter(scene: Scene, said: Said, opportunity: Opportunity) -> Reading:
    """Yes, it closes before the quarter ends: as recorded, or else by the quarter's last day."""
    today = scene.context.now.date()
    quarter = Quarter.of(today, scene.context.process.fiscal_year_starts)
    recorded = opportunity.close_date
    if recorded is not None and recorded <= quarter.end:
        return _same(scene, said)
    words = scene.source[said.start : said.end]
    rules = ("answer: yes, in the quarter",)
    proposal = Finding(opportunity.id, Field.CLOSE_DATE, quarter.end, words, rules)
    return Reading(Kind.UPDATE, proposals=(proposal,), rules=rules)


def _visit(scene: Scene, said: Said, opportunity: Opportunity) -> Reading:
    """Yes to an offered visit: a specialist is wanted."""
    words = scene.source[said.start : said.end]
    people = (str(mark.value) for mark in scene.named.of(MarkKind.PERSON) if mark.value)
    days = (mark.value.day for mark in scene.named.of(MarkKind.DAY) if isinstance(mark.value, Day))
    rules = ("answer: yes to a visit",)
    request = HelpRequest(
        opportunity.id, "technical_presentation", words, next(people, None), next(days, None), rules=rules
    )
    return Reading(Kind.UPDATE, requests=(request,), rules=request.rules)


_MEANINGS: dict[tuple[About, Answer], Meaning] = {
    (About.CLOSE_DATE, Answer.YES): _in_the_quarter,
    (About.VISIT, Answer.YES): _visit,
    (About.VISIT, Answer.NO): _same,
    (About.PROBABILITY, Answer.NO): _no(Field.PROBABILITY),
    (About.CLOSE_DATE, Answer.NO): _no(Field.CLOSE_DATE),
    (About.AMOUNT, Answer.NO): _no(Field.AMOUNT),
    (About.STAGE, Answer.NO): _no(Field.STAGE),
}
_MEANINGS_OF_ANY: dict[Answer, Meaning] = {
    Answer.YES: _same,
    Answer.SAME: _same,
    Answer.NO: _nothing,
}
