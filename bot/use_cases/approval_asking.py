"""A yes or no is asked for: once at a time, with its size, of the first step that app.yaml names."""

from decimal import Decimal

from bot import outbox
from bot.scene import Scene
from bot.use_cases import approvals
from bot.use_cases.visit_pool import person_of
from bot.views import approvals as view
from bot.views import quick
from domain.chat.message import Message
from domain.reading.reading import HelpRequest
from domain.requests.approvals import DISCOUNT, Approval, ApprovalState, steps_for
from domain.sales.change import Statement
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity

Steps = tuple[tuple[str, ...], ...]


def ask(scene: Scene, statement: Statement, opportunity: Opportunity, wish: HelpRequest) -> Request | None:
    """Ask the first step. None, and that is said, where one runs already, the size is missing, or nobody may decide."""
    steps = _steps(scene, opportunity, wish)
    refusal = _refusal(scene, opportunity, wish, steps)
    if refusal:
        scene.reply(refusal)
        return None
    request = Request(
        opportunity.id,
        wish.kind,
        scene.person.id,
        wish.evidence,
        scene.now,
        statement.id,
        steps[0][0],
        wish.day,
        wish.value,
    )
    kept = scene.uow.requests.add(request)
    approval = _kept(scene, kept, opportunity, steps)
    approvals.show(scene, approval)
    owner = person_of(scene, opportunity.owner)
    if owner.id != scene.person.id:
        card = view.asking_card(approvals.standing_of(scene, approval, opportunity), owner)
        outbox.post(scene.uow, scene.now, scene.home(owner), card, None, view.APPROVAL, approval.id)
    approvals.ask_step(scene, approval, opportunity)
    return kept


def _refusal(scene: Scene, opportunity: Opportunity, wish: HelpRequest, steps: Steps) -> Message | None:
    """Why nobody is asked, and what to do about it."""
    known = scene.uow.approvals.of_opportunity(opportunity.id)
    running = [each for each in known if each.kind == wish.kind and each.state is ApprovalState.RUNNING]
    if running:
        return view.already_running(approvals.standing_of(scene, running[0], opportunity), scene.person)
    if wish.kind == DISCOUNT and wish.value is None:
        return view.how_much(opportunity)
    if wish.value is not None and not 0 < wish.value < 100:
        return quick.say("A discount lies between 0 and 100 %. Nobody was asked.")
    if not steps or not all(steps):
        words = "Nobody else may decide that, as app.yaml stands, and nobody approves their own request."
        return quick.say(f"{words} Nobody was asked.")
    return None


def _steps(scene: Scene, opportunity: Opportunity, wish: HelpRequest) -> Steps:
    """Who decides, for this size: the percent of a discount, else the amount of the opportunity."""
    rule = approvals.rule_for(scene, wish.kind, opportunity)
    size = wish.value if wish.kind == DISCOUNT and wish.value is not None else opportunity.amount or Decimal(0)
    managers = scene.directory.managers_of(person_of(scene, opportunity.owner))
    return steps_for(rule, size, [person.id for person in managers], (scene.person.id, opportunity.owner))


def _kept(scene: Scene, request: Request, opportunity: Opportunity, steps: Steps) -> Approval:
    rule = approvals.rule_for(scene, request.kind, opportunity)
    return scene.uow.approvals.add(
        Approval(
            request.id,
            opportunity.id,
            request.kind,
            request.value,
            scene.person.id,
            opportunity.owner,
            request.quote,
            steps,
            scene.now,
            approvals.deadline(scene, rule, steps[0]),
            thread=scene.thread.id if scene.thread else None,
        )
    )
