"""Accounts, people and products: found by name, made where missing, never mixed up."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from domain.sales.imports.report import Taken
from domain.sales.opportunity import Account
from domain.sales.people import Person, Role
from tests.imports.conftest import MAPPING, Desk, in_words, noted, refused


def test_products_are_matched_without_spaces_and_their_list_price_stands_in(desk: Desk) -> None:
    products = desk.write("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\n")
    deals = desk.deals(
        "A-1,GTXPro,Proposal,,2027-01-01", "A-2,GTX Pro,Closed Lost,,2026-01-01", "A-3,Other,Proposal,,2027-01-01",
        "A-4,gtx pro,Proposal,9,2027-01-01", header="Id,Product,Stage,Amount,Close Date",
    )  # fmt: skip
    report = desk.take(deals, products)
    assert desk.opportunity("A-1").product == "GTX Pro"
    assert [desk.opportunity(f"A-{number}").amount for number in (1, 2, 3, 4)] == [
        Decimal(4821),
        None,
        None,
        Decimal(9),
    ]
    assert noted(report) == {
        "the product “GTXPro” was taken as “GTX Pro”": [2],
        "there is no amount; the list price of the product stands in for it": [2],
        "the product “Other” stands in no file of products; taken as it is": [4],
        "the product “gtx pro” was taken as “GTX Pro”": [5],
    }
    again = desk.take(deals)  # the products of an earlier import are still known
    assert again.opportunities == Taken(0, 0, 4)


def test_accounts_are_found_by_name_and_made_where_no_file_has_them(desk: Desk) -> None:
    accounts = desk.write("accounts.csv", "account,sector\nAcme Corporation,steel\nBo,retail\n")
    report = desk.take(desk.deals("A-1,acme corporation,Proposal,1,,", "A-2,New Co.,Proposal,1,,"), accounts)
    assert (desk.opportunity("A-1").account, desk.opportunity("A-1").account_id) == (
        "Acme Corporation",
        "acme-corporation",
    )
    assert (desk.opportunity("A-2").account, desk.opportunity("A-2").account_id) == ("New Co.", "new-co")
    assert report.accounts == Taken(3, 0, 0)
    with desk.storage.read() as uow:
        assert list(uow.imports.accounts()) == [
            Account("acme-corporation", "Acme Corporation", "steel"),
            Account("bo", "Bo", "retail"),
            Account("new-co", "New Co."),
        ]


def test_two_accounts_of_one_name_are_not_mixed_up(desk: Desk) -> None:
    accounts = desk.write("accounts.csv", "Account ID,Account,Sector\n1,Groovetom,a\n2,Groovetom,b\n")
    report = desk.take(desk.deals("A-1,Groovetom,Proposal,1,,"), accounts)
    assert (desk.opportunity().account, desk.opportunity().account_id) == ("Groovetom", "")
    assert "2 accounts are called “Groovetom”" in in_words(report)


def test_rows_of_accounts_that_contradict_each_other_are_both_refused(desk: Desk) -> None:
    report = desk.take(desk.write("accounts.csv", "account,sector\nAcme,steel\nBo,a\nBo,a\nAcme,retail\n,x\n"))
    assert report.accounts == Taken(1, 0, 0)
    assert sorted(line for lines in refused(report).values() for line in lines) == [2, 5, 6]


def test_people_without_an_address_get_an_id_of_their_name_and_managers_a_team(desk: Desk) -> None:
    people = desk.write(
        "teams.csv",
        "sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\nZane Levy,Summer Sewald,Central\n"
        "Ana Silva,Mia Hart,East\n",
    )
    report = desk.take(people)
    found = desk.people()
    assert set(found) == {"moses-frase", "dustin-brinkmann", "zane-levy", "summer-sewald"}
    zone = desk.company.zone
    assert found["moses-frase"] == Person(
        "moses-frase", "Moses Frase", Role.REP, zone, team="Central · Dustin Brinkmann"
    )
    assert found["dustin-brinkmann"].role is Role.MANAGER
    assert found["dustin-brinkmann"].leads == ("Central · Dustin Brinkmann",)  # not all of Central
    assert report.general == (
        "Ana Silva stands in app.yaml, whose word was kept",
        "Mia Hart stands in app.yaml, whose word was kept",
    )


def test_people_keep_what_they_chose_themselves(desk: Desk) -> None:
    header = "Full Name,Email,Role,Team,Quota\n"
    desk.take(desk.write("people.csv", header + "Jo Park,JO@example.com,rep,East,100000\n"))
    with desk.storage.begin() as uow:
        [jo] = uow.people.all()
        away = (date(2026, 12, 24),)
        uow.people.upsert([Person(jo.id, jo.name, jo.role, "Asia/Tokyo", team=jo.team, days_off=away, quota=jo.quota)])
    report = desk.take(desk.write("people.csv", header + "Jo Park,jo@example.com,manager,East,\n"))
    assert report.people == Taken(0, 1, 0)
    jo = desk.people()["jo@example.com"]
    assert (jo.zone, jo.days_off, jo.role, jo.quota) == ("Asia/Tokyo", away, Role.MANAGER, Decimal(100_000))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Jo,jo at example,rep", "the e-mail address has no @"),
        ("Jo,jo@x.com,boss", "the role is not known"),
        (",jo@x.com,rep", "the row has no name"),
    ],
)
def test_a_person_who_cannot_be_taken_is_named(desk: Desk, row: str, what: str) -> None:
    report = desk.take(desk.write("people.csv", f"Name,Email,Role\n{row}\n"))
    assert [sentence.startswith(what) for sentence in refused(report)] == [True]


def test_owners_come_from_the_file_of_people_whatever_the_order_of_the_files(desk: Desk) -> None:
    files = [
        desk.write("teams.csv", "sales_agent,manager\nMoses Frase,Dustin Brinkmann\n"),
        desk.write("accounts.csv", "account,sector\nAcme Corporation,steel\n"),
        desk.write("products.csv", "product,sales_price\nGTX Pro,4821\n"),
        desk.write(
            "deals.csv", "Id,Stage,Amount,Owner,Account,Product\nA-1,Proposal,,moses frase,Acme Corporation,GTXPro\n"
        ),
    ]
    results = set()
    for order in permutations(files):
        report = desk.take(*order, dry_run=True)
        results.add((in_words(report), report.opportunities.new, len(report.refused)))
    assert len(results) == 1
    desk.take(*files)
    assert desk.opportunity().owner == "moses-frase"


def test_owners_two_people_answer_to_are_refused(desk: Desk) -> None:
    people = desk.write("people.csv", "Name,Email,Role\nJo Park,jo@a.com,rep\nJo Park,jo@b.com,rep\n")
    report = desk.take(people, desk.deals("A-1,Acme,Proposal,1,,Jo Park", "A-2,Acme,Proposal,1,,jo@b.com"))
    assert refused(report) == {
        "the owner may be jo@a.com or jo@b.com: “Jo Park”; say which under owners in a mapping": [2]
    }
    assert desk.opportunity("A-2").owner == "jo@b.com"


def test_owners_are_translated_and_new_ones_added_where_the_mapping_says_so(desk: Desk) -> None:
    mapping = MAPPING + "owners: {A. Silva: Ana Silva}\nnew_owners: add\n"
    report = desk.rows(
        "A-1,Acme,Proposal,1,,A. Silva", "A-2,Acme,Proposal,1,,Kim Lee", "A-3,Acme,Proposal,1,,kim.lee@x.com",
        mapping=mapping,
    )  # fmt: skip
    assert [desk.opportunity(f"A-{n}").owner for n in (1, 2, 3)] == ["ana@example.com", "kim-lee", "kim.lee@x.com"]
    assert {person.name for person in desk.people().values()} == {"Kim Lee"}
    assert report.people == Taken(2, 0, 0)
