"""Followers of each network, day by day."""

from __future__ import annotations

from datetime import date

import numpy as np

from kpi_helpers.sample.moments import MOMENTS
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import DAYS, day_index, random_stream

__all__ = ["DECLINE", "decline", "followers"]

DECLINE = {("northwind_outdoor", "facebook"): (date(2026, 2, 1), 0.034)}
"""A network that loses its hold: since when, and how much reach a month."""


def decline(brand: str, network: str) -> np.ndarray:
    """Factor on the reach of each day's posts: 1, then falling where the network declines."""
    if (brand, network) not in DECLINE:
        return np.ones(len(DAYS))
    since, monthly = DECLINE[brand, network]
    months = np.maximum(np.arange(len(DAYS)) - day_index(since), 0) / 30.4
    return np.exp(-monthly * months)


def followers(profile: BrandProfile, network: str) -> np.ndarray:
    """Followers at the end of each day: what was gained, less what was lost."""
    rng = random_stream(profile.id, network, "followers")
    monthly = np.full(len(DAYS), profile.follower_growth[network])
    if (profile.id, network) in DECLINE:
        monthly[day_index(DECLINE[profile.id, network][0]) :] = -0.0062
    attention = np.ones(len(DAYS))
    for moment in MOMENTS[profile.id]:
        if moment.attention > 1.1:
            attention[day_index(moment.start) : day_index(moment.end) + 1] *= moment.attention**3
    stock = np.empty(len(DAYS))
    current = profile.followers[network]
    for index in range(len(DAYS)):
        lost = current * 0.00035
        gained = max(current * monthly[index] / 30.4 + lost, 0.0) * attention[index]
        current += float(rng.poisson(gained)) - float(rng.poisson(lost))
        stock[index] = round(current)
    return stock
