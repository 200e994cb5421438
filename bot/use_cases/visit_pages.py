"""Before a visit the page of its account comes by itself: when, to whom, and whether they have it already."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.scene import Scene
from domain.asking.before_visit import page_comes, page_due
from domain.requests.visits import Appointment

PAGE = "visit_page"
_JUST_BEFORE = timedelta(hours=4)  # a page that was asked for this long before needs not come again


def plan(scene: Scene, appointment: Appointment) -> None:
    """See to it that whoever sells there now gets the page, where it can still come in time. Safe to repeat."""
    opportunity = scene.uow.opportunities.get(appointment.opportunity)
    seller = scene.directory.get(opportunity.owner) if opportunity else None
    if not appointment.account_id or seller is None:
        return
    due = page_comes(seller, appointment.starts, scene.playbook.visit_page, scene.now)
    if due:
        body = {"person": seller.id, "appointment": appointment.id, "sequence": appointment.sequence}
        key = f"{PAGE}:{appointment.id}:{appointment.sequence}:{seller.id}:{due.isoformat()}"
        scene.uow.jobs.add(PAGE, key, due, body, key=key)  # a lane of its own: it may come before an earlier plan


def is_due(scene: Scene, appointment: Appointment) -> bool:
    """Whether this person gets the page now. Where it is for somebody else or for later by now, that is planned."""
    opportunity = scene.uow.opportunities.get(appointment.opportunity)
    due = page_comes(scene.person, appointment.starts, scene.playbook.visit_page, scene.now)
    if due is None or opportunity is None:
        return False
    if opportunity.owner != scene.person.id or due > scene.now:
        plan(scene, appointment)
        return False
    return not _had(scene, appointment)


def note_shown(scene: Scene, account_id: str) -> None:
    """This person has the page now: for the visits there before which it would come just now, it need not come."""
    for appointment in scene.uow.appointments.at_account(account_id, scene.now):
        opportunity = scene.uow.opportunities.get(appointment.opportunity)
        due = page_due(scene.person, appointment.starts, scene.playbook.visit_page)
        if opportunity and opportunity.owner == scene.person.id and due and due - scene.now <= _JUST_BEFORE:
            scene.uow.visit_pages.put(appointment.id, scene.person.id, appointment.starts)


def _had(scene: Scene, appointment: Appointment) -> bool:
    """Whether they had it for that day. A visit moved to another day is another visit."""
    had = scene.uow.visit_pages.had(appointment.id, scene.person.id)
    zone = ZoneInfo(scene.person.zone)
    return had is not None and had.astimezone(zone).date() == appointment.starts.astimezone(zone).date()
