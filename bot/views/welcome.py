"""What is said once where the quarterback was added: what it does, and which words it knows."""

from collections.abc import Sequence

from domain.chat.message import Facts, Message, Note, text

_WHAT = "I am Quarterback. I ask about the opportunities that matter, and record what you answer in your own words."


def welcome(commands: Sequence[tuple[str, str]], direct: bool) -> Message:
    """`commands` are examples with what each does. In a group or team only mentions are heard."""
    if not direct:
        mention = "Mention me to ask or tell me something: “@Quarterback help”. Figures I answer to you directly."
        return Message(_WHAT, (text(_WHAT), text(mention)))
    note = Note("Everything I change can be undone, and I quote why. Nobody's calls, visits or clicks are counted.")
    return Message(_WHAT, (text(_WHAT), Facts(tuple(commands)), note))
