"""Forecast of one series: its months ahead, how far they may be wrong, and how it did before.

The width of the intervals is what the models expect, scaled: with three years and more by their own
errors at rolling origins, held towards a factor found on public series; with less by such a factor
alone. Factors, and how they were chosen: ``benchmarks/forecast.py --choose``.
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

__all__ = ["FIXED", "HELD", "OWN", "SCORES", "Forecast", "Parts", "Trial", "forecast"]

SCORES = {80: 1.281552, 95: 1.959964}
"""Half of an interval, in spreads, by its level in per cent."""

OWN = 1.7
"""Factor that the own errors are held towards."""

HELD = 2.0
"""Attempts that this factor weighs as much as."""

FIXED = 1.9
"""Factor where the history is too short for errors of its own: wider, as nothing checks it."""

LARGEST = 9.0
"""Squared scaled error above which one month tells no more: a single month is no width."""

CLEARLY = 1.2
"""Times the error of a simpler forecast from which that takes the place of the combination."""

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
        Mean absolute error of the combination (of its models alone where they take its place), of
        the season before, of the last value.
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
        ``combination``; ``models`` of it alone, ``season`` or ``last`` where that did clearly
        better in the past.
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
        return self.factor_at(FIXED if self.widths == "fixed" else OWN)

    def factor_at(self, chosen: float) -> float:
        """The factor if `chosen` stood in place of ``OWN`` or ``FIXED``."""
        if self.widths == "fixed":
            return chosen
        return math.sqrt((HELD * chosen**2 + sum(self.squares)) / (HELD + len(self.squares)))

    def interval(self, level: int) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper ends, shape (horizon,) each, at 80 or 95 %."""
        half = SCORES[level] * self.factor * self.spread
        return _within(self.point - half, self.low, self.high), _within(
            self.point + half, self.low, self.high
        )


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
        At least 12, oldest first, all finite.
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
    made = _Made(values, parts, low, high)
    places, ahead = origins(len(values), horizon, own)
    attempts = tried(values, places, ahead, made.at)
    method = _method(attempts)
    trial = _trial(attempts, method)
    said = made.at(len(values), horizon)
    rivals = {"season": season_before(values, horizon), "last": last_value(values, horizon)}
    points = rivals | {"combination": said.point, "models": said.models}
    widths = "own" if len(values) >= own and attempts else "fixed"
    naive = rivals[trial.rival if trial else "season"]
    squares = _squares(attempts, method)
    spread = said.models_spread if method == "models" else said.spread
    return Forecast(method, widths, points[method], spread, squares, naive, low, high, trial)


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
        point, models = own.point, own.models
        if self._parts is not None:
            above, below = (
                self._one(place, part, known, ahead)
                for place, part in enumerate(self._parts, start=1)
            )
            # A denominator is not forecast below half of the least that was ever seen of it.
            least = self._parts[1][:known].min() / 2
            point = above.point / np.maximum(below.point, least)
            models = above.models / np.maximum(below.models, least)
        bounded = (_within(one, *self._bounds) for one in (point, models))
        return Combined(*bounded, own.spread, own.models_spread, own.forms)

    def _one(self, place: int, series: np.ndarray, known: int, ahead: int) -> Combined:
        last = known == len(series)  # the final forecast searches again, with all there is
        forms = SEARCH if last else self._forms.get(place, SEARCH)
        made = combined(series[:known], ahead, len(series), forms)
        self._forms[place] = made.forms
        return made


def _within(values: np.ndarray, low: float | None, high: float | None) -> np.ndarray:
    return values if low is None and high is None else np.clip(values, low, high)


def _trial(attempts: list[Origin], method: str) -> Trial | None:
    if not attempts:
        return None
    shown = "models" if method == "models" else "point"
    means = [float(np.mean(np.concatenate(_errors(attempts, one)))) for one in (shown, *NAIVE)]
    return Trial(len(attempts), sum(len(one.actual) for one in attempts), *means)


def _errors(attempts: list[Origin], name: str) -> list[np.ndarray]:
    return [np.abs(one.actual - getattr(one, name)) for one in attempts]


def _method(attempts: list[Origin]) -> str:
    """The combination, unless the best of the simpler ones was clearly and always better.

    At few origins a naive forecast is often ahead by chance; taking it each time costs more than it
    gains on public series.
    """
    if not attempts:
        return "combination"
    own = np.array([errors.mean() for errors in _errors(attempts, "point")])
    simpler = {
        name: np.array([errors.mean() for errors in _errors(attempts, name)])
        for name in ("models", *NAIVE)
    }
    best = min(simpler, key=lambda name: simpler[name].mean())
    always = bool((own > simpler[best]).all())
    return best if always and own.mean() >= CLEARLY * simpler[best].mean() else "combination"


def _squares(attempts: list[Origin], method: str) -> tuple[float, ...]:
    """Mean squared scaled error of each attempt of the method that is shown."""
    name = "point" if method == "combination" else method
    squares = []
    for one in attempts:
        expected = one.models_spread if method == "models" else one.spread
        spread = np.maximum(expected, 1e-12 * (1 + np.abs(one.actual)))
        scaled = (one.actual - getattr(one, name)) / spread
        squares.append(float(np.minimum(scaled**2, LARGEST).mean()))
    return tuple(squares)
