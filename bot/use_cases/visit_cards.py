"""The cards of a visit, one for each side: shown, kept in step with what is recorded, and lines beside them."""

from dataclasses import replace

from bot import outbox
from bot.scene import Scene
from bot.use_cases.contacts import account_key
from bot.use_cases.visit_pool import others, person_of
from bot.views import quick
from bot.views import visits as view
from bot.views.openings import contact_line
from domain.chat.message import Message
from domain.requests.visits import Visit, VisitState
from domain.sales.dealings import RequestState, Thread
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person

_REQUEST_STATE = {
    VisitState.AGREED: RequestState.ACCEPTED,
    VisitState.HELD: RequestState.ACCEPTED,
    VisitState.DECLINED: RequestState.DECLINED,
    VisitState.WITHDRAWN: RequestState.WITHDRAWN,
    VisitState.CANCELLED: RequestState.WITHDRAWN,
}


def show(scene: Scene, visit: Visit) -> None:
    """The card of the side that this person is on."""
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    if opportunity is None:
        return
    if visit.specialist == scene.person.id:
        scene.reply(asked_card(scene, visit, opportunity), view.face_of(scene.person.id), visit.id)
    else:
        scene.reply(asking_card(scene, visit, opportunity, scene.person), view.VISIT, visit.id)


def save(scene: Scene, visit: Visit) -> Visit:
    """Keep it, the request it belongs to, and show every card of it anew."""
    saved = scene.uow.visits.save(visit)
    request = scene.uow.requests.get(visit.request)
    if request:
        state = _REQUEST_STATE.get(visit.state, RequestState.OPEN)
        scene.uow.requests.save(replace(request, state=state, asked_of=visit.specialist))
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    if opportunity:
        scene.redraw(view.VISIT, visit.id, asking_card(scene, saved, opportunity, person_of(scene, visit.owner)))
        scene.redraw(view.face_of(visit.specialist), visit.id, asked_card(scene, saved, opportunity))
        for gone in visit.passed:
            scene.redraw(view.face_of(gone), visit.id, view.no_longer_yours(saved, opportunity))
    return saved


def send(scene: Scene, visit: Visit, opportunity: Opportunity) -> None:
    """Ask the specialist, in a thread of their own."""
    specialist = person_of(scene, visit.specialist)
    home = scene.home(specialist)
    place = (home.platform, home.workspace, home.conversation)
    thread = scene.uow.threads.add(Thread(specialist.id, *place, opportunity=opportunity.id))
    visit = save(scene, replace(visit, asked_thread=thread.id))
    card = asked_card(scene, visit, opportunity)
    outbox.post(scene.uow, scene.now, home, card, thread, view.face_of(specialist.id), visit.id)


def tell_asking(scene: Scene, visit: Visit, words: str) -> None:
    """A line where it was asked."""
    asker = person_of(scene, visit.asked_by)
    thread = thread_of(scene, visit.thread)
    if asker.id != scene.person.id:
        scene.tell(asker, quick.say(words), thread if thread and thread.person == asker.id else None)
    else:
        scene.reply(quick.say(words))


def when_asking(scene: Scene, visit: Visit) -> str:
    return view.when(visit.slots[0], person_of(scene, visit.asked_by))


def thread_of(scene: Scene, thread: int | None) -> Thread | None:
    return scene.uow.threads.get(thread) if thread else None


def asking_card(scene: Scene, visit: Visit, opportunity: Opportunity, reader: Person) -> Message:
    more = bool(others(scene, visit))
    also = ""
    if visit.asked_by != visit.owner:
        also = f"Asked by {scene.directory.name(visit.asked_by)} for {scene.directory.name(visit.owner)}."
    return view.asking_card(visit, opportunity, person_of(scene, visit.specialist), reader, others=more, also=also)


def asked_card(scene: Scene, visit: Visit, opportunity: Opportunity) -> Message:
    """What a specialist needs to know of the account: no figures."""
    request = scene.uow.requests.get(visit.request)
    rows = [("Account", opportunity.account or "—"), ("Product", opportunity.product or "—")]
    rows += [("Stage", opportunity.stage), ("Sold by", scene.directory.name(opportunity.owner))]
    rows += [("Next step", opportunity.next_step)] if opportunity.next_step else []
    rows += [("Competitor", opportunity.competitor)] if opportunity.competitor else []
    named = scene.uow.contacts.at(account_key(opportunity))
    rows += [("Contacts", contact_line(named))] if named else []
    quoted = request.quote if request else ""
    asker, specialist = person_of(scene, visit.asked_by), person_of(scene, visit.specialist)
    return view.asked_card(visit, opportunity, asker, quoted, rows, specialist)
