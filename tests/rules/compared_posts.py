"""Posts made by hand, as the store tells them and as rules compare them."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.catalogue.thresholds import PostLimits

__all__ = ["LIMITS", "compared", "described", "history"]

LIMITS = PostLimits()
KEY = {"source": "s", "network": "instagram", "account": "a"}


def history(*seen):
    """Rows of ``post_history``: (post, day of publication, observed, {metric: value})."""
    rows = [
        KEY
        | {"entity": post, "metric": metric, "breakdown": "total", "funding": None, "value": value}
        | {"date_start": pd.Timestamp(day), "date_end": pd.Timestamp(day)}
        | {"observed_at": pd.Timestamp(observed)}
        | {key: more[key] for key in ("network", "breakdown", "funding") if key in more}
        for post, day, observed, values, *rest in seen
        for more in [rest[0] if rest else {}]
        for metric, value in values.items()
    ]
    return pd.DataFrame(rows)


def described(*posts):
    """Rows of ``post_descriptions``: (post, published, zone) and what differs."""
    usual = {"label": None, "content_type": "photo", "permalink": None, "content_id": None}
    rows = [
        KEY
        | usual
        | {"entity": post, "published_at": pd.Timestamp(published), "bucket_tz": zone}
        | (rest[0] if rest else {})
        for post, published, zone, *rest in posts
    ]
    return pd.DataFrame(rows)


def compared(*rows, **usual):
    """Rows of ``posts_at_age`` that can be compared, but for what is said."""
    made = []
    for place, row in enumerate(rows):
        full = {
            **{"source": "s", "network": "instagram", "account": "a", "entity": f"p{place}"},
            **{"day": pd.Timestamp("2026-09-10"), "label": f"Post {place}", "funding": None},
            **{"content_type": "photo", "permalink": "https://example.org/p", "hour": 9},
            **{"published": pd.Timestamp("2026-09-10 09:00"), "weekday": 4, "pillar": None},
            **{"basis": "settled", "age_days": 20.0, "reason": None, "ambiguous": False},
            **{"reach": 1000.0, "interactions": 50.0},
            **usual,
            **row,
        }
        full = {"post": full["entity"], "content": full["entity"]} | full
        made.append(full)
    posts = pd.DataFrame(made)
    return posts.assign(rate=posts["interactions"] / posts["reach"])
