"""Rule 2: how each KPI moved this month and this year.

KPI values and comparisons in, Findings out. A movement is told without judging it: no verdict
here is other than neutral, because no objective stands behind a mere movement.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import (
    figure,
    frame_caveats,
    largest_moves,
    rankable,
    text_or_none,
)

__all__ = [
    "actions_of_month",
    "month_in_figures",
    "monthly_history",
    "network_movement",
    "year_so_far",
]

KIND_COLUMNS = ["baseline", "change_abs", "change_rel"]


def month_in_figures(compared: pd.DataFrame, history: pd.DataFrame | None = None) -> Finding:
    """Each KPI of the month beside the month before and the same month last year.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of one month, kinds ``previous`` and ``year_ago``: one row a KPI
        and kind.
    history : DataFrame, optional
        ``metrics.kpi_values`` of the months before, for the small curve beside each figure.

    Returns
    -------
    Finding
        ``month_in_figures``; one row a KPI with ``previous``, ``year_ago``, their ``change_abs``
        and ``change_rel`` (null where not comparable), ``previous_rank`` (what the sentence ranks
        by, see ``reading.rankable``) and ``history`` (list of monthly values).
    """
    if compared.empty:
        return Finding("month_in_figures", compared, "month_in_figures_none")
    table = _one_row_a_kpi(compared)
    if history is not None:
        curves = history.sort_values("period_start").groupby("kpi")["value"].agg(list)
        table["history"] = table["kpi"].map(curves)
    values: dict[str, object] = {
        "month": Month.of(_day(compared["period_start"].iloc[0])),
        "count": int(table["value"].notna().sum()),
        "total": len(table),
    }
    message, more = _largest(table)
    return Finding("month_in_figures", table, message, values | more, frame_caveats(compared))


def _largest(table: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """The sentence that the movements on the month before allow, and its values."""
    moves = table["previous_change_abs"].dropna()
    rise, fall = largest_moves(table, "previous_rank")
    if moves.empty:
        return "month_in_figures_uncompared", {}
    if not (moves != 0).any():
        return "month_in_figures_unchanged", {"compared": len(moves)}
    if rise is None and fall is None:
        return "month_in_figures_unranked", {"compared": len(moves)}
    if rise is not None and fall is not None:
        return "month_in_figures", {
            "rise": Ref("kpi", rise["kpi"]),
            "rise_change": _proportion(rise, "previous_"),
            "fall": Ref("kpi", fall["kpi"]),
            "fall_change": _proportion(fall, "previous_"),
        }
    one = rise if rise is not None else fall
    others = (moves < 0).any() if rise is not None else (moves > 0).any()
    message = "month_in_figures_one" if others else "month_in_figures_one_way"
    found = {"kpi": Ref("kpi", one["kpi"]), "change": _proportion(one, "previous_")}
    return message, found


def _proportion(row: pd.Series, prefix: str) -> Figure:
    """What rows are ranked by, so that the sentence shows the number it speaks of."""
    return Figure(float(row[f"{prefix}change_rel"]), "relative", change=True)


def _one_row_a_kpi(compared: pd.DataFrame) -> pd.DataFrame:
    """Turn one row a kind into one row a KPI, kinds side by side; KPI order is kept."""
    first = compared.drop_duplicates("kpi").reset_index(drop=True)
    kept = ["kpi", "kpi_version", "value", "unit", "currency", "complete", "settled", "coverage"]
    table = first[[*kept, "as_of", "caveats"]].copy()
    table["reason"] = first["reason"].where(first["value"].isna())
    for kind in ("previous", "year_ago"):
        side = compared.loc[compared["kind"] == kind].set_index("kpi")
        for column in KIND_COLUMNS:
            name = kind if column == "baseline" else f"{kind}_{column}"
            known = side[column].where(side["comparable"].astype(bool))
            table[name] = table["kpi"].map(side[column] if column == "baseline" else known)
        table[f"{kind}_reason"] = table["kpi"].map(side["reason"])
    before = compared[compared["kind"] == "previous"].set_index("kpi")
    table["previous_rank"] = table["kpi"].map(rankable(before))
    return table


def monthly_history(values: pd.DataFrame) -> Finding:
    """Each KPI month by month, incomplete months and definition breaks marked.

    Parameters
    ----------
    values : DataFrame
        ``metrics.kpi_values`` of 13 or more months.

    Returns
    -------
    Finding
        ``monthly_history``; one row a KPI and month. The sentence names the KPIs whose last
        complete month is the highest or the lowest of the complete months of its segment.
    """
    columns = ["kpi", "kpi_version", "period", "period_start", "value", "unit", "currency"]
    table = values[[*columns, "complete", "settled", "coverage", "segment", "reason"]]
    if table.empty:
        return Finding("monthly_history", table, "monthly_history_none")
    highest, lowest, judged = _extremes(table)
    message = "monthly_history" if highest or lowest else "monthly_history_no_extreme"
    if not judged:
        message = "monthly_history_too_short"
    elif highest and not lowest:
        message = "monthly_history_highest"
    elif lowest and not highest:
        message = "monthly_history_lowest"
    found = {
        "judged": judged,
        "months": int(table["period"].nunique()),
        "month": Month.of(_day(table["period_start"].max())),
        "highest": [Ref("kpi", kpi) for kpi in highest],
        "lowest": [Ref("kpi", kpi) for kpi in lowest],
    }
    return Finding(
        "monthly_history", table.reset_index(drop=True), message, found, frame_caveats(values)
    )


def _extremes(table: pd.DataFrame) -> tuple[list[str], list[str], int]:
    """KPIs at a high, KPIs at a low, and how many have the 12 complete months to be judged."""
    highest: list[str] = []
    lowest: list[str] = []
    judged = 0
    for kpi, rows in table.groupby("kpi", sort=False):
        rows = rows.sort_values("period_start")
        last = rows.iloc[-1]
        same = rows["complete"].astype(bool) & rows["value"].notna()
        past = rows.loc[same & (rows["segment"] == last["segment"]), "value"]
        if len(past) < 12 or not last["complete"] or pd.isna(last["value"]):
            continue
        judged += 1
        if last["value"] >= past.max() > past.min():
            highest.append(str(kpi))
        elif last["value"] <= past.min() < past.max():
            lowest.append(str(kpi))
    return highest, lowest, judged


def year_so_far(compared: pd.DataFrame) -> Finding:
    """Each KPI from 1 January to the month's end, against the same months last year.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` of the year to date, kind ``year_ago``.

    Returns
    -------
    Finding
        ``year_so_far``; one row a KPI. Each KPI follows its own rule over the months: sums are
        summed, stocks are the last, rates are ratios of sums.
    """
    kept = ["kpi", "value", "baseline", "unit", "currency", "change_abs", "change_rel"]
    table = compared[[*kept, "comparable", "reason"]].reset_index(drop=True)
    if table.empty:
        return Finding("year_so_far", table, "year_so_far_none")
    rank = rankable(compared.reset_index(drop=True)).dropna()
    values: dict[str, object] = {
        "month": Month.of(_day(compared["period_end"].iloc[0])),
        "count": int(table["comparable"].astype(bool).sum()),
        "total": len(table),
    }
    caveats = frame_caveats(compared)
    if rank.empty:
        message = "year_so_far_unranked" if values["count"] else "year_so_far_uncompared"
        return Finding("year_so_far", table, message, values, caveats)
    one = table.loc[rank.abs().idxmax()]
    values |= {
        "kpi": Ref("kpi", one["kpi"]),
        "value": figure(one, "value"),
        "baseline": figure(one, "baseline"),
        "change": _proportion(one, ""),
    }
    return Finding("year_so_far", table, "year_so_far", values, caveats)


def network_movement(compared: pd.DataFrame, totals: pd.DataFrame) -> Finding:
    """Which network carries the movement of each KPI since the month before.

    Parameters
    ----------
    compared : DataFrame
        ``metrics.compare_kpis`` by ``network``, kind ``previous``.
    totals : DataFrame
        The same without the split.

    Returns
    -------
    Finding
        ``network_movement``; one row a KPI and network. ``share_of_change`` is given for counts
        and money only, and where the parts add up to the change: those of a rate do not, nor do
        they when a network is new or gone.
    """
    kept = ["kpi", "network", "value", "baseline", "unit", "currency", "change_abs", "change_rel"]
    table = compared[[*kept, "comparable", "reason"]].copy()
    whole = totals.set_index("kpi")["change_abs"]
    additive = table["unit"].isin(["count", "currency"])
    total = table["kpi"].map(whole).astype("float64")
    parts = table["change_abs"].where(table["comparable"].astype(bool)).astype("float64")
    gap = (parts.groupby(table["kpi"]).transform("sum") - total).abs()
    whole_told = gap <= 1e-9 * total.abs().clip(lower=1)  # a new or lost network leaves a gap
    table["share_of_change"] = (parts / total.where(total != 0)).where(additive & whole_told)
    table = table.reset_index(drop=True)
    moved = table[table["share_of_change"].notna()]
    if moved.empty:
        return Finding("network_movement", table, "network_movement_none", {})
    top = moved.loc[moved["change_abs"].abs().div(_scale(moved)).idxmax()]
    values = {
        "network": Ref("network", str(top["network"])),
        "kpi": Ref("kpi", str(top["kpi"])),
        "change": Figure(
            float(top["change_abs"]), str(top["unit"]), text_or_none(top["currency"]), change=True
        ),
        "total": Figure(
            float(whole[top["kpi"]]), str(top["unit"]), text_or_none(top["currency"]), change=True
        ),
    }
    return Finding("network_movement", table, "network_movement", values, frame_caveats(compared))


def _scale(rows: pd.DataFrame) -> pd.Series:
    """Size of each row's KPI, so that movements of different KPIs can be ranked."""
    sums = rows["baseline"].abs().groupby(rows["kpi"]).transform("sum")
    return sums.replace(0, float("nan")).fillna(float("inf"))


def actions_of_month(actions: pd.DataFrame, month: Month) -> Finding:
    """What the brand did that month, from its action log.

    Parameters
    ----------
    actions : DataFrame
        ``label``, ``channel``, ``start``, ``end``, ``cost``, ``currency``; one row an action.
    month : Month

    Returns
    -------
    Finding
        ``actions_of_month``; the actions with a day in the month, oldest first.
    """
    period = month.period
    end = actions["end"].fillna(actions["start"]) if len(actions) else actions["end"]
    inside = (actions["start"] <= period.end) & (end >= period.start)
    table = actions[inside].sort_values(["start", "label"]).reset_index(drop=True)
    message = "actions_of_month" if len(table) else "actions_of_month_none"
    found = {"month": month, "count": len(table), "labels": table["label"].astype(str).tolist()}
    return Finding("actions_of_month", table, message, found)


def _day(value: object) -> date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
