"""Taps of the practice. They name no record: each acts on the practice of whoever taps, if one is open."""

from bot.actions.action import Action
from bot.use_cases import induction

PRACTICE: dict[str, Action] = {
    "practice_start": lambda scene, _: induction.start(scene),
    "practice_tap": lambda scene, clicked: induction.tap(scene, clicked.pick),
    "practice_undo": lambda scene, _: induction.take_back(scene),
    "practice_help": lambda scene, _: induction.tap_for_help(scene),
    "practice_skip": lambda scene, _: induction.skip(scene),
}
