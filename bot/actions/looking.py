"""Taps in what one asked to see."""

from bot.actions.action import Action, number
from bot.use_cases.digest import choose_digest, show_decisions
from bot.use_cases.pipeline import turn_page

LOOKING: dict[str, Action] = {
    "more": lambda scene, clicked: turn_page(scene, number(clicked.ref), clicked.pick),
    "decisions": lambda scene, _: show_decisions(scene),
    "digest_is": lambda scene, clicked: choose_digest(scene, clicked.ref),
}
