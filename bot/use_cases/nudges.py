"""What can happen to a question that was asked: answered, put off, handed over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.results import Recorded
from bot.scene import Scene
from domain.asking.budget import next_start, within_hours
from domain.asking.question import ABOUT_FIELD, Nudge, NudgeState
from domain.reading.reading import About, Asked
from domain.sales.dealings import Offer, Thread
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.process import Field
from storage.waiting import Waits

WAKE = "wake"


def open_nudge(scene: Scene) -> Nudge | None:
    """The question that is open in this thread, or that an assistant carries in it."""
    if scene.thread is None:
        return None
    return scene.uow.nudges.open_in(scene.thread.id) or _carried(scene, scene.thread)


def _carried(scene: Scene, thread: Thread) -> Nudge | None:
    errand = scene.uow.errands.open_in(thread.id) if scene.person.role is Role.ASSISTANT else None
    nudge = scene.uow.nudges.get(errand.nudge) if errand and errand.nudge else None
    return nudge if nudge and nudge.state is NudgeState.OPEN else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a word here: the question of the thread, and values asked back, newest first."""

    nudge: Nudge | None
    offers: tuple[Offer, ...]


def waiting_here(scene: Scene) -> Waiting:
    """What a reply of this person, said here, may settle."""
    thread = scene.thread.id if scene.thread else None
    nudge = open_nudge(scene) if Waits.QUESTION in scene.waits else None
    return Waiting(nudge, scene.uow.offers.open_for(scene.person.id, thread) if Waits.OFFER in scene.waits else ())


def what_was_asked(scene: Scene, waiting: Waiting) -> tuple[Asked, ...]:
    """What a reply here may answer, likeliest first: a value asked back, the open question, the field changed last."""
    thread = scene.thread
    asked = [
        Asked(offer.opportunity, ABOUT_FIELD[offer.field])
        for offer in waiting.offers
        if offer.opportunity and offer.field and offer.field in ABOUT_FIELD
    ]
    if thread and thread.opportunity:
        about = [waiting.nudge.question.reason.about] if waiting.nudge else []
        about += _changed_last(scene, thread)
        asked += [Asked(thread.opportunity, each) for each in about]
        asked = asked or [Asked(thread.opportunity, About.WHERE_IT_STANDS)]
    return tuple(dict.fromkeys(asked))


def _changed_last(scene: Scene, thread: Thread) -> list[About]:
    """Which fields a bare correction such as "no, 75" may mean; a number could be either where two were changed."""
    moved = {change.field for change in scene.uow.changes.of_last(scene.person.id, scene.place.conversation, thread.id)}
    if {Field.PROBABILITY, Field.AMOUNT} <= moved:
        return []
    return [ABOUT_FIELD[field] for field in (Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE) if field in moved]


def told(scene: Scene, recorded: Iterable[Recorded]) -> list[Nudge]:
    """Questions that stand open elsewhere, and ask for what was told, or about what was said to stand as it is."""
    found: list[Nudge] = []
    for each in recorded:
        if each.withheld or each.closed:
            continue
        fields = {ABOUT_FIELD.get(change.field) for change in each.changes} | {About.WHERE_IT_STANDS}
        for nudge in scene.uow.nudges.open_of(each.opportunity.id):
            reason = nudge.question.reason
            if reason.about in fields if each.changes else reason.may_stand:
                found.append(nudge)
    return found


def answered(scene: Scene, nudge: Nudge, statement: int | None) -> Nudge:
    """Somebody answered, with the changes of that statement if any: the question is done, for everybody."""
    by = scene.person.id
    return scene.uow.nudges.save(
        replace(nudge, state=NudgeState.ANSWERED, answered_by=by, answered_at=scene.now, statement=statement)
    )


def put_off(scene: Scene, nudge: Nudge, until: date | datetime | None) -> datetime:
    """Ask again at `until`, moved into the owner's working hours; without one ahead, when their next day starts."""
    owner = scene.directory.get(nudge.question.owner) or scene.person
    wanted = _moment(until, owner) if until else scene.now
    due = within_hours(owner, wanted) if wanted > scene.now else next_start(owner, scene.now)
    scene.uow.nudges.save(replace(nudge, state=NudgeState.SNOOZED, until=due))
    body = {"person": nudge.question.owner, "nudge": nudge.id, "until": due.isoformat()}
    scene.uow.jobs.add(WAKE, f"wake:{nudge.id}", due, body)
    return due


def hand_over(scene: Scene, nudge: Nudge) -> None:
    """It is no longer theirs: the question is closed. Who owns it is the CRM's to say, so that is not changed here."""
    scene.uow.nudges.save(
        replace(nudge, state=NudgeState.HANDED_OVER, answered_by=scene.person.id, answered_at=scene.now)
    )


def drop_open(scene: Scene, opportunity: Opportunity) -> list[Nudge]:
    """Nothing more is asked about what is closed; questions still open elsewhere are dropped."""
    return [
        scene.uow.nudges.save(replace(nudge, state=NudgeState.DROPPED))
        for nudge in scene.uow.nudges.open_of(opportunity.id)
    ]


def _moment(until: date | datetime, person: Person) -> datetime:
    if isinstance(until, datetime):
        return until.astimezone(ZoneInfo("UTC"))
    start = datetime.combine(until, person.rhythm.hours.start or time(9), ZoneInfo(person.zone))
    return start.astimezone(ZoneInfo("UTC"))
