"""New opportunities and contacts as people say them in passing or on purpose."""

from datetime import datetime
from decimal import Decimal

import pytest

from domain.reading.contacts import Named, contact_in
from domain.reading.openings import new_one, openings_in
from tests.replies.scoring import processes

PROCESS = next(process for process in processes().values() if process.currency == "USD")
NOW = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
PRODUCTS = ("Flowline", "Yard planner", "Product A")


@pytest.mark.parametrize(
    ("text", "account", "product"),
    [
        ("There is an opening at Hooli for Product A.", "Hooli", "Product A"),
        ("good lead with Wayne Rail for Flowline!", "Wayne Rail", "Flowline"),
        ("Initech & Sons are interested in Flowline", "Initech & Sons", "Flowline"),
        ("Hooli asked about our Yard planner for next year", "Hooli", "Yard planner"),
        ("saw an opening at hooli for flowline", "Hooli", "Flowline"),
        ("opening at Hooli for Dock Doors", "Hooli", "Dock Doors"),
    ],
)
def test_an_opening_is_found(text: str, account: str, product: str) -> None:
    (found,) = openings_in(text, PRODUCTS, ["Hooli"])
    assert (found.account, found.product) == (account, product)
    assert found.evidence in text
    assert text[found.start : found.end] in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "no opening at Hooli for Flowline",
        "Acme isn't really looking, we lost the opening at Hooli for Flowline",
        "is there an opening at Hooli for Flowline?",
        "Hooli asked about our prices",
        "Hooli is interested in a discount",
        "Acme is at 60 %",
        "the opening hours at Hooli for Friday",
        "",
    ],
)
def test_what_is_no_opening_is_left_alone(text: str) -> None:
    assert openings_in(text, PRODUCTS, []) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("new one: Hooli, product A, about 80k, spring", ("Hooli", "Product A", Decimal(80000), None)),
        (
            "new opportunity at Hooli for Flowline, $45k, end of March",
            ("Hooli", "Flowline", Decimal(45000), "2027-03-31"),
        ),
        ("new deal: flowline for Wayne Rail", ("Wayne Rail", "Flowline", None, None)),
        ("new one: Hooli", ("Hooli", "", None, None)),
        ("new one: 80k", ("", "", Decimal(80000), None)),
        ("new opp: Hooli, Dock doors, closing in June", ("Hooli", "Dock doors", None, "2027-06-30")),
        ("new one: Hooli, Flowline, 80k or 90k", ("Hooli", "Flowline", None, None)),
        ("new one: Hooli, Flowline, €80k", ("Hooli", "Flowline", None, None)),
    ],
)
def test_a_new_one_is_read_and_what_is_doubtful_stays_empty(
    text: str, said: tuple[str, str, Decimal | None, str | None]
) -> None:
    found = new_one(text, NOW, PROCESS, PRODUCTS)
    day = str(found.close_date) if found.close_date else None
    assert (found.account, found.product, found.amount, day) == said


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (
            "Jo Bell, plant manager at Acme, jo@acme.example",
            Named("Jo Bell", "plant manager", "Acme", "jo@acme.example"),
        ),
        ("Jo Bell at Acme", Named("Jo Bell", account="Acme")),
        (
            "Jo Bell is the CFO of Acme Works, +1 555 010 0199",
            Named("Jo Bell", "CFO", "Acme Works", "", "+1 555 010 0199"),
        ),
        ("Jo Bell, the CFO, +1 555 010 0199", Named("Jo Bell", "CFO", phone="+1 555 010 0199")),
        ("", Named("")),
    ],
)
def test_a_contact_is_read(text: str, contact: Named) -> None:
    assert contact_in(text) == contact
