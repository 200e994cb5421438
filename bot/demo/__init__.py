"""The small company of the demo: invented customers and opportunities, dated from the day the demo is made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import groupby

from bot.faults import Fault, Faults
from domain.sales.change import Change, Statement
from domain.sales.company import Company
from domain.sales.dealings import Request
from domain.sales.opportunity import Account, Opportunity
from domain.sales.people import Directory
from domain.sales.process import Field
from domain.sales.quarter import Quarter
from domain.sales.values import DATES, recall
from storage.unit_of_work import Storage

Row = dict[str, str]

_SAID_AT = time(13, tzinfo=UTC)


def seed(storage: Storage, company: Company, today: date) -> None:
    """Put the records of the demo into the database, unless it holds any of them already.

    Raises Faults where app.yaml lacks a stage or a person that the records name.
    """
    rows, history, requests = table("opportunities"), table("history"), table("requests")
    _check(company, rows, [*history, *requests])
    records = _Records(company, Directory(company.people), today)
    opportunities = {row["id"]: records.opportunity(row) for row in rows}
    told = records.history(history, opportunities)
    with storage.begin() as uow:
        if uow.opportunities.all_of(opportunities):
            return
        uow.accounts.upsert(Account(_slug(row["name"]), row["name"], row["sector"]) for row in table("accounts"))
        uow.opportunities.upsert(opportunities.values())
        for statement, changes in told:
            said = uow.statements.add(statement)
            uow.changes.append(replace(change, statement=said.id) for change in changes)
        for statement, request in records.requests(requests, opportunities):
            uow.requests.add(replace(request, statement=uow.statements.add(statement).id))


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of one company on one day."""

    company: Company
    people: Directory
    today: date

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.today, self.company.process.fiscal_year_starts)

    def opportunity(self, row: Row) -> Opportunity:
        stage = self.company.process.stage(row["stage"])
        close = self.day(row["close"])
        if stage.closed and close and not row["close"].startswith("q"):
            close = max(close, self.quarter.start)
        return Opportunity(
            id=row["id"],
            name=row["name"],
            account=row["account"],
            product=row["product"],
            stage=stage.name,
            probability=int(row["%"]),
            amount=Decimal(row["amount"]) if row["amount"] else None,
            currency=self.company.process.currency,
            close_date=close,
            owner=self.person(row["owner"]),
            account_id=_slug(row["account"]),
            forecast_category=stage.category if stage.closed else None,
            next_step=row["next_step"] or None,
            next_step_date=self.day(row["next_on"]),
            competitor=row["competitor"] or None,
            loss_reason=row["loss_reason"] or None,
            feedback=row["feedback"] or None,
            created=self.ago(row["created"]),
            stage_since=close if stage.closed else self.ago(row["in_stage"]),
            confirmed=_said_at(close if stage.closed and close else self.ago(row["heard"])),
            closed_on=close if stage.closed else None,
        )

    def history(self, rows: list[Row], now: dict[str, Opportunity]) -> list[tuple[Statement, tuple[Change, ...]]]:
        """Statements with what they changed, oldest first."""
        changes = [change for each in now.values() for change in self._changes(each, rows)]
        changes.sort(key=lambda change: change.at)
        grouped = groupby(changes, key=lambda change: (change.at, change.by, change.on_behalf_of, change.opportunity))
        return [(Statement(by, owner, at), tuple(made)) for (at, by, owner, _), made in grouped]

    def _changes(self, now: Opportunity, rows: list[Row]) -> list[Change]:
        """Told backwards: each line knows what was before, and what came after is known by then."""
        changes = []
        later = now
        for row in reversed([row for row in rows if row["id"] == now.id]):
            field = Field(row["field"])
            before = self.day(row["was"]) if field in DATES else recall(field, row["was"] or None)
            at = _said_at(self.ago(row["days"]) if row["days"] else now.closed_on or self.today)
            by = self.person(row["by"])
            changes.append(Change(now.id, field, before, later.get(field), by, now.owner, row["quote"], at))
            later = later.with_value(field, before)
        return changes[::-1]

    def requests(self, rows: list[Row], now: dict[str, Opportunity]) -> Iterator[tuple[Statement, Request]]:
        for row in rows:
            by, at = self.person(row["by"]), _said_at(self.ago(row["days"]))
            statement = Statement(by, now[row["id"]].owner, at)
            request = Request(
                opportunity=row["id"],
                kind=row["kind"],
                asked_by=by,
                quote=row["quote"],
                at=at,
                statement=0,
                asked_of=self.person(row["of"]),
                day=self.day(row["day"]),
                value=Decimal(row["value"]) if row["value"] else None,
            )
            yield statement, request

    def person(self, first_name: str) -> str:
        return self.people.named(first_name)[0].id

    def ago(self, days: str) -> date:
        """That many days before today, or the working day before it."""
        return _working_day(self.today - timedelta(days=int(days)), -1)

    def day(self, words: str) -> date | None:
        """A working day from today (+6, -6) or the end of a quarter from this one (q0, q1, q-1)."""
        if not words:
            return None
        if words.startswith("q"):
            return self.quarter.plus(int(words[1:])).end
        days = int(words)
        return _working_day(self.today + timedelta(days=days), 1 if days > 0 else -1)


def table(name: str) -> list[Row]:
    """The lines of a table under its heading."""
    text = files("bot.demo").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]
    heading, *lines = cells
    return [dict(zip(heading, line, strict=True)) for line in lines]


def _check(company: Company, opportunities: list[Row], told: list[Row]) -> None:
    people = Directory(company.people)
    named = [row["owner"] for row in opportunities] + [row[key] for row in told for key in ("by", "of") if key in row]
    strangers = [name for name in dict.fromkeys(named) if len(people.named(name)) != 1]
    stages = [row["stage"] for row in opportunities] + [row["was"] for row in told if row.get("field") == Field.STAGE]
    unknown = [stage for stage in dict.fromkeys(stages) if not company.process.has_stage(stage)]
    faults = [*_lacking("people", strangers), *_lacking("stages", unknown)]
    if faults:
        raise Faults("demo", faults)


def _lacking(key: str, words: Iterable[str]) -> Iterator[Fault]:
    for word in words:
        yield Fault(
            0, key, f'its records name "{word}", which app.yaml does not', "start it with the app.yaml of the demo"
        )


def _said_at(day: date) -> datetime:
    return datetime.combine(day, _SAID_AT)


def _working_day(day: date, step: int) -> date:
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
