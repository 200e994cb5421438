"""What a page may send, checked field by field: each fault is a refusal with a sentence."""

from collections.abc import Mapping
from typing import Any

from adapters.http import Refusal

_MOST_INPUTS = 50
_LONGEST_WORD = 200
_LARGEST_NUMBER = 10_000


class Fields:
    """The fields of one JSON object. Every method raises Refusal 400 when the field is not what it should be."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def word(self, name: str, default: str | None = None) -> str:
        """A short string, such as an id. Without a default it must be there and not be empty."""
        value = self._data.get(name, default)
        if not isinstance(value, str) or len(value) > _LONGEST_WORD or (default is None and not value):
            raise Refusal(400, f"“{name}” must be a short text. Reload the page and try again.")
        return clean(value)

    def text(self, name: str) -> str:
        """What somebody typed, as it was typed; more than white space."""
        value = self._data.get(name)
        if not isinstance(value, str):
            raise Refusal(400, f"“{name}” must be a text. Reload the page and try again.")
        if not value.strip():
            raise Refusal(400, "There is nothing to send yet: write something first.")
        return clean(value)

    def number(self, name: str) -> int:
        """A whole number from 0 to 10,000; 0 where it is left out."""
        value = self._data.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST_NUMBER:
            raise Refusal(400, f"“{name}” must be a whole number. Reload the page and try again.")
        return value

    def texts(self, name: str) -> dict[str, str]:
        """The inputs of a form by name; none where it is left out."""
        value = self._data.get(name, {})
        if not isinstance(value, dict) or len(value) > _MOST_INPUTS:
            raise Refusal(400, f"“{name}” must be the inputs of one form. Reload the page and try again.")
        if not all(isinstance(item, str) for item in value.values()):
            raise Refusal(400, f"Every input in “{name}” must be a text. Reload the page and try again.")
        return {clean(key): clean(item) for key, item in value.items()}


def clean(text: str) -> str:
    """The same text. Refusal 400 where it holds what no database keeps and no screen shows."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refusal(400, "The text holds broken characters (NUL, or half of a pair). Type it anew and send it again.")
    return text
