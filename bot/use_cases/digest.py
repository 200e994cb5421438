"""The digest: at the hour somebody chose, what others changed and what needs a decision; silence otherwise."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.scene import Scene
from bot.use_cases.changes import Wanted, moved_since
from bot.use_cases.pipeline_scope import asked_of
from bot.views import digest as view
from bot.views import quick
from domain.asking.digests import hour_of, is_news, looks_back_to, next_digest
from domain.asking.question import Nudge, Playbook
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Digest, Person, Rhythm, Role
from domain.sales.pipeline import Only, PipelineQuery
from storage.records import Job
from storage.unit_of_work import UnitOfWork

DIGEST = "digest"
_READERS = (Role.REP, Role.MANAGER, Role.ASSISTANT)
_MOST_PASSED = 30
_HOUR = re.compile(r"\bat (?P<hour>\d{1,4})(?::?(?P<minutes>\d\d))?(?: ?(?P<half>am|pm))?\b(?: o'?clock)?")


def plan_digest(uow: UnitOfWork, playbook: Playbook, person: Person, now: datetime) -> None:
    """Make sure that the next digest has its time. Safe to repeat."""
    due = next_digest(person, playbook.digest_hour, now) if person.role in _READERS else None
    if due:
        # A lane of its own: one whose hour was changed must not hold up the one that was chosen instead.
        key = f"{DIGEST}:{person.id}:{due.isoformat()}"
        uow.jobs.add(DIGEST, key, due, {"person": person.id, "at": due.isoformat()}, key=key)


def send_digest(scene: Scene, job: Job) -> None:
    """The digest that is due; one whose hour was changed meanwhile is passed over."""
    at = datetime.fromisoformat(job.body["at"])
    if next_digest(scene.person, scene.playbook.digest_hour, at - timedelta(seconds=1)) == at:
        news = _news(scene, looks_back_to(scene.person, scene.now))
        if not news.is_empty:
            scene.tell(scene.person, view.digest(scene.person, news, scene.directory))
    plan_digest(scene.uow, scene.playbook, scene.person, scene.now)


def show_digest(scene: Scene) -> None:
    """On one's own wish: since the last working day, with everything that waits."""
    daily = replace(scene.person, rhythm=replace(scene.person.rhythm, digest=Digest.DAILY))
    since = looks_back_to(daily, scene.now)
    news = _news(scene, since)
    news = replace(news, asked=_asked(scene), waiting=_waiting(scene), still=_passed_before(scene, since))
    scene.reply(view.nothing_new() if news.is_empty else view.digest(scene.person, news, scene.directory))


def show_decisions(scene: Scene) -> None:
    """Everything that waits for this person, however long it has."""
    scene.reply(view.decisions(_asked(scene), _passed(scene, None), _waiting(scene), scene.directory))


def choose_digest(scene: Scene, words: str) -> None:
    """ "weekly", "at 7", "weekly at 7am", "off": how often and when the digest comes."""
    said, rhythm = words.lower(), scene.person.rhythm
    found = _HOUR.search(said)
    hour = _hour(found) if found else rhythm.digest_hour
    if found and hour is None:
        scene.reply(
            quick.say(f"“{found[0]}” is no full hour of a day. Say for instance “digest at 7” or “digest at 4 pm”.")
        )
        return
    how = rhythm.digest
    if re.search(r"\b(?:off|never|no|stop|none)\b", said):
        how = Digest.NEVER
    elif re.search(r"\bweek(?:ly)?\b", said):
        how = Digest.WEEKLY
    elif re.search(r"\b(?:daily|day|on)\b", said) or (found and how is Digest.NEVER):
        how = Digest.DAILY
    keep_digest(scene, replace(rhythm, digest=how, digest_hour=hour))


def keep_digest(scene: Scene, rhythm: Rhythm) -> None:
    """Keep the choice, and plan the next digest by it."""
    scene.uow.people.set_rhythm(scene.person.id, rhythm)
    person = replace(scene.person, rhythm=rhythm)
    plan_digest(scene.uow, scene.playbook, person, scene.now)
    scene.reply(view.digest_is_now(person, hour_of(person, scene.playbook.digest_hour)))


def _hour(found: re.Match[str]) -> int | None:
    hour, minutes = int(found["hour"]), int(found["minutes"] or 0)
    if hour >= 100:
        hour, minutes = divmod(hour, 100)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0) if 1 <= hour <= 12 else 24
    return hour if 0 <= hour <= 23 and minutes == 0 else None


def _news(scene: Scene, since: datetime) -> view.News:
    owners = scene.owners if scene.person.role is not Role.ADMIN else ()
    moves = [
        each
        for each in moved_since(scene, Wanted(PipelineQuery(owners=owners), since.date()))
        if any(change.by != scene.person.id and change.at >= since for change in each.changes)
    ]
    asked = _asked(scene)
    zone = ZoneInfo(scene.person.zone)
    new = [each for each in asked if is_news(each[0].at, each[0].day, since.astimezone(zone), scene.local_now)]
    still = len(asked) - len(new) + _passed_before(scene, since)
    return view.News(moves, new, _passed(scene, since), still=still)


def _asked(scene: Scene) -> list[tuple[Request, Opportunity]]:
    """The help that this person was asked for and has not settled."""
    requests = scene.uow.requests.open_for(scene.person.id)
    known = scene.uow.opportunities.all_of(request.opportunity for request in requests)
    return [(request, known[request.opportunity]) for request in requests if request.opportunity in known]


def _waiting(scene: Scene) -> list[tuple[Nudge, Opportunity]]:
    """The questions that this person has not answered."""
    nudges = scene.uow.nudges.open_for(scene.person.id)
    known = scene.uow.opportunities.all_of(nudge.question.opportunity for nudge in nudges)
    return [(n, known[n.question.opportunity]) for n in nudges if n.question.opportunity in known]


def _passed(scene: Scene, since: datetime | None) -> tuple[Opportunity, ...]:
    """What should have closed by now and whose date passed since then, or at any time."""
    if scene.person.role is Role.ADMIN:
        return ()
    query = PipelineQuery(only=(Only.PAST_DATE,), first=since.date() if since else None)
    return scene.uow.pipelines.rows(asked_of(scene, query), 0, _MOST_PASSED)


def _passed_before(scene: Scene, since: datetime) -> int:
    """How many dates had passed by then, of what is open still."""
    if scene.person.role is Role.ADMIN:
        return 0
    query = PipelineQuery(only=(Only.PAST_DATE,), last=since.date() - timedelta(days=1))
    return scene.uow.pipelines.totals(asked_of(scene, query)).count
