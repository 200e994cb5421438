"""What this person asked for and what waits for them: visits, approvals and other help that is still open."""

from bot.scene import Scene
from bot.use_cases import approvals, visits
from bot.views import requests as view
from domain.requests.machine import Party
from domain.requests.visits import VisitState
from domain.sales.approvals import APPROVED_KINDS


def show_requests(scene: Scene) -> None:
    """Two lists, each line with a tap that shows it."""
    waiting, asked = _visits(scene)
    more_waiting, more_asked = _approvals(scene)
    scene.reply(view.open_requests(waiting + more_waiting + _others(scene), asked + more_asked))


def _visits(scene: Scene) -> tuple[list[view.Line], list[view.Line]]:
    waiting: list[view.Line] = []
    asked: list[view.Line] = []
    for visit in scene.uow.visits.of_person(scene.person.id):
        opportunity = scene.uow.opportunities.get(visit.opportunity)
        side = visits.party(scene, visit)
        if opportunity is None or side is None:
            continue
        line = view.visit_line(visit, opportunity, scene.directory, scene.person)
        turn = {Party.ASKED: (VisitState.ASKED,), Party.ASKING: (VisitState.DRAFT, VisitState.PROPOSED)}
        (waiting if visit.state in turn.get(side, ()) else asked).append(line)
    return waiting, asked


def _approvals(scene: Scene) -> tuple[list[view.Line], list[view.Line]]:
    waiting: list[view.Line] = []
    asked: list[view.Line] = []
    for approval in scene.uow.approvals.running():
        opportunity = scene.uow.opportunities.get(approval.opportunity)
        if opportunity is None:
            continue
        line = view.approval_line(approval, opportunity, scene.directory)
        if approval.may_decide(scene.person.id):
            waiting.append(line)
        elif scene.person.id in (approval.asked_by, approval.owner) and approvals.asks(scene, approval):
            asked.append(line)
    return waiting, asked


def _others(scene: Scene) -> list[view.Line]:
    """Help of other kinds that this person was asked for."""
    own = (*APPROVED_KINDS, "technical_presentation")
    found = [(r, scene.uow.opportunities.get(r.opportunity)) for r in scene.uow.requests.open_for(scene.person.id)]
    return [view.help_line(r, o, scene.directory) for r, o in found if o and r.kind not in own]
