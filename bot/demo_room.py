"""Opens the practice room on the small invented company, at an hour at which its reps work and have been asked."""

from datetime import datetime, timedelta

from bot.demo import seed
from bot.demo.facts import facts
from bot.demo.past import seed_past
from bot.use_cases.account_facts import take_facts
from bot.wiring import Wired
from domain.asking.budget import works_at
from domain.sales.people import Role

_HALF_AN_HOUR = timedelta(minutes=30)
_A_WEEK = 7 * 48


def open_demo(wired: Wired) -> None:
    """Make the company where it is not there yet, and have the quarterback ask its first questions."""
    with wired.storage.read() as uow:
        already = uow.opportunities.count() > 0
    if not already:
        wired.clock.jump_to(_an_hour_everybody_works(wired))
        today = wired.clock.now().date()
        seed(wired.storage, wired.app_file.company, today)
        seed_past(wired.storage, wired.app_file.company, today)
        _tell_facts(wired)
        wired.worker.ask_now()
    wired.worker.plan()
    wired.worker.run_due()


def _tell_facts(wired: Wired) -> None:
    """Finance and support told these a moment ago, so that the alerts are due now."""
    then = wired.clock.now() - timedelta(minutes=wired.app_file.playbook.alerts.batch)
    with wired.storage.begin() as uow:
        take_facts(wired.quarterback.office(uow, then), facts(then, wired.app_file.company.process.currency))


def _an_hour_everybody_works(wired: Wired) -> datetime:
    """The first half-hour from now at which all reps work; the next morning where there is none within a week."""
    reps = [person for person in wired.app_file.company.people if person.role is Role.REP]
    now = wired.clock.now()
    start = now - timedelta(minutes=now.minute % 30, seconds=now.second)
    for half_hours in range(1, _A_WEEK):
        moment = start + half_hours * _HALF_AN_HOUR
        if all(works_at(rep, moment) for rep in reps):
            return moment
    return wired.clock.jump_to_next_morning()
