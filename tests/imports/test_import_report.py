"""The report in words: every row that was not taken, by file, line and reason."""

from domain.sales.imports.cells import CellFault
from domain.sales.imports.tally import Tally, ranges
from tests.imports.conftest import Desk, in_words


def test_the_whole_report_of_a_small_import(desk: Desk) -> None:
    people = desk.write("team.csv", "Name;Role;Email\nBo Lind;rep;bo@example.com\n")
    rows = (
        "A-1,Acme,Proposal,5,2027-01-01,Ana Silva,3",
        "A-2,,Closed Won,5,2026-01-01,Bo Lind,4",
        "A-3,Acme,Oops,5,,Ana Silva,1",
        "A-4,Acme,Proposal,n/a,,Ana Silva,1",
        "A-5,Acme,Oops,7,,Ana Silva,1",
        "A-6,Acme,Oops",
    )
    header = "Opportunity ID,Account Name,Stage,Amount,Close Date,Opportunity Owner,Calls"
    report = desk.take(people, desk.deals(*rows, header=header))
    assert (
        in_words(report)
        == """\
Imported 2 opportunities (2 new). 1 account (1 new); 1 person (1 new). 4 rows could not be taken.

Files
  deals.csv: opportunities, 5 rows; not taken, being no high cards: Calls.
  team.csv: people, 1 row; its cells are separated by semicolons.

Could not be taken
  The stage is not known: “Oops”; app.yaml has Qualification, Proposal, Negotiation, Closed Won, Closed Lost; \
say under stages in a mapping which of them it is. deals.csv, 2 lines: 4, 6
  The amount is no number, in column Amount: “n/a”; leave the cell empty or write the figure, such as 12500.50. \
deals.csv, line 5
  It has 3 cells, the header 7; it may be cut off. deals.csv, line 7

Noted
  There is no account; taken without one. deals.csv, line 3"""
    )


def test_every_line_is_named_however_many_there_are(desk: Desk) -> None:
    rows = [f"A-{number},Acme,{'Oops' if number % 3 else 'Proposal'},1,," for number in range(9)]
    assert "deals.csv, 6 lines: 3–4, 6–7, 9–10" in in_words(desk.rows(*rows))


def test_numbers_in_a_row_are_said_as_one_run() -> None:
    assert list(ranges([2, 3, 4, 7, 9, 10])) == [(2, 4), (7, 7), (9, 10)]
    assert list(ranges([])) == []


def test_beyond_many_different_words_the_reason_is_said_without_them_and_all_lines_stay() -> None:
    tally = Tally()
    for line in range(5000):
        tally.add("a.csv", "line", line, CellFault("the amount is no number", f"n/a {line}", "mend it"))
    groups = list(tally)
    assert len(groups) == 2001
    assert groups[-1].sentence == "the amount is no number; mend it"
    assert sorted(line for group in groups for line in group.lines) == list(range(5000))
    assert len(tally) == 5000


def test_words_of_a_file_cannot_steer_a_terminal(desk: Desk) -> None:
    report = desk.rows("A-1,Acme,\x1b[2JOops\u202e,1,,Ana Silva", "A-2,Acme,Proposal,1,,Ana Silva")
    said = in_words(report)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "?[2JOops?" in said
