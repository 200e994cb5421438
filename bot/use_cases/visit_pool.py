"""Who can be asked to come along: whom the reply names, else everybody app.yaml names for it, in turn."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases import visit_times
from domain.requests.visits import Visit, VisitState, in_turn
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role

KIND = "technical_presentation"


def pool_for(scene: Scene, opportunity: Opportunity, name: str | None) -> tuple[Person, ...]:
    """Whom the reply names alone, else everybody app.yaml names for it, least recently asked first."""
    asking = (scene.person.id, opportunity.owner)
    named = [p for p in scene.directory.named(name) if p.id not in asking] if name else []
    if len(named) == 1:
        return tuple(named)
    pool = [p for p in scene.directory.helpers_with(KIND) if p.id not in asking]
    return in_turn(pool, scene.uow.visits.last_asked())


def others(scene: Scene, visit: Visit) -> tuple[Person, ...]:
    """Those of the pool who were not asked yet, in turn."""
    gone = {*visit.passed, visit.specialist, visit.asked_by, visit.owner}
    return in_turn([p for p in scene.directory.helpers_with(KIND) if p.id not in gone], scene.uow.visits.last_asked())


def next_of_pool(scene: Scene, visit: Visit) -> Visit | None:
    """The same visit with the next of the pool who can, at the same times or the nearest; of a draft, as it was wished.

    A draft comes with the reason where that is not possible either.
    """
    turn = others(scene, visit)
    owner = person_of(scene, visit.owner)
    if visit.state is VisitState.DRAFT:
        wanted = visit_times.Wanted.recalled(visit.wished, person_of(scene, visit.asked_by).zone)
        possible = visit_times.who_can(scene, turn, owner, wanted)
        if possible is None:
            return None
        return replace(visit, specialist=possible.specialist.id, slots=possible.slots, why=possible.why)
    first = visit.slots[0]
    for person in turn:
        free = tuple(s for s in visit.slots if not visit_times.in_the_way(scene, person, s, visit.id))
        if free:
            return replace(visit, specialist=person.id, slots=free)
    for person in turn:
        nearest = visit_times.nearest_to(scene, person, owner, visit_times.wanted_at(scene, first), visit.id)
        if nearest:
            return replace(visit, specialist=person.id, slots=nearest)
    return None


def person_of(scene: Scene, person_id: str) -> Person:
    """That person, or a stand-in for somebody who has left."""
    return scene.directory.get(person_id) or Person(person_id, person_id, Role.REP)
