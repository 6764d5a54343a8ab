"""Rule 2: what closed months say now.

Three readings of the same month meet here: what was said when it was closed (C), what the closed
definitions say on today's data (D), and what today's definitions say (N). A figure was *restated*
by D - C, because later exports say otherwise, and *redefined* by N - D, because it is worked out
in another way; both together are its change, N - C.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_helpers import __version__
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import text_or_none

__all__ = ["closed_months", "restatements", "three_readings"]

SAME_WITHIN = 1e-9
"""Share of a figure up to which a difference is the rounding of sums."""

KEY = ["period", "kpi"]
UNCOMPARED = ("unit_changed", "kpi_new", "kpi_gone", "answered_since", "unanswered_since")
CHANGED = ("restated", "redefined", "restated_and_redefined")


def three_readings(closed: pd.DataFrame, again: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Lay the three readings of each closed figure side by side.

    Parameters
    ----------
    closed : DataFrame
        ``schema.CLOSED`` and ``schema.VALUES``: one row a KPI and closed month (C).
    again : DataFrame
        ``schema.VALUES`` of the same KPIs and months, by the definitions of each close (D).
    now : DataFrame
        ``schema.VALUES`` of today's KPIs over the same months, by today's definitions (N).

    Returns
    -------
    DataFrame
        One row a month and KPI of either side: ``closed_value``, ``again_value``, ``value`` (C, D,
        N; null where that reading has none), ``unit`` and ``currency`` (of N; of C where N has no
        such KPI), ``restated_change_abs``, ``redefined_change_abs``, ``change_abs``,
        ``change_rel`` (share of C), ``cause`` and ``reason``. ``cause`` is

        - ``same``: N = C, and so is D;
        - ``restated``, ``redefined``, ``restated_and_redefined``: which of the two moved it;
        - ``changed``: N differs from C, and D has no figure to tell why (``reason`` is D's);
        - ``unit_changed``: C and N are not of one unit, so nothing is subtracted;
        - ``kpi_new``, ``kpi_gone``: no such KPI at the close, or today;
        - ``answered_since``, ``unanswered_since``: a figure on one side only (``reason`` says why);
        - ``unanswered``: no figure on either side.
    """
    table = _side_by_side(closed, again, now)
    gone, new = table["_merge"] == "left_only", table["_merge"] == "right_only"
    closed_unit = table["closed_unit"].where(~new, table["now_unit"])
    other = _differ(closed_unit, table["now_unit"]) | _differ(
        table["closed_currency"], table["now_currency"]
    )
    other &= ~gone & ~new
    table["unit"] = table["now_unit"].where(~gone, table["closed_unit"])
    table["currency"] = table["now_currency"].where(~gone, table["closed_currency"])
    c, d, n = table["closed_value"], table["again_value"], table["value"]
    table["restated_change_abs"] = d - c
    table["redefined_change_abs"] = (n - d).mask(other)
    table["change_abs"] = (n - c).mask(other)
    table["change_rel"] = table["change_abs"] / c.abs().where(c != 0)
    table["cause"] = _causes(table, gone, new, other)
    table["reason"] = _reasons(table)
    first = [*KEY, "close", "unit", "currency", "closed_value", "again_value", "value"]
    parts = ["restated_change_abs", "redefined_change_abs", "change_abs", "change_rel"]
    told = ["cause", "reason", "small", "closed_complete", "kpi_version", "closed_version"]
    more = ["closed_unit", "closed_currency", "known_at", "close_reason", "workbench_version"]
    return table[[*first, *parts, *told, *more]]


def _side_by_side(closed: pd.DataFrame, again: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """One row a month and KPI; months in order, KPIs as the close has them, new ones last."""
    names = {"value": "closed_value", "unit": "closed_unit", "currency": "closed_currency"}
    names |= {"kpi_version": "closed_version", "complete": "closed_complete"}
    names |= {"reason": "closed_reason"}
    kept = ["close", "known_at", "close_reason", "workbench_version"]
    then = closed[[*KEY, *names, *kept]].rename(columns=names)
    d = again[[*KEY, "value", "reason"]].rename(
        columns={"value": "again_value", "reason": "again_reason"}
    )
    names = {"unit": "now_unit", "currency": "now_currency", "reason": "now_reason"}
    n = now[[*KEY, "value", "kpi_version", "caveats", *names]].rename(columns=names)
    n = n.assign(small=["small_denominator" in list(c or ()) for c in n["caveats"]])
    both = then.merge(n.drop(columns="caveats"), on=KEY, how="outer", indicator=True, sort=False)
    both = both.merge(d, on=KEY, how="left")
    both["small"] = both["small"].eq(True)
    order = {kpi: i for i, kpi in enumerate(dict.fromkeys([*closed["kpi"], *now["kpi"]]))}
    both["place"] = both["kpi"].map(order)
    both = both.sort_values(["period", "place"], kind="stable").reset_index(drop=True)
    numbers = ["closed_value", "again_value", "value"]
    return both.astype(dict.fromkeys(numbers, "float64"))


def _differ(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether two texts differ; two missing ones do not."""
    return (one != other) & ~(one.isna() & other.isna())


def _causes(table: pd.DataFrame, gone: pd.Series, new: pd.Series, other: pd.Series) -> pd.Series:
    c, d, n = table["closed_value"], table["again_value"], table["value"]
    scale = SAME_WITHIN * pd.concat([c.abs(), d.abs(), n.abs()], axis=1).max(axis=1)
    restated = table["restated_change_abs"].abs() > scale
    redefined = table["redefined_change_abs"].abs() > scale
    moved = table["change_abs"].abs() > scale
    cases = [
        (new, "kpi_new"),
        (gone, "kpi_gone"),
        (other, "unit_changed"),
        (c.isna() & n.isna(), "unanswered"),
        (c.isna(), "answered_since"),
        (n.isna(), "unanswered_since"),
        (d.isna() & moved, "changed"),
        (restated & redefined, "restated_and_redefined"),
        (restated, "restated"),
        (redefined, "redefined"),
    ]
    return pd.Series(
        np.select([case.to_numpy() for case, _ in cases], [name for _, name in cases], "same"),
        index=table.index,
        dtype=object,
    )


def _reasons(table: pd.DataFrame) -> pd.Series:
    """Why the reading that lacks a figure lacks it."""
    lacking = {
        "answered_since": "closed_reason",
        "unanswered_since": "now_reason",
        "unanswered": "now_reason",
        "changed": "again_reason",
    }
    told = pd.Series([None] * len(table), index=table.index, dtype=object)
    for cause, column in lacking.items():
        told = told.mask(table["cause"] == cause, table[column])
    return told.where(told.notna(), None)


def closed_months(readings: pd.DataFrame) -> Finding:
    """Month by month: how many closed figures still say what they said.

    Parameters
    ----------
    readings : DataFrame
        See :func:`three_readings`.

    Returns
    -------
    Finding
        ``closed_months``; one row a month, newest first: ``close``, ``known_at``,
        ``close_reason``, and counts of ``figures`` that the close or today has, of which ``same``,
        ``restated``, ``redefined`` (a figure may be both), ``uncompared``.
    """
    closed = readings[readings["close"].notna()]
    columns = ["period", "close", "known_at", "close_reason"]
    if closed.empty:
        table = pd.DataFrame(columns=[*columns, *_COUNTS])
        return Finding("closed_months", table, "closed_months_none")
    table = closed.groupby("period", sort=True)[columns[1:]].first()
    counted = readings[readings["period"].isin(table.index)]
    for name, causes in _COUNTS.items():
        table[name] = counted["cause"].isin(causes).groupby(counted["period"]).sum().astype(int)
    table["close"] = table["close"].astype(int)
    table = table.iloc[::-1].reset_index()
    totals = {name: int(table[name].sum()) for name in _COUNTS}
    values = {"months": len(table), **totals}
    message = "closed_months"
    if totals["same"] == totals["figures"]:
        message = "closed_months_same"
    elif totals["uncompared"]:
        message = "closed_months_uncompared"
    return Finding("closed_months", table, message, values, _caveats(closed))


_COUNTS = {
    "figures": ("same", "changed", *CHANGED, *UNCOMPARED),
    "same": ("same",),
    "changed": ("changed", *CHANGED),
    "restated": ("restated", "restated_and_redefined"),
    "redefined": ("redefined", "restated_and_redefined"),
    "uncompared": UNCOMPARED,
}


def restatements(readings: pd.DataFrame) -> Finding:
    """Closed figures that say something else today, and why.

    Parameters
    ----------
    readings : DataFrame
        See :func:`three_readings`.

    Returns
    -------
    Finding
        ``restatements``; one row a figure that changed or cannot be compared, the largest
        change in proportion first. ``rank`` is what rows are ranked by: null for a score, which
        has no ratio, and for a rate over too few cases. What was closed in another unit stands
        in the ledger and not here, where it would be read in today's.
    """
    table = readings[~readings["cause"].isin(["same", "unanswered"])].copy()
    foreign = table["cause"] == "unit_changed"
    table.loc[foreign, ["closed_value", "again_value", "restated_change_abs"]] = float("nan")
    weightless = (table["unit"] == "score") | table["small"]
    table["rank"] = table["change_rel"].abs().mask(weightless)
    table = table.sort_values("rank", ascending=False, kind="stable", na_position="last")
    table = table.reset_index(drop=True)
    changed = table[table["cause"].isin(["changed", *CHANGED])]
    values: dict[str, object] = {"count": len(changed), "others": len(table) - len(changed)}
    if table.empty:
        return Finding("restatements", table, "restatements_none", values)
    if changed["rank"].isna().all():
        message = "restatements_unranked" if len(changed) else "restatements_uncompared"
        return Finding("restatements", table, message, values)
    top = table.iloc[0]
    message = f"restatements_{top['cause']}"
    values |= {
        "kpi": Ref("kpi", str(top["kpi"])),
        "month": Month.parse(str(top["period"])),
        "value": _figure(top, "value"),
        "closed": _figure(top, "closed_value"),
        "change": Figure(float(top["change_rel"]), "relative", change=True),
        "restated": _figure(top, "restated_change_abs", change=True),
        "redefined": _figure(top, "redefined_change_abs", change=True),
    }
    return Finding("restatements", table, message, values)


def _figure(row: pd.Series, column: str, *, change: bool = False) -> Figure:
    number = None if pd.isna(row[column]) else float(row[column])
    return Figure(number, str(row["unit"]), text_or_none(row["currency"]), change=change)


def _caveats(closed: pd.DataFrame) -> tuple[Caveat, ...]:
    """What must be kept in mind with what was closed."""
    found = []
    partial = closed[closed["closed_value"].notna() & ~closed["closed_complete"].eq(True)]
    if len(partial):
        kpis = [Ref("kpi", str(kpi)) for kpi in dict.fromkeys(partial["kpi"])]
        found.append(Caveat("closed_incomplete", {"kpis": kpis}))
    others = sorted(set(closed["workbench_version"].dropna()) - {__version__})
    if others:
        found.append(Caveat("closed_by_other_version", {"versions": others}))
    return tuple(found)
