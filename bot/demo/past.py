"""What the small company sold before: closed opportunities with what was said of them, and the nights kept since."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bot.demo import Records, Row, check, read_rows, said_at, slug, working_day
from bot.use_cases.snapshots import keep_night, learn_stages
from domain.sales.change import Change, Statement
from domain.sales.company import Company
from domain.sales.opportunity import Opportunity, Value
from domain.sales.people import Directory
from domain.sales.process import Field, SalesProcess, Stage
from domain.sales.quarter import Quarter
from storage.unit_of_work import Storage

_WEEK = timedelta(days=7)
_QUARTERS, _LEARNS = 4, 6  # weeks after which it learns anew
Told = tuple[Statement, tuple[Change, ...]]


def seed_past(storage: Storage, company: Company, today: date) -> None:
    """Add the past to the records of the demo, and keep one night of each week as if it had been there.

    Raises Faults where app.yaml lacks a person that the records name.
    """
    rows, lately, history = read_rows("past"), read_rows("lately"), read_rows("lately_history")
    check(company, [*rows, *lately], history)
    records = Records(company, Directory(company.people), today)
    moved = {row["id"]: records.opportunity(row) for row in lately}
    past = [_Past(company, Directory(company.people), today, row) for row in rows]
    this = Quarter.of(today, company.process.fiscal_year_starts)
    with storage.begin() as uow:
        uow.opportunities.upsert([*(each.opportunity() for each in past), *moved.values()])
        told = [*(told for each in past for told in each.told()), *records.history(history, moved)]
        for statement, changes in sorted(told, key=lambda told: told[0].at):
            said = uow.statements.add(statement)
            uow.changes.append(replace(change, statement=said.id) for change in changes)
        for week, day in enumerate(_nights(this.plus(-_QUARTERS).start, today - timedelta(days=1))):
            keep_night(uow, company, day, day - _WEEK)
            if week % _LEARNS == 0:
                learn_stages(uow, company, day)


def _nights(first: date, last: date) -> Iterator[date]:
    """One of each week, back from the last."""
    weeks = (last - first).days // 7
    yield from (last - week * _WEEK for week in range(weeks, -1, -1))


@dataclass(frozen=True, slots=True)
class _Past:
    """One closed opportunity of the table."""

    company: Company
    people: Directory
    today: date
    row: Row

    @property
    def owner(self) -> str:
        return self.people.named(self.row["owner"])[0].id

    @property
    def closed_on(self) -> date:
        this = Quarter.of(self.today, self.company.process.fiscal_year_starts)
        quarter = this.plus(int(self.row["quarter"]))
        return working_day(quarter.start + timedelta(days=int(self.row["day"])), -1)

    @property
    def end(self) -> Stage:
        process = self.company.process
        return process.won_stage if self.row["outcome"] == "won" else process.lost_stage

    def opportunity(self) -> Opportunity:
        return Opportunity(
            id=self.row["id"],
            name=self.row["name"],
            account=self.row["account"],
            product=self.row["product"],
            stage=self.end.name,
            probability=100 if self.end.won else 0,
            amount=Decimal(self.row["amount"]),
            currency=self.company.process.currency,
            close_date=self.closed_on,
            owner=self.owner,
            account_id=slug(self.row["account"]),
            forecast_category=self.end.category,
            created=self.closed_on - timedelta(days=int(self.row["open"])),
            stage_since=self.closed_on,
            confirmed=said_at(self.closed_on),
            closed_on=self.closed_on,
        )

    def told(self) -> Iterator[Told]:
        """Each line of `said` is a statement; the last is that it was won or lost."""
        process = self.company.process
        first = process.open_stages[0]
        stood: dict[Field, Value] = {Field.STAGE: first.name, Field.PROBABILITY: first.probability}
        for words in self.row["said"].split():
            percent, days = (int(figure) for figure in words.split("@"))
            day = working_day(self.closed_on - timedelta(days=days), -1)
            stage = _stage_at(percent, process).name
            yield self._moved(stood, {Field.STAGE: stage, Field.PROBABILITY: percent}, day, f"{stage}, {percent}")
        end: dict[Field, Value] = {Field.STAGE: self.end.name, Field.PROBABILITY: 100 if self.end.won else 0}
        yield self._moved(stood, end, self.closed_on, "signed" if self.end.won else "we lost it")

    def _moved(self, stood: dict[Field, Value], now: dict[Field, Value], day: date, quote: str) -> Told:
        at, owner = said_at(day), self.owner
        changes = tuple(
            Change(self.row["id"], field, stood[field], value, owner, owner, quote, at)
            for field, value in now.items()
            if stood[field] != value
        )
        stood.update(now)
        return Statement(owner, owner, at), changes


def _stage_at(percent: int, process: SalesProcess) -> Stage:
    """The open stage whose usual probability is nearest."""
    return min(process.open_stages, key=lambda stage: abs(stage.probability - percent))
