"""What a button, a select or a form of a card carries to Teams and back: words of the table of actions, ids of rows.

Teams sends the data of an action together with the content of every input of the card, in one object, for
Action.Execute and Action.Submit alike. So what an action carries stands under one key, and says which inputs are its.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from adapters.shapes import Json, number, thing, things, words
from domain.chat.codec import JsonObject
from domain.chat.message import Button, Form, Select

KEY = "quarterback"
FORM = "form"
"""The verb of the button that sends forms; every other verb is the word of its action."""
RENEW = "renew"
"""The verb by which a client asks how a card stands, without anybody having tapped."""
_MOST_PICKS = 10_000


class Tap(NamedTuple):
    """As `domain.chat.event.Clicked` has them: `value` is a select's option, `values` are the inputs that changed."""

    action: str
    ref: str = ""
    pick: int = 0
    value: str = ""
    values: Mapping[str, str] = {}


def button_data(button: Button) -> JsonObject:
    """The `data` of a button's action; its `verb` is `button.action`."""
    return {KEY: {"action": button.action, "ref": button.ref, "pick": button.pick}}


def select_data(select: Select, input_id: str) -> JsonObject:
    """The `data` of the action that sends what was chosen in that input; its `verb` is `select.action`."""
    return {KEY: {"action": select.action, "ref": select.ref, "choice": input_id}}


def form_data(forms: Sequence[tuple[int, Form]]) -> JsonObject:
    """The `data` of the action that sends these forms, each with its number on the card; its `verb` is FORM.

    What the inputs show goes along: a field left as it was says nothing, and must not bring back an older value.
    """
    rows = [
        {
            "action": form.action,
            "ref": form.ref,
            "number": n,
            "shown": {field.name: field.value for field in form.inputs},
        }
        for n, form in forms
    ]
    return {KEY: {"forms": rows}}


def renewal_data(shows: str) -> JsonObject:
    """The `data` of the action that asks how a card stands which shows that row; its `verb` is RENEW."""
    return {KEY: {"shows": shows}}


def renewed(data: Json) -> str:
    """The row of which it is asked how it stands; "" where somebody tapped."""
    return words(data, KEY, "shows")


def input_id(form: int, name: str) -> str:
    """The id of an input of a form, by the form's number on the card and the input's name."""
    return f"form{form}.{name}"


def select_id(number_on_card: int) -> str:
    """The id of the input of a select, by the select's number on the card."""
    return f"select{number_on_card}"


def read(data: Json) -> list[Tap]:
    """What the data of a tap says, one tap for each form; nothing where no action of ours says it."""
    carried = thing(data, KEY)
    forms = things(carried, "forms")
    if forms:
        return [_filled(form, data) for form in forms if words(form, "action")]
    action, ref = words(carried, "action"), words(carried, "ref")
    if not action:
        return []
    choice = words(carried, "choice")
    if choice:
        chosen = typed(data, choice)
        return [Tap(action, ref, value=chosen)] if chosen else []
    return [Tap(action, ref, _whole(carried, "pick"))]


def typed(data: Json, name: str) -> str:
    """The content of an input as text. Some clients send numbers as such."""
    value = data.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return words(data, name)


def _sent(number_on_card: int, form: Form) -> JsonObject:
    shown = {field.name: field.value for field in form.inputs}
    return {"action": form.action, "ref": form.ref, "number": number_on_card, "shown": shown}


def _filled(form: Json, data: Json) -> Tap:
    shown = thing(form, "shown")
    found = {name: typed(data, input_id(_whole(form, "number"), name)) for name in shown if _is_sent(form, name, data)}
    changed = {name: value for name, value in found.items() if value.strip() != words(shown, name).strip()}
    return Tap(words(form, "action"), words(form, "ref"), values=changed)


def _is_sent(form: Json, name: str, data: Json) -> bool:
    """An input that a client leaves out, as some do with empty ones that were never touched, says nothing."""
    return input_id(_whole(form, "number"), name) in data


def _whole(data: Json, name: str) -> int:
    found = number(data, name)
    return int(found) if 0 <= found < _MOST_PICKS else 0
