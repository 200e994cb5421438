"""XLSX files: typed cells, sheets, and files made to do harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.crm.files import open_files
from domain.sales.imports.cells import Cell
from domain.sales.imports.mapping import ImportFault, RowSource

Raw = str | int | float | bool | date | None


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Raw]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def read(source: RowSource) -> tuple[list[tuple[int, list[Cell]]], list[tuple[int, str]]]:
    faults: list[tuple[int, str]] = []
    return list(source.rows(lambda line, why: faults.append((line, why)))), faults


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same file with its parts changed."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return path


def test_cells_keep_their_types_and_rows_their_numbers(tmp_path: Path) -> None:
    rows: list[list[Raw]] = [
        [None],
        ["id", "amount", "close", "at", "note"],
        ["A-1", 1234.5, date(2027, 3, 31), datetime.fromisoformat("2027-03-31T10:59"), "'=1+1"],
        [],
        [84, 7, None, None, True, None, None],
    ]
    [source] = open_files([workbook(tmp_path / "deals.xlsx", {"Deals": rows})])
    assert (source.name, source.unit) == ("deals.xlsx", "row")
    assert source.columns == ("id", "amount", "close", "at", "note")
    assert read(source)[0] == [
        (3, ["A-1", Decimal("1234.5"), datetime(2027, 3, 31), datetime(2027, 3, 31, 10, 59), "'=1+1"]),  # noqa: DTZ001
        (5, [Decimal(84), Decimal(7), "", "", "TRUE"]),
    ]
    assert read(source) == read(source)


def test_each_sheet_is_a_table_of_its_own(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[Raw]]] = {"Deals": [["id"], ["1"]], "People": [["name"], ["Ana"]], "Empty": []}
    sources = open_files([workbook(tmp_path / "crm.xlsx", sheets)])
    assert [source.name for source in sources] == ["crm.xlsx, sheet Deals", "crm.xlsx, sheet People"]


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["id"])
    book.create_sheet("Lists").append(["secret"])
    book["Lists"].sheet_state = "hidden"
    book.save(tmp_path / "deals.xlsx")
    assert [source.name for source in open_files([tmp_path / "deals.xlsx"])] == ["deals.xlsx"]


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "deals.xlsx", {"Deals": [["id", "name"], ["1", "Acme", "extra"], ["2"]]})
    rows, faults = read(open_files([path])[0])
    assert rows == [(3, ["2", ""])]
    assert faults == [(2, "it has 3 cells, the header 2; name every column")]


def test_a_file_called_xlsx_that_is_none_is_named(tmp_path: Path) -> None:
    for name, content in (
        ("empty.xlsx", b""),
        ("text.xlsx", b"id,name\n1,Acme\n"),
        ("cut.xlsx", workbook(tmp_path / "good.xlsx", {"a": [["id"]]}).read_bytes()[:500]),
        ("other.zip", _zip({"a.txt": b"hello"})),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        if name == "text.xlsx":  # what a file holds counts, not its name
            assert open_files([path])[0].columns == ("id", "name")
            continue
        with pytest.raises(ImportFault, match=name.split(".")[0]):
            open_files([path])


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    zeros = bytes(40 << 20)
    path = workbook(tmp_path / "bomb.xlsx", {"a": [["id"], ["1"]]})
    repacked(path, lambda part, data: data + zeros if "sheet1" in part else data)
    assert path.stat().st_size < 200_000
    with pytest.raises(ImportFault, match="unpacks to far more than a table needs; save it as CSV"):
        open_files([path])


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    names = [f"a{number}" for number in range(30)]
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY {name} "&{before};&{before};">' for before, name in pairwise(names)
    )
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>&{names[-1]};</t></is></c></row></sheetData></worksheet>'
    )
    path = workbook(tmp_path / "laughs.xlsx", {"a": [["id"]]})
    repacked(path, lambda part, data: sheet.encode() if "sheet1" in part else data)
    with pytest.raises(ImportFault, match="cannot be read as XLSX"):
        open_files([path])


def test_a_row_number_beyond_the_format_ends_the_reading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "far.xlsx", {"a": [["id"], ["1"]]})
    repacked(path, lambda part, data: data.replace(b'r="2"', b'r="9000000"').replace(b'"A2"', b'"A9000000"'))
    with pytest.raises(ImportFault, match="more than 1,048,576 rows"):
        read(open_files([path])[0])


def test_a_broken_sheet_is_a_fault_and_no_trace(tmp_path: Path) -> None:
    path = workbook(tmp_path / "broken.xlsx", {"a": [["id"], ["1"]]})
    repacked(path, lambda part, data: data[: len(data) // 2] if "sheet1" in part else data)
    with pytest.raises(ImportFault, match="cannot be read as XLSX"):
        open_files([path])


def _zip(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return content.getvalue()
