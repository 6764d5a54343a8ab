"""How a forecast would have done in its own past: rolling origins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.forecasting_models import Combined, last_value, season_before

__all__ = ["Origin", "origins", "tried"]

SHORT, LONG = 12, 24
"""Least months before an origin: of a short history, of one long enough to be split."""

COUNT = 3
"""Origins: fewer prove nothing, more cost more than a second a series."""


@dataclass(frozen=True)
class Origin:
    """One attempt in the past.

    Parameters
    ----------
    actual, season, last : ndarray, shape (months,)
        What came, the season before, the last value.
    point, spread : ndarray, shape (months,)
        The combination, and how far it was expected to be wrong.
    """

    actual: np.ndarray
    point: np.ndarray
    spread: np.ndarray
    season: np.ndarray
    last: np.ndarray


def origins(count: int, horizon: int, own: int) -> tuple[list[int], int]:
    """Months that are known at each attempt, and how many months ahead it is judged.

    Parameters
    ----------
    count : int
        Months of history.
    horizon : int
        Months ahead that are wanted.
    own : int
        Months of history from which at least two years stand before each origin.

    Returns
    -------
    list of int, int
        Three origins, oldest first, a third of the judged months apart; none where the history
        does not hold three, because fewer prove nothing.
    """
    least = LONG if count >= own else SHORT
    ahead = min(horizon, (count - least + 1) // 2)
    if ahead < 1:
        return [], 0
    step = max(1, ahead // COUNT)
    placed = [count - ahead - back * step for back in range(COUNT - 1, -1, -1)]
    return (placed, ahead) if placed[0] >= least else ([], 0)


def tried(
    values: np.ndarray, places: list[int], ahead: int, made: Callable[[int, int], Combined]
) -> list[Origin]:
    """Every attempt beside what came and beside the two naive forecasts.

    Parameters
    ----------
    values : ndarray
        The whole history.
    places, ahead
        Of :func:`origins`.
    made : callable
        Known months and months ahead to the forecast of them.
    """
    attempts = []
    for place in places:
        known, seen = values[:place], values[place : place + ahead]
        said = made(place, ahead)
        naive = season_before(known, ahead), last_value(known, ahead)
        attempts.append(Origin(seen, said.point, said.spread, *naive))
    return attempts
