"""Tables and charts as far as they are shown, and the same figures as lines of text for where those are not drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from adapters.words import NOTHING, clean, counted, cut
from domain.chat.message import Chart, Series, Table

_CELL, _UNIT, _TITLE = 100, 50, 200
_CHART_LINES = 40
_LARGEST = 10**15

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as far as it is shown: every row as wide as the heading, no cell empty; and what is not shown."""

    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    rows_left: int
    columns_left: int


def grid(table: Table, rows: int, columns: int, *budgets: tuple[Callable[[Cells], int], int]) -> Grid:
    """As much of the table as fits into `rows` with the heading, `columns`, and each budget: what a row costs of it,
    and how much there is. The heading always fits."""
    width = max((len(row) for row in (table.heading, *table.rows)), default=0)
    shown_width = min(width, columns)
    shown: list[Cells] = []
    spent = [0] * len(budgets)
    for row in (table.heading, *table.rows)[:rows] if shown_width else ():
        cells = tuple(in_a_line(row[at] if at < len(row) else "") for at in range(shown_width))
        spent = [so_far + cost(cells) for so_far, (cost, _) in zip(spent, budgets, strict=True)]
        if shown and any(so_far > most for so_far, (_, most) in zip(spent, budgets, strict=True)):
            break
        shown.append(cells)
    left = table.left_out + len(table.rows) - max(0, len(shown) - 1)
    return Grid(tuple(shown), frozenset(table.right), max(0, left), width - shown_width)


def table_lines(shown: Grid) -> list[str]:
    """One line a row, its cells set apart: for the text that stands beside the blocks."""
    return [" · ".join(row) for row in shown.rows]


def aligned_lines(shown: Grid) -> list[str]:
    """The rows in columns: for letters of one width."""
    columns = range(len(shown.rows[0]))
    widths = [max(len(row[at]) for row in shown.rows) for at in columns]
    return [
        "  ".join(_aligned(row[at], widths[at], at in shown.right) for at in columns).rstrip() for row in shown.rows
    ]


def left_out(shown: Grid) -> str:
    """What of the table is not shown, in words; "" when all is."""
    rows = counted(shown.rows_left, "more row") if shown.rows_left else ""
    columns = counted(shown.columns_left, "column") if shown.columns_left else ""
    what = " and ".join(filter(None, (rows, columns)))
    return f"{what} left out." if what else ""


def drawable(chart: Chart, points: int, series: int, letters: int) -> tuple[list[str], list[str]] | None:
    """The labels and the names of the series, cut to so many letters; None where the chart would not be drawn truly,
    for then the lines have to do: too much of it, names alike, or figures that are none."""
    labels = [cut(in_a_line(label), letters) for label in chart.labels]
    names = [cut(in_a_line(each.name), letters) for each in chart.series]
    true = (
        0 < len(labels) <= points
        and 0 < len(names) <= series
        and len(set(labels)) == len(labels)
        and len(set(names)) == len(names)
        and all(len(each.values) == len(labels) for each in chart.series)
        and all(value.is_finite() and abs(value) < _LARGEST for each in chart.series for value in each.values)
    )
    return (labels, names) if true else None


def chart_lines(chart: Chart) -> list[str]:
    """Title and unit, then one line a series with all its figures; a long one goes on over several lines."""
    title = cut(in_a_line(chart.title), _TITLE)
    unit = cut(clean(chart.unit), _UNIT)
    lines = [f"{title}, {unit}" if unit else title]
    for series in chart.series:
        figures = _figures(chart.labels, series)
        head = f"{cut(in_a_line(series.name), _CELL)}: " if len(chart.series) > 1 else ""
        lines.append(head + " · ".join(figures))
    if len(lines) <= _CHART_LINES:
        return lines
    return [*lines[:_CHART_LINES], f"{len(lines) - _CHART_LINES} series left out."]


def _figures(labels: Sequence[str], series: Series) -> list[str]:
    return [f"{in_a_line(label)} {_figure(value)}" for label, value in zip(labels, series.values, strict=False)]


def _figure(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00") if value.is_finite() else NOTHING


def number(value: Decimal) -> int | float:
    """The figure as the text has it: to the cent."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def in_a_line(words: str) -> str:
    """What stands in a cell or beside a chart: clean, in one line, not empty."""
    return cut(" ".join(clean(words).split()), _CELL) or NOTHING


def _aligned(words: str, width: int, right: bool) -> str:
    return words.rjust(width) if right else words.ljust(width)
