"""Reads a reply: what its plain words say of which opportunity, what they only imply, and what must be asked back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.reading import (
    amounts,
    category,
    chances,
    closing,
    delays,
    moves,
    odd_chances,
    outcome,
    reasons,
    rivals,
    stages,
    steps,
)
from domain.reading.answered import answered
from domain.reading.claims import Claim, Rule, claimed
from domain.reading.foreign_dates import foreign_day
from domain.reading.marks import Mark, MarkKind
from domain.reading.names import roster_of
from domain.reading.openings import without_labelled
from domain.reading.paint import paint, plain_text
from domain.reading.questions import asks
from domain.reading.reading import About, Context, Finding, HelpRequest, Kind, Reading
from domain.reading.replies import later, not_mine, same, until
from domain.reading.requests import Ask, asks_for
from domain.reading.scene import Scene
from domain.reading.settle import Settled, owner_of, settle
from domain.reading.vocabulary import vocabulary_of
from domain.sales.process import Field

# In order: where two rules read one value of one field, the first stands.
RULES: tuple[Rule, ...] = (
    *moves.RULES,
    *amounts.RULES,
    *odd_chances.RULES,
    *chances.RULES,
    *delays.RULES,
    *closing.RULES,
    *outcome.RULES,
    *rivals.RULES,
    *reasons.RULES,
    *stages.RULES,
    *category.RULES,
)


def read(text: str, context: Context) -> Reading:
    """What a reply says. Never raises, whatever the text; touches nothing."""
    scene = scene_of(text, context)
    requests = asks_for(scene)
    notes = [
        claim
        for claim in claimed(steps.RULES, scene)
        if not any(claim.start < ask.end and ask.start < claim.end for ask in requests)
    ]
    claims = list(_claims(scene, requests, notes))
    if scene.about is About.NEXT_STEP and not requests:
        notes = _answer_to_next_step(scene, claims) or notes
        claims = list(_claims(scene, requests, notes))
    settled = settle(scene, [*claims, *notes])
    return _reading(scene, settled, requests)


def scene_of(text: str, context: Context) -> Scene:
    """The reply with everything in it found: values, names, and the words of the process."""
    plain = without_labelled(plain_text(text))
    vocabulary = vocabulary_of(context.process)
    mentions = roster_of(context.opportunities).mentions(text, plain, vocabulary.words)
    named = [Mark(MarkKind.OPPORTUNITY, m.start, m.end, " ".join(m.ids), ("opportunity named",)) for m in mentions]
    rivals_ = vocabulary.competitor_marks(text, plain)
    people = vocabulary.people_marks(text, plain)
    # A first name may be a month ("April", "Jan"): the dates decide. A full name is a name.
    certain = [*named, *rivals_, *(mark for mark in people if " " in plain[mark.start : mark.end])]
    hands_off = [(mark.start, mark.end) for mark in certain]
    painted = paint(text, context.now, context.process, hands_off, plain).plus(certain, over=True).plus(people)
    full = painted.plus(vocabulary.stage_marks(plain)).plus(vocabulary.category_marks(plain))
    return Scene(context, painted, full, mentions, vocabulary.words)


def _claims(scene: Scene, requests: Iterable[Ask], notes: Iterable[Claim]) -> Iterator[Claim]:
    """What the rules claim, but for values that belong to a request or a note."""
    used = {start for request in requests for start in request.uses}
    used |= {note.anchor for note in notes}
    spans = [(note.start, note.end) for note in notes] + [(request.start, request.end) for request in requests]
    for claim in claimed(RULES, scene):
        inside = any(start <= claim.anchor < end for start, end in spans)
        if claim.anchor not in used and not inside:
            yield claim


def _answer_to_next_step(scene: Scene, claims: list[Claim]) -> list[Claim]:
    if later(scene) or not_mine(scene) or same(scene) or asks(scene) or answered(scene) is not None:
        return []
    return steps.step_asked_for(
        scene, [claim.start for claim in claims if claim.sure and claim.field is not Field.LOSS_REASON]
    )


def _reading(scene: Scene, settled: Settled, asked_for: list[Ask]) -> Reading:
    requests = [request for ask in asked_for if (request := _request(scene, settled, ask)) is not None]
    rules = tuple(dict.fromkeys(r for found in (*settled.changes, *settled.proposals) for r in found.rules))
    reading = Reading(
        Kind.UPDATE,
        tuple(settled.changes),
        tuple(settled.proposals),
        tuple(settled.doubts),
        tuple(requests),
        rules=rules,
    )
    if settled.changes or requests:
        return reading
    if (theirs := not_mine(scene)) is not None and not settled.proposals:
        return Reading(Kind.NOT_MINE, hand_to=theirs.hand_to, rules=("not mine",))
    if later(scene) and all(proposal.field is Field.CLOSE_DATE for proposal in settled.proposals):
        return Reading(Kind.LATER, until=until(scene), rules=("later",))
    if settled.proposals:
        return reading
    if (answer := answered(scene)) is not None and not settled.confirmed and not settled.doubts:
        return answer
    if settled.doubts:
        return replace(reading, kind=Kind.UNCLEAR)
    return _foreign(scene) or Reading(_kind_of_nothing(scene, settled))


def _foreign(scene: Scene) -> Reading | None:
    """A date in another language, where a date was asked for and no word about time was read: a proposal at most."""
    asked = scene.context.asked
    if asked is None or asked.about is not About.CLOSE_DATE or (scene.named.marks and not _only_numbers(scene)):
        return None
    day = foreign_day(scene.named.plain, scene.context.now, scene.context.process)
    if day is None:
        return None
    words = scene.source[: len(scene.named.plain)].strip()
    rules = ("a date in another language",)
    return Reading(
        Kind.UPDATE, proposals=(Finding(asked.opportunity, Field.CLOSE_DATE, day, words, rules),), rules=rules
    )


def _only_numbers(scene: Scene) -> bool:
    return all(mark.kind is MarkKind.NUMBER for mark in scene.named.marks)


def _kind_of_nothing(scene: Scene, settled: Settled) -> Kind:
    if asks(scene):
        return Kind.QUESTION
    return Kind.NO_CHANGE if settled.confirmed or same(scene) else Kind.UNCLEAR


def _request(scene: Scene, settled: Settled, ask: Ask) -> HelpRequest | None:
    """The request on its opportunity; a doubt where that is not clear."""
    owner = owner_of(scene, settled, ask.start, ask.end, ask.rules)
    if owner is None:
        return None
    words = scene.source[ask.start : ask.end]
    return HelpRequest(owner, ask.kind, words, ask.person, ask.day, ask.value, ask.rules)
