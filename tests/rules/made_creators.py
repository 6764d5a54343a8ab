"""A few creators in the shape in which a session hands them to rules."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_helpers.schema import CREATOR_METRICS

USUAL = {
    "followers": 8_000.0,
    "following": 500.0,
    "posts_90d": 20.0,
    "posts_theme_90d": 4.0,
    "views_90d": 60_000.0,
    "reactions_90d": 6_000.0,
    "comments_90d": 500.0,
    "shares_90d": 300.0,
    "comments_generic_90d": 50.0,
    "brand_interactions_90d": 0.0,
    "brand_mentions_180d": 0.0,
    "mentions_positive_180d": 0.0,
    "mentions_negative_180d": 0.0,
    "link_clicks_90d": None,
    "orders_90d": None,
}


def creator(name: str, network: str = "instagram", **figures: object) -> dict[str, object]:
    """One account; what is not said is usual."""
    row = {"creator": f"id-{name}", "label": name, "network": network}
    row |= {"snapshot": date(2026, 9, 30), "age_days": 0, "stale": False, "hidden": False}
    return row | USUAL | figures


def creators(*rows: dict[str, object]) -> pd.DataFrame:
    """A frame of accounts."""
    columns = [
        "creator",
        "label",
        "network",
        "snapshot",
        "age_days",
        "stale",
        "hidden",
        *CREATOR_METRICS,
    ]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.astype(dict.fromkeys(CREATOR_METRICS, "float64"))


def crowd(count: int, network: str = "instagram", **figures: object) -> list[dict[str, object]]:
    """Ordinary accounts around whom others are judged: their engagement differs a little."""
    around = [{"reactions_90d": 6_000.0 + 40 * (i - count // 2)} | figures for i in range(count)]
    return [creator(f"crowd {i}", network, **one) for i, one in enumerate(around)]
