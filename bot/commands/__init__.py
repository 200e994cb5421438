"""Everything one can ask for in words: one tuple, from which help is printed and by which the router finds its way."""

import re

from bot.commands.accounts import ACCOUNTS
from bot.commands.assisting import ASSISTING
from bot.commands.command import Command
from bot.commands.everyday import EVERYDAY
from bot.commands.finding import FINDING
from bot.commands.forecasting import FORECASTING
from bot.commands.looking import LOOKING
from bot.commands.requests import REQUESTS
from bot.scene import Scene
from bot.views import quick
from domain.chat.message import Facts, Message, Note, text


def run_command(scene: Scene, said: str) -> bool:
    """Run the command these words are, if they are one; whoever may not ask for it is told so."""
    words = " ".join(said.split())
    for command, pattern in _COMPILED:
        match = pattern.fullmatch(said.strip() if command.lines else words)
        if match and command.to_others_words and scene.person.role not in command.who:
            continue
        if match and scene.person.role not in command.who:
            scene.reply(quick.not_for_you())
            return True
        if match and command.run(scene, (match.groupdict().get("rest") or "").strip()) is not False:
            return True
    return False


def _help(scene: Scene, _: str) -> None:
    rows = tuple((c.example, c.help) for c in COMMANDS if scene.person.role in c.who)
    words = "Answer me in your own words, or ask for one of these."
    scene.reply(Message(words, (text(words), Facts(rows), Note("Everything I change can be undone, and I quote why."))))


COMMANDS: tuple[Command, ...] = (
    Command("help", "What I can do", "help", r"help|hi|hello|hey|\?|what can you do\??", _help),
    *ASSISTING,
    *FINDING,
    *REQUESTS,
    *FORECASTING,
    *LOOKING,
    *EVERYDAY,
    *ACCOUNTS,
)

_COMPILED = tuple((command, re.compile(command.pattern, re.IGNORECASE | re.DOTALL)) for command in COMMANDS)
