"""Findings on creators, as the rules of notebook 05 make them."""

from __future__ import annotations

import math
from datetime import date
from functools import cache

import pandas as pd

from kpi_helpers.catalogue.roles import Roles
from kpi_helpers.finding import Finding
from kpi_helpers.rules import authenticity, conversion, score, voices
from kpi_helpers.rules.roles import typed_creators

ROLES = Roles()


def _row(place: int) -> dict[str, object]:
    """One of forty invented accounts: every tenth a star, every fifth an expert."""
    star, expert, ambassador = place % 10 == 0, place % 5 == 1, place % 3 == 0
    followers = 300_000 + 70_000 * place if star else 900 * 1.12**place
    usual = 0.05 * (followers / 1000) ** -0.2 * (2.4 if expert else 1 + 0.3 * math.sin(place))
    engaged = 20 * followers * (0.003 if place == 30 else usual)
    clicks = 30 + 7 * place if ambassador else None
    return {
        "creator": f"id-{place}",
        "label": f"Profil {place:02d}K7" if place % 4 else f"Les carnets <b>{place}</b> de Zoé",
        "network": "tiktok" if place in (7, 8) else "instagram",
        "snapshot": date(2026, 10, 31),
        "age_days": 0,
        "stale": place == 4,
        "hidden": False,
        "followers": round(followers),
        "posts_90d": 20,
        "posts_theme_90d": 16 if expert else 4,
        "views_90d": round(20 * followers * 0.4),
        "reactions_90d": round(engaged * 0.85),
        "comments_90d": round(engaged * 0.1),
        "comments_generic_90d": round(engaged * (0.08 if place == 3 else 0.01)),
        "shares_90d": round(engaged * 0.05),
        "brand_interactions_90d": 9 if place % 2 else 1,
        "brand_mentions_180d": 8 if ambassador else 0,
        "mentions_positive_180d": 5 if ambassador else 0,
        "mentions_negative_180d": 0,
        "link_clicks_90d": 2 if place == 39 else clicks,
        "orders_90d": 1 if place == 39 else place % 9 if ambassador else None,
    }


@cache
def _typed() -> pd.DataFrame:
    frame = pd.DataFrame([_row(place) for place in range(40)])
    typed = typed_creators(frame, ROLES)
    return authenticity.checked_audience(typed, frame, ROLES)


def creator_roles() -> Finding:
    return voices.who_they_are(_typed(), ROLES)


def creator_engagement() -> Finding:
    return voices.engagement_by_role(_typed(), ROLES)


def creator_conversion() -> Finding:
    return conversion.conversion_of_creators(_typed(), ROLES)


def volume_and_quality() -> Finding:
    return voices.volume_and_quality(_typed(), ROLES)


def audience_signals() -> Finding:
    return authenticity.audience_signals(_typed(), ROLES)


def creator_score() -> Finding:
    return score.scored_creators(_typed(), ROLES)
