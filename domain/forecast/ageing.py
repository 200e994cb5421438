"""What a recorded probability is worth after days of silence: a belief that ages until somebody speaks.

With stage history: a semi-Markov chain, made a Markov chain over stage × time in stage in daily steps (Howard 1971,
ch. 11). Hazards are counts over days at risk, shrunk to the stage's own mean, as an empirical Bayes estimate of a
gamma-Poisson rate (Robbins 1956). Nobody having said that it was won or lost, the belief is b = e_s·P^τ with what
would have been said removed and the rest renormalised; its chance is Σ b·w, w the chance to win within the horizon,
and a stated probability fades as that chance does.

Without history: the recorded probability halves every HALF_LIFE days. That is the decay that the chain showed where
stage histories exist (44 % to 31 % after 17 days of silence in a proposal), not a law; recalibration corrects its
level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.forecast.book import Floats

HALF_LIFE = 34.0
WON, LOST = -1, -2
ENOUGH_MOVES = 50
_EDGES = np.array([0.0, 7.0, 14.0, 21.0, 28.0, 42.0, 56.0, 70.0, 84.0, 98.0, 112.0, 140.0])  # days; the last is open
_BINS = len(_EDGES)
_PRIOR_DAYS = 200.0  # of the stage's mean, mixed into each bin
_LONGEST = 180  # days of silence or horizon; beyond, nothing changes that is worth a figure


class Stay(NamedTuple):
    """One stay in a stage: which, for how many days, and where it went (a stage, WON, LOST or None while it lasts)."""

    stage: int
    days: float
    went: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Daily steps between the open states (stage × bin of time in stage), and into won and lost.

    `step` has shape (states, states), `won` and `lost` (states,); each row of the three sums to 1.
    """

    step: Floats
    won: Floats
    lost: Floats

    @property
    def stages(self) -> int:
        return len(self.won) // _BINS

    def to_lists(self) -> dict[str, list[object]]:
        """Plain numbers, to be kept."""
        return {"step": self.step.tolist(), "won": self.won.tolist(), "lost": self.lost.tolist()}


def chain_from(kept: dict[str, list[object]]) -> Chain:
    """The chain that `to_lists` spelt."""
    return Chain(*(np.array(kept[name], dtype=np.float64) for name in ("step", "won", "lost")))


def learn(stays: Sequence[Stay], stages: int) -> Chain | None:
    """The chain of all stays; None where too few of them ended to learn from."""
    if sum(stay.went is not None for stay in stays) < ENOUGH_MOVES:
        return None
    at_risk = np.zeros((stages, _BINS))
    left = np.zeros((stages, _BINS))
    went = np.zeros((stages, stages + 2))
    for stay in stays:
        days = max(stay.days, 1.0)
        uppers = np.append(_EDGES[1:], np.inf)
        at_risk[stay.stage] += np.clip(np.minimum(days, uppers) - _EDGES, 0.0, None)
        if stay.went is not None:
            left[stay.stage, _bin(days)] += 1
            went[stay.stage, stay.went] += 1
    mean = (left.sum(axis=1) + 1) / (at_risk.sum(axis=1) + 60)
    hazard = np.minimum(0.9, (left + mean[:, None] * _PRIOR_DAYS) / (at_risk + _PRIOR_DAYS))
    everywhere = went.sum(axis=0) + 1
    shares = went + 5 * everywhere / everywhere.sum()
    return _chain(hazard, shares / shares.sum(axis=1, keepdims=True))


def win_chances(chain: Chain, horizon: int) -> Floats:
    """The chance to be won within `horizon` days from each state."""
    chance = np.zeros(len(chain.won))
    for _ in range(min(max(horizon, 0), _LONGEST)):
        chance = chain.won + chain.step @ chance
    return chance


def fresh_wins(chain: Chain, horizon: int) -> Floats:
    """The chance that what begins today in the first stage is won within 0, 1, … `horizon` days."""
    out, chance = np.zeros(horizon + 1), np.zeros(len(chain.won))
    for day in range(1, horizon + 1):
        chance = chain.won + chain.step @ chance
        out[day] = chance[0]
    return out


def aged(
    chain: Chain, stated: Floats, stage: npt.NDArray[np.int64], silent: Floats, in_stage: Floats, horizon: int
) -> Floats:
    """What is left of the stated probabilities after `silent` days in which nobody spoke of it.

    Each fades as the chance of its stage to be won within `horizon` days does, so that what was said just now stands as
    it was said. `stage` are indexes of open stages; `in_stage` are days since the recorded move there.
    """
    table = _by_silence(chain, int(min(silent.max(initial=0), _LONGEST)), win_chances(chain, horizon))
    known = np.maximum(in_stage - silent, 0)
    state = stage * _BINS + np.searchsorted(_EDGES, known, side="right") - 1
    after = table[np.minimum(silent, len(table) - 1).astype(np.int64), state]
    at_once = np.maximum(table[0, state], 1e-9)
    out: Floats = stated * np.minimum(1.0, after / at_once)
    return out


def chances(chain: Chain, stage: npt.NDArray[np.int64], in_stage: Floats, horizon: int = _LONGEST) -> Floats:
    """How likely each is to be won within `horizon` days by its stage and its time there alone, whatever was stated."""
    state = stage * _BINS + np.searchsorted(_EDGES, in_stage, side="right") - 1
    out: Floats = win_chances(chain, horizon)[state]
    return out


def cold(stated: Floats, silent: Floats) -> Floats:
    """The recorded probability after days of silence, where there is no history to learn from."""
    out: Floats = stated * 0.5 ** (np.maximum(silent, 0) / HALF_LIFE)
    return out


def _bin(days: float) -> int:
    return int(np.searchsorted(_EDGES, days, side="right")) - 1


def _chain(hazard: Floats, shares: Floats) -> Chain:
    stages = len(hazard)
    size = stages * _BINS
    step, won, lost = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    for stage in range(stages):
        for place in range(_BINS):
            state, leaves = stage * _BINS + place, hazard[stage, place]
            width = _EDGES[place + 1] - _EDGES[place] if place + 1 < _BINS else np.inf
            older = min(1.0, 1.0 / width)
            stays = 1.0 - leaves
            step[state, min(state + 1, stage * _BINS + _BINS - 1)] += stays * older
            step[state, state] += stays * (1 - older)
            for target in range(stages):
                step[state, target * _BINS] += leaves * shares[stage, target]
            won[state], lost[state] = leaves * shares[stage, WON], leaves * shares[stage, LOST]
    return Chain(step, won, lost)


def _by_silence(chain: Chain, longest: int, wins: Floats) -> Floats:
    """p after 0, 1, … days of silence from each state, shape (longest + 1, states).

    A win would have been told, so it is removed and the rest renormalised; a loss often is not, and stays.
    """
    size = len(chain.won)
    alive, gone = np.eye(size), np.zeros(size)
    out = np.empty((longest + 1, size))
    for day in range(longest + 1):
        out[day] = (alive @ wins) / (alive.sum(axis=1) + gone)
        gone = gone + alive @ chain.lost
        alive = alive @ chain.step
        rest = alive.sum(axis=1) + gone
        alive, gone = alive / rest[:, None], gone / rest
    return out
