"""Tables and charts as blocks of Slack's own."""

from collections.abc import Sequence

from adapters import figures
from adapters.figures import Grid, in_a_line
from adapters.fitting import json_size
from adapters.slack.escape import escaped_units
from adapters.slack.limits import (
    CHART_AXIS,
    CHART_LABEL,
    CHART_POINTS,
    CHART_SERIES,
    CHART_TITLE,
    TABLE_COLUMNS,
    TABLE_ROWS,
)
from adapters.words import clean, cut, size
from domain.chat.codec import JsonObject
from domain.chat.message import Chart, Table

_TABLE_TEXT, _TABLE_JSON = 2400, 7000


def grid(table: Table) -> Grid:
    """As many rows as its block and its text both take, so that both hold the same figures."""
    text, written = (lambda row: size(" · ".join(row), escaped_units) + 1), (lambda row: json_size({"row": _row(row)}))
    return figures.grid(table, TABLE_ROWS, TABLE_COLUMNS, (text, _TABLE_TEXT), (written, _TABLE_JSON))


def table_block(shown: Grid) -> JsonObject:
    """Slack's table, figures to the right."""
    width = len(shown.rows[0])
    settings = [{"align": "right"} if at in shown.right else {"is_wrapped": True} for at in range(width)]
    return {"type": "table", "column_settings": settings, "rows": [_row(row) for row in shown.rows]}


def chart_block(chart: Chart) -> JsonObject | None:
    """Slack's chart; None where Slack could not draw all of it truly, for then the lines have to do."""
    drawn = figures.drawable(chart, CHART_POINTS, CHART_SERIES, CHART_LABEL)
    if drawn is None:
        return None
    labels, names = drawn
    series = [
        {
            "name": name,
            "data": [{"label": at, "value": figures.number(v)} for at, v in zip(labels, s.values, strict=True)],
        }
        for name, s in zip(names, chart.series, strict=True)
    ]
    axes: JsonObject = {"categories": labels} | ({"y_label": cut(clean(chart.unit), CHART_AXIS)} if chart.unit else {})
    # Slack draws no waterfall: its steps stand as bars above and below zero.
    shape = {"type": "bar" if chart.kind == "waterfall" else chart.kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": cut(in_a_line(chart.title), CHART_TITLE), "chart": shape}


def _row(cells: Sequence[str]) -> list[JsonObject]:
    return [{"type": "raw_text", "text": cell} for cell in cells]
