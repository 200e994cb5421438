"""The section `alerts` of app.yaml becomes routes and limits, or every fault with its line and key."""
# ruff: noqa: E501 - a fault is told in one line, and is compared with one line here

from decimal import Decimal
from pathlib import Path

import pytest

from bot.process_file import load, summary
from domain.alerts.alert import What
from domain.alerts.routing import STANDARD_RULES, AlertRules, Pace, Route, Target, To
from domain.sales.account_facts import TROUBLES, FactKind, Severity
from tests.bot.test_process_file import GOOD, faults, read

SECTION = """\
alerts:
  finance: Ben Falk
  support: lia@tern.example
  per_day: 4
  batch: 0
  stale_after: 3
  routes:
    - about: [hold]
      what: [placed, raised]
      size: 10,000
      to: [owner, Manager, team north, channel deals, Lia Kern]
      any_hour: yes
      escalate_after: 12
      escalate_to: [admin]
    - {about: [ticket], severity: High, late: yes, teams: [NORTH], stages: [offer], to: [assistant], pace: digest}
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD + SECTION).playbook.alerts == AlertRules(
        routes=(
            Route(
                to=(
                    *(Target(To.OWNER), Target(To.MANAGER), Target(To.TEAM, "North"), Target(To.CHANNEL, "deals")),
                    Target(To.PERSON, "lia@tern.example"),
                ),
                about=(FactKind.HOLD,),
                what=(What.PLACED, What.RAISED),
                size=Decimal(10_000),
                any_hour=True,
                escalate_after=12,
                escalate_to=(Target(To.ADMIN),),
            ),
            Route(
                to=(Target(To.ASSISTANT),),
                about=(FactKind.TICKET,),
                severity=Severity.HIGH,
                late=True,
                teams=("North",),
                stages=("Offer",),
                pace=Pace.DIGEST,
            ),
        ),
        per_day=4,
        batch=0,
        stale_after=3,
        finance="ben@tern.example",
        support="lia@tern.example",
    )


def test_without_the_section_the_standard_holds(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).playbook.alerts == STANDARD_RULES
    assert read(tmp_path, GOOD + "alerts: {per_day: 2}\n").playbook.alerts.routes == STANDARD_RULES.routes
    assert read(tmp_path, GOOD + "alerts: {routes: []}\n").playbook.alerts.routes == ()


FAULTS = [
    ("finance: Ben Falk", "finance: Bea Falk", '44 alerts.finance: "Bea Falk" is nobody under people; did you mean "Ben Falk"?'),
    ("per_day: 4", "per_day: 0", '46 alerts.per_day: "0" is no number of use here; write a whole number from 1 to 100'),
    ("about: [hold]", "about: [invoice]", '50 alerts.routes[0].about[0]: "invoice" is none of the words known here; write one of hold, ticket'),
    ("channel deals", "channel deal", '53 alerts.routes[0].to[3]: "deal" is no channel; did you mean "deals"?'),
    ("team north", "team south", '53 alerts.routes[0].to[2]: "south" is no team; did you mean "North"?'),
    ("owner, M", "owners, M", '53 alerts.routes[0].to[0]: "owners" is nobody under people; name somebody from people'),
    ("      escalate_after: 12\n", "", "55 alerts.routes[0].escalate_to: says to whom, but not when; write escalate_after, in hours"),
    ("about: [hold]", "about: [news]", '50 alerts.routes[0].about[0]: "news" is none of the words known here; write one of hold, ticket'),
    ("about: [hold]", "about: [ticket]", "52 alerts.routes[0].size: belongs to credit holds, and this route is not about them; take it out"),
    ("about: [ticket], ", "about: [hold], ", "57 alerts.routes[1].severity: belongs to support tickets, and this route is not about them; take it out"),
    ("stages: [offer]", "stages: [offers]", '57 alerts.routes[1].stages[0]: "offers" is no stage; did you mean "Offer"?'),
    ("to: [assistant], ", "", "57 alerts.routes[1].to: is missing; write a list, such as [owner, manager, team East, channel deals-east]"),
    ("to: [assistant]", "to: []", "57 alerts.routes[1].to: names nobody; write a list, such as [owner, manager, team East, channel deals-east]"),
    ("batch: 0", "quiet: 0", "47 alerts.quiet: is not a key here; known are finance, support, per_day, batch, stale_after, routes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FAULTS, ids=[told.split(";")[0] for _, _, told in FAULTS])
def test_a_fault_is_named_by_line(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert old in SECTION
    found = [line.removeprefix("app.yaml:") for line in faults(tmp_path, GOOD + SECTION.replace(old, new, 1))]
    assert told in found
    assert len(found) <= 2


def test_the_summary_tells_every_route(tmp_path: Path) -> None:
    words = summary(read(tmp_path, GOOD + SECTION))
    for sentence in (
        "credit holds, when placed, raised, of €10,000 or more: to the owner, the owner's manager, team North, #deals, "
        "Lia Kern at once, at any hour; after 12 hours unseen to the administrators.",
        "support tickets, high or worse, with a broken promise, in team North, in Offer: to the owner's assistant with the digest.",
        "At most 4 a day for each person one by one, the rest with the digest. What a source is silent about for 3 days "
        "counts as unknown. Ask Ben Falk for finance and Lia Kern for support.",
    ):
        assert sentence in words


def test_the_shipped_file_names_experts_and_routes_both_kinds() -> None:
    rules = load(Path(__file__).parents[2] / "app.yaml").playbook.alerts
    assert rules.finance
    assert rules.support
    assert {kind for route in rules.routes for kind in route.about} == set(TROUBLES)
