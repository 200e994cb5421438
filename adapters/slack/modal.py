"""Forms as one modal, and what came back of it.

`changed` is what to act on: a form may have been open, or waiting for its button, while somebody else changed the
record. A field left as it was shown says nothing, and must not bring back an older value.
"""

from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.carried import FORM, Carried, Origin, block_id, metadata
from adapters.slack.controls import shown_option
from adapters.slack.escape import plain
from adapters.slack.limits import (
    ACTION_ID,
    CONTEXT,
    HEADER,
    INPUT_HINT,
    INPUT_LABEL,
    INPUT_VALUE,
    OPTION_VALUE,
    OPTIONS,
    VIEW_BLOCKS,
    VIEW_TITLE,
)
from adapters.words import clean, cut, is_day, size
from domain.chat.codec import JsonObject
from domain.chat.message import Form, Input

_VALUE = "value"
_LABEL = 200


def modal(forms: Sequence[Form], origin: Origin) -> JsonObject:
    """The view for views.open: the fields of all forms, values filled in.

    Each field's block_id says of which form it is, by number, and its name; actions and refs of the forms and the
    origin stand in private_metadata. ValueError when there is nothing to fill in, or too much for one page.
    """
    if not any(form.inputs for form in forms):
        raise ValueError("a modal needs a field")
    blocks = [block for number, form in enumerate(forms) for block in _form(number, form, len(forms) > 1)]
    if len(blocks) > VIEW_BLOCKS:
        left = len(blocks) - VIEW_BLOCKS + 1
        words = f"{left:,} fields are left out here: say them in words."
        blocks = [*blocks[: VIEW_BLOCKS - 1], {"type": "context", "elements": [plain(words, HEADER)]}]
    title = forms[0].title if len(forms) == 1 and size(forms[0].title) <= VIEW_TITLE else "Update"
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(title, VIEW_TITLE),
        "submit": plain(forms[0].submit, VIEW_TITLE),
        "close": plain("Cancel", VIEW_TITLE),
        "private_metadata": metadata(origin, [Carried(form.action, form.ref) for form in forms]),
        "blocks": blocks,
    }


def changed(view: JsonObject, typed: Mapping[str, str]) -> dict[str, str]:
    """Of the values typed, by block_id, those that are not what the view of a view_submission had shown."""
    shown = {block.get("block_id"): _shown(block.get("element", {})) for block in view.get("blocks", ())}
    return {block: value for block, value in typed.items() if value.strip() != shown.get(block, "").strip()}


def _form(number: int, form: Form, several: bool) -> Iterator[JsonObject]:
    if several or size(form.title) > VIEW_TITLE:
        yield {"type": "header", "text": plain(form.title, HEADER)}
    seen: set[str] = set()
    for field in form.inputs:
        name = block_id(number, field.name)
        if name in seen or len(name) > ACTION_ID:
            continue
        seen.add(name)
        if size(field.value) > INPUT_VALUE:  # cut, it would come back as another value
            words = f"{cut(field.label, _LABEL)} is too long to be changed here: say it in words."
            yield {"type": "context", "elements": [plain(words, CONTEXT)]}
            continue
        yield {
            "type": "input",
            "block_id": name,
            "optional": True,
            "label": plain(field.label, INPUT_LABEL),
            "element": {"action_id": _VALUE, **_element(field)},
        } | ({"hint": plain(field.hint, INPUT_HINT)} if field.hint.strip() else {})


def _element(field: Input) -> JsonObject:
    """Numbers are typed into a text field: Slack's own refuses "250,000" without saying why."""
    if field.kind == "date" and (not field.value or is_day(field.value)):
        return {"type": "datepicker"} | ({"initial_date": field.value} if field.value else {})
    if field.kind == "select" and _is_list(field):
        options = [shown_option(option) for option in field.options]
        chosen = [option for option in options if option["value"] == field.value]
        return {"type": "static_select", "options": options} | ({"initial_option": chosen[0]} if chosen else {})
    value = clean(field.value)
    several_lines = {"multiline": True} if field.kind == "long_text" or "\n" in value else {}
    return {"type": "plain_text_input", **several_lines} | ({"initial_value": value} if value else {})


def _is_list(field: Input) -> bool:
    """A list that lacks the value recorded would hide it, so that becomes a text field as well."""
    values = [option.value for option in field.options]
    fits = 0 < len(values) <= OPTIONS and all(value and size(value) <= OPTION_VALUE for value in values)
    return fits and len(set(values)) == len(values) and (not field.value or field.value in values)


def _shown(element: JsonObject) -> str:
    option = element.get("initial_option") or {}
    value = element.get("initial_value") or element.get("initial_date") or option.get("value") or ""
    return value if isinstance(value, str) else ""
