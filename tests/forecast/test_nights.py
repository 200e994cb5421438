"""What each night keeps: once, alike on both databases, and made up for where nobody was there to keep it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from bot.practice_room import StoredRoom, home
from bot.process_file import load
from bot.router import Quarterback
from bot.use_cases.snapshots import keep_nights
from bot.worker import Worker
from domain.forecast.snapshot import Belief, Checkpoint, Snapshot
from domain.sales.change import Change, Statement
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from storage.unit_of_work import Storage
from tests.conftest import MakeOpportunity

APP = load(Path(__file__).parents[2] / "app.yaml")
RUTH = "ruth.calloway@copperline.example"
Q4 = date(2026, 10, 1)


def at(day: int, hour: int = 15) -> datetime:
    """That hour of a day of November 2026, UTC."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def opportunity(make_opportunity: MakeOpportunity) -> Opportunity:
    return make_opportunity(
        "opp-1", owner=RUTH, probability=50, amount=Decimal(1000), close_date=date(2026, 12, 10), confirmed=at(2)
    )


def move(storage: Storage, opportunity: Opportunity, when: datetime, **after: object) -> Opportunity:
    """Somebody says something of it."""
    with storage.begin() as uow:
        said = uow.statements.add(Statement(RUTH, RUTH, when))
        now = replace(opportunity, confirmed=when, **after)  # type: ignore[arg-type]
        moved = [Field(name) for name in after if name in {field.value for field in Field}]
        uow.changes.append(
            Change(opportunity.id, f, opportunity.get(f), now.get(f), RUTH, RUTH, "so", when, said.id) for f in moved
        )
        return uow.opportunities.save(now)


def nights(storage: Storage) -> tuple[Snapshot, ...]:
    with storage.read() as uow:
        return uow.snapshots.trend([RUTH], Q4, date(2026, 1, 1), date(2027, 1, 1))


def keep(storage: Storage, now: datetime) -> int:
    with storage.begin() as uow:
        return keep_nights(uow, APP.company, now)


def test_a_night_is_kept_once(storage: Storage, opportunity: Opportunity) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
    assert keep(storage, at(4)) == 1
    before = nights(storage)
    assert [night.day for night in before] == [date(2026, 11, 3)]
    assert (before[0].best_case, before[0].weighted, before[0].count) == (1000, 500, 1)
    assert 0 < before[0].aged < 500
    move(storage, opportunity, at(4, 16), amount=Decimal(9000))
    assert keep(storage, at(4, 18)) == 0
    assert nights(storage) == before


def test_missed_nights_are_made_up_for_as_of_then(storage: Storage, opportunity: Opportunity) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
    keep(storage, at(4))
    grown = move(storage, opportunity, at(6), amount=Decimal(3000))
    won = move(storage, grown, at(8), stage="Closed Won", probability=100, closed_on=date(2026, 11, 8))
    assert won.closed_on
    assert keep(storage, at(11)) == 7
    by_day = {night.day.day: night for night in nights(storage)}
    assert [int(by_day[day].best_case) for day in (4, 5, 6, 7, 8, 9)] == [1000, 1000, 3000, 3000, 0, 0]
    assert [int(by_day[day].closed) for day in (7, 8, 10)] == [0, 3000, 3000]


def test_an_outage_of_months_does_not_keep_it_from_its_work(storage: Storage, opportunity: Opportunity) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
    keep(storage, at(4))
    assert keep(storage, at(4) + timedelta(days=300)) == 31


def test_checkpoints_are_the_first_of_their_kind(storage: Storage, opportunity: Opportunity) -> None:
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
    keep(storage, at(10))
    surer = move(storage, opportunity, at(12), probability=70)
    keep(storage, at(28))
    surest = move(storage, surer, at(28, 16), probability=95)
    move(storage, surest, at(29), stage="Closed Won", probability=100, closed_on=date(2026, 11, 29))
    keep(storage, at(30, 20))
    with storage.read() as uow:
        (judged,) = uow.beliefs.judged([RUTH], Q4, date(2026, 12, 31))
    said = {kind: (belief.day.day, belief.stated) for kind, belief in judged.beliefs.items()}
    # Thirty days before 10 December is 10 November, fourteen is the 26th; what was said last, 95, counts nowhere.
    assert said == {
        Checkpoint.FIRST: (12, 70),
        Checkpoint.THIRTY_DAYS: (10, 50),
        Checkpoint.FOURTEEN_DAYS: (26, 70),
    }
    assert judged.won


def test_the_worker_keeps_them_by_itself(sqlite_storage: Storage, opportunity: Opportunity) -> None:
    clock = [at(4)]
    quarterback = Quarterback(sqlite_storage, APP.company, APP.playbook, lambda: clock[0], home)
    worker = Worker(quarterback, {PLATFORM: PracticeCourier(StoredRoom(quarterback))})
    with sqlite_storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
    worker.plan()
    for hours in (2, 30, 31, 80):
        clock[0] = at(4) + timedelta(hours=hours)
        worker.run_due()
    assert [night.day.day for night in nights(sqlite_storage)] == [3, 4, 5, 6]


def test_sums_and_who_has_looked_are_alike_on_both(storage: Storage, opportunity: Opportunity) -> None:
    day = date(2026, 11, 3)
    figures = tuple(Decimal(n) for n in (1, 2, 3, 4, 5, 6, 7))
    kept = [Snapshot(day, owner, Q4, *figures, 2) for owner in (RUTH, "b", "c")]
    with storage.begin() as uow:
        uow.opportunities.upsert([opportunity])
        uow.snapshots.add(kept)
        uow.snapshots.add(kept)
        belief = Belief("opp-1", Checkpoint.FIRST, day, RUTH, 40, 0.3, None)
        uow.beliefs.add([belief, replace(belief, stated=90)])
        uow.accuracy_looks.see(RUTH, Q4, at(4))
        uow.accuracy_looks.see(RUTH, Q4, at(5))
    with storage.read() as uow:
        (night,) = uow.snapshots.trend([RUTH, "b"], Q4, day, day)
        assert (night.closed, night.unseen, night.count) == (2, 14, 4)
        assert uow.snapshots.first_day() == uow.snapshots.last_day() == day
        assert uow.beliefs.known(["opp-1"]) == {("opp-1", Checkpoint.FIRST)}
        assert uow.accuracy_looks.seen(RUTH) == {Q4: at(5)}
