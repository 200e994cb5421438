"""Messages as plain text for a terminal or a pipe: no colours, no control sequences."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import assert_never

from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Document,
    Facts,
    Form,
    Message,
    Note,
    Option,
    Part,
    Select,
    Table,
    Text,
)

Tap = tuple[Button, str]
"""A button and the value it sends along ("" but for a select's option)."""
Keep = Callable[[Document], str]
"""Keeps a file where its reader finds it, and says so."""
_BAR = 30


def render(message: Message, taps: list[Tap], keep: Keep = lambda _: "for you") -> list[str]:
    """The lines of a message. What can be tapped is appended to `taps`; its number there, from 1, is shown.

    `keep` is called for each of its files.
    """
    parts = message.parts or (Note(message.summary),)
    return [line for part in parts for line in _lines(part, taps, keep)]


def plain(words: str) -> str:
    """Without control characters, so that a name cannot move the cursor or ring the bell."""
    return "".join(c if c.isprintable() or c == " " else " " for c in words)


def _lines(part: Part, taps: list[Tap], keep: Keep) -> list[str]:
    match part:
        case Text():
            return [plain("".join(run.text for run in part.runs))]
        case Note():
            return [f"  {plain(part.text)}"]
        case Facts():
            width = max((len(label) for label, _ in part.rows), default=0)
            return [f"  {plain(label):<{width}}  {plain(value)}" for label, value in part.rows]
        case Buttons():
            return ["  " + "  ".join(_number(taps, button, "", button.label) for button in part.items)]
        case Select():
            return [f"  {plain(part.label)}:", *(f"    {_option(taps, part, option)}" for option in part.options)]
        case Table():
            return _table(part)
        case Chart():
            return _chart(part)
        case Document():
            return [f"  {plain(part.name)}: {plain(keep(part))}"]
        case Form():
            return [f"  {plain(part.title)}:", *_inputs(part), "  Say in words what differs."]
        case _:
            assert_never(part)


def _number(taps: list[Tap], button: Button, value: str, label: str) -> str:
    taps.append((button, value))
    return f"[#{len(taps)} {plain(label)}]"


def _option(taps: list[Tap], select: Select, option: Option) -> str:
    return _number(taps, Button(option.label, select.action, select.ref), option.value, option.label)


def _inputs(form: Form) -> list[str]:
    return [f"    {plain(field.label)}: {plain(field.value) or '(empty)'}" for field in form.inputs]


def _table(table: Table) -> list[str]:
    rows = [table.heading, *table.rows]
    widths = [max(len(plain(row[column])) for row in rows) for column in range(len(table.heading))]
    lines = ["  " + "  ".join(_cell(table, row, column, widths) for column in range(len(widths))) for row in rows]
    left = [f"  {table.left_out} more rows are not shown."] if table.left_out else []
    return [line.rstrip() for line in lines] + left


def _cell(table: Table, row: Sequence[str], column: int, widths: Sequence[int]) -> str:
    words = plain(row[column])
    return words.rjust(widths[column]) if column in table.right else words.ljust(widths[column])


def _chart(chart: Chart) -> list[str]:
    most = max((abs(value) for series in chart.series for value in series.values), default=Decimal(0))
    width = max((len(plain(label)) for label in chart.labels), default=0)
    lines = [f"  {plain(chart.title)}{f', {chart.unit}' if chart.unit else ''}"]
    for series in chart.series:
        for label, value in zip(chart.labels, series.values, strict=True):
            bar = "#" * (round(_BAR * abs(value) / most) if most else 0)
            lines.append(f"    {plain(label):<{width}}  {bar} {value:,.0f}".rstrip())
    return lines
