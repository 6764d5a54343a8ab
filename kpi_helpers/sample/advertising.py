"""Budgets by month and channel, and what was spent, shown and clicked by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.profile import PAID, BrandProfile
from kpi_helpers.sample.spans import DAYS, MONTHS, WEEKS, random_stream

__all__ = ["Advertising", "advertising", "budget", "clicks_expected"]

# The video campaign of October 2026 was in the year's budget; its weeks cost a little more.
_PLANNED = {("maison_alba", "Paid Video", Month(2026, 10)): 4.4}
_DARK_SHARE = {"Paid Social": 0.04, "Paid Search": 0.0, "Display": 0.16, "Paid Video": 0.22}


@dataclass(frozen=True)
class Advertising:
    """Weekly figures by channel, as invoiced: arrays over ``WEEKS``.

    A week in which a channel was switched off is NaN in all three: nothing was booked.
    """

    spend: Mapping[str, np.ndarray]  # in the currency of the channel's bill, to the cent
    impressions: Mapping[str, np.ndarray]
    clicks: Mapping[str, np.ndarray]


def budget(profile: BrandProfile, channel: str, month: Month) -> float:
    """Budget of one month and channel, in the brand's currency, to the next ten."""
    season = profile.season[month.number - 1] ** 1.15
    years = (month.year - 2024) + (month.number - 9) / 12
    planned = _PLANNED.get((profile.id, channel, month), 1.0)
    usual = profile.paid[channel].budget
    return float(round(usual * season * (1 + 0.07 * years) * planned, -1))


def advertising(profile: BrandProfile) -> Advertising:
    """What the brand bought each week."""
    spend = {channel: _weekly_spend(profile, channel) for channel in PAID}
    clicks, impressions = {}, {}
    for channel in PAID:
        market = profile.paid[channel]
        rng = random_stream(profile.id, channel, "delivery")
        expected = clicks_expected(profile, channel, np.nan_to_num(spend[channel]))
        bought = np.round(expected * rng.lognormal(0.0, 0.05, len(WEEKS)))
        rate = market.ctr * rng.lognormal(0.0, 0.07, len(WEEKS))
        dark = np.isnan(spend[channel])
        clicks[channel] = np.where(dark, np.nan, bought)
        impressions[channel] = np.where(dark, np.nan, np.round(bought / rate))
    return Advertising(spend, impressions, clicks)


def clicks_expected(profile: BrandProfile, channel: str, spend: np.ndarray) -> np.ndarray:
    """Clicks that a weekly spend buys on average: each further click costs more than the last."""
    market = profile.paid[channel]
    return market.clicks * (spend / market.reference) ** market.saturation


def _weekly_spend(profile: BrandProfile, channel: str) -> np.ndarray:
    rng = random_stream(profile.id, channel, "spend")
    market = profile.paid[channel]
    drawn = rng.lognormal(-0.02, 0.2, len(WEEKS))
    dark = rng.random(len(WEEKS)) < _DARK_SHARE[channel]
    spend = np.empty(len(WEEKS))
    for index, monday in enumerate(WEEKS):
        days = DAYS[index * 7 : index * 7 + 7]
        planned = sum(_daily_budget(profile, channel, Month.of(day)) for day in days)
        if _PLANNED.get((profile.id, channel, Month.of(monday))):
            drawn[index], dark[index] = 1.09, False
        spend[index] = round(planned * drawn[index] * market.rate, 2)
    return np.where(dark, np.nan, spend)


def _daily_budget(profile: BrandProfile, channel: str, month: Month) -> float:
    inside = min(max(month, MONTHS[0]), MONTHS[-1].shifted(1))
    return budget(profile, channel, inside) / inside.period.days
