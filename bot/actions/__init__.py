"""What a tap means: one table of words; rights are checked at the click, against stored rows only."""

from bot.actions.accounts import ACCOUNTS
from bot.actions.action import Action
from bot.actions.answering import ANSWERING
from bot.actions.assisting import ASSISTING
from bot.actions.finding import FINDING
from bot.actions.forecasting import FORECASTING
from bot.actions.looking import LOOKING
from bot.actions.practice import PRACTICE
from bot.actions.requests import REQUESTS
from bot.scene import Scene
from bot.views import quick
from bot.views.alert import ALERT
from bot.views.nudge import NUDGE
from domain.chat.event import Clicked, Reacted, Reaction


def run_action(scene: Scene, clicked: Clicked) -> None:
    """Do what was tapped. A word nobody knows, or a row that is gone, says so and does nothing."""
    action = ACTIONS.get(clicked.action)
    if action is None:
        scene.reply(quick.say("That button is no longer in use. Type “help” to see what I do."))
    else:
        action(scene, clicked)


def run_reaction(scene: Scene, reacted: Reacted) -> None:
    """A mark on a question is the tap that says the same, ✅ on an alert is Seen; elsewhere it means nothing."""
    place = reacted.place
    marked = scene.uow.posts.by_message(place.platform, place.workspace, place.conversation, reacted.message_id)
    if marked and marked.about == NUDGE:
        tap = _TAPS[reacted.reaction]
        run_action(scene, Clicked(reacted.event_id, reacted.speaker, place, reacted.message_id, tap, str(marked.ref)))
    elif marked and marked.about == ALERT and reacted.reaction == "yes":
        delivery = scene.uow.deliveries.get(marked.ref)
        ref = str(delivery.alert if delivery else 0)
        run_action(scene, Clicked(reacted.event_id, reacted.speaker, place, reacted.message_id, "alert_seen", ref))


ACTIONS: dict[str, Action] = {
    **ANSWERING,
    **ASSISTING,
    **FINDING,
    **REQUESTS,
    **LOOKING,
    **FORECASTING,
    **ACCOUNTS,
    **PRACTICE,
}

_TAPS: dict[Reaction, str] = {"yes": "still", "no": "changed", "later": "later"}
