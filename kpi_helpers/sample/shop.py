"""The brand's own figures: orders by day and region, and the month of customer service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi_helpers.periods import Month
from kpi_helpers.sample.profile import BrandProfile
from kpi_helpers.sample.spans import DAYS, day_index, month_days, random_stream

__all__ = ["SERVICE_METRICS", "Sales", "sales", "service"]

SERVICE_METRICS = (
    "cases",
    "cases_answered",
    "replies_24h",
    "csat_answers",
    "csat_satisfied",
    "nps_answers",
    "nps_promoters",
    "nps_detractors",
    "mentions",
    "mentions_positive",
    "mentions_negative",
    "ugc_posts",
    "referral_orders",
)
"""Columns of the monthly sheet, in its order."""

_TROUBLE = {("maison_alba", Month(2026, 10)): 1.0}
"""Months in which something broke for customers: the new payment page."""


@dataclass(frozen=True)
class Sales:
    """Daily arrays over ``DAYS``, by region."""

    orders: Mapping[str, np.ndarray]
    revenue: Mapping[str, np.ndarray]  # to the cent
    new_customers: Mapping[str, np.ndarray]

    @property
    def all_orders(self) -> np.ndarray:
        """Orders of all regions."""
        return sum(self.orders.values())


def sales(profile: BrandProfile, expected_orders: np.ndarray, basket: np.ndarray) -> Sales:
    """Orders that took place; `basket` is the mean value of an order on each day."""
    noise = np.exp(random_stream(profile.id, "orders").normal(0.0, 0.05, len(DAYS)))
    orders, revenue, new = {}, {}, {}
    for region, share in profile.regions.items():
        rng = random_stream(profile.id, region, "sales")
        placed = rng.poisson(expected_orders * noise * share).astype(float)
        spread = 0.25 / np.sqrt(np.maximum(placed, 1.0))
        orders[region] = placed
        mean = basket * np.maximum(1 + rng.normal(0.0, 1.0, len(DAYS)) * spread, 0.3)
        revenue[region] = np.round(placed * mean, 2)
        new[region] = rng.binomial(placed.astype(int), 0.57).astype(float)
    return Sales(orders, revenue, new)


def service(profile: BrandProfile, month: Month, orders: np.ndarray) -> dict[str, int]:
    """Customer service, survey and listening figures of one month."""
    rng = random_stream(profile.id, str(month), "service")
    trouble = _TROUBLE.get((profile.id, month), 0.0)
    placed = float(orders[month_days(month)].sum())
    age = day_index(month.period.start) / 30.4
    cases = int(rng.poisson(placed * 0.105 * (1 + 0.75 * trouble)))
    answered = int(rng.binomial(cases, 0.965 - 0.05 * trouble))
    fast = int(rng.binomial(answered, min(0.80 + 0.003 * age, 0.88) - 0.14 * trouble))
    rated = int(rng.binomial(answered, 0.31))
    surveyed = int(rng.binomial(int(placed), 0.085))
    promoters = int(rng.binomial(surveyed, 0.52 - 0.11 * trouble))
    detractors = int(rng.binomial(surveyed - promoters, 0.28 + 0.14 * trouble))
    mentions = int(rng.poisson(210 * (1 + 0.012 * age) * (1 + 0.35 * trouble)))
    positive = int(rng.binomial(mentions, 0.46 - 0.12 * trouble))
    negative = int(rng.binomial(mentions - positive, 0.22 + 0.20 * trouble))
    figures = (
        cases, answered, fast, rated, int(rng.binomial(rated, 0.87 - 0.12 * trouble)),
        surveyed, promoters, detractors, mentions, positive, negative,
        int(rng.poisson(34 * (1 + 0.015 * age))), int(rng.binomial(int(placed), 0.042)),
    )  # fmt: skip
    return dict(zip(SERVICE_METRICS, figures, strict=True))
