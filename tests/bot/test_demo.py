"""The small company of the demo is worth asking about on any day, and is made once."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.demo import seed
from bot.faults import Faults
from bot.process_file import load
from domain.asking.question import Rule, RuleKind
from domain.asking.reasons import Case, reasons
from domain.sales.change import Change
from domain.sales.opportunity import Opportunity
from domain.sales.people import Role
from domain.sales.process import Field, SalesProcess
from domain.sales.quarter import Quarter
from storage.unit_of_work import Storage, UnitOfWork

APP = load(Path(__file__).parents[2] / "app.yaml")
COMPANY = APP.company
EVERYBODY = [person.id for person in COMPANY.people]
ORDINARY = date(2026, 11, 24)
DAYS = [
    ORDINARY,
    date(2028, 2, 29),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 3, 28),  # a Sunday, three days before the quarter ends
    date(2026, 10, 31),  # a Saturday
    date(2027, 6, 30),
    date(2027, 7, 1),
]
any_day = pytest.mark.parametrize("today", DAYS, ids=str)


def records(uow: UnitOfWork) -> tuple[Opportunity, ...]:
    return uow.opportunities.of_owners(EVERYBODY, open_only=False)


def log(uow: UnitOfWork, opportunities: tuple[Opportunity, ...]) -> dict[str, list[Change]]:
    """The log of each opportunity, oldest first."""
    return {each.id: list(uow.changes.of_opportunity(each.id, 100))[::-1] for each in opportunities}


def holds(rule: Rule, each: Opportunity, changes: list[Change], process: SalesProcess, today: date) -> bool:
    """Whether an open opportunity deserves a question, told from the record and its log alone."""
    stage = process.stage(each.stage)
    silent = (today - each.confirmed.date()).days if each.confirmed else 0
    ahead = (each.close_date - today).days if each.close_date else None
    match rule.kind:
        case RuleKind.CLOSE_DATE_PASSED:
            return ahead is not None and ahead < 0
        case RuleKind.CLOSING_SOON:
            return ahead is not None and 0 <= ahead <= rule.days
        case RuleKind.NO_CHANGE:
            return silent >= rule.days
        case RuleKind.STAGE_TOO_LONG:
            return bool(stage.longest_stay and each.stage_since) and (
                (today - each.stage_since).days > stage.longest_stay  # type: ignore[operator] # both are there
            )
        case RuleKind.FIELD_MISSING:
            return any(each.get(need) is None for need in stage.needs)
        case RuleKind.SLIPPED:
            moves = [(c.before, c.after) for c in changes if c.field is Field.CLOSE_DATE]
            return sum(a > b for b, a in moves if isinstance(a, date) and isinstance(b, date)) >= rule.times
        case RuleKind.AMOUNT_JUMPED:
            last = [c for c in changes if c.field is Field.AMOUNT and (today - c.at.date()).days <= 30][-1:]
            return any(abs(c.after - c.before) / c.before * 100 >= rule.percent for c in last)  # type: ignore[operator] # amounts
        case RuleKind.BIG_AND_UNCERTAIN:
            low, high = rule.between
            return (each.amount or 0) >= rule.amount and low <= each.probability <= high


@any_day
def test_every_rule_of_the_shipped_file_holds_for_somebody(sqlite_storage: Storage, today: date) -> None:
    seed(sqlite_storage, COMPANY, today)
    with sqlite_storage.read() as uow:
        still_open = uow.opportunities.of_owners(EVERYBODY)
        logs = log(uow, still_open)
    held = {
        rule.kind
        for rule in APP.playbook.rules
        for each in still_open
        if holds(rule, each, logs[each.id], COMPANY.process, today)
    }
    assert held == set(RuleKind)


@any_day
def test_every_rule_is_the_first_reason_for_somebody_and_every_rep_is_worth_asking(
    sqlite_storage: Storage, today: date
) -> None:
    seed(sqlite_storage, COMPANY, today)
    with sqlite_storage.read() as uow:
        still_open = uow.opportunities.of_owners(EVERYBODY)
        facts = uow.changes.facts([each.id for each in still_open], today)
    first = {
        each.id: next(reasons(Case(each, facts[each.id], COMPANY.process, today), APP.playbook.rules), None)
        for each in still_open
    }
    assert {reason.rule for reason in first.values() if reason} == set(RuleKind)
    asked = Counter(each.owner for each in still_open if first[each.id])
    assert set(asked) == {person.id for person in COMPANY.people if person.role is Role.REP}
    assert min(asked.values()) >= 3
    assert len(still_open) > sum(asked.values()), "some need no question"


@any_day
def test_every_rep_has_won_something_this_quarter_and_less_than_the_quota(sqlite_storage: Storage, today: date) -> None:
    seed(sqlite_storage, COMPANY, today)
    quarter = Quarter.of(today, COMPANY.process.fiscal_year_starts)
    with sqlite_storage.read() as uow:
        won = uow.opportunities.closed_in(EVERYBODY, quarter.start, quarter.end)
        before = uow.opportunities.closed_in(EVERYBODY, quarter.plus(-1).start, quarter.plus(-1).end)
        still_open = uow.opportunities.of_owners(EVERYBODY)
    for rep in (person for person in COMPANY.people if person.role is Role.REP):
        assert 0 < won[rep.id] < (rep.quota or 0)
        assert any(each.owner == rep.id and each.close_date and each.close_date > today for each in still_open)
    assert sum(before.values()) == Decimal(150_000)


@any_day
def test_days_stand_in_their_order_and_none_of_the_past_lies_ahead(sqlite_storage: Storage, today: date) -> None:
    seed(sqlite_storage, COMPANY, today)
    with sqlite_storage.read() as uow:
        everything = records(uow)
        logs = log(uow, everything)
    for each in everything:
        assert each.created
        assert each.stage_since
        assert each.confirmed
        assert each.created <= each.stage_since <= today
        assert each.created <= each.confirmed.date() <= today
        assert [c.at for c in logs[each.id]] == sorted(c.at for c in logs[each.id])
        assert all(each.created <= c.at.date() and c.at <= each.confirmed for c in logs[each.id])
        assert (each.closed_on is not None) == COMPANY.process.stage(each.stage).closed
        assert each.closed_on in (None, each.close_date)
        assert each.closed_on is None or each.closed_on <= today


@any_day
def test_the_log_leads_to_what_stands_now(sqlite_storage: Storage, today: date) -> None:
    seed(sqlite_storage, COMPANY, today)
    with sqlite_storage.read() as uow:
        everything = records(uow)
        logs = log(uow, everything)
    for each in everything:
        last: dict[Field, Change] = {}
        for change in logs[each.id]:
            assert change.before != change.after
            assert change.field not in last or last[change.field].after == change.before
            last[change.field] = change
        assert all(each.get(field) == change.after for field, change in last.items())
        moved = last.get(Field.STAGE)
        assert moved is None or moved.at.date() == each.stage_since


def test_it_is_a_small_company_with_some_history(sqlite_storage: Storage) -> None:
    seed(sqlite_storage, COMPANY, ORDINARY)
    with sqlite_storage.read() as uow:
        everything = records(uow)
        told = [change for changes in log(uow, everything).values() for change in changes]
        accounts = uow.accounts.all_named(each.account_id for each in everything)
        speakers = [(uow.statements.get(change.statement), change.by) for change in told]
    assert len(everything) == 42
    assert len(accounts) == 24
    assert {each.account for each in everything} == {account.name for account in accounts.values()}
    assert all(change.quote for change in told)
    assert all(statement and statement.said_by == by for statement, by in speakers)
    assert {change.by for change in told} - {change.on_behalf_of for change in told}, "some was said for others"


def test_values_are_those_the_process_knows(sqlite_storage: Storage) -> None:
    seed(sqlite_storage, COMPANY, ORDINARY)
    process = COMPANY.process
    with sqlite_storage.read() as uow:
        for each in records(uow):
            assert process.has_stage(each.stage)
            assert each.currency == process.currency
            assert each.competitor is None or each.competitor in process.competitors
            assert 0 <= each.probability <= 100


def test_help_that_was_asked_for_waits_for_those_who_give_it(sqlite_storage: Storage) -> None:
    seed(sqlite_storage, COMPANY, ORDINARY)
    with sqlite_storage.read() as uow:
        open_requests = {person.name: uow.requests.open_for(person.id) for person in COMPANY.people}
    kinds = {name: [request.kind for request in waiting] for name, waiting in open_requests.items() if waiting}
    assert kinds == {
        "Kenji Morita": ["technical_presentation"],
        "Judith Whitfield": ["discount_approval", "executive_sponsor"],
    }
    helps = {person.name: person.helps_with for person in COMPANY.people}
    assert all(kind in helps[name] for name, asked in kinds.items() for kind in asked)


def test_there_is_news_of_an_account_that_its_owner_has_not_spoken_of_since(sqlite_storage: Storage) -> None:
    seed(sqlite_storage, COMPANY, ORDINARY)
    with sqlite_storage.read() as uow:
        everything = records(uow)
        logs = log(uow, everything)
    news = [
        (mine.name, change.quote)
        for mine in everything
        for other in everything
        if (mine.account_id, mine.owner) == (other.account_id, other.owner) and mine.closed_on is None
        for change in logs[other.id]
        if change.by != mine.owner and mine.confirmed and change.at > mine.confirmed
    ]
    assert ("Kiln monitoring", "Ruth just heard that Pinnacle Sensing is in there too") in news


def test_a_second_time_changes_nothing_not_even_what_was_answered_since(storage: Storage) -> None:
    seed(storage, COMPANY, ORDINARY)
    with storage.begin() as uow:
        kiln = uow.opportunities.get("CC-101")
        assert kiln
        uow.opportunities.save(replace(kiln, probability=90))
    before = _everything(storage)
    seed(storage, COMPANY, ORDINARY + timedelta(days=3))
    assert _everything(storage) == before


def test_a_company_that_lacks_a_person_or_a_stage_gets_a_sentence_and_no_records(sqlite_storage: Storage) -> None:
    process = COMPANY.process
    other = replace(
        COMPANY,
        people=tuple(person for person in COMPANY.people if person.first_name != "Ruth"),
        process=replace(process, stages=tuple(stage for stage in process.stages if stage.name != "Site Survey")),
    )
    with pytest.raises(Faults) as caught:
        seed(sqlite_storage, other, ORDINARY)
    assert str(caught.value).splitlines() == [
        'demo people: its records name "Ruth", which app.yaml does not; start it with the app.yaml of the demo',
        'demo stages: its records name "Site Survey", which app.yaml does not; start it with the app.yaml of the demo',
    ]
    with sqlite_storage.read() as uow:
        assert uow.opportunities.count() == 0


def _everything(storage: Storage) -> object:
    with storage.read() as uow:
        everything = records(uow)
        requests = [uow.requests.of_opportunity(each.id) for each in everything]
        return (
            everything,
            log(uow, everything),
            requests,
            uow.accounts.all_named(each.account_id for each in everything),
        )
