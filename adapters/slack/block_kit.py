"""Messages as Block Kit: every limit of Slack is kept, what is cut is said, and the summary is never lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, assert_never

from adapters.slack.controls import button_rows, form_buttons, select_block
from adapters.slack.escape import bold, clean, escaped, escaped_units, plain
from adapters.slack.limits import (
    CHARTS,
    CONTEXT,
    FIELD_TEXT,
    FIELDS,
    MESSAGE_BLOCKS,
    MESSAGE_CHARACTERS,
    MESSAGE_JSON,
    MESSAGE_TEXT,
    SECTION_TEXT,
    cut,
    cut_and_say,
    json_size,
    size,
    words_in,
)
from adapters.slack.paragraph import paragraph, preformatted
from adapters.slack.tables_and_charts import (
    aligned_lines,
    chart_block,
    chart_lines,
    grid,
    left_out,
    table_block,
    table_lines,
)
from domain.chat.codec import JsonObject
from domain.chat.message import Buttons, Chart, Document, Facts, Form, Message, Note, Part, Run, Select, Table, Text

Holds = Literal["paragraph", "line", "note", "button", "list", "table", "chart", "form"]
_URGENT = ("button", "list", "form")
_URGENT_BLOCKS, _URGENT_SHARE = 20, 2 / 3
_LABEL = 200
_VALUES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` is the summary and all figures of tables and charts, escaped: what notifications and readers take."""

    text: str
    blocks: list[JsonObject]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, what it shows and how many of it: what is said where it does not fit."""

    block: JsonObject
    holds: Holds
    count: int = 1


def render(message: Message, figures_as_text: bool = False) -> Rendered:
    """The message for one post; the same message gives the same blocks, always.

    `figures_as_text` does without the blocks of tables and charts, where Slack refuses them.
    """
    blocks = _fitted(list(_pieces(message, figures_as_text)))
    return Rendered(_text(message), blocks or [{"type": "section", "text": plain(message.summary, SECTION_TEXT)}])


def _pieces(message: Message, figures_as_text: bool) -> Iterator[Piece]:
    """Slack takes one table and two charts a message; the rest, and all of them when asked, stand there as text."""
    tables, charts = (0, 0) if figures_as_text else (1, CHARTS)
    for are_forms, run in groupby(message.parts, lambda part: isinstance(part, Form)):
        if are_forms:
            yield from _forms([part for part in run if isinstance(part, Form)])
            continue
        for part in run:
            drawn = (isinstance(part, Table) and tables > 0) or (isinstance(part, Chart) and charts > 0)
            pieces = list(_part(part, drawn))
            tables -= any(piece.block["type"] == "table" for piece in pieces)
            charts -= any(piece.block["type"] == "data_visualization" for piece in pieces)
            yield from pieces


def _part(part: Part, drawn: bool) -> Iterator[Piece]:
    match part:
        case Text():
            block = paragraph(part.runs)
            yield from [Piece(block, "paragraph")] if block else []
        case Facts():
            yield from _facts(part)
        case Buttons():
            rows = list(button_rows(part.items))
            yield from (Piece(block, "button", count) for block, count in rows)
            yield from _left(len(part.items) - sum(count for _, count in rows), "button")
        case Select():
            listed, left = select_block(part)
            yield from [Piece(listed, "list")] if listed else []
            yield from _left(left, "option")
        case Table():
            yield from _table(part, drawn)
        case Chart():
            yield from _chart(part, drawn)
        case Note():
            yield from [_note(part.text)] if part.text.strip() else []
        case Document():
            yield _note(f"{part.name} follows.")
        case Form():
            yield from _forms([part])
        case _:
            assert_never(part)


def _facts(facts: Facts) -> Iterator[Piece]:
    """Label beside value: Slack sets fields in two columns."""
    pairs = FIELDS // 2
    for first in range(0, len(facts.rows), pairs):
        rows = facts.rows[first : first + pairs]
        fields = [field for label, value in rows for field in (bold(label, _LABEL), _value(value))]
        yield Piece({"type": "section", "fields": fields}, "line", len(rows))


def _value(words: str) -> JsonObject:
    return plain(cut_and_say(clean(words).strip(), FIELD_TEXT), FIELD_TEXT)


def _table(table: Table, drawn: bool) -> Iterator[Piece]:
    shown = grid(table)
    if shown.rows:
        block = table_block(shown) if drawn else preformatted(aligned_lines(shown))
        yield Piece(block, "table")
    if left_out(shown):
        yield _note(left_out(shown))


def _chart(chart: Chart, drawn: bool) -> Iterator[Piece]:
    """The figures stand below the chart as well: not every client draws one, and nobody can read it to the cent."""
    block = chart_block(chart) if drawn else None
    title, *lines = chart_lines(chart)
    if block:
        yield Piece(block, "chart")
        yield _note(" ".join((f"{title}.", *lines)))
    else:
        figures = paragraph((Run(title, "strong"), Run("\n" + "\n".join(lines))))
        yield from [Piece(figures, "chart")] if figures else []


def _forms(forms: Sequence[Form]) -> Iterator[Piece]:
    """What is recorded, and a button to all of them on one page."""
    for form in forms:
        recorded = [f"{field.label}: {field.value}" for field in form.inputs if field.value]
        values = " · ".join(recorded[:_VALUES_SHOWN])
        block = paragraph((Run(cut(form.title, _LABEL), "strong"), Run(f"\n{cut(values, 1000)}" if values else "")))
        yield from [Piece(block, "paragraph")] if block else []
    row, left = form_buttons(forms)
    yield from [Piece(row, "form", len(forms) - left)] if row else []
    if left:
        yield _note("Say in words what differs: this is too long for a form." if left == 1 else _too_long(left))


def _too_long(forms: int) -> str:
    return f"{forms} of these are too long for a form: say in words what differs."


def _note(words: str) -> Piece:
    element = plain(cut_and_say(clean(words).strip(), CONTEXT), CONTEXT)
    return Piece({"type": "context", "elements": [element]}, "note")


def _left(count: int, what: str) -> Iterator[Piece]:
    if count:
        yield _note(f"{_counted(count, what)} left out: say it in words.")


def _fitted(pieces: Sequence[Piece]) -> list[JsonObject]:
    """As many pieces as one message takes: what one can tap and the opening come first, then the rest from the top.

    One block and some characters are kept for saying what is left out.
    """
    blocks, room = MESSAGE_BLOCKS - 1, _Room(MESSAGE_CHARACTERS - 300, MESSAGE_JSON - 500)
    urgent = [at for at, piece in enumerate(pieces) if at == 0 or piece.holds in _URGENT][:_URGENT_BLOCKS]
    taken = set(room.take(pieces, urgent, blocks, _URGENT_SHARE))
    rest = [at for at in range(len(pieces)) if at not in urgent]
    taken.update(room.take(pieces, rest, blocks - len(taken)))
    left = [piece for at, piece in enumerate(pieces) if at not in taken]
    shown = [piece.block for at, piece in enumerate(pieces) if at in taken]
    return [*shown, _note(f"Left out here, for length: {_tally(left)}.").block] if left else shown


@dataclass(slots=True)
class _Room:
    """What a message still takes, in characters of its words and of its JSON."""

    characters: int
    json: int

    def take(self, pieces: Sequence[Piece], order: Iterable[int], blocks: int, share: float = 1) -> Iterator[int]:
        """Those that fit, in order, until the first that does not: a hole in the middle would mislead."""
        floor = _Room(int(self.characters * (1 - share)), int(self.json * (1 - share)))
        for at in order:
            characters = self.characters - words_in(pieces[at].block)
            written = self.json - json_size(pieces[at].block) - 1
            if blocks == 0 or characters < floor.characters or written < floor.json:
                return
            self.characters, self.json, blocks = characters, written, blocks - 1
            yield at


def _tally(pieces: Sequence[Piece]) -> str:
    counts: dict[str, int] = {}
    for piece in pieces:
        counts[piece.holds] = counts.get(piece.holds, 0) + piece.count
    return ", ".join(_counted(count, what) for what, count in counts.items())


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _text(message: Message) -> str:
    """The summary first, whole wherever it can be, then the figures as far as they go."""
    lines = [escaped(line) for part in message.parts for line in _figure_lines(part)]
    figures = sum(size(line) + 1 for line in lines)
    summary = " ".join(clean(message.summary).split()) or "A message."
    shown = escaped(cut(summary, max(1000, MESSAGE_TEXT - figures - 60), escaped_units))
    room, kept = MESSAGE_TEXT - size(shown) - 60, []
    for line in lines:
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = [f"{_counted(len(lines) - len(kept), 'line')} of figures left out."] if len(kept) < len(lines) else []
    return "\n".join((shown, *kept, *left))


def _figure_lines(part: Part) -> list[str]:
    if isinstance(part, Table):
        shown = grid(part)
        return [*(table_lines(shown) if shown.rows else []), *filter(None, [left_out(shown)])]
    return chart_lines(part) if isinstance(part, Chart) else []
