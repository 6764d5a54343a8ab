"""Creators around a brand: who they truly are, and what a month's snapshot shows of them.

What a creator does in a month is drawn around the creator's own level, which is drawn around the
level of the role; the windows of 90 and 180 days are sums of three and six such months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.creator_cast import Member, cast_of
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import MONTHS, SEED, random_stream
from kpi_helpers.schema import CREATOR_METRICS

__all__ = ["Creator", "creators_of"]

_BEFORE = 5  # months of activity before the first snapshot, which its 180 days reach back to
_VIEW_RATE = {"facebook": 0.26, "instagram": 0.40, "tiktok": 0.75, "youtube": 0.34}
_PULL = {"facebook": 0.85, "instagram": 1.0, "tiktok": 1.1, "youtube": 0.9}
_SPIKE = MONTHS.index(Month(2026, 4)) + _BEFORE


@dataclass(frozen=True)
class Creator:
    """One creator on one network, as seen on the last day of a month.

    ``role`` and ``oddity`` are the planted truth, which no export says. ``figures`` holds every
    metric of ``CREATOR_METRICS``; clicks and orders are None without a tracked link.
    """

    id: str
    name: str
    handle: str
    network: str
    role: str
    oddity: str | None
    figures: Mapping[str, int | None]


def creators_of(
    profile: BrandProfile, month: Month, *, seed: int = SEED, noise: float = 1.0
) -> tuple[Creator, ...]:
    """The creators known at the end of a month; the sample itself holds those of the defaults.

    Parameters
    ----------
    profile : BrandProfile
        One of ``profile.BRANDS``.
    month : Month
        One of ``spans.MONTHS``.
    seed : int
        Another seed gives other people with other figures under the same roles.
    noise : float
        Factor on the spread of creators around the level of their role: at 0 only the counting
        noise is left, and the larger it is, the more the roles run into one another.

    Returns
    -------
    tuple of Creator
        About 60 people on about 70 accounts, in the order of their ids.
    """
    at = MONTHS.index(month)
    return tuple(
        Creator(
            member.id, member.name, member.handle, member.network, member.role, member.oddity,
            _figures(activity, at + _BEFORE),
        )
        for member, activity in _course(profile.id, profile.locale, seed, noise)
        if member.since <= at
    )  # fmt: skip


@lru_cache(maxsize=8)
def _course(
    brand: str, locale: str, seed: int, noise: float
) -> tuple[tuple[Member, Mapping[str, np.ndarray | None]], ...]:
    """Every account with its months; the same people are asked for month after month."""
    found = []
    for member in cast_of(brand, locale, seed):
        rng = random_stream(brand, member.id, member.network, "creator", seed=seed)
        found.append((member, _activity(member, rng, noise)))
    return tuple(found)


def _activity(
    member: Member, rng: np.random.Generator, noise: float
) -> dict[str, np.ndarray | None]:
    """Each month of one account: stocks at its end, and what happened in it."""
    kind, count = member.kind, len(MONTHS) + _BEFORE

    def own(level: float, spread: float) -> float:
        return level * float(rng.lognormal(0.0, spread * noise))

    real = member.start * np.exp(np.cumsum(rng.normal(0.007, 0.011, count)))
    posts = rng.poisson(own(kind.posts, 0.25), count)
    theme = float(np.clip(kind.theme + noise * rng.normal(0.0, 0.07), 0.02, 0.97))
    rate = own(0.055 * _PULL[member.network] * kind.resonance, 0.18)
    seen = own(_VIEW_RATE[member.network], 0.15)
    mentions = rng.poisson(own(kind.mentions, 0.3), count)
    positive = rng.binomial(mentions, kind.positive)
    clicks, orders = _conversion(member, rng, own(kind.clicks, 0.6), count)
    return {
        "followers": _shown_followers(member, real),
        "following": np.full(count, round(own(kind.following, 0.5))),
        "posts": posts,
        "posts_theme": rng.binomial(posts, theme),
        **_resonance(member, posts * real, real / 1000.0, rate, seen, rng),
        "brand_interactions": rng.poisson(own(kind.interactions, 0.3), count),
        "brand_mentions": mentions,
        "mentions_positive": positive,
        "mentions_negative": rng.binomial(mentions - positive, kind.negative),
        "link_clicks": clicks,
        "orders": orders,
    }


def _shown_followers(member: Member, real: np.ndarray) -> np.ndarray:
    """Followers as the network shows them: those who came at once never watched a post."""
    shown = real.copy()
    if member.oddity == "follower_spike":
        shown[_SPIKE:] *= 1.9 * 0.95 ** np.arange(len(real) - _SPIKE)
    return np.round(shown)


def _resonance(
    member: Member,
    offered: np.ndarray,
    thousands: np.ndarray,
    rate: float,
    seen: float,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Views and interactions of posts offered to followers; both fall with the size."""
    low = member.oddity == "low_engagement"
    engaged = rng.poisson(offered * rate * thousands**-0.2 * (0.06 if low else 1.0))
    comments = rng.binomial(engaged, 0.08)
    shares = rng.binomial(engaged - comments, 0.065)
    generic = 0.86 if member.oddity == "generic_comments" else 0.10 + 0.10 * rng.beta(2, 3)
    return {
        "views": rng.poisson(offered * seen * thousands**-0.06 * (0.3 if low else 1.0)),
        "reactions": engaged - comments - shares,
        "comments": comments,
        "shares": shares,
        "comments_generic": rng.binomial(comments, generic),
    }


def _conversion(
    member: Member, rng: np.random.Generator, level: float, count: int
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Clicks on the tracked link and orders with the code; None where there is no link."""
    clicks = rng.poisson(level, count)
    orders = rng.binomial(clicks, member.kind.conversion)
    if not member.tracked:
        return None, None
    if member.oddity == "one_order_of_two_clicks":
        clicks[-3:], orders[-3:] = (0, 1, 1), (0, 0, 1)
    return clicks, orders


def _figures(activity: Mapping[str, np.ndarray | None], at: int) -> dict[str, int | None]:
    figures: dict[str, int | None] = {}
    for metric in CREATOR_METRICS:
        name, _, days = metric.rpartition("_")
        if days not in ("90d", "180d"):
            figures[metric] = int(activity[metric][at])
            continue
        months, series = (3 if days == "90d" else 6), activity[name]
        figures[metric] = None if series is None else int(series[at - months + 1 : at + 1].sum())
    return figures
