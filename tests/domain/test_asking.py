"""Which question is worth asking, within whose attention, and with what give."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking.budget import next_start, questions_left, within_hours, works_at
from domain.asking.choose import rank, rested
from domain.asking.give import Setting, Stake, choose_give
from domain.asking.question import Facts, Give, GiveKind, Playbook, Question, Reason, Rule, RuleKind
from domain.asking.reasons import Case, reasons
from domain.asking.worth import Book, most_worth_first, reply_rate, worth
from domain.reading.reading import About
from domain.sales.change import Change
from domain.sales.people import Person, Rhythm, Role, WorkingHours
from domain.sales.process import Field
from domain.sales.quarter import Quarter
from tests.domain.test_sales import ACME, PROCESS

TODAY = date(2026, 11, 23)  # a Monday
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 12:00 in New York
NORA = Person("nora", "Nora Quinn", Role.REP, "America/New_York", Rhythm(WorkingHours(), 3, 10))
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


def holds(kind: RuleKind, opportunity: object = ACME, facts: Facts = Facts(), **numbers: object) -> list[Reason]:  # noqa: B008  # a frozen value
    rule = Rule(kind, **numbers)  # type: ignore[arg-type]
    return list(reasons(Case(opportunity, facts, PROCESS, TODAY), (rule,)))  # type: ignore[arg-type]


def test_each_rule_holds_where_it_should_and_not_beside_it() -> None:
    silent = replace(ACME, confirmed=LONG_AGO)
    fresh = replace(ACME, confirmed=NOON)
    assert holds(RuleKind.CLOSE_DATE_PASSED, replace(ACME, close_date=date(2026, 11, 22)))
    assert not holds(RuleKind.CLOSE_DATE_PASSED, replace(ACME, close_date=TODAY))
    assert holds(RuleKind.CLOSING_SOON, replace(silent, close_date=date(2026, 12, 7)), days=14)
    assert not holds(RuleKind.CLOSING_SOON, replace(silent, close_date=date(2026, 12, 8)), days=14)
    assert not holds(RuleKind.CLOSING_SOON, replace(fresh, close_date=date(2026, 12, 1)), days=14)
    assert holds(RuleKind.NO_CHANGE, silent, days=21)
    assert not holds(RuleKind.NO_CHANGE, fresh, days=1)
    assert holds(RuleKind.SLIPPED, facts=Facts(slips=2), times=2)
    assert not holds(RuleKind.SLIPPED, facts=Facts(slips=1), times=2)
    assert holds(RuleKind.AMOUNT_JUMPED, facts=Facts(amount_before=Decimal(64000)), percent=50)
    assert not holds(RuleKind.AMOUNT_JUMPED, facts=Facts(amount_before=Decimal(64001)), percent=50)
    assert holds(RuleKind.BIG_AND_UNCERTAIN, replace(silent, probability=30), amount=Decimal(96000))
    assert not holds(RuleKind.BIG_AND_UNCERTAIN, replace(silent, probability=29), amount=Decimal(96000))


def test_a_stage_may_be_stayed_in_too_long_or_lack_a_field() -> None:
    discovery = replace(PROCESS.stages[0], longest_stay=40, needs=(Field.AMOUNT, Field.NEXT_STEP))
    process = replace(PROCESS, stages=(discovery, *PROCESS.stages[1:]))
    rules = (Rule(RuleKind.STAGE_TOO_LONG), Rule(RuleKind.FIELD_MISSING))
    there = replace(ACME, stage_since=TODAY - timedelta(days=41))
    found = list(reasons(Case(there, Facts(), process, TODAY), rules))
    assert [(r.rule, r.about, r.field) for r in found] == [
        (RuleKind.STAGE_TOO_LONG, About.STAGE, None),
        (RuleKind.FIELD_MISSING, About.NEXT_STEP, Field.NEXT_STEP),
    ]
    assert "41 days, 1 more than usual" in found[0].words


def test_nothing_is_asked_about_what_is_closed() -> None:
    won = replace(ACME, stage="Won", close_date=date(2026, 1, 1))
    assert not holds(RuleKind.CLOSE_DATE_PASSED, won)


def test_worth_grows_with_size_doubt_silence_and_answers() -> None:
    book = Book(
        np.array([100.0, 200.0, 100.0, 100.0, 100.0]),
        np.array([0.5, 0.5, 0.9, 0.5, 0.5]),
        np.array([14.0, 14.0, 14.0, 1.0, 14.0]),
        np.array([1.0, 1.0, 1.0, 1.0, 0.25]),
    )
    plain, big, sure, fresh, silent = worth(book)
    assert big == pytest.approx(2 * plain)
    assert sure < plain
    assert fresh < plain
    assert silent == pytest.approx(plain / 2)
    assert plain == pytest.approx(100 * (0.25 * (1 - np.exp(-1))) ** 0.5)


@given(st.lists(st.sampled_from([0.0, 1.0, 2.5, 1e9]), max_size=60))
def test_the_order_falls_and_keeps_equals_as_they_came(values: list[float]) -> None:
    order = most_worth_first(np.array(values, dtype=np.float64))
    assert order == sorted(range(len(values)), key=lambda index: (-values[index], index))


def test_ranking_asks_the_most_worth_first_and_gives_the_first_rule_as_reason() -> None:
    playbook = Playbook((Rule(RuleKind.CLOSE_DATE_PASSED), Rule(RuleKind.NO_CHANGE, days=21)))
    small = replace(ACME, id="small", amount=Decimal(1000), confirmed=LONG_AGO)
    late = replace(ACME, id="late", confirmed=LONG_AGO, close_date=date(2026, 11, 1))
    quiet = replace(ACME, id="fresh", confirmed=NOON)
    own = [small, late, quiet]
    found = list(rank(own, Book.of(own, TODAY, 1.0), {}, playbook, PROCESS, TODAY))
    assert [(c.opportunity.id, c.reason.rule) for c in found] == [
        ("late", RuleKind.CLOSE_DATE_PASSED),
        ("small", RuleKind.NO_CHANGE),
    ]


def test_an_opportunity_rests_after_a_question() -> None:
    playbook = Playbook((), cool_down=5)
    asked = {ACME.id: NOON - timedelta(days=4, hours=23)}
    assert rested([ACME], asked, playbook, NOON) == ()
    assert rested([ACME], {ACME.id: NOON - timedelta(days=5)}, playbook, NOON) == (ACME,)


def test_attention_is_counted_by_local_day_and_week_from_monday() -> None:
    sunday_late = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # Sunday 23:30 in New York
    monday = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert questions_left(NORA, [], 0, NOON) == 3
    assert questions_left(NORA, [sunday_late] * 9, 0, NOON) == 3
    assert questions_left(NORA, [monday] * 2, 0, NOON) == 1
    assert questions_left(NORA, [monday] * 5, 0, NOON) == 0
    assert questions_left(NORA, [], 2, NOON) == 1
    assert questions_left(NORA, [], 4, NOON) == 0
    weekly = replace(NORA, rhythm=replace(NORA.rhythm, per_week=2))
    assert questions_left(weekly, [monday], 0, NOON) == 1


def test_nobody_is_asked_outside_hours_on_days_off_or_before_the_day_they_named() -> None:
    assert questions_left(NORA, [], 0, datetime(2026, 11, 23, 13, 59, tzinfo=UTC)) == 0
    assert questions_left(NORA, [], 0, datetime(2026, 11, 23, 22, 0, tzinfo=UTC)) == 0
    assert questions_left(NORA, [], 0, datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == 0
    assert not works_at(replace(NORA, days_off=(TODAY,)), NOON)
    paused = replace(NORA, rhythm=replace(NORA.rhythm, not_before=date(2026, 11, 24)))
    assert not works_at(paused, NOON)
    assert next_start(paused, NOON) == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
@given(at=st.integers(1_767_225_600, 1_830_297_600))
def test_the_next_start_is_ahead_and_within_working_hours_in_every_zone(zone: str, at: int) -> None:
    now = datetime.fromtimestamp(at, UTC)  # of 2026 and 2027
    person = replace(NORA, zone=zone)
    start = next_start(person, now)
    assert start > now
    assert works_at(person, start)
    assert within_hours(person, now) == (now if works_at(person, now) else start)


def test_hours_keep_their_local_time_when_the_clocks_change() -> None:
    friday = datetime(2026, 10, 30, 20, 0, tzinfo=UTC)  # daylight saving ends on Sunday in New York
    assert next_start(NORA, friday) == datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
    before = next_start(NORA, datetime(2026, 10, 29, 20, 0, tzinfo=UTC))
    assert before == datetime(2026, 10, 30, 13, 0, tzinfo=UTC)


def test_no_question_without_a_give() -> None:
    reason = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "silent")
    with pytest.raises(TypeError, match="give"):
        Question("a", "nora", reason, None, 1.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="empty"):
        Give(GiveKind.STAKE, "  ")


def test_the_give_is_news_then_help_then_the_stake() -> None:
    stake = Stake(Quarter.of(TODAY, 1), Decimal(400000), Decimal(100000), (Decimal(96000), Decimal(50000)))
    silent = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "silent")
    stuck = Reason(RuleKind.STAGE_TOO_LONG, About.STAGE, "stuck")
    closing = replace(ACME, close_date=date(2026, 12, 20))
    news = Change("b", Field.AMOUNT, None, Decimal(20000), "ben", "nora", "20k", NOON)
    with_news = choose_give(closing, stuck, Setting(stake, [(news, ACME, "Ben")], TODAY))
    assert (with_news.kind, "Ben recorded amount $20,000" in with_news.words) == (GiveKind.NEWS, True)
    help_give = choose_give(closing, stuck, Setting(stake, [], TODAY))
    assert (help_give.kind, help_give.offers) == (GiveKind.HELP, "technical_presentation")
    plain = choose_give(closing, silent, Setting(stake, [], TODAY))
    assert plain.words == (
        "At stake: $96,000, your biggest this quarter; 32 % of the $300,000 still missing to your quota."
    )


def test_a_stake_is_said_truly_without_amount_quota_or_date() -> None:
    silent = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "silent")
    quarter = Quarter.of(TODAY, 1)
    made = Setting(Stake(quarter, Decimal(10), Decimal(20), (Decimal(96000),)), [], TODAY)
    assert "already made" in choose_give(replace(ACME, close_date=TODAY), silent, made).words
    assert "not counted in Q4 2026" in choose_give(ACME, silent, made).words
    undated = choose_give(replace(ACME, close_date=None), silent, made)
    assert undated.words == "Without a close date, its $96,000 counts in no quarter of yours."
    assert "counts nothing" in choose_give(replace(ACME, amount=None), silent, made).words


def test_reply_rate_starts_hopeful_and_learns() -> None:
    assert reply_rate(0, 0) == 1
    assert reply_rate(10, 1) == pytest.approx(0.25)


def test_a_rhythm_in_the_afternoon_starts_then() -> None:
    late = replace(NORA, rhythm=replace(NORA.rhythm, hours=WorkingHours(time(13), time(17))))
    assert next_start(late, datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
