"""What comes due: for a person (asking, waking, digests) and for the whole company (forgetting)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.scene import Office, Scene
from bot.use_cases import alerts, appointments, approvals, induction, visit_pages
from bot.use_cases.account_page import bring_before_visit
from bot.use_cases.accuracy_ready import tell_of_accuracy
from bot.use_cases.alert_places import BELOW, post_below
from bot.use_cases.alert_rounds import bring, bring_digest, bring_to_channel, escalate
from bot.use_cases.ask import ask_today, wake
from bot.use_cases.channels import CHANNEL_OUT
from bot.use_cases.digest import DIGEST, plan_digest, send_digest
from bot.use_cases.nudges import WAKE
from bot.use_cases.snapshots import keep_nights
from bot.use_cases.wishes import ask_what_others_want_to_know
from domain.asking.budget import next_start, works_at
from domain.asking.question import Playbook
from domain.sales.company import Company
from domain.sales.news import KEPT as NEWS_KEPT
from domain.sales.people import Person, Role
from storage.records import Job
from storage.unit_of_work import UnitOfWork

ROUND, TIDY, NIGHT = "round", "tidy", "night"
_KEPT = timedelta(days=8)  # platforms repeat an event for days; a week and a day is beyond all of them
_FAULTS_KEPT = timedelta(days=30)  # what a feed brought and could not be taken: long enough to mend app.yaml


def plan_person(uow: UnitOfWork, playbook: Playbook, person: Person, now: datetime) -> None:
    """Make sure that everything of this person that comes again has a next time. Safe to repeat."""
    if person.role in (Role.REP, Role.MANAGER):
        _add(uow, ROUND, person, next_start(person, now))
    plan_digest(uow, playbook, person, now)


def plan_company(uow: UnitOfWork, now: datetime) -> None:
    """Make sure that everything of the whole company that comes again has a next time. Safe to repeat."""
    due = now + timedelta(days=1)
    uow.jobs.add(TIDY, TIDY, due, {}, key=f"{TIDY}:{due.date()}")
    # By the hour, so that every night is kept soon after it, wherever the company is; what was kept is passed over.
    hour = (now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    uow.jobs.add(NIGHT, NIGHT, hour, {}, key=f"{NIGHT}:{hour.isoformat()}")
    uow.jobs.add(alerts.LOOK, alerts.LOOK, due, {}, key=f"{alerts.LOOK}:{due.date()}")


def _round(scene: Scene, job: Job) -> None:
    if works_at(scene.person, scene.now):
        if scene.person.role is Role.REP:
            _ask_or_welcome(scene)
        tell_of_accuracy(scene)
    plan_person(scene.uow, scene.playbook, scene.person, scene.now)


def _ask_or_welcome(scene: Scene) -> None:
    """Somebody new practises first, and who never answered is offered help; questions follow the next day."""
    if not (induction.welcome(scene) or induction.offer_help(scene)):
        ask_what_others_want_to_know(scene)
        ask_today(scene)


def _digest(scene: Scene, job: Job) -> None:
    send_digest(scene, job)
    bring_digest(scene)


def _wake(scene: Scene, job: Job) -> None:
    nudge = scene.uow.nudges.get(job.body["nudge"])
    if nudge and nudge.until and nudge.until.isoformat() == job.body["until"]:
        wake(scene, nudge)


def _tidy(uow: UnitOfWork, company: Company, now: datetime) -> None:
    """Forget which events came, which jobs were done, what was handed over and looked at."""
    uow.events.forget(now - _KEPT)
    uow.taps.forget(now - _KEPT)
    uow.sends.forget(now - _KEPT)
    uow.jobs.forget(now - _KEPT)
    uow.documents.forget(now - _KEPT)
    uow.looks.forget(now - _KEPT)
    uow.feeds.forget(now - _FAULTS_KEPT)
    uow.account_facts.forget_news(now - NEWS_KEPT)
    plan_company(uow, now)


def _night(uow: UnitOfWork, company: Company, now: datetime) -> None:
    """Keep what each night since the last one kept; it is made up for where nobody was there to keep it."""
    keep_nights(uow, company, now)
    plan_company(uow, now)


def _look_at_alerts(office: Office, job: Job) -> None:
    alerts.look_at_all(office)
    plan_company(office.uow, office.now)


def _add(uow: UnitOfWork, kind: str, person: Person, due: datetime) -> None:
    uow.jobs.add(kind, f"{kind}:{person.id}", due, {"person": person.id}, key=f"{kind}:{person.id}:{due.date()}")


# Jobs that name a person: each runs in that person's scene, in the transaction that settles it.
FOR_PERSON: dict[str, Callable[[Scene, Job], None]] = {
    ROUND: _round,
    DIGEST: _digest,
    WAKE: _wake,
    alerts.OUT: lambda scene, _: bring(scene),
    appointments.AFTER: appointments.ask_after,
    visit_pages.PAGE: bring_before_visit,
    approvals.DUE: approvals.when_due,
}

# Jobs in which nobody acts but people or channels are written to, in the transaction that settles them.
FOR_OFFICE: dict[str, Callable[[Office, Job], None]] = {
    CHANNEL_OUT: lambda office, job: bring_to_channel(office, job.body["channel"]),
    alerts.ESCALATE: lambda office, job: escalate(
        office, job.body["alert"], datetime.fromisoformat(job.body["at"]), job.body["hours"]
    ),
    alerts.LATE: lambda office, job: alerts.promise_broken(
        office, job.body["fact"], datetime.fromisoformat(job.body["due"])
    ),
    alerts.LOOK: _look_at_alerts,
    BELOW: lambda office, job: post_below(office, job.body["delivery"], job.body["hours"]),
}

# Jobs of nobody in particular, in the transaction that settles them.
FOR_COMPANY: dict[str, Callable[[UnitOfWork, Company, datetime], None]] = {TIDY: _tidy, NIGHT: _night}
