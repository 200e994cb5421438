"""What somebody's home shows: what is open for them, what is theirs, what was changed, what is kept."""

from bot.scene import Scene
from bot.use_cases.alert_rounds import standing_alerts
from bot.use_cases.look_up import what_is_kept
from bot.views import home as view
from bot.views import rhythm
from bot.views.alert_list import open_ones
from domain.asking.question import Nudge
from domain.chat.message import Message
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity

CHANGES_READ = 40


def app_home(scene: Scene) -> list[Message]:
    """One message below the other, most urgent first. It only reads."""
    uow, person = scene.uow, scene.person
    asked = [(n, o) for n in uow.nudges.open_for(person.id) if (o := scene.opportunity(n.question.opportunity))]
    gives = {o.id: nudge for nudge, o in asked}
    own = uow.opportunities.of_owners(scene.owners)
    alerts = standing_alerts(scene)
    return [
        view.open_today(asked),
        *([open_ones(alerts)] if alerts else []),
        view.mine(_by_amount(own), _gives(gives), scene.directory, scene.owners != (person.id,)),
        view.last_changes(_standing(scene)),
        rhythm.settings(person),
        what_is_kept(scene),
    ]


def _by_amount(opportunities: tuple[Opportunity, ...]) -> list[Opportunity]:
    return sorted(opportunities, key=lambda o: o.amount or 0, reverse=True)


def _gives(nudges: dict[str, Nudge]) -> dict[str, str]:
    return {opportunity: nudge.question.give.words for opportunity, nudge in nudges.items()}


def _standing(scene: Scene) -> list[tuple[int, list[Change], Opportunity]]:
    """What this person said last and was not taken back, newest first: one line for each opportunity it moved."""
    changes = [c for c in scene.uow.changes.of_person(scene.person.id, CHANGES_READ) if c.undoes is None]
    undone = scene.uow.changes.undone([change.id for change in changes])
    found: dict[tuple[int, str], list[Change]] = {}
    for change in changes:
        if change.id not in undone and change.by == scene.person.id:
            found.setdefault((change.statement, change.opportunity), []).append(change)
    lines = [(key[0], moved[::-1], scene.opportunity(key[1])) for key, moved in found.items()]
    return [(statement, moved, opportunity) for statement, moved, opportunity in lines if opportunity]
