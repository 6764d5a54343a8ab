"""Monthly steps, and what season, trend and noise leave of them to compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

__all__ = ["Base", "free_of_season", "hardly_moves", "monthly_steps", "rounded"]

TURNING_BACK = -0.45
"""Correlation of the ranks of neighbouring steps, where levels are plain noise.

Of the steps themselves it is -1/2. With this value the variance of a rank correlation is right for
24 to 48 months, season and trend taken out (200 000 simulated pairs each)."""


@dataclass(frozen=True)
class Base:
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


def rounded(steps: np.ndarray) -> np.ndarray:
    """Steps with the noise of arithmetic rounded away; all zero where nothing else is left."""
    size = np.abs(steps).max()
    return np.zeros(len(steps)) if size < 1e-12 else np.round(steps / size, 9)


def hardly_moves(steps: np.ndarray) -> bool:
    """Whether more than half of the steps are the same: two KPIs that move once would agree."""
    return 2 * np.unique(rounded(steps), return_counts=True)[1].max() > len(steps)


@lru_cache(maxsize=512)
def free_of_season(months: tuple[int, ...]) -> Base:
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
        return Base(kept, next_to, free, 1.0, 0.0)
    noise = kept @ (np.eye(len(at)) + TURNING_BACK * next_to)
    plain = 1 + float(np.trace(noise)) ** 2 / float(np.trace(noise @ noise))
    return Base(kept, next_to, free, plain, float(np.trace(kept @ next_to)) / (2 * free))
