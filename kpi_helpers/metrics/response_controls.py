"""What moves a result besides advertising: level, trend, season, events; and its noise.

They are not estimated one by one: as Gaussian unknowns of a declared size they are part of the
covariance of what advertising does not explain, and so of every interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

__all__ = ["Controls", "World", "controls", "worlds"]

MEMORIES = (0.0, 0.2, 0.4, 0.6, 0.8)  # of the noise, from one week to the next
YEAR = 365.25 / 7  # weeks
HARMONICS = 6
KNOT_WEEKS = 26
SIZES = {"level": 3.0, "trend": 0.5, "bend": 0.15, "season": 0.3, "event": 0.5, "other": 0.15}
"""Standard deviations before the data, in mean weekly results."""


@dataclass(frozen=True)
class Controls:
    """Columns beside advertising.

    Parameters
    ----------
    columns : numpy.ndarray
        Weeks × columns.
    sizes : numpy.ndarray
        Standard deviation of each coefficient before the data, in mean weekly results.
    """

    columns: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class World:
    """What the noise may be like, ready to take it out.

    Parameters
    ----------
    memory : float
        Correlation of the noise of one week with that of the next.
    root : numpy.ndarray
        Lower triangle whose inverse makes everything but advertising white.
    log_size : float
        Half the logarithm of the determinant of the covariance.
    """

    memory: float
    root: np.ndarray
    log_size: float

    def whitened(self, columns: np.ndarray) -> np.ndarray:
        """Columns, or one, without what controls and memory explain of them."""
        return solve_triangular(self.root, columns, lower=True, check_finite=False)


def controls(weeks: np.ndarray, events: np.ndarray, others: np.ndarray) -> Controls:
    """Level, trend with bends, yearly season, events and other columns.

    Parameters
    ----------
    weeks : numpy.ndarray
        Number of each week, ascending; gaps where a week is left out.
    events : numpy.ndarray
        Weeks × events: share of the week's days on which an event takes place.
    others : numpy.ndarray
        Weeks × other columns, in any units.
    """
    span = weeks - weeks[0]
    parts: list[tuple[np.ndarray, float]] = [(np.ones(len(weeks)), SIZES["level"])]
    parts.append((span / YEAR, SIZES["trend"]))
    for knot in np.arange(KNOT_WEEKS, span[-1] - KNOT_WEEKS / 2, KNOT_WEEKS):
        parts.append((np.maximum(span - knot, 0) / YEAR, SIZES["bend"]))
    for order in range(1, HARMONICS + 1):
        turn = 2 * np.pi * order * weeks / YEAR
        parts += [(wave(turn), SIZES["season"] / order**0.5) for wave in (np.sin, np.cos)]
    parts += [(column, SIZES["event"]) for column in events.T]
    for column in others.T:
        spread = float(column.std())
        if spread > 0:
            parts.append(((column - column.mean()) / spread, SIZES["other"]))
    columns, sizes = zip(*parts, strict=True)
    return Controls(np.column_stack(columns), np.array(sizes))


def worlds(told: Controls, weeks: np.ndarray, noise: float) -> tuple[World, ...]:
    """The noise with each memory it may have, controls included.

    Parameters
    ----------
    told : Controls
    weeks : numpy.ndarray
        Their numbers.
    noise : float
        Standard deviation of the noise, in mean weekly results: a first guess.
    """
    apart = np.abs(np.subtract.outer(weeks, weeks))
    spread = told.columns * (told.sizes / noise)
    shared = spread @ spread.T
    made = []
    for memory in MEMORIES:
        root = cholesky(_kept(memory, apart) + shared, lower=True)
        made.append(World(memory, root, float(np.log(np.diag(root)).sum())))
    return tuple(made)


def expected_controls(
    told: Controls, weeks: np.ndarray, world: int, noise: float, rest: np.ndarray, known: int
) -> np.ndarray:
    """What controls and memory say of the weeks from `known` on, from the rest before them.

    Parameters
    ----------
    told : Controls
        Of all weeks.
    weeks : numpy.ndarray
    world : int
        Place of the world in :func:`worlds`.
    noise : float
        Standard deviation of the noise.
    rest : numpy.ndarray
        Weeks before `known` × draws: result without what advertising brought.
    known : int
        Number of weeks whose result is known.
    """
    apart = np.abs(np.subtract.outer(weeks, weeks))
    spread = told.columns * (told.sizes / noise)
    whole = spread @ spread.T + _kept(MEMORIES[world], apart)
    factor = cho_factor(whole[:known, :known], lower=True)
    return whole[known:, :known] @ cho_solve(factor, rest)


def _kept(memory: float, apart: np.ndarray) -> np.ndarray:
    """Correlation of the noise of weeks so far apart."""
    return np.eye(len(apart)) if memory == 0 else memory**apart
