"""What a KPI would have been without an action, drawn from the days before it alone.

Days of other actions do not teach. With a year behind it, each day is set beside the usual course
of the year before (same weekday, smoothed, without the actions of that time), which holds the
season; what is left is a level that moves as the series shows, and its weekdays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.counterfactual_model import Prior, futures, posterior

__all__ = ["Days", "Method", "counterfactual", "usual_course"]

YEAR = 364
"""Days back to the same weekday of the year before."""

OPEN = Prior(level_weight=-1)
"""A level that moves as the series shows. R's default holds it so still that a season of the year
is taken for an effect (``benchmarks/effect.py``)."""

WIDTH = 10.0
"""Standard deviation, in days, of the kernel that smooths the year before."""

REACH = 45
"""Days beyond which a smoothed day is not made of its neighbours."""


@dataclass(frozen=True)
class Days:
    """One KPI, a value a day, without a gap in the calendar.

    Parameters
    ----------
    values : ndarray, shape (days,)
        NaN where a day may not be used: not there, incomplete, of another definition.
    idle : ndarray of bool, shape (days,)
        Days without any action.
    """

    values: np.ndarray
    idle: np.ndarray

    @property
    def positive(self) -> bool:
        """Whether logarithms are taken, so that level, season and effect multiply."""
        return bool((self.values[np.isfinite(self.values)] > 0).all())

    @property
    def taught(self) -> np.ndarray:
        """Values that the course is learnt from, as logarithms where they can be; else NaN."""
        known = np.where(self.idle, self.values, np.nan)
        return np.log(known) if self.positive else known


@dataclass(frozen=True)
class Method:
    """How the course without an action is drawn.

    Parameters
    ----------
    year : bool
        Whether days are set beside the usual course of the year before.
    history, least : int
        Days before the action that are read, and how many of them must be known.
    draws, burn, each : int
        Of the Gibbs sampler, and futures of each draw.
    """

    year: bool
    history: int = 365
    least: int = 84
    draws: int = 500
    burn: int = 60
    each: int = 16


def counterfactual(
    days: Days,
    start: int,
    length: int,
    method: Method,
    controls: np.ndarray | None = None,
    seed: int = 0,
) -> np.ndarray | None:
    """Draws of the `length` days from `start` on, had all gone on as before.

    Parameters
    ----------
    days : Days
    start, length : int
        First day, as its place in `days`, and number of days; they may reach beyond `days`.
    method : Method
    controls : ndarray, shape (days, controls), optional
        Series that the action does not move; a day without one of them teaches nothing.
    seed : int

    Returns
    -------
    ndarray, shape (draws, length), or None
        None where the days before are too few or do not vary, or a control is missing in between.
    """
    end = start + length
    course = usual_course(days, start, end) if method.year else np.zeros(end)
    x = np.empty((end, 0)) if controls is None else np.asarray(controls, float)[:end]
    usable = np.isfinite(days.taught[:start] - course[:start]) & np.isfinite(x[:start]).all(axis=1)
    usable[: max(0, start - method.history)] = False
    learnt = np.where(usable, days.taught[:start] - course[:start], np.nan)
    if usable.sum() < method.least or not np.ptp(learnt[usable]) > 0:
        return None
    if not (np.isfinite(course[start:]).all() and np.isfinite(x[start:]).all()):
        return None
    first = int(np.argmax(usable))
    drawn = posterior(
        learnt[first:],
        np.nan_to_num(x[first:start]),
        prior=OPEN,
        draws=method.draws,
        burn=method.burn,
        seed=seed,
    )
    made = futures(drawn, length, x[start:], each=method.each, seed=seed) + course[start:]
    return np.exp(made) if days.positive else made


def usual_course(days: Days, start: int, end: int) -> np.ndarray:
    """The smoothed course of the year before each day, as known on the day before `start`.

    Parameters
    ----------
    days : Days
    start, end : int
        Days from `start` on do not teach; the course is given up to `end`.

    Returns
    -------
    ndarray, shape (end,)
        Without weekdays, in the scale of :attr:`Days.taught`; NaN where no known day is near.
    """
    known = days.taught[:start]
    flat = known - _weekdays(known)
    smooth = _smoothed(flat)
    course = np.full(end, np.nan)
    reach = min(end, len(smooth) + YEAR)
    course[YEAR:reach] = smooth[: max(0, reach - YEAR)]
    return course


def _smoothed(flat: np.ndarray) -> np.ndarray:
    """A straight line through the days around each day, nearer ones weighing more.

    Local linear regression (Fan and Gijbels 1996): where days are missing on one side, on a rise,
    a plain weighted mean would be too low.
    """
    seen = np.isfinite(flat)
    value = np.where(seen, flat, 0.0)
    apart = np.arange(-REACH, REACH + 1)
    kernel = np.exp(-0.5 * (apart / WIDTH) ** 2)
    days, tilts, bends = (_around(seen.astype(float), kernel * apart**n) for n in (0, 1, 2))
    total, slope = (_around(value, kernel * apart**n) for n in (0, 1))
    spread = days * bends - tilts**2
    known = spread > 1e-6
    smooth = np.full(len(flat), np.nan)
    np.divide(bends * total - tilts * slope, spread, out=smooth, where=known)
    return smooth


def _around(values: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Weighted sum of the days around each day; `kernel` runs from the earliest to the latest."""
    return np.correlate(np.pad(values, len(kernel) // 2), kernel, "valid")


def _weekdays(known: np.ndarray) -> np.ndarray:
    """How far each weekday usually lies from the four weeks around it."""
    near = np.ones(29)
    seen = np.isfinite(known)
    count = np.convolve(np.pad(seen.astype(float), 14), near, "valid")
    total = np.convolve(np.pad(np.where(seen, known, 0.0), 14), near, "valid")
    level = np.divide(total, count, out=np.full(len(known), np.nan), where=count > 0)
    away = known - level
    usual = np.zeros(len(known))
    for weekday in range(7):
        these = away[weekday::7]
        usual[weekday::7] = np.mean(these[np.isfinite(these)]) if np.isfinite(these).any() else 0.0
    return usual
