"""How good somebody's stated probabilities were, and whether they lean, said only where it is sure.

q is what was stated at a checkpoint, y the outcome, p the model's at the same moment. Brier score: Σ(q−y)²/n (Brier
1950). Skill: 1 − Σ(q−y)²/Σ(p−y)², against the model on the same opportunities. Bias in logits: one Newton step from
0, δ̂ = Σ(y−q)/I with I = Σ q(1−q), shrunk to the mean of all people by the variance between them, τ² by DerSimonian
and Laird (1986). Reliability is the part of the Brier score that comes from stating other probabilities than come
true, corrected for small samples (Ferro and Fricker 2012).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import NormalDist

import numpy as np

from domain.forecast.book import Floats
from domain.forecast.snapshot import Checkpoint, Judged

ENOUGH = 20  # closed opportunities; below, no label is given
SURE = 0.9
_LEAST_BIAS = 0.2  # logits: about five points at 50 %
_FLOOR = 0.02  # nobody's 0 or 100 % is taken to be surer than that
_PRIOR_VARIANCE = 0.15  # of biases between people, where there are too few people to learn it from
_ENOUGH_PEOPLE = 5
_BLUEBIRD_DAYS, _BLUEBIRD_PERCENT = 14, 10
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Leaning(StrEnum):
    """What a bias is called, said only where it is sure."""

    HAPPY_EARS = "happy ears"
    CALIBRATED = "calibrated"
    SANDBAGGING = "sandbagging"


@dataclass(frozen=True, slots=True)
class Record:
    """What one person stated, as columns of equal length: stated and model's probability 0 to 1, won 0 or 1."""

    stated: Floats
    model: Floats
    won: Floats

    @property
    def size(self) -> int:
        return int(self.stated.size)


@dataclass(frozen=True, slots=True)
class Bias:
    """Shrunk bias in logits and its standard error; δ > 0 is sandbagging, δ < 0 happy ears."""

    delta: float
    error: float

    def sure(self) -> bool:
        """Whether it is at least _LEAST_BIAS off with probability above SURE."""
        normal = NormalDist(self.delta, self.error)
        return max(normal.cdf(-_LEAST_BIAS), 1 - normal.cdf(_LEAST_BIAS)) > SURE


def brier(record: Record) -> float:
    """Mean squared distance of what was stated from what came: 0 is perfect, .25 is saying 50 % of everything."""
    return float(np.mean((record.stated - record.won) ** 2)) if record.size else 0.0


def skill(record: Record) -> float | None:
    """How much better than the model on the same opportunities: 1 perfect, 0 as good, below 0 worse."""
    reference = float(np.sum((record.model - record.won) ** 2))
    return 1 - float(np.sum((record.stated - record.won) ** 2)) / reference if reference else None


def reliability(record: Record) -> float:
    """Σ nₖ(ȳₖ − q̄ₖ)²/n less what chance alone adds in bins so small, but never below 0."""
    total = 0.0
    for low, high in pairwise(_BINS):
        inside = (record.stated >= low) & ((record.stated < high) | (high == 1.0))
        count = int(inside.sum())
        if count > 1:
            came, said = float(record.won[inside].mean()), float(record.stated[inside].mean())
            total += count * (came - said) ** 2 - count * came * (1 - came) / (count - 1)
    return max(0.0, total / record.size) if record.size else 0.0


def biases(records: Mapping[str, Record]) -> dict[str, Bias]:
    """Everybody's bias, each shrunk to the mean of all the more, the less there is of it."""
    raw = {person: _raw(record) for person, record in records.items() if record.size}
    group = _group(list(raw.values()))
    out = {}
    for person, (delta, information) in raw.items():
        share = group.between / (group.between + 1 / information)
        variance = share / information + (1 - share) ** 2 * group.error**2
        out[person] = Bias(group.mean + (delta - group.mean) * share, sqrt(variance))
    return out


def leaning(bias: Bias, closed: int) -> Leaning | None:
    """None below ENOUGH closed opportunities, where nothing can be said; calibrated where no lean is sure."""
    if closed < ENOUGH:
        return None
    if not bias.sure():
        return Leaning.CALIBRATED
    return Leaning.SANDBAGGING if bias.delta > 0 else Leaning.HAPPY_EARS


def record_of(judged: Iterable[Judged], kind: Checkpoint) -> Record:
    """The columns of one checkpoint; what had none is left out."""
    known = [(each.beliefs[kind], each.won) for each in judged if kind in each.beliefs]
    stated = np.array([belief.stated for belief, _ in known], dtype=np.float64) / 100
    model = np.array([belief.model for belief, _ in known], dtype=np.float64)
    return Record(stated, model, np.array([won for _, won in known], dtype=np.float64))


def is_bluebird(judged: Judged) -> bool:
    """Whether a won opportunity was never forecast: nowhere at 10 % or more, or made under 14 days before it closed."""
    if judged.created and (judged.closed_on - judged.created).days < _BLUEBIRD_DAYS:
        return True
    return all(belief.stated < _BLUEBIRD_PERCENT for belief in judged.beliefs.values())


def bluebird_share(judged: Iterable[Judged]) -> float | None:
    """The share of the won amount that was never forecast, 0 to 1; None where nothing was won."""
    won = [each for each in judged if each.won and each.amount]
    total = sum(float(each.amount or 0) for each in won)
    return sum(float(each.amount or 0) for each in won if is_bluebird(each)) / total if total else None


def farthest(judged: Iterable[Judged], kind: Checkpoint, at_most: int) -> tuple[Judged, ...]:
    """Those where the outcome was farthest from what was stated, largest first."""
    known = [each for each in judged if kind in each.beliefs]
    known.sort(
        key=lambda each: (-abs(100 * each.won - each.beliefs[kind].stated), -(each.amount or 0), each.opportunity)
    )
    return tuple(known[:at_most])


def _raw(record: Record) -> tuple[float, float]:
    q = np.clip(record.stated, _FLOOR, 1 - _FLOOR)
    information = float(np.sum(q * (1 - q)))
    return float(np.sum(record.won - q)) / information, information


@dataclass(frozen=True, slots=True)
class _Group:
    """The mean of the biases with its standard error, and the variance between people."""

    mean: float
    error: float
    between: float


def _group(raw: Sequence[tuple[float, float]]) -> _Group:
    """By the method of moments; the mean itself is shrunk to 0, since a few people's mean is mostly chance."""
    if len(raw) < _ENOUGH_PEOPLE:
        return _Group(0.0, 0.0, _PRIOR_VARIANCE)
    weights = np.array([information for _, information in raw])
    deltas = np.array([delta for delta, _ in raw])
    fixed = float(weights @ deltas / weights.sum())
    spread = float(weights @ (deltas - fixed) ** 2)
    scale = float(weights.sum() - (weights @ weights) / weights.sum())
    moments = max(0.0, (spread - (len(raw) - 1)) / scale) if scale > 0 else 0.0
    # The moments of few people are chance too: as many people of the usual variance are mixed in.
    between = (len(raw) * moments + _ENOUGH_PEOPLE * _PRIOR_VARIANCE) / (len(raw) + _ENOUGH_PEOPLE)
    random = 1 / (1 / weights + between)
    mean, variance = float(random @ deltas / random.sum()), float(1 / random.sum())
    kept = _PRIOR_VARIANCE / (_PRIOR_VARIANCE + variance)
    return _Group(mean * kept, sqrt(variance * kept), between)
