"""What one can tap in a message: rows of buttons, selects, and the buttons that open forms.

Each carries a word of the table of actions, a row's id and a pick (`adapters.slack.carried`), in its action_id and, for
buttons, as JSON in its value. A button that opens a form has the action OPEN_FORM, and in its value the forms
themselves (`adapters.slack.packed_forms`): whoever hears the tap opens `modal(unpacked(value), origin)` at once.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from adapters.slack.carried import Carried, action_id
from adapters.slack.escape import bold, plain
from adapters.slack.limits import ACTION_ID, ACTIONS, BUTTON_TEXT, BUTTON_VALUE, OPTION_TEXT, OPTION_VALUE, OPTIONS
from adapters.slack.packed_forms import packed
from adapters.words import clean, size
from domain.chat.codec import JsonObject
from domain.chat.message import Button, Form, Option, Select

OPEN_FORM = "open_form"
_IN_A_ROW = 5
_PLACEHOLDER, _LABEL = 150, 300


def button_rows(buttons: Sequence[Button]) -> Iterator[tuple[JsonObject, int]]:
    """Rows of at most five, as even as can be, each with the number of its buttons; at most 25 in all."""
    taps = list(_unlike(filter(None, map(_button, buttons))))[:ACTIONS]
    rows = -(-len(taps) // _IN_A_ROW)
    for row in range(rows):
        few = taps[row * len(taps) // rows : (row + 1) * len(taps) // rows]
        yield {"type": "actions", "elements": few}, len(few)


def select_block(select: Select) -> tuple[JsonObject | None, int]:
    """A line with the label and the list, and how many of its options are not in it; no block where none fits."""
    options = [option for option in select.options if option.value and size(option.value) <= OPTION_VALUE][:OPTIONS]
    spelt = _action_id(Carried(select.action, select.ref))
    if not options or spelt is None:
        return None, len(select.options)
    chosen = next((shown_option(option) for option in options if option.value == select.chosen), None)
    element: JsonObject = {
        "type": "static_select",
        "action_id": spelt,
        "placeholder": plain("Choose…", _PLACEHOLDER),
        "options": [shown_option(option) for option in options],
    }
    if chosen:
        element["initial_option"] = chosen
    section = {"type": "section", "text": bold(select.label, _LABEL), "accessory": element}
    return section, len(select.options) - len(options)


def form_buttons(forms: Sequence[Form]) -> tuple[JsonObject | None, int]:
    """A row with one button for as many forms as one value takes, and how many forms no button opens."""
    groups = list(packed(forms))[:ACTIONS]
    opened = sum(len(group) for group, _ in groups)
    if not groups:
        return None, len(forms)
    many = len(groups) > 1
    taps = [
        {
            "type": "button",
            "action_id": action_id(Carried(OPEN_FORM, "", pick)),
            "text": plain(_opens(group, opened, many), BUTTON_TEXT),
            "value": value,
            "style": "primary",
        }
        for pick, (group, value) in enumerate(groups)
    ]
    return {"type": "actions", "elements": taps}, len(forms) - opened


def shown_option(option: Option) -> JsonObject:
    """One line of a list."""
    return {"text": plain(option.label, OPTION_TEXT), "value": option.value}


def _button(button: Button) -> JsonObject | None:
    """None where the row's id is longer than Slack carries: a cut one would name another row."""
    spelt = _action_id(Carried(button.action, button.ref, button.pick))
    value = json.dumps({"ref": button.ref, "pick": button.pick}, separators=(",", ":"))
    if spelt is None or len(value) > BUTTON_VALUE:
        return None
    style = {} if button.tone == "default" else {"style": button.tone}
    return {"type": "button", "action_id": spelt, "text": plain(button.label, BUTTON_TEXT), "value": value, **style}


def _action_id(carried: Carried) -> str | None:
    whole = clean(carried.ref) == carried.ref and size(carried.action + carried.ref) <= ACTION_ID - 10
    return action_id(carried) if whole else None


def _unlike(taps: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Two buttons that do the same are one; Slack refuses the second."""
    seen: set[str] = set()
    for tap in taps:
        if tap["action_id"] not in seen:
            seen.add(tap["action_id"])
            yield tap


def _opens(group: Sequence[Form], opened: int, many: bool) -> str:
    if len(group) == 1:
        return f"Fill in: {group[0].title}" if opened > 1 else "Fill in"
    return f"Fill in {len(group)} on one page" if many else f"Fill in all {len(group)} on one page"
