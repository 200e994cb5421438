"""What stands open with people: threads, posts, questions, offers, requests, and who they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from domain.asking.question import Give, GiveKind, Nudge, NudgeState, Question, Reason, RuleKind
from domain.reading.reading import About
from domain.sales.change import Statement
from domain.sales.dealings import Offer, OfferState, Request, RequestState, Thread
from domain.sales.opportunity import Value
from domain.sales.people import Person, Rhythm, Role, WorkingHours
from domain.sales.process import Field, ForecastCategory
from storage.records import Counts, Post
from storage.unit_of_work import Stale, Storage, UnitOfWork
from tests.conftest import MakeOpportunity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA, BEN = "ana@example.com", "ben@example.com"


@pytest.fixture
def uow(storage: Storage, make_opportunity: MakeOpportunity) -> Iterator[UnitOfWork]:
    """A unit of work with two opportunities."""
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity(), make_opportunity("opp-2")])
        yield uow


@pytest.fixture
def thread(uow: UnitOfWork) -> Thread:
    return uow.threads.add(Thread(ANA, "practice", "", "dm-ana", opportunity="opp-1"))


@pytest.fixture
def statement(uow: UnitOfWork) -> Statement:
    return uow.statements.add(Statement(ANA, ANA, NOON))


def a_nudge(thread: Thread, opportunity: str = "opp-1", owner: str = ANA, asked_at: datetime = NOON) -> Nudge:
    reason = Reason(RuleKind.FIELD_MISSING, About.NEXT_STEP, "No next step", Field.NEXT_STEP)
    give = Give(GiveKind.HELP, "Shall I ask Kim for a visit?", "meeting")
    return Nudge(Question(opportunity, owner, reason, give, 1234.5), asked_at, thread.id)


def test_a_thread_is_found_by_the_message_that_roots_it(uow: UnitOfWork, thread: Thread) -> None:
    assert uow.threads.get(thread.id) == thread
    assert uow.threads.by_root("practice", "", "dm-ana", "m1") is None
    uow.threads.set_root(thread.id, "m1")
    assert uow.threads.by_root("practice", "", "dm-ana", "m1") == replace(thread, root="m1")
    assert uow.threads.by_root("slack", "", "dm-ana", "m1") is None
    assert uow.threads.get(0) is None


def test_one_message_roots_one_thread(storage: Storage) -> None:
    def add() -> None:
        with storage.begin() as uow:
            uow.threads.add(Thread(ANA, "practice", "", "dm-ana", root="m1"))

    add()
    with pytest.raises(Stale):
        add()


def test_posts_are_found_by_what_they_show_and_by_message(uow: UnitOfWork, thread: Thread) -> None:
    first = uow.posts.add(thread.id, "practice", "", "dm-ana", "nudge", 7)
    second = uow.posts.add(None, "practice", "", "channel-west", "nudge", 7)
    uow.posts.add(None, "practice", "", "dm-ana", "offer", 7)
    uow.posts.sent(first, "m1")
    sent = Post(first, thread.id, "practice", "", "dm-ana", "nudge", 7, "m1")
    assert uow.posts.of("nudge", 7) == (sent, Post(second, None, "practice", "", "channel-west", "nudge", 7))
    assert uow.posts.by_message("practice", "", "dm-ana", "m1") == sent
    assert uow.posts.get(first) == sent
    assert uow.posts.get(0) is None
    assert uow.posts.by_message("practice", "", "dm-ana", "m2") is None


def test_a_nudge_comes_back_as_it_went_in_and_moves_through_its_states(uow: UnitOfWork, thread: Thread) -> None:
    nudge = uow.nudges.add(a_nudge(thread))
    assert uow.nudges.get(nudge.id) == nudge
    assert uow.nudges.open_in(thread.id) == nudge
    assert uow.nudges.open_of("opp-1") == (nudge,)
    assert uow.nudges.open_for(ANA) == (nudge,)
    snoozed = uow.nudges.save(replace(nudge, state=NudgeState.SNOOZED, until=NOON + timedelta(days=1)))
    assert uow.nudges.get(nudge.id) == snoozed
    assert uow.nudges.open_in(thread.id) is None
    assert uow.nudges.open_of("opp-1") == ()
    assert uow.nudges.open_for(ANA) == ()
    answered = replace(nudge, state=NudgeState.ANSWERED, answered_by=BEN, answered_at=NOON)
    assert uow.nudges.get(uow.nudges.save(answered).id) == answered


def test_the_newest_open_nudge_of_a_thread_counts(uow: UnitOfWork, thread: Thread) -> None:
    older = uow.nudges.save(replace(uow.nudges.add(a_nudge(thread)), state=NudgeState.DROPPED))
    open_one = uow.nudges.add(a_nudge(thread))
    newest = uow.nudges.add(a_nudge(thread))
    assert uow.nudges.open_in(thread.id) == newest
    assert uow.nudges.in_thread(thread.id) == (older, open_one, newest)


def test_what_was_asked_lately_is_known_by_owner_and_by_opportunity(uow: UnitOfWork, thread: Thread) -> None:
    older = uow.nudges.add(a_nudge(thread, asked_at=NOON - timedelta(days=1)))
    newer = uow.nudges.add(a_nudge(thread))
    uow.nudges.add(a_nudge(thread, "opp-2", BEN))
    uow.nudges.save(replace(older, state=NudgeState.ANSWERED, answered_by=ANA, answered_at=NOON))
    assert uow.nudges.asked_since(ANA, NOON) == (newer,)
    assert len(uow.nudges.asked_since(ANA, NOON - timedelta(days=1))) == 2
    assert uow.nudges.last_asked(["opp-1", "opp-2", "opp-3"]) == {"opp-1": NOON, "opp-2": NOON}
    assert uow.nudges.answer_rate(ANA) == (2, 1)
    assert uow.nudges.answer_rate(BEN) == (1, 0)
    assert uow.nudges.answer_rate("nobody") == (0, 0)


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        (Field.CLOSE_DATE, (date(2026, 4, 3), date(2026, 3, 4))),
        (Field.AMOUNT, (Decimal("40000.5"), None)),
        (Field.PROBABILITY, (60,)),
        (Field.FORECAST_CATEGORY, (ForecastCategory.COMMIT,)),
        (None, ("opp-1", "opp-2")),
    ],
)
def test_the_choices_of_an_offer_come_back_as_values(
    uow: UnitOfWork, statement: Statement, field: Field | None, choices: tuple[Value, ...]
) -> None:
    offer = uow.offers.add(Offer(ANA, statement.id, "opp-1" if field else None, field, choices, "3/4"))
    assert uow.offers.get(offer.id) == offer


def test_open_offers_are_listed_newest_first_by_place(uow: UnitOfWork, thread: Thread, statement: Statement) -> None:
    def offer(thread_id: int | None, person: str = ANA) -> Offer:
        return uow.offers.add(Offer(person, statement.id, "opp-1", Field.PROBABILITY, (60,), "60", thread_id))

    first, second, of_ben, outside = offer(thread.id), offer(thread.id), offer(thread.id, BEN), offer(None)
    assert uow.offers.open_in(thread.id) == (of_ben, second, first)
    assert uow.offers.open_of_statement(statement.id) == (outside, of_ben, second, first)
    assert uow.offers.open_for(ANA, thread.id) == (second, first)
    assert uow.offers.open_for(ANA, None) == (outside,)
    taken = uow.offers.save(replace(second, state=OfferState.TAKEN))
    assert uow.offers.open_for(ANA, thread.id) == (first,)
    assert uow.offers.get(second.id) == taken


def test_requests_are_listed_by_opportunity_and_by_who_was_asked(uow: UnitOfWork, statement: Statement) -> None:
    discount = Request(
        "opp-1", "discount_approval", ANA, "12.5 % off", NOON, statement.id, BEN, date(2026, 12, 1), Decimal("12.5")
    )
    discount = uow.requests.add(discount)
    meeting = uow.requests.add(Request("opp-1", "meeting", ANA, "a visit", NOON, statement.id))
    assert uow.requests.get(discount.id) == discount
    assert uow.requests.of_opportunity("opp-1") == (discount, meeting)
    assert uow.requests.open_for(BEN) == (discount,)
    uow.requests.save(replace(discount, state=RequestState.ACCEPTED))
    assert uow.requests.open_for(BEN) == ()
    assert uow.requests.of_opportunity("opp-1")[0].state is RequestState.ACCEPTED


def test_an_id_that_no_row_can_have_finds_nothing(uow: UnitOfWork) -> None:
    for store in (uow.nudges, uow.offers, uow.requests, uow.threads, uow.statements):
        for hostile in (-1, 0, 2**63 - 1, 2**63, 10**4000):
            assert store.get(hostile) is None


def test_people_come_back_as_they_went_in(storage: Storage) -> None:
    rhythm = Rhythm(WorkingHours(time(7, 30), time(15), (0, 2, 4)), 2, 6, date(2026, 12, 1))
    ana = Person(
        ANA,
        "Ana Sánchez",
        Role.REP,
        "Europe/Madrid",
        rhythm,
        "west",
        helps_with=("meeting",),
        quota=Decimal("250000.5"),
        days_off=(date(2026, 12, 24),),
    )
    kim = Person("kim@example.com", "Kim", Role.ASSISTANT, serves=(ANA, BEN), leads=("west", "east"))
    with storage.begin() as uow:
        assert uow.people.upsert([kim, ana]) == Counts(inserted=2)
        assert uow.people.all() == (ana, kim)
        promoted = replace(ana, role=Role.MANAGER)
        assert uow.people.upsert([promoted, kim]) == Counts(updated=1, unchanged=1)
        assert uow.people.all() == (promoted, kim)


def test_a_rhythm_of_ones_own_is_kept_apart_from_the_persons(storage: Storage) -> None:
    mornings = Rhythm(WorkingHours(time(8), time(12)), per_day=1, per_week=3, not_before=date(2026, 11, 30))
    with storage.begin() as uow:
        assert uow.people.rhythm(ANA) is None
        uow.people.set_rhythm(ANA, Rhythm())
        uow.people.set_rhythm(ANA, mornings)
        uow.people.set_rhythm(BEN, Rhythm())
        assert uow.people.rhythm(ANA) == mornings
        assert uow.people.all_rhythms() == {ANA: mornings, BEN: Rhythm()}


def test_facts_about_the_database_are_put_and_got(storage: Storage) -> None:
    with storage.begin() as uow:
        assert uow.meta.get("clock") is None
        uow.meta.put("clock", "1")
        uow.meta.put("clock", "2")
        assert uow.meta.get("clock") == "2"
