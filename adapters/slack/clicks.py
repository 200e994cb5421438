"""What people do with our buttons, selects, forms, shortcut and slash command, as events of the domain."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.shapes import Json, thing, things, words
from adapters.slack import tell
from adapters.slack.carried import FORM, Carried, Origin, by_form, read_action_id, read_metadata
from adapters.slack.controls import OPEN_FORM
from adapters.slack.events import PLATFORM, Heard, is_direct
from adapters.slack.modal import changed, modal
from adapters.slack.packed_forms import unpacked
from adapters.slack.said import NameOf, plain_words
from adapters.slack.workspaces import workspace_of
from domain.chat.codec import JsonObject
from domain.chat.event import Clicked, Place, Said

SHORTCUT = "tell_quarterback"
"""The callback id of the message shortcut."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A slash command: `channel` is where it was typed, which may be a conversation that we have no part in."""

    user: str
    workspace: str
    event_id: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button or select; `at_home` when it stands on the App Home."""

    heard: Heard
    at_home: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The button of forms. `trigger` opens their modal, for three seconds."""

    workspace: str
    trigger: str
    view: JsonObject


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody chose the message shortcut, to make of a message an update of an opportunity."""

    user: str
    workspace: str
    trigger: str
    message: tell.Quoted
    channel: str
    ts: str


def command(payload: Json) -> Asked | None:
    """A bare /qb asks for help."""
    user, trigger = words(payload, "user_id"), words(payload, "trigger_id")
    if not user or not trigger:
        return None
    text = plain_words({"text": words(payload, "text")}, str)
    return Asked(user, workspace_of(payload), f"command:{trigger}", words(payload, "channel_id"), text or "help")


def tapped(payload: Json) -> Tapped | Opened | None:
    """None for what is no button or select of ours, such as a link or an input of a form. ValueError if garbled."""
    user, trigger = words(payload, "user", "id"), words(payload, "trigger_id")
    actions = things(payload, "actions")
    carried = read_action_id(words(actions[0], "action_id")) if actions else None
    at_home = words(payload, "view", "type") == "home"
    if carried is None or not user or not trigger or (thing(payload, "view") and not at_home):
        return None
    place, message_id = _where(payload)
    if not at_home and not place.conversation:
        return None
    is_button = words(actions[0], "type") == "button"
    if carried.action == OPEN_FORM:
        origin = Origin(place.conversation, message_id, place.thread)
        return Opened(place.workspace, trigger, modal(unpacked(words(actions[0], "value")), origin))
    clicked = Clicked(
        f"tap:{trigger}",
        "",
        place,
        message_id,
        carried.action,
        carried.ref,
        carried.pick,
        "" if is_button else chosen(actions[0]),
    )
    return Tapped(Heard(user, clicked), at_home)


def submitted(payload: Json) -> list[Heard]:
    """One event for each form of the page, with the values that were changed; none where the page is not ours.

    The same page sent twice with the same values is the same event: Slack lets people press again when an answer is
    lost.
    """
    user, view = words(payload, "user", "id"), thing(payload, "view")
    callback = words(view, "callback_id")
    if not user or not words(view, "id") or callback not in (FORM, tell.CALLBACK):
        return []
    values = _inputs(view)
    event_id = f"form:{words(view, 'id')}:{_digest(values)}"
    workspace = workspace_of(payload)
    if callback == tell.CALLBACK:
        clicked = tell.read(words(view, "private_metadata"), values)
        return [Heard(user, replace(clicked, event_id=event_id, place=_in(workspace, Origin(""))))] if clicked else []
    origin, forms = read_metadata(words(view, "private_metadata"))
    filled = by_form(changed(dict(view), values))
    return [
        Heard(user, _sent(f"{event_id}:{number}", workspace, origin, form, filled.get(number, {})))
        for number, form in enumerate(forms)
        if form.action
    ]


def shortcut(payload: Json, name_of: NameOf, host: str) -> Telling | None:
    """None for a message without words. `host` is what the names of workspaces stand before, such as slack.com."""
    user, trigger = words(payload, "user", "id"), words(payload, "trigger_id")
    message, channel = thing(payload, "message"), words(payload, "channel", "id")
    quote = plain_words(message, name_of)
    if not (user and trigger and quote and words(message, "ts")) or words(payload, "callback_id") != SHORTCUT:
        return None
    link = _permalink(words(payload, "team", "domain"), host, channel, message)
    return Telling(user, workspace_of(payload), trigger, tell.Quoted(quote, link), channel, words(message, "ts"))


def said_by_command(asked: Asked, conversation: str) -> Heard:
    """What a slash command says, as if it were said in that direct message."""
    place = Place(PLATFORM, asked.workspace, conversation)
    return Heard(asked.user, Said(asked.event_id, "", place, asked.event_id, asked.text))


def chosen(element: Json) -> str:
    """The value of an input or of a select, as text."""
    for key in ("selected_option", "selected_options"):
        if key in element:
            options = [thing(element, key)] if key == "selected_option" else things(element, key)
            return ", ".join(words(option, "value") for option in options)
    for key in ("value", "selected_date", "selected_time", "selected_user", "selected_channel"):
        if words(element, key):
            return words(element, key)
    return plain_words({"blocks": [thing(element, "rich_text_value")]}, str)


def _sent(event_id: str, workspace: str, origin: Origin, form: Carried, values: Mapping[str, str]) -> Clicked:
    place = _in(workspace, origin)
    return Clicked(event_id, "", place, origin.message_id, form.action, form.ref, values=values)


def _in(workspace: str, origin: Origin) -> Place:
    direct = not origin.conversation or is_direct(origin.conversation)
    return Place(PLATFORM, workspace, origin.conversation, origin.thread, direct)


def _where(payload: Json) -> tuple[Place, str]:
    """The message that carried the button; on the App Home there is none."""
    message, container = thing(payload, "message"), thing(payload, "container")
    ts = words(message, "ts") or words(container, "message_ts")
    thread = words(message, "thread_ts") or words(container, "thread_ts")
    channel = words(payload, "channel", "id") or words(container, "channel_id")
    origin = Origin(channel, ts, "" if thread == ts else thread)
    return _in(workspace_of(payload), origin), ts


def _inputs(view: Json) -> dict[str, str]:
    """The value of each input by its block_id; each block of ours holds one."""
    values: dict[str, str] = {}
    for block, elements in thing(view, "state", "values").items():
        for element in elements.values() if isinstance(elements, Mapping) else ():
            values[words([block], 0)] = chosen(thing([element], 0))
    return values


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _permalink(domain: str, host: str, channel: str, message: Json) -> str:
    """The address that "Copy link" gives; "" where it cannot be known."""
    ts, thread = words(message, "ts"), words(message, "thread_ts")
    if not domain or not channel:
        return ""
    answered = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"https://{domain}.{host}/archives/{channel}/p{ts.replace('.', '')}{answered}"
