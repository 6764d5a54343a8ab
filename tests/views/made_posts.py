"""Findings on posts, as the rules make them of a feed of posts made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import PostLimits
from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month
from kpi_helpers.rules import posts
from kpi_helpers.rules import slots as slot_rules

LIMITS = PostLimits()


def _feed() -> pd.DataFrame:
    """A year of posts on two networks; reels and evenings reach more, themes do nothing."""
    count, rng = 300, np.random.default_rng(5)
    published = pd.Timestamp("2025-10-01 00:30") + pd.to_timedelta(np.arange(count) * 1.31, "D")
    network = rng.choice(["facebook", "instagram"], count)
    kind = rng.choice(["photo", "reel", "link", "carousel"], count, p=[0.4, 0.35, 0.22, 0.03])
    hour = rng.choice([9, 12, 14, 18, 19], count)
    pull = 0.5 * (kind == "reel") - 0.4 * (kind == "link") + 0.3 * (hour >= 18)
    reach = np.exp(9 + pull + 0.3 * rng.standard_normal(count)).round()
    feed = pd.DataFrame(
        {
            "network": network,
            "content_type": kind,
            "published": published,
            "day": published.normalize(),
            "weekday": published.dayofweek + 1,
            "hour": hour,
            "reach": reach,
            "interactions": (reach * 0.04 * np.exp(0.2 * rng.standard_normal(count))).round(),
        }
    )
    feed["rate"] = feed["interactions"] / feed["reach"]
    feed["post"] = feed["content"] = [f"p{place}" for place in range(count)]
    feed["label"] = [f"La brume </script> d’oreiller ✨ {p}" for p in feed["post"]]
    feed["permalink"] = "https://www.instagram.com/p/" + feed["post"]
    feed["funding"], feed["basis"], feed["age_days"] = None, "settled", 20.0
    feed["pillar"] = np.where(np.arange(count) % 5 == 0, None, "backstage")
    feed["ambiguous"] = np.arange(count) % 7 == 0
    feed["reason"] = None
    feed.loc[feed.index[-8:], ["reason", "rate", "age_days"]] = ["post_too_young", None, 5.0]
    return feed


FEED = _feed()


def best_and_weakest_posts() -> Finding:
    return posts.best_and_weakest(FEED, Month(2026, 10), LIMITS)


def formats_and_pillars() -> Finding:
    return slot_rules.formats_and_pillars(FEED, LIMITS)


def slots() -> Finding:
    return slot_rules.slots(FEED, LIMITS)
