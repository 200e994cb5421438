"""What a button, a select or a form carries to Slack and back: a word of the table of actions, a row's id, a pick."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adapters.shapes import thing, things, words

FORM = "form"
"""The callback id of every modal made of forms."""
_LONGEST_ACTION_ID = 255
_LONGEST_METADATA = 3000


class Carried(NamedTuple):
    """As `domain.chat.event.Clicked` has them."""

    action: str
    ref: str = ""
    pick: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a modal was opened from: the message that carried its button, "" where there is none."""

    conversation: str
    message_id: str = ""
    thread: str = ""


def action_id(carried: Carried) -> str:
    """The action_id of a button or select, unique as long as action, ref and pick are together."""
    spelt = f"{carried.action}|{carried.pick}|{carried.ref}"
    if len(spelt) > _LONGEST_ACTION_ID:
        raise ValueError("a row's id is too long for a button")
    return spelt


def read_action_id(spelt: str) -> Carried | None:
    """None where no button of ours spells that way."""
    action, first, rest = spelt.partition("|")
    pick, second, ref = rest.partition("|")
    if not (action and first and second and pick.isascii() and pick.isdigit() and len(pick) < 5):
        return None
    return Carried(action, ref, int(pick))


def block_id(form: int, name: str) -> str:
    """The block_id of one input, by the number of its form on the page and its name."""
    return f"{form}|{name}"


def metadata(origin: Origin, forms: Sequence[Carried]) -> str:
    """The private_metadata of a modal that shows those forms."""
    spelt = json.dumps(
        {
            "at": [origin.conversation, origin.message_id, origin.thread],
            "forms": [{"action": form.action, "ref": form.ref} for form in forms],
        },
        separators=(",", ":"),
    )
    if len(spelt) > _LONGEST_METADATA:
        raise ValueError("too many forms for one modal")
    return spelt


def read_metadata(spelt: str) -> tuple[Origin, list[Carried]]:
    """What `metadata` wrote; an empty origin and no form for anything else."""
    data = loads(spelt)
    at = [words(data, "at", index) for index in range(3)]
    return Origin(*at), [Carried(words(form, "action"), words(form, "ref")) for form in things(data, "forms")]


def by_form(values: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Inputs by form and name, from inputs by block_id."""
    sorted_out: dict[int, dict[str, str]] = {}
    for spelt, value in values.items():
        form, bar, name = spelt.partition("|")
        if bar and form.isascii() and form.isdigit() and len(form) < 4:
            sorted_out.setdefault(int(form), {})[name] = value
    return sorted_out


def loads(spelt: str) -> Mapping[str, object]:
    """The JSON object in private_metadata, an empty one for anything else."""
    try:
        return thing(json.loads(spelt))
    except (ValueError, RecursionError):
        return {}
