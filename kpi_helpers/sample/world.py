"""One brand's world: everything that happened, before any platform writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.advertising import Advertising, advertising
from kpi_helpers.sample.audience import followers
from kpi_helpers.sample.demand import Course, expected_course, lifts, real_sessions
from kpi_helpers.sample.moments import MOMENTS
from kpi_helpers.sample.posts import Post, posts_of_month
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.shop import Sales, sales
from kpi_helpers.sample.site import Site, site
from kpi_helpers.sample.spans import DAYS, MONTHS, day_index

__all__ = ["NETWORKS", "World", "make_world"]

NETWORKS = ("facebook", "instagram")


@dataclass(frozen=True)
class World:
    """What happened to one brand; daily arrays run over ``spans.DAYS``."""

    profile: BrandProfile
    followers: Mapping[str, np.ndarray]
    posts: Mapping[tuple[str, Month], tuple[Post, ...]]
    ads: Advertising
    social_clicks: np.ndarray
    expected: Course
    sessions: Mapping[str, np.ndarray]
    sales: Sales
    site: Site


def make_world(profile: BrandProfile) -> World:
    """Simulate one brand from the seed."""
    audience = {network: followers(profile, network) for network in NETWORKS}
    posts = {
        (network, month): posts_of_month(profile, network, month, audience[network])
        for network in NETWORKS
        for month in MONTHS
    }
    ads = advertising(profile)
    clicks = _social_clicks(posts)
    factors = lifts(MOMENTS[profile.id])
    expected = expected_course(profile, ads.spend, clicks, factors)
    sessions = real_sessions(profile, expected)
    sold = sales(profile, expected.orders, profile.basket * factors.basket)
    revenue = sum(sold.revenue.values())
    seen = site(profile, sessions, sold.all_orders, revenue)
    return World(profile, audience, posts, ads, clicks, expected, sessions, sold, seen)


def _social_clicks(posts: Mapping[tuple[str, Month], tuple[Post, ...]]) -> np.ndarray:
    """Link clicks by the day of the post; Instagram has no link, its profile brings fewer."""
    clicks = np.zeros(len(DAYS))
    for group in posts.values():
        for post in group:
            links = post.final.get("link_clicks", post.final["reach"] * 0.0035)
            clicks[day_index(post.published.date())] += links
    return clicks
