"""What a daily series would have been: a Bayesian structural model, drawn by Gibbs sampling.

Local level, weekday season and static regression on controls (Brodersen et al., Annals of Applied
Statistics 9, 2015; Scott and Varian, 2014), with the priors of their R packages where not said
otherwise. Level and season are drawn at once from their banded precision matrix (Rue, JRSS B 63,
2001), which takes one short Cholesky factor a draw and no Kalman filter.

Everything here is in standard deviations of the series; :func:`futures` gives its own units back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special
from scipy.linalg import lapack

__all__ = ["MOST_CONTROLS", "Posterior", "Prior", "futures", "posterior"]

MOST_CONTROLS = 3
"""R's expected size of the regression: up to here its prior includes every control for certain."""

LEAST_DAYS = 3
START = 0.1
"""Where the steps of the level start: a chain climbs out of a low start for hundreds of draws, and
its intervals are too narrow until then."""


@dataclass(frozen=True)
class Prior:
    """What is believed of a series before it is seen; the defaults are those of R's CausalImpact.

    Parameters
    ----------
    level_sd : float
        Guess of the standard deviation of the level's daily steps, in that of the series.
    level_weight : float
        Days that this guess is worth. With -1 there is none: every standard deviation up to that of
        the series is as likely as any other (Gelman, Bayesian Analysis 1, 2006).
    season_weight : float
        Days that the same guess is worth for the steps of the season.
    r2, regression_weight : float
        Share of the variance that controls are expected to explain, and days it is worth.
    slab_weight : float
        Days that the guess of no relation with a control is worth.
    """

    level_sd: float = 0.01
    level_weight: float = 32.0
    season_weight: float = 0.01
    r2: float = 0.8
    regression_weight: float = 50.0
    slab_weight: float = 0.01


@dataclass(frozen=True)
class Posterior:
    """Draws of the state of the last day and of all parameters: arrays of one row a draw.

    Parameters
    ----------
    level : ndarray, shape (draws,)
    season : ndarray, shape (draws, period - 1)
        Of the last days, oldest first; no column without a season.
    weights : ndarray, shape (draws, controls)
    noise, level_step, season_step : ndarray, shape (draws,)
        Variances of a day, of a step of the level and of the season.
    centre, scale : float
        Mean and standard deviation of the series.
    control_centre, control_scale : ndarray, shape (controls,)
    """

    level: np.ndarray
    season: np.ndarray
    weights: np.ndarray
    noise: np.ndarray
    level_step: np.ndarray
    season_step: np.ndarray
    centre: float
    scale: float
    control_centre: np.ndarray
    control_scale: np.ndarray


@dataclass(frozen=True)
class _Bands:
    """Quadratic forms of the states as lower bands; level and season stand in turns."""

    level: np.ndarray
    season: np.ndarray
    first: np.ndarray
    seen: np.ndarray
    at: np.ndarray  # places of the levels


@dataclass
class _Variances:
    noise: float
    level: float
    season: float


def posterior(
    y: np.ndarray,
    controls: np.ndarray | None = None,
    *,
    period: int = 7,
    prior: Prior | None = None,
    draws: int = 1000,
    burn: int = 100,
    seed: int = 0,
) -> Posterior:
    """Draw from what is believed of a series once it is seen.

    Parameters
    ----------
    y : ndarray, shape (days,)
        One value a day, oldest first; NaN where there is none or where it must not teach.
    controls : ndarray, shape (days, controls), optional
        At most :data:`MOST_CONTROLS`, finite.
    period : int
        Days of a season; 1 for none.
    prior : Prior, optional
    draws, burn : int
        Kept, and thrown away before.
    seed : int

    Raises
    ------
    ValueError
        Where the series has fewer than three values or does not vary, or controls are too many.
    """
    seen = np.isfinite(y)
    if seen.sum() < LEAST_DAYS or not np.std(y[seen]) > 0:
        raise ValueError("a series of three values or more that vary is needed")
    x = np.empty((len(y), 0)) if controls is None else np.asarray(controls, float)
    if x.shape[1] > MOST_CONTROLS or not np.isfinite(x).all():
        raise ValueError(f"at most {MOST_CONTROLS} controls, without a gap, are allowed")
    centre, scale = float(np.mean(y[seen])), float(np.std(y[seen], ddof=1))
    middle = x[seen].mean(axis=0)
    width = x[seen].std(axis=0)
    width[width == 0] = 1.0
    chain = _Chain((y - centre) / scale, (x - middle) / width, period, prior or Prior(), seed)
    for _ in range(burn):
        chain.step()
    kept = [chain.step() for _ in range(draws)]
    parts = [np.array(part) for part in zip(*kept, strict=True)]
    return Posterior(*parts, centre, scale, middle, width)


class _Chain:
    """One Gibbs chain: states, then the regression, then the variances of the steps."""

    def __init__(self, y: np.ndarray, x: np.ndarray, period: int, prior: Prior, seed: int) -> None:
        self.seen = np.isfinite(y)
        self.y = np.where(self.seen, y, 0.0)
        self.x = x
        self.period = period
        self.prior = prior
        self.random = np.random.default_rng(seed)
        self.bands = _bands(len(y), period, tuple(self.seen.tolist()))
        self.first = float(self.y[self.seen][0])
        self.weights = np.zeros(x.shape[1])
        self.variances = _Variances(1 - prior.r2, START**2, prior.level_sd**2)
        known = x[self.seen]
        shared = known.T @ known
        mean = shared / self.seen.sum()
        slab = prior.slab_weight * (mean + np.diag(np.diag(mean))) / 2  # as BoomSpikeSlab shrinks
        self.spread = np.linalg.inv(shared + slab)
        self.root = np.linalg.cholesky(self.spread) if x.shape[1] else self.spread

    def step(self) -> tuple[float, np.ndarray, np.ndarray, float, float, float]:
        """Draw everything once; what :class:`Posterior` keeps of it."""
        level, season = self._states()
        self._regression(self.y - level - season)
        steps = np.diff(level)
        self.variances.level = self._variance(self.prior.level_weight, steps)
        last = season[len(season) - self.period + 1 :]
        if self.period > 1:
            sums = np.cumsum(np.concatenate([[0.0], season]))
            turns = sums[self.period :] - sums[: -self.period]
            self.variances.season = self._variance(self.prior.season_weight, turns)
        now = self.variances
        return level[-1], last, self.weights, now.noise, now.level, now.season

    def _states(self) -> tuple[np.ndarray, np.ndarray]:
        """Level and season of every day, drawn together given all else."""
        bands, now = self.bands, self.variances
        precision = bands.seen / now.noise + bands.level / now.level + bands.first
        pull = np.zeros(precision.shape[1])
        rest = (self.y - self.x @ self.weights) * self.seen / now.noise
        pull[bands.at] = rest
        if self.period > 1:
            precision += bands.season / now.season
            pull[bands.at + 1] = rest
        pull[0] += self.first
        factor, _ = lapack.dpbtrf(precision, lower=1)
        mean, _ = lapack.dpbtrs(factor, pull, lower=1)
        noise = self.random.standard_normal((len(pull), 1))
        drawn, _ = lapack.dtbtrs(factor, noise, uplo="L", trans="T")
        states = mean + drawn[:, 0]
        level = states[bands.at]
        return level, states[bands.at + 1] if self.period > 1 else np.zeros(len(level))

    def _regression(self, rest: np.ndarray) -> None:
        """Noise and weights of the controls, given what level and season leave."""
        rest, known = rest[self.seen], self.x[self.seen]
        weight, guess = self.prior.regression_weight, 1 - self.prior.r2
        if not known.shape[1]:
            weight, guess = self.prior.season_weight, 1.0
        shared = known.T @ rest
        mean = self.spread @ shared
        squares = weight * guess + rest @ rest - mean @ shared
        self.variances.noise = squares / 2 / self.random.gamma((weight + len(rest)) / 2)
        noise = self.random.standard_normal(len(mean))
        self.weights = mean + np.sqrt(self.variances.noise) * (self.root @ noise)

    def _variance(self, weight: float, steps: np.ndarray) -> float:
        """A variance given steps: inverse gamma, below the variance of the series."""
        rate = (max(weight, 0.0) * self.prior.level_sd**2 + steps @ steps) / 2
        shape = (weight + len(steps)) / 2
        below = float(special.gammainc(shape, rate))
        place = min(below + self.random.random() * (1 - below), 1 - 1e-12)
        return float(rate / max(special.gammaincinv(shape, place), rate))


@lru_cache(maxsize=8)
def _bands(days: int, period: int, seen: tuple[bool, ...]) -> _Bands:
    """The quadratic forms that the precision of the states is made of."""
    width = 2 if period > 1 else 1
    shape = (2 * (period - 1) + 1 if period > 1 else 2, width * days)
    level, season, first, known = (np.zeros(shape) for _ in range(4))
    at = np.arange(days) * width
    level[0, at[1:]] += 1
    level[0, at[:-1]] += 1
    level[width, at[:-1]] = -1
    first[0, 0] = 1
    known[0, at] = seen
    if period > 1:
        known[0, at + 1] = seen
        known[1, at] = seen
        first[0, 1 : 2 * (period - 1) : 2] = 1
        for back in range(period):
            for apart in range(period - back):
                days_of = np.arange(period - 1, days) - back - apart
                np.add.at(season[2 * apart], 2 * days_of + 1, 1)
    return _Bands(level, season, first, known, at)


def futures(
    drawn: Posterior,
    days: int,
    controls: np.ndarray | None = None,
    *,
    each: int = 8,
    seed: int = 0,
) -> np.ndarray:
    """Draw the days that follow, had all gone on as before.

    Parameters
    ----------
    drawn : Posterior
    days : int
    controls : ndarray, shape (days, controls), optional
        Of these days.
    each : int
        Futures of each draw.
    seed : int

    Returns
    -------
    ndarray, shape (draws * each, days)
        In the units of the series, the noise of a day included.
    """
    random = np.random.default_rng([seed, 1])
    shape = (len(drawn.level) * each, days)
    level_step, season_step, noise = (
        np.repeat(np.sqrt(part), each)
        for part in (drawn.level_step, drawn.season_step, drawn.noise)
    )
    steps = random.standard_normal(shape) * level_step[:, None]
    made = np.repeat(drawn.level, each)[:, None] + np.cumsum(steps, axis=1)
    made += random.standard_normal(shape) * noise[:, None]
    if controls is not None:
        known = (np.asarray(controls, float) - drawn.control_centre) / drawn.control_scale
        made += np.repeat(drawn.weights @ known.T, each, axis=0)
    past = np.repeat(drawn.season, each, axis=0)
    if past.shape[1]:
        for day in range(days):
            new = random.standard_normal(len(past)) * season_step - past.sum(axis=1)
            made[:, day] += new
            past = np.column_stack([past[:, 1:], new])
    return made * drawn.scale + drawn.centre
