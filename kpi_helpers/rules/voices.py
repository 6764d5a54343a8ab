"""Rule 5: is the audience large, or does it care? Who the creators are, and how theirs engages."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
from scipy import stats

from kpi_helpers.catalogue.roles import Role, Roles
from kpi_helpers.finding import Caveat, Figure, Finding, Ref, Verdict
from kpi_helpers.rules.voices_reading import creator_caveats

__all__ = ["engagement_by_role", "volume_and_quality", "who_they_are"]

NO_ROLE = "none"
BASES = (
    "engagement_rate_by_followers",
    "engagement_rate_by_views",
    "engagements_per_post",
    "applause",
    "conversation",
    "amplification",
)
FEW = 3
"""Accounts of a role below which their middle one stands for nobody."""
NAMED = 3
SURE = float(stats.norm.ppf(0.975))


def who_they_are(
    typed: pd.DataFrame, roles: Roles, overrides: pd.DataFrame | None = None
) -> Finding:
    """Every creator with its size and role, what earned the role, and how sure it is.

    Parameters
    ----------
    typed : DataFrame
        Of :func:`kpi_helpers.rules.roles.typed_creators`.
    roles : Roles
    overrides : DataFrame, optional
        Roles given by hand; those for creators that are not here are told.

    Returns
    -------
    Finding
        ``creator_roles``; one row an account: ``creator``, ``network``, ``followers``, ``tier``,
        ``role`` (``none`` when none applies), ``confidence``, ``borderline``, ``decided_by``,
        ``decided_on``, ``also``, ``evidence``, ``snapshot``, ``reason``. By role in order of
        priority, then by size.
    """
    caveats = creator_caveats(typed, roles, sized=True)
    if typed.empty:
        return Finding("creator_roles", typed, "creator_roles_none", verdict=Verdict.UNKNOWN)
    table = _named(typed).assign(role=typed["role"].fillna(NO_ROLE))
    order = {role: place for place, role in enumerate((*roles.priority, NO_ROLE))}
    table = table.assign(place=table["role"].map(order))
    table = table.sort_values(["place", "followers"], ascending=[True, False], kind="stable")
    columns = ["creator", "network", "followers", "tier", "role", "confidence", "borderline"]
    columns += ["decided_by", "decided_on", "also", "evidence", "snapshot", "age_days", "reason"]
    counts = table["role"].value_counts()
    values = {role: int(counts.get(role, 0)) for role in (*get_args(Role), NO_ROLE)}
    values |= {"count": len(table), "borderline": int(table["borderline"].sum())}
    values["by_hand"] = int((table["decided_by"] == "override").sum())
    unknown = _unknown(typed, overrides)
    if unknown:
        caveats = (*caveats, Caveat("role_override_unknown", {"count": unknown}))
    return Finding(
        "creator_roles",
        table[columns].reset_index(drop=True),
        "creator_roles",
        values,
        (Caveat("roles_our_own", {}), *caveats),
    )


def _named(typed: pd.DataFrame) -> pd.DataFrame:
    """The rows with the creator's name where the id was: a reader knows no ids."""
    return typed.assign(creator=typed["label"])


def _unknown(typed: pd.DataFrame, overrides: pd.DataFrame | None) -> int:
    if overrides is None or overrides.empty:
        return 0
    pairs = set(zip(typed["creator"], typed["network"], strict=True))
    people = set(typed["creator"])
    return sum(
        line["creator"] not in people
        if pd.isna(line["network"])
        else (line["creator"], line["network"]) not in pairs
        for line in overrides.to_dict("records")
    )


def engagement_by_role(typed: pd.DataFrame, roles: Roles) -> Finding:
    """How the audience of each role engages, by several bases side by side.

    Parameters
    ----------
    typed : DataFrame
        Of :func:`kpi_helpers.rules.roles.typed_creators`.
    roles : Roles

    Returns
    -------
    Finding
        ``creator_engagement``; one row a role with accounts: ``role``, ``accounts``, ``small`` (too
        few), and the median account's ``engagement_rate_by_followers`` (of a post),
        ``engagement_rate_by_views``, ``engagements_per_post``, ``applause`` (reactions a post),
        ``conversation`` (comments a post), ``amplification`` (shares a post). The sentence names
        the role that engages most by each of the two rates, among roles with enough accounts.
    """
    table = _medians(typed, roles)
    caveats = creator_caveats(typed, roles)
    judged = table[~table["small"].astype(bool)]
    ranked = judged.dropna(subset=["engagement_rate_by_followers", "engagement_rate_by_views"])
    if len(ranked) < 2:
        return Finding("creator_engagement", table, "creator_engagement_few", {}, caveats)
    tops = {base: ranked.loc[ranked[base].idxmax()] for base in BASES[:2]}
    values: dict[str, object] = {}
    for side, (base, top) in zip(("followers", "views"), tops.items(), strict=True):
        values[side] = Ref("role", str(top["role"]))
        values[f"{side}_rate"] = Figure(float(top[base]), "percent")
    same = values["followers"] == values["views"]
    message = "creator_engagement_same" if same else "creator_engagement"
    return Finding("creator_engagement", table, message, values, caveats)


def _medians(typed: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    named = typed["role"].fillna(NO_ROLE) if len(typed) else pd.Series(dtype=object)
    rows = []
    for role in (*roles.priority, NO_ROLE):
        part = typed[named == role]
        measured = int(part["engagement_rate_by_followers"].notna().sum()) if len(part) else 0
        if len(part):
            row: dict[str, object] = {"role": role, "accounts": len(part)}
            row |= {"measured": measured, "small": measured < FEW}
            rows.append(row | {base: _middle(part[base]) for base in BASES})
    columns = ["role", "accounts", "measured", "small", *BASES]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(BASES, "float64"))


def _middle(values: pd.Series) -> float:
    known = values.dropna()
    return float(known.median()) if len(known) else np.nan


def volume_and_quality(typed: pd.DataFrame, roles: Roles) -> Finding:
    """Size of each audience beside how much it engages for its size.

    An account is called more or less engaging than comparable ones only beyond what its number of
    posts makes chance: 95 % of a normal spread on the logarithm, as
    :class:`kpi_helpers.catalogue.roles.DoubtLimits` states it.

    Parameters
    ----------
    typed : DataFrame
        Of :func:`kpi_helpers.rules.roles.typed_creators`.
    roles : Roles

    Returns
    -------
    Finding
        ``volume_and_quality``; one row an account: ``creator``, ``network``, ``role``,
        ``followers``, ``followers_middle`` (median of the accounts judged), ``large``,
        ``posts_90d``, ``engagement_rate_by_followers``, ``usual_rate``, ``relative_engagement``,
        ``compared_with``, ``quality`` (``above``, ``usual``, ``below`` or null), ``notable``
        (0 when not labelled), ``reason`` when it cannot be judged.
    """
    table = _judged(typed, roles)
    caveats = (*creator_caveats(typed, roles, sized=True), *_grey(table))
    judged = table.dropna(subset=["quality"])
    if judged.empty:
        message = "volume_and_quality_none"
        return Finding("volume_and_quality", table, message, {}, caveats, Verdict.UNKNOWN)
    large = judged["large"].astype(bool)
    above, below = judged["quality"] == "above", judged["quality"] == "below"
    best = judged[above & ~large].sort_values("relative_engagement", ascending=False)
    values = {
        "count": len(judged),
        "both": int((large & above).sum()),
        "caring": int((~large & above).sum()),
        "quiet": int((large & below).sum()),
        "names": best["creator"].head(NAMED).tolist(),
    }
    message = "volume_and_quality" if len(best) else "volume_and_quality_no_small"
    return Finding("volume_and_quality", table, message, values, caveats)


def _judged(typed: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    columns = ["creator", "network", "role", "followers", "followers_middle", "large", "posts_90d"]
    columns += ["engagement_rate_by_followers", "usual_rate", "relative_engagement"]
    columns += ["compared_with", "quality", "notable", "reason"]
    if typed.empty:
        return pd.DataFrame(columns=columns)
    table = _named(typed).assign(role=typed["role"].fillna(NO_ROLE))
    relative, posts = table["relative_engagement"], table["posts_90d"]
    known = relative.notna() & (table["followers"] > 0)
    noise = roles.doubt.post_spread / np.sqrt(posts.where(known))
    with np.errstate(divide="ignore"):
        apart = np.log(relative.where(known)) / noise
    quality = np.select([apart > SURE, apart < -SURE], ["above", "below"], "usual")
    table["quality"] = pd.Series(quality, table.index, dtype=object).where(known, None)
    middle = _middle(table.loc[known, "followers"])
    table["followers_middle"] = middle
    table["large"] = (table["followers"] > middle).where(table["followers"].notna()).astype(object)
    far = apart.abs().where(table["quality"].isin(["above", "below"]))
    table["notable"] = far.rank(ascending=False, method="first").fillna(0).astype(int)
    few = posts.isna() | (posts < roles.expert.posts)
    reason = np.where(few, "too_few_posts", "too_few_peers")
    table["reason"] = pd.Series(reason, table.index, dtype=object).mask(known, None)
    return table.sort_values("followers", ascending=False, kind="stable")[columns].reset_index(
        drop=True
    )


def _grey(table: pd.DataFrame) -> tuple[Caveat, ...]:
    count = int(table["reason"].notna().sum())
    return (Caveat("accounts_not_judged", {"count": count}),) if count else ()
