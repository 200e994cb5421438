"""What a command is: one thing to ask for in words, who may, and what then happens."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.scene import Scene
from domain.sales.people import Role

EVERYBODY = tuple(Role)
DEALS = r"(?:deals|opportunities|opps)"
SELLING = (Role.REP, Role.MANAGER, Role.ASSISTANT, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to ask for. `pattern` must match the whole message; its group "rest" is handed to `run`.

    Where `run` returns False, the words were something else after all; with `to_others_words` they
    are so to whoever is not in `who`.
    The message is matched as one line, unless `lines` keeps it as it was written.
    """

    name: str
    help: str
    example: str
    pattern: str
    run: Callable[[Scene, str], bool | None]
    who: tuple[Role, ...] = EVERYBODY
    to_others_words: bool = False
    lines: bool = False
