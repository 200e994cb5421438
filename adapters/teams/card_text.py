"""Paragraphs, notes, facts and lines of a card: rich text, which no client searches for markup."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from adapters.teams.escape import holds_marks, literally, plain
from adapters.teams.limits import FACT_TITLE, FACT_VALUE, NOTE, TEXT
from adapters.words import NOTHING, clean, cut_and_say, cut_runs, web_address
from domain.chat.codec import JsonObject
from domain.chat.message import Run, Style

_STYLE: dict[Style, JsonObject] = {
    "plain": {},
    "quiet": {"isSubtle": True},
    "strong": {"weight": "Bolder"},
    "quote": {"italic": True},
}
_SMALL = {"isSubtle": True, "size": "Small"}
_UNBROKEN = str.maketrans(" ", "\u00a0")


def paragraph(runs: Sequence[Run]) -> JsonObject | None:
    """One block, at most 3,000 characters; what is cut is said. None where there are no words."""
    kept = cut_runs([replace(run, text=clean(run.text)) for run in runs], TEXT)
    if not "".join(run.text for run in kept).strip():
        return None
    return rich_text(inline for run in kept for inline in _inlines(run.text, {**_STYLE[run.style], **_opens(run.link)}))


def note(words: str) -> JsonObject:
    """A small, quiet line. There must be words."""
    return rich_text(_inlines(cut_and_say(clean(words).strip(), NOTE), _SMALL))


def title(words: str, most: int) -> JsonObject:
    """A line in bold."""
    return rich_text(_inlines(plain(words, most), _STYLE["strong"]))


def lines(of_one_width: Sequence[str]) -> JsonObject:
    """Lines in letters of one width, their spaces kept."""
    return rich_text(_inlines("\n".join(of_one_width).translate(_UNBROKEN), {"fontType": "Monospace"}))


def facts(rows: Sequence[tuple[str, str]]) -> JsonObject:
    """Labels beside values: facts where no word of them could be read as Markdown, columns of rich text otherwise."""
    shown = [
        (plain(label, FACT_TITLE), cut_and_say(clean(value).strip(), FACT_VALUE) or NOTHING) for label, value in rows
    ]
    if not any(holds_marks(words) for row in shown for words in row):
        return {"type": "FactSet", "facts": [{"title": label, "value": value} for label, value in shown]}
    lined_up = [_columns(title(label, FACT_TITLE), rich_text(literally(value))) for label, value in shown]
    return {"type": "Container", "items": lined_up}


def row_of(*cells: JsonObject) -> JsonObject:
    """A row of a table."""
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": [cell]} for cell in cells]}


def _columns(label: JsonObject, value: JsonObject) -> JsonObject:
    sides = [{"type": "Column", "width": width, "items": [side]} for width, side in ((1, label), (2, value))]
    return {"type": "ColumnSet", "spacing": "Small", "columns": sides}


def rich_text(inlines: Iterable[JsonObject | str]) -> JsonObject:
    """A block of rich text."""
    return {"type": "RichTextBlock", "inlines": list(inlines)}


def _opens(link: str) -> JsonObject:
    address = web_address(link)
    return {"selectAction": {"type": "Action.OpenUrl", "url": address}} if address else {}


def _inlines(words: str, style: JsonObject) -> list[JsonObject | str]:
    stretches = literally(words)
    return [{"type": "TextRun", "text": stretch, **style} for stretch in stretches] if style else [*stretches]
