"""Messages as Adaptive Cards 1.5: Teams' limits are kept, what is cut is said, and the summary is never lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from adapters.fitting import Piece, Weight, fitted, json_size, tally, urgent
from adapters.teams.card_controls import button_rows, file_block, forms_block, select_block
from adapters.teams.card_figures import chart_block, table_block
from adapters.teams.card_text import facts, note, paragraph
from adapters.teams.carried import RENEW, renewal_data
from adapters.teams.limits import ENVELOPE, FACTS, MESSAGE, SUMMARY, VIEWERS
from adapters.words import clean, counted, cut
from domain.chat.codec import JsonObject
from domain.chat.message import Buttons, Chart, Document, Facts, Form, Message, Note, Part, Run, Select, Table, Text

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_SAYING_WHAT_IS_LEFT_OUT = 400
_FOR_TAPS = 0.95


@dataclass(frozen=True, slots=True)
class Rendered:
    """`summary` is what a notification shows; the card stands alone."""

    summary: str
    card: JsonObject


def render(message: Message, files: str = "", viewers: Sequence[str] = ()) -> Rendered:
    """The message as one card; the same message gives the same card, always.

    `files` is the address under which documents are downloaded, "" where there is none. `viewers` are those whose
    client asks by itself how the card stands, by their ids in Teams; others find that in its menu.
    """
    summary = cut(" ".join(clean(message.summary).split()), SUMMARY, _in_json) or "A message."
    renewal = _renewal(message.shows, viewers)
    frame = _card(summary, [], renewal)
    room = MESSAGE - ENVELOPE - _SAYING_WHAT_IS_LEFT_OUT - json_size(_activity(summary, frame))
    pieces = _pieces(message, int(room * _FOR_TAPS), files)
    body, left = fitted(pieces, _weight, (room,), _FOR_TAPS)
    if left:
        body.append(note(f"Left out here, for length: {tally(left)}."))
    return Rendered(summary, _card(summary, body or [paragraph((Run(summary),)) or note(summary)], renewal))


def activity(message: Message, files: str = "", viewers: Sequence[str] = ()) -> JsonObject:
    """The message as the Bot Framework takes it, under 25 KB as UTF-16 together with where it goes."""
    rendered = render(message, files, viewers)
    return _activity(rendered.summary, rendered.card)


def _activity(summary: str, card: JsonObject) -> JsonObject:
    return {"type": "message", "summary": summary, "attachments": [{"contentType": CARD_TYPE, "content": card}]}


def _renewal(shows: str, viewers: Sequence[str]) -> JsonObject:
    if not shows:
        return {}
    action = {"type": "Action.Execute", "title": "Refresh", "verb": RENEW, "data": renewal_data(shows)}
    return {"refresh": {"action": action, "userIds": [*viewers[:VIEWERS]]}}


def _card(summary: str, body: list[JsonObject], renewal: JsonObject) -> JsonObject:
    wide = any(block["type"] == "Table" for block in body)
    shown = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": summary,
        "body": body,
    }
    return shown | renewal | ({"msteams": {"width": "Full"}} if wide else {})


def _pieces(message: Message, room: int, files: str) -> list[Piece]:
    """Selects and forms are numbered, so that no two inputs of a card have one id. `room` is for what one can tap."""
    pieces: list[Piece] = []
    selects = forms = 0
    for are_forms, run in groupby(message.parts, lambda part: isinstance(part, Form)):
        if are_forms:
            together = [part for part in run if isinstance(part, Form)]
            spent = sum(_weight(pieces[at].block)[0] for at in urgent(pieces))
            pieces += _forms(together, forms, room - spent - 1)
            forms += len(together)
            continue
        for part in run:
            pieces += _part(part, selects, files)
            selects += isinstance(part, Select)
    return pieces


def _part(part: Part, selects: int, files: str) -> Iterator[Piece]:
    match part:
        case Text():
            block = paragraph(part.runs)
            yield from [Piece(block, "paragraph")] if block else []
        case Facts():
            for first in range(0, len(part.rows), FACTS):
                rows = part.rows[first : first + FACTS]
                yield Piece(facts(rows), "line", len(rows))
        case Buttons():
            shown = list(button_rows(part.items))
            yield from (Piece(block, "button", count) for block, count in shown)
            yield from _left(len(part.items) - sum(count for _, count in shown), "button")
        case Select():
            listed, left = select_block(part, selects)
            yield from [Piece(listed, "list")] if listed else []
            yield from _left(left, "option")
        case Table():
            drawn, left_out = table_block(part)
            yield from [Piece(drawn, "table")] if drawn else []
            yield from [Piece(note(left_out), "note")] if left_out else []
        case Chart():
            figures = chart_block(part)
            yield from [Piece(figures, "chart")] if figures else []
        case Note() | Document():
            yield from _line(part, files)
        case Form():
            yield from _forms([part], 0, MESSAGE)
        case _:
            assert_never(part)


def _line(part: Note | Document, files: str) -> Iterator[Piece]:
    if isinstance(part, Document):
        yield Piece(file_block(part, files), "button")
    elif clean(part.text).strip():
        yield Piece(note(part.text), "note")


def _forms(forms: Sequence[Form], first: int, room: int) -> Iterator[Piece]:
    block, left = forms_block(forms, first, room)
    yield from [Piece(block, "form", len(forms) - left)] if block else []
    if left:
        words = "Say in words what differs: this is too long for a form." if len(forms) == 1 else _too_long(left)
        yield Piece(note(words), "note")


def _too_long(forms: int) -> str:
    return f"{counted(forms, 'more form')} left out, for length: send these first, or say in words what differs."


def _left(count: int, what: str) -> Iterator[Piece]:
    if count:
        yield Piece(note(f"{counted(count, what)} left out: say it in words."), "note")


def _weight(block: JsonObject) -> Weight:
    return (json_size(block) + 1,)


def _in_json(character: str) -> int:
    """What one character of a summary counts in JSON."""
    return 2 if character in '"\\' or character > "\uffff" else 1
