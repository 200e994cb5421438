"""Tables and charts as blocks of Slack's own, and the same figures as lines of text for where those are not drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from adapters.slack.escape import NOTHING, clean, escaped_units
from adapters.slack.limits import (
    CHART_AXIS,
    CHART_LABEL,
    CHART_POINTS,
    CHART_SERIES,
    CHART_TITLE,
    TABLE_COLUMNS,
    TABLE_ROWS,
    cut,
    json_size,
    size,
)
from domain.chat.codec import JsonObject
from domain.chat.message import Chart, Series, Table

_TABLE_TEXT, _TABLE_JSON, _CELL = 2400, 7000, 100
_CHART_LINES = 40


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as far as it is shown: every row as wide as the heading, no cell empty; and what is not shown."""

    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    rows_left: int
    columns_left: int


def grid(table: Table) -> Grid:
    """As many rows as its block and its text both take, so that both hold the same figures."""
    width = max((len(row) for row in (table.heading, *table.rows)), default=0)
    shown_width = min(width, TABLE_COLUMNS)
    rows: list[tuple[str, ...]] = []
    text = written = 0
    for row in (table.heading, *table.rows)[:TABLE_ROWS] if shown_width else ():
        cells = tuple(_cell(row[at] if at < len(row) else "") for at in range(shown_width))
        text += size(" · ".join(cells), escaped_units) + 1
        written += json_size({"row": _row(cells)})
        if rows and (text > _TABLE_TEXT or written > _TABLE_JSON):
            break
        rows.append(cells)
    left = table.left_out + len(table.rows) - max(0, len(rows) - 1)
    return Grid(tuple(rows), frozenset(table.right), max(0, left), width - shown_width)


def table_block(shown: Grid) -> JsonObject:
    """Slack's table, figures to the right."""
    width = len(shown.rows[0])
    settings = [{"align": "right"} if at in shown.right else {"is_wrapped": True} for at in range(width)]
    return {"type": "table", "column_settings": settings, "rows": [_row(row) for row in shown.rows]}


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
    rows = f"{shown.rows_left:,} more row{'s' * (shown.rows_left != 1)}" if shown.rows_left else ""
    columns = f"{shown.columns_left} column{'s' * (shown.columns_left != 1)}" if shown.columns_left else ""
    what = " and ".join(filter(None, (rows, columns)))
    return f"{what} left out." if what else ""


def chart_block(chart: Chart) -> JsonObject | None:
    """Slack's chart; None where Slack could not draw all of it truly, for then the lines have to do."""
    labels = [cut(_cell(label), CHART_LABEL) for label in chart.labels]
    names = [cut(_cell(series.name), CHART_LABEL) for series in chart.series]
    drawable = (
        0 < len(labels) <= CHART_POINTS
        and 0 < len(names) <= CHART_SERIES
        and len(set(labels)) == len(labels)
        and len(set(names)) == len(names)
        and all(len(series.values) == len(labels) for series in chart.series)
        and all(value.is_finite() and abs(value) < Decimal(10) ** 15 for s in chart.series for value in s.values)
    )
    if not drawable:
        return None
    series = [
        {"name": name, "data": [{"label": at, "value": _number(v)} for at, v in zip(labels, s.values, strict=True)]}
        for name, s in zip(names, chart.series, strict=True)
    ]
    axes: JsonObject = {"categories": labels} | ({"y_label": cut(clean(chart.unit), CHART_AXIS)} if chart.unit else {})
    # Slack draws no waterfall: its steps stand as bars above and below zero.
    kind = "bar" if chart.kind == "waterfall" else chart.kind
    drawn = {"type": kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": cut(_cell(chart.title), CHART_TITLE), "chart": drawn}


def chart_lines(chart: Chart) -> list[str]:
    """Title and unit, then one line a series with all its figures; a long one goes on over several lines."""
    title = cut(_cell(chart.title), 200)
    unit = cut(clean(chart.unit), CHART_AXIS)
    lines = [f"{title}, {unit}" if unit else title]
    for series in chart.series:
        figures = _figures(chart.labels, series)
        head = f"{cut(_cell(series.name), _CELL)}: " if len(chart.series) > 1 else ""
        lines.append(head + " · ".join(figures))
    if len(lines) <= _CHART_LINES:
        return lines
    return [*lines[:_CHART_LINES], f"{len(lines) - _CHART_LINES} series left out."]


def _figures(labels: Sequence[str], series: Series) -> list[str]:
    return [f"{_cell(label)} {_figure(value)}" for label, value in zip(labels, series.values, strict=False)]


def _figure(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00") if value.is_finite() else NOTHING


def _number(value: Decimal) -> int | float:
    """The figure as the text has it: to the cent."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def _cell(words: str) -> str:
    return cut(" ".join(clean(words).split()), _CELL) or NOTHING


def _row(cells: Sequence[str]) -> list[JsonObject]:
    return [{"type": "raw_text", "text": cell} for cell in cells]


def _aligned(words: str, width: int, right: bool) -> str:
    return words.rjust(width) if right else words.ljust(width)
