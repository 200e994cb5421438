"""Taps on visits and approvals: whose turn it is, what may still be done, and where it was settled meanwhile."""

from collections.abc import Callable

from bot.actions.action import Action, number, on_opportunity
from bot.scene import Scene
from bot.use_cases import approvals, visit_cards, visits
from bot.use_cases.help_requests import ask_for
from bot.views import quick
from bot.views import visits as view
from domain.chat.event import Clicked
from domain.chat.message import Message
from domain.reading.reading import HelpRequest
from domain.reading.values import percent_in
from domain.requests.approvals import DISCOUNT, Approval, Verdict
from domain.requests.machine import Party
from domain.requests.visits import VISITS, Visit
from domain.sales.opportunity import Opportunity

_EITHER = (Party.ASKING, Party.ASKED)


def _on_visit(handle: Callable[[Scene, Visit, Clicked], None], moves: dict[Party, str]) -> Action:
    """For buttons of a visit: of the sides in `moves`, as long as that move leads on from how it stands."""

    def run(scene: Scene, clicked: Clicked) -> None:
        visit = scene.uow.visits.get(number(clicked.ref))
        side = visits.party(scene, visit) if visit else None
        seen = scene.opportunity(visit.opportunity) if visit else None
        if visit is None or (side is None and seen is None) or (side and side not in moves):
            scene.reply(quick.forbidden())
        elif side is None:
            scene.reply(quick.only_to_look_at(seen) if seen else quick.forbidden())
        elif moves[side] and not VISITS.allows(visit.state, moves[side], side):
            scene.reply(quick.say("That was settled meanwhile; nothing was changed. This is how it stands:"))
            visit_cards.show(scene, visit)
        elif not 0 <= clicked.pick < max(1, len(visit.slots)):
            scene.reply(quick.say("That choice does not exist; nothing was changed."))
        else:
            handle(scene, visit, clicked)

    return run


def _form(show: Callable[[Visit, Opportunity], Message]) -> Callable[[Scene, Visit, Clicked], None]:
    def run(scene: Scene, visit: Visit, clicked: Clicked) -> None:
        opportunity = scene.uow.opportunities.get(visit.opportunity)
        if opportunity:
            scene.reply(show(visit, opportunity))

    return run


def _on_approval(
    handle: Callable[[Scene, Approval, Clicked], None],
    *concerns: Callable[[Scene, Approval], bool],
) -> Action:
    """For buttons of an approval: of those whom one of `concerns` finds."""

    def run(scene: Scene, clicked: Clicked) -> None:
        approval = scene.uow.approvals.get(number(clicked.ref))
        seen = scene.opportunity(approval.opportunity) if approval else None
        if approval and any(concern(scene, approval) for concern in concerns):
            handle(scene, approval, clicked)
        elif approval and seen and approvals.asks in concerns:
            scene.reply(quick.only_to_look_at(seen))
        else:
            scene.reply(quick.forbidden())

    return run


def _ask_discount(scene: Scene, opportunity: Opportunity, clicked: Clicked) -> None:
    """The size of a discount, typed into a form."""
    typed = clicked.values.get("percent", "").strip().removesuffix("%").strip()
    read = percent_in(f"{typed} %", scene.local_now, scene.company.process) if typed else ()
    if len(read) != 1:
        scene.reply(quick.faults(["Percent: write a number such as 12."]))
        return
    wish = HelpRequest(opportunity.id, DISCOUNT, f"{typed} % (form)", value=read[0].value)
    ask_for(scene, opportunity, wish)


_PROPOSE = {Party.ASKED: "propose", Party.ASKING: "counter"}
_DECLINE = {Party.ASKED: "decline"}

REQUESTS: dict[str, Action] = {
    "visit_show": _on_visit(lambda scene, visit, _: visit_cards.show(scene, visit), dict.fromkeys(_EITHER, "")),
    "visit_accept": _on_visit(
        lambda scene, visit, clicked: visits.accept(scene, visit, clicked.pick), {Party.ASKED: "accept"}
    ),
    "visit_other": _on_visit(_form(view.time_form), _PROPOSE),
    "visit_time": _on_visit(lambda scene, visit, clicked: visits.typed_time(scene, visit, clicked.values), _PROPOSE),
    "visit_decline": _on_visit(_form(view.decline_form), _DECLINE),
    "visit_declined": _on_visit(
        lambda scene, visit, clicked: visits.decline(scene, visit, clicked.values.get("why", "")), _DECLINE
    ),
    "visit_ask": _on_visit(
        lambda scene, visit, clicked: visits.ask_drafted(scene, visit, clicked.pick), {Party.ASKING: "ask"}
    ),
    "visit_take": _on_visit(lambda scene, visit, _: visits.take(scene, visit), {Party.ASKING: "take"}),
    "visit_someone": _on_visit(
        lambda scene, visit, _: visits.somebody_else(scene, visit), {Party.ASKING: "somebody_else"}
    ),
    "visit_withdraw": _on_visit(lambda scene, visit, _: visits.withdraw(scene, visit), {Party.ASKING: "withdraw"}),
    "visit_cancel": _on_visit(lambda scene, visit, _: visits.withdraw(scene, visit), {Party.ASKING: "cancel"}),
    "approval_show": _on_approval(
        lambda scene, approval, _: approvals.show(scene, approval), approvals.decides, approvals.asks
    ),
    "approval_approve": _on_approval(
        lambda scene, approval, clicked: approvals.approve(scene, approval, clicked.values.get("words", "")),
        approvals.decides,
    ),
    "approval_refuse": _on_approval(
        lambda scene, approval, clicked: approvals.refuse(scene, approval, clicked.values.get("words", "")),
        approvals.decides,
    ),
    "approval_comment": _on_approval(
        lambda scene, approval, clicked: approvals.comment(scene, approval, clicked.values.get("words", "")),
        approvals.decides,
        approvals.asks,
    ),
    "approval_write": _on_approval(
        lambda scene, approval, _: approvals.write(scene, approval, Verdict.COMMENT), approvals.decides, approvals.asks
    ),
    "approval_write_yes": _on_approval(
        lambda scene, approval, _: approvals.write(scene, approval, Verdict.APPROVED), approvals.decides
    ),
    "approval_write_no": _on_approval(
        lambda scene, approval, _: approvals.write(scene, approval, Verdict.REFUSED), approvals.decides
    ),
    "approval_withdraw": _on_approval(lambda scene, approval, _: approvals.withdraw(scene, approval), approvals.asks),
    "approval_ask": on_opportunity(_ask_discount, writes=True),
}
