"""What a quarter may bring: the distribution of Σ aᵢ·Bernoulli(pᵢ), exact in its mean, in milliseconds.

Up to 400 opportunities the distribution is convolved on a grid, two by two up a tree, by FFT; each amount that
falls between two grid points is split over both so that its mean stays (Biscarri, Zhao and Brunner 2018, "A simple
and fast method for computing the Poisson binomial distribution function", for the tree). Above, the normal
distribution serves, with Edgeworth's term for skew. Opportunities of one quarter rise and fall together, so that
independent sums come out too narrow: a common factor with log-normal effect on every p is integrated over
Gauss-Hermite nodes (the one-factor mixture of credit portfolios, Vasicek 2002).
"""

from dataclasses import dataclass
from functools import cache
from math import pi, sqrt

import numpy as np

from domain.forecast.book import Floats

USUAL_SPREAD = 0.25  # σ of the common factor until completed quarters have taught another
_FEW = 300  # opportunities; with more, the sum grows narrow beside the common factor and takes more nodes
_NODES, _MORE_NODES, _EVEN_NODES = 15, 41, 101
_POINTS = 2048  # of the grid: one point is far less than .03 standard deviations of any real book
_SHORT = 12  # points up to which adding shifted rows is faster than FFT
_SMOOTH_POINTS = 512  # of a smooth distribution, between which a straight line is near enough
_BEYOND = 64  # points beyond the largest sum
_NEVER = 1e-9  # a probability that is none
_ROUNDS = 8  # until the means are back, to 1e-3 of each
_CONVOLVED = 400  # opportunities; above, the expansion around the normal distribution is nearer than the grid


@dataclass(frozen=True, slots=True)
class Distribution:
    """The cumulative distribution at equidistant points of money: `at` and `below` rise, `below` to 1."""

    at: Floats
    below: Floats
    mean: float

    def quantile(self, share: float) -> float:
        """The amount that is not exceeded with probability `share`, 0 to 1."""
        return float(np.interp(share, self.below, self.at))

    def crps(self, actual: float) -> float:
        """Continuous ranked probability score, ∫(F(x) − 1{x ≥ actual})² dx, in money: smaller is better."""
        if len(self.at) < 2:
            return abs(actual - float(self.at[0]))
        step = float(self.at[1] - self.at[0])
        inside = float(np.sum((self.below - (self.at >= actual)) ** 2)) * step
        return inside + max(0.0, actual - float(self.at[-1]) - step, float(self.at[0]) - actual)


def distribution(amount: Floats, probability: Floats, spread: float = USUAL_SPREAD) -> Distribution:
    """The distribution of the sum. `amount` ≥ 0 and `probability` 0 to 1 are columns of equal length.

    `spread` is σ of the common factor; 0 takes the opportunities as independent.
    """
    known = (amount > 0) & (probability > _NEVER)
    a, p = amount[known], np.minimum(probability[known], 1.0)
    mean = float(a @ p)
    if not a.size:
        return Distribution(np.zeros(1), np.ones(1), 0.0)
    chances, weights = chances_by_factor(p, spread)
    if a.size > _CONVOLVED:
        at, by_node = _expanded(a, chances)
    else:
        # A little beyond everything: what is split over two points may come out that much above.
        beyond = 1 + min(a.size, _BEYOND) / (_POINTS - 1 - _BEYOND)
        at = np.linspace(0.0, float(a.sum()) * beyond, _POINTS)
        by_node = _convolved(a, chances, at)
    return Distribution(at, np.clip(np.maximum.accumulate(weights @ by_node), 0.0, 1.0), mean)


def chances_by_factor(probability: Floats, spread: float) -> tuple[Floats, Floats]:
    """The probabilities at each node of the common factor, shape (nodes, n), and the nodes' weights.

    p·e^(σz − σ²/2), cut at 1; what the cut takes is given back, so that the mean of each stays p.
    """
    if spread <= 0:
        return probability[None, :], np.ones(1)
    z, weights = _hermite(_NODES)
    scaled, lift = probability.copy(), _lift(z, spread)
    for _ in range(_ROUNDS):
        scaled *= probability / (weights @ np.minimum(1.0, scaled * lift))
    if probability.size > _FEW:
        z, weights = _even(_EVEN_NODES) if probability.size > _CONVOLVED else _hermite(_MORE_NODES)
        lift = _lift(z, spread)
    return np.minimum(1.0, scaled * lift), weights


def _lift(z: Floats, spread: float) -> Floats:
    out: Floats = np.exp(spread * z - spread * spread / 2)[:, None]
    return out


@cache
def _hermite(nodes: int) -> tuple[Floats, Floats]:
    z, weights = np.polynomial.hermite_e.hermegauss(nodes)
    return z, weights / weights.sum()


@cache
def _even(nodes: int) -> tuple[Floats, Floats]:
    """Equidistant nodes: the sum of so many is narrow beside the factor, and Hermite's nodes would show as steps."""
    z = np.linspace(-4.5, 4.5, nodes)
    weights = np.exp(-z * z / 2)
    return z, weights / weights.sum()


def _expanded(amount: Floats, chances: Floats) -> tuple[Floats, Floats]:
    """Points around everything likely, and the cumulative distribution there at each node, shape (nodes, points).

    The normal distribution, with the first term of Edgeworth's expansion for the skew that large amounts bring.
    """
    means = chances @ amount
    failing = chances * (1 - chances)
    deviations = np.sqrt(np.maximum(failing @ amount**2, 1e-12))
    skews = (failing * (1 - 2 * chances)) @ amount**3 / deviations**3
    low, high = max(0.0, float((means - 6 * deviations).min())), float((means + 6 * deviations).max())
    at = np.linspace(low, high, _SMOOTH_POINTS)
    x = (at[None, :] - means[:, None]) / deviations[:, None]
    density = np.exp(-np.minimum(x * x, 1400.0) / 2) / sqrt(2 * pi)
    return at, _cumulative_normal(x) - skews[:, None] / 6 * (x * x - 1) * density


def _cumulative_normal(x: Floats) -> Floats:
    """Φ, to 1e-7 (Abramowitz and Stegun 26.2.17): numpy has no error function."""
    t = 1 / (1 + 0.2316419 * np.abs(x))
    tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper: Floats = tail * np.exp(-np.minimum(x * x, 1400.0) / 2) / sqrt(2 * pi)
    return np.where(x > 0, 1 - upper, upper)


def _convolved(amount: Floats, chances: Floats, at: Floats) -> Floats:
    """The cumulative distribution at each node, shape (nodes, points), on the grid `at`."""
    place = amount / float(at[1])
    low = np.minimum(np.floor(place).astype(np.int64), len(at) - 1)
    share = place - low
    masses = [_mass(int(low[i]), float(share[i]), chances[:, i]) for i in np.argsort(low, kind="stable")]
    while len(masses) > 1:
        # The shortest first, so that the tree stays balanced.
        masses.sort(key=lambda mass: mass.shape[1])
        paired = [_product(masses[i], masses[i + 1]) for i in range(0, len(masses) - 1, 2)]
        masses = paired + (masses[-1:] if len(masses) % 2 else [])
    mass = np.zeros((len(chances), len(at)))
    kept = min(masses[0].shape[1], len(at))
    mass[:, :kept] = masses[0][:, :kept]
    mass[:, -1] += masses[0][:, kept:].sum(axis=1)
    out: Floats = np.cumsum(mass, axis=1)
    return out


def _mass(low: int, share: float, chance: Floats) -> Floats:
    """Nothing, or an amount between two grid points, at each node."""
    mass = np.zeros((len(chance), low + 2))
    mass[:, 0] += 1 - chance
    mass[:, low] += chance * (1 - share)
    mass[:, low + 1] += chance * share
    return mass


def _product(one: Floats, other: Floats) -> Floats:
    """The distribution of the sum of two independent ones, node by node."""
    short, long = sorted((one, other), key=lambda mass: mass.shape[1])
    size = short.shape[1] + long.shape[1] - 1
    if short.shape[1] <= _SHORT:
        out = np.zeros((len(one), size))
        for shift in range(short.shape[1]):
            out[:, shift : shift + long.shape[1]] += short[:, shift : shift + 1] * long
        return out
    points = 1 << (size - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(one, points) * np.fft.rfft(other, points), points)[:, :size]
    return np.maximum(product, 0.0)
