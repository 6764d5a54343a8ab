"""Rule 5: each post at the one age at which posts can be compared.

Counters of a post run since its publication. A post of three days beside one of three weeks says
how old they are, not how good. Every post is therefore taken at one common age, or, where the
exports give no such moment, once it has settled; the two are never mixed.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

__all__ = ["INTERACTIONS", "posts_at_age"]

INTERACTIONS = ("reactions", "comments", "shares", "saves")
"""Interactions, as in the KPI ``engagements``: each where its network counts it."""

KEY = ["source", "network", "account", "entity"]


class _Limits(Protocol):
    equal_age_days: float
    equal_age_tolerance_days: float
    equal_age_share: float
    settle_age_days: float


def posts_at_age(
    history: pd.DataFrame, described: pd.DataFrame, timezone: str, limits: _Limits
) -> pd.DataFrame:
    """Each post with its counters at the age at which all of them are compared.

    Parameters
    ----------
    history : DataFrame
        ``store.post_history``: one row a post, metric, breakdown cell and time of observation.
    described : DataFrame
        ``store.post_descriptions``: one row a post.
    timezone : str
        Of the brand, in which weekday and hour are told.
    limits : PostLimits

    Returns
    -------
    DataFrame
        One row a publication, oldest first: `KEY` (``entity`` also as ``post``), ``day`` (as the
        platform states it), ``label``, ``content_type``, ``permalink``, ``content`` (what two
        publications of the same content share), ``published`` (in the brand's zone, null when not
        known), ``weekday`` (1 Monday to 7), ``hour``, ``funding`` (null when not told), ``basis``
        (``equal_age`` or ``settled``), ``age_days``, ``reach``, ``interactions``, ``rate``
        (fraction) and ``reason`` (null when it can be compared).
    """
    if history.empty:
        return pd.DataFrame(columns=[*KEY, *_COLUMNS])
    history, described = _named(history), _named(described)
    days = history.sort_values("observed_at").groupby(KEY)[["date_start", "date_end"]].last()
    posts = days.reset_index().merge(described, on=KEY, how="left")
    posts["published_utc"] = _in_utc(posts)
    moments = history[[*KEY, "observed_at"]].drop_duplicates().merge(posts, on=KEY)
    moments["age_days"] = _ages(moments)
    basis, chosen = _at_one_age(moments, limits)
    posts = posts.merge(chosen[[*KEY, "observed_at", "age_days", "reason"]], on=KEY, how="left")
    posts = posts.merge(_counters(history), on=[*KEY, "observed_at"], how="left")
    posts = posts.merge(_funding(history), on=KEY, how="left")
    posts["basis"] = basis
    return _completed(posts, timezone)


_COLUMNS = [
    *("post", "day", "label", "content_type", "permalink", "content", "published", "weekday"),
    *("hour", "funding", "basis", "age_days", "reach", "interactions", "rate", "reason"),
]


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose missing network or account is an empty name, so that they group and join."""
    return rows.assign(**{key: rows[key].fillna("") for key in KEY})


def _in_utc(posts: pd.DataFrame) -> pd.Series:
    """Time of publication in UTC, without zone; the earlier one of an hour that came twice."""
    result = pd.Series(pd.NaT, index=posts.index, dtype="datetime64[us]")
    for zone, rows in posts.groupby("bucket_tz", dropna=True):
        known = pd.to_datetime(rows["published_at"]).dt.tz_localize(
            str(zone), ambiguous=[True] * len(rows), nonexistent="shift_forward"
        )
        result.loc[rows.index] = known.dt.tz_convert("UTC").dt.tz_localize(None)
    return result


def _ages(moments: pd.DataFrame) -> pd.Series:
    """Days since publication; of a post of which only a month is known, those that are certain."""
    ends = pd.to_datetime(moments["date_end"]) + pd.Timedelta(days=1)
    since = moments["published_utc"].fillna(ends)
    return (pd.to_datetime(moments["observed_at"]) - since).dt.total_seconds() / 86_400


def _at_one_age(moments: pd.DataFrame, limits: _Limits) -> tuple[str, pd.DataFrame]:
    """The basis of comparison, and for each post the observation that it gives, or why none.

    The common age holds where enough of the posts that have reached it were seen near it.
    """
    last = moments.loc[moments.groupby(KEY)["observed_at"].idxmax()].copy()
    away = (moments["age_days"] - limits.equal_age_days).abs()
    near = moments[away <= limits.equal_age_tolerance_days]
    near = near.loc[away[near.index].groupby([near[key] for key in KEY]).idxmin()]
    old = last["age_days"] >= limits.equal_age_days - limits.equal_age_tolerance_days
    last["reason"] = None
    if old.any() and len(near) >= limits.equal_age_share * old.sum():
        others = last.merge(near[KEY], on=KEY, how="left", indicator=True)["_merge"] == "left_only"
        left = last[others.to_numpy()].copy()
        young = left["age_days"] < limits.equal_age_days
        left["reason"] = young.map({True: "post_too_young", False: "post_not_seen_at_age"})
        return "equal_age", pd.concat([near.assign(reason=None), left])
    last.loc[last["age_days"] < limits.settle_age_days, "reason"] = "post_too_young"
    return "settled", last


def _counters(history: pd.DataFrame) -> pd.DataFrame:
    """Reach and interactions of each post and moment, from totals that are not split.

    Interactions are null where a count that the network gives for its other posts is missing.
    """
    totals = history[history["breakdown"] == "total"]
    by_metric = totals.groupby([*KEY, "observed_at", "metric"])["value"].sum()
    wide = by_metric.unstack("metric").reindex(columns=["reach", *INTERACTIONS])
    parts = wide[list(INTERACTIONS)]
    given = parts.notna().groupby(level=["source", "network"]).transform("any")
    wide["interactions"] = parts.sum(axis=1).where((parts.notna() | ~given).all(axis=1))
    wide.loc[~given.any(axis=1), "interactions"] = float("nan")
    return wide[["reach", "interactions"]].reset_index()


def _funding(history: pd.DataFrame) -> pd.DataFrame:
    """Whether each post was boosted or paid for, as far as its source tells."""
    told = history[history["funding"].notna()]
    seen = told[told["value"] > 0].groupby(KEY)["funding"].agg(set)
    every = told.groupby(KEY)["funding"].agg(set)
    kinds = [
        next((kind for kind in ("paid", "boosted") if kind in seen.get(key, set())), "organic")
        for key in every.index
    ]
    return pd.DataFrame({"funding": kinds}, index=every.index).reset_index()


def _completed(posts: pd.DataFrame, timezone: str) -> pd.DataFrame:
    local = posts["published_utc"].dt.tz_localize("UTC").dt.tz_convert(timezone)
    posts["published"] = local.dt.tz_localize(None)
    posts["weekday"], posts["hour"] = local.dt.dayofweek + 1, local.dt.hour
    posts["post"], posts["day"] = posts["entity"], pd.to_datetime(posts["date_start"])
    posts["content"] = _contents(posts)
    compared = posts["reason"].isna()
    for column, reason in (("interactions", "values_missing"), ("reach", "reach_missing")):
        posts.loc[compared & posts[column].isna(), "reason"] = reason
    posts.loc[compared & (posts["reach"] == 0), "reason"] = "zero_denominator"
    posts["rate"] = (posts["interactions"] / posts["reach"].where(posts["reach"] > 0)).where(
        posts["reason"].isna()
    )
    posts[["network", "account"]] = posts[["network", "account"]].replace("", None)
    kept = posts[[*KEY, *_COLUMNS]].sort_values(["day", "published", "entity"], kind="stable")
    return kept.reset_index(drop=True)


SAME_CAPTION = 24  # letters of a caption from which two networks hardly share one by chance
SAME_HOURS = 48  # between two publications of one content


def _contents(posts: pd.DataFrame) -> pd.Series:
    """An id that publications of the same content share: as told, else by caption and time.

    Without an id, the same caption on another network within two days is the same content.
    """
    own = posts["network"] + ":" + posts["entity"].astype(str)
    contents = posts["content_id"].fillna(own)
    text = posts["label"].fillna("").str.casefold().str.split().str.join(" ")
    open_ = posts[posts["content_id"].isna() & (text.str.len() >= SAME_CAPTION)]
    for _, same in open_.groupby(text[open_.index]):
        if same["network"].nunique() < 2:
            continue
        ordered = same.sort_values("published_utc")
        gap = ordered["published_utc"].diff() <= pd.Timedelta(hours=SAME_HOURS)
        other = ordered["network"] != ordered["network"].shift()
        first = (~(gap & other)).cumsum()
        contents.loc[ordered.index] = contents[ordered.index].groupby(first).transform("first")
    return contents
