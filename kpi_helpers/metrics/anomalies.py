"""Days unlike what their past let expect, with a p-value that holds for heavy tails.

Each day is foretold from the days before it, and only from those: what is said of a day never
changes when later days come in.

- *Expected*: trend and weekday of the twelve weeks before, by STL (Cleveland, Cleveland, McRae and
  Terpenning 1990, Journal of Official Statistics 6). Without its robustness weights STL is linear,
  so its last step is a fixed weighted sum of the window; robustness comes from cleaning instead: a
  value far from what was expected enters later windows only as far as is usual (Gelper, Fried and
  Croux 2010, Journal of Forecasting 29). A missing day enters as what was expected of it.
- *Surprise*: the error, without the part of yesterday's error that usually lasts, beside the
  median and the median absolute deviation of the errors of the thirteen weeks before (robust z).
- *p-value*: how often past surprises were as large. Beyond the largest twentieth of them the tail
  is taken to fall off by a power, with the uncertainty of its estimate in the p-value (Hill 1975,
  Annals of Statistics 3): exact for power tails, too careful for lighter ones.

Scaling or shifting a series changes nothing. How often alarms are false, and what is found, is
measured in ``benchmarks/anomalies.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

__all__ = ["LEAST_DAYS", "Surprises", "surprises"]

WEEK = 7
WINDOW = 12 * WEEK
"""Days that a day is foretold from."""
USUAL = 13 * WEEK
"""Days of errors that say how large errors usually are."""
FIRST = 4 * WEEK
"""Errors below which nothing is said of their usual size."""
LEAST_PAST = 13 * WEEK
"""Past surprises below which a new one has no p-value."""
LEAST_DAYS = WINDOW + FIRST + LEAST_PAST
"""Days before the first one that can be judged."""
CLEAN = 3.0
"""Usual errors beyond which a value is cut before it enters later windows."""
TREND, SEASON = 21, 35
"""Spans of STL: days of its trend, and weeks of its season (twelve weeks: nearly one pattern)."""
MAD = 1.4826
"""Makes the median absolute deviation of normal noise its standard deviation."""


@dataclass(frozen=True)
class Surprises:
    """What was expected of the last days, and how surprising they were: arrays days × series.

    Parameters
    ----------
    expected : ndarray
        From the days before; NaN where the past is too short.
    z : ndarray
        Robust z of the error.
    p : ndarray
        How often a day is as surprising by chance, two-sided; NaN where nothing can be said: the
        value is missing, the past too short, or the series hardly moves.
    lo, hi : ndarray
        Values between which a day's p-value lies above the chance asked for.
    """

    expected: np.ndarray
    z: np.ndarray
    p: np.ndarray
    lo: np.ndarray
    hi: np.ndarray


def surprises(values: np.ndarray, last: int, chance: float) -> Surprises:
    """How surprising each of the last days is, given the days before it.

    Parameters
    ----------
    values : ndarray
        Consecutive days × series, oldest first; NaN is a missing day.
    last : int
        Days to judge, at the end.
    chance : float
        p-value of the bounds ``lo`` and ``hi``.

    Returns
    -------
    Surprises
        Of `last` days.
    """
    centre, size, z = _standardised(np.asarray(values, dtype=float))
    days = range(len(values) - last, len(values))
    judged = [_judged(np.abs(z[:, :day]), np.abs(z[:, day]), chance) for day in days]
    p, bound = (np.array(side, dtype=float).reshape(last, -1) for side in zip(*judged, strict=True))
    middle, scale = centre[:, -last:].T, size[:, -last:].T
    return Surprises(middle, z[:, -last:].T, p, middle - bound * scale, middle + bound * scale)


def _standardised(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Expected value, usual size of the error and robust z, day by day; all series × days.

    Days lie side by side in memory, so that sums over them are made in one order and a series has
    the same answer, to the last bit, in any company.
    """
    values = np.ascontiguousarray(values.T)
    weights = _weights()
    cleaned = _filled(values)
    error, rest, centre, size, z = (np.full(values.shape, np.nan) for _ in range(5))
    for day in range(WINDOW, values.shape[1]):
        foretold = (weights * cleaned[:, day - WINDOW : day]).sum(axis=1)
        past = slice(max(WINDOW, day - USUAL), day)
        lasting = _lasting(error[:, past]) * np.nan_to_num(error[:, day - 1])
        middle, scale = _usual(rest[:, past])
        own = values[:, day] - foretold
        usual = lasting + np.nan_to_num(middle)
        centre[:, day], size[:, day] = foretold + usual, scale
        rest[:, day] = own - lasting
        with np.errstate(divide="ignore", invalid="ignore"):
            z[:, day] = np.where(scale > 0, (own - usual) / scale, np.nan)
        most = CLEAN * np.where(scale > 0, scale, np.inf)
        error[:, day] = usual + np.clip(own - usual, -most, most)
        known = ~np.isnan(own)
        cleaned[:, day] = np.where(known, foretold + error[:, day], centre[:, day])
    return centre, size, z


@cache
def _weights() -> np.ndarray:
    """Weights of the window's days in what is expected next: last trend plus season a week ago."""
    from statsmodels.tsa.seasonal import STL  # takes a second to load

    ends = []
    for pulse in np.eye(WINDOW):
        parts = STL(pulse, period=WEEK, seasonal=SEASON, trend=TREND, seasonal_deg=0).fit()
        ends.append(parts.trend[-1] + parts.seasonal[-WEEK])
    return np.array(ends) / np.sum(ends)


def _filled(values: np.ndarray) -> np.ndarray:
    """The first window without gaps: a missing day is the median of its weekday, or of all."""
    filled = values.copy()
    start = filled[:, :WINDOW]
    for weekday in range(WEEK):
        same = start[:, weekday::WEEK]
        same[:] = np.where(np.isnan(same), _median(same)[:, None], same)
    start[:] = np.where(np.isnan(start), np.nan_to_num(_median(start))[:, None], start)
    return filled


def _median(rows: np.ndarray) -> np.ndarray:
    """Median of each row without its missing values; NaN where all are missing."""
    if not rows.shape[1]:
        return np.full(len(rows), np.nan)
    ordered = np.sort(rows, axis=1)  # missing values come last
    count = np.sum(~np.isnan(rows), axis=1)
    each = np.arange(len(rows))
    low = ordered[each, np.maximum((count - 1) // 2, 0)]
    high = ordered[each, np.minimum(count // 2, rows.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)


def _lasting(errors: np.ndarray) -> np.ndarray:
    """Share of an error that usually comes again the day after, between 0 and 0.98."""
    before, after = errors[:, :-1], errors[:, 1:]
    both = ~(np.isnan(before) | np.isnan(after))
    products = np.where(both, before * after, 0).sum(axis=1)
    squares = np.where(both, before**2, 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(squares > 0, products / squares, 0.0)
    return np.where(both.sum(axis=1) >= FIRST, np.clip(share, 0.0, 0.98), 0.0)


def _usual(errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median of the errors and their usual size; NaN where they are too few."""
    middle = _median(errors)
    size = MAD * _median(np.abs(errors - middle[:, None]))
    few = np.sum(~np.isnan(errors), axis=1) < FIRST
    return np.where(few, np.nan, middle), np.where(few, np.nan, size)


def _judged(past: np.ndarray, now: np.ndarray, chance: float) -> tuple[list[float], list[float]]:
    """p-value of each series' surprise, and the surprise whose p-value is `chance`."""
    p, bound = [], []
    for row, size in zip(past, now, strict=True):
        known = np.sort(row[~np.isnan(row)])[::-1]
        tail = _Tail.of(known)
        p.append(np.nan if tail is None or np.isnan(size) else tail.chance_of(float(size), known))
        bound.append(np.nan if tail is None else tail.size_at(chance, known))
    return p, bound


@dataclass(frozen=True)
class _Tail:
    """The largest past surprises: how many, where they start, and their log excesses summed."""

    count: int
    start: float
    excess: float

    @classmethod
    def of(cls, known: np.ndarray) -> _Tail | None:
        """Of past surprises, largest first; None where they are too few or all alike."""
        if len(known) < LEAST_PAST:
            return None
        count = max(10, len(known) // 20)
        start = float(known[count])
        if start <= 0:
            return None
        excess = float(np.log(known[:count] / start).sum())
        return cls(count, start, excess) if excess > 0 else None

    def chance_of(self, size: float, known: np.ndarray) -> float:
        """How often a new surprise is as large: by rank, and in the tail by its power law."""
        if size <= self.start:
            return float(1 + np.sum(known >= size)) / (len(known) + 1)
        share = (self.count + 1) / (len(known) + 1)
        return share * (1 + np.log(size / self.start) / self.excess) ** -self.count

    def size_at(self, chance: float, known: np.ndarray) -> float:
        """The surprise that has this p-value."""
        share = (self.count + 1) / (len(known) + 1)
        if chance >= share:
            return float(known[min(len(known), round(chance * (len(known) + 1))) - 1])
        return self.start * float(np.exp(self.excess * ((share / chance) ** (1 / self.count) - 1)))
