"""Says that the figures of a quarter that is over are ready: to whom they are about first, then to their manager."""

from datetime import timedelta

from bot.scene import Scene
from bot.use_cases.accuracy import MANAGER_WAITS, has_looked, judged_in, window_of
from bot.views import accuracy as view
from domain.sales.people import Person, Role
from domain.sales.quarter import Quarter

_NEWS = timedelta(days=28)  # after that it is nothing new, as for whoever starts in the midst of a quarter
_ENOUGH = 3  # closed opportunities of which something was said before


def tell_of_accuracy(scene: Scene) -> None:
    """On a morning after the quarter's end, to whom it may interest; once, and never where there is little to say."""
    over = Quarter.of(scene.today, scene.company.process.fiscal_year_starts).plus(-1)
    if scene.today > over.end + _NEWS:
        return
    if scene.person.role is Role.REP:
        _tell_own(scene, over)
    elif scene.person.role is Role.MANAGER:
        _tell_manager(scene, over)


def _tell_own(scene: Scene, over: Quarter) -> None:
    person, looks = scene.person, scene.uow.accuracy_looks
    said = _said_before(scene, person, over)
    if said < _ENOUGH or has_looked(scene, looks.seen(person.id).get(over.start), over):
        return
    if looks.tell_once(person.id, person.id, over.start, scene.now):
        until = over.end + MANAGER_WAITS
        scene.tell(person, view.ready(over, said, until if scene.today <= until else None))


def _tell_manager(scene: Scene, over: Quarter) -> None:
    reps = [p for p in scene.directory if p.id in scene.owners and p.role is Role.REP]
    ready = [
        rep
        for rep in sorted(reps, key=lambda rep: rep.name)
        if over in window_of(scene, rep, own=False).shown
        and _said_before(scene, rep, over) >= _ENOUGH
        and scene.uow.accuracy_looks.tell_once(scene.person.id, rep.id, over.start, scene.now)
    ]
    if ready:
        scene.tell(scene.person, view.ready_of(over, ready))


def _said_before(scene: Scene, person: Person, over: Quarter) -> int:
    """How many they closed in that quarter of which something was said before."""
    return sum(1 for each in judged_in(scene, (person.id,), (over,)) if each.beliefs)
