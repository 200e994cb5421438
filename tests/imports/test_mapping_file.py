"""Mapping files: what they may say, every fault with its line, and what is guessed without one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.crm.files import open_files
from adapters.crm.guess import guess_mapping
from adapters.crm.mapping import load_mapping, spell_mapping
from domain.sales.imports.mapping import Columns, FieldMapping, ImportFault, Join, Kind, TableMapping
from domain.sales.process import DateOrder
from tests.imports.conftest import ROW, Desk

MAPPINGS = Path(__file__).parents[2] / "adapters" / "crm" / "mappings"


def load(folder: Path, text: str | bytes) -> FieldMapping:
    path = folder / "crm.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_mapping(path)


def faults(folder: Path, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ImportFault) as caught:
        load(folder, text)
    return caught.value.faults


def guess(folder: Path, header: str) -> FieldMapping:
    path = folder / "export.csv"
    path.write_text(header + "\n")
    return guess_mapping(open_files([path]))


def columns(mapping: FieldMapping) -> tuple[Kind, dict[str, str]]:
    [table] = mapping.tables
    return table.kind, {key: " + ".join(each.names) for key, each in table.columns.items()}


def test_everything_a_mapping_may_say(tmp_path: Path) -> None:
    mapping = load(
        tmp_path,
        """
opportunities:
  file: Fact.csv
  id: [Deal No, Line]
  stage: Phase
  join:
    - {file: Stage.csv, on: Stage ID}
    - {file: Acc.csv, on: Account No, to: No}
stages: {In talks: Proposal, "No": Closed Lost}
owners: {J. Smith: jane@example.com}
new_owners: add
date_order: dmy
decimal: ","
""",
    )
    [table] = mapping.tables
    assert table == TableMapping(
        Kind.OPPORTUNITIES,
        {"id": Columns(("Deal No", "Line"), 4), "stage": Columns(("Phase",), 5)},
        "Fact.csv",
        (Join("Stage.csv", "Stage ID", "Stage ID", 7), Join("Acc.csv", "Account No", "No", 8)),
        2,
    )
    assert mapping.stages == {"In talks": "Proposal", "No": "Closed Lost"}
    assert mapping.owners == {"J. Smith": "jane@example.com"}
    assert (mapping.new_owners, mapping.date_order, mapping.decimal) == (True, DateOrder.DAY_FIRST, ",")


def test_all_faults_are_told_at_once_each_with_its_line_and_how_to_mend_it(tmp_path: Path) -> None:
    said = faults(
        tmp_path,
        """opportunities:
  id: Id
  amout: Amount
  probability: [A, B]
  owner:
  name: X
  name: Y
  join: Account.csv
stagess: {a: b}
accounts: 1
people: Name
products:
  list_price: Price
date_order: ymd
new_owners: maybe
""",
    )
    assert said == (
        "crm.yaml, line 1: opportunities need a column for “stage”; write “stage: Name of the column”",
        "crm.yaml, line 3: “amout” is no key of opportunities; did you mean “amount”?",
        "crm.yaml, line 4: probability is read from one column only; take all but one out of the list",
        "crm.yaml, line 5: “owner” says nothing; write a name after the colon, or take the line out",
        "crm.yaml, line 7: “name” stands here twice, first on line 6; take one out",
        "crm.yaml, line 8: join is no list; write “- {file: Account.csv, on: Account ID}” below it",
        "crm.yaml, line 9: “stagess” is no key; did you mean “stages”?",
        "crm.yaml, line 10: accounts has no keys below it; indent them under “accounts:”",
        "crm.yaml, line 11: people has no keys below it; indent them under “people:”",
        "crm.yaml, line 12: products need a column for “name”; write “name: Name of the column”",
        "crm.yaml, line 14: date_order is “ymd”; write “mdy” or “dmy”",
        "crm.yaml, line 15: new_owners is “maybe”; write “add” or “refuse”",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "crm.yaml, line 1: it is not YAML"),
        ("a: b: c", "crm.yaml, line 1: it is not YAML"),
        ("", "crm.yaml has no keys"),
        ("just words", "crm.yaml has no keys"),
        ("stages: {a: b}", "crm.yaml, line 1: nothing is mapped"),
        (b"\xff\xfe\x00", "crm.yaml is not UTF-8"),
        ("[" * 2000, "it is not YAML"),
        ("x" * 1_000_001, "crm.yaml is longer than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_mapping_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in faults(tmp_path, text)[0]


def test_a_mapping_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=r"nowhere.yaml cannot be read \(no such file or directory\)"):
        load_mapping(tmp_path / "nowhere.yaml")


def test_several_tables_of_one_kind_may_be_listed(tmp_path: Path) -> None:
    mapping = load(tmp_path, "opportunities:\n- {file: a.csv, id: A, stage: S}\n- {file: b.csv, id: B, stage: S}\n")
    assert [table.file for table in mapping.tables] == ["a.csv", "b.csv"]


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.name)
def test_the_mappings_that_come_along_are_sound_and_spelling_them_gives_them_back(path: Path, tmp_path: Path) -> None:
    mapping = load_mapping(path)
    again = load(tmp_path, spell_mapping(mapping))
    assert [columns_of(table) for table in again.tables] == [columns_of(table) for table in mapping.tables]
    assert again.stages == mapping.stages


def columns_of(table: TableMapping) -> tuple[Kind, dict[str, tuple[str, ...]], list[tuple[str, str, str]]]:
    joins = [(join.file, join.here, join.there) for join in table.joins]
    return table.kind, {key: each.names for key, each in table.columns.items()}, joins


@given(st.text(max_size=200))
def test_any_text_is_a_mapping_or_a_fault(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_mapping(path)
    except ImportFault as fault:
        assert all(sentence.startswith("any.yaml") for sentence in fault.faults)  # noqa: PT017 - a mapping is well too


def test_an_export_of_salesforce_needs_no_mapping(tmp_path: Path) -> None:
    header = (
        "Opportunity Name,Account Name,Stage,Amount,Amount Currency,Probability (%),Close Date,Next Step,"
        "Opportunity Owner,Created Date,Last Stage Change Date,Last Activity,Last Modified Date,Loss Reason,"
        "Lead Source,Opportunity ID"
    )
    assert columns(guess(tmp_path, header)) == (
        Kind.OPPORTUNITIES,
        {
            "id": "Opportunity ID",
            "name": "Opportunity Name",
            "account": "Account Name",
            "owner": "Opportunity Owner",
            "stage": "Stage",
            "probability": "Probability (%)",
            "amount": "Amount",
            "currency": "Amount Currency",
            "close_date": "Close Date",
            "next_step": "Next Step",
            "loss_reason": "Loss Reason",
            "created": "Created Date",
            "stage_since": "Last Stage Change Date",
            "confirmed": "Last Modified Date",
        },
    )


def test_a_data_export_of_salesforce_needs_no_mapping(tmp_path: Path) -> None:
    header = (
        "Id,Name,AccountId,StageName,Amount,CloseDate,Probability,OwnerId,NextStep,ForecastCategoryName,CreatedDate"
    )
    kind, found = columns(guess(tmp_path, header))
    assert kind is Kind.OPPORTUNITIES
    assert (found["id"], found["stage"], found["owner"], found["account_id"]) == (
        "Id",
        "StageName",
        "OwnerId",
        "AccountId",
    )


def test_an_export_of_hubspot_needs_no_mapping(tmp_path: Path) -> None:
    header = (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Create Date,Deal probability,"
        "Associated Company,Number of Sales Activities,Last Activity Date,Closed Lost Reason,Next step"
    )
    assert columns(guess(tmp_path, header)) == (
        Kind.OPPORTUNITIES,
        {
            "id": "Record ID",
            "name": "Deal Name",
            "account": "Associated Company",
            "owner": "Deal owner",
            "stage": "Deal Stage",
            "probability": "Deal probability",
            "amount": "Amount",
            "close_date": "Close Date",
            "next_step": "Next step",
            "loss_reason": "Closed Lost Reason",
            "created": "Create Date",
        },
    )


def test_an_export_of_pipedrive_needs_no_mapping(tmp_path: Path) -> None:
    header = (
        "Deal - ID,Deal - Title,Deal - Organization,Person - Name,Deal - Owner,Deal - Value,Deal - Currency of Value,"
        "Deal - Stage,Deal - Status,Deal - Expected close date,Deal - Lost reason,Deal - Total activities"
    )
    assert columns(guess(tmp_path, header)) == (
        Kind.OPPORTUNITIES,
        {
            "id": "Deal - ID",
            "name": "Deal - Title",
            "account": "Deal - Organization",
            "owner": "Deal - Owner",
            "stage": "Deal - Stage",
            "status": "Deal - Status",
            "amount": "Deal - Value",
            "currency": "Deal - Currency of Value",
            "close_date": "Deal - Expected close date",
            "loss_reason": "Deal - Lost reason",
        },
    )


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Name,Industry,Status,Owner,Phone", Kind.ACCOUNTS),
        ("Product,Series,Sales Price", Kind.PRODUCTS),
        ("Full Name,Email,Role,Manager,Quota", Kind.PEOPLE),
        ("sales_agent,manager,regional_office", Kind.PEOPLE),
        ("Opportunity,Stage,Close Date", Kind.OPPORTUNITIES),
    ],
)
def test_the_columns_say_what_a_file_holds(tmp_path: Path, header: str, kind: Kind) -> None:
    assert columns(guess(tmp_path, header))[0] is kind


@pytest.mark.parametrize("header", ["First Name,Last Name,Email,Company Phone", "Table,Field,Description", "a"])
def test_files_of_something_else_are_not_guessed_at(tmp_path: Path, header: str) -> None:
    with pytest.raises(ImportFault, match="its columns do not say what it holds"):
        guess(tmp_path, header)


def test_a_guess_is_spelt_as_a_mapping_that_can_be_kept(tmp_path: Path) -> None:
    for name, header in (
        ("a.csv", "Id,Stage,Amount"),
        ("b.csv", "Deal ID,Deal Stage,Close Date"),
        ("c.csv", "Name,Sector"),
    ):
        (tmp_path / name).write_text(header + "\n")
    guessed = guess_mapping(open_files(sorted(tmp_path.glob("*.csv"))))
    again = load(tmp_path, spell_mapping(guessed))
    assert [(table.kind, table.file) for table in again.tables] == [
        (Kind.OPPORTUNITIES, "a.csv"),
        (Kind.OPPORTUNITIES, "b.csv"),
        (Kind.ACCOUNTS, "c.csv"),
    ]


def test_a_file_whose_name_has_signs_of_patterns_is_found_by_its_guess(desk: Desk) -> None:
    report = desk.take(desk.deals(ROW, name="deals [final]*.csv"))
    assert report.files[0].name == "deals [final]*.csv"
