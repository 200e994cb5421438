"""Tables and charts of a card, each with the same figures as lines of text for clients that do not draw them."""

from adapters import figures
from adapters.figures import Grid, aligned_lines, chart_lines, left_out, number
from adapters.fitting import json_size
from adapters.teams.card_text import lines, paragraph, rich_text, row_of, title
from adapters.teams.escape import literally, plain
from adapters.teams.limits import (
    CHART_JSON,
    CHART_LABEL,
    CHART_POINTS,
    CHART_SERIES,
    CHART_TITLE,
    LINES_JSON,
    TABLE_COLUMNS,
    TABLE_JSON,
    TABLE_ROWS,
)
from adapters.words import size
from domain.chat.codec import JsonObject
from domain.chat.message import Chart, Run, Table

_HEADING = 100


def table_block(table: Table) -> tuple[JsonObject | None, str]:
    """The table, or lines of letters of one width where those show more of it, and what is left out, in words."""
    drawn = figures.grid(table, TABLE_ROWS, TABLE_COLUMNS, (_as_row, TABLE_JSON), (_as_line, LINES_JSON))
    if not drawn.rows:
        return None, left_out(drawn)
    if not drawn.rows_left - table.left_out:
        return _table(drawn), left_out(drawn)
    listed = figures.grid(table, TABLE_ROWS, TABLE_COLUMNS, (_as_line, LINES_JSON))
    while size("\n".join(aligned_lines(listed))) > LINES_JSON and len(listed.rows) > 1:
        listed = figures.grid(table, len(listed.rows) * 3 // 4, TABLE_COLUMNS)
    return lines(aligned_lines(listed)), left_out(listed)


def chart_block(chart: Chart) -> JsonObject | None:
    """Teams' chart with its lines as what stands for it, or the lines alone where it could not be drawn truly. None
    where there is nothing to show."""
    heading, *rest = chart_lines(chart)
    words = paragraph((Run(heading, "strong"), Run("\n" + "\n".join(rest))))
    named = figures.drawable(chart, CHART_POINTS, CHART_SERIES, CHART_LABEL)
    if named is None or words is None:
        return words
    drawn = _chart(chart, *named) | {"fallback": words}
    return drawn if json_size(drawn) <= CHART_JSON else words


def _table(grid: Grid) -> JsonObject:
    heading, *rows = grid.rows
    columns = [{"width": 1, **_aligned(at in grid.right)} for at in range(len(heading))]
    return {
        "type": "Table",
        "columns": columns,
        "rows": [row_of(*(title(cell, _HEADING) for cell in heading)), *(_row(row) for row in rows)],
        "fallback": lines(aligned_lines(grid)),
    }


def _chart(chart: Chart, labels: list[str], names: list[str]) -> JsonObject:
    """Lines as lines, everything else as bars."""
    points = [
        [{"x": label, "y": number(value)} for label, value in zip(labels, series.values, strict=True)]
        for series in chart.series
    ]
    titles = {"title": plain(chart.title, CHART_TITLE)} | (
        {"yAxisTitle": plain(chart.unit, CHART_LABEL)} if chart.unit.strip() else {}
    )
    if chart.kind != "line" and len(points) == 1:
        return {"type": "Chart.VerticalBar", **titles, "data": points[0]}
    kind = "Chart.Line" if chart.kind == "line" else "Chart.VerticalBar.Grouped"
    data = [{"legend": name, "values": values} for name, values in zip(names, points, strict=True)]
    return {"type": kind, **titles, "data": data}


def _row(cells: tuple[str, ...]) -> JsonObject:
    return row_of(*(rich_text(literally(cell)) for cell in cells))


def _as_row(cells: tuple[str, ...]) -> int:
    return json_size(_row(cells)) + 1


def _as_line(cells: tuple[str, ...]) -> int:
    return json_size({"": "  ".join(cells)})


def _aligned(right: bool) -> JsonObject:
    return {"horizontalCellContentAlignment": "Right"} if right else {}
