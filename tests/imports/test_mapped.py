"""A mapping laid on files: missing columns, dropped columns, stages, files joined."""

from dataclasses import replace
from datetime import date

import pytest

from domain.sales.imports.mapping import ImportFault
from tests.imports.conftest import HEADER, MAPPING, ROW, Desk, in_words, refused


def test_stages_are_translated_by_the_mapping(desk: Desk) -> None:
    desk.rows("A-1,Acme,In talks,1,,", mapping=MAPPING + "stages: {in  Talks: Negotiation}\n")
    assert desk.opportunity().stage == "Negotiation"


def test_a_mapping_to_a_stage_that_app_yaml_has_not_stops_the_import(desk: Desk) -> None:
    with pytest.raises(ImportFault) as caught:
        desk.rows(ROW, mapping=MAPPING + "stages:\n  Engaging: Propsal\n  Old: Qqq\n")
    assert caught.value.faults == (
        "mapping.yaml, line 4: “Engaging” is mapped to “Propsal”, no stage of app.yaml; did you mean “Proposal”?",
        "mapping.yaml, line 5: “Old” is mapped to “Qqq”, no stage of app.yaml; "
        "it has Qualification, Proposal, Negotiation, Closed Won, Closed Lost",
    )


def test_a_mapping_that_names_no_column_of_the_file_stops_the_import_with_the_nearest(desk: Desk) -> None:
    mapping = "opportunities:\n  id: Opportunity ID\n  stage: Stagee\n  amount: Total\n"
    with pytest.raises(ImportFault) as caught:
        desk.rows(ROW, mapping=mapping)
    stage, amount = caught.value.faults
    assert stage == (
        "mapping.yaml, line 3: opportunities.stage is read from column “Stagee”, which deals.csv does not have; "
        "did you mean “Stage”?"
    )
    assert amount.endswith("which deals.csv does not have; it has " + ", ".join(f"“{c}”" for c in HEADER.split(",")))


def test_a_mapping_without_any_column_of_the_file_stops_the_import(desk: Desk) -> None:
    with pytest.raises(ImportFault, match=r"mapping.yaml names no column of deals.csv; it has “Opportunity ID”"):
        desk.rows(ROW, mapping="accounts: {name: Firm}\n")


def test_columns_that_are_no_high_cards_are_dropped_by_name(desk: Desk) -> None:
    report = desk.rows(
        "A-1,Proposal,1,2027-01-01,7,yes,2026-11-01",
        header="Id,Stage,Amount,Close Date,Number of Calls,Visited,Last Activity Date",
    )
    assert report.files[0].dropped == ("Number of Calls", "Visited", "Last Activity Date")
    assert "not taken, being no high cards: Number of Calls, Visited, Last Activity Date" in in_words(report)


def test_high_cards_the_company_has_not_declared_are_dropped_too(desk: Desk) -> None:
    cards = tuple(card for card in desk.company.process.high_cards if card != "competitor")
    desk.company = replace(desk.company, process=replace(desk.company.process, high_cards=cards))
    report = desk.rows("A-1,Proposal,1,Vandelay", header="Id,Stage,Amount,Competitor")
    assert report.files[0].dropped == ("Competitor",)
    assert desk.opportunity().competitor is None


def test_pipedrive_tells_won_and_lost_by_status(desk: Desk) -> None:
    desk.rows(
        "1,Pumps,Proposal,open,5,USD", "2,Valves,Proposal,Won,5,USD", "3,Gauges,Negotiation,lost,5,USD",
        header="Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Value,Deal - Currency of Value",
    )  # fmt: skip
    assert [desk.opportunity(n).stage for n in ("1", "2", "3")] == ["Proposal", "Closed Won", "Closed Lost"]


def test_joined_files_are_laid_beside_by_their_key(desk: Desk) -> None:
    files = [
        desk.write("Fact.csv", "Opp,Phase,Money,Made\n1,10,500,41679\n2,20,700,41680\n3,99,1,41680\n4,30,1,41680\n"),
        desk.write(
            "Stage.csv", "Phase No,Phase Name,Chance\n10,Proposal,0.1\n20,Negotiation,0.6\n30,Proposal,1\n30,Lost,0\n"
        ),
        desk.write("Opp.csv", "Opp,Title,Size\n1,Pumps,L\n2,Valves,S\n"),
    ]
    mapping = """
opportunities:
  file: fact.csv
  id: Opp
  name: Title
  stage: Phase Name
  probability: Chance
  amount: Money
  created: Made
  join:
    - {file: Stage.csv, on: Phase, to: Phase No}
    - {file: Opp.csv, on: Opp}
"""
    report = desk.take(*files, mapping=mapping)
    first, second = desk.opportunity("1"), desk.opportunity("2")
    assert (first.name, first.stage, first.probability, first.created) == ("Pumps", "Proposal", 10, date(2014, 2, 9))
    assert (second.name, second.stage, second.probability) == ("Valves", "Negotiation", 60)
    assert refused(report) == {
        "“30” stands in line 4 too and says something else; neither was joined, take one out": [5],
        "the row has no stage; fill it in": [4, 5],
    }
    assert [(file.name, file.dropped) for file in report.files] == [
        ("Fact.csv", ()),
        ("Stage.csv", ()),
        ("Opp.csv", ("Size",)),
    ]


def test_a_joined_file_that_was_not_given_stops_the_import(desk: Desk) -> None:
    mapping = MAPPING.replace("{id", "{join: [{file: Account.csv, on: Account ID}], id")
    with pytest.raises(ImportFault, match=r"line 2: the file “Account.csv” to join was not given"):
        desk.rows(ROW, mapping=mapping)
