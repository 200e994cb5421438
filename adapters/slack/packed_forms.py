"""Forms inside the value of the button that opens them: no look-up stands between the tap and the modal.

A trigger lives three seconds, so a modal must not wait for a database. Deflate brings ten forms of five fields under
the 2,000 characters that a value may have. A form that is still too long gives up, in this order, its lists of options
(the field becomes a text field; what is typed is checked all the same), its hints, and its last fields.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.fitting import short_enough
from adapters.slack.limits import BUTTON_VALUE
from domain.chat.message import Form, Input, Option


def packed(forms: Sequence[Form]) -> Iterator[tuple[tuple[Form, ...], str]]:
    """The forms in as few groups as fit into one value each, every group with its value.

    A form without a field, or of which not one fits, is in no group.
    """
    group: tuple[Form, ...] = ()
    for form in filter(None, map(_short_enough, forms)):
        if group and len(_pack((*group, form))) > BUTTON_VALUE:
            yield group, _pack(group)
            group = ()
        group = (*group, form)
    if group:
        yield group, _pack(group)


def unpacked(value: str) -> tuple[Form, ...]:
    """The forms that `packed` put into a value. ValueError when it holds nothing of the kind."""
    try:
        return tuple(_form(row) for row in json.loads(zlib.decompress(b64decode(value, validate=True))))
    except (ValueError, zlib.error, TypeError, RecursionError) as fault:
        raise ValueError("that button opens no form") from fault


def _short_enough(form: Form) -> Form | None:
    return short_enough(form, lambda shorter: len(_pack((shorter,))) <= BUTTON_VALUE)


def _pack(forms: Sequence[Form]) -> str:
    rows = [[f.title, f.action, f.ref, f.submit, [_row(field) for field in f.inputs]] for f in forms]
    return b64encode(zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)).decode()


def _row(field: Input) -> list[Any]:
    options = [
        option.value if option.value == option.label else [option.label, option.value] for option in field.options
    ]
    return [field.name, field.label, field.kind, field.value, field.hint, options]


def _form(row: list[Any]) -> Form:
    title, action, ref, submit, fields = row
    return Form(title, action, ref, tuple(_input(field) for field in fields), submit)


def _input(row: list[Any]) -> Input:
    name, label, kind, value, hint, options = row
    return Input(name, label, kind, value, tuple(Option(*((o, o) if isinstance(o, str) else o)) for o in options), hint)
