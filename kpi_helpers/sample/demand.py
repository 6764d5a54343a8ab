"""Visits and orders: what is expected of each day, and what happened.

The expected course is a pure function of actions and advertising, so that the truth about an
action or a channel is the difference between two expected courses, one without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.sample.advertising import clicks_expected
from kpi_helpers.sample.moments import Moment
from kpi_helpers.sample.profile import PAID, SITE_CHANNELS, BrandProfile
from kpi_helpers.sample.spans import DAYS, WEEKS, day_index, random_stream

__all__ = ["Course", "Lifts", "expected_course", "lifts", "real_sessions", "season"]

_LANDED = 0.82  # clicks that become a session
_CARRY = 0.86  # share of video's pull that is left on the next day
_CLICK_SPREAD = np.array([0.46, 0.24, 0.12, 0.08, 0.05, 0.03, 0.02])


@dataclass(frozen=True)
class Lifts:
    """Daily factors of all actions taken together: arrays over ``DAYS``."""

    visits: np.ndarray
    orders: np.ndarray
    basket: np.ndarray


@dataclass(frozen=True)
class Course:
    """Daily arrays over ``DAYS``: sessions by channel, orders and revenue."""

    sessions: Mapping[str, np.ndarray]
    orders: np.ndarray
    revenue: np.ndarray


def lifts(moments: tuple[Moment, ...]) -> Lifts:
    """Factors of these actions on each day."""
    visits, orders, basket = (np.ones(len(DAYS)) for _ in range(3))
    for moment in moments:
        end = len(DAYS) if moment.lasting else day_index(moment.end) + 1
        days = slice(day_index(moment.start), end)
        visits[days] *= moment.visits
        orders[days] *= moment.orders
        basket[days] *= moment.basket
    return Lifts(visits, orders, basket)


def season(profile: BrandProfile) -> np.ndarray:
    """Seasonal index of each day, smooth from mid-month to mid-month."""
    place = [(day.timetuple().tm_yday - 1) / 365.25 * 12 for day in DAYS]
    middles = np.arange(12) + 0.5
    return np.interp(place, middles, profile.season, period=12)


def expected_course(
    profile: BrandProfile,
    spend: Mapping[str, np.ndarray],
    social_clicks: np.ndarray,
    factors: Lifts,
) -> Course:
    """Visits, orders and revenue that these weekly spends and actions bring on average.

    Parameters
    ----------
    profile : BrandProfile
        The brand.
    spend : Mapping[str, numpy.ndarray]
        By paid channel, over ``WEEKS``, in the currency of its bill; NaN where switched off.
    social_clicks : numpy.ndarray
        Link clicks on posts, over ``DAYS``.
    factors : Lifts
        Of the actions.
    """
    weekday = np.array([profile.weekday[day.weekday()] for day in DAYS])
    grown = np.exp(profile.growth * np.arange(len(DAYS)) / 30.4)
    usual = grown * season(profile) * weekday
    pull = _video_pull(profile, np.nan_to_num(spend["Paid Video"]))
    sessions: dict[str, np.ndarray] = {}
    for channel in SITE_CHANNELS:
        if channel in PAID:
            weekly = clicks_expected(profile, channel, np.nan_to_num(spend[channel]))
            sessions[channel] = np.repeat(weekly / 7, 7) * weekday * _LANDED
        else:
            sessions[channel] = profile.sessions[channel] * usual * factors.visits
    for channel in ("Direct", "Organic Search"):
        sessions[channel] = sessions[channel] * pull
    sessions["Organic Social"] = sessions["Organic Social"] + _LANDED * _spread(social_clicks)
    orders = sum(sessions[name] * _conversion(profile, name) for name in SITE_CHANNELS)
    orders = orders * season(profile) ** 0.35 * factors.orders
    return Course(sessions, orders, orders * profile.basket * factors.basket)


def real_sessions(profile: BrandProfile, expected: Course) -> dict[str, np.ndarray]:
    """Sessions that took place: the expected ones with the noise of the day and the channel."""
    shared = random_stream(profile.id, "day").normal(0.0, 0.035, len(DAYS))
    result = {}
    for channel, level in expected.sessions.items():
        rng = random_stream(profile.id, channel, "sessions")
        noise = np.exp(shared + rng.normal(0.0, 0.045, len(DAYS)))
        result[channel] = rng.poisson(level * noise).astype(float)
    return result


def _conversion(profile: BrandProfile, channel: str) -> float:
    return profile.paid[channel].conversion if channel in PAID else profile.conversion[channel]


def _video_pull(profile: BrandProfile, weekly: np.ndarray) -> np.ndarray:
    """Factor on unpaid visits: what video left in memory, with less from each further unit."""
    daily = np.repeat(weekly / 7, 7)
    kept = np.empty(len(daily))
    memory = daily[0] / (1 - _CARRY)
    for index, value in enumerate(daily):
        memory = memory * _CARRY + value
        kept[index] = memory
    usual = profile.paid["Paid Video"].reference / 7 / (1 - _CARRY)
    return 1 + profile.halo * kept / (kept + 2 * usual)


def _spread(clicks: np.ndarray) -> np.ndarray:
    """Clicks on a post fall on its first days, most on the first."""
    return np.convolve(clicks, _CLICK_SPREAD)[: len(DAYS)]


assert len(DAYS) == 7 * len(WEEKS)
