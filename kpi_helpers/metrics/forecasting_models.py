"""The models that a forecast is the median of, and how far they expect to be wrong."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

__all__ = ["SEARCH", "SEASON", "Combined", "Forms", "combined", "last_value", "season_before"]

SEASON = 12
"""Months after which the calendar comes round."""

FEW, MANY = 24, 60
"""Months of history from which a season is given, and from which it has to be proven."""

MOST_GROWTH = 2.0
"""Times the year before beyond which growth is not taken to go on, and the same downwards."""

LEVEL = 95
SCORE = 1.959964
"""Half of a normal interval of that level, in standard deviations."""


class Forms(NamedTuple):
    """``MAMD`` or so of exponential smoothing, ``S`` or so of the complex kind; empty: search."""

    smoothing: str = ""
    complex: str = ""


SEARCH = Forms()


@dataclass(frozen=True)
class Combined:
    """What the models say together of the months ahead.

    Parameters
    ----------
    point : ndarray, shape (horizon,)
        Median of the models and of the season before.
    models : ndarray, shape (horizon,)
        Mean of exponential smoothing and theta alone, which may find no season.
    spread, models_spread : ndarray, shape (horizon,)
        Standard deviation that is expected of the one and of the other; at least zero.
    forms : Forms
        Forms of both kinds of exponential smoothing that were chosen.
    """

    point: np.ndarray
    models: np.ndarray
    spread: np.ndarray
    models_spread: np.ndarray
    forms: Forms


def combined(
    values: np.ndarray, horizon: int, whole: int | None = None, forms: Forms = SEARCH
) -> Combined:
    """Median of exponential smoothing, the theta method, the season before and one or two more.

    Exponential smoothing: Hyndman et al. 2002; optimised theta: Fiorucci et al. 2016. From five
    years on, complex exponential smoothing (Svetunkov et al. 2022) is the fourth: the combination
    of Petropoulos and Svetunkov 2020 with the season before. Below, where it does badly, the season
    before as it has grown; and from two years on a smoothing that must have a season, because so
    few years seldom prove one.

    Parameters
    ----------
    values : ndarray
        Months, oldest first, at least 12, all finite.
    horizon : int
        Months ahead.
    whole : int, optional
        Months of the whole history, where `values` are only its first: it says which models.
    forms : Forms
        As an earlier call found them: what is given is not searched for again.

    Returns
    -------
    Combined
        A series that never moved stays where it is, with a spread of zero. A model that cannot be
        fitted is left out; the season before always can.
    """
    whole = len(values) if whole is None else whole
    if np.ptp(values) == 0:
        flat = np.full(horizon, values[-1])
        return Combined(flat, flat, np.zeros(horizon), np.zeros(horizon), forms)
    season = _season(values, horizon)
    theta = _theta(values, horizon) or season
    smoothing, found = _smoothing(values, horizon, forms.smoothing)
    smoothed = theta if smoothing is None else smoothing
    points, other = [smoothed[0], theta[0], season[0]], forms.complex
    if whole >= MANY:
        more, other = _complex(values, horizon, forms.complex)
        points += more
    else:
        points += [_season_grown(values, horizon), *_with_season(values, horizon)]
    # On a short history smoothing may expect errors without any bound.
    wide = 1.5 * np.maximum(theta[1], season[1])
    spreads = [np.fmin(smoothed[1], wide), theta[1], season[1]]
    return Combined(
        np.median(points, axis=0),
        np.mean(points[:2], axis=0),
        np.mean(spreads, axis=0),
        np.mean(spreads[:2], axis=0),
        Forms(found, other),
    )


def season_before(values: np.ndarray, horizon: int) -> np.ndarray:
    """Each month as it was a year before; of months further ahead, the same year again."""
    return values[-SEASON:][np.arange(horizon) % SEASON]


def last_value(values: np.ndarray, horizon: int) -> np.ndarray:
    """The last month, again and again."""
    return np.full(horizon, values[-1])


Made = tuple[np.ndarray, np.ndarray]
"""Points and spreads of one model."""


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


def _with_season(values: np.ndarray, horizon: int) -> list[np.ndarray]:
    """Exponential smoothing with a damped trend and a season, where that is worth adding."""
    if len(values) < FEW:
        return []
    made, _ = _smoothing(values, horizon, "MAMD" if values.min() > 0 else "AAAD")
    return [] if made is None else [made[0]]


def _complex(values: np.ndarray, horizon: int, form: str) -> tuple[list[np.ndarray], str]:
    """Complex exponential smoothing, and its form."""
    from statsforecast.models import AutoCES

    with _known_warnings():
        try:
            fitted = AutoCES(season_length=SEASON, model=form or "Z").fit(values)
        except Exception as fault:  # the library has no class of its own for it
            if "no model able to be fitted" not in str(fault):
                raise
            return [], form
        made = np.asarray(fitted.predict(h=horizon)["mean"], float)
    return [made] if np.isfinite(made).all() else [], str(fitted.model_["seasontype"])


def _theta(values: np.ndarray, horizon: int) -> Made | None:
    from statsforecast.models import DynamicOptimizedTheta

    with _known_warnings():
        return _read(DynamicOptimizedTheta(season_length=SEASON).fit(values), horizon)


def _season(values: np.ndarray, horizon: int) -> Made:
    """The season before; its errors grow with the years ahead (Hyndman and Athanasopoulos 2021)."""
    moved = values[SEASON:] - values[:-SEASON]
    one = float(np.sqrt(np.mean(moved**2))) if len(moved) else float(np.std(values))
    years = np.arange(horizon) // SEASON + 1
    return season_before(values, horizon), one * np.sqrt(years)


def _season_grown(values: np.ndarray, horizon: int) -> np.ndarray:
    """The season before, grown as the last year was on the one before, as far as that is known."""
    pairs = min(len(values) - SEASON, SEASON)
    last, before = values[len(values) - pairs :].sum(), values[-pairs - SEASON : -SEASON].sum()
    known = pairs > 0 and before > 0 and last > 0
    ratio = last / max(before, last / MOST_GROWTH) if known else 1.0
    growth = max(ratio, 1 / MOST_GROWTH) ** (pairs / SEASON)
    return season_before(values, horizon) * growth ** (np.arange(horizon) // SEASON + 1)


def _read(fitted: Any, horizon: int) -> Made | None:
    told = fitted.predict(h=horizon, level=[LEVEL])
    width = np.asarray(told[f"hi-{LEVEL}"], float) - np.asarray(told[f"lo-{LEVEL}"], float)
    made = np.asarray(told["mean"], float), width / 2 / SCORE
    return made if np.isfinite(made).all() else None


@contextmanager
def _known_warnings() -> Iterator[None]:
    """Without what the library says of divisions it then passes over (short or flat series)."""
    with warnings.catch_warnings():
        for message in ("divide by zero encountered", "invalid value encountered"):
            warnings.filterwarnings("ignore", message, RuntimeWarning, module="statsforecast")
        yield
