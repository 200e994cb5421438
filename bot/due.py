"""What comes due: for a person (asking, waking, digests) and for the whole company (forgetting)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.scene import Scene
from bot.use_cases import induction
from bot.use_cases.ask import ask_today, wake
from bot.use_cases.look_up import digest
from bot.use_cases.nudges import WAKE
from domain.asking.budget import next_start, works_at
from domain.asking.question import Playbook
from domain.sales.company import Company
from domain.sales.people import Person, Role
from storage.records import Job
from storage.unit_of_work import UnitOfWork

ROUND, DIGEST, TIDY = "round", "digest", "tidy"
_KEPT = timedelta(days=8)  # platforms repeat an event for days; a week and a day is beyond all of them


def plan_person(uow: UnitOfWork, playbook: Playbook, person: Person, now: datetime) -> None:
    """Make sure that everything of this person that comes again has a next time. Safe to repeat."""
    if person.role is Role.REP:
        _add(uow, ROUND, person, next_start(person, now))
    if person.role in (Role.REP, Role.MANAGER, Role.ASSISTANT):
        _add(uow, DIGEST, person, next_start(_at_hour(person, playbook.digest_hour), now))


def plan_company(uow: UnitOfWork, now: datetime) -> None:
    """Make sure that everything of the whole company that comes again has a next time. Safe to repeat."""
    due = now + timedelta(days=1)
    uow.jobs.add(TIDY, TIDY, due, {}, key=f"{TIDY}:{due.date()}")


def _round(scene: Scene, job: Job) -> None:
    if works_at(scene.person, scene.now):
        _ask_or_welcome(scene)
    plan_person(scene.uow, scene.playbook, scene.person, scene.now)


def _ask_or_welcome(scene: Scene) -> None:
    """Somebody new practises first, and who never answered is offered help; questions follow the next day."""
    if not (induction.welcome(scene) or induction.offer_help(scene)):
        ask_today(scene)


def _digest(scene: Scene, job: Job) -> None:
    digest(scene)
    plan_person(scene.uow, scene.playbook, scene.person, scene.now)


def _wake(scene: Scene, job: Job) -> None:
    nudge = scene.uow.nudges.get(job.body["nudge"])
    if nudge and nudge.until and nudge.until.isoformat() == job.body["until"]:
        wake(scene, nudge)


def _tidy(uow: UnitOfWork, company: Company, now: datetime) -> None:
    """Forget which events came and which jobs were done, once nobody can bring them again."""
    uow.events.forget(now - _KEPT)
    uow.jobs.forget(now - _KEPT)
    plan_company(uow, now)


def _add(uow: UnitOfWork, kind: str, person: Person, due: datetime) -> None:
    uow.jobs.add(kind, f"{kind}:{person.id}", due, {"person": person.id}, key=f"{kind}:{person.id}:{due.date()}")


def _at_hour(person: Person, hour: int) -> Person:
    hours = replace(person.rhythm.hours, start=time(hour))
    return replace(person, rhythm=replace(person.rhythm, hours=hours))


# Jobs that name a person: each runs in that person's scene, in the transaction that settles it.
FOR_PERSON: dict[str, Callable[[Scene, Job], None]] = {ROUND: _round, DIGEST: _digest, WAKE: _wake}

# Jobs of nobody in particular, in the transaction that settles them.
FOR_COMPANY: dict[str, Callable[[UnitOfWork, Company, datetime], None]] = {TIDY: _tidy}
