"""Take back what a statement changed, as long as nobody has changed it since."""

from collections.abc import Iterable

from bot.results import TakenBack
from bot.scene import Scene
from bot.use_cases.record import make_statement
from domain.sales.change import Change, Statement, apply, reverse, settle, withdrawn
from domain.sales.opportunity import Opportunity


def take_back(scene: Scene, statement: Statement) -> TakenBack:
    """Undo everything that statement changed and that still stands; what somebody changed since is left and named."""
    done = scene.uow.changes.of_statement(statement.id)
    already = scene.uow.changes.undone([change.id for change in done])
    standing = [change for change in done if change.id not in already]
    if not standing:
        return TakenBack()
    undoing = make_statement(scene, statement.said_for)
    undone: list[Change] = []
    refused: list[tuple[Change, Change]] = []
    opportunities = []
    for opportunity_id in dict.fromkeys(change.opportunity for change in standing):
        opportunity = scene.opportunity(opportunity_id)
        if opportunity is None or not scene.may_update(opportunity):
            continue
        back, left = _split(scene, opportunity, (c for c in standing if c.opportunity == opportunity_id))
        refused += left
        opportunities.append(_reverse_all(scene, opportunity, back, undoing, undone))
    return TakenBack(tuple(undone), tuple(refused), tuple(opportunities))


def last_statement_here(scene: Scene) -> Statement | None:
    """The newest statement of this person in this place that can still be taken back."""
    thread = scene.thread.id if scene.thread else None
    return scene.uow.statements.last_of(scene.person.id, scene.place.conversation, thread)


def may_take_back(scene: Scene, statement: Statement) -> bool:
    """Who said it, or whoever may update the opportunities it touched."""
    return statement.said_by == scene.person.id or statement.said_for in scene.directory.updates_for(scene.person)


def _split(
    scene: Scene, opportunity: Opportunity, changes: Iterable[Change]
) -> tuple[list[Change], list[tuple[Change, Change]]]:
    changes = tuple(changes)
    later = _after_opening(scene, opportunity, changes)
    if later:
        return [], [(change, later) for change in changes if change.opens]
    back, left = [], []
    for change in changes:
        latest = scene.uow.changes.last_of(opportunity.id, change.field)
        if latest and latest.id != change.id:
            left.append((change, latest))
        else:
            back.append(change)
    return back, left


def _after_opening(scene: Scene, opportunity: Opportunity, changes: tuple[Change, ...]) -> Change | None:
    """What was changed since by another statement, where these made the opportunity: then it is no mistake any more."""
    opening = next((change for change in changes if change.opens), None)
    if opening is None:
        return None
    since = scene.uow.changes.of_opportunity(opportunity.id, 100)
    undone = scene.uow.changes.undone([change.id for change in since])
    others = (c for c in since if c.statement != opening.statement and c.id not in undone and c.undoes is None)
    return next(others, None)


def _reverse_all(
    scene: Scene, opportunity: Opportunity, back: list[Change], undoing: Statement, undone: list[Change]
) -> Opportunity:
    restored = opportunity
    reversals = [reverse(change, scene.person.id, scene.now, undoing.id) for change in reversed(back)]
    if any(change.opens for change in back):
        undone += scene.uow.changes.append(reversals)
        return scene.uow.opportunities.save(withdrawn(opportunity, scene.today))
    for change in reversals:
        restored = apply(change, restored)
    if reversals:
        undone += scene.uow.changes.append(reversals)
        restored = scene.uow.opportunities.save(
            settle(opportunity, restored, scene.company.process, scene.now, scene.today)
        )
    return restored
