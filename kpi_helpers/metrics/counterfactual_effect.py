"""An effect, what is claimed of it, and whether the method claims effects where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.counterfactual import Days, Method, counterfactual

__all__ = ["Check", "Effect", "checked", "daily_effect", "effect", "placebos"]

HALF = 0.5
"""Least share of the days of an earlier date that must be known and without an action."""


@dataclass(frozen=True)
class Effect:
    """What was, less what would have been, summed over the days of an action.

    Parameters
    ----------
    total, lo, hi, sd : float
        In the unit of the KPI, with its interval and standard deviation.
    actual, expected : float
        What was, and the mean of what would have been.
    p : float
        Two-sided: how often chance alone would lie as far off.
    """

    total: float
    lo: float
    hi: float
    sd: float
    actual: float
    expected: float
    p: float


@dataclass(frozen=True)
class Check:
    """What the method says of earlier dates without an action.

    Parameters
    ----------
    tried, found : int
        Dates looked at; those where it would have found an effect.
    errors : ndarray, shape (tried,)
        Relative effects that it told there.
    spread : float
        How many times wider its intervals must be to hold there; at least 1.
    """

    tried: int
    found: int
    errors: np.ndarray
    spread: float

    def alike(self, relative: float) -> int:
        """Dates where an effect as large was told without an action."""
        return int((np.abs(self.errors) >= abs(relative)).sum())


def effect(
    actual: np.ndarray, paths: np.ndarray, *, level: float = 0.95, spread: float = 1.0
) -> Effect:
    """The effect over all days.

    Parameters
    ----------
    actual : ndarray, shape (days,)
    paths : ndarray, shape (draws, days)
        What would have been.
    level : float
        Of the interval.
    spread : float
        Factor on how far the draws lie from their mean.
    """
    sums = paths.sum(axis=1)
    expected = float(sums.mean())
    total = float(actual.sum()) - expected
    off = (expected - sums) * spread
    lo, hi = np.quantile(off, [(1 - level) / 2, (1 + level) / 2])
    beyond = min(int((total + off <= 0).sum()), int((total + off >= 0).sum()))
    return Effect(
        total=total,
        lo=total + float(lo),
        hi=total + float(hi),
        sd=float(off.std()),
        actual=float(actual.sum()),
        expected=expected,
        p=min(1.0, 2 * (1 + beyond) / (1 + len(off))),
    )


def daily_effect(
    actual: np.ndarray, paths: np.ndarray, *, level: float, spread: float = 1.0
) -> Mapping[str, np.ndarray]:
    """The same day by day, and summed up to each day.

    Returns
    -------
    Mapping[str, ndarray]
        ``counterfactual``, ``counterfactual_lo``, ``counterfactual_hi``, ``difference``,
        ``difference_so_far``, ``difference_so_far_lo``, ``difference_so_far_hi``, each of
        shape (days,).
    """
    tails = [(1 - level) / 2, (1 + level) / 2]
    mean = paths.mean(axis=0)
    low, high = np.quantile((paths - mean) * spread, tails, axis=0)
    sums = np.cumsum(paths, axis=1)
    summed = np.cumsum(actual - mean)
    under, over = np.quantile((sums.mean(axis=0) - sums) * spread, tails, axis=0)
    return {
        "counterfactual": mean,
        "counterfactual_lo": mean + low,
        "counterfactual_hi": mean + high,
        "difference": actual - mean,
        "difference_so_far": summed,
        "difference_so_far_lo": summed + under,
        "difference_so_far_hi": summed + over,
    }


def placebos(
    days: Days,
    method: Method,
    starts: Iterable[int],
    longest: int,
    controls: np.ndarray | None = None,
) -> list[tuple[int, np.ndarray]]:
    """Courses drawn from these days on, as if an action had begun there.

    Parameters
    ----------
    days : Days
    method : Method
    starts : iterable of int
    longest : int
        Days drawn from each; fewer at the end of the series.
    controls : ndarray, optional
        As for :func:`counterfactual`.

    Returns
    -------
    list of tuple of int and ndarray
        First day and draws; starts at which the method has too little to go by are left out.
    """
    made = []
    for start in starts:
        length = min(longest, len(days.values) - start)
        paths = counterfactual(days, start, length, method, controls, seed=start)
        if paths is not None:
            made.append((start, paths))
    return made


def checked(
    days: Days,
    courses: Sequence[tuple[int, np.ndarray]],
    before: int,
    length: int,
    level: float,
) -> Check:
    """What the method says of stretches as long as an action that end before it.

    Parameters
    ----------
    days : Days
    courses : sequence
        Of :func:`placebos`.
    before : int
        First day of the action.
    length : int
        Days of the action.
    level : float
        At which an effect counts as found.

    Notes
    -----
    The spread is the root mean square of errors in their own standard deviations: above 1 the
    method errs by more than it says.
    """
    usable = days.idle & np.isfinite(days.values)
    errors, sizes, found = [], [], 0
    for start, paths in courses:
        end = start + length
        if end > before or paths.shape[1] < length:
            continue
        counted = usable[start:end]
        if counted.sum() < max(1.0, HALF * length):
            continue
        one = effect(days.values[start:end][counted], paths[:, :length][:, counted], level=level)
        if one.sd <= 0 or one.expected == 0:
            continue
        errors.append(one.total / abs(one.expected))
        sizes.append(one.total / one.sd)
        found += one.p <= 1 - level
    spread = float(np.sqrt(np.mean(np.square(sizes)))) if sizes else 1.0
    return Check(len(errors), found, np.array(errors), max(1.0, spread))
