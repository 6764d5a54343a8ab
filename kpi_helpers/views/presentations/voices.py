"""How the findings on creators are shown."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Figure, Finding
from kpi_helpers.rules.score import PARTS
from kpi_helpers.views.charts.bars import change_bars
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.quadrant import quadrant
from kpi_helpers.views.charts.rates import rate_rows
from kpi_helpers.views.charts.role_strips import role_strips
from kpi_helpers.views.presentations.shape import Presentation, number_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

MOST_RANKED, MOST_GREY = 12, 4
"""Rows of the conversion chart; the table has them all."""
BASES = (
    *("engagement_rate_by_followers", "engagement_rate_by_views", "engagements_per_post"),
    *("applause", "conversation", "amplification"),
)
SHARES = ("conversion", "lo", "hi", "shrunk", "shrunk_lo", "shrunk_hi", "prior_mean")
RATES = {"engagement_rate_by_followers": "percent", "engagement_rate_by_views": "percent"}


def _roles(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    sized = table[table["followers"] > 0] if "followers" in table else table
    if sized.empty:
        return None
    rows = sized[["role", "followers", "borderline"]].to_dict("records")
    return role_strips(rows, words, f"{words.message('chart_about_roles')} {sentence}")


def _quadrant(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    sized = table[table["followers"] > 0]
    if not (sized["relative_engagement"] > 0).any():
        return None
    rows = [
        {
            "creator": row["creator"],
            "role": row["role"],
            "followers": float(row["followers"]),
            "relative": number_of(row["relative_engagement"]) or None,
            "middle": number_of(row["followers_middle"]),
            "sure": row["quality"] in ("above", "below"),
            "notable": int(row["notable"]),
        }
        for row in sized.to_dict("records")
    ]
    return quadrant(rows, words, f"{words.message('chart_about_quadrant')} {sentence}")


def _conversion(finding: Finding, words: Words, sentence: str) -> Spec | None:
    known = finding.table.dropna(subset=["conversion"])
    if known.empty:
        return None
    shrunk = known["shrunk"].notna().any()
    small = known["small"].astype(bool)
    drawn = pd.concat([known[~small].head(MOST_RANKED), known[small].head(MOST_GREY)])
    names = ("shrunk", "shrunk_lo", "shrunk_hi") if shrunk else ("conversion", "lo", "hi")
    rows = [_interval(row, names, words) for row in drawn.to_dict("records")]
    solid = [row for row in rows if not row["grey"]] or rows
    top = max(row["hi"] for row in solid)
    mean = number_of(known["prior_mean"].iloc[0])
    rate = words.message("chart_usual", {"rate": Figure(mean, "percent")})
    whole = None if mean is None else (mean, rate)
    about = f"{words.message('chart_about_conversion')} {sentence}"
    return rate_rows(rows, whole, about, (0.0, min(1.0, top * 1.05)))


def _score(finding: Finding, words: Words, sentence: str) -> Spec | None:
    """How often each of the first ones stays."""
    ranked = finding.table.dropna(subset=["ranking", "stays"])
    if ranked.empty:
        return None
    rows = []
    for row in ranked.head(MOST_RANKED).to_dict("records"):
        told = {"stays": Figure(row["stays"], "percent"), "rank": Figure(row["ranking"], "count")}
        text = words.message("chart_stays", told)
        rows.append({"label": row["creator"], "size": row["stays"], "text": text})
    return change_bars(rows, f"{words.message('chart_about_score')} {sentence}")


def _interval(row: dict[str, object], names: tuple[str, ...], words: Words) -> dict[str, object]:
    value, lo, hi = (float(row[name]) for name in names)
    told = {
        "rate": Figure(value, "percent"),
        "orders": Figure(float(row["orders_90d"]), "count"),
        "clicks": Figure(float(row["link_clicks_90d"]), "count"),
    }
    text = words.message("chart_orders_of_clicks", told)
    grey = bool(row["small"])
    return {
        "label": row["creator"], "value": value, "lo": lo, "hi": hi, "text": text, "grey": grey
    }  # fmt: skip


PRESENTATIONS: dict[str, Presentation] = {
    "creator_roles": Presentation(
        (
            *("creator", "network", "followers", "tier", "role", "confidence", "borderline"),
            *("evidence", "also", "decided_by", "decided_on", "snapshot", "reason"),
        ),
        _roles,
        units={"confidence": "percent"},
    ),
    "creator_engagement": Presentation(
        ("role", "accounts", "measured", "small", *BASES), units=RATES
    ),
    "creator_conversion": Presentation(
        (
            *("creator", "network", "role", "ranking", "link_clicks_90d", "orders_90d"),
            *("conversion", "lo", "hi", "shrunk", "shrunk_lo", "shrunk_hi", "small"),
            *("prior_mean", "prior_strength", "reason"),
        ),
        _conversion,
        units=dict.fromkeys(SHARES, "percent"),
    ),
    "volume_and_quality": Presentation(
        (
            *("creator", "network", "role", "followers", "posts_90d"),
            *("engagement_rate_by_followers", "usual_rate", "relative_engagement", "compared_with"),
            *("quality", "reason"),
        ),
        _quadrant,
        units=RATES | {"usual_rate": "percent", "relative_engagement": "ratio"},
    ),
    "audience_signals": Presentation(
        ("creator", "network", "role", "followers", "signals", "checks")
    ),
    "creator_score": Presentation(
        ("creator", "network", "role", "ranking", "score", *PARTS, "stays", "reason"),
        _score,
        units=dict.fromkeys((*PARTS, "score"), "ratio") | {"stays": "percent"},
    ),
}
