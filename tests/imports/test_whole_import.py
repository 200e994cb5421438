"""An import as a whole: all or nothing, the same twice, in any order, with dates moved."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from openpyxl import Workbook

from domain.sales.imports.report import Taken
from storage.unit_of_work import Storage, Unavailable
from tests.imports.conftest import HEADER, ROW, Desk, in_words


def test_files_that_are_nothing_known_are_left_out_and_named(desk: Desk) -> None:
    report = desk.take(desk.deals(ROW), desk.write("notes.csv", "Table,Field\na,b\n"))
    assert report.left_out == ("notes.csv",)
    assert "notes.csv: left out, none of its columns is known." in in_words(report)


def test_a_file_with_a_header_alone_is_nothing_to_take(desk: Desk) -> None:
    assert desk.rows().opportunities == Taken()


def test_a_dry_run_keeps_nothing_and_says_what_it_would_do(desk: Desk) -> None:
    report = desk.rows(ROW, dry_run=True)
    assert report.opportunities == Taken(1, 0, 0)
    assert in_words(report).startswith("A dry run: nothing was kept. It would take 1 opportunity (1 new).")
    assert (desk.count(), desk.people()) == (0, {})


def test_a_fault_on_the_way_leaves_everything_as_it_was(both_desks: Desk) -> None:
    desk = both_desks
    desk.rows(ROW)
    before = desk.opportunity()

    def stop(percent: int) -> None:
        if percent > 80:  # in the second pass, when some batches have been written
            raise KeyboardInterrupt

    desk.progress = stop
    with pytest.raises(KeyboardInterrupt):
        desk.rows(ROW.replace("180000", "1"), *(f"B-{number},Acme,Proposal,1,,Ana Silva" for number in range(5000)))
    assert desk.count() == 1
    assert desk.opportunity() == before
    assert desk.log() == []
    with desk.storage.read() as uow:
        assert [row.said.count("180000") for row in uow.imports.rows(["A-1"]).values()] == [1]


def test_progress_rises_to_one_hundred(desk: Desk) -> None:
    desk.rows(*(f"A-{number},Acme,Proposal,1,,Ana Silva" for number in range(5000)))
    assert desk.told == sorted(set(desk.told))
    assert desk.told[-1] == 100
    assert len(desk.told) > 5


def test_importing_again_changes_nothing(both_desks: Desk) -> None:
    rows = [ROW, "A-2,,Closed Won,5,2026-01-31,", "A-3,Bo,quote,,,Ben Okafor"]
    both_desks.rows(*rows)
    before = [both_desks.opportunity(f"A-{n}") for n in (1, 2, 3)]
    both_desks.later(days=40)
    report = both_desks.rows(*rows)
    assert report.opportunities == Taken(0, 0, 3)
    assert report.accounts.new == report.accounts.updated == report.changes == 0
    assert [both_desks.opportunity(f"A-{n}") for n in (1, 2, 3)] == before
    assert both_desks.log() == []  # the starting state is no change


def test_the_order_of_rows_and_files_does_not_matter(desk: Desk) -> None:
    stages = ("Proposal", "Closed Won", "Nope")
    rows = [f"A-{n},Customer {n % 7},{stages[n % 3]},{n},2026-01-{n % 28 + 1:02d},Ana Silva" for n in range(60)]
    Random(1).shuffle(rows)
    desk.take(desk.deals(*rows[:30], name="a.csv"), desk.deals(*rows[30:], name="b.csv"))
    before = {n: desk.opportunity(f"A-{n}") for n in range(60) if n % 3 != 2}
    Random(2).shuffle(rows)
    report = desk.take(desk.deals(*rows[40:], name="b.csv"), desk.deals(*rows[:40], name="a.csv"))
    assert report.opportunities == Taken(0, 0, 40)
    assert {n: desk.opportunity(f"A-{n}") for n in before} == before


def test_dates_are_shifted_so_that_the_last_thing_that_happened_was_today(desk: Desk) -> None:
    rows = [
        "A-1,Acme,Closed Won,5,2017-12-31,2017-03-01",
        "A-2,Acme,Proposal,5,2018-02-15,2017-10-01",  # planned, so it may lie ahead
        "A-3,Acme,Proposal,5,,",
    ]
    header = "Id,Account,Stage,Amount,Close Date,Created"
    report = desk.rows(*rows, header=header, shift_dates=True)
    assert report.last_day == date(2017, 12, 31)
    assert desk.opportunity("A-1").closed_on == desk.now.date()
    assert desk.opportunity("A-2").close_date == desk.now.date() + (date(2018, 2, 15) - date(2017, 12, 31))
    assert desk.opportunity("A-2").created == desk.now.date() - (date(2017, 12, 31) - date(2017, 10, 1))
    assert "31 Dec 2017, is now 23 Nov 2026" in in_words(report)
    desk.later(days=3)  # by the same days as before: another shift would change every record
    again = desk.rows(*rows, header=header, shift_dates=True)
    assert again.opportunities == Taken(0, 0, 3)
    assert "Dates were not moved, although" in in_words(desk.rows(*rows, header=header, dry_run=True))


def test_planned_dates_are_shifted_to_today_where_nothing_has_happened(desk: Desk) -> None:
    desk.rows("A-1,Acme,Proposal,5,2018-02-15,", "A-2,Acme,Proposal,5,2018-02-10,", shift_dates=True)
    assert desk.opportunity("A-1").close_date == desk.now.date()


def test_a_database_that_is_busy_leaves_everything_as_it_was(desk: Desk) -> None:
    url = f"sqlite:///{desk.folder / 'quarterback.db'}"
    impatient = Storage(url, wait=0.1)
    file = desk.deals(ROW)
    with desk.storage.begin(), pytest.raises(Unavailable):
        Desk(impatient, desk.folder).take(file)
    impatient.close()
    assert desk.count() == 0


def test_a_xlsx_file_is_imported_like_a_csv_file(desk: Desk) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    typed = ["A-1", "Acme", "Proposal", 180000.5, date(2027, 3, 31), "Ana Silva"]
    for row in (HEADER.split(","), typed, ["A-2", "Bo", "Oops", 1]):
        sheet.append(row)
    path = desk.folder / "deals.xlsx"
    book.save(path)
    report = desk.take(path)
    assert desk.opportunity().amount == Decimal("180000.50")
    assert desk.opportunity().close_date == date(2027, 3, 31)
    assert "deals.xlsx, row 3" in in_words(report)
