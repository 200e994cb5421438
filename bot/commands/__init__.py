"""Everything one can ask for in words: one tuple, from which help is printed and by which the router finds its way."""

import re

from bot.commands.command import Command
from bot.commands.everyday import EVERYDAY
from bot.commands.practice import PRACTICE
from bot.scene import Scene
from bot.use_cases import induction
from bot.views import quick
from domain.chat.message import Facts, Message, Note, text


def run_command(scene: Scene, said: str) -> bool:
    """Run the command these words are, if they are one; whoever may not ask for it is told so."""
    words = " ".join(said.split())
    for command, pattern in _COMPILED:
        match = pattern.fullmatch(words)
        if match and scene.person.role not in command.who:
            scene.reply(quick.not_for_you())
            return True
        if match:
            command.run(scene, (match.groupdict().get("rest") or "").strip())
            return True
    return False


def _help(scene: Scene, _: str) -> None:
    rows = tuple((c.example, c.help) for c in COMMANDS if scene.person.role in c.who)
    words = "Answer me in your own words, or ask for one of these."
    scene.reply(Message(words, (text(words), Facts(rows), Note("Everything I change can be undone, and I quote why."))))
    induction.asked_what_else(scene)


COMMANDS: tuple[Command, ...] = (
    Command("help", "What I can do", "help", r"help|hi|hello|hey|\?|what can you do\??", _help),
    *EVERYDAY,
    *PRACTICE,
)

_COMPILED = tuple((command, re.compile(command.pattern, re.IGNORECASE)) for command in COMMANDS)
