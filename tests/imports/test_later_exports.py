"""A later export beside what was said in chat: what is taken, what stands, and that the log tells it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.sales.change import Change
from domain.sales.imports.merge import REMEMBERED, Before, History, merge, value_of
from domain.sales.imports.records import Moment
from domain.sales.imports.report import Taken
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from tests.imports.conftest import COMPANY, NOON, ROW, Desk, in_words

BY = "import"


def moved(**cells: str) -> str:
    """The row with other cells."""
    names = ("id", "account", "stage", "amount", "close_date", "owner")
    return ",".join((dict(zip(names, ROW.split(","), strict=True)) | cells).values())


def test_a_later_export_updates_and_the_log_says_what_it_changed(both_desks: Desk) -> None:
    both_desks.rows(ROW)
    both_desks.later(days=7)
    report = both_desks.rows(moved(stage="Negotiation", amount="200000"))
    found = both_desks.opportunity()
    assert report.opportunities == Taken(0, 1, 0)
    assert report.changes == 3
    assert (found.stage, found.probability, found.amount) == ("Negotiation", 75, Decimal(200_000))
    assert (found.stage_since, found.confirmed, found.version) == (both_desks.now.date(), both_desks.now, 2)
    assert both_desks.log() == [
        (Field.STAGE, "Proposal", "Negotiation", BY),
        (Field.PROBABILITY, 50, 75, BY),
        (Field.AMOUNT, Decimal(180_000), Decimal(200_000), BY),
    ]
    with both_desks.storage.read() as uow:
        changes = uow.changes.of_opportunity("A-1", 10)
        assert {change.quote for change in changes} == {"import of deals.csv"}
        statement = uow.statements.get(changes[0].statement)
        assert statement is not None
        assert (statement.said_by, statement.at) == (BY, both_desks.now)
        assert len(uow.changes.of_statement(statement.id)) == 3


def test_what_was_said_in_chat_stands_against_a_file_that_only_repeats_itself(both_desks: Desk) -> None:
    both_desks.rows(ROW)
    both_desks.later(days=1)
    both_desks.say(Field.AMOUNT, Decimal(90_000))
    for _ in range(2):
        both_desks.later(days=1)
        report = both_desks.rows(ROW)
        assert report.opportunities == Taken(0, 0, 1)
        assert both_desks.opportunity().amount == Decimal(90_000)
        assert (
            "Acme (A-1): Amount stays $90,000 (ana@example.com, 24 Nov 2026: “make it 90000”); "
            "deals.csv, line 2 still says $180,000." in in_words(report)
        )


def test_where_both_have_moved_chat_stands_and_the_conflict_is_listed(both_desks: Desk) -> None:
    both_desks.rows(ROW)
    both_desks.later(days=1)
    both_desks.say(Field.AMOUNT, Decimal(90_000))
    both_desks.later(days=1)
    report = both_desks.rows(moved(amount="200000", close_date="2027-06-30"))
    found = both_desks.opportunity()
    assert (found.amount, found.close_date) == (Decimal(90_000), date(2027, 6, 30))  # the rest of the row is taken
    assert "deals.csv, line 2 now says $200,000." in in_words(report)
    assert [(kept.opportunity, kept.kept.field, kept.kept.moved) for kept in report.kept] == [("A-1", "amount", True)]


def test_a_file_that_moves_after_chat_was_seen_by_an_import_is_newer_than_chat(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.AMOUNT, Decimal(90_000))
    desk.later(days=1)
    desk.rows(ROW)  # written after the words, still says 180,000
    desk.later(days=1)
    report = desk.rows(moved(amount="95000"))  # moved in the CRM since
    assert desk.opportunity().amount == Decimal(95_000)
    assert report.kept == ()


def test_an_export_written_before_the_words_does_not_outdate_them(desk: Desk) -> None:
    desk.rows(ROW)
    old = desk.now
    desk.later(days=1)
    desk.say(Field.AMOUNT, Decimal(90_000))
    desk.later(days=1)
    desk.take(desk.write("deals.csv", desk.deals(ROW).read_text(), at=old + timedelta(hours=1)))
    desk.later(days=1)
    report = desk.rows(moved(amount="95000"))  # it may have moved before the words
    assert desk.opportunity().amount == Decimal(90_000)
    assert len(report.kept) == 1


def test_prefer_file_takes_the_file_and_logs_it(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.AMOUNT, Decimal(90_000))
    desk.later(days=1)
    report = desk.rows(ROW, prefer_file=True)
    assert (report.opportunities, report.kept) == (Taken(0, 1, 0), ())
    assert desk.log()[-1] == (Field.AMOUNT, Decimal(90_000), Decimal(180_000), BY)


def test_words_the_crm_has_taken_over_are_no_conflict_and_later_moves_are_taken(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.AMOUNT, Decimal(90_000))
    desk.later(days=1)
    assert desk.rows(moved(amount="90000")).kept == ()
    desk.later(days=1)
    desk.rows(moved(amount="70000"))
    assert desk.opportunity().amount == Decimal(70_000)


def test_an_opportunity_won_in_chat_is_not_reopened_by_a_file_that_repeats_itself(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    for field, value in (
        (Field.STAGE, "Closed Won"),
        (Field.PROBABILITY, 100),
        (Field.CLOSE_DATE, desk.now.date()),
    ):
        desk.say(field, value)
    with desk.storage.begin() as uow:
        won = uow.opportunities.get("A-1")
        assert won is not None
        uow.opportunities.save(replace(won, closed_on=desk.now.date()))
    before = desk.opportunity()
    desk.later(days=1)
    report = desk.rows(ROW)
    assert desk.opportunity() == before
    assert [kept.kept.field for kept in report.kept] == ["stage"]


def test_an_opportunity_won_in_the_file_is_won_whole_even_where_chat_said_a_probability(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.PROBABILITY, 60)
    desk.later(days=1)
    report = desk.rows(moved(stage="Closed Won", close_date="2026-11-20"))
    found = desk.opportunity()
    assert report.kept == ()
    assert (found.stage, found.probability, found.close_date) == ("Closed Won", 100, date(2026, 11, 20))
    assert (found.closed_on, found.stage_since) == (date(2026, 11, 20), date(2026, 11, 20))
    assert {field for field, *_ in desk.log()} >= {Field.STAGE, Field.FORECAST_CATEGORY, Field.CLOSE_DATE}


def test_an_opportunity_reopened_in_the_file_is_open_whole(desk: Desk) -> None:
    desk.rows(moved(stage="Closed Lost", close_date="2026-11-01"))
    desk.later(days=7)
    desk.rows(ROW)
    found = desk.opportunity()
    assert (found.stage, found.probability, found.closed_on) == ("Proposal", 50, None)
    assert (found.forecast_category, found.close_date, found.stage_since) == (None, date(2027, 3, 31), desk.now.date())


def test_an_owner_moved_in_the_file_moves_and_one_moved_in_chat_stays(desk: Desk) -> None:
    desk.rows(ROW)
    desk.rows(moved(owner="Ben Okafor"))
    assert desk.opportunity().owner == "ben@example.com"
    with desk.storage.begin() as uow:
        found = uow.opportunities.get("A-1")
        assert found is not None
        uow.opportunities.save(replace(found, owner="mia@example.com"))
    report = desk.rows(moved(owner="Ana Silva"))
    assert desk.opportunity().owner == "mia@example.com"
    assert "Owner stays mia@example.com; deals.csv, line 2 now says ana@example.com." in in_words(report)


def test_columns_that_a_later_export_lacks_are_left_alone(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.NEXT_STEP, "Call Jo")
    report = desk.rows("A-1,Proposal,170000", header="Opportunity ID,Stage,Amount")
    found = desk.opportunity()
    assert report.opportunities == Taken(0, 1, 0)
    assert (found.next_step, found.close_date, found.owner, found.account) == (
        "Call Jo",
        date(2027, 3, 31),
        "ana@example.com",
        "Acme",
    )
    desk.later(days=1)
    assert desk.rows(moved(amount="170000")).opportunities == Taken(0, 0, 1)


def test_an_export_without_a_column_does_not_outdate_what_was_said_of_it(desk: Desk) -> None:
    desk.rows(ROW)
    desk.later(days=1)
    desk.say(Field.AMOUNT, Decimal(90_000))
    desk.later(days=1)
    desk.rows("A-1,Proposal,2027-04-30", header="Opportunity ID,Stage,Close Date")
    desk.later(days=1)
    report = desk.rows(moved(amount="95000", close_date="2027-04-30"))  # it may have moved before the words
    assert desk.opportunity().amount == Decimal(90_000)
    assert [kept.kept.field for kept in report.kept] == ["amount"]


def test_an_emptied_cell_empties_the_record_but_not_what_was_said(desk: Desk) -> None:
    header = "Opportunity ID,Stage,Amount,Next Step,Competitor"
    desk.rows("A-1,Proposal,1,Call Jo,Vandelay", header=header)
    desk.later(days=1)
    desk.say(Field.NEXT_STEP, "Visit")
    desk.rows("A-1,Proposal,1,,", header=header)
    assert (desk.opportunity().next_step, desk.opportunity().competitor) == ("Visit", None)


def test_an_opportunity_no_import_has_read_keeps_what_people_said(desk: Desk) -> None:
    with desk.storage.begin() as uow:
        uow.opportunities.upsert(
            [Opportunity("A-1", "Old", "Acme", "", "Proposal", 50, Decimal(1), "USD", None, "ana@example.com", "acme")]
        )
    desk.say(Field.AMOUNT, Decimal(2))
    desk.later(days=1)
    report = desk.rows(ROW)
    assert (desk.opportunity().amount, desk.opportunity().close_date) == (Decimal(2), date(2027, 3, 31))
    assert [kept.kept.field for kept in report.kept] == ["amount"]


def test_a_thousand_updates_are_all_in_the_log(desk: Desk) -> None:
    desk.rows(*(f"B-{number},Acme,Proposal,{number},," for number in range(3000)))
    desk.later(days=1)
    report = desk.rows(*(f"B-{number},Acme,Proposal,{number + number % 2},," for number in range(3000)))
    assert (report.opportunities, report.changes) == (Taken(0, 1500, 1500), 1500)
    assert desk.log("B-7") == [(Field.AMOUNT, Decimal(7), Decimal(8), BY)]


STAGES = st.sampled_from([stage.name for stage in COMPANY.process.stages])
MOMENT = Moment(NOON.date(), NOON)


@st.composite
def opportunities(draw: st.DrawFn) -> Opportunity:
    stage = COMPANY.process.stage(draw(STAGES))
    closes = draw(st.dates(date(2026, 1, 1), NOON.date()))
    return Opportunity(
        "A-1",
        "Acme",
        "Acme",
        "",
        stage.name,
        stage.probability,
        draw(st.sampled_from([None, Decimal(1), Decimal(2)])),
        "USD",
        closes,
        draw(st.sampled_from(["", "ana@example.com"])),
        next_step=draw(st.sampled_from([None, "call"])),
        forecast_category=stage.category if stage.closed else None,
        closed_on=closes if stage.closed else None,
    )


def before(opportunity: Opportunity) -> Before:
    return Before(NOON - timedelta(days=1), {str(name): value_of(opportunity, name) for name in REMEMBERED})


@given(opportunities(), opportunities(), opportunities())
def test_laying_the_same_row_twice_is_laying_it_once(old: Opportunity, base: Opportunity, row: Opportunity) -> None:
    once = merge(old, row, frozenset(map(str, REMEMBERED)), History(before(base)), MOMENT).opportunity
    twice = merge(once, row, frozenset(map(str, REMEMBERED)), History(before(row)), MOMENT).opportunity
    assert twice == once


@given(opportunities(), opportunities())
def test_a_row_nobody_contradicts_is_taken_whole(old: Opportunity, row: Opportunity) -> None:
    covers = frozenset(map(str, REMEMBERED))
    merged = merge(old, row, covers, History(before(old)), MOMENT)
    assert merged.kept == ()
    assert all(value_of(merged.opportunity, name) == value_of(row, name) for name in REMEMBERED)


@given(opportunities(), opportunities(), st.sampled_from([Field.AMOUNT, Field.NEXT_STEP]))
def test_what_was_said_since_is_never_overwritten(old: Opportunity, row: Opportunity, field: Field) -> None:
    said = Change("A-1", field, None, old.get(field), "ana", "ana", "so", NOON)
    base = row.with_value(field, Decimal(99) if field is Field.AMOUNT else "other")
    merged = merge(old, row, frozenset(map(str, REMEMBERED)), History(before(base), {field: said}), MOMENT)
    assert merged.opportunity.get(field) == old.get(field)


@given(opportunities(), opportunities(), opportunities())
def test_a_closed_opportunity_is_certain_and_an_open_one_is_not_closed(
    old: Opportunity, base: Opportunity, row: Opportunity
) -> None:
    merged = merge(old, row, frozenset(map(str, REMEMBERED)), History(before(base)), MOMENT).opportunity
    stage = COMPANY.process.stage(merged.stage)
    assert (merged.closed_on is not None) == stage.closed
    if stage.closed:
        assert merged.probability == stage.probability
