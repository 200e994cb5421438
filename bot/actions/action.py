"""What a tap is, and the checks every tap on a stored row goes through."""

from collections.abc import Callable

from bot.scene import Scene
from bot.views import quick
from domain.asking.question import Nudge, NudgeState
from domain.chat.event import Clicked
from domain.sales.opportunity import Opportunity

Action = Callable[[Scene, Clicked], None]


def on_nudge(handle: Callable[[Scene, Nudge, Opportunity], None]) -> Action:
    """For buttons of a question: find it, check that this person may answer, and that nobody has."""

    def run(scene: Scene, clicked: Clicked) -> None:
        nudge = scene.uow.nudges.get(number(clicked.ref))
        opportunity = scene.opportunity(nudge.question.opportunity) if nudge else None
        if nudge is None or opportunity is None:
            scene.reply(quick.forbidden())
        elif nudge.state is NudgeState.ANSWERED and nudge.answered_by != scene.person.id:
            scene.reply(quick.already_answered(opportunity, scene.directory.name(nudge.answered_by or "")))
        elif nudge.state in (NudgeState.DROPPED, NudgeState.HANDED_OVER):
            scene.reply(quick.no_longer_asked(opportunity))
        elif not scene.may_update(opportunity):
            scene.reply(quick.only_to_look_at(opportunity))
        else:
            handle(scene, nudge, opportunity)

    return run


def on_opportunity(handle: Callable[[Scene, Opportunity, Clicked], None], *, writes: bool = False) -> Action:
    """For buttons of an opportunity: find it, check that this person may see it and, where it `writes`, change it."""

    def run(scene: Scene, clicked: Clicked) -> None:
        opportunity = scene.opportunity(clicked.value or clicked.ref)
        if opportunity is None:
            scene.reply(quick.forbidden())
        elif writes and not scene.may_update(opportunity):
            scene.reply(quick.only_to_look_at(opportunity))
        else:
            handle(scene, opportunity, clicked)

    return run


def number(ref: str) -> int:
    """A row's number; 0, which no row has, for anything else."""
    return int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 18 else 0
