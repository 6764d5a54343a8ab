"""How likely a level is reached, from a forecast."""

from __future__ import annotations

import numpy as np
from scipy.stats import t

from kpi_helpers.metrics.forecasting import FREEDOM, SCORES, Forecast

__all__ = ["CHANCES", "TOGETHER", "chance_above", "interval_of", "level_at", "total_of"]

TOGETHER = 0.6
"""Correlation of the errors of two months ahead of one series: what comes too high stays so.

Chosen on the training parts of the public series: with it, 95 % intervals of totals cover 0.98 with
two months and 0.95 with twelve; without any correlation it would be 0.69 with twelve.
"""

CHANCES = (0.03, 0.97)
"""Least and largest chance that is told: intervals are tried out to 95 % and no farther."""

Told = tuple[float, float]
"""Middle and scaled spread: of Student's t with ``FREEDOM`` degrees of freedom."""


def level_at(made: Forecast, step: int) -> Told:
    """The month `step` months after the first one ahead."""
    return float(made.point[step]), float(made.factor * made.spread[step])


def total_of(made: Forecast, steps: range) -> Told:
    """The sum of some months ahead."""
    spreads = made.factor * made.spread[steps.start : steps.stop]
    apart, together = float((spreads**2).sum()), float(spreads.sum()) ** 2
    deviation = np.sqrt((1 - TOGETHER) * apart + TOGETHER * together)
    return float(made.point[steps.start : steps.stop].sum()), float(deviation)


def chance_above(told: Told, level: float) -> float:
    """Probability of at least `level`, in whole per cent, within ``CHANCES``."""
    middle, deviation = told
    if deviation == 0:
        sure = 1.0 if middle >= level else 0.0
    else:
        sure = float(t.sf((level - middle) / deviation, FREEDOM))
    return min(max(round(sure, 2), CHANCES[0]), CHANCES[1])


def interval_of(told: Told, level: int, low: float | None, high: float | None) -> Told:
    """Lower and upper end at 80 or 95 %, within what can be."""
    middle, deviation = told
    half = SCORES[level] * deviation
    ends = [middle - half, middle + half]
    if low is not None or high is not None:
        ends = np.clip(ends, low, high)
    return float(ends[0]), float(ends[1])
