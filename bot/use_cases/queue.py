"""The open questions of all reps that one speaks for: asked by phone, one after the other, most worth first."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot import outbox
from bot.scene import Scene
from bot.use_cases import ask, offers
from bot.views import nudge as nudge_view
from bot.views import queue as view
from domain.asking.choose import Candidate
from domain.asking.question import Nudge, NudgeState
from domain.reading.parts import named
from domain.sales.dealings import Thread
from domain.sales.errands import Errand, ErrandState
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from storage.waiting import ANYTHING

_CALL = timedelta(minutes=30)  # how long one may talk before words need their thread


@dataclass(frozen=True, slots=True)
class _Item:
    """A question that was asked already, or one that there is a reason to ask."""

    rep: Person
    opportunity: Opportunity
    worth: float
    why: str
    nudge: Nudge | None = None
    candidate: Candidate | None = None


def show_queue(scene: Scene) -> None:
    """What waits, and the first of it with the words to say."""
    items = _waiting(scene)
    if not items:
        scene.reply(view.nothing_waits())
        return
    for errand in scene.uow.errands.open_for(scene.person.id):
        if errand.from_thread is None:
            _end(scene, errand, ErrandState.SKIPPED)
    scene.reply(view.queue([view.Waiting(item.rep, item.opportunity, item.why) for item in items]))
    _call(scene, items[0])


def go_on(scene: Scene) -> None:
    """Once the question of this thread is settled, the next one comes; what is still to be asked back comes first."""
    if scene.thread is None or scene.person.role is not Role.ASSISTANT:
        return
    errand = scene.uow.errands.open_in(scene.thread.id)
    if errand is None or errand.person != scene.person.id or errand.nudge is None:
        return
    nudge = scene.uow.nudges.get(errand.nudge)
    if (nudge and nudge.state is NudgeState.OPEN) or any(offer.choices for offer in offers.open_here(scene)):
        return
    scene.uow.errands.save(replace(errand, state=ErrandState.DONE))
    if errand.from_thread is None:
        _next(scene)


def on_the_phone(scene: Scene, said: str) -> Scene:
    """The scene that words outside of threads belong to: during a call, that of the question asked last.

    Unless they name an opportunity, or something else was asked here.
    """
    if scene.thread is not None or scene.person.role is not Role.ASSISTANT:
        return scene
    calls = [e for e in scene.uow.errands.open_for(scene.person.id) if not e.from_thread and scene.now - e.at <= _CALL]
    if not calls or offers.open_here(scene):
        return scene
    thread = scene.uow.threads.get(calls[0].thread)
    if thread is None or not thread.root or named(said, scene.open_opportunities()):
        return scene
    return replace(scene, thread=thread, place=replace(scene.place, thread=thread.root), waits=ANYTHING)


def skip(scene: Scene, errand: Errand) -> None:
    """Not reached: the question stays open, and comes again when the queue is asked for another day."""
    _end(scene, errand, ErrandState.SKIPPED)
    _next(scene)


def stop(scene: Scene, errand: Errand) -> None:
    _end(scene, errand, ErrandState.SKIPPED)
    scene.reply(view.stopped(len(_waiting(scene))))


def _waiting(scene: Scene) -> list[_Item]:
    """Most worth first, without what was called about today already."""
    called = {errand.opportunity for errand in _today(scene)}
    reps = (scene.directory.get(owner) for owner in scene.directory.updates_for(scene.person))
    items = [item for rep in reps if rep and rep.role is Role.REP for item in _of_rep(scene, rep)]
    fresh = [item for item in items if item.opportunity.id not in called]
    return sorted(fresh, key=lambda item: item.worth, reverse=True)


def _of_rep(scene: Scene, rep: Person) -> list[_Item]:
    asked = [(nudge, scene.opportunity(nudge.question.opportunity)) for nudge in scene.uow.nudges.open_for(rep.id)]
    items = [
        _Item(rep, about, nudge.question.worth, nudge.question.reason.words, nudge)
        for nudge, about in asked
        if about and not scene.company.process.stage(about.stage).closed
    ]
    known = {item.opportunity.id for item in items}
    more = ask.worth_asking(_as_rep(scene, rep))
    return items + [
        _Item(rep, c.opportunity, c.worth, c.reason.words, candidate=c) for c in more if c.opportunity.id not in known
    ]


def _next(scene: Scene) -> None:
    items = _waiting(scene)
    if items:
        _call(scene, items[0])
    else:
        done = sum(errand.state is ErrandState.DONE for errand in _today(scene))
        outbox.post(scene.uow, scene.now, scene.home(scene.person), view.all_asked(done))


def _call(scene: Scene, item: _Item) -> None:
    """Open a thread with the assistant about that question."""
    home = scene.home(scene.person)
    place = (home.platform, home.workspace, home.conversation)
    thread = scene.uow.threads.add(Thread(scene.person.id, *place, opportunity=item.opportunity.id))
    nudge = item.nudge
    if nudge is None and item.candidate:
        nudge = ask.put(_as_rep(scene, item.rep), thread, item.candidate)
    if nudge is None:
        return
    errand = scene.uow.errands.add(
        Errand(scene.person.id, item.rep.id, item.opportunity.id, nudge.id, thread.id, None, scene.now)
    )
    card = view.script(nudge, errand.id, item.rep, item.opportunity, scene.now)
    outbox.post(scene.uow, scene.now, home, card, thread, nudge_view.NUDGE, nudge.id)


def _end(scene: Scene, errand: Errand, state: ErrandState) -> None:
    scene.uow.errands.save(replace(errand, state=state))


def _today(scene: Scene) -> tuple[Errand, ...]:
    midnight = scene.local_now.replace(hour=0, minute=0, second=0, microsecond=0)
    begun = scene.uow.errands.since(scene.person.id, midnight)
    return tuple(errand for errand in begun if errand.from_thread is None)


def _as_rep(scene: Scene, rep: Person) -> Scene:
    """What would be asked of the rep, seen as the rep is asked."""
    return replace(scene, person=rep, place=scene.home(rep), thread=None)
