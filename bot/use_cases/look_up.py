"""Show what is recorded: one opportunity, its history, the pipeline, and what is kept about a person."""

from datetime import timedelta

from bot.scene import Scene
from bot.views import look_up as view
from bot.views import quick
from domain.chat.message import Message
from domain.reading.fold import fold
from domain.reading.names import roster_of
from domain.sales.opportunity import Opportunity
from domain.sales.people import Role

HISTORY_SHOWN = 20


def show_opportunity(scene: Scene, opportunity: Opportunity) -> None:
    """Everything recorded of it, and what one can do about it."""
    requests = scene.uow.requests.of_opportunity(opportunity.id)
    latest = scene.uow.changes.of_opportunity(opportunity.id, 1)
    card = view.opportunity_card(opportunity, scene.directory, requests, latest, scene.company.process)
    scene.reply(card)


def show_history(scene: Scene, opportunity: Opportunity) -> None:
    """Who changed what, for whom, when, and in whose words."""
    changes = scene.uow.changes.of_opportunity(opportunity.id, HISTORY_SHOWN + 1)
    links = scene.uow.statements.links(change.statement for change in changes)
    scene.reply(view.history(opportunity, changes, HISTORY_SHOWN, scene.directory, links))


def show_pipeline(scene: Scene, whose: str) -> None:
    """The open opportunities of this person, or of somebody of theirs, as a table and by stage."""
    owners: tuple[str, ...] = scene.owners
    title = "Your pipeline"
    if whose:
        people = [p for p in scene.directory.named(whose) if p.id in scene.owners]
        team = [p for p in scene.directory.in_team(whose) if p.id in scene.owners]
        if not people and not team:
            scene.reply(quick.forbidden())
            return
        owners = tuple(p.id for p in people or team)
        title = f"Pipeline of {whose if team else people[0].name}"
    opportunities = scene.uow.opportunities.of_owners(owners)
    scene.reply(view.pipeline(title, opportunities, scene.directory, scene.company.process, len(owners) > 1))


def find_one(scene: Scene, words: str) -> Opportunity | None:
    """The opportunity that is meant; where several fit or none does, that is said instead."""
    visible = scene.uow.opportunities.of_owners(scene.owners, open_only=False)
    exact = [o for o in visible if words.strip().lower() in (o.id.lower(), o.name.lower())]
    named = {each for mention in roster_of(visible).mentions(words, fold(words)) for each in mention.ids}
    fitting = exact or [o for o in visible if o.id in named]
    still_open = [o for o in fitting if not scene.company.process.stage(o.stage).closed]
    fitting = still_open or fitting
    if len(fitting) == 1:
        return fitting[0]
    scene.reply(view.which_one(fitting) if fitting else quick.forbidden())
    return None


def show_what_is_kept(scene: Scene) -> None:
    """Answer whoever asks what is kept about them."""
    scene.reply(what_is_kept(scene))


def what_is_kept(scene: Scene) -> Message:
    """Everything kept about this person, and what is never kept."""
    uow, person = scene.uow, scene.person
    asked, answered = uow.nudges.answer_rate(person.id)
    changes = uow.changes.of_person(person.id, 10)
    found = (uow.opportunities.get(change.opportunity) for change in changes)
    kept = view.Kept(
        person,
        len(uow.opportunities.of_owners((person.id,), open_only=False)),
        changes,
        {o.id: o.title for o in found if o},
        asked,
        answered,
        len(uow.requests.open_for(person.id)),
        [scene.directory.name(rep) for rep in person.serves],
        scene.model_at,
        uow.inductions.of(person.id),
    )
    return view.what_is_kept(kept)


def digest(scene: Scene) -> bool:
    """What others changed since this person's last working day; False, and silence, when there is nothing."""
    since = scene.now - timedelta(days=3 if scene.local_now.weekday() == 0 else 1)
    owners = scene.owners if scene.person.role is not Role.ADMIN else ()
    changes = [c for c in scene.uow.changes.since(owners, since) if c.by != scene.person.id]
    if not changes:
        return False
    opportunities = {c.opportunity: scene.uow.opportunities.get(c.opportunity) for c in changes}
    known = {key: value for key, value in opportunities.items() if value}
    scene.tell(scene.person, view.digest(scene.person, changes, known, scene.directory))
    return True
