"""Rule 5: what about an audience is worth checking by hand. No signal proves anything.

Three signals can be read from exports alone: engagement far from that of comparable accounts, a
jump of followers without one of views a post, and a large share of generic comments. Each has
innocent causes (a contest, a press article, a community of few words), so the answer is "to check".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from kpi_helpers.catalogue.roles import Roles, SignalLimits
from kpi_helpers.finding import Finding, Verdict
from kpi_helpers.rules.voices_reading import creator_caveats, ratio

__all__ = ["audience_signals", "checked_audience"]

NEIGHBOURS = 45  # days between two snapshots that follow one another
LOOKED_BACK = 366  # days
CHECKS = 3


def checked_audience(typed: pd.DataFrame, snapshots: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Every account with what is worth checking about its audience.

    Parameters
    ----------
    typed : DataFrame
        Of :func:`kpi_helpers.rules.roles.typed_creators`.
    snapshots : DataFrame
        ``creator``, ``network``, ``snapshot``, ``followers``, ``views_90d``, ``posts_90d``: those
        of the months before as well.
    roles : Roles

    Returns
    -------
    DataFrame
        The rows of `typed` with ``signals`` (list of criterion, value, limit, unit) and
        ``checks``, how many of the three could be made.
    """
    spikes = _spikes(snapshots, roles.signals)
    rows = []
    for row in typed.to_dict("records"):
        spike = spikes.get((row["creator"], row["network"]))
        made = [_apart(row, roles), spike, _generic(row, roles.signals)]
        rows.append((made, sum(one is not None for one in made)))
    table = typed.copy()
    signals = [[one for one in made if one] for made, _ in rows]
    table["signals"] = pd.Series(signals, table.index, dtype=object)
    table["checks"] = pd.Series([count for _, count in rows], table.index, dtype="float64")
    return table


def audience_signals(checked: pd.DataFrame, roles: Roles) -> Finding:
    """Accounts with something to check, those with most first.

    Parameters
    ----------
    checked : DataFrame
        Of :func:`checked_audience`.
    roles : Roles

    Returns
    -------
    Finding
        ``audience_signals``; one row an account with a signal: ``creator``, ``network``, ``role``,
        ``followers``, ``signals``, ``checks``. The sentence tells how many accounts could be
        checked at all.
    """
    columns = ["creator", "network", "role", "followers", "signals", "checks"]
    caveats = creator_caveats(checked, roles)
    if checked.empty or not checked["checks"].any():
        table = pd.DataFrame(columns=columns)
        return Finding("audience_signals", table, "audience_signals_unchecked", {}, caveats,
                       Verdict.UNKNOWN)  # fmt: skip
    table = checked.assign(creator=checked["label"], role=checked["role"].fillna("none"))
    table = table.assign(most=table["signals"].map(len))
    found = table[table["most"] > 0]
    found = found.sort_values(["most", "followers"], ascending=False, kind="stable")
    values = {
        "count": len(found),
        "checked": int((checked["checks"] > 0).sum()),
        "partly": int((checked["checks"] < CHECKS).sum()),
        "total": len(checked),
    }
    message = "audience_signals" if len(found) else "audience_signals_none"
    return Finding(
        "audience_signals", found[columns].reset_index(drop=True), message, values, caveats
    )


def _signal(name: str, value: float, limit: float, unit: str) -> dict[str, Any]:
    return {"criterion": name, "value": float(value), "limit": float(limit), "unit": unit}


def _apart(row: Mapping[str, Any], roles: Roles) -> dict[str, Any] | None:
    """Engagement beyond the band of comparable accounts; None when there is no band."""
    if pd.isna(row["distance"]):
        return None
    if abs(row["distance"]) < roles.signals.distance:
        return {}
    name = "engagement_low" if row["distance"] < 0 else "engagement_high"
    return _signal(name, row["relative_engagement"], 1, "ratio")


def _generic(row: Mapping[str, Any], limits: SignalLimits) -> dict[str, Any] | None:
    """A share of generic comments that is above the limit beyond chance (Wilson, 95 %)."""
    comments, generic = row["comments_90d"], row["comments_generic_90d"]
    if not comments >= limits.min_comments or not 0 <= generic <= comments:
        return None
    lowest = proportion_confint(generic, comments, method="wilson")[0]
    if lowest < limits.generic:
        return {}
    return _signal("generic", generic / comments, limits.generic, "percent")


def _spikes(snapshots: pd.DataFrame, limits: SignalLimits) -> dict[tuple[Any, Any], dict[str, Any]]:
    """Largest jump of followers without one of views a post of the last year; empty if none.

    An account that has no two neighbouring snapshots with both figures has no entry.
    """
    if snapshots.empty:
        return {}
    days = pd.to_datetime(snapshots["snapshot"])
    recent = snapshots.assign(day=days)[days > days.max() - pd.Timedelta(days=LOOKED_BACK)]
    recent = recent.sort_values("day", kind="stable")
    recent = recent.assign(views=ratio(recent["views_90d"], recent["posts_90d"]))
    by = recent.groupby(["creator", "network"], sort=False)
    apart = by["day"].diff().dt.days
    growth, views = (
        recent[name] / by[name].shift().where(lambda before: before > 0) - 1
        for name in ("followers", "views")
    )
    pairs = recent.assign(growth=growth, views=views)[apart.between(1, NEIGHBOURS)]
    pairs = pairs[np.isfinite(pairs["growth"]) & np.isfinite(pairs["views"])]
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for key, part in pairs.groupby(["creator", "network"], sort=False):
        unexplained = part["views"] < limits.spike_views * part["growth"]
        odd = part[(part["growth"] >= limits.spike) & unexplained]
        largest = odd["growth"].max() if len(odd) else None
        found[key] = {} if largest is None else _signal("spike", largest, limits.spike, "relative")
    return found
