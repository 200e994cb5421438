"""Computes everything a forecast shows: from what is open in the quarter, the log of changes and the nights kept."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from bot.scene import Scene
from bot.use_cases.forecast_scope import Scope
from bot.use_cases.risks import endangered
from bot.views.forecast import Figures, Outlook
from domain.forecast.ageing import Chain, aged, chain_from, cold
from domain.forecast.arrivals import WINDOW, arrivals
from domain.forecast.book import Book, Floats, Line
from domain.forecast.call import Call
from domain.forecast.distribution import distribution
from domain.forecast.movement import Movement, movement
from domain.forecast.recalibration import Calibration, recalibrate
from domain.forecast.rollup import Rollup, most_doubtful, roll_up
from domain.forecast.snapshot import Snapshot
from domain.sales.company import Company
from domain.sales.pipeline import PipelineQuery
from domain.sales.process import SalesProcess
from domain.sales.quarter import Quarter
from storage.unit_of_work import UnitOfWork

CHAIN = "forecast.chain"
_DOUBTFUL, _PAST_QUARTERS, _WEEK, _WEEKS = 3, 6, timedelta(days=7), 9
_NEAR = timedelta(days=3)  # a night this near stands for one that was not kept
_LONG_AGO = date(1970, 1, 1)


def figures_of(scene: Scene, scope: Scope) -> Figures:
    """The quarter of that scope as it stands now."""
    uow, quarter, process = scene.uow, scope.quarter, scene.company.process
    lines = uow.quarters.lines(scope.owners, quarter.start, quarter.end)
    won = uow.opportunities.closed_in(scope.owners, quarter.start, quarter.end)
    closed = sum(won.values(), Decimal(0))
    book = Book.of(lines, scene.today)
    chain = known_chain(uow)
    likely = faded(book, chain, process, (quarter.end - scene.today).days)
    calibration = _calibration(uow, scope.owners, quarter, scene.today)
    made = uow.quarters.created(scope.owners, scene.today - timedelta(days=WINDOW - 1), scene.today)
    coming, chance = arrivals(chain, np.array(made), *days_ahead(quarter, scene.today))
    outlook = distribution(
        np.concatenate((book.amount, coming)),
        np.minimum(np.concatenate((likely, chance)) * calibration.factor, 1.0),
        calibration.spread,
    )
    base = float(closed)
    over = quarter.end < scene.today
    return Figures(
        title=scope.title,
        quarter=quarter,
        currency=process.currency,
        rollup=roll_up(lines, closed, _quota(scene, scope.owners), process),
        recorded=base + float(book.amount @ book.stated),
        likely=base + float(book.amount @ likely),
        unseen=float(coming @ chance),
        outlook=Outlook(*(base + outlook.quantile(share) for share in (0.1, 0.5, 0.9))),
        calibration=calibration,
        doubtful=most_doubtful(book, likely, _DOUBTFUL),
        since=(scene.now - _WEEK).astimezone(ZoneInfo(scene.company.zone)).date(),
        movement=None if over else _moved(scene, scope, lines),
        trend=_trend(scene, scope),
        calls=_calls(scene, scope),
        by_owner=_by_owner(scene, scope, lines, won),
        overdue=_overdue(uow, scope, scene.today),
        over=over,
        endangered=endangered(scene, PipelineQuery(owners=scope.owners, first=quarter.start, last=quarter.end)),
    )


def faded(book: Book, chain: Chain | None, process: SalesProcess, horizon: int) -> Floats:
    """What is left of the recorded probabilities after the days of silence."""
    stages = {stage.name: index for index, stage in enumerate(process.open_stages)}
    if chain is None or chain.stages != len(stages):
        return cold(book.stated, book.silent)
    places = np.array([stages.get(line.stage, 0) for line in book.lines], dtype=np.int64)
    return aged(chain, book.stated, places, book.silent, book.in_stage, max(1, horizon))


def days_ahead(quarter: Quarter, today: date) -> tuple[int, int]:
    """How many days from `today` the quarter begins and ends; 0 where that is past."""
    return max(0, (quarter.start - today).days), max(0, (quarter.end - today).days)


def known_chain(uow: UnitOfWork) -> Chain | None:
    """What the last night learnt from stage histories, if there were enough."""
    kept = uow.meta.get(CHAIN)
    return chain_from(json.loads(kept)) if kept else None


def end_of(day: date, company: Company) -> datetime:
    """The moment at which that day is over where the company is (UTC)."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(company.zone))
    return midnight.astimezone(UTC)


def _calibration(uow: UnitOfWork, owners: Sequence[str], quarter: Quarter, today: date) -> Calibration:
    """From the same days before the end of past quarters, as far as nights were kept then."""
    left = max(0, (quarter.end - today).days)
    past = []
    first = uow.snapshots.first_day()
    for back in range(_PAST_QUARTERS, 0, -1):
        before = Quarter.of(today, quarter.year_starts).plus(-back)
        day = before.end - timedelta(days=left)
        if first is None or day + _NEAR < first:
            continue  # nothing can have been kept then
        kept = uow.snapshots.trend(owners, before.start, day - _NEAR, day + _NEAR)
        if kept:
            night = min(kept, key=lambda each: abs(each.day - day))
            won = uow.opportunities.closed_in(owners, night.day + timedelta(days=1), before.end)
            past.append((float(night.aged + night.unseen), float(sum(won.values(), Decimal(0)))))
    return recalibrate(past)


def _quota(scene: Scene, owners: Sequence[str]) -> Decimal | None:
    quotas = [person.quota for person in map(scene.directory.get, owners) if person and person.quota is not None]
    return sum(quotas, Decimal(0)) if quotas else None


def _moved(scene: Scene, scope: Scope, lines: Sequence[Line]) -> Movement:
    """Since the same time last week."""
    since = (scene.now - _WEEK).astimezone(ZoneInfo(scene.company.zone)).date()
    before = scene.uow.quarters.moved(scope.owners, end_of(since, scene.company))
    known = {line.id for line in lines}
    others = scene.uow.quarters.lines_of(opportunity for opportunity in before if opportunity not in known)
    span = (scope.quarter.start, scope.quarter.end)
    return movement((*lines, *others), before, since, span, scene.company.process)


def _trend(scene: Scene, scope: Scope) -> tuple[Snapshot, ...]:
    """One night of each week, back from the last one kept."""
    last = scene.uow.snapshots.last_day()
    if last is None:
        return ()
    nights = scene.uow.snapshots.trend(scope.owners, scope.quarter.start, last - _WEEKS * _WEEK, last)
    return tuple(night for night in nights if (last - night.day).days % 7 == 0)


def _calls(scene: Scene, scope: Scope) -> tuple[Call, ...]:
    """The newest that stands of everybody, and of whoever overrides it beside it."""
    people = [*scope.owners, *([scope.person.id] if scope.person else [])]
    newest: dict[tuple[str, bool], Call] = {}
    for call in scene.uow.calls.standing(dict.fromkeys(people), scope.quarter.start):
        newest[call.person, overrides(scene, call)] = call
    return tuple(sorted(newest.values(), key=lambda call: (scene.directory.name(call.person), call.by != call.person)))


def overrides(scene: Scene, call: Call) -> bool:
    """Whether it is a manager's for somebody else; an assistant's words are the rep's own."""
    by = scene.directory.get(call.by)
    return call.by != call.person and not (by and call.person in by.serves)


def _by_owner(scene: Scene, scope: Scope, lines: Sequence[Line], won: dict[str, Decimal]) -> dict[str, Rollup]:
    if not scope.several:
        return {}
    own: dict[str, list[Line]] = {}
    for line in lines:
        own.setdefault(line.owner, []).append(line)
    process = scene.company.process
    shown = [owner for owner in scope.owners if owner in own or owner in won or _quota(scene, (owner,)) is not None]
    return {
        owner: roll_up(own.get(owner, ()), won.get(owner, Decimal(0)), _quota(scene, (owner,)), process)
        for owner in shown
    }


def _overdue(uow: UnitOfWork, scope: Scope, today: date) -> tuple[int, Decimal]:
    """What should have closed before this quarter and is still open."""
    this = Quarter.of(today, scope.quarter.year_starts)
    return uow.quarters.open_sum(scope.owners, _LONG_AGO, this.start - timedelta(days=1))
