"""Rule 5: a score of six parts, shown by its parts, and how far its order depends on the weights.

A score that turns over when a weight moves a little says more of the weights than of the creators.
So every weight is moved up and down by ``shift``, in all combinations, and the share of them in
which the same accounts stay on top is told.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.roles import Roles, ScoreRule
from kpi_helpers.finding import Caveat, Figure, Finding, Verdict
from kpi_helpers.rules.voices_reading import creator_caveats

__all__ = ["PARTS", "score_parts", "scored_creators"]

PARTS = ("reach", "resonance", "relevance", "relation", "result", "risk")
DECIMALS = 12  # scores that differ less are the same


def score_parts(checked: pd.DataFrame) -> pd.DataFrame:
    """The six parts of each account, from 0 to 1.

    Parameters
    ----------
    checked : DataFrame
        Of :func:`kpi_helpers.rules.authenticity.checked_audience`.

    Returns
    -------
    DataFrame
        ``reach`` (followers), ``resonance`` (engagement beside comparable accounts), ``relation``
        (interactions with the brand and good mentions less bad ones) and ``result`` (orders) as
        places among the accounts (0 the lowest, 1 the highest, ties in the middle);
        ``relevance`` as the share of posts on the brand's theme; ``risk`` as the share of checks
        that raised nothing. Null where a figure is missing: without a link, there is no result.
    """
    relation = (
        checked["brand_interactions_90d"]
        + checked["mentions_positive_180d"]
        - checked["mentions_negative_180d"]
    )
    signals = checked["signals"].map(len)
    checks = checked["checks"].where(checked["checks"] > 0)
    return pd.DataFrame(
        {
            "reach": _place(checked["followers"]),
            "resonance": _place(checked["relative_engagement"]),
            "relevance": checked["theme_share"],
            "relation": _place(relation),
            "result": _place(checked["orders_90d"]),
            "risk": 1 - signals / checks,
        },
        index=checked.index,
    )


def _place(values: pd.Series) -> pd.Series:
    """Place among the known values, 0 to 1; one alone, or all the same, stand in the middle."""
    known = values.notna().sum()
    if known < 2:
        return values.where(values.isna(), 0.5)
    return (values.rank(method="average") - 1) / (known - 1)


def scored_creators(checked: pd.DataFrame, roles: Roles) -> Finding:
    """Accounts by their score, each part beside it, and who stays when the weights move.

    Parameters
    ----------
    checked : DataFrame
        Of :func:`kpi_helpers.rules.authenticity.checked_audience`.
    roles : Roles

    Returns
    -------
    Finding
        ``creator_score``; one row an account: ``creator``, ``network``, ``role``, the six parts,
        ``score`` (null where a part is missing), ``ranking``, ``stays`` (share of the moved weights
        under which it is on the short list), ``reason``. The sentence tells the share under which
        the short list stays the same as a whole.
    """
    columns = ["creator", "network", "role", *PARTS, "score", "ranking", "stays", "reason"]
    caveats = creator_caveats(checked, roles)
    if checked.empty:
        empty = pd.DataFrame(columns=columns)
        return Finding("creator_score", empty, "creator_score_none", {}, caveats, Verdict.UNKNOWN)
    parts = score_parts(checked)
    whole = parts.notna().all(axis=1)
    table = checked.assign(creator=checked["label"], role=checked["role"].fillna("none"))
    table[list(PARTS)] = parts
    rule = roles.score
    weights = np.array([getattr(rule.weights, part) for part in PARTS])
    known = parts[whole].to_numpy(dtype="float64")
    table["score"] = pd.Series(_scores(known, weights), parts.index[whole])
    table["ranking"] = table["score"].round(DECIMALS).rank(ascending=False, method="min")
    stays, same = _stability(known, weights, rule)
    table["stays"] = pd.Series(stays, parts.index[whole])
    table["reason"] = pd.Series(np.where(whole, None, "part_missing"), table.index, dtype=object)
    table = table.sort_values(["ranking", "creator"], kind="stable", na_position="last")
    table = table[columns].reset_index(drop=True)
    return _told(table, same, rule, caveats)


def _scores(parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted mean of the parts, one a row."""
    return parts @ weights / weights.sum()


def _stability(parts: np.ndarray, weights: np.ndarray, rule: ScoreRule) -> tuple[np.ndarray, float]:
    """Share of the moved weights under which each account, and the whole short list, stays on it.

    Of accounts with the same score at the end of the list all are on it.
    """
    moved = np.array(list(product((1 - rule.shift, 1 + rule.shift), repeat=len(PARTS)))) * weights
    listed = np.array([_listed(_scores(parts, one), rule.top) for one in moved])
    usual = _listed(_scores(parts, weights), rule.top)
    return listed.mean(axis=0), float((listed == usual).all(axis=1).mean())


def _listed(scores: np.ndarray, top: int) -> np.ndarray:
    rounded = scores.round(DECIMALS)
    return rounded >= (np.sort(rounded)[-top] if len(scores) > top else -np.inf)


def _told(
    table: pd.DataFrame, same: float, rule: ScoreRule, caveats: tuple[Caveat, ...]
) -> Finding:
    ranked = int(table["ranking"].notna().sum())
    values: dict[str, object] = {"count": ranked, "missing": len(table) - ranked, "top": rule.top}
    if ranked <= rule.top:
        return Finding("creator_score", table, "creator_score_few", values, caveats)
    short = table[table["ranking"] <= rule.top]
    values |= {
        "names": short.loc[short["stays"] == 1, "creator"].tolist(),
        "shift": Figure(rule.shift, "percent"),
        "same": Figure(same, "percent"),
        "combinations": 2 ** len(PARTS),
    }
    message = "creator_score" if values["names"] else "creator_score_unstable"
    return Finding("creator_score", table, message, values, caveats)
