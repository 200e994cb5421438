"""Whatever a file holds, an import ends in a report or in faults in words, never in a trace."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.sales.imports.mapping import ImportFault
from storage.unit_of_work import Storage
from tests.imports.conftest import HEADER, ROW, Desk, in_words

BYTES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LETTERS = st.characters(exclude_categories=["Cc"])  # a small file full of control characters counts as binary
GOOD = f'{HEADER}\n{ROW}\nA-2,“Bö”,Closed Won,"1,5",25/12/2026,ben@example.com\n'.encode()


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that forgets: each import is a dry run."""
    folder = tmp_path_factory.mktemp("spare")
    storage = Storage(f"sqlite:///{folder / 'spare.db'}")
    storage.migrate()
    yield Desk(storage, folder)
    storage.close()


def ends_in_words(desk: Desk, path: Path) -> bool:
    """Whether it was taken; either way there are words."""
    try:
        report = desk.take(path, dry_run=True)
    except ImportFault as fault:
        for sentence in fault.faults:
            assert path.name in sentence
            assert sentence.isprintable()
        return False
    assert in_words(report)
    return True


@BYTES
@given(st.binary(max_size=400))
@example(b"\x00")
@example(b"\xff\xfe")
@example(b"sep=")
@example(b"sep=\n")
@example(b'sep="\na"b\n')
@example(b"\xef\xbb\xbf")
@example(b"id,stage,amount\n1,Proposal,1e999999\n")
@example(b"id,stage,amount\n1,Proposal," + b"9" * 3000 + b"\n")
@example(b"id,stage,close date\n1,Proposal,99999999999999\n")
@example(b"id,stage,close date\n1,Proposal," + "٣/٤/٢٠١٧".encode() + b"\n")
def test_any_bytes(spare: Desk, content: bytes) -> None:
    ends_in_words(spare, spare.write("any.csv", content))


@BYTES
@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.binary(max_size=12))
def test_a_good_file_with_a_wound(spare: Desk, at: int, cut: int, put: bytes) -> None:
    ends_in_words(spare, spare.write("wounded.csv", GOOD[:at] + put + GOOD[at + cut :]))


@BYTES
@given(st.lists(st.lists(st.text(LETTERS, max_size=12), min_size=6, max_size=6), max_size=6))
def test_any_cells_below_a_good_header(spare: Desk, rows: list[list[str]]) -> None:
    lines = [HEADER, *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    assert ends_in_words(spare, spare.write("cells.csv", "\n".join(lines).encode("utf-8", "surrogatepass")))


@settings(BYTES, max_examples=60)
@given(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=20))
def test_a_good_workbook_with_a_wound(spare: Desk, at: int, cut: int, put: bytes) -> None:
    good = workbook()
    at %= len(good)
    ends_in_words(spare, spare.write("wounded.xlsx", good[:at] + put + good[at + cut :]))


@settings(BYTES, max_examples=60)
@given(st.integers(0, 20), st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=20))
def test_a_workbook_with_a_wound_in_one_of_its_parts(spare: Desk, part: int, at: int, cut: int, put: bytes) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(content, "w") as new:
        names = old.namelist()
        for name in names:
            data = old.read(name)
            here = at % (len(data) + 1)
            wounded = name == names[part % len(names)]
            new.writestr(name, data[:here] + put + data[here + cut :] if wounded else data)
    ends_in_words(spare, spare.write("wounded.xlsx", content.getvalue()))


def workbook() -> bytes:
    book = Workbook()
    for row in (HEADER.split(","), ROW.split(","), ["A-2", "Bo", "Closed Won", 1.5, None, "Ben Okafor"]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
