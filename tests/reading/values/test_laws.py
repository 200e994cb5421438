"""What holds for every text: painting never raises, keeps the length, and its marks lie inside and apart."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading import dates, money, percents, protect
from domain.reading.fold import fold
from domain.reading.marks import Day, Doubtful, Duration, Mark, MarkKind, Money, Number, Percent, Points, Shift
from domain.reading.own_words import LONGEST
from domain.reading.paint import CHAR, FILLER, Painted, paint, pattern
from domain.sales.process import SalesProcess
from tests.reading.values.scenes import CALENDAR, FEBRUARY, JULY, at, painted

_ALL_WORDS = """
    next last this coming end of the in a from after before by first 15th march may q1 fy27 h2 friday week
    month quarter year two weeks 60 60% $20k 1.250.000 3/4 2027 mid early late to or and - half a quarter
    million k push pull it out slips eoq eod christmas new year's eve one in four point hundred thousand
    business days ago later 12:30 4pm 29 feb 31 june every few couple some soon holidays spring ' , . / ( 1 0
    % 's and a half 9999-12-31 12/31/9999 EUR usd le try ok
"""
_WORDS = _ALL_WORDS.split()
_SENTENCES = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)
_GLUED = st.lists(st.sampled_from(_WORDS), max_size=12).map("".join)
_ANY = st.text(max_size=200)
_PROCESSES = st.sampled_from([CALENDAR, FEBRUARY, JULY])
_NOWS = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(lambda day: at(day.isoformat()))


@settings(max_examples=400, deadline=None)
@given(st.one_of(_SENTENCES, _GLUED, _ANY), _NOWS, _PROCESSES)
def test_marks_lie_inside_the_text_and_apart(text: str, now: datetime, process: SalesProcess) -> None:
    result = paint(text, now, process)
    _holds(result, text)
    for mark in result.marks:
        assert isinstance(mark.value, _TYPES[mark.kind])
        if isinstance(mark.value, Day) and mark.kind is MarkKind.DAY:
            assert mark.value.day >= now.date()


@settings(max_examples=50, deadline=None)
@given(_SENTENCES, st.sampled_from([date.min, date.max]), _PROCESSES)
def test_the_ends_of_the_calendar_do_not_raise(text: str, today: date, process: SalesProcess) -> None:
    _holds(paint(text, at(today.isoformat()), process), text)


@given(st.text(max_size=300))
def test_folding_keeps_the_length_and_lets_no_paint_in(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert not any("\ue000" <= char <= "\uf8ff" for char in folded)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ud800" * 50,
        "60%\0 by \udfff Friday",
        "x" * 50_000,
        "1" * 50_000,
        "next " * 10_000,
        "\n" * 5_000,
        "\ue000\uf8ff" * 100,
        "İ" * 200 + " 60%",
        "٣٤ 60%",
        "> quoted\n" * 2_000,
    ],
)
def test_no_text_is_too_odd(text: str) -> None:
    _holds(painted(text), text)


def test_odd_characters_do_not_move_what_is_read() -> None:
    text = "İİ\ud800 — “60 %”"
    (mark,) = painted(text).marks
    assert text[mark.start : mark.end] == "60 %"


def test_only_the_first_characters_are_read() -> None:
    long = painted("60% " + "x" * 5000 + " 70%")
    assert [long.words(mark) for mark in long.marks] == ["60%"]
    assert len(painted("a" * 5000).text) == LONGEST


def test_patterns_name_kinds_and_take_any_blanks() -> None:
    reply = painted("it's 60%,  closing\nnext Friday")
    (found,) = pattern("(?P<p>{percent}), closing (?P<d>{when})").finditer(reply.text)
    assert reply.words(reply.mark(found.start("p"))) == "60%"
    assert reply.words(reply.mark(found.start("d"))) == "next Friday"
    with pytest.raises(KeyError):
        pattern("{unheard_of}")
    with pytest.raises(KeyError):
        reply.mark(0)


def test_more_marks_can_be_painted_beside_or_over_the_values() -> None:
    reply = painted("Acme 60 by Friday")
    name = Mark(MarkKind.OPPORTUNITY, 0, 7, "acme-60")
    assert [mark.kind for mark in reply.plus([name]).marks] == [MarkKind.NUMBER, MarkKind.DAY]
    over = reply.plus([name], over=True)
    assert [mark.kind for mark in over.marks] == [MarkKind.OPPORTUNITY, MarkKind.DAY]
    _holds(over, "Acme 60 by Friday")


def test_what_is_hands_off_is_not_read() -> None:
    reply = paint("Q3 Systems closes in Q4", datetime(2026, 11, 20, tzinfo=UTC), CALENDAR, hands_off=[(0, 10)])
    assert [reply.words(mark) for mark in reply.of(MarkKind.DAY)] == ["Q4"]


def test_every_rule_has_a_name_of_its_own_and_a_sound_pattern() -> None:
    rules = (*money.RULES, *percents.RULES, *protect.RULES, *dates.RULES)
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        pattern(rule.template)
        assert rule.needs or rule.name == "half and half"


def test_rules_tell_how_a_value_was_read() -> None:
    (mark,) = painted("end of March").marks
    assert mark.rules[0] == "part of a period"
    assert "month" in mark.rules


_TYPES: dict[MarkKind, type | tuple[type, ...]] = {
    MarkKind.NUMBER: Number,
    MarkKind.PERCENT: Percent,
    MarkKind.POINTS: Points,
    MarkKind.MONEY: Money,
    MarkKind.DAY: Day,
    MarkKind.PAST: Day,
    MarkKind.DOUBTFUL: Doubtful,
    MarkKind.SHIFT: Shift,
    MarkKind.DURATION: Duration,
    MarkKind.CLOCK: object,
    MarkKind.MOMENT: datetime,
    MarkKind.PROTECTED: str,
}


def _holds(result: Painted, text: str) -> None:
    assert len(result.text) == len(result.plain) <= len(text)
    upto = 0
    for mark in result.marks:
        assert upto <= mark.start < mark.end <= len(result.text)
        assert result.text[mark.start : mark.end] == CHAR[mark.kind] + FILLER * (mark.end - mark.start - 1)
        assert result.words(mark) == text[mark.start : mark.end]
        assert not isinstance(mark.value, Number) or isinstance(mark.value.value, Decimal)
        upto = mark.end
