"""Help a rep asks for: a visit and an approval have their own walk; all else is passed on to whoever gives it."""

from bot.results import Helped
from bot.scene import Scene
from bot.use_cases import approval_asking, visits
from bot.use_cases.record import make_statement
from bot.use_cases.visit_pool import KIND as VISIT
from bot.views import quick, update
from domain.reading.reading import HelpRequest
from domain.sales.approvals import APPROVED_KINDS
from domain.sales.change import Statement
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person


def request_help(scene: Scene, statement: Statement, wish: HelpRequest, said: str = "") -> Helped | None:
    """Note the request, ask the person who can help, and say who that is; None where the opportunity is not theirs.

    `said` is the whole reply, for what stands around the wish: a time of day.
    """
    opportunity = scene.opportunity(wish.opportunity)
    if opportunity is None or not scene.may_update(opportunity):
        return None
    if wish.kind == VISIT:
        return _on_a_card(scene, visits.ask(scene, statement, opportunity, wish, said or wish.evidence))
    if wish.kind in APPROVED_KINDS:
        return _on_a_card(scene, approval_asking.ask(scene, statement, opportunity, wish))
    helper = _helper(scene, wish)
    request = scene.uow.requests.add(
        Request(
            opportunity.id,
            wish.kind,
            scene.person.id,
            wish.evidence,
            scene.now,
            statement.id,
            helper.id if helper else None,
            wish.day,
            wish.value,
        )
    )
    told = [helper] if helper else list(scene.directory.managers_of(scene.person))
    for person in told:
        scene.tell(person, quick.help_asked(request, opportunity, scene.person))
    return Helped(request, " and ".join(person.name for person in told) or "nobody yet: app.yaml names nobody")


def ask_for(scene: Scene, opportunity: Opportunity, wish: HelpRequest) -> None:
    """What a tap asks for, shown on its card or in a line."""
    statement = make_statement(scene, opportunity.owner)
    helped = request_help(scene, statement, wish)
    if helped and helped.request and not helped.on_a_card:
        scene.reply(update.understood(statement, (), (), [helped]))


def _on_a_card(scene: Scene, request: Request | None) -> Helped:
    """The card says all there is to say, also why nobody was asked."""
    who = scene.directory.name(request.asked_of) if request and request.asked_of else ""
    return Helped(request, who, on_a_card=True)


def _helper(scene: Scene, wish: HelpRequest) -> Person | None:
    """Whom the reply names, else whoever app.yaml names for that kind of help, else the rep's manager."""
    named = scene.directory.named(wish.person) if wish.person else ()
    if len(named) == 1:
        return named[0]
    return next(iter(scene.directory.helpers_with(wish.kind)), None)
