"""What admins are told of channels: that one takes nothing, or that others read in it."""

from domain.chat.message import Message, Note, text


def missing(name: str, waiting: int) -> Message:
    """`waiting` alerts are kept until it is found."""
    what = f"{waiting} alert{'s' * (waiting != 1)} for it wait{'s' * (waiting == 1)}." if waiting else ""
    words = f"I cannot write in #{name}: there is no such channel, or I was not invited to it. {what}".rstrip()
    return Message(
        words,
        (
            text(words),
            Note(
                "In Slack: type “/invite @Quarterback” there. In Teams: add me to the team, mention me once in the "
                "channel, and write its id next to its name under channels in app.yaml. What waits comes within "
                "ten minutes after that."
            ),
        ),
    )


def open_to_others(name: str) -> Message:
    """app.yaml calls it private, and its platform does not."""
    words = f"app.yaml calls #{name} private, but it is open to others in chat, so I show no figures there."
    return Message(words, (text(words), Note("Make it a private channel of your company alone, or take private out.")))
