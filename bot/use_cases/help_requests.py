"""Help a rep asks for: noted with the words, and passed on to whoever gives that help."""

from bot.scene import Scene
from bot.views import quick
from domain.reading.reading import HelpRequest
from domain.sales.change import Statement
from domain.sales.dealings import Request
from domain.sales.people import Person


def request_help(scene: Scene, statement: Statement, wish: HelpRequest) -> tuple[Request, str] | None:
    """Note the request, tell the person who can help, and say who that is; None where the opportunity is not theirs."""
    opportunity = scene.opportunity(wish.opportunity)
    if opportunity is None or not scene.may_update(opportunity):
        return None
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
    return request, " and ".join(person.name for person in told) or "nobody yet: app.yaml names nobody"


def _helper(scene: Scene, wish: HelpRequest) -> Person | None:
    """Whom the reply names, else whoever app.yaml names for that kind of help, else the rep's manager."""
    named = scene.directory.named(wish.person) if wish.person else ()
    if len(named) == 1:
        return named[0]
    return next(iter(scene.directory.helpers_with(wish.kind)), None)
