"""Rule 6: the month beside several earlier periods at once, and what its large changes are made of.

One comparison alone can say anything: a month above the one before may lie far below last year's.
So all stand side by side, and what is told first is where they disagree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import COMPARISONS, Month
from kpi_helpers.rules.reading import (
    change_figure,
    figure,
    frame_caveats,
    parts_of_change,
    rankable,
)

__all__ = ["KINDS", "comparisons", "judged", "large_changes", "largest"]

KINDS = COMPARISONS
"""Earlier periods that a month is set beside, all of them."""

KEPT = ["kpi", "value", "unit", "currency", "complete", "settled", "as_of", "caveats"]
USUAL = 12
"""Earlier changes from month to month without which none is called large."""
LARGE = 2.0
"""Times its usual size from which a change is called large."""
MAD = 1.4826
MOST = 4
"""Changes taken apart."""


def comparisons(compared: pd.DataFrame) -> Finding:
    """Each KPI beside every earlier period asked for, and where these disagree.

    The first days of a month are set beside the same days of an earlier one only where the month
    is not complete; else the whole months already tell it.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of one month without a split, one row a KPI and kind.

    Returns
    -------
    Finding
        ``comparisons``; one row a KPI with ``value`` and for each kind ``<kind>`` (the earlier
        figure), ``<kind>_change_abs``, ``<kind>_change_rel`` and ``<kind>_reason`` (why it is
        refused), and ``disagree``: whether it rose beside one and fell beside another. A change of
        a total that only its days explain counts as neither.

    Examples
    --------
    >>> compared = session.compared(session.scorecards, kinds=change.KINDS)  # doctest: +SKIP
    >>> show(change.comparisons(compared))  # doctest: +SKIP
    """
    if compared.empty:
        return Finding("comparisons", compared, "comparisons_nothing")
    rows = compared.drop_duplicates(["kpi", "kind"]).reset_index(drop=True)
    elapsed = rows["kind"].str.startswith("elapsed_")
    told_whole = rows["kpi"].map(_whole_month(rows)).fillna(False).astype(bool)
    rows = rows[~(elapsed & told_whole)].reset_index(drop=True)
    rows["way"] = _ways(rows)
    kinds = list(dict.fromkeys(rows["kind"]))
    table = _side_by_side(rows, kinds)
    values: dict[str, object] = {
        "month": Month.of(pd.Timestamp(compared["period_start"].iloc[0]).date()),
        "kinds": [Ref("comparison", kind) for kind in kinds],
        "total": len(table),
        "rising": int((table["ways"].map(max, na_action="ignore") > 0).sum()),
        "falling": int((table["ways"].map(min, na_action="ignore") < 0).sum()),
        "count": int(table["disagree"].sum()),
    }
    message, more = _sentence(rows, table)
    caveats = frame_caveats(rows[rows["comparable"].astype(bool)])
    return Finding("comparisons", table.drop(columns="ways"), message, values | more, caveats)


def _whole_month(rows: pd.DataFrame) -> dict[str, bool]:
    """Whether each KPI is complete, by its rows of the whole month."""
    whole = rows[~rows["kind"].str.startswith("elapsed_")]
    return whole.groupby("kpi")["complete"].first().astype(bool).to_dict()


def _ways(rows: pd.DataFrame) -> pd.Series:
    """1 up, -1 down, 0 neither; null where the two may not be compared."""
    change = rows["change_abs"].astype("float64")
    ways = np.sign(change.where(rows["comparable"].astype(bool)))
    uneven = rows["caveats"].map(lambda names: "unequal_lengths" in _listed(names)).astype(bool)
    return ways.mask(uneven & ways.notna() & rankable(rows).isna(), 0.0)


def _listed(names: Any) -> list[str]:
    return [] if names is None or np.ndim(names) == 0 else [str(name) for name in names]


def _side_by_side(rows: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """One row a KPI, kinds side by side; the order of KPIs is kept."""
    first = rows.drop_duplicates("kpi").reset_index(drop=True)
    table = first[KEPT].copy()
    table["reason"] = first["reason"].where(first["value"].isna())
    for kind in kinds:
        side = rows[rows["kind"] == kind].set_index("kpi")
        allowed = side["comparable"].astype(bool)
        table[kind] = table["kpi"].map(side["baseline"]).astype("float64")
        for name in ("change_abs", "change_rel"):
            table[f"{kind}_{name}"] = table["kpi"].map(side[name].where(allowed)).astype("float64")
        table[f"{kind}_reason"] = table["kpi"].map(side["reason"].where(~allowed))
    ways = rows.dropna(subset=["way"]).groupby("kpi")["way"].agg(list)
    table["ways"] = table["kpi"].map(ways)
    table["disagree"] = [isinstance(way, list) and min(way) < 0 < max(way) for way in table["ways"]]
    return table


def _sentence(rows: pd.DataFrame, table: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """Where comparisons disagree most, else which way they point."""
    known = rows.dropna(subset=["way"])
    if known.empty:
        return "comparisons_none", {}
    possible = list(known["kind"].unique())
    if len(possible) == 1:
        refused = len(table) - known["kpi"].nunique()
        return "comparisons_one", {"kind": Ref("comparison", possible[0]), "refused": refused}
    odd = known[known["kpi"].isin(table.loc[table["disagree"], "kpi"]) & (known["way"] != 0)]
    if odd.empty:
        return "comparisons_agree", {}
    sizes = odd["change_rel"].astype("float64").abs().groupby(odd["kpi"], sort=False).min()
    kpi = sizes.fillna(0.0).idxmax()  # from nothing, no proportion
    own = odd[odd["kpi"] == kpi]
    up, down = (own[own["way"] == way].iloc[0] for way in (1, -1))
    return "comparisons_disagree", {
        "kpi": Ref("kpi", str(kpi)),
        "kpis": [Ref("kpi", str(name)) for name in odd["kpi"].unique()],
        "up": _moved(up),
        "up_kind": Ref("comparison", up["kind"]),
        "down": _moved(down),
        "down_kind": Ref("comparison", down["kind"]),
    }


def _moved(row: pd.Series) -> Figure:
    """The change as readers expect it; without a proportion, in the KPI's own unit."""
    told = change_figure(row, "")
    return figure(row, "change_abs", change=True) if told.value is None else told


def largest(compared: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The changes on the month before that are largest beside what each KPI usually does.

    A robust z: how far the change lies from the median of its earlier changes, in units of their
    median absolute deviation. In proportion a small KPI would always come first.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis``, kind ``previous``, one row a KPI.
    history : DataFrame
        Monthly values of these KPIs up to the month: ``kpi``, ``period_start``, ``value``,
        ``complete``, ``segment``.

    Returns
    -------
    DataFrame
        Comparable rows of `compared` with ``movement`` (the robust z) and ``earlier`` (changes it
        is judged by), of at least ``LARGE`` either way, largest first, at most ``MOST``.
    """
    found = [_movement(row, history) for row in compared.to_dict("records")]
    rows = compared.assign(movement=[z for z, _ in found], earlier=[count for _, count in found])
    rows = rows[rows["comparable"].astype(bool) & (rows["movement"].abs() >= LARGE)]
    order = rows["movement"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].head(MOST).reset_index(drop=True)


def judged(compared: pd.DataFrame, history: pd.DataFrame) -> int:
    """Of how many KPIs it can be said whether their change is large: frames as in `largest`."""
    found = [
        bool(row["comparable"]) and not math.isnan(_movement(row, history)[0])
        for row in compared.to_dict("records")
    ]
    return sum(found)


def _movement(row: dict[str, Any], history: pd.DataFrame) -> tuple[float, int]:
    """Robust z of the month's change, and how many earlier changes it rests on."""
    own = history[(history["kpi"] == row["kpi"]) & history["complete"].astype(bool)]
    own = own.dropna(subset=["value"]).drop_duplicates("period_start")
    start = pd.Timestamp(row["period_start"])
    months = pd.to_datetime(own["period_start"])
    series = pd.Series(own["value"].to_numpy(float), index=months.dt.to_period("M"))
    counted = pd.Series(own["segment"].to_numpy(), index=series.index)
    past = series[series.index < start.to_period("M")].sort_index()
    counted = counted.reindex(past.index)
    now = (row["value"], row["baseline"])
    relative = row["unit"] in ("count", "currency") and bool((past > 0).all()) and min(now) > 0
    steps = (np.log(past) if relative else past).diff()
    next_to = pd.Series(past.index.asi8, index=past.index).diff() == 1
    steps = steps[next_to & (counted.diff() == 0)].dropna()
    if len(steps) < USUAL:
        return math.nan, len(steps)
    change = math.log(now[0] / now[1]) if relative else now[0] - now[1]
    middle = float(steps.median())
    usual = MAD * float((steps - middle).abs().median())
    return ((change - middle) / usual if usual > 0 else math.nan), len(steps)


def large_changes(found: pd.DataFrame, effects: pd.DataFrame, total: int) -> Finding:
    """What the changes that are large for their KPI are made of, without a rest.

    Parameters
    ----------
    found : DataFrame
        Of :func:`largest`.
    effects : DataFrame
        ``session.change.of_year(found)``: the parts of each change.
    total : int
        KPIs whose past can tell: :func:`judged`.

    Returns
    -------
    Finding
        ``large_changes``; one row a part as in ``year_change``, with ``movement``. Contributions
        of a KPI sum to its change; where they do not, it has one row with the reason.

    Examples
    --------
    >>> moved = change.largest(previous, history)  # doctest: +SKIP
    >>> parts = session.change.of_year(moved)  # doctest: +SKIP
    >>> told = change.judged(previous, history)  # doctest: +SKIP
    >>> show(change.large_changes(moved, parts, told))  # doctest: +SKIP
    """
    table = parts_of_change(found, effects)
    table["movement"] = table["kpi"].map(found.set_index("kpi")["movement"]).astype("float64")
    if found.empty:
        message = "large_changes_none" if total else "large_changes_untold"
        return Finding("large_changes", table, message, {"total": total, "needed": USUAL})
    row = found.iloc[0]
    values: dict[str, object] = {
        "total": total,
        "count": len(found),
        "kpis": [Ref("kpi", str(kpi)) for kpi in found["kpi"]],
        "kpi": Ref("kpi", str(row["kpi"])),
        "change": _moved(row),
        "times": Figure(abs(float(row["movement"])), "ratio"),
    }
    told = table[(table["kpi"] == row["kpi"]) & table["contribution"].notna()]
    caveats = (*frame_caveats(found), Caveat("large_for_itself"))
    if told.empty:
        return Finding("large_changes", table, "large_changes_whole", values, caveats)
    part = told.loc[told["contribution"].abs().idxmax()]
    values |= {
        "effect": Ref("effect", str(part["effect"])),
        "part": _part(part),
        "contribution": figure(part, "contribution", change=True),
        "whole": figure(part, "change_abs", change=True),
    }
    return Finding("large_changes", table, "large_changes", values, caveats)


def _part(row: pd.Series) -> Ref:
    """The part of a dimension, or what the data do not attribute."""
    if pd.isna(row["segment"]):
        return Ref("unattributed", "part")
    return Ref(str(row["dimension"]), str(row["segment"]))
