"""What moved a quarter: the steps always add up, and each is called what it is."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.process_file import load
from domain.forecast.book import Line
from domain.forecast.movement import Movement, Step, movement
from domain.forecast.rollup import roll_up
from domain.sales.opportunity import Value
from domain.sales.process import Field, ForecastCategory

PROCESS = load(Path(__file__).parents[2] / "app.yaml").company.process
SPAN = (date(2026, 10, 1), date(2026, 12, 31))
SINCE = date(2026, 11, 16)
INWARD = (Step.NEW, Step.PULLED_IN, Step.SLIPPED_IN, Step.GREW)
STAGES = st.sampled_from([stage.name for stage in PROCESS.stages])
AMOUNTS = st.none() | st.integers(0, 10**6).map(Decimal)
DAYS = st.none() | st.dates(date(2026, 8, 1), date(2027, 4, 1))
FIELDS: dict[Field, st.SearchStrategy[Value]] = {Field.STAGE: STAGES, Field.AMOUNT: AMOUNTS, Field.CLOSE_DATE: DAYS}


def line(key: str = "a", stage: str = "Proposal", amount: int | None = 100, **fields: object) -> Line:
    usual = {"close_date": date(2026, 12, 1), "created": date(2026, 9, 1), "forecast_category": None}
    said: dict[str, object] = usual | fields
    money = None if amount is None else Decimal(amount)
    return Line(
        key,
        key,
        "Acme",
        "ana",
        stage,
        50,
        money,
        said["close_date"],
        said["forecast_category"],
        said["created"],
        None,
        None,
        None,
    )  # type: ignore[arg-type]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Line], dict[str, dict[Field, Value]]]:
    lines, before = [], {}
    for number in range(draw(st.integers(0, 6))):
        key = str(number)
        created = draw(st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 23)))
        lines.append(
            line(key, draw(STAGES), None, close_date=draw(DAYS), created=created)._replace(amount=draw(AMOUNTS))
        )
        before[key] = {field: draw(values) for field, values in FIELDS.items() if draw(st.booleans())}
    return lines, before


@given(worlds())
def test_start_and_steps_make_the_end(world: tuple[list[Line], dict[str, dict[Field, Value]]]) -> None:
    lines, before = world
    found = movement(lines, before, SINCE, SPAN, PROCESS)
    assert found.start + sum(found.total(step) for step in Step) == found.end
    assert all(move.amount > 0 for move in found.moves if move.step in INWARD)
    assert all(move.amount < 0 for move in found.moves if move.step not in INWARD)


def moved(now: Line, **before: Value) -> Movement:
    return movement([now], {now.id: {Field(name): value for name, value in before.items()}}, SINCE, SPAN, PROCESS)


def steps(found: Movement) -> list[tuple[Step, int]]:
    return [(move.step, int(move.amount)) for move in found.moves]


def test_each_step_by_its_name() -> None:
    later, earlier = date(2027, 2, 1), date(2026, 12, 1)
    assert steps(moved(line(created=date(2026, 11, 20)))) == [(Step.NEW, 100)]
    assert steps(moved(line(), close_date=later)) == [(Step.PULLED_IN, 100)]
    assert steps(moved(line(close_date=later), close_date=earlier)) == [(Step.SLIPPED, -100)]
    assert steps(moved(line(), close_date=date(2026, 9, 20))) == [(Step.SLIPPED_IN, 100)]
    assert steps(moved(line(close_date=date(2026, 9, 20)), close_date=earlier)) == [(Step.PULLED_AHEAD, -100)]
    assert steps(moved(line(), amount=Decimal(60))) == [(Step.GREW, 40)]
    assert steps(moved(line(), amount=Decimal(160))) == [(Step.SHRANK, -60)]
    assert steps(moved(line(stage="Closed Lost"), stage="Proposal")) == [(Step.LOST, -100)]
    assert steps(moved(line(stage="Closed Won"), stage="Proposal", amount=Decimal(80))) == [
        (Step.GREW, 20),
        (Step.WON, -100),
    ]
    assert steps(moved(line(close_date=later), close_date=earlier, amount=Decimal(70))) == [(Step.SLIPPED, -70)]
    assert steps(moved(line())) == []
    won = line(stage="Closed Won", close_date=date(2026, 11, 20))
    assert steps(moved(won, stage="Negotiation", close_date=later)) == [(Step.PULLED_IN, 100), (Step.WON, -100)]


def test_a_line_counts_as_it_was_said_or_else_as_its_stage_does() -> None:
    lines = [
        line("a"),
        line("b", "Negotiation"),
        line("c", forecast_category=ForecastCategory.COMMIT),
        line("d", amount=None),
    ]
    found = roll_up(lines, Decimal(500), Decimal(600), PROCESS)
    assert (found.commit, found.best_case, found.pipeline) == (200, 100, 0)
    assert (found.with_commit, found.gap, found.coverage, found.unpriced) == (700, 100, 3, 1)


def test_without_a_quota_there_is_no_gap() -> None:
    found = roll_up([line()], Decimal(500), None, PROCESS)
    assert (found.gap, found.coverage) == (None, None)
    made = roll_up([line()], Decimal(700), Decimal(600), PROCESS)
    assert (made.gap, made.coverage) == (0, None)
