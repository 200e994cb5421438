"""Each vendor's feed against a server that answers as its documentation says, and as it should not."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from adapters.feeds.client import Answer, Client, Limits
from adapters.feeds.faults import Busy, FeedFault, Refused, Unreachable
from adapters.feeds.feed import Feed, Page, TakesComments
from adapters.feeds.spec import About, Terms
from adapters.feeds.vendors import VENDORS
from domain.sales.account_facts import AccountName, CreditHold, Fact, HoldState, Severity, SupportTicket, TicketStatus
from tests.adapters.feeds.loopback import Asked, Loopback, Says, loopback
from tests.adapters.feeds.vendors import NOW, PEERS, Peer, customer, feed_at, ticket

AT = datetime.fromtimestamp(NOW, UTC)
SUPPORT = [name for name, vendor in VENDORS.items() if vendor.about is About.SUPPORT]
CREDIT = [name for name, vendor in VENDORS.items() if vendor.about is About.CREDIT]
COMMENTED = [name for name, vendor in VENDORS.items() if vendor.comments]


@contextmanager
def playing(vendor: str, **how: Any) -> Iterator[tuple[Feed, Peer, Loopback]]:
    peer = PEERS[vendor]()
    with loopback(peer) as server:
        yield feed_at(vendor, server.address, **how), peer, server


def rounds(feed: Feed, mark: Any = None) -> tuple[list[Page], Any]:
    """Page after page until the end, each mark through JSON as the database keeps it."""
    pages, mark = [], mark or {}
    for _ in range(50):
        page = feed.page(mark, AT)
        mark = json.loads(json.dumps(dict(page.mark)))
        pages.append(page)
        if not page.more:
            return pages, mark
    raise AssertionError("the pages have no end")


def facts(pages: list[Page]) -> list[Fact]:
    return [fact for page in pages for fact in page.facts]


@pytest.mark.parametrize("vendor", SUPPORT)
def test_a_ticket_is_read_with_everything_that_matters(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [ticket(vendor, 35)]
        ((found,), _) = (facts(rounds(feed)[0]), None)
    assert isinstance(found, SupportTicket)
    assert found.source_id.endswith("35")
    assert found.account.name == "Kiln Works"
    assert (found.status, found.severity, found.title) == (TicketStatus.OPEN, Severity.URGENT, "API down")
    assert found.at == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert found.opened == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert found.due == (None if vendor == "hubspot" else datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    assert found.takes_comments is VENDORS[vendor].comments


@pytest.mark.parametrize("vendor", SUPPORT)
def test_pages_are_followed_to_the_end_and_the_next_poll_goes_on_from_there(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [ticket(vendor, number, number) for number in range(1, 8)]
        pages, mark = rounds(feed)
        assert {fact.source_id.split("-")[-1] for fact in facts(pages)} == {str(n) for n in range(1, 8)}
        if vendor == "jira":
            peer.rows = []  # it sorts out by itself what is newer than so many minutes
        peer.rows.append(ticket(vendor, 8, 30))
        again, _ = rounds(feed, mark)
        assert "8" in {fact.source_id.split("-")[-1] for fact in facts(again)}
        assert len(facts(again)) < 8, "the next poll does not begin at the beginning"


def test_jira_asks_for_so_many_minutes_back() -> None:
    with playing("jira") as (feed, peer, server):
        peer.rows = [ticket("jira", 1)]
        _, mark = rounds(feed)
        feed.page(mark, AT.replace(minute=AT.minute + 5))
        assert "updated >= -7m " in server.asked[-1].json()["jql"]


@pytest.mark.parametrize("vendor", ["freshdesk", "hubspot"])
def test_many_changes_of_one_moment_are_all_read(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [ticket(vendor, number, 5) for number in range(1, 251)]
        peer.page = 100
        pages, _ = rounds(feed)
        assert {fact.source_id for fact in facts(pages)} == {str(number) for number in range(1, 251)}


def test_a_ticket_that_changes_while_pages_are_read_moves_no_other_over_the_edge() -> None:
    with playing("freshdesk") as (feed, peer, _):
        peer.rows = [ticket("freshdesk", number, number // 10) for number in range(1, 201)]
        first = feed.page({}, AT)
        peer.rows[0]["updated_at"] = "2026-11-22T09:59:00Z"
        rest, _ = rounds(feed, dict(first.mark))
        seen = {fact.source_id for fact in [*first.facts, *facts(rest)]}
        assert seen == {str(number) for number in range(1, 201)}


@pytest.mark.parametrize(
    ("vendor", "said", "status"),
    [
        ("zendesk", {"status": "solved"}, TicketStatus.SOLVED),
        ("zendesk", {"status": "deleted"}, TicketStatus.DELETED),
        ("zendesk", {"status": "hold"}, TicketStatus.OPEN),
        ("freshdesk", {"status": 5}, TicketStatus.SOLVED),
        ("freshdesk", {"status": 7}, TicketStatus.PENDING),
        ("freshdesk", {"status": 6}, TicketStatus.OPEN),
    ],
)
def test_statuses_are_understood(vendor: str, said: dict[str, Any], status: TicketStatus) -> None:
    with playing(vendor, terms=Terms(states={"7": "pending"})) as (feed, peer, _):
        peer.rows = [ticket(vendor, 1, **said)]
        (found,) = facts(rounds(feed)[0])
    assert isinstance(found, SupportTicket)
    assert found.status is status


@pytest.mark.parametrize(
    ("name", "category", "status"),
    [
        ("Done", "done", TicketStatus.SOLVED),
        ("Waiting for customer", "indeterminate", TicketStatus.PENDING),
        ("Parked", "new", TicketStatus.SOLVED),
        ("Anything", "strange", TicketStatus.OPEN),
    ],
)
def test_jiras_own_words_come_first_then_its_categories(name: str, category: str, status: TicketStatus) -> None:
    with playing("jira", terms=Terms(states={"parked": "solved"})) as (feed, peer, _):
        issue = ticket("jira", 1)
        issue["fields"]["status"] = {"name": name, "statusCategory": {"key": category}}
        peer.rows = [issue]
        (found,) = facts(rounds(feed)[0])
    assert isinstance(found, SupportTicket)
    assert found.status is status


@pytest.mark.parametrize(
    ("stage", "status"), [("2", TicketStatus.PENDING), ("4", TicketStatus.SOLVED), ("77", TicketStatus.OPEN)]
)
def test_hubspots_stages_say_whether_they_close(stage: str, status: TicketStatus) -> None:
    with playing("hubspot") as (feed, peer, _):
        row = ticket("hubspot", 1)
        row["properties"]["hs_pipeline_stage"] = stage
        peer.rows = [row]
        (found,) = facts(rounds(feed)[0])
    assert isinstance(found, SupportTicket)
    assert found.status is status


def test_the_account_is_the_organization_else_the_domain_of_who_asks_else_nobody() -> None:
    with playing("zendesk") as (feed, peer, _):
        ours = ticket("zendesk", 2, organization_id=8)
        peer.rows = [
            ours,
            ticket("zendesk", 3, organization_id=None),
            ticket("zendesk", 4, organization_id=None, requester_id=99),
        ]
        found = {fact.source_id: fact.account for fact in facts(rounds(feed)[0])}
    assert found == {
        "2": AccountName("acme", "brightwater.example", "Acme"),
        "3": AccountName("", "brightwater.example", ""),
    }


@pytest.mark.parametrize("vendor", COMMENTED)
def test_a_comment_goes_back_for_colleagues_only(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        assert isinstance(feed, TakesComments)
        feed.comment("HELP-3" if vendor == "jira" else "3", "Ruth, sales: <b>visit</b> on Tuesday")
    ((path, body),) = peer.said
    assert "3" in path
    spelt = json.dumps(body)
    assert "visit" in spelt
    assert '"public": false' in spelt or '"private": true' in spelt
    assert ("<b>" in spelt) is (vendor != "freshdesk"), "Freshdesk takes HTML, the others plain words"


@pytest.mark.parametrize("vendor", sorted(set(VENDORS) - set(COMMENTED)))
def test_others_take_no_comments(vendor: str) -> None:
    with playing(vendor) as (feed, _, _):
        assert not isinstance(feed, TakesComments)


@pytest.mark.parametrize("vendor", CREDIT)
def test_who_owes_more_than_the_limit_is_held(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [customer(vendor, 1), customer(vendor, 2, "Acme", 100), customer(vendor, 3, "Brightwater", 500)]
        pages, mark = rounds(feed)
    held, *more = facts(pages)
    assert isinstance(held, CreditHold)
    assert (held.state, held.over_limit) == (HoldState.PLACED, Decimal("200.50"))
    assert (held.account.id, held.account.domain, held.account.name) == ("C1", "kiln.example", "Kiln Works")
    assert held.overdue == (None if vendor == "tryton" else Decimal(120))
    assert [fact.account.name for fact in more] == ["Brightwater"], "half a dollar over the limit is over it"
    assert pages[-1].whole_since == AT
    assert all(page.whole_since is None for page in pages[:-1])
    assert mark == {}


@pytest.mark.parametrize("vendor", CREDIT)
def test_a_round_goes_over_all_pages(vendor: str) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [customer(vendor, number, f"Customer {number}") for number in range(1, 452)]
        peer.page = 100
        pages, _ = rounds(feed)
    assert len(facts(pages)) == 451
    assert len(pages) >= 3


@pytest.mark.parametrize("vendor", CREDIT)
def test_a_round_that_saw_nobody_releases_nobody(vendor: str) -> None:
    with playing(vendor) as (feed, _, _):
        pages, _ = rounds(feed)
    assert pages[-1].whole_since is None


@pytest.mark.parametrize("vendor", CREDIT)
def test_a_customer_who_cannot_be_read_is_spared(vendor: str) -> None:
    broken = customer(vendor, 1)
    if vendor == "netsuite":
        broken["creditlimit"] = "lots"
    elif vendor == "tryton":
        broken["credit_amount"] = {"decimal": "lots"}
    else:
        broken["creditLimit"] = "lots"
    with playing(vendor) as (feed, peer, _):
        peer.rows = [broken, customer(vendor, 2, "Acme")]
        pages, _ = rounds(feed)
    assert [fact.account.name for fact in facts(pages)] == ["Acme"]
    assert pages[-1].spared == (str(broken["id"]),)
    assert pages[-1].whole_since == AT
    assert "lots" in pages[0].faults[0].sentence or vendor == "tryton"


@pytest.mark.parametrize(
    ("vendor", "said", "held"),
    [
        ("netsuite", {"oncredithold": "T"}, True),
        ("netsuite", {"creditholdoverride": "ON"}, True),
        ("netsuite", {"creditholdoverride": "OFF", "balancesearch": "9999"}, False),
        ("business_central", {"blocked": "All"}, True),
        ("business_central", {"blocked": "Ship"}, True),
        ("business_central", {"blocked": "_x0020_"}, False),
        ("business_central", {"creditLimit": 0, "customerFinancialDetail": {"balance": 900}}, False),
        ("tryton", {"credit_limit_amount": None, "credit_amount": 900}, False),
    ],
)
def test_holds_of_their_own(vendor: str, said: dict[str, Any], held: bool) -> None:
    with playing(vendor) as (feed, peer, _):
        peer.rows = [customer(vendor, 1, owes=10) | said]
        assert bool(facts(rounds(feed)[0])) is held


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_wrong_key_is_named(vendor: str) -> None:
    with playing(vendor, key="-----BEGIN nothing-----") as (feed, _, _), pytest.raises(Refused, match=r"key|password"):
        feed.page({}, AT)


WRONG = [
    (Says({}, 429, {"Retry-After": "30"}), Busy),
    (Says({}, 500), Busy),
    (Says({}, 301, {"Location": "https://elsewhere.example/"}), FeedFault),
    (Says(b"x" * 9_000_000), FeedFault),
    (Says(b"<html>log in</html>"), FeedFault),
    (Says("surprise"), FeedFault),
    (Says([]), FeedFault),
    (Says({}), FeedFault),
]


@pytest.mark.parametrize(("wrong", "fault"), WRONG)
@pytest.mark.parametrize("vendor", VENDORS)
def test_what_no_documentation_says_is_a_fault_and_nothing_else(
    vendor: str, wrong: Says, fault: type[FeedFault]
) -> None:
    peer = PEERS[vendor]()

    def play(asked: Asked) -> Says:
        return peer(asked) if "token" in asked.path or b"common.db.login" in asked.body else wrong

    with loopback(play) as server:
        feed = feed_at(vendor, server.address)
        if vendor == "freshdesk" and wrong.body == []:
            assert feed.page({}, AT).facts == ()
            return
        if vendor == "tryton" and wrong.body == []:
            assert feed.page({}, AT).whole_since is None
            return
        with pytest.raises(fault) as raised:
            feed.page({}, AT)
    assert fault is FeedFault or type(raised.value) is fault
    assert not isinstance(raised.value, Busy) or raised.value.after in (0, 30)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_slow_one_is_left_within_the_deadline(vendor: str) -> None:
    with loopback(lambda _: Says(raw=lambda handler: handler.connection.recv(1))) as server:
        feed = feed_at(vendor, server.address, limits=Limits(True, 0.3))
        with pytest.raises(Unreachable, match="did not answer"):
            feed.page({}, AT)


HOSTILE = [None, {}, [], [None], "", "x" * 5000, -1, 1e308, True, "<!channel>", "\x00\u202e", {"a": {"b": []}}, 10**30]


def leaves(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from leaves(value, (*path, key))


def swapped(thing: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(thing)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


def step_of(request: httpx.Request) -> str:
    """Which question of a poll that is: Tryton's all go to one address."""
    return f"{request.url.path} {b'common.db.login' in request.content}"


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_value_of_an_answer_breaks_a_feed(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of every answer, replaced by what nobody expects there: a page or a FeedFault, and nothing else."""
    recorded: dict[str, Answer] = {}
    ask = Client._call

    def listen(client: Client, request: httpx.Request, *, safe: bool) -> Answer:
        recorded[step_of(request)] = ask(client, request, safe=safe)
        return recorded[step_of(request)]

    with playing(vendor) as (feed, peer, server), monkeypatch.context() as patch:
        peer.rows = [ticket(vendor, 1) if vendor in SUPPORT else customer(vendor, 1)]
        patch.setattr(Client, "_call", listen)
        assert feed.page({}, AT).facts or vendor in CREDIT
    swaps = [
        (step, json.dumps(swapped(answer.json(), place, value)).encode())
        for step, answer in recorded.items()
        for place in leaves(answer.json())
        for value in HOSTILE
    ]
    for step, body in swaps:
        answers = recorded | {step: Answer(200, httpx.Headers(), body)}

        def swap(_: Client, request: httpx.Request, *, safe: bool, answers: Any = answers) -> Answer:
            if step_of(request) not in answers:
                raise FeedFault("there is nothing at that address")
            return answers[step_of(request)]  # type: ignore[no-any-return]

        monkeypatch.setattr(Client, "_call", swap)
        try:
            page = feed_at(vendor, server.address).page({}, AT)
        except FeedFault:
            continue
        json.dumps(dict(page.mark), allow_nan=False)
