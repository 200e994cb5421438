"""Brings the answer of a question back to whoever wanted to know."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.scene import Scene
from bot.views import wishes as view
from domain.asking.question import Nudge
from domain.asking.wish import Wish, WishState
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person


def answer_back(scene: Scene, nudge: Nudge, changes: Sequence[Change]) -> None:
    """Tell whoever wanted to know what was answered."""
    for wish, person, opportunity in _awaited(scene, nudge):
        scene.uow.wishes.save(replace(wish, state=WishState.ANSWERED))
        if person.id != scene.person.id:
            own = [change for change in changes if change.opportunity == opportunity.id]
            scene.tell(person, view.came_back(scene.person.name, opportunity, own))


def nobody_answered(scene: Scene, nudge: Nudge, told: Sequence[Person] = ()) -> None:
    """Tell whoever wanted to know that no answer came, but for those who were told more already."""
    owner = scene.directory.name(nudge.question.owner)
    known = {person.id for person in told}
    for wish, person, opportunity in _awaited(scene, nudge):
        scene.uow.wishes.save(replace(wish, state=WishState.DROPPED))
        if person.id != scene.person.id and person.id not in known:
            scene.tell(person, view.no_answer(owner, opportunity))


def _awaited(scene: Scene, nudge: Nudge) -> Iterable[tuple[Wish, Person, Opportunity]]:
    """Wishes of those who may still see the opportunity."""
    for wish in scene.uow.wishes.asked_by(nudge.id):
        person, opportunity = scene.directory.get(wish.by), scene.uow.opportunities.get(wish.opportunity)
        if person and opportunity and opportunity.owner in scene.directory.sells_for(person):
            yield wish, person, opportunity
