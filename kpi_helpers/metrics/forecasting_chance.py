"""How likely a level is reached, from a forecast."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from kpi_helpers.metrics.forecasting import SCORES, Forecast

__all__ = ["CHANCES", "TOGETHER", "chance_above", "interval_of", "level_at", "total_of"]

TOGETHER = 0.6
"""Correlation of the errors of two months ahead of one series: what comes too high stays so.

Chosen on the training parts of the public series: with it, intervals of totals of 2 to 12 months
cover 0.95 to 0.98 of M3 and 0.86 to 0.93 of tourism where those of single months cover 0.96 and
0.89; without any correlation it would be 0.57 at worst.
"""

CHANCES = (0.03, 0.97)
"""Least and largest chance that is told: intervals are tried out to 95 % and no farther."""

Normal = tuple[float, float]
"""Middle and standard deviation."""


def level_at(made: Forecast, step: int) -> Normal:
    """The month `step` months after the first one ahead."""
    return float(made.point[step]), float(made.factor * made.spread[step])


def total_of(made: Forecast, steps: range) -> Normal:
    """The sum of some months ahead."""
    spreads = made.factor * made.spread[steps.start : steps.stop]
    apart, together = float((spreads**2).sum()), float(spreads.sum()) ** 2
    deviation = np.sqrt((1 - TOGETHER) * apart + TOGETHER * together)
    return float(made.point[steps.start : steps.stop].sum()), float(deviation)


def chance_above(told: Normal, level: float) -> float:
    """Probability of at least `level`, in whole per cent, within ``CHANCES``."""
    middle, deviation = told
    if deviation == 0:
        sure = 1.0 if middle >= level else 0.0
    else:
        sure = float(norm.sf((level - middle) / deviation))
    return min(max(round(sure, 2), CHANCES[0]), CHANCES[1])


def interval_of(told: Normal, level: int, low: float | None, high: float | None) -> Normal:
    """Lower and upper end at 80 or 95 %, within what can be."""
    middle, deviation = told
    half = SCORES[level] * deviation
    ends = [middle - half, middle + half]
    if low is not None or high is not None:
        ends = np.clip(ends, low, high)
    return float(ends[0]), float(ends[1])
