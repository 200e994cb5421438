"""One row: what it becomes, and why it is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from domain.sales.imports.cells import CellFault
from domain.sales.imports.report import Taken
from domain.sales.opportunity import Account, Opportunity
from domain.sales.process import ForecastCategory
from tests.imports.conftest import EURO_COMPANY, ROW, Desk, in_words, noted, refused

NOBODY, MEND = (
    "the owner is nobody known",
    "them in app.yaml or a file of people, or write “new_owners: add” in a mapping",
)
NO_NUMBER = "the amount is no number, in column Amount"


def test_a_row_becomes_an_opportunity(both_desks: Desk) -> None:
    header = (
        "Opportunity ID,Opportunity Name,Account Name,Account ID,Product,Stage,Probability (%),Amount,Close Date,"
        "Opportunity Owner,Forecast Category,Next Step,Next Step Date,Competitor,Created Date,Last Stage Change Date,"
        "Last Modified Date,Feedback"
    )
    row = (
        'A-1,"Pumps, phase 2",Acme,0017,GTX Pro,Quoted,60,"$180,000.50",3/31/2027,ana@EXAMPLE.com,Best Case,'
        '"Call Jo,\nthen legal",11/30/2026,Vandelay,9/1/2026,10/2/2026,11/20/2026,"=1+1 is ""fine"""'
    )
    report = both_desks.rows(row, header=header)
    assert report.opportunities == Taken(1, 0, 0)
    assert not len(report.refused)
    assert both_desks.opportunity() == Opportunity(
        id="A-1",
        name="Pumps, phase 2",
        account="Acme",
        product="GTX Pro",
        stage="Proposal",
        probability=60,
        amount=Decimal("180000.50"),
        currency="USD",
        close_date=date(2027, 3, 31),
        owner="ana@example.com",
        account_id="0017",
        forecast_category=ForecastCategory.BEST_CASE,
        next_step="Call Jo, then legal",
        next_step_date=date(2026, 11, 30),
        competitor="Vandelay",
        feedback='=1+1 is "fine"',
        created=date(2026, 9, 1),
        stage_since=date(2026, 10, 2),
        confirmed=datetime(2026, 11, 20, tzinfo=UTC),
    )
    with both_desks.storage.read() as uow:
        assert uow.accounts.get("0017") == Account("0017", "Acme")


def test_what_a_row_leaves_out_follows_from_the_process(desk: Desk) -> None:
    desk.rows(
        "A-1,Acme,Proposal,,,Ana Silva", "A-2,Acme,Closed Won,100,2026-06-30,Ana Silva", "A-3,Acme,lost,,,Ben Okafor"
    )
    opened, won, lost = (desk.opportunity(f"A-{number}") for number in (1, 2, 3))
    assert (opened.probability, opened.closed_on, opened.forecast_category) == (50, None, None)
    assert (won.probability, won.closed_on, won.stage_since) == (100, date(2026, 6, 30), date(2026, 6, 30))
    assert won.forecast_category is ForecastCategory.CLOSED
    assert (lost.stage, lost.probability, lost.closed_on) == ("Closed Lost", 0, desk.now.date())
    assert opened.name == "Acme"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "A-1,Acme,Propsal,1,,Ana Silva",
            CellFault(
                "the stage is not known",
                "Propsal",
                "the nearest in app.yaml is “Proposal”; write “Propsal: Proposal” under stages in a mapping",
            ),
        ),
        (
            "A-1,Acme,Zzz,1,,Ana Silva",
            CellFault(
                "the stage is not known",
                "Zzz",
                "app.yaml has Qualification, Proposal, Negotiation, Closed Won, Closed Lost; "
                "say under stages in a mapping which of them it is",
            ),
        ),
        ("A-1,Acme,,1,,Ana Silva", CellFault("the row has no stage", "", "fill it in")),
        (",Acme,Proposal,1,,Ana Silva", CellFault("the row has no id", "", "fill it in, or take the row out")),
        (
            "A-1,Acme,Proposal,1,,Anna Silva",
            CellFault(NOBODY, "Anna Silva", f"did you mean “Ana Silva”? Otherwise name {MEND}"),
        ),
        ("A-1,Acme,Proposal,1,,Qqq", CellFault(NOBODY, "Qqq", f"name {MEND}")),
        (
            "A-1,Acme,Proposal,1,,an.a@example.com",
            CellFault(NOBODY, "an.a@example.com", f"did you mean “ana@example.com”? Otherwise name {MEND}"),
        ),
        (
            "A-1,Acme,Proposal,n/a,,Ana Silva",
            CellFault(NO_NUMBER, "n/a", "leave the cell empty or write the figure, such as 12500.50"),
        ),
        (
            "A-1,Acme,Proposal,-5,,Ana Silva",
            CellFault(
                "the amount is below zero, in column Amount",
                "-5",
                "write what the customer would pay, or leave it empty",
            ),
        ),
        (
            "A-1,Acme,Proposal,€80,,Ana Silva",
            CellFault(
                "the amount is in another currency than USD, in column Amount",
                "€80",
                "convert it to USD before the import",
            ),
        ),
        (
            "A-1,Acme,Proposal,1,soon,Ana Silva",
            CellFault("the date cannot be read, in column Close Date", "soon", "write it as 2027-03-31"),
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_row_that_cannot_be_taken_is_named_by_line_with_reason_and_mend(
    desk: Desk, row: str, fault: CellFault
) -> None:
    report = desk.rows("A-0,Bo,Proposal,1,,Ben Okafor", row, "A-9,Cy,Proposal,1,,Ben Okafor")
    assert refused(report) == {str(fault): [3]}
    assert report.opportunities == Taken(2, 0, 0)
    assert "deals.csv, line 3" in in_words(report)
    assert desk.count() == 2


def test_another_currency_in_its_own_column_is_refused(desk: Desk) -> None:
    report = desk.rows(
        "A-1,Proposal,5,USD,2027-01-01", "A-2,Proposal,5,eur,2027-01-01", "A-3,Proposal,,EUR,2027-01-01",
        header="Id,Stage,Amount,Currency,Close Date",
    )  # fmt: skip
    assert refused(report) == {
        "the amount is in another currency than USD: “eur”; convert it to USD before the import": [3]
    }


def test_amounts_and_dates_follow_the_locale_of_the_process(desk: Desk) -> None:
    desk.company = EURO_COMPANY
    desk.rows("A-1;Proposal;1.234,56;03.04.2027", "A-2;Proposal;1.234;5/6/2027", header="Id;Stage;Amount;Close Date")
    first, second = desk.opportunity("A-1"), desk.opportunity("A-2")
    assert (first.amount, first.close_date) == (Decimal("1234.56"), date(2027, 4, 3))
    assert (second.amount, second.close_date) == (Decimal(1234), date(2027, 6, 5))


def test_a_file_that_proves_another_date_order_is_read_by_it_and_says_so(desk: Desk) -> None:
    report = desk.rows("A-1,Acme,Proposal,1,3/4/2027,Ana Silva", "A-2,Acme,Proposal,1,25/12/2026,Ana Silva")
    assert desk.opportunity("A-1").close_date == date(2027, 4, 3)
    assert "its dates are day first, and were read so" in in_words(report)


def test_a_file_with_both_date_orders_has_its_doubtful_days_refused(desk: Desk) -> None:
    report = desk.rows(
        "A-1,Acme,Proposal,1,3/4/2027,Ana Silva",
        "A-2,Acme,Proposal,1,25/12/2026,Ana Silva",
        "A-3,Acme,Proposal,1,12/25/2026,Ana Silva",
    )
    assert list(refused(report).values()) == [[2]]
    assert desk.count() == 2


def test_an_id_in_two_rows_that_differ_is_taken_from_neither_and_both_are_named(desk: Desk) -> None:
    report = desk.rows(ROW, "A-2,Bo,Proposal,1,,Ana Silva", ROW.replace("180000", "90000"))
    sentence = (
        "the id stands in several rows that differ, so none was taken: “A-1, line 2 and 4”; "
        "leave one, or give each an id of its own"
    )
    assert refused(report) == {sentence: [2, 4]}
    assert report.opportunities == Taken(1, 0, 0)


def test_an_id_in_two_files_that_differ_is_taken_from_neither(desk: Desk) -> None:
    files = (desk.deals(ROW, name="a.csv"), desk.deals("A-2,Bo,Proposal,1,,", ROW.replace("Acme", "Bo"), name="b.csv"))
    for order in permutations(files):
        report = desk.take(*order)
        [sentence] = refused(report)  # the same for both files
        assert "“A-1, a.csv line 2 and b.csv line 3”" in sentence
        assert [(group.file, list(group.lines)) for group in report.refused] == [("a.csv", [2]), ("b.csv", [3])]


def test_a_row_that_repeats_another_word_for_word_is_taken_once(desk: Desk) -> None:
    report = desk.rows(ROW, ROW)
    assert report.opportunities == Taken(1, 0, 0)
    assert noted(report) == {"the row repeats an earlier one word for word; taken once": [3]}


def test_rows_without_account_owner_or_date_are_real_and_taken(desk: Desk) -> None:
    report = desk.rows("A-1,,Proposal,1,,")
    assert noted(report) == {
        "there is no account; taken without one": [2],
        "there is no owner; taken without one, and nobody is asked about it": [2],
        "there is no date; taken without one": [2],
    }
    assert (desk.opportunity().account, desk.opportunity().owner, desk.opportunity().name) == ("", "", "A-1")


def test_notes_of_a_row_that_is_refused_stay_unsaid(desk: Desk) -> None:
    report = desk.rows("A-1,,Proposal,n/a,,")
    assert (len(report.refused), len(report.notes)) == (1, 0)
