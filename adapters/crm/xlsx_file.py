"""Reads rows out of the sheets of an XLSX file, within bounds that a small file cannot blow up."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from adapters.crm.csv_file import columns_of, stamp_of
from domain.sales.imports.cells import Cell, shown
from domain.sales.imports.mapping import ImportFault, Refuse

MOST_BYTES = 512 << 20  # unpacked: a million rows of eight columns take about 400 MiB
MOST_SHARED_BYTES = 64 << 20  # of the parts that are held in memory at once
_MOST_RATIO = 250  # a sheet of equal rows packs 1 : 100, a bomb 1 : 1,000
_SMALL = 16 << 20  # bytes below which packing does not matter
_MOST_ROWS = 1 << 20  # what the format allows
_SLICE = 500  # rows read at once
_HEADER_WITHIN = 100  # rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, as RowSource. `header` is the number of rows up to the names of the columns."""

    path: Path
    sheet: str
    name: str
    columns: tuple[str, ...]
    header: int
    estimate: int
    stamp: tuple[int, int]
    notes: tuple[str, ...] = ()
    unit: str = "row"

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.stamp[0] / 1e9, UTC)

    def rows(self, refuse: Refuse) -> Iterator[tuple[int, list[Cell]]]:
        """Each row with its number, rows of empty cells left out."""
        if stamp_of(self.path) != self.stamp:
            raise ImportFault(f"{self.name} was changed while it was read; import it again")
        width = len(self.columns)
        with _opened(self.path, self.name) as book:
            for number, row in enumerate(_rows(book, self.sheet, self.name), 1):
                if number <= self.header:
                    continue
                cells = [_cell(value) for value in row]
                if not any(cell != "" for cell in cells):
                    continue
                if any(cell != "" for cell in cells[width:]):
                    refuse(number, f"it has {len(cells)} cells, the header {width}; name every column")
                    continue
                yield number, cells[:width] + [""] * (width - len(cells))


def open_xlsx(path: Path, name: str) -> list[Sheet]:
    """The visible sheets that have a header. Raises ImportFault where the file is no workbook or too large."""
    _check_size(path, name)
    stamp = stamp_of(path)
    sheets: list[Sheet] = []
    with _opened(path, name) as book:
        visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for title in visible:
            label = f"{name}, sheet {shown(title)}" if len(visible) > 1 else name
            size = book[title].max_row or 0  # as claimed: good enough for a progress bar
            for number, row in enumerate(islice(_rows(book, title, name), _HEADER_WITHIN), 1):
                header = [str(value) if value is not None else "" for value in row]
                while header and not header[-1].strip():
                    header.pop()
                if header:
                    sheets.append(Sheet(path, title, label, columns_of(header, label), number, size, stamp))
                    break
    if not sheets:
        raise ImportFault(f"{name} has no sheet with names of columns; export it with a header")
    return sheets


def _check_size(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ImportFault(f"{name} is no XLSX file, or is cut off; save it again as XLSX or CSV") from None
    held = sum(part.file_size for part in parts if "/worksheets/" not in part.filename)
    packed_tight = any(part.file_size > _SMALL and part.file_size > _MOST_RATIO * part.compress_size for part in parts)
    if packed_tight or held > MOST_SHARED_BYTES or sum(part.file_size for part in parts) > MOST_BYTES:
        raise ImportFault(f"{name} unpacks to far more than a table needs; save it as CSV")


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Workbook]:
    with path.open("rb") as file:  # openpyxl leaves files open that it cannot read
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which are not read
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl lets its parsers' own errors through: KeyError, ParseError, BadZipFile, …
            raise _unreadable(name, error) from None
        with closing(book):
            yield book


def _rows(book: Workbook, title: str, name: str) -> Iterator[tuple[object, ...]]:
    """The rows as they stand. The size a sheet claims of itself is not believed."""
    count = 0
    try:
        sheet = book[title]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of dates outside of the calendar, which arrive as "#VALUE!"
                piece = list(islice(rows, _SLICE))
            yield from piece
            count += len(piece)
            if len(piece) < _SLICE:
                return
            if count > _MOST_ROWS:
                raise ImportFault(f"{name} has more than {_MOST_ROWS:,} rows in one sheet; save it as CSV")
    except (ImportFault, GeneratorExit):
        raise
    except Exception as error:  # as in _opened
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: Exception) -> ImportFault:
    return ImportFault(f"{name} cannot be read as XLSX ({type(error).__name__}); save it again as XLSX or CSV")


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str | date):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return Decimal(repr(value)) if isinstance(value, int | float) else str(value)
