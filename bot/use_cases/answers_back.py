"""What an answer settles: the question's card, those asked elsewhere, and whoever wanted to know."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.results import Recorded
from bot.scene import Scene
from bot.use_cases import nudges
from bot.use_cases.nudge_cards import redraw
from bot.views import wishes as view
from domain.asking.question import Nudge
from domain.asking.wish import Wish, WishState
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person


def close_questions(scene: Scene, recorded: Sequence[Recorded], nudge: Nudge | None) -> None:
    """The question in this thread is answered, outside of threads those about what was told; what is closed is asked
    about nowhere any more."""
    changes = [change for each in recorded for change in each.changes]
    told = [] if scene.thread or nudge else nudges.told(scene, recorded)
    for answered in (nudge, *told):
        if answered:
            about = [c for c in changes if c.opportunity == answered.question.opportunity] if told else changes
            redraw(scene, nudges.answered(scene, answered, about[0].statement if about else None))
            answer_back(scene, answered, about)
    for each in recorded:
        if scene.company.process.stage(each.opportunity.stage).closed:
            for dropped in nudges.drop_open(scene, each.opportunity):
                redraw(scene, dropped)
                answer_back(scene, dropped, each.changes)


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
