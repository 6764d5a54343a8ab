"""Rule 5: who speaks of the brand, typed by open rules, with the evidence and how sure it is.

Each role is one or more alternatives, each a list of criteria: a figure and the limit it must
reach (:class:`kpi_helpers.catalogue.roles.Roles`). The label is decided by the figures alone. How
sure it is comes from how far they lie from their limits and how much data they are:

- a count over a window is Poisson; with Jeffreys' prior the rate behind it is
  Gamma(count + 1/2, 1), and the criterion's odds are those that this rate reaches the limit;
- a share of counts has Jeffreys' Beta(counted + 1/2, rest + 1/2);
- followers and engagement are normal on a logarithmic scale, with the usual spreads that
  ``roles.yaml`` states (engagement: that of one post over the root of the number of posts).

An alternative has the product of its criteria's odds, a role those of its best alternative. Role by
priority, with odds p1, p2, ..., the label k is right with pk (1 - p1) ... (1 - p(k-1)), and none
applies with (1 - p1)(1 - p2) ...: these add up to one. Criteria are taken as independent, which is
an approximation. (Jeffreys' intervals: Brown, Cai and DasGupta, Statistical Science, 2001.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from kpi_helpers.catalogue.roles import Role, Roles
from kpi_helpers.rules.voices_reading import engaged

__all__ = ["typed_creators"]

NO_ROLE = "none"


@dataclass(frozen=True)
class _Criterion:
    """One figure beside its limit; `holds` and `odds` are None where it is not measured."""

    name: str
    value: float
    limit: float
    unit: str
    holds: bool | None
    odds: float | None

    @property
    def evidence(self) -> dict[str, Any]:
        value = None if pd.isna(self.value) else float(self.value)
        return {
            "criterion": self.name,
            "value": value,
            "limit": float(self.limit),
            "unit": self.unit,
            "holds": self.holds,
        }


def typed_creators(
    creators: pd.DataFrame, roles: Roles, overrides: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Each creator with the role that its figures give it, or that somebody gave it by hand.

    Parameters
    ----------
    creators : DataFrame
        One row a creator and network, see :mod:`kpi_helpers.rules.voices_reading`.
    roles : Roles
    overrides : DataFrame, optional
        ``creator``, ``network`` (null: all), ``role`` (or ``none``), ``since``; only those that
        count by now. Of several for one creator the newest wins.

    Returns
    -------
    DataFrame
        Columns of :func:`kpi_helpers.rules.voices_reading.engaged`, and ``role`` (null when none
        applies), ``rule_role`` (without overrides), ``decided_by`` (``rule`` or ``override``),
        ``decided_on`` (since when, of an override), ``confidence`` (0-1; null for an override, and
        where a figure that a higher role needs is missing), ``borderline``, ``also`` (other roles
        whose criteria hold), ``evidence`` (list of criterion, value, limit, unit, holds) and
        ``reason`` when figures are missing.
    """
    table = engaged(creators, roles)
    rows = [_typed(row, roles) for row in table.to_dict("records")]
    names = ("rule_role", "confidence", "also", "evidence", "reason")
    for name in names:
        table[name] = pd.Series([row[name] for row in rows], dtype=object)
    table["confidence"] = table["confidence"].astype("float64")
    table["role"], table["decided_by"] = table["rule_role"], "rule"
    table["decided_on"] = pd.Series([None] * len(table), dtype=object)
    table = _overruled(table, overrides)
    table["borderline"] = (table["confidence"] < roles.doubt.borderline).astype(bool)
    return table


def _typed(row: Mapping[str, Any], roles: Roles) -> dict[str, Any]:
    found = {role: _best(list(_alternatives(role, row, roles))) for role in roles.priority}
    holding = [role for role, (criteria, _) in found.items() if _all_hold(criteria)]
    label = holding[0] if holding else None
    confidence: float | None = 1.0
    doubtful = False
    for role in roles.priority:
        odds = found[role][1]
        if odds is None:
            confidence, doubtful = None, True
        elif confidence is not None:
            confidence *= odds if role == label else 1 - odds
        if role == label:
            break
    shown = [label] if label else list(roles.priority)
    reason = "role_figures_missing" if doubtful else None
    return {
        "rule_role": label,
        "confidence": confidence,
        "also": [role for role in holding if role != label],
        "evidence": [c.evidence for role in shown for c in found[role][0]],
        "reason": reason,
    }


def _alternatives(role: Role, row: Mapping[str, Any], roles: Roles) -> Iterator[list[_Criterion]]:
    """The lists of criteria of which one must hold as a whole."""
    if role == "star":
        spread = roles.doubt.followers_spread
        yield [_sized("followers", row["followers"], row["star_from"], "count", spread)]
    elif role == "fan":
        wanted = roles.fan.interactions
        yield [_count("interactions", row["brand_interactions_90d"], wanted), _goodwill(row, True)]
    elif role == "ambassador":
        rule = roles.ambassador
        yield [_count("mentions", row["brand_mentions_180d"], rule.mentions), _goodwill(row)]
        if not pd.isna(row["orders_90d"]):  # without a link, this way in is closed
            yield [_count("orders", row["orders_90d"], rule.orders)]
    else:
        yield _expertise(row, roles)


def _expertise(row: Mapping[str, Any], roles: Roles) -> list[_Criterion]:
    rule, posts, theme = roles.expert, row["posts_90d"], row["posts_theme_90d"]
    share = _share("theme_share", theme, posts - theme, rule.theme_share)
    if posts < rule.posts:
        share = _Criterion("theme_share", share.value, share.limit, "percent", None, None)
    spread = roles.doubt.post_spread / np.sqrt(max(posts, 1)) if posts > 0 else np.nan
    relative = row["relative_engagement"]
    return [share, _sized("engagement", relative, rule.engagement, "ratio", spread)]


def _count(name: str, value: float, limit: float) -> _Criterion:
    """A count over a window: the odds that the rate behind it reaches the limit."""
    if pd.isna(value):
        return _Criterion(name, value, limit, "count", None, None)
    odds = float(stats.gamma.sf(limit, value + 0.5))
    return _Criterion(name, value, limit, "count", bool(value >= limit), odds)


def _share(name: str, part: float, rest: float, limit: float) -> _Criterion:
    total = part + rest
    if pd.isna(total) or total <= 0 or rest < 0:
        return _Criterion(name, np.nan, limit, "percent", None, None)
    odds = float(stats.beta.sf(limit, part + 0.5, rest + 0.5))
    return _Criterion(name, part / total, limit, "percent", bool(part / total >= limit), odds)


def _goodwill(row: Mapping[str, Any], at_least: bool = False) -> _Criterion:
    """More good mentions than bad ones; `at_least` as many, so that silence is no ill will."""
    good, bad = row["mentions_positive_180d"], row["mentions_negative_180d"]
    name = "not_ill" if at_least else "goodwill"
    if pd.isna(good) or pd.isna(bad):
        return _Criterion(name, np.nan, 0, "count", None, None)
    holds = good >= bad if at_least else good > bad
    if good + bad == 0:  # nobody heard anything: no doubt in the one case, no proof in the other
        odds = 1.0 if at_least else 0.0
    else:
        odds = float(stats.beta.sf(0.5, good + 0.5, bad + 0.5))
    return _Criterion(name, good - bad, 0, "count", bool(holds), odds)


def _sized(name: str, value: float, limit: float, unit: str, spread: float) -> _Criterion:
    """A size on a logarithmic scale with a known relative spread."""
    if pd.isna(value) or pd.isna(spread):
        return _Criterion(name, value, limit, unit, None, None)
    odds = float(stats.norm.cdf(np.log(value / limit) / spread)) if value > 0 else 0.0
    return _Criterion(name, value, limit, unit, bool(value >= limit), odds)


def _best(alternatives: list[list[_Criterion]]) -> tuple[list[_Criterion], float | None]:
    """The alternative that speaks most for the role, and the odds of the role.

    One that holds comes before one that does not; a role that a missing figure might still give
    has no odds, unless what is known settles it.
    """
    judged = [(criteria, _odds(criteria)) for criteria in alternatives]
    holding = [item for item in judged if _all_hold(item[0])]
    if holding:
        return max(holding, key=lambda item: item[1] or 0.0)
    open_ones = [item for item in judged if item[1] is None]
    return open_ones[0] if open_ones else max(judged, key=lambda item: item[1] or 0.0)


def _odds(criteria: list[_Criterion]) -> float | None:
    known = [c.odds for c in criteria if c.odds is not None]
    if len(known) == len(criteria):
        return float(np.prod(known))
    failed = any(c.holds is False for c in criteria)
    return float(np.prod(known)) if failed and known else None


def _all_hold(criteria: list[_Criterion]) -> bool:
    return all(c.holds is True for c in criteria)


def _overruled(table: pd.DataFrame, overrides: pd.DataFrame | None) -> pd.DataFrame:
    """The roles that somebody decided by hand, over those of the rules."""
    if overrides is None or overrides.empty:
        return table
    for line in overrides.sort_values("since", kind="stable").to_dict("records"):
        hit = table["creator"] == line["creator"]
        if not pd.isna(line["network"]):
            hit &= table["network"] == line["network"]
        table.loc[hit, "role"] = None if line["role"] == NO_ROLE else line["role"]
        table.loc[hit, "decided_by"] = "override"
        table.loc[hit, "decided_on"] = line["since"]
        table.loc[hit, "confidence"] = np.nan
        table.loc[hit, "reason"] = None
    hand = table["decided_by"] == "override"
    table["also"] = [
        [role for role in (*([rule] if by_hand and rule else []), *also) if role != shown]
        for by_hand, rule, also, shown in zip(
            hand, table["rule_role"], table["also"], table["role"], strict=True
        )
    ]
    return table
