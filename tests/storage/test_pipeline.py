"""Pipelines added up by the database, alike on both, and equal to the same sums done by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bot.process_file import load
from domain.sales.opportunity import Opportunity
from domain.sales.pipeline import Asked, Group, Only, PipelineQuery, Sort
from domain.sales.process import ForecastCategory
from storage.unit_of_work import Storage

PROCESS = load(Path(__file__).parents[2] / "app.yaml").company.process
TODAY = date(2026, 11, 23)
STALE = datetime(2026, 11, 2, tzinfo=UTC)
OWNERS = ("ana", "ben")
EVERYTHING = PipelineQuery(owners=OWNERS)


def many() -> list[Opportunity]:
    random = Random(7)
    out = []
    for number in range(240):
        stage = random.choice(PROCESS.stages)
        heard = random.choice([None, STALE - timedelta(days=3), STALE + timedelta(days=3)])
        out.append(
            Opportunity(
                f"o{number}",
                random.choice("aBcÄz") + str(number),
                random.choice(("Acme", "Globex", "")),
                random.choice(("Pump", "Meter")),
                stage.name,
                stage.probability,
                random.choice([None, Decimal(random.randrange(1, 10**7)) / 100]),
                "USD",
                random.choice([None, TODAY + timedelta(days=random.randint(-40, 200))]),
                random.choice((*OWNERS, "somebody else")),
                forecast_category=random.choice([None, ForecastCategory.COMMIT]),
                next_step=random.choice([None, "", "call"]),
                created=random.choice([None, TODAY - timedelta(days=100)]),
                confirmed=heard,
                closed_on=TODAY - timedelta(days=random.randint(0, 90)) if stage.closed else None,
            )
        )
    return out


@pytest.fixture
def kept(storage: Storage) -> tuple[Storage, list[Opportunity]]:
    all_of_them = many()
    with storage.begin() as uow:
        uow.opportunities.upsert(all_of_them)
    return storage, all_of_them


Fits = Callable[[Opportunity], bool]
QUERIES: Sequence[tuple[PipelineQuery, Fits]] = (
    (EVERYTHING, lambda o: True),
    (replace(EVERYTHING, owners=("ana",)), lambda o: o.owner == "ana"),
    (
        replace(EVERYTHING, first=date(2026, 12, 1), last=date(2026, 12, 31)),
        lambda o: o.close_date is not None and (o.close_date.year, o.close_date.month) == (2026, 12),
    ),
    (replace(EVERYTHING, over=Decimal(50_000)), lambda o: o.amount is not None and o.amount >= 50_000),
    (replace(EVERYTHING, under=Decimal("20000.5")), lambda o: o.amount is not None and o.amount <= Decimal("20000.5")),
    (replace(EVERYTHING, stages=("Proposal", "Discovery")), lambda o: o.stage in ("Proposal", "Discovery")),
    (
        replace(EVERYTHING, categories=(ForecastCategory.COMMIT,)),
        lambda o: (o.forecast_category or PROCESS.stage(o.stage).category) is ForecastCategory.COMMIT,
    ),
    (replace(EVERYTHING, accounts=("Acme",), products=("Pump",)), lambda o: (o.account, o.product) == ("Acme", "Pump")),
    (replace(EVERYTHING, only=(Only.PAST_DATE,)), lambda o: o.close_date is not None and o.close_date < TODAY),
    (replace(EVERYTHING, only=(Only.NO_STEP, Only.NO_DATE)), lambda o: not o.next_step and o.close_date is None),
    (replace(EVERYTHING, only=(Only.NO_AMOUNT,)), lambda o: o.amount is None),
    (replace(EVERYTHING, only=(Only.STALE,)), lambda o: o.confirmed is None or o.confirmed < STALE),
)


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_sums_groups_and_pages_are_those_done_by_hand(kept: tuple[Storage, list[Opportunity]], number: int) -> None:
    storage, all_of_them = kept
    query, fits = QUERIES[number]
    for closed in (False, True):
        asked = Asked(replace(query, closed=closed), PROCESS, TODAY, STALE)
        if closed and (query.first or Only.PAST_DATE in query.only):
            continue
        wanted = [o for o in all_of_them if o.owner in query.owners and bool(o.closed_on) is closed and fits(o)]
        with storage.read() as uow:
            totals = uow.pipelines.totals(asked)
            pages = [uow.pipelines.rows(asked, first, 7) for first in range(0, len(wanted) + 7, 7)]
            for by in Group:
                whole, shares = uow.pipelines.shares(asked, by, 1000)
                assert whole == totals
                assert sum(share.count for share in shares) == totals.count
                assert sum(share.amount for share in shares) == totals.amount
        assert totals.count == len(wanted)
        assert totals.amount == sum(o.amount or 0 for o in wanted)
        assert totals.weighted == sum((o.amount or Decimal(0)) * o.probability / 100 for o in wanted)
        assert totals.without_amount == sum(o.amount is None for o in wanted)
        listed = [o for page in pages for o in page]
        assert sorted(o.id for o in listed) == sorted(o.id for o in wanted)
        assert [o.amount is None for o in listed] == sorted(o.amount is None for o in listed)


@pytest.mark.parametrize("each", Group)
def test_the_first_of_each_group_are_those_found_by_hand(kept: tuple[Storage, list[Opportunity]], each: Group) -> None:
    storage, all_of_them = kept
    asked = Asked(replace(EVERYTHING, most=2, each=each), PROCESS, TODAY, STALE)
    with storage.read() as uow:
        listed = uow.pipelines.rows(asked, 0, 500)
        assert uow.pipelines.rows(asked, 3, 4) == listed[3:7]
    groups: dict[str, list[Opportunity]] = {}
    for o in sorted(all_of_them, key=lambda o: (o.amount is None, -(o.amount or 0), o.id)):
        if o.owner in OWNERS and not o.closed_on:
            label = {Group.REP: o.owner, Group.STAGE: o.stage, Group.ACCOUNT: o.account, Group.PRODUCT: o.product}
            groups.setdefault(label.get(each, o.close_date.isoformat()[:7] if o.close_date else ""), []).append(o)
    wanted = [[o.id for o in found[:2]] for found in groups.values()]
    assert [o.id for o in listed] == [key for found in _in_order(wanted, listed) for key in found]
    if each is Group.MONTH:
        assert [o.close_date is None for o in listed] == [False] * (len(listed) - 2) + [True] * 2
    if each is Group.ACCOUNT:
        assert list(dict.fromkeys(o.account for o in listed)) == ["", "Acme", "Globex"]
    if each is Group.STAGE:
        assert list(dict.fromkeys(o.stage for o in listed)) == [stage.name for stage in PROCESS.open_stages]


def _in_order(groups: list[list[str]], listed: Sequence[Opportunity]) -> list[list[str]]:
    """The groups as they come in a list, whichever comes first."""
    places = {o.id: place for place, o in enumerate(listed)}
    return sorted(groups, key=lambda found: places.get(found[0], len(places)))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_is_whole_and_the_same_on_both(
    kept: tuple[Storage, list[Opportunity]], sort: Sort, descending: bool
) -> None:
    storage, all_of_them = kept
    query = replace(EVERYTHING, sort=sort, descending=descending)
    with storage.read() as uow:
        listed = [o.id for o in uow.pipelines.rows(Asked(query, PROCESS, TODAY, STALE), 0, 500)]
    wanted = sorted(o.id for o in all_of_them if o.owner in OWNERS and not o.closed_on)
    assert sorted(listed) == wanted
    if sort is Sort.NAME:
        names = {o.id: o.name for o in all_of_them if o.name.isascii()}
        shown = [names[key].lower() for key in listed if key in names]
        assert shown == sorted(shown, reverse=descending)


def test_names_are_found_by_their_words(kept: tuple[Storage, list[Opportunity]]) -> None:
    storage, _ = kept
    with storage.read() as uow:
        assert uow.pipelines.accounts(OWNERS) == ("Acme", "Globex")
        assert uow.pipelines.accounts(OWNERS, ("glob", "nothing")) == ("Globex",)
        assert uow.pipelines.products(OWNERS, ("%",)) == ()
        assert uow.pipelines.accounts(()) == ()


def test_a_look_is_found_until_it_is_forgotten(storage: Storage) -> None:
    with storage.begin() as uow:
        look = uow.looks.add("ana", {"by": None}, STALE)
        found = uow.looks.get(look)
        assert found is not None
        assert (found.person, found.query) == ("ana", {"by": None})
        assert uow.looks.forget(STALE + timedelta(seconds=1)) == 1
        assert uow.looks.get(look) is None
