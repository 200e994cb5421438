"""The plain words of a Teams message: without markup, without what is struck out, without what it quotes of others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from adapters.mention import MENTION, addressed
from adapters.shapes import Json, things, words

_AT = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>", re.IGNORECASE)
_ENDS_LINE = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_NEVER_SAID = {"s", "strike", "del", "blockquote", "style", "script", "attachment"}
_VOID = {"br", "img", "hr", "input", "meta", "link"}
_REPLY = "http://schema.skype.com/Reply"
_MENTIONED = "http://schema.skype.com/Mention"


@dataclass(frozen=True, slots=True)
class Spoken:
    """`quoted` is the id of the message that is quoted, "" where none is."""

    text: str
    quoted: str = ""


def spoken(activity: Json, bot: str) -> Spoken:
    """From the HTML that Teams' clients send, else from the text. `bot` is our id; our name becomes @quarterback."""
    names = {plain_name(words(each, "text")) for each in _mentions(activity) if words(each, "mentioned", "id") == bot}
    for attachment in things(activity, "attachments"):
        if words(attachment, "contentType") == "text/html" and words(attachment, "content").strip():
            return spoken_html(words(attachment, "content"), names)
    text = _AT.sub(lambda found: _called(found[1], names), words(activity, "text"))
    return Spoken(_tidy(text, bool(names)))


def spoken_html(content: str, names: set[str] | frozenset[str] = frozenset()) -> Spoken:
    """The words of a message's HTML. `names` are those by which we are mentioned."""
    reader = _Reader(names)
    reader.feed(content)
    reader.close()
    return Spoken(_tidy("".join(reader.said), bool(names)), reader.quoted)


def mentions(activity: Json, user: str) -> bool:
    """Whether that user is mentioned."""
    return any(words(each, "mentioned", "id") == user for each in _mentions(activity))


def plain_name(text: str) -> str:
    """The name in a mention."""
    return _AT.sub(r"\1", text).strip()


def _mentions(activity: Json) -> list[Json]:
    return [each for each in things(activity, "entities") if words(each, "type").lower() == "mention"]


def _called(name: str, names: set[str] | frozenset[str]) -> str:
    return MENTION if name.strip() in names else f"@{name.strip()}"


def _tidy(text: str, mentioned: bool) -> str:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in text.splitlines())
    plain = "\n".join(line for line in lines if line)
    return addressed(plain) if mentioned else plain


@dataclass
class _Open:
    tag: str
    silent: bool
    mention: bool


@dataclass
class _Reader(HTMLParser):
    """Collects what is said. Elements that never close end with the text."""

    names: set[str] | frozenset[str]
    said: list[str] = field(default_factory=list)
    quoted: str = ""
    _open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Mapping[str, str | None] = dict(attrs)
        if tag == "br":
            self._say("\n")
        if tag == "img":
            self._say(given.get("alt") or "")  # how emoji come
        if tag in _VOID:
            return
        if given.get("itemtype") == _REPLY:
            self.quoted = self.quoted or (given.get("itemid") or "")
        self._open.append(_Open(tag, self._silent() or tag in _NEVER_SAID, given.get("itemtype") == _MENTIONED))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS_LINE:
            self._say("\n")
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        mention = bool(self._open) and (self._open[-1].mention or self._open[-1].tag == "at")
        self._say(_called(data, self.names) if mention else data)

    def _say(self, text: str) -> None:
        if not self._silent():
            self.said.append(text)

    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1].silent
