"""Rule 7: the levels between which an objective could be set, each with what it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kpi_helpers.catalogue.thresholds import ReferenceLimits
from kpi_helpers.finding import Finding

__all__ = ["suggested_levels"]


def suggested_levels(
    history: pd.DataFrame, places: pd.DataFrame, matched: pd.DataFrame, limits: ReferenceLimits
) -> Finding:
    """Levels between which an objective could be set, each with what it rests on.

    Parameters
    ----------
    history : DataFrame
        One row a figure, network and month, oldest first: ``figure``, ``network`` (null for the
        whole brand), ``period``, ``value``, ``unit``, ``currency``, ``complete``, ``direction``
        (``up`` or ``down``), ``stock`` (bool), ``target`` (null without one).
    places : DataFrame
        Table of ``peer_places``.
    matched : DataFrame
        Table of ``reference_match``.
    limits : ReferenceLimits

    Returns
    -------
    Finding
        ``suggested_levels``; one row a figure, network and level: ``value`` (the newest complete
        month), ``level``, ``kind`` (``own_trend``, ``own_pace``, ``peers_quartile``,
        ``sector_median``, ``general_median``), ``rests_on`` (months, or competitors),
        ``origin`` (source and year), ``reached``, ``target``. No level is chosen: the choice is
        the brand's.
    """
    rows: list[dict[str, Any]] = []
    for (figure, network), months in history.groupby(
        ["figure", "network"], dropna=False, sort=False
    ):
        whole = months[months["complete"].astype(bool) & months["value"].notna()]
        if whole.empty:
            continue
        last = whole.iloc[-1]
        levels = [
            *_own_level(whole, limits),
            *_peer_level(places, figure, network, last["direction"]),
            *_sector_levels(matched, figure, network),
        ]
        head = last[["figure", "network", "value", "unit", "currency", "target"]].to_dict()
        rows += [head | level | {"reached": _reached(level, last)} for level in levels]
    columns = [
        *("figure", "network", "value", "unit", "currency", "level", "kind", "rests_on"),
        *("origin", "reached", "target"),
    ]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return Finding(
            "suggested_levels", table, "suggested_levels_none", {"months": limits.trend_months}
        )
    values = {
        "count": int(table.groupby(["figure", "network"], dropna=False).ngroups),
        "several": int((table.groupby(["figure", "network"], dropna=False).size() > 1).sum()),
        "reached": int(table["reached"].sum()),
    }
    return Finding("suggested_levels", table, "suggested_levels", values)


def _reached(level: dict[str, Any], last: pd.Series) -> bool:
    up = last["direction"] == "up"
    return bool(last["value"] >= level["level"] if up else last["value"] <= level["level"])


def _own_level(whole: pd.DataFrame, limits: ReferenceLimits) -> list[dict[str, Any]]:
    """What the best quarter of its own months reached; of a stock, where its pace would lead."""
    months = whole.tail(limits.trend_months)
    ends = pd.PeriodIndex(months["period"], freq="M")
    if len(months) < limits.trend_months or ends.max() - ends.min() != _step(len(months) - 1):
        return []  # a month that is missing would be taken for a jump
    last = months.iloc[-1]
    head = {"rests_on": len(months), "origin": None}
    if bool(last["stock"]):
        pace = float(months["value"].diff().dropna().median())
        if not (pace > 0 if last["direction"] == "up" else pace < 0):
            return []  # a pace that leads away is no level to aim at
        level = float(last["value"]) + 12 * pace
        return [{"level": level, "kind": "own_pace", **head}]
    at = 0.75 if last["direction"] == "up" else 0.25
    level = float(months["value"].quantile(at))
    return [{"level": level, "kind": "own_trend", **head}]


def _step(months: int) -> pd.offsets.BaseOffset:
    return months * pd.offsets.MonthEnd()


def _peer_level(
    places: pd.DataFrame, figure: object, network: object, direction: str
) -> list[dict[str, Any]]:
    """The quartile of the competitors that lies in the figure's direction."""
    if not len(places) or pd.isna(network):
        return []
    here = places[(places["figure"] == figure) & (places["network"] == network)]
    column = "peer_p75" if direction == "up" else "peer_p25"
    return [
        {
            "level": float(row[column]),
            "kind": "peers_quartile",
            "rests_on": int(row["peers"]),
            "origin": None,
        }
        for row in here.dropna(subset=[column]).to_dict("records")
    ]


def _sector_levels(matched: pd.DataFrame, figure: object, network: object) -> list[dict[str, Any]]:
    """One level a source: the median of the sector, or of accounts of this size."""
    if not len(matched) or pd.isna(network):
        return []
    here = matched[(matched["figure"] == figure) & (matched["network"] == network)]
    return [
        {
            "level": float(row["reference"]),
            "kind": "sector_median" if row["sector"] != "all" else "general_median",
            "rests_on": None,
            "origin": row["origin"],
        }
        for row in here[here["statistic"] == "median"].to_dict("records")
    ]
