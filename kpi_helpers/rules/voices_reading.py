"""What every analysis of creators reads from their figures: size, engagement, comparable creators.

The frame of creators has one row a creator and network: ``creator``, ``label``, ``network``,
``snapshot`` (day), ``age_days``, ``stale``, ``hidden`` (names replaced) and the columns of
``schema.CREATOR_METRICS``. A figure that the sheet does not hold is null, and so is all that is
worked out from it.
"""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
from scipy import stats

from kpi_helpers.catalogue.roles import NetworkSizes, Roles, Tier
from kpi_helpers.finding import Caveat
from kpi_helpers.schema import CREATOR_METRICS

__all__ = ["creator_caveats", "engaged", "ratio"]

ENGAGEMENTS = ["reactions_90d", "comments_90d", "shares_90d"]


def engaged(creators: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Creators with their size and the rates of their audience, each rate by its own base.

    Parameters
    ----------
    creators : DataFrame
        As the module describes; ``schema.CREATOR_METRICS`` that are absent count as null.
    roles : Roles

    Returns
    -------
    DataFrame
        The same rows, with ``tier``, ``star_from``; ``engagements_90d``;
        ``engagement_rate_by_followers`` (of one post), ``engagement_rate_by_views`` (fractions);
        ``engagements_per_post``, ``applause``, ``conversation``, ``amplification`` (a post);
        ``theme_share``, ``conversion`` (fractions); ``peer_group`` (``tier``, ``network`` or
        null), ``compared_with`` (how many creators), ``usual_rate`` (what is usual among them),
        ``relative_engagement`` (multiple of it) and ``distance`` (robust deviations of its
        logarithm; null in a small group).
    """
    table = creators.reset_index(drop=True).copy()
    for name in CREATOR_METRICS:
        table[name] = table[name].astype("float64") if name in table else np.nan
    sizes = [roles.sizes_of(network) for network in table["network"]]
    pairs = zip(table["followers"], sizes, strict=True)
    table["tier"] = pd.Series([_tier(*pair) for pair in pairs], dtype=object)
    table["star_from"] = [float(size.star) for size in sizes]
    table["engagements_90d"] = table[ENGAGEMENTS].sum(axis=1, min_count=len(ENGAGEMENTS))
    posts = table["posts_90d"]
    table["engagements_per_post"] = ratio(table["engagements_90d"], posts)
    table["engagement_rate_by_followers"] = ratio(table["engagements_per_post"], table["followers"])
    table["engagement_rate_by_views"] = ratio(table["engagements_90d"], table["views_90d"])
    for name, count in zip(("applause", "conversation", "amplification"), ENGAGEMENTS, strict=True):
        table[name] = ratio(table[count], posts)
    table["theme_share"] = ratio(table["posts_theme_90d"], posts)
    table["conversion"] = ratio(table["orders_90d"], table["link_clicks_90d"])
    return _beside_peers(table, roles)


def ratio(counted: pd.Series, base: pd.Series) -> pd.Series:
    """One over the other; null where there is nothing to divide by."""
    return counted / base.where(base > 0)


def _tier(followers: float, sizes: NetworkSizes) -> str | None:
    """The largest tier that begins at or below; None without a count, or below the first."""
    if pd.isna(followers):
        return None
    begun = [tier for tier in get_args(Tier) if followers >= getattr(sizes, tier)]
    return begun[-1] if begun else None


def _beside_peers(table: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Engagement beside that of comparable creators.

    They are those of the same tier and network. Where these are too few, the network's own line of
    engagement over size stands for them (Theil and Sen: the median of the slopes between all pairs,
    on logarithms), because engagement falls with size.
    """
    rate, posts = table["engagement_rate_by_followers"], table["posts_90d"]
    logs = np.log(rate.where((rate > 0) & (posts >= roles.expert.posts)))
    table["peer_group"] = pd.Series([None] * len(table), dtype=object)
    for name in ("compared_with", "usual_rate", "relative_engagement", "distance"):
        table[name] = np.nan
    for _, part in table[logs.notna()].groupby("network"):
        known = logs[part.index]
        if len(part) >= roles.signals.min_band:
            sizes = np.log(part["followers"])
            usual = _usual_by_size(known, sizes)
            _set_beside(table, known, usual, "network", roles)
        for _, same in part.groupby("tier"):
            if len(same) >= roles.doubt.min_peers:
                usual = pd.Series(known[same.index].median(), same.index)
                _set_beside(table, known[same.index], usual, "tier", roles)
    silent = (rate == 0) & (posts >= roles.expert.posts)
    table.loc[silent, "relative_engagement"] = 0.0
    return table


def _usual_by_size(logs: pd.Series, sizes: pd.Series) -> pd.Series:
    """Logarithm of the engagement that is usual at each size."""
    slope = stats.theilslopes(logs, sizes).slope if sizes.nunique() > 1 else 0.0
    return slope * sizes + (logs - slope * sizes).median()


def _set_beside(
    table: pd.DataFrame, logs: pd.Series, usual: pd.Series, group: str, roles: Roles
) -> None:
    """Write what one group of comparable creators says of its members; the narrower one last."""
    apart = logs - usual
    table.loc[logs.index, "peer_group"] = group
    table.loc[logs.index, "compared_with"] = len(logs)
    table.loc[logs.index, "usual_rate"] = np.exp(usual)
    table.loc[logs.index, "relative_engagement"] = np.exp(apart)
    spread = _deviation(apart)
    if len(logs) >= roles.signals.min_band and spread > 0:
        table.loc[logs.index, "distance"] = apart / spread


def _deviation(values: pd.Series) -> float:
    """Median absolute deviation, scaled to a standard deviation of a normal spread."""
    return 1.4826 * float((values - values.median()).abs().median())


def creator_caveats(
    creators: pd.DataFrame, roles: Roles, sized: bool = False
) -> tuple[Caveat, ...]:
    """What must be kept in mind with any figure of these creators.

    Snapshots that are old; where followers are shown (`sized`), that hidden names make them coarse.
    """
    caveats: list[Caveat] = []
    old, hidden = (_flagged(creators, name) for name in ("stale", "hidden"))
    if old:
        values = {"count": old, "days": roles.doubt.stale_days}
        caveats.append(Caveat("creators_stale", values))
    if hidden and sized:
        caveats.append(Caveat("names_hidden"))
    return tuple(caveats)


def _flagged(creators: pd.DataFrame, name: str) -> int:
    return int(creators[name].eq(True).sum()) if name in creators else 0
