"""What one can tap in a card: rows of buttons, lists to choose from, and forms that are sent together.

Each action carries what `adapters.teams.carried` spells: as Action.Execute, whose answer turns the card into what was
understood, and as Action.Submit with the same data for clients that know no Execute.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from adapters.fitting import json_size, short_enough, without_lists
from adapters.teams import carried
from adapters.teams.card_text import note, title
from adapters.teams.escape import is_whole, plain
from adapters.teams.limits import (
    ACTION_TITLE,
    ACTIONS,
    INPUT_LABEL,
    INPUT_VALUE,
    MOST_ACTIONS,
    OPTION_TITLE,
    OPTIONS,
    OPTIONS_JSON,
    REF,
    VALUE,
)
from adapters.words import clean, counted, is_day
from domain.chat.codec import JsonObject
from domain.chat.message import Button, Document, Form, Input, Option, Select, Tone

_STYLE: dict[Tone, JsonObject] = {
    "default": {},
    "primary": {"style": "positive"},
    "danger": {"style": "destructive"},
}
_ROW, _AROUND_A_TITLE = 50, 4  # letters


class _Filled(NamedTuple):
    """A form as it is shown, and how many of its fields are not."""

    form: Form
    missing: int = 0


def button_rows(buttons: Sequence[Button]) -> Iterator[tuple[JsonObject, int]]:
    """Rows of at most six that a narrow card shows whole, each with the number of its buttons; at most 24 in all."""
    row: list[JsonObject] = []
    for button in [each for each in _unlike(buttons) if _comes_back(each.action, each.ref)][:MOST_ACTIONS]:
        tap = _button(button)
        if row and (len(row) == ACTIONS or sum(_width(each) for each in (*row, tap)) > _ROW):
            yield _action_set(row), len(row)
            row = []
        row.append(tap)
    if row:
        yield _action_set(row), len(row)


def file_block(document: Document, files: str) -> JsonObject:
    """A file to open; where no address reaches this server, its name and a word on where to get it."""
    name = plain(document.name, ACTION_TITLE)
    if not files:
        return note(f"{document.name}: Teams cannot fetch it from here. Ask for it in the practice room.")
    return _action_set([{"type": "Action.OpenUrl", "title": name, "url": f"{files}{quote(document.ref, safe='')}"}])


def select_block(select: Select, number_on_card: int) -> tuple[JsonObject | None, int]:
    """The list with a button that sends what was chosen, and how many of its options are not in it; None where none
    fits."""
    options = list(_within(select.options))
    if not options or not _comes_back(select.action, select.ref):
        return None, len(select.options)
    name = carried.select_id(number_on_card)
    listed = _choices(name, select.label, options, select.chosen or "")
    choose = _execute("Choose", select.action, carried.select_data(select, name), "default")
    block = {"type": "Container", "items": [listed, _action_set([choose])]}
    return block, len(select.options) - len(options)


def forms_block(forms: Sequence[Form], first: int, room: int) -> tuple[JsonObject | None, int]:
    """The forms, filled in, with one button that sends them all, and how many are left out for length.

    `first` is the number on the card of the first of them; ids of inputs are made of those numbers. Before a form is
    left out, the others give up Action.Submit, which says everything a second time, and then their lists of options.
    """
    sent = [form for form in map(_clean, forms) if form.inputs and _comes_back(form.action, form.ref)]
    for block in (
        _forms([_Filled(form) for form in sent], first),
        _forms([_Filled(form) for form in sent], first, with_submit=False),
        _forms([_Filled(without_lists(form)) for form in sent], first, with_submit=False),
    ):
        if sent and json_size(block) <= room:
            return block, len(forms) - len(sent)
    shown = list(_that_fit(sent, first, room))
    block = _forms(shown, first, with_submit=False)
    return (block if shown else None), len(forms) - len(shown)


def _that_fit(forms: Sequence[Form], first: int, room: int) -> Iterator[_Filled]:
    """As many as fit; the first may lack fields."""
    shown: list[_Filled] = []
    for form in forms:

        def fits(shorter: Form, whole: Form = form) -> bool:
            filled = _Filled(shorter, len(whole.inputs) - len(shorter.inputs))
            if filled.missing and shown:
                return False
            return json_size(_forms([*shown, filled], first, with_submit=False)) <= room

        fitting = short_enough(form, fits)
        if fitting is None:
            return
        shown.append(_Filled(fitting, len(form.inputs) - len(fitting.inputs)))
        yield shown[-1]


def _forms(forms: Sequence[_Filled], first: int, with_submit: bool = True) -> JsonObject:
    items = [
        {"type": "Container", "separator": True, "items": list(_fields(number, filled))}
        for number, filled in enumerate(forms, first)
    ]
    submit = forms[0].form.submit if forms else ""
    label = submit if len(forms) == 1 else f"{submit} all {len(forms)}"
    data = carried.form_data([(number, filled.form) for number, filled in enumerate(forms, first)])
    send = _execute(label, carried.FORM, data, "primary")
    if not with_submit:
        del send["fallback"]
    return {"type": "Container", "items": [*items, _action_set([send])]}


def _clean(form: Form) -> Form:
    """Each field once, and its value as the input shows it: what comes back is compared with that."""
    inputs = {field.name: replace(field, value=clean(field.value).strip()) for field in reversed(form.inputs)}
    return replace(form, inputs=tuple(reversed(inputs.values())))


def _fields(number: int, filled: _Filled) -> Iterator[JsonObject]:
    yield title(filled.form.title, INPUT_LABEL)
    for field in filled.form.inputs:
        if len(field.value) > INPUT_VALUE:  # cut, it would come back as another value
            yield note(f"{plain(field.label, INPUT_LABEL)} is too long to be changed here: say it in words.")
        else:
            yield _input(carried.input_id(number, field.name), field)
    if filled.missing:
        yield note(f"{counted(filled.missing, 'more field')} left out here, for length: say it in words.")


def _input(name: str, field: Input) -> JsonObject:
    """Numbers are typed into a text field: Teams' own refuses "250,000" without saying why."""
    label = f"{field.label} ({field.hint})" if field.hint.strip() else field.label
    if field.kind == "date" and (not field.value or is_day(field.value)):
        return _labelled("Input.Date", name, label, field.value)
    if field.kind == "select" and _is_list(field):
        return _choices(name, label, field.options, field.value)
    several_lines = {"isMultiline": True} if field.kind == "long_text" or "\n" in field.value else {}
    return _labelled("Input.Text", name, label, field.value) | several_lines


def _labelled(kind: str, name: str, label: str, value: str) -> JsonObject:
    return {"type": kind, "id": name, "label": plain(label, INPUT_LABEL)} | ({"value": value} if value else {})


def _choices(name: str, label: str, options: Iterable[Option], chosen: str) -> JsonObject:
    choices = [{"title": plain(option.label, OPTION_TITLE), "value": option.value} for option in options]
    known = chosen if any(choice["value"] == chosen for choice in choices) else ""
    shown = {"placeholder": "Choose…", "choices": choices}
    return _labelled("Input.ChoiceSet", name, label, known) | shown


def _within(options: Sequence[Option]) -> Iterator[Option]:
    """Those that fit, from the first on. Two with the same value could not be told apart."""
    seen: set[str] = set()
    room = OPTIONS_JSON
    for option in options:
        if option.value and option.value not in seen and is_whole(option.value, VALUE) and len(seen) < OPTIONS:
            room -= json_size({"title": plain(option.label, OPTION_TITLE), "value": option.value}) + 1
            if room < 0:
                return
            seen.add(option.value)
            yield option


def _is_list(field: Input) -> bool:
    """A list that lacks the value recorded would hide it, so that becomes a text field."""
    values = [option.value for option in field.options]
    return len(list(_within(field.options))) == len(values) > 0 and (not field.value or field.value in values)


def _button(button: Button) -> JsonObject:
    return _execute(button.label, button.action, carried.button_data(button), button.tone)


def _execute(label: str, verb: str, data: JsonObject, tone: Tone) -> JsonObject:
    shown = {"title": plain(label, ACTION_TITLE), "data": data}
    return {
        "type": "Action.Execute",
        "verb": verb,
        **shown,
        **_STYLE[tone],
        "fallback": {"type": "Action.Submit", **shown},
    }


def _width(tap: JsonObject) -> int:
    return len(tap["title"]) + _AROUND_A_TITLE


def _action_set(actions: list[JsonObject]) -> JsonObject:
    return {"type": "ActionSet", "actions": actions}


def _comes_back(action: str, ref: str) -> bool:
    return bool(action) and is_whole(action, REF) and is_whole(ref, REF)


def _unlike(buttons: Sequence[Button]) -> Iterator[Button]:
    """Two buttons that do the same are one."""
    seen: set[tuple[str, str, int]] = set()
    for button in buttons:
        does = (button.action, button.ref, button.pick)
        if does not in seen:
            seen.add(does)
            yield button
