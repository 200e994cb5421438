"""Values of the sales domain: the fiscal calendar, and changes that can always be taken back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sales.change import Change, apply, consequences, reverse
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field, ForecastCategory, SalesProcess, Stage
from domain.sales.quarter import Quarter, add_months, month_end
from domain.sales.values import keep, recall, show, show_amount

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ACME = Opportunity("a", "Acme Docks", "Acme", "Docks", "Discovery", 25, Decimal(96000), "USD", date(2027, 2, 9), "nora")
PROCESS = SalesProcess(
    (
        Stage("Discovery", 25, ForecastCategory.PIPELINE),
        Stage("Proposal", 50, ForecastCategory.BEST_CASE),
        Stage("Won", 100, ForecastCategory.CLOSED, won=True),
        Stage("Lost", 0, ForecastCategory.OMITTED, lost=True),
    )
)
VALUES: dict[Field, st.SearchStrategy[Value]] = {
    Field.STAGE: st.sampled_from(["Discovery", "Proposal", "Won", "Lost"]),
    Field.PROBABILITY: st.integers(0, 100),
    Field.AMOUNT: st.none() | st.decimals(Decimal("0.01"), Decimal(10) ** 12, places=2),
    Field.CLOSE_DATE: st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    Field.FORECAST_CATEGORY: st.none() | st.sampled_from(list(ForecastCategory)),
    Field.NEXT_STEP: st.none() | st.text(max_size=50),
    Field.NEXT_STEP_DATE: st.none() | st.dates(),
    Field.COMPETITOR: st.none() | st.text(max_size=20),
    Field.LOSS_REASON: st.none() | st.sampled_from(["price", "other"]),
    Field.FEEDBACK: st.none() | st.text(max_size=50),
}
MOVES = st.sampled_from(list(Field)).flatmap(lambda field: st.tuples(st.just(field), VALUES[field], VALUES[field]))


def change(field: Field, before: Value, after: Value) -> Change:
    return Change("a", field, before, after, "nora", "nora", "words", AT)


@given(MOVES)
def test_a_change_taken_back_leaves_the_opportunity_as_it_was(move: tuple[Field, Value, Value]) -> None:
    field, before, after = move
    there = ACME.with_value(field, before)
    moved = change(field, before, after)
    assert apply(reverse(moved, "ben", AT, 7), apply(moved, there)) == there


@given(MOVES)
def test_what_is_kept_is_recalled(move: tuple[Field, Value, Value]) -> None:
    field, value, _ = move
    assert recall(field, keep(value)) == value


def test_a_change_is_refused_where_the_record_has_moved_on() -> None:
    with pytest.raises(ValueError, match="no longer"):
        apply(change(Field.PROBABILITY, 30, 60), ACME)


def test_winning_entails_certainty_and_today_as_close_date() -> None:
    entailed = consequences(ACME, change(Field.STAGE, "Discovery", "Won"), PROCESS, TODAY)
    assert {c.field: c.after for c in entailed} == {
        Field.PROBABILITY: 100,
        Field.CLOSE_DATE: TODAY,
        Field.FORECAST_CATEGORY: ForecastCategory.CLOSED,
    }
    assert {c.quote for c in entailed} == {"words"}


def test_moving_to_an_open_stage_entails_nothing() -> None:
    assert consequences(ACME, change(Field.STAGE, "Discovery", "Proposal"), PROCESS, TODAY) == ()


@pytest.mark.parametrize(
    ("day", "starts", "named", "first", "last"),
    [
        (date(2026, 11, 23), 1, "Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 31), 2, "FY27 Q4", date(2026, 11, 1), date(2027, 1, 31)),
        (date(2027, 2, 1), 2, "FY28 Q1", date(2027, 2, 1), date(2027, 4, 30)),
        (date(2026, 7, 1), 7, "FY27 Q1", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2028, 2, 29), 12, "FY28 Q1", date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_fiscal_quarters_are_named_by_the_year_they_end_in(
    day: date, starts: int, named: str, first: date, last: date
) -> None:
    quarter = Quarter.of(day, starts)
    assert (str(quarter), quarter.start, quarter.end) == (named, first, last)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(-8, 8))
def test_quarters_follow_each_other_without_a_gap(day: date, starts: int, steps: int) -> None:
    quarter = Quarter.of(day, starts)
    assert day in quarter
    later = quarter.plus(steps)
    assert later.plus(1).start.toordinal() == later.end.toordinal() + 1
    assert later.plus(-steps) == quarter


def test_months_are_counted_as_sales_people_count_them() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 2, 28), 1) == date(2027, 3, 31)
    assert add_months(date(2026, 12, 15), 2) == date(2027, 2, 15)
    assert month_end(2026, 14) == date(2027, 2, 28)


def test_values_are_shown_as_people_read_them() -> None:
    assert show(Field.AMOUNT, Decimal(180000), "USD") == "$180,000"
    assert show_amount(Decimal("64000.5"), "EUR") == "€64,000.50"
    assert show_amount(Decimal(9000), "CHF") == "CHF 9,000"
    assert show(Field.CLOSE_DATE, date(2027, 3, 1), "USD") == "1 Mar 2027"
    assert show(Field.FORECAST_CATEGORY, ForecastCategory.BEST_CASE, "USD") == "best case"
    assert show(Field.COMPETITOR, None, "USD") == "—"
