"""Scores and biases: by hand where that is possible, by simulation where it is about chance."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from domain.forecast.accuracy import (
    Bias,
    Leaning,
    Record,
    biases,
    bluebird_share,
    brier,
    farthest,
    leaning,
    record_of,
    reliability,
    skill,
)
from domain.forecast.snapshot import Belief, Checkpoint, Judged

FIRST, LAST = Checkpoint.FIRST, Checkpoint.FOURTEEN_DAYS


def judged(key: str, won: bool, stated: int | None, amount: int = 100, days: int = 60) -> Judged:
    closed = date(2026, 9, 1)
    beliefs = (
        {} if stated is None else {LAST: Belief(key, LAST, date(2026, 8, 20), "ana", stated, 0.5, Decimal(amount))}
    )
    created = date.fromordinal(closed.toordinal() - days)
    return Judged(key, key, "Acme", "ana", Decimal(amount), created, closed, won, beliefs)


def simulated(random: np.random.Generator, number: int, shift: float = 0.0) -> Record:
    stated = random.uniform(0.1, 0.9, number)
    true = 1 / (1 + np.exp(-(np.log(stated / (1 - stated)) + shift)))
    return Record(stated, stated, (random.random(number) < true).astype(float))


def test_scores_by_hand() -> None:
    record = Record(np.array([0.8, 0.4]), np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    assert brier(record) == pytest.approx((0.04 + 0.16) / 2)
    assert skill(record) == pytest.approx(1 - 0.20 / 0.50)
    assert skill(Record(np.zeros(0), np.zeros(0), np.zeros(0))) is None


def test_reliability_forgives_chance_in_small_samples() -> None:
    random = np.random.default_rng(2)
    fair = [reliability(simulated(random, 25)) for _ in range(300)]
    off = [reliability(simulated(random, 25, -1.5)) for _ in range(300)]
    assert np.median(fair) < 0.012
    assert np.median(off) > 4 * np.median(fair)


@pytest.mark.parametrize("people", [1, 3, 10])
def test_whoever_leans_nowhere_is_hardly_ever_said_to(people: int) -> None:
    random = np.random.default_rng(people)
    flagged = total = 0
    for _ in range(600 // people):
        for bias in biases({str(n): simulated(random, 20) for n in range(people)}).values():
            flagged += leaning(bias, 20) is not Leaning.CALIBRATED
            total += 1
    assert flagged / total <= 0.03


def test_a_strong_lean_is_found_with_time_and_named_the_right_way() -> None:
    random = np.random.default_rng(4)
    found = [leaning(biases({"ana": simulated(random, 80, -1.2)})["ana"], 80) for _ in range(100)]
    assert found.count(Leaning.HAPPY_EARS) > 85
    assert Leaning.SANDBAGGING not in found
    other = [leaning(biases({"ana": simulated(random, 80, 1.2)})["ana"], 80) for _ in range(100)]
    assert other.count(Leaning.SANDBAGGING) > 85


def test_below_twenty_closed_nothing_is_said() -> None:
    sure = Bias(-3.0, 0.1)
    assert leaning(sure, 19) is None
    assert leaning(sure, 20) is Leaning.HAPPY_EARS


def test_bluebirds_are_what_was_won_and_never_forecast() -> None:
    birds = [judged("late", True, 80, days=10), judged("low", True, 5), judged("never", True, None)]
    rest = [judged("fair", True, 60, amount=700), judged("lost", False, 5)]
    assert bluebird_share(birds + rest) == pytest.approx(0.3)
    assert bluebird_share([judged("lost", False, 5)]) is None


def test_the_farthest_stand_first() -> None:
    found = farthest(
        [judged("a", True, 90), judged("b", False, 90), judged("c", True, 30), judged("d", True, None)], LAST, 2
    )
    assert [each.opportunity for each in found] == ["b", "c"]
    assert record_of(found, FIRST).size == 0
