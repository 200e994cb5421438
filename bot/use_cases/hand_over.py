"""A thread is handed to an assistant, who answers in it for the rep, and comes back."""

from dataclasses import replace

from bot import outbox
from bot.scene import Scene
from bot.use_cases import nudges
from bot.views import nudge as nudge_view
from bot.views import queue as view
from bot.views import quick
from domain.sales.dealings import Thread
from domain.sales.errands import Errand, ErrandState
from domain.sales.grants import Scope
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person


def assistants_named(scene: Scene, name: str) -> tuple[Person, ...]:
    """Those of that name who may record for this rep."""
    named = {person.id for person in scene.directory.named(name)}
    speakers = scene.directory.speakers_for(scene.person.id)
    return tuple(p for p, grant in speakers if p.id in named and grant.scope.includes(Scope.UPDATE))


def hand_to(scene: Scene, assistants: tuple[Person, ...]) -> None:
    """The opportunity of this thread goes to the one assistant who is meant."""
    thread = scene.thread
    opportunity = scene.opportunity(thread.opportunity) if thread else None
    if thread is None or opportunity is None or opportunity.owner != scene.person.id:
        scene.reply(
            quick.say("Say that in the thread of one of your opportunities, so that I know which to hand over.")
        )
    elif len(assistants) > 1:
        names = " and ".join(f"{person.name} ({person.id})" for person in assistants)
        scene.reply(quick.say(f"Several assistants of yours go by that name: {names}. Say it with the address."))
    elif (already := scene.uow.errands.open_from(thread.id)) is not None:
        scene.reply(view.is_with(scene.directory.get(already.person) or assistants[0], opportunity, already.id))
    else:
        _hand(scene, thread, opportunity, assistants[0])


def hand_back(scene: Scene) -> bool:
    """Give or take back what was handed over in this thread; False where nothing was."""
    if scene.thread is None:
        return False
    errand = scene.uow.errands.open_in(scene.thread.id) or scene.uow.errands.open_from(scene.thread.id)
    if errand is None or errand.from_thread is None:
        return False
    bring_back(scene, errand)
    return True


def bring_back(scene: Scene, errand: Errand) -> None:
    """The rep's thread has it again; both are told, each in their own thread."""
    scene.uow.errands.save(replace(errand, state=ErrandState.BACK))
    opportunity = scene.uow.opportunities.get(errand.opportunity)
    rep, assistant = scene.directory.get(errand.owner), scene.directory.get(errand.person)
    if opportunity is None or rep is None:
        return
    message = view.is_back(rep, opportunity)
    for person, thread in ((rep, errand.from_thread), (assistant, errand.thread)):
        where = scene.uow.threads.get(thread) if thread else None
        if person and where:
            outbox.post(scene.uow, scene.now, scene.home(person), message, where)


def _hand(scene: Scene, from_thread: Thread, opportunity: Opportunity, assistant: Person) -> None:
    home = scene.home(assistant)
    place = (home.platform, home.workspace, home.conversation)
    thread = scene.uow.threads.add(Thread(assistant.id, *place, opportunity=opportunity.id))
    nudge = nudges.open_nudge(scene)
    errand = scene.uow.errands.add(
        Errand(
            assistant.id,
            scene.person.id,
            opportunity.id,
            nudge.id if nudge else None,
            thread.id,
            from_thread.id,
            scene.now,
        )
    )
    card = view.handed_over(nudge, errand.id, scene.person, opportunity)
    about = (nudge_view.NUDGE, nudge.id) if nudge else ("", 0)
    outbox.post(scene.uow, scene.now, home, card, thread, *about)
    scene.reply(view.is_with(assistant, opportunity, errand.id))
