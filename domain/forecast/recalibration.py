"""What completed quarters teach about the level and the spread of the next forecast.

Sequential recalibration: every p is multiplied by e^b, b the shrunk, recency-weighted mean of log(actual / predicted)
at the same days before the end of past quarters. The spread of those logs is the σ of the common factor. Only
quarters that were over at the time may be given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from domain.forecast.distribution import USUAL_SPREAD

_FADES = 0.8  # weight of a quarter beside the one after it
_PRIOR = 1.0  # quarters of no correction, mixed in
_FARTHEST = log(4)  # no quarter counts as more than four times or less than a quarter of what was predicted
_LEAST_SPREAD, _PRIOR_SPREAD = 0.05, 3.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """`factor` multiplies probabilities, `spread` is σ of the common factor, `quarters` taught them."""

    factor: float = 1.0
    spread: float = USUAL_SPREAD
    quarters: int = 0


def recalibrate(past: Sequence[tuple[float, float]]) -> Calibration:
    """From (predicted, actual) of completed quarters, oldest first; those with nothing predicted teach nothing."""
    logs = [_log(actual, predicted) for predicted, actual in past if predicted > 0]
    if not logs:
        return Calibration()
    weights = [_FADES ** (len(logs) - 1 - i) for i in range(len(logs))]
    total = sum(weights)
    mean = sum(w * x for w, x in zip(weights, logs, strict=True)) / (total + _PRIOR)
    around = sum(w * (x - mean) ** 2 for w, x in zip(weights, logs, strict=True))
    variance = (around + _PRIOR_SPREAD * USUAL_SPREAD**2) / (total + _PRIOR_SPREAD)
    return Calibration(exp(mean), max(_LEAST_SPREAD, sqrt(variance)), len(logs))


def _log(actual: float, predicted: float) -> float:
    return max(-_FARTHEST, min(_FARTHEST, log(max(actual, 1.0) / predicted)))
