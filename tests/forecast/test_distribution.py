"""The distribution of a quarter: its laws, and its distance from plain simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.forecast.distribution import chances_by_factor, distribution

Pairs = list[tuple[float, float]]
BOOKS = st.lists(st.tuples(st.floats(1, 1e7), st.floats(0, 1)), min_size=1, max_size=50)
SPREADS = st.sampled_from([0.0, 0.1, 0.25, 0.6])


def columns(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    return np.array([a for a, _ in pairs]), np.array([p for _, p in pairs])


@given(BOOKS, SPREADS)
@settings(deadline=None, max_examples=60)
def test_it_rises_from_nothing_to_everything(pairs: Pairs, spread: float) -> None:
    amount, chance = columns(pairs)
    found = distribution(amount, chance, spread)
    assert np.all(np.diff(found.below) >= -1e-12)
    assert found.below[-1] == pytest.approx(1, abs=1e-6)
    assert found.mean == pytest.approx(float(amount @ chance), abs=1e-6 * amount.sum())
    assert 0 <= found.quantile(0.1) <= found.quantile(0.5) <= found.quantile(0.9) <= amount.sum() * 1.04


@given(BOOKS)
@settings(deadline=None, max_examples=40)
def test_the_split_over_grid_points_keeps_the_mean(pairs: Pairs) -> None:
    amount, chance = columns(pairs)
    found = distribution(amount, chance, 0)
    mass = np.diff(found.below, prepend=0)
    assert float(mass @ found.at) == pytest.approx(found.mean, rel=1e-6, abs=1e-6 * amount.sum())


@given(st.lists(st.floats(0.01, 0.98), min_size=1, max_size=50), st.sampled_from([0.1, 0.25, 0.5]))
def test_the_common_factor_keeps_every_mean(chances: list[float], spread: float) -> None:
    chance = np.array(chances)
    by_node, weights = chances_by_factor(chance, spread)
    assert np.all((by_node >= 0) & (by_node <= 1))
    assert weights @ by_node == pytest.approx(chance, rel=0.03)


@pytest.mark.parametrize("size", [60, 400, 3000])
def test_it_agrees_with_simulation(size: int) -> None:
    random = np.random.default_rng(size)
    amount, chance = np.exp(random.normal(10.5, 1.0, size)), random.uniform(0.05, 0.9, size)
    draws = np.zeros(20_000)
    for a, p in zip(amount, chance, strict=True):
        draws += a * (random.random(len(draws)) < p)
    found = distribution(amount, chance, 0)
    for share in (0.1, 0.5, 0.9):
        # 20,000 draws know a quantile to about .01 standard deviations
        assert abs(found.quantile(share) - np.quantile(draws, share)) < 0.05 * draws.std()


def test_a_common_factor_widens_it() -> None:
    amount, chance = np.full(100, 1000.0), np.full(100, 0.4)
    narrow, wide = distribution(amount, chance, 0), distribution(amount, chance, 0.3)
    assert wide.quantile(0.9) - wide.quantile(0.1) > 2 * (narrow.quantile(0.9) - narrow.quantile(0.1))


def test_nothing_open_is_nothing_for_sure() -> None:
    empty = np.zeros(0)
    assert distribution(empty, empty).quantile(0.9) == 0
    assert distribution(np.array([0.0, 5.0]), np.array([0.5, 0.0])).quantile(0.9) == 0
    assert distribution(empty, empty).crps(7.0) == 7.0


def test_the_score_is_the_integral_of_the_squared_distance() -> None:
    found = distribution(np.array([100.0]), np.array([0.5]), 0)
    assert found.crps(100.0) == pytest.approx(25, rel=0.01)  # ∫ over 0 to 100 of .5²
    assert found.crps(300.0) == pytest.approx(225, rel=0.01)  # and all of 100 to 300 beside
