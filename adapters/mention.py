"""How words that mention the quarterback are handed on."""

MENTION = "@quarterback"


def addressed(text: str) -> str:
    """A mention anywhere in the text addresses us; the application looks for it at the beginning."""
    if text.lower().startswith(MENTION) or MENTION not in text:
        return text
    before, _, after = text.partition(MENTION)
    return f"{MENTION} {before.rstrip()} {after.lstrip()}".rstrip()
