"""The plain words of a Slack message: as read on the screen, without markup and without what is struck out."""

import html
import re
from collections.abc import Callable, Iterator
from itertools import chain

from adapters.shapes import Json, things, words, yes

NameOf = Callable[[str], str]
"""From a Slack user's id to the name that people know; our own id gives "quarterback"."""

_REFERENCE = re.compile(r"<([^<>]*)>")
_STRUCK = re.compile(r"(?<![\w~])~(?=\S)[^~\n]*?(?<=\S)~(?![\w~])")
_MARKED = re.compile(r"(?<!\w)([*_`])(?=\S)([^*_`\n]*?)(?<=\S)\1(?!\w)")


def plain_words(message: Json, name_of: NameOf) -> str:
    """From the rich text that Slack's own clients send, else from the text with its markup."""
    rich = [block for block in things(message, "blocks") if words(block, "type") == "rich_text"]
    lines = chain.from_iterable(_rich_text(block, name_of) for block in rich)
    written = "\n".join(each.removesuffix("\n") for each in lines)
    return (written or _marked_text(words(message, "text"), name_of)).strip()


def _rich_text(block: Json, name_of: NameOf) -> Iterator[str]:
    for section in things(block, "elements"):
        kind = words(section, "type")
        if kind == "rich_text_list":
            for item in things(section, "elements"):
                yield _line(item, name_of)
        elif kind == "rich_text_quote":  # somebody else's words: marked as such, line by line
            yield "\n".join(f"> {line}" for line in _line(section, name_of).splitlines())
        else:
            yield _line(section, name_of)


def _line(section: Json, name_of: NameOf) -> str:
    return "".join(_element(element, name_of) for element in things(section, "elements"))


def _element(element: Json, name_of: NameOf) -> str:
    if yes(element, "style", "strike"):
        return ""
    match words(element, "type"):
        case "text":
            return words(element, "text")
        case "link":
            return words(element, "text") or words(element, "url")
        case "user":
            return f"@{name_of(words(element, 'user_id'))}"
        case "emoji":
            return _emoji(words(element, "unicode")) or f":{words(element, 'name')}:"
        case "date":
            return words(element, "fallback")
        case "broadcast":
            return f"@{words(element, 'range')}"
        case _:
            return ""


def _emoji(codes: str) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else ""
    except (ValueError, OverflowError):
        return ""


def _marked_text(text: str, name_of: NameOf) -> str:
    """mrkdwn: `<…>` are references, `&amp; &lt; &gt;` stand for themselves, and nothing else is escaped."""
    unmarked = _MARKED.sub(r"\2", _STRUCK.sub("", text))
    pieces = _REFERENCE.split(unmarked)  # words and references in turn
    return "".join(_reference(p, name_of) if odd % 2 else html.unescape(p) for odd, p in enumerate(pieces))


def _reference(inside: str, name_of: NameOf) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{name_of(target[1:])}"
    if target.startswith("!"):
        return html.unescape(label) or f"@{target[1:].partition('^')[0]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    return html.unescape(label or target.removeprefix("mailto:").removeprefix("tel:"))
