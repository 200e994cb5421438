"""Opportunities and accounts: what is kept, who wins, and what an import may touch."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.sales.opportunity import Account, Opportunity
from domain.sales.process import Field, ForecastCategory
from storage.columns import LARGEST, whole
from storage.records import Counts
from storage.unit_of_work import CannotKeep, Stale, Storage
from tests.conftest import MakeOpportunity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_every_field_comes_back_as_it_went_in(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    full = make_opportunity(
        amount=Decimal("180000.05"),
        forecast_category=ForecastCategory.BEST_CASE,
        next_step="Call Jo",
        next_step_date=date(2026, 12, 1),
        competitor="Globex",
        loss_reason="price",
        feedback="too “dear” 💶",
        confirmed=NOON,
        closed_on=date(2026, 11, 22),
        version=7,
    )
    bare = make_opportunity("opp-2", amount=None, close_date=None, created=None, stage_since=None, owner="")
    with storage.begin() as uow:
        uow.opportunities.upsert([full, bare])
    with storage.read() as uow:
        assert uow.opportunities.get("opp-1") == full
        assert uow.opportunities.get("opp-2") == bare
        assert uow.opportunities.get("opp-3") is None
        assert uow.opportunities.count() == 2


def test_saving_moves_the_version_and_a_second_save_of_the_same_version_is_stale(
    storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    first = make_opportunity()
    with storage.begin() as uow:
        uow.opportunities.upsert([first])
        saved = uow.opportunities.save(first.with_value(Field.PROBABILITY, 75))
        assert saved.version == 2
        assert uow.opportunities.get("opp-1") == saved
        with pytest.raises(Stale):
            uow.opportunities.save(first.with_value(Field.PROBABILITY, 40))
        assert uow.opportunities.get("opp-1") == saved


def test_saving_what_was_never_there_is_stale(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    with storage.begin() as uow, pytest.raises(Stale):
        uow.opportunities.save(make_opportunity("nobody"))


def test_an_exception_rolls_everything_back(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    def fail_half_way() -> None:
        with storage.begin() as uow:
            uow.opportunities.upsert([make_opportunity()])
            raise LookupError("something else went wrong")

    with pytest.raises(LookupError):
        fail_half_way()
    with storage.read() as uow:
        assert uow.opportunities.count() == 0


def test_the_open_ones_of_some_owners_come_in_order_of_id(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert(
            [
                make_opportunity("c", owner="ana"),
                make_opportunity("a", owner="ben"),
                make_opportunity("b", owner="ana", closed_on=date(2026, 11, 1)),
                make_opportunity("d", owner="cleo"),
            ]
        )
    with storage.read() as uow:
        assert [o.id for o in uow.opportunities.of_owners(["ana", "ben", "ana"])] == ["a", "c"]
        assert [o.id for o in uow.opportunities.of_owners(["ana"], open_only=False)] == ["b", "c"]
        assert uow.opportunities.of_owners([]) == ()


def test_more_owners_than_fit_one_statement_are_all_asked_for(
    storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    owners = [f"rep-{n:05}" for n in range(2_500)]
    with storage.begin() as uow:
        uow.opportunities.upsert(make_opportunity(f"o-{owner}", owner=owner) for owner in owners)
    with storage.read() as uow:
        assert [o.owner for o in uow.opportunities.of_owners(reversed(owners))] == owners
        assert len(uow.opportunities.all_of(f"o-{owner}" for owner in owners)) == 2_500


def test_won_amounts_are_summed_exactly_by_owner_within_the_days(
    storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    first, last = date(2026, 10, 1), date(2026, 12, 31)

    def closed(name: str, day: date, amount: str | None, probability: int = 100, owner: str = "ana") -> None:
        items.append(
            make_opportunity(
                name, owner=owner, closed_on=day, probability=probability, amount=Decimal(amount) if amount else None
            )
        )

    items: list[Opportunity] = [make_opportunity("open", owner="ana", probability=100)]
    for n in range(10):
        closed(f"ten cents {n}", first + timedelta(n), "0.10")
    closed("last day", last, "99999999999.99")
    closed("day after", last + timedelta(1), "5")
    closed("lost", first, "7", probability=0)
    closed("without amount", first, None)
    closed("only without amount", first, None, owner="cleo")
    closed("of ben", first, "3.50", owner="ben")
    with storage.begin() as uow:
        uow.opportunities.upsert(items)
    with storage.read() as uow:
        won = uow.opportunities.closed_in(["ana", "ben", "cleo"], first, last)
        assert won == {"ana": Decimal("100000000000.99"), "ben": Decimal("3.5")}


def test_importing_again_changes_nothing_and_a_later_export_updates(
    storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    rows = [make_opportunity(f"o{n}") for n in range(5)]
    later = [replace(row, amount=Decimal(1)) if row.id == "o2" else row for row in rows] + [make_opportunity("o5")]
    with storage.begin() as uow:
        assert uow.opportunities.upsert(rows) == Counts(inserted=5)
        assert uow.opportunities.upsert(iter(rows)) == Counts(unchanged=5)
        assert uow.opportunities.upsert(later) == Counts(inserted=1, updated=1, unchanged=4)
        assert uow.opportunities.upsert([]) == Counts()
        moved, same = uow.opportunities.get("o2"), uow.opportunities.get("o3")
    assert moved == replace(later[2], version=2)
    assert same == rows[3]


def test_of_two_with_one_id_the_last_counts(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    twice = [make_opportunity(probability=10), make_opportunity(probability=20)]
    with storage.begin() as uow:
        assert uow.opportunities.upsert(twice) == Counts(inserted=1)
        assert uow.opportunities.get("opp-1") == twice[1]


def test_an_import_leaves_the_fields_it_does_not_know(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    told = make_opportunity(next_step="Call Jo", confirmed=NOON)
    exported = make_opportunity(probability=75, next_step=None)
    with storage.begin() as uow:
        uow.opportunities.upsert([told])
        assert uow.opportunities.upsert([exported], fields={"probability"}) == Counts(updated=1)
        assert uow.opportunities.get("opp-1") == replace(told, probability=75, version=2)
        assert uow.opportunities.upsert([exported]) == Counts(updated=1)
        assert uow.opportunities.get("opp-1") == replace(exported, confirmed=NOON, version=3)
        assert uow.opportunities.upsert([replace(exported, name="Other")], fields=()) == Counts(unchanged=1)


def test_accounts_are_found_by_id_and_overwritten_where_they_differ(storage: Storage) -> None:
    acme, globex = Account("acme", "Acme", "tools"), Account("globex", "Globex")
    with storage.begin() as uow:
        assert uow.accounts.upsert([acme, globex]) == Counts(inserted=2)
        assert uow.accounts.upsert([acme, replace(globex, sector="energy")]) == Counts(updated=1, unchanged=1)
        assert uow.accounts.get("acme") == acme
        assert uow.accounts.get("nobody") is None
        assert uow.accounts.all_named(["globex", "nobody"]) == {"globex": Account("globex", "Globex", "energy")}


def test_text_that_no_database_can_keep_is_replaced_everywhere_alike(
    storage: Storage, make_opportunity: MakeOpportunity
) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity("a\x00b", name="x\ud800y", next_step="pair \ud83d\ude00")])
        kept = uow.opportunities.get("a\x00b")
        assert kept is not None
        assert (kept.id, kept.name, kept.next_step) == ("a\ufffdb", "x\ufffdy", "pair 😀")
        saved = uow.opportunities.save(replace(kept, feedback="\x00"))
        assert uow.opportunities.get(saved.id) == replace(saved, feedback="\ufffd")


def test_times_need_a_zone_and_come_back_in_utc(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    there = datetime(2026, 11, 22, 1, 30, 0, 123456, timezone(timedelta(hours=-5)))
    with storage.begin() as uow:
        uow.opportunities.upsert([make_opportunity(confirmed=there)])
        kept = uow.opportunities.get("opp-1")
        assert kept is not None
        assert kept.confirmed == there
        assert kept.confirmed.tzinfo is UTC


def test_a_time_without_a_zone_is_refused_in_words(storage: Storage, make_opportunity: MakeOpportunity) -> None:
    nowhere = NOON.replace(tzinfo=None)

    def write() -> None:
        with storage.begin() as uow:
            uow.opportunities.save(make_opportunity(confirmed=nowhere))

    with pytest.raises(CannotKeep, match="no zone"):
        write()


@pytest.mark.parametrize(
    "amount", [Decimal("0.005"), Decimal("1e30"), Decimal("NaN"), Decimal("Infinity"), Decimal(LARGEST)]
)
def test_an_amount_that_would_not_come_back_the_same_is_refused_in_words(
    storage: Storage, make_opportunity: MakeOpportunity, amount: Decimal
) -> None:
    def write() -> None:
        with storage.begin() as uow:
            uow.opportunities.save(make_opportunity(amount=amount))

    with pytest.raises(CannotKeep, match="amount"):
        write()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=30),
    cents=st.integers(-LARGEST, LARGEST),
    day=st.dates(),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_is_said_comes_back(
    storage: Storage, make_opportunity: MakeOpportunity, text: str, cents: int, day: date, at: datetime
) -> None:
    amount = Decimal(cents).scaleb(-2)
    said = make_opportunity(feedback=text, amount=amount, close_date=day, confirmed=at)
    with storage.begin() as uow:
        uow.opportunities.upsert([said])
        kept = uow.opportunities.get("opp-1")
        assert kept is not None
        assert replace(kept, version=1) == replace(said, feedback=whole(text))


@given(st.text(st.one_of(st.sampled_from("a\x00\ud800\udc00é😀"), st.characters(exclude_categories=())), max_size=20))
def test_whole_text_can_be_written_and_stays_as_it_is(text: str) -> None:
    assert "\x00" not in whole(text)
    assert whole(text).encode().decode() == whole(text)
    assert whole(whole(text)) == whole(text)
    if "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text):
        assert whole(text) == text
