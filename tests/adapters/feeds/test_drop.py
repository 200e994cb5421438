"""Finance's nightly export: taken by lines, faults by line, and no file lost."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.feeds.drop import Folder, read_file
from adapters.feeds.faults import FeedFault
from adapters.feeds.spec import About, DropSpec, FeedSpec, Terms
from bot.feed_jobs import Polled
from domain.sales.account_facts import CreditHold, HoldState
from domain.sales.imports.cells import Habits
from storage.unit_of_work import Storage
from tests.adapters.feeds.application import START, Office, office_on

HABITS = Habits("USD")
Put = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "finance"
    made.mkdir()
    return made


@pytest.fixture
def put(folder: Path) -> Put:
    """Put a file there that was written so many seconds before the start."""

    def write(name: str, text: str, age: float = 60) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (START.timestamp() - age,) * 2)
        return path

    return write


def spec_of(folder: Path, fields: dict[str, str] | None = None, complete: bool = True) -> FeedSpec:
    return FeedSpec("nightly", About.CREDIT, drop=DropSpec(str(folder), complete), terms=Terms(fields or {}))


def test_columns_are_known_by_their_usual_names(folder: Path, put: Put) -> None:
    text = "Customer;Customer Number;Overdue amount;On hold since;Reason\nKiln Works;77;1.234,50;3/4/2026;late\n"
    read = read_file(spec_of(folder), put("a.csv", text), HABITS, START)
    (hold,) = read.facts
    assert isinstance(hold, CreditHold)
    assert (hold.account.name, hold.account.id, hold.state) == ("Kiln Works", "77", HoldState.PLACED)
    assert (hold.overdue, hold.since, hold.reason) == (Decimal("1234.50"), date(2026, 3, 4), "late")
    assert hold.at == read.written == read.whole_since
    assert hold.at == datetime.fromtimestamp(START.timestamp() - 60, UTC)


def test_faults_name_file_and_line_and_the_rest_is_taken(folder: Path, put: Put) -> None:
    text = (
        "Customer,Overdue,Status\nKiln Works,12,hold\nAcme,lots,hold\n,5,hold\nBrightwater,7,purple\nNorthbrook,1,ok\n"
    )
    read = read_file(spec_of(folder), put("a.csv", text), HABITS, START)
    assert [fact.account.name for fact in read.facts] == ["Kiln Works", "Northbrook"]
    assert [fault.split(": ")[0] for fault in read.faults] == ["a.csv, line 3", "a.csv, line 4", "a.csv, line 5"]
    assert read.whole_since is None, "who stands on a broken line may be on hold"


def test_own_names_of_columns(folder: Path, put: Put) -> None:
    spec = spec_of(folder, {"account": "Debitor", "overdue": "Offen"})
    read = read_file(spec, put("a.csv", "Debitor,Offen,Customer\nKiln Works,5,x\n"), HABITS, START)
    assert read.facts[0].account.name == "Kiln Works"
    missing = read_file(spec, put("b.csv", "Customer,Offen\nKiln Works,5\n"), HABITS, START)
    assert missing.faults == (
        "b.csv: it has no column “Debitor”, which app.yaml names; its columns are Customer, Offen",
    )


def test_a_workbook_is_read_too(folder: Path) -> None:
    book = Workbook()
    assert book.active
    for row in (["Customer", "Overdue"], ["Kiln Works", 12.5]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    read = read_file(spec_of(folder), folder / "a.xlsx", HABITS, START)
    assert isinstance(read.facts[0], CreditHold)
    assert read.facts[0].overdue == Decimal("12.50")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Customer\n", "Nothing,Of,Use\n1,2,3\n", "\x00\x01\x02", 'Customer,Overdue\n"Kiln,5\n']
)
def test_a_file_that_says_nothing_releases_nobody(folder: Path, put: Put, text: str) -> None:
    read = read_file(spec_of(folder), put("a.csv", text), HABITS, START)
    assert read.facts == ()
    assert read.faults
    assert read.whole_since is None


def watched(storage: Storage, folder: Path, complete: bool = True) -> tuple[Office, FeedSpec]:
    office = office_on(storage, {"kiln": "Kiln Works", "acme": "Acme"})
    spec = spec_of(folder, complete=complete)
    office.feeds["nightly"] = Polled(spec, folder=Folder(spec, folder, HABITS, lambda: office.now.timestamp()))
    return office, spec


def states(office: Office) -> dict[str, HoldState]:
    facts = (fact for fact in office.facts().values() if isinstance(fact, CreditHold))
    return {fact.account.name: fact.state for fact in facts}


def test_the_folder_is_watched_and_whom_a_complete_list_leaves_out_is_released(
    storage: Storage, folder: Path, put: Put
) -> None:
    office, spec = watched(storage, folder)
    put("monday.csv", "Customer,Overdue\nKiln Works,5\nAcme,7\n", 3600)
    office.poll(spec)
    assert states(office) == {"Kiln Works": HoldState.PLACED, "Acme": HoldState.PLACED}
    assert office.heard()["nightly"] == datetime.fromtimestamp(START.timestamp() - 3600, UTC)

    put("tuesday.csv", "Customer,Overdue\nAcme,9\n", 60)
    office.poll(spec)
    assert states(office) == {"Kiln Works": HoldState.RELEASED, "Acme": HoldState.PLACED}
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["monday.csv", "tuesday.csv"]
    assert list(folder.glob("*.csv")) == []


def test_files_count_in_the_order_they_were_written_whatever_their_names(
    sqlite_storage: Storage, folder: Path, put: Put
) -> None:
    office, spec = watched(sqlite_storage, folder)
    put("a.csv", "Customer,Overdue\nAcme,9\n", 60)
    put("b.csv", "Customer,Overdue\nKiln Works,5\nAcme,7\n", 3600)
    office.poll(spec)
    assert states(office) == {"Kiln Works": HoldState.RELEASED, "Acme": HoldState.PLACED}


def test_without_complete_nobody_is_released_by_silence(sqlite_storage: Storage, folder: Path, put: Put) -> None:
    office, spec = watched(sqlite_storage, folder, complete=False)
    put("a.csv", "Customer,Overdue\nKiln Works,5\n", 3600)
    put("b.csv", "Customer,Status\nAcme,hold\n", 60)
    office.poll(spec)
    assert states(office) == {"Kiln Works": HoldState.PLACED, "Acme": HoldState.PLACED}


def test_a_file_with_faults_is_kept_beside_what_is_wrong_with_it(
    sqlite_storage: Storage, folder: Path, put: Put
) -> None:
    office, spec = watched(sqlite_storage, folder)
    for _ in range(2):
        put("a.csv", "Customer,Overdue\nKiln Works,5\nAcme,lots\n")
        office.poll(spec)
    assert states(office) == {"Kiln Works": HoldState.PLACED}
    kept = sorted(path.name for path in (folder / "faults").iterdir())
    assert kept == ["a-2.csv", "a-2.csv.faults.txt", "a.csv", "a.csv.faults.txt"]
    assert "a.csv, line 3: overdue: “lots”" in (folder / "faults/a.csv.faults.txt").read_text(encoding="utf-8")
    assert "Acme,lots" in (folder / "faults/a.csv").read_text(encoding="utf-8")


def test_a_file_that_is_still_written_is_left_alone(sqlite_storage: Storage, folder: Path, put: Put) -> None:
    office, _ = watched(sqlite_storage, folder)
    waiting = office.feeds["nightly"].folder
    assert waiting
    put("a.csv", "Customer\nKiln", age=3)
    put(".hidden.csv", "Customer\nKiln\n")
    put("~$b.xlsx", "")
    put("notes.md", "")
    assert waiting.waiting() == []


def test_a_folder_that_is_gone_is_named_and_looked_for_again(sqlite_storage: Storage, folder: Path) -> None:
    office, spec = watched(sqlite_storage, folder)
    folder.rmdir()
    office.poll(spec)
    state = office.state("nightly")
    assert state.failures == 1
    assert state.error == f"the folder {folder} cannot be read (no such file or directory): make it, or name another"
    folder.mkdir()
    office.poll(spec)
    assert office.state("nightly").failures == 0


def test_what_cannot_be_moved_is_named(folder: Path, put: Put) -> None:
    spec = spec_of(folder)
    here = Folder(spec, folder, HABITS, lambda: START.timestamp())
    path = put("a.csv", "Customer,Overdue\nKiln Works,5\n")
    (folder / "done").write_text("no folder", encoding="utf-8")
    with pytest.raises(FeedFault, match="cannot be moved out of the folder"):
        here.put_away(path, here.read(path, START))
    assert path.exists()
