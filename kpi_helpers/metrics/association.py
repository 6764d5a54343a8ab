"""How two monthly series move together: lagged rank correlation of their monthly steps.

Three things make unrelated KPIs look related, and each is taken out or allowed for:

- *a shared season* (December): steps are read without what the same calendar months have in
  common, which costs eleven of the steps;
- *a shared trend*: steps, not levels, and without a straight line through the steps;
- *serial correlation*: two noisy series share fewer independent steps than they have months. The
  step up to a high month is followed by a step down, so steps of plain noise correlate by -1/2
  with the next; steps of a smooth series correlate positively. The number of independent steps is
  taken as the smaller of what plain noise leaves and what these two series show.

Everything here works on numbers alone; what may be claimed is decided in ``rules``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

from kpi_helpers.metrics.steps import Base, free_of_season, hardly_moves, rounded

__all__ = [
    "Association",
    "associated",
    "detectable",
    "false_discovery",
    "interval",
    "strongest",
    "without_one_month",
]

LEAST = 4.0
"""Independent steps below which a correlation has no interval, and nothing is told."""


@dataclass(frozen=True)
class Association:
    """A rank correlation of two series of steps at one lag.

    Parameters
    ----------
    lag : int
        Months by which the first series is ahead of the second; negative when it is behind.
    rho : float
        Spearman's rank correlation, without season and trend.
    effective : float
        Number of independent pairs of steps that would tell as much.
    p : float
        Two-sided: how often unrelated series reach this by chance.
    lo, hi : float
        Interval of `rho`.
    """

    lag: int
    rho: float
    effective: float
    p: float
    lo: float
    hi: float


def associated(
    first: pd.Series, second: pd.Series, lag: int, *, level: float
) -> Association | None:
    """Rank correlation of `second` with `first` of `lag` months before.

    Parameters
    ----------
    first, second : Series
        Of :func:`steps.monthly_steps`.
    lag : int
        Months; negative looks the other way.
    level : float
        Of the interval.

    Returns
    -------
    Association or None
        None where too few steps are left, or where one of the series hardly moves.

    Notes
    -----
    The p-value is that of Student's t for a correlation of ``effective`` pairs. How often it and
    the interval hold is measured in ``benchmarks/association.py``; the wider interval of Bonett and
    Wright (Psychometrika 65, 2000) for rank correlations holds more often here than it says.
    """
    months, at, to = np.intersect1d(
        first.index.to_numpy() + lag, second.index.to_numpy(), True, return_indices=True
    )
    if len(months) < 3:
        return None
    base = free_of_season(tuple(months.tolist()))
    sides = [first.to_numpy()[at], second.to_numpy()[to]]
    one, other = (rounded(base.kept @ side) for side in sides)
    if any(map(hardly_moves, (*sides, one, other))):
        return None
    effective = min(base.plain, _by_smoothness(one, other, base))
    if effective < LEAST:
        return None
    rho = _correlation(_ranks(one), _ranks(other))
    lo, hi = interval(rho, effective, level)
    return Association(lag, rho, effective, _chance(rho, effective), lo, hi)


def strongest(
    first: pd.Series, second: pd.Series, lags: Sequence[int], *, level: float
) -> Association | None:
    """The association at the lag where it is clearest, corrected for having looked at all lags.

    Parameters
    ----------
    first, second : Series
        Of :func:`steps.monthly_steps`.
    lags : sequence of int
    level : float
        Chance that the intervals of all lags hold at once.

    Returns
    -------
    Association or None
        Its ``p`` is multiplied by the number of lags (Bonferroni: true however they depend on one
        another), its interval is as wide as a choice among them asks for.
    """
    each = 1 - (1 - level) / len(lags)
    found = [associated(first, second, lag, level=each) for lag in lags]
    known = [one for one in found if one is not None]
    if not known:
        return None
    best = min(known, key=lambda one: (one.p, abs(one.lag), one.lag))
    p = min(1.0, best.p * len(lags))
    return Association(best.lag, best.rho, best.effective, p, best.lo, best.hi)


def without_one_month(first: pd.Series, second: pd.Series, lag: int, *, level: float) -> float:
    """The p-value of an association without the month that matters most to it.

    Parameters
    ----------
    first, second : Series
        Of :func:`steps.monthly_steps`.
    lag : int
    level : float

    Returns
    -------
    float
        The largest one when any two steps in a row are left out: an event of one month that both
        share leaves nothing behind. 1 where too little is left.
    """
    rests = (second.drop([month, month + 1], errors="ignore") for month in second.index)
    found = [associated(first, rest, lag, level=level) for rest in rests]
    return max(1.0 if one is None else one.p for one in found)


def interval(rho: float, effective: float, level: float) -> tuple[float, float]:
    """Interval of a rank correlation, which holds zero where its p-value exceeds ``1 - level``.

    Parameters
    ----------
    rho : float
    effective : float
        Independent pairs, more than 2.
    level : float

    Notes
    -----
    Fisher's transformation, in which a correlation spreads alike whatever its strength, with the
    spread that Student's t gives at zero. At 95 % this is Fisher's own interval to three digits;
    far out, where many pairs are corrected for, Fisher's is too short.
    """
    centre = math.atanh(max(-0.9999, min(0.9999, rho)))
    reach = math.atanh(detectable(effective, 1 - level))
    return min(rho, math.tanh(centre - reach)), max(rho, math.tanh(centre + reach))


def detectable(effective: float, p: float) -> float:
    """The weakest correlation, without its sign, whose p-value does not exceed `p`."""
    t = -float(special.stdtrit(effective - 2, p / 2))
    return t / math.sqrt(t**2 + effective - 2)


def false_discovery(p: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg: the smallest false discovery rate at which each one is claimed.

    Proven for p-values that do not depend on one another, or positively; that it holds for pairs
    that share KPIs is measured in ``benchmarks/association.py``.
    """
    return stats.false_discovery_control(list(p), method="bh").tolist() if len(p) else []


def _chance(rho: float, effective: float) -> float:
    freedom = effective - 2
    t = abs(rho) * math.sqrt(freedom / max(1e-12, 1 - rho**2))
    return float(2 * special.stdtr(freedom, -t))


def _ranks(steps: np.ndarray) -> np.ndarray:
    """Ranks around their middle; ties share one. Ten times as fast as ``scipy.stats.rankdata``."""
    _, place, count = np.unique(steps, return_inverse=True, return_counts=True)
    last = count.cumsum()
    return (last - (count - 1) / 2)[place] - (len(steps) + 1) / 2


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    found = float(one @ other / math.sqrt((one @ one) * (other @ other)))
    return max(-1.0, min(1.0, found))


def _by_smoothness(one: np.ndarray, other: np.ndarray, base: Base) -> float:
    """Independent pairs that two series leave whose steps follow their own last step.

    For correlations r and s of each series with its own last step, it is (1 - rs)/(1 + rs) of the
    free steps (Bartlett 1935). Steps that turn back are allowed for already, as those of plain
    noise; lest their chance variation counts twice, r or s below zero counts beyond a third of its
    standard error. Chosen by simulation, where the intervals of both kinds of noise then hold.
    """
    ties = [float(side @ base.next_to @ side / (2 * side @ side)) for side in (one, other)]
    own = [tie - base.white for tie in ties]
    sure = [tie if tie > 0 else min(0.0, tie + base.free**-0.5 / 3) for tie in own]
    both = max(0.0, min(0.98, sure[0] * sure[1]))
    return 1 + base.free * (1 - both) / (1 + both)
