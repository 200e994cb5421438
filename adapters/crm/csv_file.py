"""Reads rows out of a CSV file: finds its encoding and delimiter, counts physical lines, holds one row at a time."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.crm.text_probe import TextProbe, probe
from domain.sales.imports.cells import Cell, shown
from domain.sales.imports.mapping import ImportFault, Refuse

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 65536  # characters looked at to find the delimiter
_SAMPLE_ROWS = 50
_MOST_COLUMNS = 1000
_BROKEN = re.compile("[\x00\ud800-\udfff\ufffd]")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table of text, as RowSource. `header` is the number of lines up to the end of the header."""

    path: Path
    name: str
    columns: tuple[str, ...]
    delimiter: str
    header: int
    found: TextProbe
    notes: tuple[str, ...]
    unit: str = "line"

    @property
    def estimate(self) -> int:
        return self.found.lines

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.found.stamp[0] / 1e9, UTC)

    def rows(self, refuse: Refuse) -> Iterator[tuple[int, list[Cell]]]:
        """Each row with the line it starts on. Raises ImportFault when the file was changed since it was opened."""
        if stamp_of(self.path) != self.found.stamp:
            raise ImportFault(f"{self.name} was changed while it was read; import it again")
        errors = "replace" if self.found.encoding.startswith("utf-16") else "surrogateescape"
        with self.path.open(encoding=self.found.encoding, errors=errors, newline="") as stream:
            for _ in range(self.header):
                next(stream)
            yield from self._rows(stream, refuse)

    def _rows(self, stream: Iterator[str], refuse: Refuse) -> Iterator[tuple[int, list[Cell]]]:
        reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
        width, first, suspect = len(self.columns), self.header + 1, not self.found.clean
        while True:
            start = reader.line_num + first
            try:
                for cells in reader:
                    if (len(cells) != width or not any(cells)) and not _fit(cells, width, start, refuse):
                        pass
                    elif suspect and any(_BROKEN.search(cell) for cell in cells):
                        refuse(start, f"it holds bytes that are no {self.found.encoding_name} text; correct the line")
                    else:
                        yield start, cells  # type: ignore[misc]  # list is invariant; a list of str is one of cells
                    start = reader.line_num + first
                return
            except csv.Error:
                end = reader.line_num + first - 1
                through = f", and swallows the lines up to {end:,}" if end > start else ""
                refuse(start, f"a quotation mark is out of place{through}; write it twice inside a text, or close it")


def open_csv(path: Path, name: str) -> CsvFile:
    """Looks through the file once and reads its header. Raises ImportFault where it is no table of text."""
    found = probe(path, name)
    errors = "replace" if found.encoding.startswith("utf-16") else "surrogateescape"
    with path.open(encoding=found.encoding, errors=errors, newline="") as stream:
        sample = stream.read(_SAMPLE)
    lines = list(io.StringIO(sample, newline=""))
    if len(sample) == _SAMPLE:
        lines.pop()  # it may be cut
    if not lines:
        raise ImportFault(f"{name} is no table: its first line has no end; export it as CSV or XLSX")
    said = re.fullmatch(r"sep=(.)\s*", lines[0])
    skipped = 1 if said else 0
    delimiter = said[1] if said else _delimiter(lines)
    columns, header = _header(lines, skipped, delimiter, name)
    return CsvFile(path, name, columns, delimiter, header, found, _notes(found, delimiter))


def stamp_of(path: Path) -> tuple[int, int]:
    """When the file was written last (nanoseconds) and its size: what shows that it was changed."""
    state = path.stat()
    return state.st_mtime_ns, state.st_size


def columns_of(header: list[str], name: str) -> tuple[str, ...]:
    """The names of the columns; one without a name is called by its number, a second of one name "name (2)"."""
    if len(header) > _MOST_COLUMNS:
        raise ImportFault(f"{name} has {len(header):,} columns, more than {_MOST_COLUMNS:,}; export fewer")
    columns: list[str] = []
    for number, raw in enumerate(header, 1):
        bare = " ".join(raw.split()) or f"column {number}"
        same = (bare, *(f"{bare} ({count})" for count in range(2, number + 1)))
        columns.append(next(column for column in same if column not in columns))
    return tuple(columns)


def _header(lines: list[str], skipped: int, delimiter: str, name: str) -> tuple[tuple[str, ...], int]:
    reader = csv.reader(lines[skipped:], delimiter=delimiter, strict=True)
    try:
        header = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        raise ImportFault(
            f"{name}, line 1: the names of the columns cannot be read; close the quotation mark"
        ) from None
    if not header:
        raise ImportFault(f"{name} has no line with names of columns; export it with a header")
    if any(_BROKEN.search(cell) for cell in header):
        raise ImportFault(
            f"{name} is no table: its first line is “{shown(delimiter.join(header))}”; export it as CSV or XLSX"
        )
    return columns_of(header, name), skipped + reader.line_num


def _delimiter(lines: list[str]) -> str:
    """The one that cuts most lines into equally many cells, more than one."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> float:
    widths: list[int] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0
    if not widths or widths[0] == 1:
        return 0
    return sum(width == widths[0] for width in widths) / len(widths) + widths[0] / _MOST_COLUMNS


def _fit(cells: list[str], width: int, line: int, refuse: Refuse) -> bool:
    """Whether the row has the header's width, empty cells beyond it left aside; a blank line is no row."""
    if not any(cells):
        return False
    if len(cells) > width and not any(cells[width:]):
        del cells[width:]
        return True
    mend = "put quotation marks around texts that hold the delimiter" if len(cells) > width else "it may be cut off"
    refuse(line, f"it has {len(cells)} cells, the header {width}; {mend}")
    return False


def _notes(found: TextProbe, delimiter: str) -> tuple[str, ...]:
    notes = []
    if found.encoding_name != "UTF-8":
        notes.append(f"it is written in {found.encoding_name}, and was read so")
    if delimiter != ",":
        notes.append(f"its cells are separated by {DELIMITERS.get(delimiter, repr(delimiter))}")
    return tuple(notes)
