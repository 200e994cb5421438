"""The App Home: messages one below the other."""

from collections.abc import Sequence

from adapters.slack.block_kit import render
from adapters.slack.escape import plain
from adapters.slack.limits import CONTEXT, VIEW_BLOCKS
from domain.chat.codec import JsonObject
from domain.chat.message import Message

_DIVIDER: JsonObject = {"type": "divider"}


def home(messages: Sequence[Message]) -> JsonObject:
    """The view for views.publish. Figures stand there as text, since the Home draws no tables and charts.

    A message that no longer fits whole is left out, with those after it, and that is said.
    """
    blocks: list[JsonObject] = []
    for shown, message in enumerate(messages):
        section = [*([_DIVIDER] if blocks else []), *render(message, figures_as_text=True).blocks]
        if len(blocks) + len(section) > VIEW_BLOCKS - 1:
            left = len(messages) - shown
            words = f"{left:,} more section{'s' * (left != 1)} left out: ask me in our conversation."
            return _home([*blocks, {"type": "context", "elements": [plain(words, CONTEXT)]}])
        blocks += section
    return _home(blocks or [{"type": "section", "text": plain("There is nothing to show yet.", CONTEXT)}])


def _home(blocks: list[JsonObject]) -> JsonObject:
    return {"type": "home", "blocks": blocks}
