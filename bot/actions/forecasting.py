"""Taps on forecasts and calls."""

from collections.abc import Callable

from bot.actions.action import Action, number, on_opportunity
from bot.scene import Scene
from bot.use_cases.accuracy import show_accuracy
from bot.use_cases.forecast_asking import ask_about
from bot.use_cases.forecast_calls import settle_call, take_back_call
from bot.views import quick
from domain.chat.event import Clicked
from domain.forecast.call import Call


def _on_call(handle: Callable[[Scene, Call, Clicked], None]) -> Action:
    """For buttons of a call: only whoever said it may settle it or take it back."""

    def run(scene: Scene, clicked: Clicked) -> None:
        call = scene.uow.calls.get(number(clicked.ref))
        if call is None or call.by != scene.person.id:
            scene.reply(quick.forbidden())
        else:
            handle(scene, call, clicked)

    return run


FORECASTING: dict[str, Action] = {
    "ask_about": on_opportunity(lambda scene, opportunity, _: ask_about(scene, opportunity)),
    "call_meant": _on_call(lambda scene, call, clicked: settle_call(scene, call, clicked.pick)),
    # Whose accuracy somebody may see is checked where it is asked for in words, too.
    "accuracy": lambda scene, _: show_accuracy(scene, ""),
    "accuracy_of": lambda scene, clicked: show_accuracy(scene, clicked.ref),
    "call_back": _on_call(lambda scene, call, _: take_back_call(scene, call)),
}
