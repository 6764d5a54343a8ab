"""Forecast of one series: its months ahead, how far they may be wrong, and how it did before.

The width of the intervals is what the models expect, scaled: with three years and more by the own
errors at rolling origins, with less by a fixed factor. ``benchmarks/forecast.py --choose`` shows
how each constant was chosen: on the training parts of public series alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.forecasting_models import (
    SEARCH,
    Combined,
    Forms,
    combined,
    last_value,
    season_before,
)
from kpi_helpers.metrics.forecasting_origins import Origin, origins, tried

__all__ = ["CLEARLY", "FIXED", "FREEDOM", "HELD", "LARGEST", "OWN", "SCORES", "Forecast", "Parts"]
__all__ += ["Trial", "forecast", "method_of", "own_factor", "squares_of"]

SCORES = {80: 1.533206, 95: 2.776445}
"""Half of an interval, in scaled spreads, by its level in per cent: Student's t.

Normal ones cover too much at 80 % where they cover enough at 95 %.
"""

FREEDOM = 4
"""Its degrees of freedom: three attempts and ``HELD``; what the squares of a width rest on."""

OWN = 0.8
"""Factor that the own errors are held towards: the least tenth that covers 95 of 100 months."""

HELD = 1.0
"""Attempts that this factor weighs as much as: the one at which both sets are covered alike."""

FIXED = 1.0
"""Factor where the history is too short for errors of its own: wider, as nothing checks it.

The least tenth that covers 95 of 100 months with histories of 14 to 30 months.
"""

LARGEST = 9.0
"""Squared scaled error above which one month tells no more: best interval score."""

CLEARLY = 1.5
"""Times the error of a naive forecast from which that takes the place of the combination.

The least that costs nothing on long histories; on short ones each of those tried gains.
"""

LONGEST = 288
"""Months that are read, 24 years: more would take more than a second a series."""

NAIVE = ("season", "last")

Parts = tuple[np.ndarray, np.ndarray]
"""Numerators and denominators of a ratio."""


@dataclass(frozen=True)
class Trial:
    """How the forecast did in its own past, beside the two naive ones.

    Parameters
    ----------
    origins, months : int
        Attempts, and months judged in all of them.
    error, season_error, last_error : float
        Mean absolute error of the combination, of the season before, of the last value.
    """

    origins: int
    months: int
    error: float
    season_error: float
    last_error: float

    @property
    def rival(self) -> str:
        """The better naive forecast: ``season`` or ``last``."""
        return "season" if self.season_error <= self.last_error else "last"

    @property
    def beaten(self) -> bool:
        """Whether the forecast came nearer than both."""
        return self.error < min(self.season_error, self.last_error)


@dataclass(frozen=True)
class Forecast:
    """The months ahead of one series.

    Parameters
    ----------
    method : str
        ``combination``; ``season`` or ``last`` where that was clearly better in the past.
    widths : str
        ``own`` errors or ``fixed`` factor.
    point, spread : ndarray, shape (horizon,)
        Middle, and the standard deviation that the models expect.
    squares : tuple of float
        Mean squared error of each attempt, in spreads; what `factor` is made of.
    naive : ndarray, shape (horizon,)
        The better naive forecast.
    low, high : float, optional
        Bounds of what can be.
    trial : Trial, optional
        None where the history left nothing to be judged by.
    """

    method: str
    widths: str
    point: np.ndarray
    spread: np.ndarray
    squares: tuple[float, ...]
    naive: np.ndarray
    low: float | None
    high: float | None
    trial: Trial | None

    @property
    def factor(self) -> float:
        """What the spread is multiplied by: the own errors held towards ``OWN``, or ``FIXED``."""
        return FIXED if self.widths == "fixed" else own_factor(self.squares)

    def interval(self, level: int) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper ends, shape (horizon,) each, at 80 or 95 %."""
        half = SCORES[level] * self.factor * self.spread
        return _within(self.point - half, self.low, self.high), _within(
            self.point + half, self.low, self.high
        )


def own_factor(squares: tuple[float, ...], own: float = OWN, held: float = HELD) -> float:
    """Root mean square of the errors at the attempts, and of `own`, which weighs `held` of them."""
    return math.sqrt((held * own**2 + sum(squares)) / (held + len(squares)))


def forecast(
    values: np.ndarray,
    horizon: int,
    *,
    parts: Parts | None = None,
    low: float | None = None,
    high: float | None = None,
    own: int = 36,
) -> Forecast:
    """The `horizon` months after `values`.

    Parameters
    ----------
    values : ndarray, shape (months,)
        At least 12, oldest first, all finite; the last :data:`LONGEST` are read.
    horizon : int
        At least 1.
    parts : tuple of ndarray, optional
        Numerators and denominators, above zero, of a ratio: each is forecast, then they are
        divided. The spread is that of the ratio itself, because errors of the parts go together.
    low, high : float, optional
        Bounds of what can be: zero for counts and money, one for shares.
    own : int
        Months from which the own errors scale the intervals; at least 25.

    Returns
    -------
    Forecast

    Raises
    ------
    ValueError
        With fewer than 12 months.
    """
    if len(values) < 12:
        raise ValueError(f"a forecast takes 12 months, not {len(values)}")
    values = values[-LONGEST:]
    parts = None if parts is None else (parts[0][-LONGEST:], parts[1][-LONGEST:])
    made = _Made(values, parts, low, high)
    places, ahead = origins(len(values), horizon, own)
    attempts = tried(values, places, ahead, made.at)
    method = method_of(attempts)
    trial = _trial(attempts)
    said = made.at(len(values), horizon)
    rivals = {"season": season_before(values, horizon), "last": last_value(values, horizon)}
    points = rivals | {"combination": said.point}
    widths = "own" if len(values) >= own and attempts else "fixed"
    naive = rivals[trial.rival if trial else "season"]
    squares = squares_of(attempts, method)
    return Forecast(method, widths, points[method], said.spread, squares, naive, low, high, trial)


class _Made:
    """The combination at any point of one history; forms of smoothing are searched for once."""

    def __init__(
        self, values: np.ndarray, parts: Parts | None, low: float | None, high: float | None
    ) -> None:
        self._values, self._parts, self._bounds = values, parts, (low, high)
        self._forms: dict[int, Forms] = {}

    def at(self, known: int, ahead: int) -> Combined:
        """The forecast of `ahead` months when the first `known` were known."""
        own = self._one(0, self._values, known, ahead)
        point = own.point
        if self._parts is not None:
            above, below = (
                self._one(place, part, known, ahead)
                for place, part in enumerate(self._parts, start=1)
            )
            # A denominator is not forecast below half of the least that was ever seen of it.
            least = self._parts[1][:known].min() / 2
            point = above.point / np.maximum(below.point, least)
        return Combined(_within(point, *self._bounds), own.spread, own.forms)

    def _one(self, place: int, series: np.ndarray, known: int, ahead: int) -> Combined:
        last = known == len(series)  # the final forecast searches again, with all there is
        forms = SEARCH if last else self._forms.get(place, SEARCH)
        made = combined(series[:known], ahead, forms, whole=len(series))
        self._forms[place] = made.forms
        return made


def _within(values: np.ndarray, low: float | None, high: float | None) -> np.ndarray:
    return values if low is None and high is None else np.clip(values, low, high)


def _trial(attempts: list[Origin]) -> Trial | None:
    if not attempts:
        return None
    means = [float(np.concatenate(_errors(attempts, one)).mean()) for one in ("point", *NAIVE)]
    return Trial(len(attempts), sum(len(one.actual) for one in attempts), *means)


def _errors(attempts: list[Origin], name: str) -> list[np.ndarray]:
    return [np.abs(one.actual - getattr(one, name)) for one in attempts]


def method_of(attempts: list[Origin], clearly: float = CLEARLY) -> str:
    """The combination, unless the better naive forecast was clearly and always nearer.

    At few origins a naive forecast is often ahead by chance; taking it each time costs more than it
    gains on public series.
    """
    if not attempts:
        return "combination"
    own, *naive = (
        np.array([errors.mean() for errors in _errors(attempts, name)])
        for name in ("point", *NAIVE)
    )
    best = min(range(len(NAIVE)), key=lambda place: naive[place].mean())
    nearer = own.mean() >= clearly * naive[best].mean() and (own > naive[best]).all()
    return NAIVE[best] if nearer else "combination"


def squares_of(attempts: list[Origin], method: str, largest: float = LARGEST) -> tuple[float, ...]:
    """Mean squared scaled error of each attempt of the method that is shown."""
    name = "point" if method == "combination" else method
    squares = []
    for one in attempts:
        spread = np.maximum(one.spread, 1e-12 * (1 + np.abs(one.actual)))
        scaled = (one.actual - getattr(one, name)) / spread
        squares.append(float(np.minimum(scaled**2, largest).mean()))
    return tuple(squares)
