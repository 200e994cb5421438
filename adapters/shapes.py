"""Reads values out of JSON whose shape others promise: what is missing or of another kind is empty."""

import re
from collections.abc import Mapping

Json = Mapping[str, object]

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_NOTHING: Json = {}
_OBJECTS = (dict, Mapping)  # nearly all are dicts, and to ask whether something is a Mapping takes much longer


def at(data: object, *path: str | int) -> object:
    """The value at the end of a path of keys and indexes, None where the path ends early."""
    for step in path:
        if isinstance(data, _OBJECTS):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def words(data: object, *path: str | int) -> str:
    """The text there, without NUL and halves of surrogate pairs, which no database keeps; "" where it is no text."""
    value = at(data, *path)
    if not isinstance(value, str):
        return ""
    return value if value.isascii() and "\0" not in value else _BROKEN.sub("\ufffd", value)


def thing(data: object, *path: str | int) -> Json:
    """The object there, an empty one where it is none."""
    value = at(data, *path)
    return value if isinstance(value, _OBJECTS) else _NOTHING


def things(data: object, *path: str | int) -> list[Json]:
    """The objects in the list there."""
    value = at(data, *path)
    return [item for item in value if isinstance(item, _OBJECTS)] if isinstance(value, list) else []


def number(data: object, *path: str | int) -> float:
    """The number there, 0 where it is none or not finite."""
    value = at(data, *path)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return 0
    return value


def yes(data: object, *path: str | int) -> bool:
    """Whether true is written there, as JSON or as the word that forms carry."""
    return at(data, *path) in (True, "true")
