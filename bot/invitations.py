"""Hands the calendar file of an appointment to everybody who takes part, after it was agreed, moved or cancelled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import outbox
from bot.router import Quarterback
from bot.use_cases.appointments import INVITE
from bot.views import visits as view
from bot.worker import Chore
from domain.chat.document import Content
from domain.chat.message import Document, Message, text
from domain.requests.invitation import Attendee, Invitation
from domain.requests.visits import Appointment
from domain.sales.people import Directory, Person
from storage.records import Job
from storage.unit_of_work import UnitOfWork

_FILE, _MEDIA_TYPE = "appointment.ics", "text/calendar"

__all__ = ["INVITE", "invitations"]


def invitations(quarterback: Quarterback, to_file: Callable[[Invitation], bytes]) -> Chore:
    """The chore that makes the files and hands them over, one for each change."""

    def invite(job: Job) -> None:
        now = quarterback.now()
        with quarterback.storage.begin() as uow:
            if not uow.jobs.settle(job):
                return
            appointment = _as_of_then(uow, job)
            if appointment is None:
                return
            directory = quarterback.directory(uow, now)
            people = [directory.get(each) for each in (appointment.owner, appointment.specialist)]
            here = [person for person in people if person]
            content = Content(_FILE, _MEDIA_TYPE, to_file(_invitation(appointment, directory, now)))
            for person in here if len(here) == len(people) else ():
                other = next(each for each in here if each.id != person.id)
                _hand_over(quarterback, uow, appointment, person, other, content, now)

    return invite


def _as_of_then(uow: UnitOfWork, job: Job) -> Appointment | None:
    """The appointment as it stood when that change was made: whoever it was taken from must hear of it too."""
    found, then = uow.appointments.get(job.body["appointment"]), job.body
    return found and replace(
        found,
        uid=then["uid"],
        sequence=then["sequence"],
        specialist=then["specialist"],
        starts=datetime.fromisoformat(then["starts"]),
        place=then["where"],
        cancelled=then["cancelled"],
    )


def _hand_over(
    quarterback: Quarterback,
    uow: UnitOfWork,
    appointment: Appointment,
    person: Person,
    other: Person,
    content: Content,
    now: datetime,
) -> None:
    token = uow.documents.add(person.id, content, now)
    words = view.invitation(appointment, person, other)
    visit = uow.visits.get(appointment.visit)
    asked = visit and (visit.asked_thread if person.id == appointment.specialist else visit.thread)
    thread = uow.threads.get(asked) if asked else None
    message = Message(words, (text(words), Document(content.name, token)))
    own = thread if thread and thread.person == person.id else None
    outbox.post(uow, now, quarterback.home(person), message, own)


def _invitation(appointment: Appointment, directory: Directory, now: datetime) -> Invitation:
    everybody = [_attendee(directory, each) for each in (appointment.owner, appointment.specialist)]
    reached = tuple(each for each in everybody if "@" in each.address)
    return Invitation(
        appointment.uid,
        appointment.sequence,
        appointment.starts,
        appointment.minutes,
        f"{appointment.kind.replace('_', ' ').capitalize()} at {appointment.account}",
        appointment.place,
        appointment.notes,
        everybody[0],
        reached,
        now,
        appointment.cancelled,
    )


def _attendee(directory: Directory, person_id: str) -> Attendee:
    return Attendee(directory.name(person_id), person_id)
