"""What was agreed: kept on the account, an invitation to both, prepared, part of the next give, asked about after."""

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from bot import outbox
from bot.scene import Scene
from bot.use_cases import visit_cards, visit_pages
from bot.views import visits as view
from domain.asking.budget import next_start
from domain.requests.machine import Party
from domain.requests.visits import VISITS, Appointment, Visit
from domain.sales.dealings import Thread
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from storage.records import Job

INVITE, AFTER = "invite", "visit_after"


def agree(scene: Scene, visit: Visit) -> Appointment:
    """Keep the time, or the new time of what was agreed before; both get an invitation."""
    known = scene.uow.appointments.of_visit(visit.id)
    if known:
        appointment = replace(
            known,
            starts=visit.slots[0],
            place=visit.place or known.place,
            specialist=visit.specialist,
            uid=known.uid if known.specialist == visit.specialist else _uid(scene, visit),
            cancelled=False,
            sequence=known.sequence + 1,
        )
        scene.uow.appointments.save(appointment)
    else:
        appointment = scene.uow.appointments.add(_new(scene, visit))
    _invite(scene, appointment)
    owner = scene.directory.get(appointment.owner)
    if owner:
        due = next_start(owner, appointment.ends)
        body = {"person": owner.id, "appointment": appointment.id, "sequence": appointment.sequence}
        scene.uow.jobs.add(AFTER, f"{AFTER}:{appointment.id}:{appointment.sequence}", due, body)
    visit_pages.plan(scene, appointment)
    return appointment


def cancel(scene: Scene, visit: Visit) -> None:
    """Take out what was agreed, where anything was."""
    known = scene.uow.appointments.of_visit(visit.id)
    if known and not known.cancelled:
        gone = replace(known, cancelled=True, sequence=known.sequence + 1)
        scene.uow.appointments.save(gone)
        _invite(scene, gone)


def ask_after(scene: Scene, job: Job) -> None:
    """The morning after: how did it go? The answer is heard like any reply about that opportunity."""
    appointment = scene.uow.appointments.get(job.body["appointment"])
    if appointment is None or appointment.cancelled or appointment.sequence != job.body["sequence"]:
        return
    visit = scene.uow.visits.get(appointment.visit)
    if visit and VISITS.allows(visit.state, "hold", Party.CLOCK):
        visit_cards.save(scene, visit.moved("hold", Party.CLOCK))
    opportunity = scene.opportunity(appointment.opportunity)
    if opportunity is None or scene.company.process.stage(opportunity.stage).closed:
        return
    home = scene.home(scene.person)
    place = (home.platform, home.workspace, home.conversation)
    thread = scene.uow.threads.add(Thread(scene.person.id, *place, opportunity=opportunity.id))
    specialist = _specialist(scene, appointment)
    card = view.how_did_it_go(opportunity, specialist, appointment.starts, scene.person)
    outbox.post(scene.uow, scene.now, home, card, thread)


def coming(scene: Scene, opportunity: Opportunity) -> str:
    """Who comes along to that account next, in a sentence; "" where nobody does."""
    ahead = scene.uow.appointments.at_account(opportunity.account_id, scene.now) if opportunity.account_id else ()
    return view.give(ahead[0], _specialist(scene, ahead[0]), scene.person) if ahead else ""


def lines(scene: Scene, opportunity: Opportunity) -> tuple[str, ...]:
    """What is agreed with that account, for its pages."""
    ahead = scene.uow.appointments.at_account(opportunity.account_id, scene.now) if opportunity.account_id else ()
    return tuple(view.appointment_line(each, _specialist(scene, each), scene.person) for each in ahead)


def _new(scene: Scene, visit: Visit) -> Appointment:
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    request = scene.uow.requests.get(visit.request)
    return Appointment(
        visit.id,
        _uid(scene, visit),
        visit.opportunity,
        opportunity.account_id if opportunity else "",
        opportunity.account if opportunity else "",
        request.kind if request else "",
        visit.owner,
        visit.specialist,
        visit.slots[0],
        visit.minutes,
        visit.place or (opportunity.account if opportunity else ""),
        request.quote if request else "",
    )


def _uid(scene: Scene, visit: Visit) -> str:
    """The same for every invitation to this visit with this specialist, and nowhere else."""
    return str(uuid5(NAMESPACE_URL, f"{scene.company.name}/{visit.id}/{visit.specialist}/{visit.at.isoformat()}"))


def _invite(scene: Scene, appointment: Appointment) -> None:
    body = {
        "appointment": appointment.id,
        "uid": appointment.uid,
        "sequence": appointment.sequence,
        "specialist": appointment.specialist,
        "starts": appointment.starts.isoformat(),
        "where": appointment.place,
        "cancelled": appointment.cancelled,
    }
    scene.uow.jobs.add(INVITE, f"{INVITE}:{appointment.id}", scene.now, body)


def _specialist(scene: Scene, appointment: Appointment) -> Person:
    found = scene.directory.get(appointment.specialist)
    return found or Person(appointment.specialist, appointment.specialist, Role.SPECIALIST)
