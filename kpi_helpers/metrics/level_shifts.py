"""Days from which a daily series stands at another level, with trend, weekday and memory allowed.

A slow drift, a weekday pattern and days that hang together all look like steps. So PELT (Killick,
Fearnhead and Eckley 2012, JASA 107) only proposes where a step could be; a regression with trend,
weekday and serial correlation (Prais and Winsten 1954) then says how sure each is, and the weakest
is dropped until all that are left hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage, stats

__all__ = ["LEAST_AFTER", "Shift", "level_shifts"]

WEEK = 7
LEAST_AFTER = 7
"""Days on each side of a step without which it cannot be told from a few odd days."""
CUT = 3.0
"""Usual errors beyond which a single day is cut, so that it makes no step."""
MAD = 1.4826
MOST_MEMORY = 0.95
MOST_LOST = 0.4
"""Share of missing days from which nothing is said."""


@dataclass(frozen=True)
class Shift:
    """One step.

    Parameters
    ----------
    place : int
        First day at the new level.
    before : float
        Level that the days from `place` on would have had without it.
    change : float
        What it adds to each of them.
    lo, hi : float
        95 % interval of `change`.
    p : float
        How often chance makes a step as clear as this anywhere in the window.
    """

    place: int
    before: float
    change: float
    lo: float
    hi: float
    p: float


def level_shifts(values: np.ndarray, told: Sequence[int], chance: float) -> list[Shift]:
    """Steps of one series among the days `told`, each surer than `chance`.

    Parameters
    ----------
    values : ndarray
        Consecutive days, oldest first; NaN is a missing day.
    told : sequence of int
        Places at which a step may be told.
    chance : float
        Expected false steps of this series.

    Returns
    -------
    list of Shift
        Oldest first. Empty too where too many days are missing or nothing moves.
    """
    known = ~np.isnan(values)
    days = np.flatnonzero(known)
    places = [p for p in told if np.sum(days < p) >= LEAST_AFTER <= np.sum(days >= p)]
    if not places or known.mean() < 1 - MOST_LOST or np.ptp(values[known]) == 0:
        return []
    seen = values[known]
    scaled = (seen - np.median(seen)) / np.ptp(seen)
    among = len(days) - 2 * LEAST_AFTER  # a step was looked for at each of them
    level = _free_of_weekday(scaled, days)
    cut = _without_odd_days(level)
    kept, fit = _kept(scaled - level + cut, days, _proposed(cut, days), among, chance)
    return [_shift(fit, at, place, seen) for at, place in enumerate(kept) if place in set(places)]


@dataclass(frozen=True)
class _Fit:
    """Coefficients of steps with their errors, and what the days would be without each."""

    steps: np.ndarray
    errors: np.ndarray
    free: float
    p: np.ndarray
    without: list[float]


def _free_of_weekday(scaled: np.ndarray, days: np.ndarray) -> np.ndarray:
    level = scaled.copy()
    for weekday in range(WEEK):
        same = days % WEEK == weekday
        level[same] -= np.median(scaled[same]) if same.any() else 0.0
    return level


def _without_odd_days(level: np.ndarray) -> np.ndarray:
    """Days cut to what is usual around the median of their neighbours, which keeps steps whole."""
    around = ndimage.median_filter(level, 2 * (LEAST_AFTER // 2) + 1, mode="nearest")
    usual = MAD * np.median(np.abs(level - around))
    return np.clip(level, around - CUT * usual, around + CUT * usual) if usual > 0 else level


def _proposed(level: np.ndarray, days: np.ndarray) -> list[int]:
    """First days of new levels as PELT sees them."""
    import ruptures  # takes half a second to load

    noise = MAD * np.median(np.abs(np.diff(level) - np.median(np.diff(level)))) / np.sqrt(2)
    if noise <= 0:
        return []
    search = ruptures.Pelt(model="l2", min_size=LEAST_AFTER, jump=1).fit(level / noise)
    ends = search.predict(pen=2 * np.log(len(level)))[:-1]
    return [int(days[end]) for end in ends]


def _kept(
    scaled: np.ndarray, days: np.ndarray, places: list[int], among: int, chance: float
) -> tuple[list[int], _Fit]:
    """The proposals that hold beside one another, the weakest dropped one by one."""
    kept = list(places)
    fit = _fitted(scaled, days, kept, among)
    while kept and fit.p.max() > chance:
        kept.pop(int(fit.p.argmax()))
        fit = _fitted(scaled, days, kept, among)
    return kept, fit


def _fitted(scaled: np.ndarray, days: np.ndarray, places: list[int], among: int) -> _Fit:
    """Regression on trend, weekday and steps, errors with memory."""
    design = _design(days, places)
    errors = scaled - design @ np.linalg.lstsq(design, scaled, rcond=None)[0]
    memory = _memory(errors, design.shape[1])
    first = np.sqrt(1 - memory**2)
    white = [np.vstack([first * f[:1], f[1:] - memory * f[:-1]]) for f in (design, scaled[:, None])]
    found = np.linalg.lstsq(white[0], white[1][:, 0], rcond=None)[0]
    left = len(days) - design.shape[1]
    free = max(3.0, left * (1 - memory) / (1 + memory))
    rest = white[1][:, 0] - white[0] @ found
    spread = np.linalg.pinv(white[0].T @ white[0]) * float(rest @ rest) / left
    steps = slice(design.shape[1] - len(places), None)
    error = np.sqrt(np.diag(spread))[steps]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(error > 0, np.abs(found[steps]) / error, 0.0)
    p = np.minimum(1.0, among * 2 * stats.t.sf(t, free))
    without = [
        float((design @ found - design[:, column] * found[column])[design[:, column] > 0].mean())
        for column in range(design.shape[1] - len(places), design.shape[1])
    ]
    return _Fit(found[steps], error, free, p, without)


def _design(days: np.ndarray, places: list[int]) -> np.ndarray:
    """Level, trend, weekdays and one column a step."""
    weekdays = days[:, None] % WEEK == np.arange(WEEK)
    trend = (days - days.mean()) / len(days)
    steps = [days >= place for place in places]
    return np.column_stack([weekdays, trend, *steps]).astype(float)


def _memory(errors: np.ndarray, fitted: int) -> float:
    """Correlation of an error with the next, made up for what fitting took of it, and more.

    The correction is about twice that of the bias, because places that PELT chose among all take
    more than places given beforehand; it is set by simulation.
    """
    squares = float(errors @ errors)
    if squares == 0:
        return 0.0
    raw = float(errors[1:] @ errors[:-1]) / squares
    count = len(errors)
    return float(np.clip(raw + (1 + 3 * raw) * fitted / count, 0.0, MOST_MEMORY))


def _shift(fit: _Fit, at: int, place: int, seen: np.ndarray) -> Shift:
    scale, middle = float(np.ptp(seen)), float(np.median(seen))
    change, error = float(fit.steps[at]) * scale, float(fit.errors[at]) * scale
    reach = float(stats.t.ppf(0.975, fit.free)) * error
    before = fit.without[at] * scale + middle
    return Shift(place, before, change, change - reach, change + reach, float(fit.p[at]))
