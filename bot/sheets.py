"""Tables as files: CSV and XLSX that no spreadsheet takes for formulae, whatever people called their deals."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.chat.document import Content

Cell = str | int | Decimal | date | None
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NARROW, _WIDE, _LONGEST_CELL = 8, 60, 32_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is that of the files, without an ending. Every row has as many cells as the heading."""

    name: str
    heading: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def files_of(sheet: Sheet) -> tuple[Content, Content]:
    """The same table twice: CSV in UTF-8 with a byte-order mark, which Excel needs, and XLSX."""
    return as_csv(sheet), as_xlsx(sheet)


def as_csv(sheet: Sheet) -> Content:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.heading)
    writer.writerows([_spelt(cell) for cell in row] for row in sheet.rows)
    return Content(f"{sheet.name}.csv", CSV, out.getvalue().encode("utf-8-sig"))


def as_xlsx(sheet: Sheet) -> Content:
    """Figures are figures and days are days; text is text, even where it looks like a formula."""
    book = Workbook()
    page = book.create_sheet(sheet.name[:31], 0)
    book.remove(book.worksheets[1])
    for number, row in enumerate([sheet.heading, *sheet.rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            if isinstance(value, str):
                cell.value, cell.data_type, cell.quotePrefix = safe(value), "s", value.startswith(_STARTS_A_FORMULA)
            else:
                cell.value = value
            cell.font = Font(bold=number == 1)
    page.freeze_panes = "A2"
    for column in range(1, len(sheet.heading) + 1):
        widths = [len(str(row[column - 1] or "")) for row in [sheet.heading, *sheet.rows[:200]]]
        page.column_dimensions[get_column_letter(column)].width = min(max(*widths, _NARROW), _WIDE) + 2
    # The time of writing would make two files of the same table differ.
    book.properties.created = book.properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return Content(f"{sheet.name}.xlsx", XLSX, out.getvalue())


def safe(words: str) -> str:
    """The words, with an apostrophe before what a spreadsheet would run; control characters become blanks."""
    plain = "".join(c if c.isprintable() or c == " " else " " for c in words)[:_LONGEST_CELL]
    risky = words.startswith(_STARTS_A_FORMULA) or plain.lstrip().startswith(_STARTS_A_FORMULA[:4])
    return f"'{plain}" if risky else plain


def _spelt(cell: Cell) -> str:
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
