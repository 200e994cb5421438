"""What each night keeps: every owner's quarter, beliefs at checkpoints, and what stage histories teach.

A night that was missed is made up for from the log of changes, as of then; one that was kept is never kept again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from bot.use_cases.forecast_figures import CHAIN, days_ahead, end_of, faded, known_chain
from domain.forecast.ageing import LOST, WON, Chain, Stay, chances, cold, learn
from domain.forecast.arrivals import WINDOW, arrivals
from domain.forecast.book import Book, Floats, Line
from domain.forecast.movement import as_of
from domain.forecast.rollup import roll_up
from domain.forecast.snapshot import DAYS_AHEAD, Belief, Checkpoint, Snapshot
from domain.sales.company import Company
from domain.sales.imports.merge import IMPORTER
from domain.sales.process import SalesProcess
from domain.sales.quarter import Quarter
from storage.unit_of_work import UnitOfWork

_MOST_NIGHTS = 31  # made up for after an outage
_LEARNT_FROM = timedelta(days=400)


def keep_nights(uow: UnitOfWork, company: Company, now: datetime) -> int:
    """Keep every night since the last one kept; returns how many. Safe to repeat."""
    yesterday = now.astimezone(ZoneInfo(company.zone)).date() - timedelta(days=1)
    last = uow.snapshots.last_day()
    first = yesterday if last is None else max(last + timedelta(days=1), yesterday - timedelta(days=_MOST_NIGHTS - 1))
    nights = [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]
    for day in nights:
        keep_night(uow, company, day, day - timedelta(days=1))
    if nights:
        learn_stages(uow, company, yesterday)
    return len(nights)


def keep_night(uow: UnitOfWork, company: Company, day: date, after: date) -> None:
    """The quarters and checkpoints as they stood when `day` ended; `after` is the night kept before it."""
    process = company.process
    this = Quarter.of(day, process.fiscal_year_starts)
    lines = _standing_at(uow, company, day, this.start, this.plus(1).end)
    chain = known_chain(uow)
    made = uow.quarters.all_created(day - timedelta(days=WINDOW - 1), day)
    for quarter in (this, this.plus(1)):
        inside = [line for line in lines if line.close_date and line.close_date in quarter]
        uow.snapshots.add(_snapshots(uow, company, day, quarter, inside, chain, made))
    spoken = uow.beliefs.spoken_of(end_of(after, company), end_of(day, company), IMPORTER)
    uow.beliefs.add(_beliefs(uow, company.process, day, lines, chain, spoken))


def _standing_at(uow: UnitOfWork, company: Company, day: date, first: date, last: date) -> list[Line]:
    """What was open when `day` ended and was to close in that span: what is now, with later changes taken back."""
    end = end_of(day, company)
    before = uow.quarters.all_moved(end)
    now = uow.quarters.all_lines(first, last)
    known = {line.id for line in now}
    others = uow.quarters.lines_of(opportunity for opportunity in before if opportunity not in known)
    spoken_since = [line.id for line in (*now, *others) if line.confirmed and line.confirmed >= end]
    earlier = uow.quarters.last_moved(spoken_since, end)
    stood = [
        as_of(
            line,
            before.get(line.id, {}),
            day,
            line.confirmed if line.confirmed and line.confirmed < end else earlier.get(line.id),
            company.process,
        )
        for line in (*now, *others)
    ]
    return [line for line in stood if line and line.close_date and first <= line.close_date <= last]


def _snapshots(
    uow: UnitOfWork,
    company: Company,
    day: date,
    quarter: Quarter,
    lines: Sequence[Line],
    chain: Chain | None,
    made: Mapping[str, Sequence[float]],
) -> list[Snapshot]:
    process = company.process
    book = Book.of(lines, day)
    likely = faded(book, chain, process, (quarter.end - day).days)
    span = days_ahead(quarter, day)
    own: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        own.setdefault(line.owner, []).append(at)
    people = {*own, *(person.id for person in (*uow.people.all(), *company.people))}
    won = uow.opportunities.closed_in(people, quarter.start, min(day, quarter.end))
    kept = []
    for owner in sorted({*own, *won, *made}):
        places = own.get(owner, [])
        rolled = roll_up([lines[at] for at in places], won.get(owner, Decimal(0)), None, process)
        weighted = _money(float(book.amount[places] @ book.stated[places]))
        aged = _money(float(book.amount[places] @ likely[places]))
        coming = arrivals(chain, np.array(made.get(owner, ())), *span)
        unseen = _money(float(coming[0] @ coming[1]))
        amounts = (rolled.closed, rolled.commit, rolled.best_case, rolled.pipeline, weighted, aged, unseen)
        kept.append(Snapshot(day, owner, quarter.start, *amounts, rolled.count))
    return kept


def _beliefs(
    uow: UnitOfWork, process: SalesProcess, day: date, lines: Sequence[Line], chain: Chain | None, spoken: Set[str]
) -> list[Belief]:
    """The checkpoints that were reached on that day; `spoken` are the opportunities that people spoke of."""
    reached = [(line, kind) for line in lines for kind in _reached(line, day, line.id in spoken)]
    known = uow.beliefs.known({line.id for line, _ in reached})
    fresh = [(line, kind) for line, kind in reached if (line.id, kind) not in known]
    model = _model(Book.of([line for line, _ in fresh], day), chain, process)
    return [
        Belief(line.id, kind, day, line.owner, line.probability, float(chance), line.amount)
        for (line, kind), chance in zip(fresh, model, strict=True)
    ]


def _reached(line: Line, day: date, spoken: bool) -> Iterable[Checkpoint]:
    if spoken:
        yield Checkpoint.FIRST
    ahead = (line.close_date - day).days if line.close_date else 0
    if DAYS_AHEAD[Checkpoint.FOURTEEN_DAYS] < ahead <= DAYS_AHEAD[Checkpoint.THIRTY_DAYS]:
        yield Checkpoint.THIRTY_DAYS
    if 0 < ahead <= DAYS_AHEAD[Checkpoint.FOURTEEN_DAYS]:
        yield Checkpoint.FOURTEEN_DAYS


def _model(book: Book, chain: Chain | None, process: SalesProcess) -> Floats:
    """What is likely without anybody's word: by stage history, otherwise the stage's usual probability, faded."""
    stages = {stage.name: index for index, stage in enumerate(process.open_stages)}
    if chain is not None and chain.stages == len(stages):
        places = np.array([stages.get(line.stage, 0) for line in book.lines], dtype=np.int64)
        return chances(chain, places, book.in_stage)
    usual = [process.stage(line.stage).probability if process.has_stage(line.stage) else 0 for line in book.lines]
    return cold(np.array(usual, dtype=np.float64) / 100, book.silent)


def learn_stages(uow: UnitOfWork, company: Company, day: date) -> None:
    """What stage histories teach until that day, for forecasts from then on."""
    process = company.process
    chain = learn(list(_stays(uow, company, day)), len(process.open_stages))
    if chain:
        uow.meta.put(CHAIN, json.dumps(chain.to_lists()))


def _stays(uow: UnitOfWork, company: Company, day: date) -> Iterable[Stay]:
    """How long each stay in a stage was, and where it went; those that last are seen in what is open."""
    process = company.process
    open_stages = {stage.name: index for index, stage in enumerate(process.open_stages)}
    ends = open_stages | {stage.name: WON if stage.won else LOST for stage in process.stages if stage.closed}
    told = uow.quarters.stage_moves(end_of(day - _LEARNT_FROM, company), end_of(day, company))
    for moves in told.values():
        entered: date | None = moves[0].created
        for move in moves:
            if move.before in open_stages and move.after in ends and entered:
                yield Stay(open_stages[move.before], (move.at.date() - entered).days, ends[move.after])
            entered = move.at.date()
    this = Quarter.of(day, process.fiscal_year_starts)
    for line in _standing_at(uow, company, day, this.start, this.plus(1).end):
        begun = line.stage_since or line.created
        if line.stage in open_stages and begun:
            yield Stay(open_stages[line.stage], (day - begun).days, None)


def _money(amount: float) -> Decimal:
    return Decimal(round(amount))
