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
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import special, stats

__all__ = [
    "Association",
    "associated",
    "detectable",
    "false_discovery",
    "interval",
    "monthly_steps",
    "strongest",
]

LEAST = 4.0
"""Independent steps below which a correlation has no interval, and nothing is told."""

TURNING_BACK = -0.45
"""Correlation of the ranks of neighbouring steps, where levels are plain noise.

Of the steps themselves it is -1/2. With this value the variance of a rank correlation is right for
24 to 48 months, season and trend taken out (200 000 simulated pairs each)."""


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


def monthly_steps(values: pd.Series, *, relative: bool) -> pd.Series:
    """Change from each month to the next; a missing month leaves two steps out.

    Parameters
    ----------
    values : Series
        By month number (``12 * year + month - 1``), each month once, none missing.
    relative : bool
        Steps of logarithms, because seasons multiply; plain steps where a value is not positive.

    Returns
    -------
    Series
        By the number of the later month.
    """
    known = values.sort_index().astype("float64")
    if relative and (known > 0).all():
        known = np.log(known)
    return known.diff()[known.index.to_series().diff() == 1]


def associated(
    first: pd.Series, second: pd.Series, lag: int, *, level: float
) -> Association | None:
    """Rank correlation of `second` with `first` of `lag` months before.

    Parameters
    ----------
    first, second : Series
        Of :func:`monthly_steps`.
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
    The p-value is that of Student's t for a correlation of ``effective`` pairs, the interval is
    Fisher's. The wider one of Bonett and Wright (Psychometrika 65, 2000) for rank correlations of
    independent pairs holds more often than it says here. Both are measured by simulation in
    ``benchmarks/association.py``.
    """
    months, at, to = np.intersect1d(
        first.index.to_numpy() + lag, second.index.to_numpy(), True, return_indices=True
    )
    if len(months) < 3:
        return None
    base = _free_of_season(tuple(months.tolist()))
    sides = [first.to_numpy()[at], second.to_numpy()[to]]
    one, other = (_rounded(base.kept @ side) for side in sides)
    if any(map(_hardly_moves, (*sides, one, other))):
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
        Of :func:`monthly_steps`.
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


def interval(rho: float, effective: float, level: float) -> tuple[float, float]:
    """Fisher's interval of a correlation.

    Parameters
    ----------
    rho : float
    effective : float
        Independent pairs, more than 3.
    level : float
    """
    centre = math.atanh(max(-0.9999, min(0.9999, rho)))
    reach = float(special.ndtri((1 + level) / 2)) * math.sqrt(1 / (effective - 3))
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


@dataclass(frozen=True)
class _Base:
    """What steps of the same months are compared on.

    Parameters
    ----------
    kept : ndarray
        Projection that takes season and trend out.
    next_to : ndarray
        1 where two steps follow one another.
    free : float
        Steps left after season and trend.
    plain : float
        Independent pairs that steps of plain noise leave.
    white : float
        What `kept` alone makes of the correlation of independent steps with the step before.
    """

    kept: np.ndarray
    next_to: np.ndarray
    free: float
    plain: float
    white: float


def _chance(rho: float, effective: float) -> float:
    freedom = effective - 2
    t = abs(rho) * math.sqrt(freedom / max(1e-12, 1 - rho**2))
    return float(2 * special.stdtr(freedom, -t))


def _rounded(steps: np.ndarray) -> np.ndarray:
    """Steps with the noise of arithmetic rounded away; all zero where nothing else is left."""
    size = np.abs(steps).max()
    return np.zeros(len(steps)) if size < 1e-12 else np.round(steps / size, 9)


def _hardly_moves(steps: np.ndarray) -> bool:
    """Whether more than half of the steps are the same: two KPIs that move once would agree."""
    return 2 * np.unique(_rounded(steps), return_counts=True)[1].max() > len(steps)


def _ranks(steps: np.ndarray) -> np.ndarray:
    """Ranks around their middle; ties share one. Ten times as fast as ``scipy.stats.rankdata``."""
    _, place, count = np.unique(steps, return_inverse=True, return_counts=True)
    last = count.cumsum()
    return (last - (count - 1) / 2)[place] - (len(steps) + 1) / 2


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    found = float(one @ other / math.sqrt((one @ one) * (other @ other)))
    return max(-1.0, min(1.0, found))


def _by_smoothness(one: np.ndarray, other: np.ndarray, base: _Base) -> float:
    """Independent pairs that two series leave whose steps follow their own last step.

    For correlations r and s of each series with its own last step, it is (1 - rs)/(1 + rs) of the
    free steps (Bartlett 1935). Steps that turn back are allowed for already, as those of plain
    noise, so r or s below zero counts only beyond its standard error.
    """
    ties = [float(side @ base.next_to @ side / (2 * side @ side)) for side in (one, other)]
    own = [tie - base.white for tie in ties]
    sure = [tie if tie > 0 else min(0.0, tie + base.free**-0.5) for tie in own]
    both = max(0.0, min(0.98, sure[0] * sure[1]))
    return 1 + base.free * (1 - both) / (1 + both)


@lru_cache(maxsize=512)
def _free_of_season(months: tuple[int, ...]) -> _Base:
    """What takes season and trend out of steps of these months, and what that leaves to compare.

    For residuals of noise with correlations S, a correlation has about the variance
    tr(MSMS) / tr(MS)**2, M being the projection: hence ``plain``.
    """
    at = np.array(months)
    calendar = (at[:, None] % 12 == np.arange(12)).astype(float)
    design = np.column_stack([calendar[:, calendar.any(axis=0)], at - at.mean()])
    left, size, _ = np.linalg.svd(design, full_matrices=False)
    basis = left[:, size > 1e-9 * size[0]]
    kept = np.eye(len(at)) - basis @ basis.T
    free = float(len(at) - basis.shape[1])
    next_to = (np.abs(at[:, None] - at[None, :]) == 1).astype(float)
    if not free:
        return _Base(kept, next_to, free, 1.0, 0.0)
    noise = kept @ (np.eye(len(at)) + TURNING_BACK * next_to)
    plain = 1 + float(np.trace(noise)) ** 2 / float(np.trace(noise @ noise))
    return _Base(kept, next_to, free, plain, float(np.trace(kept @ next_to)) / (2 * free))
