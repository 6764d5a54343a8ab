"""Draws of what weekly results and spends leave possible of how advertising works.

A Gibbs sampler over the grid of shapes of :mod:`kpi_helpers.metrics.response_shapes`: of each
channel in turn, its shape is drawn with its size integrated out, then its size, which is never
negative. Many chains run side by side from scattered starts.

Sizes are contributions: a size of 1 is one mean weekly result in the usual week. Before the data,
channels are held to return about the same for their money, at a common level that is itself
unknown; each may return several times that, or next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from kpi_helpers.metrics.response_controls import World

__all__ = ["Draws", "Moments", "moments", "sampled"]

CHAINS = 32
LEVELS = np.array([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0])
"""Share of the result that all channels bring together: possible levels, each as likely."""

SPREADS = np.array([0.35, 0.8, 1.8])
"""How far a channel's return may lie from the common one, as multiples of it."""


@dataclass(frozen=True)
class Moments:
    """Cross products of result and shaped spends in every world.

    ``shapes`` (worlds, channels, shapes, channels, shapes), ``result`` (worlds, channels, shapes),
    ``whole`` (worlds) the squared result, ``log_size`` (worlds), ``weeks`` their number.
    """

    shapes: np.ndarray
    result: np.ndarray
    whole: np.ndarray
    log_size: np.ndarray
    weeks: int


@dataclass(frozen=True)
class Draws:
    """Draws × channels: ``shape`` (place in the grid) and ``size``; draws: ``noise``, ``world``."""

    shape: np.ndarray
    size: np.ndarray
    noise: np.ndarray
    world: np.ndarray


def moments(result: np.ndarray, shaped: np.ndarray, told: tuple[World, ...]) -> Moments:
    """Cross products.

    Parameters
    ----------
    result : numpy.ndarray
        Weeks, in mean weekly results.
    shaped : numpy.ndarray
        Weeks × channels × shapes.
    told : tuple of World
    """
    weeks, channels, count = shaped.shape
    flat = np.column_stack([shaped.reshape(weeks, -1), result])
    shapes, crossed, whole = [], [], []
    for world in told:
        white = world.whitened(flat)
        products = white.T @ white
        shapes.append(products[:-1, :-1].reshape(channels, count, channels, count))
        crossed.append(products[:-1, -1].reshape(channels, count))
        whole.append(products[-1, -1])
    logs = np.array([world.log_size for world in told])
    return Moments(np.stack(shapes), np.stack(crossed), np.array(whole), logs, weeks)


def sampled(
    known: Moments,
    prior: np.ndarray,
    share: np.ndarray,
    noise: float,
    seed: int,
    burnt: int = 120,
    kept: int = 60,
    every: int = 3,
) -> Draws:
    """Draws of shapes, sizes and noise: ``CHAINS`` × `kept` of them.

    Parameters
    ----------
    known : Moments
    prior : numpy.ndarray
        Weight of each shape before the data.
    share : numpy.ndarray
        Of each channel in all spend.
    noise : float
        Standard deviation of the noise to start from.
    seed : int
    burnt : int
        Rounds thrown away.
    kept : int
        Rounds kept of each chain, one of `every`.
    """
    rng = np.random.default_rng(seed)
    chains = _Chains(known, np.log(prior), share, noise, rng)
    found = []
    for turn in range(burnt + kept * every):
        chains.advance()
        if turn >= burnt and (turn - burnt) % every == 0:
            found.append(chains.state())
    shape, size, spread, world = (np.concatenate(part) for part in zip(*found, strict=True))
    return Draws(shape, size, spread, world)


class _Chains:
    """All chains at once: one row a chain in every array."""

    def __init__(
        self,
        known: Moments,
        log_prior: np.ndarray,
        share: np.ndarray,
        noise: float,
        rng: np.random.Generator,
    ) -> None:
        count, channels = known.result.shape[2], known.result.shape[1]
        self.known, self.log_prior, self.share, self.rng = known, log_prior, share, rng
        self.shape = rng.integers(count, size=(CHAINS, channels))
        self.middle = rng.choice(LEVELS, size=(CHAINS, 1)) * share
        self.size = rng.random((CHAINS, channels)) * 2 * self.middle
        self.spread = SPREADS[1] * self.middle
        self.world = rng.integers(len(known.whole), size=CHAINS)
        self.variance = np.full(CHAINS, noise**2)
        self.own = np.einsum("wckck->wck", known.shapes)

    def state(self) -> tuple[np.ndarray, ...]:
        return self.shape.copy(), self.size.copy(), np.sqrt(self.variance), self.world.copy()

    def advance(self) -> None:
        """One round: every channel, then the spread of sizes, the noise and its memory."""
        for channel in self.rng.permutation(self.shape.shape[1]):
            self._draw_channel(channel)
        self._draw_level()
        squares = self._squares()
        self.world = self._picked(-self.known.log_size - squares / (2 * self.variance[:, None]))
        left = np.maximum(squares[np.arange(CHAINS), self.world], 1e-12)
        self.variance = left / 2 / self.rng.gamma(self.known.weeks / 2, size=CHAINS)

    def _draw_channel(self, channel: int) -> None:
        places = np.arange(self.shape.shape[1])
        others = self.size.copy()
        others[:, channel] = 0
        crossed = self.known.shapes[self.world[:, None], channel, :, places, self.shape]
        pull = self.known.result[self.world, channel]
        pull = pull - np.einsum("nc,nck->nk", others, crossed)
        variance = self.variance[:, None]
        known = self.own[self.world, channel] / variance
        before = 1 / self.spread[:, [channel]] ** 2
        width = 1 / (known + before)
        middle = width * (pull / variance + before * self.middle[:, [channel]])
        standard = middle / np.sqrt(width)
        fit = self.log_prior + (standard**2 + np.log(width)) / 2 + log_ndtr(standard)
        rows, picked = np.arange(CHAINS), self._picked(fit)
        tail = np.log(self.rng.random(CHAINS)) + log_ndtr(standard[rows, picked])
        drawn = middle[rows, picked] - np.sqrt(width[rows, picked]) * ndtri_exp(tail)
        self.shape[:, channel] = picked
        self.size[:, channel] = np.maximum(drawn, 0.0)

    def _draw_level(self) -> None:
        """The common return, then how far each channel may lie from it."""
        common = LEVELS[:, None] * self.share  # levels × channels
        apart = self.size[:, None, :, None] / common[:, :, None] - 1
        logs = -((apart / SPREADS) ** 2) / 2 - np.log(SPREADS) - log_ndtr(1 / SPREADS)
        logs = logs - np.log(common)[:, :, None]  # chains × levels × channels × spreads
        level = self._picked(np.logaddexp.reduce(logs, axis=3).sum(axis=2))
        rows = np.arange(CHAINS)
        self.middle = common[level]
        own = logs[rows, level]
        which = np.argmax(own + self.rng.gumbel(size=own.shape), axis=2)
        self.spread = SPREADS[which] * self.middle

    def _picked(self, logs: np.ndarray) -> np.ndarray:
        """One place a row, with chances whose logarithms are given up to a constant."""
        return np.argmax(logs + self.rng.gumbel(size=logs.shape), axis=1)

    def _squares(self) -> np.ndarray:
        """Chains × worlds: what is left of the squared result."""
        places = np.arange(self.shape.shape[1])
        one, other = self.shape[:, :, None], self.shape[:, None, :]
        both = self.known.shapes[:, places[:, None], one, places[None, :], other]
        paired = np.einsum("wncd,nc,nd->nw", both, self.size, self.size)
        crossed = np.einsum("wnc,nc->nw", self.known.result[:, places, self.shape], self.size)
        return np.asarray(self.known.whole - 2 * crossed + paired)
