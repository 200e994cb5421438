"""Taps in what one asked to see."""

from bot.actions.action import Action, number, on_opportunity
from bot.scene import Scene
from bot.use_cases.account import show_account
from bot.use_cases.digest import choose_digest
from bot.use_cases.pipeline import turn_page
from bot.views import quick
from domain.chat.event import Clicked
from domain.sales.opportunity import Opportunity


def _account(scene: Scene, opportunity: Opportunity, _: Clicked) -> None:
    if opportunity.account:
        show_account(scene, opportunity.account)
    else:
        scene.reply(quick.say("No account is recorded of it."))


LOOKING: dict[str, Action] = {
    "more": lambda scene, clicked: turn_page(scene, number(clicked.ref), clicked.pick),
    "digest_is": lambda scene, clicked: choose_digest(scene, clicked.ref),
    "account": on_opportunity(_account),
}
