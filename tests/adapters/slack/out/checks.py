"""What Slack takes, written down a second time and apart from the renderer: faults of a payload, in words."""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.block_kit import Rendered
from tests.adapters.slack.out.messages import TOLD

_UNKNOWN_TO_SDK = {"data_visualization"}
_LITERAL = {"plain_text", "raw_text", "text", "link"}
_HIDDEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u061c\u00ad]")
_LIVE = re.compile(r"[<>@#`~]|&(?!amp;|lt;|gt;)|://|:[\w+'-]+:|www\.|mailto:")


def faults_of(rendered: Rendered) -> list[str]:
    """Everything Slack would refuse about a message, and everything that could come alive in it."""
    found = [*_blocks(rendered.blocks, 50), *_no_control(rendered.text, "text")]
    found += ["no text"] if not rendered.text.strip() else []
    found += ["text over 4,000"] if _size(rendered.text) > 4000 else []
    found += ["text is live"] if re.search(r"[<>]|&(?!amp;|lt;|gt;)", rendered.text) else []
    words = sum(_size(text) for block in rendered.blocks for text in _strings(block))
    found += [f"{words} characters in all blocks"] if words >= 10_000 else []
    found += ["JSON over 13,000"] if len(json.dumps(rendered.blocks, ensure_ascii=False)) >= 14_500 else []
    kinds = [block["type"] for block in rendered.blocks]
    found += ["two tables"] if kinds.count("table") > 1 else []
    return found + (["three charts"] if kinds.count("data_visualization") > 2 else [])


def faults_of_view(view: dict[str, Any]) -> list[str]:
    """The same for a modal or a Home."""
    View(**view).to_dict()
    found = _blocks(view["blocks"], 100)
    has_inputs = any(block["type"] == "input" for block in view["blocks"])
    found += ["inputs and no submit"] if has_inputs and not view.get("submit") else []
    found += ["private_metadata"] if len(view.get("private_metadata", "")) > 3000 else []
    found += [key for key in ("title", "submit", "close") if key in view and _size(view[key]["text"]) > 24]
    return found + (
        ["figures on a Home"] if any(b["type"] in ("table", "data_visualization") for b in view["blocks"]) else []
    )


def _blocks(blocks: list[dict[str, Any]], most: int) -> list[str]:
    found = [] if 0 < len(blocks) <= most else [f"{len(blocks)} blocks"]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += ["block_id twice"] if len(set(ids)) < len(ids) else []
    for block in blocks:
        if block["type"] not in _UNKNOWN_TO_SDK:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()
        found += [f"{block['type']}: {fault}" for fault in _block(block)]
    return found


def _block(block: dict[str, Any]) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    yield from _texts(block)
    elements = [*block.get("elements", ()), *filter(None, [block.get("accessory"), block.get("element")])]
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(set(ids)) < len(ids):
        yield "action_id twice"
    for element in elements:
        yield from _element(element)
    match block["type"]:
        case "section":
            if not ("text" in block or 0 < len(block.get("fields", ())) <= 10):
                yield "no text, or over 10 fields"
            if "text" in block and _size(block["text"]["text"]) > 3000:
                yield "text over 3,000"
            if any(_size(field["text"]) > 2000 for field in block.get("fields", ())):
                yield "field over 2,000"
        case "actions":
            if not 0 < len(elements) <= 25:
                yield f"{len(elements)} elements"
        case "context":
            if not 0 < len(elements) <= 10 or any(_size(element["text"]) > 2000 for element in elements):
                yield "elements"
        case "header":
            if _size(block["text"]["text"]) > 150:
                yield "over 150"
        case "table":
            yield from _table(block)
        case "data_visualization":
            yield from _chart(block)
        case "input":
            if _size(block["label"]["text"]) > 2000:
                yield "label over 2,000"
        case "rich_text":
            if not all(part["elements"] for part in block["elements"]):
                yield "an empty rich text"


def _element(element: dict[str, Any]) -> Iterator[str]:
    if len(element.get("action_id", "")) > 255:
        yield "action_id over 255"
    if element["type"] == "button" and (_size(element["text"]["text"]) > 75 or len(element["value"]) > 2000):
        yield "button text or value"
    options = element.get("options", ())
    if element["type"] == "static_select" and not 0 < len(options) <= 100:
        yield f"{len(options)} options"
    for option in options:
        if _size(option["text"]["text"]) > 75 or not 0 < _size(option["value"]) <= 150:
            yield "option text or value"
    if "initial_option" in element and element["initial_option"] not in options:
        yield "initial_option is no option"
    if len(element.get("initial_value", "")) > 3000:
        yield "initial_value over 3,000"


def _table(block: dict[str, Any]) -> Iterator[str]:
    widths = {len(row) for row in block["rows"]}
    if not 0 < len(block["rows"]) <= 100 or len(widths) != 1 or not 0 < max(widths) <= 20:
        yield "rows or columns"
    if len(block["column_settings"]) > 20:
        yield "column settings"


def _chart(block: dict[str, Any]) -> Iterator[str]:
    chart = block["chart"]
    labels = chart["axis_config"]["categories"]
    if _size(block["title"]) > 50 or not 0 < len(chart["series"]) <= 6 or not 0 < len(labels) <= 20:
        yield "title, series or points"
    if len(set(labels)) < len(labels) or any(_size(label) > 20 for label in labels):
        yield "labels"
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != labels or _size(series["name"]) > 20:
            yield "points do not match the axis"


def _texts(value: Any) -> Iterator[str]:  # noqa: C901 - one line for each thing looked for
    """Every text object: not empty, no hidden characters, and mrkdwn without anything that comes alive."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    if not isinstance(value, dict):
        return
    kind, text = value.get("type"), value.get("text")
    if isinstance(text, str):
        if not text or (kind in ("plain_text", "raw_text") and not text.strip()):
            yield "empty text"
        yield from _no_control(text, "words")
        if kind == "mrkdwn" and (value.get("verbatim") is not True or _LIVE.search(text.strip("`"))):
            yield f"live mrkdwn: {text!r}"
        if kind not in {"mrkdwn", *_LITERAL}:
            yield f"text of unknown kind {kind}"
    if kind == "link" and str(value["url"]).startswith(TOLD):
        return
    if "url" in value or kind in ("link", "user", "channel", "usergroup", "broadcast", "emoji"):
        yield f"live {kind}"
    for key, item in value.items():
        if key not in ("text",) or not isinstance(item, str):
            yield from _texts(item)


def _no_control(text: str, where: str) -> list[str]:
    bad = [c for c in text if (unicodedata.category(c) in ("Cc", "Cs") and c != "\n")]
    return [f"control characters in {where}: {bad!r}"] if bad or _HIDDEN.search(text) else []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item) if key != "type" else ()
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _size(text: str) -> int:
    """As JavaScript counts, which is never less than Python."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
