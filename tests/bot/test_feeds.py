"""Feeds in the application: each delivery once, whatever its order; polls that find what was lost, and never stop."""

import itertools
import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.feeds.faults import Busy, FeedFault, OutcomeUnknown, Unreachable
from adapters.feeds.feed import Faulty, Mark, Page
from adapters.feeds.mapping import Translator
from adapters.feeds.spec import About, FeedSpec, SourceSpec, Terms
from adapters.feeds.webhooks import Delivery
from bot.feed_intake import Intake
from bot.feed_jobs import COMMENT, Polled
from domain.sales.account_facts import AccountName, CreditHold, Fact, HoldState, SupportTicket, TicketStatus
from storage.unit_of_work import Storage
from tests.adapters.feeds.application import START, Office, office_on

TICKETS = Terms({"id": "id", "account": "org", "state": "status", "at": "at", "title": "title"}, each="tickets")
HOLDS = Terms({"id": "id", "account": "org", "state": "state", "version": "version"})
DESK = FeedSpec("desk", About.SUPPORT, source=SourceSpec("zendesk"), terms=TICKETS)
RUNS = itertools.count(1)  # examples share one database
BOOKS = FeedSpec("books", About.CREDIT, source=SourceSpec("tryton"), every=15)


def ticket(number: int, status: TicketStatus = TicketStatus.OPEN, minute: int = 0) -> SupportTicket:
    at = START.replace(minute=minute, second=0)
    return SupportTicket("desk", str(number), AccountName("kiln"), status, at, at, takes_comments=True)


def hold(number: int, state: HoldState = HoldState.PLACED, at: datetime = START) -> CreditHold:
    return CreditHold("books", str(number), AccountName("kiln"), state, at, at)


@dataclass
class Desk:
    """A system that is polled: it holds tickets, says them in pages, and does what `fault` says."""

    tickets: dict[int, Fact] = field(default_factory=dict)
    size: int = 100
    pause: float = 0.0
    fault: Exception | None = None
    asked: int = 0
    said: list[tuple[str, str]] = field(default_factory=list)

    def page(self, mark: Mark, now: datetime) -> Page:
        self.asked += 1
        if self.fault:
            raise self.fault
        numbers = sorted(number for number in self.tickets if number > mark.get("after", 0))[: self.size]
        more = bool(numbers) and numbers[-1] < max(self.tickets)
        found = tuple(self.tickets[number] for number in numbers)
        return Page(found, {"after": numbers[-1] if numbers else mark.get("after", 0)}, more, len(numbers))

    def comment(self, ticket: str, words: str) -> None:
        if self.fault:
            raise self.fault
        self.said.append((ticket, words))


def intake_of(office: Office, terms: Terms = TICKETS, about: About = About.SUPPORT, name: str = "desk") -> Intake:
    translator = Translator(FeedSpec(name, about, terms=terms))
    return Intake(office.quarterback, {name: translator}, office.poller.hasten)


def take(intake: Intake, feed: str, name: str, payload: Any) -> None:
    """One delivery by itself; what goes wrong rises."""
    (fault,) = intake.take([Delivery(feed, name, payload)])
    if fault:
        raise fault


def said(number: int, status: str = "open", minute: int = 0) -> dict[str, Any]:
    at = START.replace(minute=minute, second=0)
    return {"tickets": [{"id": number, "org": "Kiln Works", "status": status, "at": at.isoformat(), "title": "x"}]}


@pytest.fixture
def office(storage: Storage) -> Office:
    return office_on(storage, {"kiln": "Kiln Works", "acme": "Acme"})


def test_a_thousand_webhooks_of_which_fifty_never_arrive(sqlite_storage: Storage) -> None:
    office = office_on(sqlite_storage, {"kiln": "Kiln Works"})
    lost = set(random.Random(7).sample(range(1, 1001), 50))
    intake, desk = intake_of(office), Desk({number: ticket(number) for number in range(1, 1001)})
    deliveries = [number for number in range(1, 1001) if number not in lost]
    random.Random(8).shuffle(deliveries)

    def send(numbers: list[int]) -> None:
        for number in numbers:
            take(intake, "desk", f"msg-{number}", said(number))

    threads = [threading.Thread(target=send, args=(deliveries[part::8],)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.facts()) == 950

    office.poll(DESK, desk)
    assert set(office.facts()) == {str(number) for number in range(1, 1001)}
    assert desk.asked == 10


def test_every_order_and_any_repeats_end_alike(sqlite_storage: Storage) -> None:
    """120 orders of five deliveries, each with two of them again: placed, raised, released, placed again, released."""
    office = office_on(sqlite_storage, {"kiln": "Kiln Works"})
    intake = intake_of(office, HOLDS, About.CREDIT, "books")
    story = [(1, "hold"), (2, "hold"), (3, "released"), (4, "hold"), (5, "released")]
    for number, order in enumerate(itertools.permutations(story)):
        for version, state in (*order, order[0], order[2]):
            payload = {"id": number, "org": "Kiln Works", "state": state, "version": version}
            take(intake, "books", f"{number}-{version}-{state}", payload)
    assert {(fact.state, fact.version) for fact in office.facts().values() if isinstance(fact, CreditHold)} == {
        (HoldState.RELEASED, 5)
    }
    assert len(office.facts()) == 120


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(["open", "pending", "solved"]), st.integers(0, 29)), max_size=12
    ),
    st.randoms(),
)
def test_webhooks_and_polls_in_any_order_agree(
    sqlite_storage: Storage, told: list[tuple[int, str, int]], chance: random.Random
) -> None:
    """Whatever comes first, the newest of each ticket stands."""
    office = office_on(sqlite_storage, {"kiln": "Kiln Works"})
    unique = {(number, minute): status for number, status, minute in told}
    run = 100 * next(RUNS)
    events = [(number, status, minute) for (number, minute), status in unique.items()]
    intake = intake_of(office)
    for number, status, minute in chance.sample(events, len(events)) + events[:3]:
        take(intake, "desk", f"{run}-{number}-{minute}", said(run + number, status, minute))
    desk = Desk({run + n: ticket(run + n, TicketStatus(status), minute) for n, status, minute in events})
    office.feeds.clear()
    office.poll(DESK, desk)
    newest = {number: max(m for n, _, m in events if n == number) for number, _, _ in events}
    facts = office.facts()
    for number, minute in newest.items():
        found = facts[str(run + number)]
        assert isinstance(found, SupportTicket)
        assert found.status == unique[number, minute]


def test_a_delivery_has_one_effect_however_often_it_comes(office: Office) -> None:
    intake = intake_of(office)
    poisoned = {
        "tickets": [{"id": 1, "org": "Kiln Works", "status": "purple", "at": START.isoformat()}, *said(2)["tickets"]]
    }
    for _ in range(4):
        take(intake, "desk", "msg-1", poisoned)
    threads = [threading.Thread(target=take, args=(intake, "desk", "msg-2", said(3))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(office.facts()) == {"2", "3"}
    (kept,) = office.kept()
    (sentence,) = kept.sentences
    assert sentence.startswith("state: “purple” is a word not known here; say under states whether it means open, ")
    assert kept.item == poisoned["tickets"][0]


def test_a_delivery_that_cannot_be_written_fails_alone(sqlite_storage: Storage) -> None:
    office = office_on(sqlite_storage, {"kiln": "Kiln Works"})

    class Poisoned(Translator):
        def payload(self, payload: Any, seen: datetime) -> Any:
            mapped = super().payload(payload, seen)
            if payload.get("poison"):
                raise ValueError("poison")
            return mapped

    intake = Intake(office.quarterback, {"desk": Poisoned(DESK)}, office.poller.hasten)
    with pytest.raises(ValueError, match="poison"):
        take(intake, "desk", "msg-1", {"poison": True, **said(1)})
    take(intake, "desk", "msg-2", said(2))
    assert set(office.facts()) == {"2"}


def test_a_webhook_without_terms_hastens_the_next_poll(office: Office) -> None:
    desk = Desk({1: ticket(1)})
    spec = FeedSpec("desk", About.SUPPORT, source=SourceSpec("hubspot"), every=60)
    office.feeds["desk"] = Polled(spec, desk)
    office.poller.plan()
    intake = Intake(office.quarterback, {}, office.poller.hasten)
    for number in range(20):
        take(intake, "desk", f"msg-{number}", [{"objectId": 1}])
    office.now += timedelta(seconds=50)
    office.worker().run_due()
    assert set(office.facts()) == {"1"}
    assert desk.asked == 1


def test_two_replicas_poll_once(office: Office) -> None:
    desk = Desk({1: ticket(1)})
    office.feeds["desk"] = Polled(DESK, desk)
    for _ in range(3):
        office.poller.plan()
    office.now += timedelta(minutes=5)
    workers = [office.worker() for _ in range(3)]
    threads = [threading.Thread(target=worker.run_due) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.asked == 1
    office.now += timedelta(minutes=5)
    for worker in workers:
        worker.run_due()
    assert desk.asked == 2


def test_a_long_way_is_gone_in_steps_and_each_page_is_kept(office: Office) -> None:
    desk = Desk({number: ticket(number) for number in range(1, 41)}, size=10)

    class Slow(Desk):
        def page(self, mark: Mark, now: datetime) -> Page:
            office.tick += 15
            return super().page(mark, now)

    slow = Slow(desk.tickets, size=10)
    office.poll(DESK, slow)
    assert len(office.facts()) == 20, "twenty seconds are used up after two pages"
    assert office.heard() == {}
    office.now += timedelta(seconds=2)
    office.worker().run_due()
    assert len(office.facts()) == 40
    assert office.heard() == {"desk": office.now}


def test_a_crash_between_two_pages_loses_nothing_and_repeats_nothing(office: Office) -> None:
    desk = Desk({number: ticket(number) for number in range(1, 21)}, size=10)

    class Dying(Desk):
        def page(self, mark: Mark, now: datetime) -> Page:
            if mark:
                raise SystemExit  # as a process that is killed
            return super().page(mark, now)

    with pytest.raises(SystemExit):
        office.poll(DESK, Dying(desk.tickets, size=10))
    assert len(office.facts()) == 10
    office.feeds["desk"] = Polled(DESK, desk)
    office.now += timedelta(minutes=2)  # the lease has ended
    office.worker().run_due()
    assert len(office.facts()) == 20
    assert desk.asked == 1


def test_failures_wait_longer_and_longer_and_one_success_ends_that(office: Office) -> None:
    desk = Desk({1: ticket(1)}, fault=Unreachable("the desk cannot be reached"))
    office.poll(DESK, desk)
    waits = []
    for _ in range(6):
        before, asked = office.now, desk.asked
        while desk.asked == asked:
            office.now += timedelta(minutes=1)
            office.poller.plan()
            office.worker().run_due()
        waits.append((office.now - before).total_seconds() / 60)
    assert waits == [5, 10, 20, 40, 60, 60]
    assert office.state("desk").failures == 7
    assert office.state("desk").error == "the desk cannot be reached"
    assert office.heard() == {}, "what cannot be read grows old"
    desk.fault = None
    office.now += timedelta(hours=1)
    office.worker().run_due()
    assert office.state("desk").failures == 0
    assert set(office.facts()) == {"1"}
    assert office.heard() == {"desk": office.now}


@pytest.mark.parametrize("fault", [Busy("it is busy (429)", 900), FeedFault("no"), RuntimeError("a bug of ours")])
def test_no_fault_ends_the_polls(office: Office, fault: Exception) -> None:
    desk = Desk({1: ticket(1)}, fault=fault)
    office.poll(DESK, desk)
    office.now += timedelta(minutes=14)
    office.worker().run_due()
    assert desk.asked == (1 if isinstance(fault, Busy) else 2), "Retry-After is honoured"
    desk.fault = None
    office.now += timedelta(hours=1)
    office.worker().run_due()
    assert set(office.facts()) == {"1"}


def test_a_quota_that_is_nearly_used_up_pauses_between_pages(office: Office) -> None:
    desk = Desk({number: ticket(number) for number in range(1, 31)}, size=10, pause=40.0)
    office.poll(DESK, desk)
    assert desk.asked == 1
    office.now += timedelta(seconds=41)
    office.worker().run_due()
    assert desk.asked == 2


@dataclass
class Books:
    """Customers on hold, read as a whole round."""

    held: list[Fact] = field(default_factory=list)
    spared: tuple[str, ...] = ()
    empty: bool = False
    pause: float = 0.0

    def page(self, mark: Mark, now: datetime) -> Page:
        faults = tuple(Faulty(each, f"{each}: cannot be read; mend it") for each in self.spared)
        return Page(tuple(self.held), {}, False, 1, faults, None if self.empty else now, self.spared)


def test_whom_a_whole_round_does_not_name_is_released_but_never_on_doubt(office: Office) -> None:
    books = Books([hold(1), hold(2), hold(3)])
    office.poll(BOOKS, books)
    books.held, books.spared = [hold(1, at=office.now + timedelta(minutes=15))], ("3",)
    office.poll(BOOKS, books)
    states = {key: fact.state for key, fact in office.facts().items() if isinstance(fact, CreditHold)}
    assert states == {"1": HoldState.PLACED, "2": HoldState.RELEASED, "3": HoldState.PLACED}
    books.held, books.spared, books.empty = [], (), True
    office.poll(BOOKS, books)
    still = office.facts()["1"]
    assert isinstance(still, CreditHold)
    assert still.state is HoldState.PLACED
    office.poll(BOOKS, books)
    assert len(office.kept()) == 1, "the same fault of the same customer is kept once"


def queue(office: Office) -> None:
    body = {
        "source": "desk",
        "kind": "ticket",
        "source_id": "7",
        "by": "Ruth Calloway",
        "words": "visit on Tuesday",
        "comment": 1,
    }
    with office.storage.begin() as uow:
        uow.jobs.add(COMMENT, "feed:desk", office.now, body)


def dead(office: Office) -> list[str]:
    with office.storage.read() as uow:
        return [str(job.error) for job in uow.jobs.dead(10)]


def test_a_comment_is_said_once(office: Office) -> None:
    desk = Desk()
    office.feeds["desk"] = Polled(DESK, desk)
    queue(office)
    office.worker().run_due()
    office.worker().run_due()
    assert desk.said == [("7", "Ruth Calloway, sales: visit on Tuesday")]


def test_a_comment_that_may_have_arrived_is_not_said_again(office: Office) -> None:
    desk = Desk(fault=OutcomeUnknown("no answer came"))
    office.feeds["desk"] = Polled(DESK, desk)
    queue(office)
    office.worker().run_due()
    desk.fault = None
    office.now += timedelta(days=1)
    office.worker().run_due()
    assert desk.said == []
    assert dead(office) == ["Undeliverable: no answer came"]


def test_a_comment_that_surely_did_not_is_said_later(office: Office) -> None:
    desk = Desk(fault=Busy("busy", 30))
    office.feeds["desk"] = Polled(DESK, desk)
    queue(office)
    office.worker().run_due()
    desk.fault = None
    office.now += timedelta(seconds=31)
    office.worker().run_due()
    assert len(desk.said) == 1


def test_a_comment_during_which_the_process_ended_is_left_to_the_operator(office: Office) -> None:
    desk = Desk()
    office.feeds["desk"] = Polled(DESK, desk)
    queue(office)
    with office.storage.begin() as uow:
        assert uow.jobs.claim(office.now, timedelta(seconds=60), (COMMENT,))
    office.now += timedelta(seconds=61)
    office.worker().run_due()
    assert desk.said == []
    assert "look there, then retry or drop it" in dead(office)[0]


def test_a_feed_that_app_yaml_names_no_more_ends(office: Office) -> None:
    office.feeds["desk"] = Polled(DESK, Desk())
    office.poller.plan()
    office.feeds.clear()
    office.now += timedelta(minutes=5)
    assert office.worker().run_due() == 1
    office.now += timedelta(days=1)
    assert office.worker().run_due() == 0


def test_states_of_feeds_are_written_by_turns(storage: Storage) -> None:
    with storage.begin() as uow:
        state = uow.feeds.get("desk")
        assert uow.feeds.save(state)
        assert not uow.feeds.save(state)
        assert uow.feeds.get("desk").turn == 1
        assert [found.name for found in uow.feeds.all()] == ["desk"]


def test_what_was_kept_is_forgotten_after_a_while(office: Office) -> None:
    take(intake_of(office), "desk", "msg-1", {"tickets": [7]})
    assert len(office.kept()) == 1
    with office.storage.begin() as uow:
        assert uow.feeds.forget(datetime(2027, 1, 1, tzinfo=UTC)) == 1
