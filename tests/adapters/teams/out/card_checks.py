"""What Teams takes, written down a second time and apart from the renderer: faults of an activity, in words."""

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator

from adapters.teams import carried
from tests.adapters.slack.out.messages import TOLD

_SCHEMA = Draft6Validator(json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text()))
_HIDDEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u061c\u00ad]")
_MARKDOWN = re.compile(r"[*_~`\[\]<>#]|://|www\.|mailto:|&\w+;|^\s*([-+] |\d+[.)] )|\n", re.MULTILINE)
_ACTIONS = {"Action.Execute", "Action.Submit"}
_FILES = "https://quarterback.example.com/api/documents/"
_CHARTS = {"Chart.VerticalBar", "Chart.VerticalBar.Grouped", "Chart.Line"}


def faults_of(activity: dict[str, Any]) -> list[str]:
    """Everything Teams or a client would refuse about a message, and everything that could come alive in it."""
    [attachment] = activity["attachments"]
    card = attachment["content"]
    found = [] if activity["summary"].strip() else ["no summary"]
    found += ["the card lost the summary"] if card["fallbackText"] != activity["summary"] else []
    found += [f"{size_of(activity):,} bytes as UTF-16"] if size_of(activity) >= 25_000 - 1_000 else []
    found += ["no version"] if card.get("version") != "1.5" else []
    found += ["nothing in it"] if not card["body"] else []
    known = {key: value for key, value in card.items() if key != "msteams"}
    found += [f"schema: {fault.message[:200]}" for fault in _SCHEMA.iter_errors(_without_charts(known))]
    elements = list(_elements(card))
    ids = [element["id"] for element in elements if "id" in element]
    found += ["an id twice"] if len(set(ids)) < len(ids) else []
    found += [fault for element in elements for fault in _element(element)]
    found += [f"mentions {card['msteams']}"] if "entities" in card.get("msteams", {}) else []
    return found + [fault for words in _strings([activity["summary"], card]) for fault in _unseen(words)]


def size_of(activity: dict[str, Any]) -> int:
    """Bytes as UTF-16, as Teams counts."""
    return len(json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def words_of(card: dict[str, Any]) -> list[str]:
    """Every stretch of rich text, every fact and every label, in order."""
    return [words for element in _elements(card) for words in _shown(element)]


def of_kind(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [element for element in _elements(card) if element.get("type") == kind]


def _element(element: dict[str, Any]) -> Iterator[str]:  # noqa: C901 - one case for each kind of element
    kind = element.get("type", "")
    if kind == "TextBlock":
        yield "a text block reads Markdown"
    if kind == "ActionSet" and not 0 < len(element["actions"]) <= 6:
        yield f"{len(element['actions'])} actions"
    if kind == "Action.Execute":
        yield from _action(element)
    ours = kind == "Action.OpenUrl" and element["url"].startswith((_FILES, TOLD))
    if kind.startswith("Action.") and kind not in _ACTIONS and not ours:
        yield f"live {kind}"
    if kind == "RichTextBlock" and not "".join(_shown(element)).strip():
        yield "empty text"
    if kind == "Input.ChoiceSet":
        values = [choice["value"] for choice in element["choices"]]
        if not values or len(set(values)) < len(values) or element.get("value", values[0]) not in values:
            yield "choices"
    if kind == "Table" and {len(row["cells"]) for row in element["rows"]} != {len(element["columns"])}:
        yield "rows and columns"
    if kind.startswith("Chart."):
        yield from _chart(element)
    for words in _shown(element):
        if "{{" in words or (kind == "FactSet" and _MARKDOWN.search(words)):
            yield f"live words: {words!r}"


def _action(action: dict[str, Any]) -> Iterator[str]:
    renews = action["verb"] == carried.RENEW and carried.renewed(action["data"])
    taps = carried.read({**action["data"], "select0": "x", "select1": "x"})
    if not renews and not taps and "choice" not in str(action["data"]):
        yield "an action that carries nothing"
    if not action["verb"] or len(action["title"].strip()) == 0:
        yield "an action without verb or title"
    fallback = action.get("fallback", action)
    if (fallback["title"], fallback["data"]) != (action["title"], action["data"]):
        yield "a fallback that does something else"


def _chart(chart: dict[str, Any]) -> Iterator[str]:
    if chart["type"] not in _CHARTS or chart["fallback"]["type"] != "RichTextBlock" or not chart["title"].strip():
        yield "an unknown chart, or one without title or words"
    single = chart["type"] == "Chart.VerticalBar"
    series = [chart["data"]] if single else [each["values"] for each in chart["data"]]
    axes = [[point["x"] for point in points] for points in series]
    if not axes or not axes[0] or any(axis != axes[0] for axis in axes) or len(set(axes[0])) < len(axes[0]):
        yield "points do not match the axis"
    if not all(isinstance(point["y"], int | float) for points in series for point in points):
        yield "a figure that is none"


def _without_charts(value: Any) -> Any:
    """As a client shows it that knows no charts: what they fall back to."""
    if isinstance(value, list):
        return [_without_charts(item) for item in value]
    if isinstance(value, dict):
        if str(value.get("type", "")).startswith("Chart."):
            return _without_charts(value["fallback"])
        return {key: _without_charts(item) for key, item in value.items()}
    return value


def _elements(value: Any) -> Iterator[dict[str, Any]]:
    """The card's elements and actions; what an action carries is none of them."""
    if isinstance(value, list):
        for item in value:
            yield from _elements(item)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for key, item in value.items():
            if key != "data":
                yield from _elements(item)


def _shown(element: dict[str, Any]) -> list[str]:
    match element["type"]:
        case "RichTextBlock":
            return [inline if isinstance(inline, str) else inline["text"] for inline in element["inlines"]]
        case "FactSet":
            return [words for fact in element["facts"] for words in (fact["title"], fact["value"])]
        case "Input.ChoiceSet":
            return [element["label"], *(choice["title"] for choice in element["choices"])]
        case "Input.Text" | "Input.Date":
            return [element["label"]]
        case "Action.Execute" | "Action.Submit":
            return [element["title"]]
    return []


def _unseen(words: str) -> list[str]:
    bad = [c for c in words if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    return [f"control characters: {bad!r}"] if bad or _HIDDEN.search(words) else []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
