"""Competitors, all invented, and the brand's own public counts, as a listening tool lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.posts import shown
from kpi_helpers.sample.shop import service
from kpi_helpers.sample.spans import MONTHS, download_day, month_days, random_stream
from kpi_helpers.sample.world import NETWORKS, World

__all__ = ["PEER_METRICS", "PeerMonth", "peers_of"]

PEER_METRICS = (
    "peer_followers",
    "peer_posts",
    "peer_reactions",
    "peer_comments",
    "peer_shares",
    "peer_mentions",
)
"""Columns of the monthly sheet, in its order."""

_SHARE_OF_MENTIONS = {"facebook": 0.38, "instagram": 0.57}
"""Where the public mentions that the listening sheet counts were made; some are elsewhere."""


@dataclass(frozen=True)
class _Peer:
    """A competitor: followers at the start by network, their monthly growth, and what is usual."""

    name: str
    handle: str
    followers: Mapping[str, float]
    growth: float
    posts: float  # a month and network
    rate: float  # interactions with a post, per follower
    mentions: float  # a month, both networks
    since: Month = MONTHS[0]
    silent_from: Month | None = None  # publishes nothing from then on


@dataclass(frozen=True)
class PeerMonth:
    """One competitor, or the brand itself, on one network in one month."""

    name: str
    handle: str
    network: str
    figures: Mapping[str, int]


def _peer(
    name: str, handle: str, facebook: float, instagram: float, *usual: float, **when: Month
) -> _Peer:
    return _Peer(name, handle, {"facebook": facebook, "instagram": instagram}, *usual, **when)


_JOINS, _STOPS = Month(2025, 6), Month(2026, 8)
_PEERS = {
    "maison_alba": (
        _peer("Brumaille", "brumaille.soin", 88_000, 142_000, 0.006, 24, 0.0043, 520),
        _peer("Sel & Mauve", "sel.et.mauve", 39_000, 57_000, 0.010, 17, 0.0080, 190),
        _peer("L’Herbier d’Aubrée", "herbier.aubree", 61_000, 48_000, 0.002, 13, 0.0057, 160),
        _peer("Ondeline", "ondeline.paris", 27_000, 96_000, 0.017, 28, 0.0067, 310),
        _peer("Néfline", "nefline", 900, 6_200, 0.085, 22, 0.0137, 60, since=_JOINS),
        _peer("Atelier Tourterelle", "atelier.tourterelle", 18_500, 21_000, 0.003, 11, 0.0073, 70,
              silent_from=_STOPS),
    ),
    "northwind_outdoor": (
        _peer("Thornbeck", "thornbeck", 210_000, 168_000, 0.004, 26, 0.0037, 640),
        _peer("Corrie & Moss", "corrieandmoss", 52_000, 61_000, 0.012, 19, 0.0070, 240),
        _peer("Highmoor Supply", "highmoor.supply", 74_000, 33_000, 0.001, 14, 0.0047, 150),
        _peer("Peatline", "peatline", 31_000, 58_000, 0.015, 21, 0.0087, 210),
        _peer("Sgùrr Works", "sgurrworks", 1_400, 7_900, 0.075, 20, 0.0127, 75, since=_JOINS),
        _peer("Fellgate", "fellgate.kit", 22_000, 17_500, 0.002, 10, 0.0063, 65,
              silent_from=_STOPS),
    ),
}  # fmt: skip


def peers_of(world: World, month: Month) -> tuple[PeerMonth, ...]:
    """Every competitor known in a month, then the brand itself, by network.

    A competitor that has stopped publishing keeps its followers and is still spoken of; its posts
    and what they gained are zero.
    """
    brand = world.profile.id
    rivals = (
        PeerMonth(peer.name, peer.handle, network, _rival(brand, number, network, month))
        for number, peer in enumerate(_PEERS[brand])
        if peer.since <= month
        for network in NETWORKS
    )
    own = (_own(world, network, month) for network in NETWORKS)
    return (*rivals, *own)


def _rival(brand: str, number: int, network: str, month: Month) -> dict[str, int]:
    at = MONTHS.index(month)
    series = _course(brand, number, network)
    return {metric: int(series[metric][at]) for metric in PEER_METRICS}


@lru_cache(maxsize=64)
def _course(brand: str, number: int, network: str) -> dict[str, np.ndarray]:
    """The months of one competitor on one network."""
    peer, count = _PEERS[brand][number], len(MONTHS)
    rng = random_stream(brand, peer.handle, network, "peer")
    silent = MONTHS.index(peer.silent_from) if peer.silent_from else count
    growth = rng.normal(peer.growth, 0.004, count)
    growth[silent:] = rng.normal(-0.012, 0.002, count - silent)
    growth[: MONTHS.index(peer.since)] = 0.0
    followers = peer.followers[network] * np.exp(np.cumsum(growth))
    posts = rng.poisson(peer.posts, count)
    posts[silent:] = 0
    rate = peer.rate * rng.lognormal(0.0, 0.15, count)
    gained = rng.poisson(posts * followers * rate)
    comments = rng.binomial(gained, 0.055)
    shares = rng.binomial(gained - comments, 0.07)
    level = peer.mentions * _SHARE_OF_MENTIONS[network] * np.exp(0.5 * np.cumsum(growth))
    return {
        "peer_followers": np.round(followers),
        "peer_posts": posts,
        "peer_reactions": gained - comments - shares,
        "peer_comments": comments,
        "peer_shares": shares,
        "peer_mentions": rng.poisson(level * rng.lognormal(0.0, 0.12, count)),
    }


def _own(world: World, network: str, month: Month) -> PeerMonth:
    """What anyone could count of the brand: its own exports say the same."""
    profile = world.profile
    observed = download_day(profile.id, month)
    counters = [shown(post, observed) for post in world.posts[network, month]]
    listened = service(profile, month, world.sales.all_orders)["mentions"]
    share = _SHARE_OF_MENTIONS[network]
    rng = random_stream(profile.id, network, str(month), "own mentions")
    figures = {
        "peer_followers": int(world.followers[network][month_days(month)][-1]),
        "peer_posts": len(counters),
        "peer_reactions": sum(one["reactions"] for one in counters),
        "peer_comments": sum(one["comments"] for one in counters),
        "peer_shares": sum(one["shares"] for one in counters),
        "peer_mentions": int(rng.binomial(listened, share)),
    }
    return PeerMonth(profile.name, profile.username, network, figures)
