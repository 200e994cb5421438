"""Show what is recorded: one opportunity, its history, the pipeline, and what is kept about a person."""

from bot.scene import Scene
from bot.use_cases import appointments, approvals, grants
from bot.use_cases.account_standing import account_name, risks
from bot.use_cases.contacts import account_key
from bot.views import look_up as view
from bot.views import quick
from domain.alerts.alert import Mute
from domain.alerts.words import risk_in_words
from domain.chat.message import Message
from domain.reading.fold import fold
from domain.reading.labels import Labels, words_of
from domain.reading.names import roster_of
from domain.sales.opportunity import Opportunity

HISTORY_SHOWN, LATEST_SHOWN = 20, 3


def show_opportunity(scene: Scene, opportunity: Opportunity) -> None:
    """Everything recorded of it, and what one can do about it."""
    requests = scene.uow.requests.of_opportunity(opportunity.id)
    latest = scene.uow.changes.of_opportunity(opportunity.id, LATEST_SHOWN)
    waiting = scene.uow.nudges.open_of(opportunity.id)
    risk = risks(scene.office, [opportunity]).get(opportunity.id)
    marks = risk_in_words(risk, scene.now) if risk else []
    named = scene.uow.contacts.at(account_key(opportunity))
    around = view.Around(requests, latest, waiting, marks, named, appointments.lines(scene, opportunity))
    card = view.opportunity_card(opportunity, around, scene.directory, scene.company.process)
    scene.reply(card)


def show_history(scene: Scene, opportunity: Opportunity) -> None:
    """Who changed what, for whom, when, and in whose words."""
    changes = scene.uow.changes.of_opportunity(opportunity.id, HISTORY_SHOWN + 1)
    links = scene.uow.statements.links(change.statement for change in changes)
    log = view.Log(changes, HISTORY_SHOWN, links, approvals.standings(scene, opportunity))
    scene.reply(view.history(opportunity, log, scene.directory))


def find_one(scene: Scene, words: str) -> Opportunity | None:
    """The opportunity that is meant; where several fit or none does, that is said instead."""
    fitting = fitting_to(scene, words)
    if len(fitting) == 1:
        return fitting[0]
    scene.reply(view.which_one(fitting) if fitting else quick.forbidden())
    return None


def called(scene: Scene, words: str) -> Opportunity | None:
    """The one open opportunity whose title holds these words and no others between them."""
    known = {o.id: o for o in scene.open_opportunities()}
    fitting = Labels((o.id, o.title) for o in known.values()).fitting(words_of(words), as_spelt=True)
    return known[fitting[0]] if len(fitting) == 1 else None


def fitting_to(scene: Scene, words: str) -> list[Opportunity]:
    """Those that may be meant: by id or name, otherwise by what of it is mentioned; open ones before closed ones."""
    visible = scene.uow.opportunities.of_owners(scene.owners, open_only=False)
    exact = [o for o in visible if words.strip().lower() in (o.id.lower(), o.name.lower())]
    named = {each for mention in roster_of(visible).mentions(words, fold(words)) for each in mention.ids}
    fitting = exact or [o for o in visible if o.id in named]
    still_open = [o for o in fitting if not scene.company.process.stage(o.stage).closed]
    return still_open or fitting


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
        scene.directory.speakers_for(person.id),
        grants.ended_by(scene),
        [_muted(scene, mute) for mute in uow.mutes.of(person.id)],
        scene.model_at,
        uow.inductions.of(person.id),
        scene.company.feedback,
    )
    return view.what_is_kept(kept)


def _muted(scene: Scene, mute: Mute) -> str:
    return account_name(scene.office, mute.account) if mute.account else f"{mute.kind}s"
