"""A file that is handed to one person."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """`name` is what it is called when it is kept, `media_type` as in "text/csv"."""

    name: str
    media_type: str
    content: bytes


Contents = Callable[[str], Content | None]
"""The content that a Document's `ref` stands for; None once it is forgotten."""
