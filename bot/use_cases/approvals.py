"""A yes or no that a rep needs, once it was asked: decided step by step, commented, withdrawn, escalated in time."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import outbox
from bot.scene import Scene
from bot.use_cases.record import record
from bot.use_cases.visit_pool import person_of
from bot.views import approvals as view
from bot.views import quick, update
from bot.views.approvals import Standing
from domain.asking.budget import within_hours
from domain.reading.reading import Finding
from domain.requests.approvals import DISCOUNT, Approval, ApprovalState, Decision, Verdict, discounted
from domain.sales.approvals import ApprovalRule, ApprovalStep
from domain.sales.change import Statement
from domain.sales.dealings import RequestState, Thread
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from storage.records import Job

DUE = "approval_due"
LONGEST_WORDS = 500
_REQUEST_STATE = {
    ApprovalState.RUNNING: RequestState.OPEN,
    ApprovalState.APPROVED: RequestState.ACCEPTED,
    ApprovalState.REFUSED: RequestState.DECLINED,
    ApprovalState.WITHDRAWN: RequestState.WITHDRAWN,
}


def show(scene: Scene, approval: Approval) -> None:
    """The card of the side that this person is on."""
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity is None:
        return
    standing = standing_of(scene, approval, opportunity)
    if decides(scene, approval):
        scene.reply(view.decider_card(standing, scene.person), view.face_of(scene.person.id), approval.id)
    else:
        scene.reply(view.asking_card(standing, scene.person), view.APPROVAL, approval.id)


def decides(scene: Scene, approval: Approval) -> bool:
    """Whether this person decides, or decided, any step of it."""
    person = scene.person.id
    return person not in (approval.asked_by, approval.owner) and any(person in step for step in approval.steps)


def asks(scene: Scene, approval: Approval) -> bool:
    """Whether this person is on the side that asked, now."""
    opportunity = scene.opportunity(approval.opportunity)
    return opportunity is not None and scene.may_update(opportunity)


def approve(scene: Scene, approval: Approval, words: str) -> None:
    """One yes: the next step is asked, or it is approved."""
    if not _has_a_say(scene, approval):
        return
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity is None:
        return
    rule = rule_for(scene, approval.kind, opportunity)
    moved = approval.approved()
    if moved.state is ApprovalState.RUNNING:
        moved = replace(moved, due=deadline(scene, rule, moved.deciders))
    saved = _save(scene, moved, opportunity, Verdict.APPROVED, words, approval.step)
    if saved.state is ApprovalState.RUNNING:
        ask_step(scene, saved, opportunity)
        _tell_asking(
            scene,
            saved,
            f"{scene.person.name} approved step {approval.step + 1} of {_about(saved, opportunity)}{_quoted(words)}.",
        )
    else:
        _tell_asking(scene, saved, f"{scene.person.name} approved {_about(saved, opportunity)}{_quoted(words)}.")
        if rule.lowers_amount and saved.kind == DISCOUNT:
            _lower(scene, saved, opportunity)
    scene.reply(quick.say("Approved, and I told them."))


def refuse(scene: Scene, approval: Approval, words: str) -> None:
    """One no ends it."""
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity and _has_a_say(scene, approval):
        saved = _save(scene, approval.refused(), opportunity, Verdict.REFUSED, words, approval.step)
        _tell_asking(scene, saved, f"{scene.person.name} refused {_about(saved, opportunity)}{_quoted(words)}.")
        scene.reply(quick.say("Refused, and I told them."))


def comment(scene: Scene, approval: Approval, words: str) -> None:
    """Words without a decision, of either side, to the other."""
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if not words.strip():
        scene.reply(quick.say("That comment was empty, so nothing was sent."))
    elif approval.state is not ApprovalState.RUNNING and opportunity:
        scene.reply(view.already_settled(standing_of(scene, approval, opportunity), scene.person))
    elif opportunity:
        saved = _save(scene, approval, opportunity, Verdict.COMMENT, words, approval.step)
        line = f"{scene.person.name} on {_about(saved, opportunity)}{_quoted(words)}."
        if saved.may_decide(scene.person.id):
            _tell_asking(scene, saved, line)
        else:
            for decider in saved.deciders:
                scene.tell(person_of(scene, decider), quick.say(line))
        scene.reply(quick.say("Sent."))


def withdraw(scene: Scene, approval: Approval) -> None:
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity and approval.state is not ApprovalState.RUNNING:
        scene.reply(view.already_settled(standing_of(scene, approval, opportunity), scene.person))
    elif opportunity:
        _save(scene, approval.withdrawn(), opportunity, Verdict.WITHDRAWN, "", approval.step)
        for decider in approval.deciders:
            words = f"{scene.person.name} withdrew {_about(approval, opportunity)}. Nothing more to decide."
            scene.tell(person_of(scene, decider), quick.say(words))
        scene.reply(quick.say("Withdrawn."))


def write(scene: Scene, approval: Approval, verdict: Verdict) -> None:
    """The form for a few words."""
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity and (verdict is Verdict.COMMENT or _has_a_say(scene, approval)):
        scene.reply(view.write_form(standing_of(scene, approval, opportunity), verdict))


def when_due(scene: Scene, job: Job) -> None:
    """Nobody answered in time: whoever app.yaml names may decide too; where nobody is named, they are reminded."""
    approval = scene.uow.approvals.get(job.body["approval"])
    opportunity = scene.uow.opportunities.get(approval.opportunity) if approval else None
    if approval is None or opportunity is None or approval.state is not ApprovalState.RUNNING:
        return
    if approval.escalated or approval.step != job.body["step"]:
        return
    rule = rule_for(scene, approval.kind, opportunity)
    moved = approval.escalated_to(rule.escalate_to)
    added = [each for each in moved.deciders if each not in approval.deciders]
    moved = replace(moved, due=deadline(scene, rule, moved.deciders))
    if added:
        as_added = replace(scene, person=person_of(scene, added[0]))
        saved = _save(as_added, moved, opportunity, Verdict.ESCALATED, "", approval.step)
    else:
        saved = scene.uow.approvals.save(moved)
    reminded = added or list(saved.deciders)
    names = " and ".join(scene.directory.name(each) for each in reminded)
    ask_step(scene, saved, opportunity, reminded)
    how = f"I asked {names} too" if added else f"I reminded {names}"
    _tell_asking(scene, saved, f"Nobody has decided {_about(saved, opportunity)} yet. {how}.")


def standings(scene: Scene, opportunity: Opportunity) -> list[Standing]:
    """Every approval of it, oldest first."""
    return [standing_of(scene, each, opportunity) for each in scene.uow.approvals.of_opportunity(opportunity.id)]


def rule_for(scene: Scene, kind: str, opportunity: Opportunity) -> ApprovalRule:
    """What app.yaml says of that kind; else one step: the rep's manager who helps with it, or whoever does."""
    written = next((rule for rule in scene.company.approvals if rule.kind == kind), None)
    if written:
        return written
    owner = person_of(scene, opportunity.owner)
    managers = tuple(person.id for person in scene.directory.managers_of(owner))
    helpers = tuple(person.id for person in scene.directory.helpers_with(kind))
    both = tuple(each for each in helpers if each in managers)
    return ApprovalRule(kind, (ApprovalStep(both or helpers or managers),))


def _has_a_say(scene: Scene, approval: Approval) -> bool:
    """Whether it is this person's turn; whoever comes a second later sees how it was settled."""
    if approval.may_decide(scene.person.id):
        return True
    opportunity = scene.uow.opportunities.get(approval.opportunity)
    if opportunity:
        scene.reply(view.already_settled(standing_of(scene, approval, opportunity), scene.person))
    return False


def ask_step(scene: Scene, approval: Approval, opportunity: Opportunity, whom: list[str] | None = None) -> None:
    """Ask everybody whose turn it is, each in a thread, and note when it is too late."""
    for each in approval.deciders if whom is None else whom:
        decider = person_of(scene, each)
        home = scene.home(decider)
        place = (home.platform, home.workspace, home.conversation)
        thread = scene.uow.threads.add(Thread(decider.id, *place, opportunity=opportunity.id))
        card = view.decider_card(standing_of(scene, approval, opportunity), decider)
        outbox.post(scene.uow, scene.now, home, card, thread, view.face_of(decider.id), approval.id)
    if not approval.escalated:
        body = {"person": approval.owner, "approval": approval.id, "step": approval.step}
        scene.uow.jobs.add(DUE, f"{DUE}:{approval.id}", approval.due, body)


def _save(
    scene: Scene, approval: Approval, opportunity: Opportunity, verdict: Verdict, words: str, step: int
) -> Approval:
    """Keep it and what was said, and show every card of it anew."""
    saved = scene.uow.approvals.save(approval)
    said = words.strip()[:LONGEST_WORDS]
    scene.uow.decisions.add(Decision(approval.id, step, scene.person.id, verdict, said, scene.now))
    request = scene.uow.requests.get(approval.request)
    if request:
        turn = saved.deciders[0] if saved.deciders else request.asked_of
        scene.uow.requests.save(replace(request, state=_REQUEST_STATE[saved.state], asked_of=turn))
    standing = standing_of(scene, saved, opportunity)
    asking = view.asking_card(standing, person_of(scene, saved.owner))
    scene.redraw(view.APPROVAL, saved.id, asking)
    for each in dict.fromkeys(person for step in saved.steps for person in step):
        scene.redraw(view.face_of(each), saved.id, view.decider_card(standing, person_of(scene, each)))
    return saved


def _lower(scene: Scene, approval: Approval, opportunity: Opportunity) -> None:
    """As app.yaml says: the amount with the discount taken off, in the words and by the right of whoever asked."""
    asker = scene.directory.get(approval.asked_by)
    if asker is None or not opportunity.amount or approval.size is None:
        return
    as_asker = replace(scene, person=asker, place=scene.home(asker), thread=None, private=True)
    said = f"{approval.quote} (approved by {scene.person.name})"
    statement = scene.uow.statements.add(Statement(asker.id, opportunity.owner, scene.now))
    lower = Finding(opportunity.id, Field.AMOUNT, discounted(opportunity.amount, approval.size), said)
    recorded = record(as_asker, statement, [lower], said)
    as_asker.reply(update.understood(statement, recorded, (), ()), update.STATEMENT, statement.id)


def deadline(scene: Scene, rule: ApprovalRule, deciders: tuple[str, ...]) -> datetime:
    """Within the working hours of whoever decides first."""
    wanted = scene.now + max(rule.answer_within, timedelta(hours=1))
    return within_hours(person_of(scene, deciders[0]), wanted)


def standing_of(scene: Scene, approval: Approval, opportunity: Opportunity) -> Standing:
    lowers = approval.kind == DISCOUNT and rule_for(scene, approval.kind, opportunity).lowers_amount
    return Standing(approval, opportunity, scene.uow.decisions.of(approval.id), scene.directory, lowers)


def _tell_asking(scene: Scene, approval: Approval, words: str) -> None:
    thread = scene.uow.threads.get(approval.thread) if approval.thread else None
    asker = person_of(scene, approval.asked_by)
    scene.tell(asker, quick.say(words), thread if thread and thread.person == asker.id else None)


def _about(approval: Approval, opportunity: Opportunity) -> str:
    return f"{view.named(approval.kind, approval.size)} for {opportunity.title}"


def _quoted(words: str) -> str:
    return f": “{words.strip()}”" if words.strip() else ""
