"""Beliefs age: by stage history where there is one, by half-life where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forecast.ageing import (
    HALF_LIFE,
    LOST,
    WON,
    Chain,
    Stay,
    aged,
    chain_from,
    chances,
    cold,
    learn,
    win_chances,
)
from domain.forecast.recalibration import Calibration, recalibrate


def stays(number: int) -> list[Stay]:
    """Two stages: from the first half go on after about three weeks, from the second 60 % are won after about two."""
    random = np.random.default_rng(5)
    out = []
    for _ in range(number):
        out.append(Stay(0, float(random.exponential(21)), 1 if random.random() < 0.5 else LOST))
        out.append(Stay(1, float(random.exponential(14)), WON if random.random() < 0.6 else LOST))
    return out


@pytest.fixture(scope="module")
def chain() -> Chain:
    found = learn(stays(2000), 2)
    assert found
    return found


def test_too_little_history_teaches_nothing() -> None:
    assert learn(stays(20), 2) is None
    assert learn([Stay(0, 500.0, None)] * 500, 1) is None


def test_every_day_something_happens_or_nothing(chain: Chain) -> None:
    assert chain.step.sum(axis=1) + chain.won + chain.lost == pytest.approx(1)
    kept = chain_from(chain.to_lists())
    assert np.array_equal(kept.step, chain.step)


def test_the_chain_finds_the_odds_it_was_made_of(chain: Chain) -> None:
    early, late = win_chances(chain, 180)[0], win_chances(chain, 180)[len(chain.won) // 2]
    assert late == pytest.approx(0.6, abs=0.05)
    assert early == pytest.approx(0.3, abs=0.05)
    assert chances(chain, np.array([1]), np.array([3.0]), 7)[0] < late


def test_what_was_said_just_now_stands_as_said(chain: Chain) -> None:
    stated = np.array([0.44, 0.8])
    assert aged(chain, stated, np.array([0, 1]), np.zeros(2), np.array([3.0, 40.0]), 60) == pytest.approx(stated)


def test_silence_fades_a_belief_and_never_feeds_it(chain: Chain) -> None:
    silent = np.arange(0.0, 90.0)
    faded = aged(chain, np.full(90, 0.5), np.ones(90, dtype=np.int64), silent, silent + 5, 60)
    assert np.all(faded <= 0.5)
    assert faded[60] < faded[10] < 0.5


@given(st.floats(0, 1), st.floats(0, 400))
def test_without_history_it_halves(stated: float, days: float) -> None:
    one, later = cold(np.array([stated, stated]), np.array([days, days + HALF_LIFE]))
    assert later == pytest.approx(one / 2)
    assert cold(np.array([stated]), np.zeros(1))[0] == stated


def test_nothing_completed_corrects_nothing() -> None:
    assert recalibrate([]) == Calibration()
    assert recalibrate([(0.0, 5.0)]) == Calibration()


def test_quarters_that_brought_half_pull_the_level_towards_half() -> None:
    one, four = recalibrate([(100.0, 50.0)]), recalibrate([(100.0, 50.0)] * 4)
    assert 0.5 < four.factor < one.factor < 1
    assert four.quarters == 4
    assert four.spread < recalibrate([(100.0, 50.0), (100.0, 200.0)] * 2).spread


def test_one_absurd_quarter_is_cut() -> None:
    assert recalibrate([(1.0, 1e9)]).factor <= 4
    assert recalibrate([(1e9, 0.0)]).factor >= 0.25
