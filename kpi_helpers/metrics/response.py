"""What each channel's spend brought, and what more or less of it would bring.

Weekly results are taken apart into controls and the channels' carried-over, saturated spend; the
shapes of both are not chosen but weighed (:mod:`kpi_helpers.metrics.response_sampler`), so that
every interval holds what is not known of the shape, of the other channels and of the noise. Models
of this kind: Jin et al. (2017), "Bayesian methods for media mix modeling with carryover and shape
effects".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from kpi_helpers.metrics.response_controls import (
    Controls,
    controls,
    expected_controls,
    worlds,
)
from kpi_helpers.metrics.response_sampler import Draws, moments, sampled
from kpi_helpers.metrics.response_shapes import saturation, shape_grid, worked

__all__ = ["MULTIPLES", "WINDOW", "Response", "Weekly", "fitted_response", "input_seed"]

MULTIPLES = np.linspace(0, 2, 41)
"""Of today's spend, at which curves are known."""

WINDOW = 52
"""Weeks that today's spend and the returns are those of: the last ones."""

JUDGED_SHARE = 0.2
"""Of the weeks, the last ones, on which a fit of those before is judged."""


@dataclass(frozen=True)
class Weekly:
    """One result and the spends of the same weeks, oldest first.

    Parameters
    ----------
    weeks : numpy.ndarray
        Number of each week, counted from any Monday; ascending by 1.
    result : numpy.ndarray
        Of each week; anything where it is not known.
    known : numpy.ndarray
        Of each week, whether its result counts; one that does not still carries its spend over.
    spend : numpy.ndarray
        Weeks × channels, 0 where nothing was spent.
    channels : tuple of str
    events : numpy.ndarray
        Weeks × events, share of the week's days; no column without events.
    others : numpy.ndarray
        Weeks × other columns.
    """

    weeks: np.ndarray
    result: np.ndarray
    known: np.ndarray
    spend: np.ndarray
    channels: tuple[str, ...]
    events: np.ndarray
    others: np.ndarray


@dataclass(frozen=True)
class Response:
    """What is known of the channels' returns: draws of their curves.

    Parameters
    ----------
    channels : tuple of str
    spend : numpy.ndarray
        Mean weekly spend of each channel in the window: today's.
    seen : numpy.ndarray
        Channels × 2: weekly spends between which nine of ten weeks lie.
    curves : numpy.ndarray
        Draws × channels × ``MULTIPLES``: result a week at that multiple of today's spend.
    carry : numpy.ndarray
        Draws × channels: share of an effect that is left a week later.
    noise : float
        Standard deviation of a week's result around what is expected.
    explained : float or None
        Share of the variation of the last weeks that a fit of the weeks before them foresaw; may
        be negative. None when the weeks before are less than a year.
    weeks : int
        Weeks fitted.
    window : int
        Weeks of today's spend.
    """

    channels: tuple[str, ...]
    spend: np.ndarray
    seen: np.ndarray
    curves: np.ndarray
    carry: np.ndarray
    noise: float
    explained: float | None
    weeks: int
    window: int

    @property
    def returns(self) -> np.ndarray:
        """Draws × channels: result for each unit of money spent, at today's spend."""
        return self.curves[:, :, _TODAY] / self.spend

    @property
    def marginal_returns(self) -> np.ndarray:
        """Draws × channels: result for each further unit of money, of the next tenth."""
        step = MULTIPLES[_TODAY + 2] - 1
        gained = self.curves[:, :, _TODAY + 2] - self.curves[:, :, _TODAY]
        return np.asarray(gained / (step * self.spend))


_TODAY = int(np.flatnonzero(np.isclose(MULTIPLES, 1))[0])


def fitted_response(told: Weekly) -> Response:
    """Fit weekly results to spends.

    Parameters
    ----------
    told : Weekly
        At least one channel, each with variation and with spend in the last 52 weeks.

    Returns
    -------
    Response
        The same for the same input: the seed is made of it.
    """
    model = _model(told)
    weeks = len(model.weeks)
    found = _drawn(model, weeks)
    curves = found.size[:, :, None] * model.curve[np.arange(len(told.channels)), found.shape]
    return Response(
        told.channels,
        told.spend[-WINDOW:].mean(axis=0),
        np.quantile(told.spend, (0.05, 0.95), axis=0).T,
        curves * model.level,
        np.array([shape.carry for shape in shape_grid()[0]])[found.shape],
        float(found.noise.mean() * model.level),
        _explained(model, weeks),
        weeks,
        min(WINDOW, len(told.weeks)),
    )


@dataclass(frozen=True)
class _Model:
    """All that draws are made of, in mean weekly results."""

    level: float
    weeks: np.ndarray
    result: np.ndarray
    shaped: np.ndarray  # weeks × channels × shapes
    curve: np.ndarray  # channels × shapes × multiples
    share: np.ndarray
    told: Controls
    seed: int


def _model(told: Weekly) -> _Model:
    shapes, _ = shape_grid()
    level = float(np.mean(told.result[told.known]))
    shaped = np.empty((*told.spend.shape, len(shapes)))
    curve = np.empty((told.spend.shape[1], len(shapes), len(MULTIPLES)))
    for place, spend in enumerate(told.spend.T):
        usual = spend / spend[-WINDOW:].mean()
        for which, shape in enumerate(shapes):
            kept = worked(usual, shape)
            unit = saturation(kept[-WINDOW:], shape).mean()
            shaped[:, place, which] = saturation(kept, shape) / unit
            spent = np.multiply.outer(MULTIPLES, kept[-WINDOW:])
            curve[place, which] = saturation(spent, shape).mean(axis=1) / unit
    today = told.spend[-WINDOW:].mean(axis=0)
    return _Model(
        level,
        told.weeks[told.known],
        told.result[told.known] / level,
        shaped[told.known],
        curve,
        today / today.sum(),
        controls(told.weeks[told.known], told.events[told.known], told.others[told.known]),
        input_seed(told),
    )


def _drawn(model: _Model, known: int, kept: int = 60) -> Draws:
    """Draws from the first `known` weeks."""
    told = Controls(model.told.columns[:known], model.told.sizes)
    shaped, result = model.shaped[:known], model.result[:known]
    noise = _first_noise(result, shaped, told)
    made = moments(result, shaped, worlds(told, model.weeks[:known], noise))
    return sampled(made, shape_grid()[1], model.share, noise, model.seed, kept=kept)


def _first_noise(result: np.ndarray, shaped: np.ndarray, told: Controls) -> float:
    """What controls and one middling shape a channel leave, by least squares on likely sizes."""
    columns = np.column_stack([told.columns, shaped[:, :, shaped.shape[2] // 2]])
    sizes = np.concatenate([told.sizes, np.full(shaped.shape[1], 0.5)])
    noise = float(result.std()) / 2
    for _ in range(3):
        weighed = np.vstack([columns, np.diag(noise / sizes)])
        aimed = np.concatenate([result, np.zeros(len(sizes))])
        found = np.linalg.lstsq(weighed, aimed, rcond=None)[0]
        left = result - columns @ found
        inverse = np.linalg.inv(weighed.T @ weighed)
        spent = float(np.einsum("ij,ij->", columns @ inverse, columns))
        noise = max(float(np.sqrt(left @ left / max(len(left) - spent, 5))), 1e-4)
    return noise


def _explained(model: _Model, weeks: int) -> float | None:
    """Share of the variation of the last weeks foreseen from those before them."""
    known = round(weeks * (1 - JUDGED_SHARE))
    if known < WINDOW:
        return None
    found = _drawn(model, known, kept=10)
    channels = np.arange(model.shaped.shape[1])
    brought = np.einsum("tnc,nc->t", model.shaped[:, channels, found.shape], found.size)
    brought /= len(found.size)
    noise, world = float(found.noise.mean()), int(np.bincount(found.world).argmax())
    rest = (model.result - brought)[:known]
    more = expected_controls(model.told, model.weeks, world, noise, rest, known)
    left = model.result[known:] - brought[known:] - more
    spread = model.result[known:] - model.result[known:].mean()
    return float(1 - left @ left / (spread @ spread)) if spread.any() else None


def input_seed(told: Weekly) -> int:
    """A seed made of the weeks themselves: the same for the same input."""
    text = np.ascontiguousarray(
        np.column_stack([told.weeks[told.known], told.result[told.known], told.spend[told.known]])
    ).tobytes()
    return int.from_bytes(hashlib.sha256(text).digest()[:4], "big")
