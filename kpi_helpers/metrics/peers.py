"""Figures that anyone can count on a public account, for the brand and its competitors alike.

Each is worked out of the counts of one account and month, so that both sides rest on one basis.
"""

from __future__ import annotations

import pandas as pd

__all__ = ["PUBLIC_FIGURES", "public_figures"]

PUBLIC_FIGURES = {
    "public_followers": ("count", "followers", "at_month_end"),
    "public_follower_growth": ("percent", "follower_growth", "on_month_before"),
    "public_posts_per_week": ("ratio", "posts_per_week", "per_account"),
    "public_engagement_per_post_by_followers": (
        "percent",
        "engagement_rate",
        "per_post_by_followers",
    ),
    "public_engagement_per_follower": ("percent", "engagements_per_follower", "by_followers"),
}
"""Name to unit, metric and basis; the last two as published references name them."""

ENGAGEMENTS = ["reactions", "comments", "shares"]


def public_figures(counts: pd.DataFrame) -> pd.DataFrame:
    """The figures of each account and month that its public counts give.

    Parameters
    ----------
    counts : DataFrame
        One row an account and month: ``month`` (``YYYY-MM``), ``competitor``, ``own`` (bool),
        ``network``, ``followers`` (at the month's end), ``posts``, ``reactions``, ``comments``,
        ``shares``. Null where a count is not known.

    Returns
    -------
    DataFrame
        One row an account, month and figure: ``month``, ``competitor``, ``own``, ``network``,
        ``figure`` (of :data:`PUBLIC_FIGURES`), ``value``, ``unit``, ``numerator``,
        ``denominator``, ``followers``, ``reason`` (name of a message where ``value`` is null).

    Notes
    -----
    The engagement of a post by followers is the mean over the posts of a month of their
    engagements over the followers at its end, which is ``engagements / posts / followers``.
    """
    counts = counts.sort_values(["network", "competitor", "month"]).reset_index(drop=True)
    engagements = counts[ENGAGEMENTS].sum(axis=1, min_count=len(ENGAGEMENTS))
    days = pd.PeriodIndex(counts["month"], freq="M").days_in_month
    before = _month_before(counts)
    parts = {
        "public_followers": (counts["followers"], pd.Series(1.0, index=counts.index)),
        "public_follower_growth": (counts["followers"] - before, before),
        "public_posts_per_week": (counts["posts"], pd.Series(days / 7, index=counts.index)),
        "public_engagement_per_post_by_followers": (
            engagements,
            counts["posts"] * counts["followers"],
        ),
        "public_engagement_per_follower": (engagements, counts["followers"]),
    }
    heads = counts[["month", "competitor", "own", "network", "followers"]]
    frames = [
        _figure(heads, figure, numerator.astype("float64"), denominator.astype("float64"))
        for figure, (numerator, denominator) in parts.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _month_before(counts: pd.DataFrame) -> pd.Series:
    """Followers of the same account a month earlier; null where that month is not at hand."""
    shifted = counts.assign(month=(pd.PeriodIndex(counts["month"], freq="M") + 1).astype(str))
    known = shifted.set_index(["network", "competitor", "month"])["followers"]
    keys = pd.MultiIndex.from_frame(counts[["network", "competitor", "month"]])
    return pd.Series(known.reindex(keys).to_numpy(), index=counts.index)


def _figure(
    heads: pd.DataFrame, figure: str, numerator: pd.Series, denominator: pd.Series
) -> pd.DataFrame:
    unknown = numerator.isna() | denominator.isna()
    zero = ~unknown & (denominator == 0)
    reason = pd.Series(None, index=heads.index, dtype=object)
    reason[unknown] = "count_missing"
    reason[zero] = "zero_denominator"
    return heads.assign(
        figure=figure,
        value=numerator / denominator.where(denominator != 0),
        unit=PUBLIC_FIGURES[figure][0],
        numerator=numerator,
        denominator=denominator,
        reason=reason,
    )
