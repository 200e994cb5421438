"""The modal of the shortcut "Tell Quarterback": to which opportunity does this message belong?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.shapes import words
from adapters.slack.carried import loads
from domain.chat.event import Clicked, Place
from domain.chat.message import Option

CALLBACK = "tell"
ACTION = "tell"
"""The word of the table of actions; `ref` is the opportunity, `values` hold "quote" and "link"."""

_INPUT = "opportunity"
_MOST_OPTIONS = 100  # of one select, or of one group in it; as many groups
_LONGEST_LABEL = 75
_LONGEST_VALUE = 150
_LONGEST_QUOTE = 2000  # of the 3,000 characters of private_metadata
_LONGEST_METADATA = 3000
_SHOWN = 500
_HEADER = {"type": "modal", "callback_id": CALLBACK, "title": {"type": "plain_text", "text": "Tell Quarterback"}}

View = dict[str, Any]
"""A view as Slack takes it: JSON of many shapes, checked by Slack."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of a message, and where to find it."""

    quote: str
    link: str = ""


def waiting() -> View:
    """What is shown within the three seconds, while the opportunities are looked up."""
    return {**_HEADER, "blocks": [_section("One moment …")], "close": _plain("Close")}


def view(message: Quoted, opportunities: Sequence[Option]) -> View:
    """Ask which of the opportunities is meant; a sentence where there is none."""
    fitting = [option for option in opportunities if len(option.value) <= _LONGEST_VALUE]
    if not fitting:
        none = "None of the open opportunities is yours to update, so there is nothing this could belong to."
        return {**_HEADER, "blocks": [_section(none)], "close": _plain("Close")}
    return {
        **_HEADER,
        "private_metadata": _metadata(message),
        "submit": _plain("Tell"),
        "close": _plain("Cancel"),
        "blocks": [
            _section(f"“{_cut(message.quote, _SHOWN)}”"),
            {
                "type": "input",
                "block_id": _INPUT,
                "label": _plain("Which opportunity is this about?"),
                "element": {"type": "static_select", "action_id": "value", **_options(fitting)},
            },
        ],
    }


def read(metadata: str, values: Mapping[str, str]) -> Clicked | None:
    """What was chosen; event id, speaker and place are for the caller to fill in."""
    message, opportunity = loads(metadata), values.get(_INPUT, "")
    if not opportunity or not words(message, "quote"):
        return None
    told = {"quote": words(message, "quote"), "link": words(message, "link")}
    return Clicked("", "", Place("", "", ""), "", ACTION, opportunity, values=told)


def _options(opportunities: Sequence[Option]) -> View:
    """All of them: in groups where one list does not hold them."""
    if len(opportunities) <= _MOST_OPTIONS:
        return {"options": _list(opportunities)}
    groups = [opportunities[start : start + _MOST_OPTIONS] for start in range(0, len(opportunities), _MOST_OPTIONS)]
    named = [{"label": _plain(_from_to(group)), "options": _list(group)} for group in groups[:_MOST_OPTIONS]]
    return {"option_groups": named}


def _list(opportunities: Iterable[Option]) -> list[View]:
    return [{"text": _plain(_cut(o.label or o.value, _LONGEST_LABEL)), "value": o.value} for o in opportunities]


def _from_to(group: Sequence[Option]) -> str:
    return f"{_cut(group[0].label, 35)} – {_cut(group[-1].label, 35)}"


def _metadata(message: Quoted) -> str:
    """The message, cut to what Slack carries."""
    longest = _LONGEST_QUOTE
    while True:
        spelt = json.dumps({"quote": _cut(message.quote, longest), "link": message.link[:300]}, ensure_ascii=False)
        if len(spelt) <= _LONGEST_METADATA:
            return spelt
        longest //= 2


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _section(text: str) -> View:
    return {"type": "section", "text": _plain(text)}


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}
