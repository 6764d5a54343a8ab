"""What the site's own counting shows: sessions, events and the revenue it could see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.profile import PAID, SITE_CHANNELS, BrandProfile
from kpi_helpers.sample.spans import DAYS, month_days, random_stream

__all__ = ["SITE_METRICS", "Site", "active_users", "site"]

SITE_METRICS = ("sessions", "engaged_sessions", "event_count", "key_events", "web_revenue")
_ENGAGED = {
    "Direct": 0.58, "Organic Search": 0.66, "Organic Social": 0.47, "Email": 0.68,
    "Paid Social": 0.44, "Paid Search": 0.63, "Display": 0.27, "Paid Video": 0.31,
}  # fmt: skip
_SEEN = 0.87  # orders of visitors who accepted to be counted
_SIGN_UP = 0.011  # newsletter sign-ups a session: the other key event


@dataclass(frozen=True)
class Site:
    """Daily arrays over ``DAYS``, by metric and channel."""

    figures: Mapping[str, Mapping[str, np.ndarray]]


def site(
    profile: BrandProfile,
    sessions: Mapping[str, np.ndarray],
    orders: np.ndarray,
    revenue: np.ndarray,
) -> Site:
    """Split the day's orders over channels as the site's counting sees them.

    `orders` and `revenue` are those of the shop; the site misses who refused to be counted.
    """
    weights = {name: sessions[name] * _pull(profile, name) for name in SITE_CHANNELS}
    whole = np.maximum(sum(weights.values()), 1e-9)
    value = revenue / np.maximum(orders, 1.0)
    figures: dict[str, dict[str, np.ndarray]] = {metric: {} for metric in SITE_METRICS}
    for name in SITE_CHANNELS:
        rng = random_stream(profile.id, name, "site")
        count = sessions[name].astype(int)
        bought = rng.poisson(orders * _SEEN * weights[name] / whole).astype(float)
        signed = rng.binomial(count, _SIGN_UP).astype(float)
        engaged = rng.binomial(count, _ENGAGED[name]).astype(float)
        figures["sessions"][name] = sessions[name]
        figures["engaged_sessions"][name] = engaged
        events = sessions[name] * 4 + engaged * rng.normal(6.2, 0.3, len(DAYS))
        figures["event_count"][name] = np.round(events)
        figures["key_events"][name] = bought + signed
        figures["web_revenue"][name] = np.round(bought * value, 2)
    return Site(figures)


def active_users(
    profile: BrandProfile, sessions: Mapping[str, np.ndarray], month: Month
) -> dict[str, int]:
    """Distinct people of a month by channel, and of the whole site under ``""``.

    A person who came by two channels is counted once in the whole, so the parts do not add up.
    """
    rng = random_stream(profile.id, str(month), "users")
    people = {
        name: int(sessions[name][month_days(month)].sum() * rng.uniform(0.70, 0.78))
        for name in SITE_CHANNELS
    }
    return {"": int(sum(people.values()) * rng.uniform(0.84, 0.88)), **people}


def _pull(profile: BrandProfile, channel: str) -> float:
    return profile.paid[channel].conversion if channel in PAID else profile.conversion[channel]
