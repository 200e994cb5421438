"""Everything one can ask for in words: one tuple, from which help is printed and by which the router finds its way."""

import re

from bot.commands.accounts import ACCOUNTS
from bot.commands.assisting import ASSISTING
from bot.commands.command import Command
from bot.commands.everyday import EVERYDAY
from bot.commands.finding import FINDING
from bot.commands.forecasting import FORECASTING
from bot.commands.looking import LOOKING
from bot.commands.practice import PRACTICE
from bot.commands.requests import REQUESTS
from bot.scene import Scene
from bot.use_cases import induction
from bot.views import quick
from domain.chat.message import Facts, Message, Note, Part, strong, text
from domain.reading.asking_words import respelt, tidied


def run_command(scene: Scene, said: str) -> bool:
    """Run the command these words are, if they are one; whoever may not ask for it is told so.

    What was typed in a hurry is tried as it was meant; the words of what is no command stay as they were said.
    """
    words = tidied(" ".join(said.split()))
    return _run(scene, said, words) or (respelt(words) != words and _run(scene, "", respelt(words)))


def _run(scene: Scene, said: str, words: str) -> bool:
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
    words = "Answer me in your own words, or ask for one of these."
    parts: list[Part] = [text(words)]
    for title, commands in _IN_HELP:
        rows = tuple((c.example, c.help) for c in commands if scene.person.role in c.who)
        parts += [text(strong(title)), Facts(rows)] if rows else []
    scene.reply(Message(words, (*parts, Note("Everything I change can be undone, and I quote why."))))
    induction.asked_what_else(scene)


_HELP = Command("help", "What I can do", "help", r"help|hi|hello|hey|\?|what can you do\??", _help)

_IN_HELP: tuple[tuple[str, tuple[Command, ...]], ...] = (
    ("Every day", (*EVERYDAY, *PRACTICE)),
    ("What is open, and what moved", LOOKING),
    ("Customers", ACCOUNTS),
    ("The quarter", FORECASTING),
    ("New, and for others", (*FINDING, *ASSISTING)),
    ("Help from others", REQUESTS),
)

# In the order in which they are tried: what says more of itself comes first.
COMMANDS: tuple[Command, ...] = (
    _HELP,
    *ASSISTING,
    *FINDING,
    *REQUESTS,
    *FORECASTING,
    *LOOKING,
    *EVERYDAY,
    *PRACTICE,
    *ACCOUNTS,
)

# What platforms list where they list commands, the most wanted first: some show ten of them, some a line.
_WANTED = ("ask me", "pipeline", "forecast", "changes", "account", "alerts", "snooze", "undo", "settings", "help")
MENU: tuple[Command, ...] = tuple(
    sorted(COMMANDS, key=lambda c: _WANTED.index(c.name) if c.name in _WANTED else len(_WANTED))
)

_COMPILED = tuple((command, re.compile(command.pattern, re.IGNORECASE | re.DOTALL)) for command in COMMANDS)
