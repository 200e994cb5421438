"""Two real exports with their real faults, counted exactly. They lie beside the project and are no part of it."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.crm.mapping import load_mapping
from bot.process_file import load
from domain.sales.imports.report import Taken
from domain.sales.people import Role
from tests.imports.conftest import NOON, Desk, in_words, noted

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "adapters" / "crm" / "mappings"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA.name} does not lie beside the project")


@pytest.fixture
def own_desk(desk: Desk) -> Desk:
    desk.company = load(ROOT / "app.yaml").company
    return desk


def files(folder: str) -> list[Path]:
    return sorted((DATA / folder).glob("*.csv"))


def test_maven_8800_opportunities_with_their_faults(own_desk: Desk) -> None:
    desk, mapping = own_desk, load_mapping(MAPPINGS / "maven.yaml")
    report = desk.take(*files("maven"), mapping=mapping, shift_dates=True)
    assert (report.opportunities, report.accounts, report.people, report.products) == (
        Taken(8800, 0, 0),
        Taken(85, 0, 0),
        Taken(41, 0, 0),
        7,
    )
    assert len(report.refused) == 0
    assert {sentence: len(lines) for sentence, lines in noted(report).items()} == {
        "the product “GTXPro” was taken as “GTX Pro”": 1480,
        "there is no account; taken without one": 1425,
        "there is no amount; the list price of the product stands in for it": 2089,
        "there is no date; taken without one": 500,
    }
    assert report.left_out == ("data_dictionary.csv",)
    assert (report.last_day, report.shift) == (date(2017, 12, 31), NOON.date() - date(2017, 12, 31))
    assert "subsidiary_of" in in_words(report)
    won, engaging = desk.opportunity("1C1I7A6R"), desk.opportunity("HAXMC4IX")
    assert (won.name, won.owner, won.stage, won.amount) == (
        "Cancity – GTX Plus Basic",
        "moses-frase",
        "Closed Won",
        Decimal(1054),
    )
    assert won.closed_on == date(2017, 3, 1) + report.shift
    assert (engaging.name, engaging.amount, engaging.close_date) == ("MG Advanced (HAXMC4IX)", Decimal(3393), None)
    people = desk.people()
    assert people["dustin-brinkmann"].role is Role.MANAGER
    assert people["dustin-brinkmann"].leads == ("Central · Dustin Brinkmann",)
    assert people["moses-frase"].team == "Central · Dustin Brinkmann"


def test_maven_again_changes_nothing_even_days_later_and_in_another_order(own_desk: Desk) -> None:
    desk, mapping = own_desk, load_mapping(MAPPINGS / "maven.yaml")
    desk.take(*files("maven"), mapping=mapping, shift_dates=True)
    desk.now += timedelta(days=2)
    report = desk.take(*reversed(files("maven")), mapping=mapping, shift_dates=True)
    assert (report.opportunities, report.accounts, report.people) == (
        Taken(0, 0, 8800),
        Taken(0, 0, 85),
        Taken(0, 0, 41),
    )
    assert (report.changes, report.kept) == (0, ())


def test_maven_without_a_mapping_names_the_two_stages_that_app_yaml_does_not_have(own_desk: Desk) -> None:
    report = own_desk.take(*files("maven"))
    assert report.opportunities == Taken(6711, 0, 0)
    assert {group.sentence.split("”")[0]: len(group) for group in report.refused} == {
        "the stage is not known: “Engaging": 1589,
        "the stage is not known: “Prospecting": 500,
    }


def test_revenue_opportunities_are_joined_from_five_files(own_desk: Desk) -> None:
    desk, mapping = own_desk, load_mapping(MAPPINGS / "revenue_opportunities.yaml")
    report = desk.take(*files("revenue-opportunities"), mapping=mapping)
    assert (report.opportunities, report.accounts, report.products) == (Taken(458, 0, 0), Taken(357, 0, 0), 25)
    assert (len(report.refused), len(report.notes)) == (0, 0)
    found = desk.opportunity("84-1")
    assert (found.name, found.account, found.account_id) == ("Opportunity #84, Abbas", "Itzozstrip", "72")
    assert (found.stage, found.probability, found.amount) == ("Qualified", 10, Decimal(356_981))
    assert (found.close_date, found.created) == (date(2015, 11, 20), date(2014, 2, 9))
    twice = [desk.opportunity(key) for key in ("302-17", "302-7")]  # one opportunity, two products in two stages
    assert [each.stage for each in twice] == ["Qualified", "Site Survey"]
    assert desk.take(*files("revenue-opportunities"), mapping=mapping).opportunities == Taken(0, 0, 458)
