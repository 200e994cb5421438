"""Messages as JSON and back: what the outbox keeps and the practice room's page draws."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from domain.chat import message as parts
from domain.chat.message import Message

JsonObject = dict[str, Any]

_TYPES: dict[str, Any] = {
    kind.__name__.lower(): kind
    for kind in (
        parts.Text,
        parts.Run,
        parts.Facts,
        parts.Buttons,
        parts.Button,
        parts.Select,
        parts.Option,
        parts.Table,
        parts.Chart,
        parts.Series,
        parts.Note,
        parts.Document,
        parts.Form,
        parts.Input,
        parts.Message,
    )
}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _TYPES.values()}


def to_json(message: Message) -> JsonObject:
    """Plain dicts, lists, strings and numbers; every object names its kind under "is", a Decimal becomes a string."""
    out: JsonObject = _plain(message)
    return out


def from_json(data: JsonObject) -> Message:
    """The message that `to_json` spelt. KeyError or TypeError when `data` is nothing of the kind."""
    built = _built(data)
    if not isinstance(built, Message):
        raise TypeError(f"not a message: {type(built).__name__}")
    return built


def _plain(value: Any) -> Any:
    if names := _FIELDS.get(type(value)):
        return {"is": type(value).__name__.lower()} | {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _built(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(item) for item in value)
    if isinstance(value, dict):
        if "decimal" in value:
            return Decimal(value["decimal"])
        return _TYPES[value["is"]](**{key: _built(item) for key, item in value.items() if key != "is"})
    return value
