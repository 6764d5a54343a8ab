"""Public figures of accounts, worked by hand from their counts."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kpi_helpers.metrics.peers import public_figures


def counts(*rows: dict[str, object]) -> pd.DataFrame:
    """Counts of one account, each row changed where it says so."""
    usual = {
        "month": "2026-09",
        "competitor": "Alba",
        "own": True,
        "network": "instagram",
        "followers": 10_000.0,
        "posts": 20.0,
        "reactions": 900.0,
        "comments": 80.0,
        "shares": 20.0,
    }
    return pd.DataFrame([usual | row for row in rows])


def value(figures: pd.DataFrame, figure: str, month: str = "2026-09") -> float:
    """The figure of the month."""
    chosen = figures[(figures["figure"] == f"public_{figure}") & (figures["month"] == month)]
    assert len(chosen) == 1
    return float(chosen["value"].iloc[0])


def reason(figures: pd.DataFrame, figure: str) -> object:
    """Why the figure has no value."""
    return figures.loc[figures["figure"] == f"public_{figure}", "reason"].iloc[0]


def test_engagement_of_a_post_is_engagements_over_posts_over_followers():
    figures = public_figures(counts({}))

    assert value(figures, "engagement_per_post_by_followers") == pytest.approx(1000 / 20 / 10_000)
    assert value(figures, "engagement_per_follower") == pytest.approx(0.1)


def test_posts_a_week_take_the_days_of_the_month():
    figures = public_figures(counts({"month": "2024-02", "posts": 29.0}, {"posts": 30.0}))

    assert value(figures, "posts_per_week", "2024-02") == pytest.approx(7)
    assert value(figures, "posts_per_week") == pytest.approx(7)


def test_growth_needs_the_very_month_before():
    grown = public_figures(counts({"month": "2026-08", "followers": 8_000.0}, {}))
    gap = public_figures(counts({"month": "2026-07", "followers": 8_000.0}, {}))

    assert value(grown, "follower_growth") == pytest.approx(0.25)
    assert math.isnan(value(gap, "follower_growth"))


def test_a_missing_count_is_never_taken_for_zero():
    figures = public_figures(counts({"comments": math.nan}))

    assert math.isnan(value(figures, "engagement_per_follower"))
    assert reason(figures, "engagement_per_follower") == "count_missing"
    assert value(figures, "posts_per_week") > 0


def test_an_account_without_posts_has_no_engagement_of_a_post():
    figures = public_figures(counts({"posts": 0.0}))

    assert math.isnan(value(figures, "engagement_per_post_by_followers"))
    assert reason(figures, "engagement_per_post_by_followers") == "zero_denominator"


def test_the_order_of_rows_changes_nothing():
    rows = counts({"month": "2026-08"}, {}, {"competitor": "Brume", "own": False})
    order = ["figure", "month", "competitor"]

    straight = public_figures(rows).sort_values(order, ignore_index=True)
    turned = public_figures(rows[::-1]).sort_values(order, ignore_index=True)

    pd.testing.assert_frame_equal(straight, turned)
