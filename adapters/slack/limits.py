"""How much Slack takes of everything, and how text is cut to that between characters as people see them."""

import json
import unicodedata
from collections.abc import Callable

from domain.chat.codec import JsonObject

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 3900  # chat.update refuses more than 4,000
MESSAGE_CHARACTERS, MESSAGE_JSON = 9_500, 12_500  # posts were refused from about 13,000 on, however one counts
SECTION_TEXT, FIELDS, FIELD_TEXT = 3000, 10, 2000
HEADER, CONTEXT = 150, 2000
ACTIONS, BUTTON_TEXT, BUTTON_VALUE, ACTION_ID = 25, 75, 2000, 255
OPTIONS, OPTION_TEXT, OPTION_VALUE = 100, 75, 150
TABLE_ROWS, TABLE_COLUMNS = 100, 20
CHARTS, CHART_TITLE, CHART_SERIES, CHART_POINTS, CHART_LABEL, CHART_AXIS = 2, 50, 6, 20, 20, 50
VIEW_TITLE, INPUT_VALUE, INPUT_LABEL, INPUT_HINT = 24, 3000, 2000, 2000

Cost = Callable[[str], int]
_JOINER, _FLAGS, _SKINS = "\u200d", ("\U0001f1e6", "\U0001f1ff"), ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")


def units(character: str) -> int:
    """What one character counts: its UTF-16 code units, the larger of the ways in which Slack may count."""
    return 2 if character > "\uffff" else 1


def size(text: str, cost: Cost = units) -> int:
    """What the whole text counts."""
    return sum(map(cost, text))


def cut(text: str, most: int, cost: Cost = units) -> str:
    """The text, or as much of its beginning as fits together with the "…" that says so."""
    if len(text) * 2 <= most and cost is units:
        return text
    return text if size(text, cost) <= most else text[: _end(text, most - 1, cost)].rstrip() + "…"


def cut_and_say(text: str, most: int, cost: Cost = units) -> str:
    """As `cut`, and the end says how many characters are left out."""
    if size(text, cost) <= most:
        return text
    kept = text[: _end(text, most - 40, cost)].rstrip()
    return f"{kept}… ({len(text) - len(kept):,} characters left out)"


def words_in(value: object) -> int:
    """The size of every word in a payload: texts, values and names, without the keys and types around them."""
    if isinstance(value, str):
        return size(value)
    if isinstance(value, dict):
        return sum(words_in(item) for key, item in value.items() if key != "type")
    return sum(map(words_in, value)) if isinstance(value, list) else 0


def json_size(block: JsonObject) -> int:
    """The size of a block as JSON."""
    return size(json.dumps(block, ensure_ascii=False, separators=(",", ":")))


def _end(text: str, most: int, cost: Cost) -> int:
    """Where to cut: as late as `most` allows, and between two characters as people see them."""
    spent, end = 0, 0
    for character in text:
        spent += cost(character)
        if spent > most:
            break
        end += 1
    while 0 < end < len(text) and _inside(text, end):
        end -= 1
    return end


def _inside(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == _JOINER or after == _JOINER or _SKINS[0] <= after <= _SKINS[1] or _TAGS[0] <= after <= _TAGS[1]:
        return True
    return unicodedata.category(after) in ("Mn", "Me", "Mc") or (_is_flag(after) and _flags_before(text, at) % 2 == 1)


def _flags_before(text: str, at: int) -> int:
    first = at
    while first and _is_flag(text[first - 1]):
        first -= 1
    return at - first


def _is_flag(character: str) -> bool:
    return _FLAGS[0] <= character <= _FLAGS[1]
