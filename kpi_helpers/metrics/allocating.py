"""Where a budget brings most, within bounds, and the least budget that brings as much.

Mean curves of :class:`kpi_helpers.metrics.response.Response` bend one way only (a mixture of shapes
that do), so both questions are linear programmes over the pieces between their points, and what is
found is the best there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from kpi_helpers.metrics.response import MULTIPLES, Response

__all__ = [
    "CENT",
    "Bounds",
    "best_spends",
    "broken_bounds",
    "brought",
    "least_spends",
    "safe_spends",
    "usual_bounds",
]

CENT = 0.01


@dataclass(frozen=True)
class Bounds:
    """Weekly spend that each channel may have, in money: arrays in the order of its channels.

    Parameters
    ----------
    low, high : numpy.ndarray
    """

    low: np.ndarray
    high: np.ndarray


def usual_bounds(response: Response, move: float) -> Bounds:
    """Today's spends, less and more by a share `move`, as far as such weeks were seen.

    Parameters
    ----------
    response : Response
    move : float
        Of today's spend, at most 1.
    """
    low = np.maximum(response.spend * (1 - move), response.seen[:, 0])
    high = np.minimum(response.spend * (1 + move), response.seen[:, 1])
    return Bounds(np.minimum(low, response.spend), np.maximum(high, response.spend))


def broken_bounds(bounds: Bounds, total: float) -> tuple[str, tuple[int, ...]] | None:
    """Why no spends within the bounds sum to `total`; None when some do.

    Returns
    -------
    tuple of (str, tuple of int), or None
        ``crossed`` (least above most), ``too_little`` (the least ones sum to more than the total)
        or ``too_much`` (the most ones sum to less), and the channels whose bounds are in the way.
    """
    crossed = np.flatnonzero(bounds.low > bounds.high + CENT)
    if len(crossed):
        return "crossed", tuple(map(int, crossed))
    if bounds.low.sum() > total + CENT:
        needy = np.flatnonzero(bounds.low > 0)
        return "too_little", tuple(map(int, needy if len(needy) else range(len(bounds.low))))
    if bounds.high.sum() < total - CENT:
        return "too_much", tuple(range(len(bounds.high)))
    return None


def best_spends(response: Response, bounds: Bounds, total: float) -> np.ndarray:
    """Weekly spends that bring most on average over all draws; they sum to `total`.

    Raises
    ------
    ValueError
        When :func:`broken_bounds` finds something in the way.
    """
    if broken_bounds(bounds, total) is not None:
        raise ValueError("no spends within the bounds sum to the total")
    pieces = _pieces(response, bounds)
    if not len(pieces.width):  # every channel stays as it is
        return bounds.low.copy()
    spare = float(np.clip(total - bounds.low.sum(), 0, pieces.width.sum()))
    found = linprog(
        -pieces.slope,
        A_eq=np.ones((1, len(pieces.slope))),
        b_eq=[spare],
        bounds=np.column_stack([np.zeros(len(pieces.width)), pieces.width]),
    )
    return _spends(pieces, bounds, found.x)


def least_spends(response: Response, bounds: Bounds, target: float) -> np.ndarray | None:
    """The least weekly spends whose mean result is `target`; None where no spends reach it.

    Parameters
    ----------
    response : Response
    bounds : Bounds
    target : float
        Weekly result that the channels together should bring.
    """
    pieces = _pieces(response, bounds)
    missing = target - float(_mean_result(response, bounds.low).sum())
    if missing > pieces.slope @ pieces.width + 1e-9 * abs(target):
        return None
    if not len(pieces.width):
        return bounds.low.copy()
    found = linprog(
        np.ones(len(pieces.slope)),
        A_ub=-pieces.slope[None, :],
        b_ub=[-min(missing, pieces.slope @ pieces.width)],
        bounds=np.column_stack([np.zeros(len(pieces.width)), pieces.width]),
    )
    return _spends(pieces, bounds, found.x)


def safe_spends(
    response: Response, bounds: Bounds, target: np.ndarray, chance: float, rounds: int = 12
) -> np.ndarray | None:
    """The least weekly spends that bring `target` with at least that chance.

    Parameters
    ----------
    response : Response
    bounds : Bounds
    target : numpy.ndarray
        Of each draw: what is to be brought, a number or what today's spends bring.
    chance : float
        Share of the draws.
    rounds : int
        Halvings of the search.

    Returns
    -------
    numpy.ndarray or None
        None where no spends within the bounds are that sure.
    """
    low, high = float(target.mean()), float(_mean_result(response, bounds.high).sum())
    if (brought(response, bounds.high).sum(axis=1) >= target).mean() < chance:
        return None
    best = bounds.high
    for _ in range(rounds):
        middle = (low + high) / 2
        found = least_spends(response, bounds, middle)
        if found is not None and (brought(response, found).sum(axis=1) >= target).mean() >= chance:
            best, high = found, middle
        else:
            low = middle
    return best


def brought(response: Response, spends: np.ndarray) -> np.ndarray:
    """Draws × channels: result a week at those weekly spends."""
    multiples = np.clip(spends / response.spend, 0, MULTIPLES[-1])
    at = np.clip(np.searchsorted(MULTIPLES, multiples, side="right") - 1, 0, len(MULTIPLES) - 2)
    channels = np.arange(len(spends))
    share = (multiples - MULTIPLES[at]) / (MULTIPLES[at + 1] - MULTIPLES[at])
    low, high = response.curves[:, channels, at], response.curves[:, channels, at + 1]
    return np.asarray(low + share * (high - low))


@dataclass(frozen=True)
class _Pieces:
    """Straight pieces of the mean curves between bounds: ``channel``, ``width``, ``slope``."""

    channel: np.ndarray
    width: np.ndarray
    slope: np.ndarray


def _pieces(response: Response, bounds: Bounds) -> _Pieces:
    mean = response.curves.mean(axis=0)
    channel, width, slope = [], [], []
    for place, today in enumerate(response.spend):
        low, high = bounds.low[place], bounds.high[place]
        nodes = np.unique(np.clip(MULTIPLES * today, low, high))
        values = np.interp(nodes, MULTIPLES * today, mean[place])
        channel.append(np.full(len(nodes) - 1, place))
        width.append(np.diff(nodes))
        slope.append(np.diff(values) / np.diff(nodes))
    return _Pieces(*(np.concatenate(part) for part in (channel, width, slope)))


def _spends(pieces: _Pieces, bounds: Bounds, used: np.ndarray) -> np.ndarray:
    more = np.bincount(pieces.channel, weights=used, minlength=len(bounds.low))
    return np.clip(bounds.low + more, bounds.low, bounds.high)


def _mean_result(response: Response, spends: np.ndarray) -> np.ndarray:
    return np.asarray(brought(response, spends).mean(axis=0))
