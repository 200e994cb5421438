"""The minute of practice, for whoever wants it once more."""

from bot.commands.command import Command
from bot.use_cases import induction
from domain.sales.people import Role

PRACTICE: tuple[Command, ...] = (
    Command(
        "practice",
        "A minute of practice on an invented opportunity",
        "practice",
        r"practi[cs]e|show me how(?: it works)?",
        lambda scene, _: induction.start(scene),
        (Role.REP, Role.MANAGER, Role.ASSISTANT),
    ),
)
