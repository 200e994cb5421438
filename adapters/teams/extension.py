"""The message extension: search of opportunities to show in a chat, and "Tell Quarterback" on anybody's message."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from adapters.shapes import Json, at, thing, things, words
from adapters.teams.carried import KEY, typed
from adapters.teams.said import spoken_html
from domain.chat.codec import JsonObject
from domain.chat.event import Clicked, Place
from domain.chat.message import Option

SEARCH = "search"
"""The id of the search command, and QUERY the name of its one parameter."""
QUERY = "query"
TELL = "tell"
"""The id of the command on messages, and the word of the table of actions: `ref` is the opportunity."""

CARD = "application/vnd.microsoft.card.adaptive"
_INPUT = "opportunity"
_MOST_RESULTS = 25
_MOST_OPTIONS = 100
_LONGEST_LABEL = 100
_LONGEST_QUOTE = 2000
_LONGEST_LINK = 500
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One result: `title` and `names` may be read by anybody, `figures` by whoever searches alone."""

    title: str
    names: str
    figures: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of a message, and where to find it."""

    quote: str
    link: str = ""


def searched(value: Json) -> str:
    """What was typed into the search; "" when it only opened."""
    typed_in = [words(each, "value") for each in things(value, "parameters") if words(each, "name") == QUERY]
    return " ".join(typed_in).strip()


def results(found: Sequence[Found]) -> JsonObject:
    """The list that whoever searches sees. What they then post shows no figure."""
    shown = [_result(each) for each in islice(found, _MOST_RESULTS)]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": shown}}


def sentence(text: str) -> JsonObject:
    """Words instead of results."""
    return {"composeExtension": {"type": "message", "text": text}}


def quoted(value: Json) -> Quoted:
    """The message on which the command was chosen."""
    body = thing(value, "messagePayload", "body")
    content = words(body, "content")
    text = content if words(body, "contentType") == "text" else spoken_html(content).text
    return Quoted(text.strip(), words(value, "messagePayload", "linkToMessage"))


def form(message: Quoted, opportunities: Sequence[Option]) -> JsonObject:
    """Ask which of the opportunities is meant; a sentence where there is none, or nothing was said."""
    if not message.quote:
        return closing("That message has no words that I could take as an update.")
    if not opportunities:
        return closing("None of the open opportunities is yours to update, so there is nothing this could belong to.")
    shown = list(opportunities)[:_MOST_OPTIONS]
    left = len(opportunities) - len(shown)
    body = [
        _paragraph(f"“{_cut(message.quote, _SHOWN)}”"),
        {
            "type": "Input.ChoiceSet",
            "id": _INPUT,
            "label": "Which opportunity is this about?",
            "style": "filtered",
            "isRequired": True,
            "errorMessage": "Choose an opportunity.",
            "choices": [
                {"title": _cut(each.label or each.value, _LONGEST_LABEL), "value": each.value} for each in shown
            ],
        },
        *([_paragraph(f"{left:,} more are left out here: tell me about those in words.")] if left else []),
    ]
    carried = {"quote": _cut(message.quote, _LONGEST_QUOTE), "link": _cut(message.link, _LONGEST_LINK)}
    card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": body,
        "actions": [{"type": "Action.Submit", "title": "Tell", "data": {KEY: {TELL: carried}}}],
    }
    value = {"title": "Tell Quarterback", "width": "medium", "height": "medium"}
    return {"task": {"type": "continue", "value": {**value, "card": {"contentType": CARD, "content": card}}}}


def told(value: Json, event_id: str, place: Place) -> Clicked | None:
    """What was chosen in the form."""
    data = thing(value, "data")
    message, opportunity = thing(data, KEY, TELL), typed(data, _INPUT)
    if not opportunity or not words(message, "quote"):
        return None
    values = {"quote": words(message, "quote"), "link": words(message, "link")}
    return Clicked(event_id, "", place, "", TELL, opportunity, values=values)


def closing(text: str) -> JsonObject:
    """A last word, with which the form closes."""
    return {"task": {"type": "message", "value": text}}


def command_of(value: Json) -> str:
    found = at(value, "commandId")
    return found if isinstance(found, str) else ""


def _result(found: Found) -> JsonObject:
    title, names = _cut(found.title, _LONGEST_LABEL), _cut(found.names, _SHOWN)
    card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [_paragraph(title, "bolder"), *([_paragraph(names)] if names else [])],
    }
    preview = {"title": _plain(title), "text": _plain(_cut(found.figures, _SHOWN))}
    thumbnail = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview}
    return {"contentType": CARD, "content": card, "preview": thumbnail}


def _paragraph(text: str, weight: str = "default") -> JsonObject:
    """Words as they are: a text run knows no markup."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, "weight": weight}]}


def _plain(text: str) -> str:
    """Thumbnails read simple HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
