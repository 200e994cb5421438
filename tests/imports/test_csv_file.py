"""CSV files as they come: encodings, delimiters, physical lines, and everything that is no table of text."""

from pathlib import Path

import pytest

from adapters.crm.csv_file import CsvFile
from adapters.crm.files import open_files
from domain.sales.imports.cells import Cell
from domain.sales.imports.mapping import ImportFault, RowSource

Read = tuple[list[tuple[int, list[Cell]]], list[tuple[int, str]]]


def source_of(folder: Path, content: bytes | str, name: str = "deals.csv") -> RowSource:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_files([path])[0]


def read(source: RowSource) -> Read:
    faults: list[tuple[int, str]] = []
    return list(source.rows(lambda line, why: faults.append((line, why)))), faults


def fault_of(folder: Path, content: bytes | str, name: str = "deals.csv") -> str:
    with pytest.raises(ImportFault) as caught:
        source_of(folder, content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("delimiter", "note"),
    [
        (",", ()),
        (";", ("its cells are separated by semicolons",)),
        ("\t", ("its cells are separated by tabs",)),
        ("|", ("its cells are separated by bars",)),
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, note: tuple[str, ...]) -> None:
    lines = (("id", "name", "amount"), ("1", "Acme, Inc", "1.5"), ("2", "“Bo; Co” | x", "2"))
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)
    source = source_of(tmp_path, text)
    assert source.columns == ("id", "name", "amount")
    assert source.notes == note
    assert read(source)[0][0] == (2, ["1", "Acme, Inc", "1.5"])


def test_a_line_that_says_the_delimiter_is_believed(tmp_path: Path) -> None:
    source = source_of(tmp_path, "sep=;\nid;name\n1;a,b,c\n")
    assert read(source)[0] == [(3, ["1", "a,b,c"])]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoding: str, named: str) -> None:
    source = source_of(tmp_path, "id,name\n1,Müller & Söhne\n2,Ægir ehf – “Skagen”\n".encode(encoding))
    assert [cells[1] for _, cells in read(source)[0]] == ["Müller & Söhne", "Ægir ehf – “Skagen”"]
    assert source.notes == ((f"it is written in {named}, and was read so",) if named else ())


def test_a_broken_byte_in_a_utf8_file_costs_its_line_alone(tmp_path: Path) -> None:
    lines = ["id,name", *(f"{number},Müller" for number in range(5))]
    content = "\n".join(lines).encode().replace(b"3,M\xc3\xbcller", b"3,M\xfcller")
    rows, faults = read(source_of(tmp_path, content))
    assert [line for line, _ in rows] == [2, 3, 4, 6]
    assert faults == [(5, "it holds bytes that are no UTF-8 text; correct the line")]


def test_a_nul_byte_costs_its_line_alone(tmp_path: Path) -> None:
    rows, faults = read(source_of(tmp_path, b"id,name\n1,Acme\n2,Ac\x00me\n3,Bo\n"))
    assert [line for line, _ in rows] == [2, 4]
    assert [line for line, _ in faults] == [3]


def test_lines_are_those_of_the_file_with_breaks_in_quotes_and_blank_lines(tmp_path: Path) -> None:
    text = 'id,note\r\n1,"two\r\nlines"\r\n\r\n2,"a ""word"""\r\n,\r\n3,x\r\n'
    rows, faults = read(source_of(tmp_path, text))
    assert rows == [(2, ["1", "two\r\nlines"]), (5, ["2", 'a "word"']), (7, ["3", "x"])]
    assert faults == []


def test_rows_of_another_width_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    rows, faults = read(source_of(tmp_path, "id,name,amount\n1,Acme, Inc,5\n2,Bo\n3,Cy,7\n4,Di,8,,\n"))
    assert rows == [(4, ["3", "Cy", "7"]), (5, ["4", "Di", "8"])]
    assert faults == [
        (2, "it has 4 cells, the header 3; put quotation marks around texts that hold the delimiter"),
        (3, "it has 2 cells, the header 3; it may be cut off"),
    ]


def test_a_quotation_mark_out_of_place_costs_its_line_alone(tmp_path: Path) -> None:
    rows, faults = read(source_of(tmp_path, 'id,name\n1,"Acme" Inc\n2,Bo\n'))
    assert rows == [(3, ["2", "Bo"])]
    assert faults == [(2, "a quotation mark is out of place; write it twice inside a text, or close it")]


def test_a_quotation_mark_that_never_closes_names_all_the_lines_it_swallows(tmp_path: Path) -> None:
    rows, faults = read(source_of(tmp_path, 'id,name\n1,Acme\n2,"Bo\n3,Cy\n4,Di\n'))
    assert rows == [(2, ["1", "Acme"])]
    assert [line for line, _ in faults] == [3]
    assert "swallows the lines up to 5" in faults[0][1]


def test_a_huge_quoted_text_does_not_swallow_the_rest_of_the_file(tmp_path: Path) -> None:
    lines = ["id,name", '1,"Acme', *(f"{number},customer number {number}" for number in range(2, 20_000))]
    rows, faults = read(source_of(tmp_path, "\n".join(lines)))
    assert len(faults) == 1
    assert rows[-1][0] == len(lines)


def test_columns_without_names_and_with_one_name_are_told_apart(tmp_path: Path) -> None:
    source = source_of(tmp_path, "id, ,name,name,name\n1,2,3,4,5\n")
    assert source.columns == ("id", "column 2", "name", "name (2)", "name (3)")


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    source = source_of(tmp_path, "id,name\n1,Acme\n")
    assert read(source) == read(source)


def test_a_file_changed_while_it_is_read_is_refused(tmp_path: Path) -> None:
    source = source_of(tmp_path, "id,name\n1,Acme\n")
    (tmp_path / "deals.csv").write_text("id,name\n1,Acme\n2,Bo\n")
    with pytest.raises(ImportFault, match="was changed while it was read"):
        read(source)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "is a picture"),
        (b"\x1f\x8b\x08\x00" + bytes(50), "is a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old or password-protected Excel file"),
        (b"<!DOCTYPE html>\n<html><title>Log in</title></html>", "is a web page, perhaps the page to log in"),
        (b"\n  <html lang=en>", "is a web page"),
        (b'<?xml version="1.0"?><a/>', "is XML"),
        (b'[{"id": 1}]', "is JSON"),
        (b'{"records": []}', "is JSON"),
        (bytes(range(256)) * 20, "is no text"),
        (b"\x00" * 5000, "is empty"),
        (b'"id,name\n1,Acme\n', "the names of the columns cannot be read"),
        (b"PK\x05\x06" + bytes(18), "is a ZIP file"),
    ],
)
def test_what_is_no_table_of_text_is_named_for_what_it_is(tmp_path: Path, content: bytes, what: str) -> None:
    said = fault_of(tmp_path, content)
    assert said.startswith("deals.csv")
    assert what in said
    assert "; " in said  # and how to mend it


def test_a_line_without_end_is_no_table(tmp_path: Path) -> None:
    assert "its first line has no end" in fault_of(tmp_path, "x" * 100_000)


def test_a_thousand_columns_are_too_many(tmp_path: Path) -> None:
    assert "1,200 columns" in fault_of(tmp_path, ",".join(f"c{number}" for number in range(1200)))


def test_folders_missing_files_and_devices_are_named_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(ImportFault) as caught:
        open_files([tmp_path, tmp_path / "nowhere.csv", Path("/dev/null"), Path("a\0b")])
    folder, missing, device, broken = caught.value.faults
    assert folder == f"{tmp_path} is a folder; name the files in it, such as {tmp_path}/*.csv"
    assert "nowhere.csv cannot be read (no such file or directory)" in missing
    assert "is no file" in device
    assert "cannot be read" in broken


def test_no_file_at_all_is_a_fault() -> None:
    with pytest.raises(ImportFault, match="no file was named"):
        open_files([])


def test_a_file_named_twice_is_read_once_and_equal_names_are_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "old"
    other.mkdir()
    for folder in (tmp_path, other):
        (folder / "deals.csv").write_text("id,name\n1,Acme\n")
    paths = [tmp_path / "deals.csv", tmp_path / "deals.csv"]
    assert [source.name for source in open_files(paths)] == ["deals.csv"]
    both = open_files([tmp_path / "deals.csv", other / "deals.csv"])
    assert [source.name for source in both] == [str(tmp_path / "deals.csv"), str(other / "deals.csv")]
    assert all(isinstance(source, CsvFile) for source in both)
