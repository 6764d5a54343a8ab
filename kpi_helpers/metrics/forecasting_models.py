"""The models that a forecast is the median of, and how far they expect to be wrong."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

__all__ = ["SEARCH", "SEASON", "SHORT", "Combined", "Forms", "Made", "combined", "joined"]
__all__ += ["last_value", "members", "season_before"]

SEASON = 12
"""Months after which the calendar comes round."""

LEVEL = 95
SCORE = 1.959964
"""Half of a normal interval of that level, in standard deviations."""

SHORT = 36
"""Months of history below which the season before weighs half: few years prove no season."""

MOST = 1.5
"""Times the larger spread of theta and the season before beyond which no other is believed.

On fewer than two years smoothing may expect errors without any bound: the mean interval score of
M3 at 14 months is 9 with it and 160 without.
"""


class Forms(NamedTuple):
    """``MAMD`` or so of exponential smoothing, ``S`` or so of the complex kind; empty: search."""

    smoothing: str = ""
    complex: str = ""


SEARCH = Forms()


class Made(NamedTuple):
    """Points, and the standard deviations that are expected of them, shape (horizon,) each."""

    point: np.ndarray
    spread: np.ndarray


class Combined(NamedTuple):
    """What the models say together of the months ahead.

    Parameters
    ----------
    point : ndarray, shape (horizon,)
        Median of the models; of a short history, as :func:`combined` says.
    spread : ndarray, shape (horizon,)
        Mean of the standard deviations that they expect, of a short history of those of smoothing
        and the season before, which find it least narrow; at least zero.
    forms : Forms
        Forms of both kinds of exponential smoothing that were chosen.
    """

    point: np.ndarray
    spread: np.ndarray
    forms: Forms


def combined(
    values: np.ndarray, horizon: int, forms: Forms = SEARCH, *, whole: int | None = None
) -> Combined:
    """Median of exponential smoothing, its complex kind, the theta method and the season before.

    The median of models: Petropoulos and Svetunkov 2020; the season before is one of them, because
    it lasts where few years prove a season. Below three years it weighs as much as all the models
    together: they may find no season yet, and then outvote it.

    Parameters
    ----------
    values : ndarray
        Months, oldest first, at least 12, all finite.
    horizon : int
        Months ahead.
    forms : Forms
        As an earlier call found them: what is given is not searched for again.
    whole : int, optional
        Months of the whole history, where `values` are only its first: it says which of the two.

    Returns
    -------
    Combined
        A series that never moved stays where it is, with a spread of zero. A model that cannot be
        fitted is left out; the season before always can.
    """
    if np.ptp(values) == 0:
        return Combined(np.full(horizon, values[-1]), np.zeros(horizon), forms)
    made, found = members(values, horizon, forms)
    return Combined(*joined(made, short=(whole or len(values)) < SHORT), found)


def joined(made: dict[str, Made], *, short: bool) -> Made:
    """What the models of one series say together, of a `short` history or a longer one."""
    points = {name: one.point for name, one in made.items()}
    spreads = {name: one.spread for name, one in made.items()}
    if not short:
        return Made(_middle(np.median, points), _middle(np.mean, spreads))
    season = points.pop("season")
    others = _middle(np.mean, points) if points else season
    known = {name: spread for name, spread in spreads.items() if name in ("smoothing", "season")}
    return Made((season + others) / 2, _middle(np.mean, known))


def _middle(how: Callable[..., Any], series: dict[str, np.ndarray]) -> np.ndarray:
    return np.asarray(how(list(series.values()), axis=0))


def members(
    values: np.ndarray, horizon: int, forms: Forms = SEARCH
) -> tuple[dict[str, Made], Forms]:
    """What each model says by itself, and the forms that were chosen.

    Exponential smoothing: Hyndman et al. 2002; the complex kind: Svetunkov et al. 2022; optimised
    theta: Fiorucci et al. 2016.

    Parameters
    ----------
    values, horizon, forms
        As of :func:`combined`, of a series that moves.

    Returns
    -------
    dict, Forms
        ``smoothing``, ``complex``, ``theta`` and ``season``, without those that cannot be fitted.
    """
    smoothing, smoothed = _smoothing(values, horizon, forms.smoothing)
    other, turned = _complex(values, horizon, forms.complex)
    season, theta = _season(values, horizon), _theta(values, horizon)
    wide = MOST * np.maximum(season.spread, season.spread if theta is None else theta.spread)
    found = {"smoothing": smoothing, "complex": other, "theta": theta, "season": season}
    bounded = {
        name: Made(one.point, np.fmin(one.spread, wide))
        for name, one in found.items()
        if one is not None
    }
    return bounded, Forms(smoothed, turned)


def season_before(values: np.ndarray, horizon: int) -> np.ndarray:
    """Each month as it was a year before; of months further ahead, the same year again."""
    return values[-SEASON:][np.arange(horizon) % SEASON]


def last_value(values: np.ndarray, horizon: int) -> np.ndarray:
    """The last month, again and again."""
    return np.full(horizon, values[-1])


def _smoothing(values: np.ndarray, horizon: int, form: str) -> tuple[Made | None, str]:
    """Exponential smoothing, its form searched for unless given, and that form."""
    from statsforecast.models import AutoETS

    if "M" in form and values.min() <= 0:
        form = ""  # what multiplies takes no zero, and one has come since the form was found
    kind = {"model": form[:3], "damped": form[3] == "D"} if form else {}
    with _known_warnings():
        try:
            fitted = AutoETS(season_length=SEASON, **kind).fit(values)
        except Exception as fault:  # the library has no class of its own for it
            if "no model able to be fitted" not in str(fault):
                raise
            return None, form
        return _read(fitted, horizon), str(fitted.model_["components"])


def _complex(values: np.ndarray, horizon: int, form: str) -> tuple[Made | None, str]:
    """Complex exponential smoothing, and its form."""
    from statsforecast.models import AutoCES

    with _known_warnings():
        try:
            fitted = AutoCES(season_length=SEASON, model=form or "Z").fit(values)
        except Exception as fault:  # the library has no class of its own for it
            if "no model able to be fitted" not in str(fault):
                raise
            return None, form
        return _read(fitted, horizon), str(fitted.model_["seasontype"])


def _theta(values: np.ndarray, horizon: int) -> Made | None:
    from statsforecast.models import DynamicOptimizedTheta

    with _known_warnings():
        return _read(DynamicOptimizedTheta(season_length=SEASON).fit(values), horizon)


def _season(values: np.ndarray, horizon: int) -> Made:
    """The season before; its errors grow with the years ahead (Hyndman and Athanasopoulos 2021)."""
    moved = values[SEASON:] - values[:-SEASON]
    one = float(np.sqrt(np.mean(moved**2))) if len(moved) else float(np.std(values))
    years = np.arange(horizon) // SEASON + 1
    return Made(season_before(values, horizon), one * np.sqrt(years))


def _read(fitted: Any, horizon: int) -> Made | None:
    told = fitted.predict(h=horizon, level=[LEVEL])
    width = np.asarray(told[f"hi-{LEVEL}"], float) - np.asarray(told[f"lo-{LEVEL}"], float)
    point = np.asarray(told["mean"], float)
    return Made(point, width / 2 / SCORE) if np.isfinite(point).all() else None


@contextmanager
def _known_warnings() -> Iterator[None]:
    """Without what the library says of divisions it then passes over (short or flat series)."""
    with warnings.catch_warnings():
        for message in ("divide by zero encountered", "invalid value encountered"):
            warnings.filterwarnings("ignore", message, RuntimeWarning, module="statsforecast")
        yield
