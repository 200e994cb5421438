"""What was implied or doubtful is offered: one tap records it, nothing is written before."""

from collections.abc import Iterable
from dataclasses import replace

from bot.results import AskedBack, Recorded
from bot.scene import Scene
from bot.use_cases.record import covering_quote, make_statement, record
from domain.reading.parts import stretch
from domain.reading.reading import Context, Doubt, Finding, Reading
from domain.sales.change import Statement
from domain.sales.dealings import Offer, OfferState
from domain.sales.opportunity import Value
from domain.sales.process import Field


def make_offers(scene: Scene, statement: Statement, reading: Reading, text: str) -> tuple[AskedBack, ...]:
    """Store an offer for each proposal and doubt, so that a button can name it."""
    asked = [_propose(scene, statement, finding) for finding in reading.proposals]
    asked += [_ask_back(scene, statement, doubt, text) for doubt in reading.doubts]
    return tuple(each for each in asked if each)


def offer_stage_default(
    scene: Scene, statement: Statement, recorded: Iterable[Recorded], asked: Iterable[AskedBack] = ()
) -> tuple[AskedBack, ...]:
    """A move to an open stage suggests its usual probability; nobody said it, so it is offered unless another is."""
    offered = {each.offer.opportunity for each in asked if each.offer.field is Field.PROBABILITY}
    offers = []
    for each in recorded:
        moved = {change.field: change for change in each.changes}
        if Field.STAGE not in moved or Field.PROBABILITY in moved or each.opportunity.id in offered:
            continue
        usual = scene.company.process.stage(each.opportunity.stage).probability
        if usual != each.opportunity.probability:
            offer = _store(scene, statement, each.opportunity.id, Field.PROBABILITY, (usual,), each.quote)
            why = f"{each.opportunity.stage} usually stands at {usual} %."
            offers.append(AskedBack(offer, each.opportunity, doubtful=False, why=why))
    return tuple(offers)


def take(scene: Scene, offer: Offer, pick: int) -> tuple[Recorded, ...]:
    """Record the choice that was tapped, under the words it came from."""
    if offer.opportunity is None or offer.field is None:
        raise ValueError("an offer of opportunities is read again, not recorded")
    scene.uow.offers.save(replace(offer, state=OfferState.TAKEN))
    about = scene.opportunity(offer.opportunity)
    statement = make_statement(scene, about.owner if about else offer.person)
    chosen = Finding(offer.opportunity, offer.field, offer.choices[pick], offer.quote)
    return record(scene, statement, [chosen], offer.quote)


def decline(scene: Scene, offer: Offer) -> None:
    scene.uow.offers.save(replace(offer, state=OfferState.DECLINED))


def open_here(scene: Scene) -> tuple[Offer, ...]:
    """Offers to this person that wait for a tap or a word in this thread, newest first."""
    return scene.uow.offers.open_for(scene.person.id, scene.thread.id if scene.thread else None)


def lapse_those_of(scene: Scene, statement: Statement) -> None:
    """What was offered on the strength of words that were taken back is no longer on offer."""
    for offer in scene.uow.offers.open_of_statement(statement.id):
        scene.uow.offers.save(replace(offer, state=OfferState.LAPSED))


def lapse(scene: Scene, recorded: Iterable[Recorded]) -> None:
    """A value that was stated meanwhile makes an open offer for the same field pointless."""
    stated = {(change.opportunity, change.field) for each in recorded for change in each.changes}
    for offer in open_here(scene):
        if (offer.opportunity, offer.field) in stated:
            scene.uow.offers.save(replace(offer, state=OfferState.LAPSED))


def _propose(scene: Scene, statement: Statement, finding: Finding) -> AskedBack | None:
    opportunity = scene.opportunity(finding.opportunity)
    if opportunity is None or not scene.may_update(opportunity) or opportunity.get(finding.field) == finding.value:
        return None
    offer = _store(scene, statement, opportunity.id, finding.field, (finding.value,), finding.evidence)
    return AskedBack(offer, opportunity, doubtful=False)


def _ask_back(scene: Scene, statement: Statement, doubt: Doubt, text: str) -> AskedBack | None:
    about = scene.opportunity(doubt.opportunity)
    if doubt.opportunity is not None and (about is None or not scene.may_update(about)):
        return None
    quote = covering_quote(text, [doubt.evidence]) if doubt.field else _stretch(scene, doubt, text)
    choices: tuple[Value, ...] = doubt.choices
    names: tuple[str, ...] = ()
    if doubt.field is None:
        meant = [o for o in (scene.opportunity(str(choice)) for choice in choices) if o]
        choices, names = tuple(o.id for o in meant), tuple(o.title for o in meant)
    offer = _store(scene, statement, doubt.opportunity, doubt.field, choices, quote)
    return AskedBack(offer, about, doubtful=True, why=doubt.why, names=names)


def _stretch(scene: Scene, doubt: Doubt, text: str) -> str:
    """The words to be read again once it is known what they are about: never those about another opportunity."""
    known = scene.open_opportunities()
    return stretch(text, doubt.evidence, Context(scene.local_now, scene.company.process, known))


def _store(
    scene: Scene,
    statement: Statement,
    opportunity: str | None,
    field: Field | None,
    choices: tuple[Value, ...],
    quote: str,
) -> Offer:
    thread = scene.thread.id if scene.thread else None
    return scene.uow.offers.add(Offer(scene.person.id, statement.id, opportunity, field, choices, quote, thread))
