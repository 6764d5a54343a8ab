"""Rule 2: how the closed months make up the year, each KPI by its own rule and without a rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.finding import Caveat, Finding, Ref
from kpi_helpers.metrics.months import FrozenKpi, frozen_kpis
from kpi_helpers.metrics.nature import nature_of
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import figure, frame_caveats, text_or_none

__all__ = ["year_bridge"]

COLUMNS = [
    *("kpi", "kpi_version", "period", "close", "value", "contribution", "year_to_date"),
    *("sums", "unit", "currency", "complete", "settled", "caveats", "reason"),
]


def year_bridge(
    closes: pd.DataFrame,
    inputs: pd.DataFrame,
    catalogue: Catalogue,
    kpis: Sequence[str],
    month: Month,
    today: pd.DataFrame | None = None,
) -> Finding:
    """From closed months to the year, one step a month.

    A step is what the month did to the year's figure: the figure of January to this month, worked
    out by the KPI's own rule from what was frozen, less the one before. Of a sum that is the
    month itself; of a level its first value and then its changes; of a rate how far the month
    moved the rate of the year. The steps sum to the year's figure for every kind of KPI.

    Parameters
    ----------
    closes : DataFrame
        Newest close of each month: ``month``, ``close`` and ``schema.VALUES``, one row a KPI;
        months of other years are passed over.
    inputs : DataFrame
        What each formula saw: ``month`` and ``schema.FORMULA_INPUTS``.
    catalogue : Catalogue
        The definitions of today.
    kpis : sequence of str
        KPIs to tell, in reading order.
    month : Month
        Last month of the year so far.
    today : DataFrame, optional
        The same year worked out from today's data: ``kpi``, ``value`` and ``period_end``. A
        figure that lies elsewhere is named.

    Returns
    -------
    Finding
        ``year_bridge``; one row a KPI and closed month: ``value`` (the month's own),
        ``contribution`` (its step), ``year_to_date`` (January to it), ``close`` (its number),
        ``sums`` (whether its steps are the months themselves, added up). Step and year are null
        for every month of a KPI without a figure of the year, and ``reason`` says why. The year
        reaches to the month before the first that is not closed; no figure is invented for what
        is missing.
    """
    year = [Month(month.year, number) for number in range(1, month.number + 1)]
    closed = closes[closes["month"].isin([str(one) for one in year]) & closes["kpi"].isin(kpis)]
    missing = [one for one in year if str(one) not in set(closed["month"])]
    run = [str(one) for one in year if not missing or one < missing[0]]
    newest_last = inputs.sort_values("close", kind="stable")
    known = frozen_kpis(catalogue, newest_last, [kpi for kpi in kpis if kpi in catalogue.kpis])
    own = dict(iter(closed.groupby("kpi")))
    parts = [_bridged(own[kpi], known.get(kpi), catalogue, run) for kpi in kpis if kpi in own]
    if not parts:
        return Finding("year_bridge", pd.DataFrame(columns=COLUMNS), "year_bridge_none", _of(month))
    table = pd.concat(parts, ignore_index=True)
    counted = closed[closed["month"].isin(run)]
    caveats = (*frame_caveats(counted), *_caveats(table, counted, missing))
    if not run:
        values = _of(month) | {"first": missing[0]}
        return Finding("year_bridge", table, "year_bridge_gap", values, caveats)
    caveats = (*caveats, *_moved_since(table, run, today))
    message, values = _told(table, run)
    values |= {"year": str(month.year), "count": len(run), "total": len(kpis)}
    return Finding("year_bridge", table, message, values, caveats)


def _of(month: Month) -> dict[str, object]:
    return {"year": str(month.year)}


def _bridged(
    closes: pd.DataFrame, frozen: FrozenKpi | None, catalogue: Catalogue, run: Sequence[str]
) -> pd.DataFrame:
    """One KPI, one row a closed month of the year."""
    rows = closes.sort_values(["month", "close"]).drop_duplicates("month", keep="last")
    rows = rows.reset_index(drop=True)
    rows["period"] = rows["month"]
    reason = _not_one(rows[rows["month"].isin(run)], catalogue, run)
    steps: dict[str, float] = {}
    levels: dict[str, float] = {}
    if reason is None and frozen is not None:
        steps, levels, reason = _steps(frozen, run)
        if reason is None and not _same_formula(rows[rows["month"].isin(run)], frozen):
            steps, levels, reason = {}, {}, "version_changed"
    rows["contribution"] = rows["month"].map(steps).astype("float64")
    rows["year_to_date"] = rows["month"].map(levels).astype("float64")
    reasons = [reason if month in run else "month_not_closed" for month in rows["month"]]
    kpi = str(rows["kpi"].iloc[0])
    rows["sums"] = kpi in catalogue.kpis and nature_of(catalogue, kpi) == "flow"
    rows["reason"] = pd.Series(reasons, rows.index, dtype=object)
    return rows[COLUMNS]


def _not_one(closes: pd.DataFrame, catalogue: Catalogue, run: Sequence[str]) -> str | None:
    """Why the months of a KPI are not months of one and the same figure."""
    declared = {name: kpi.version for name, kpi in catalogue.kpis.items()}
    told = zip(closes["kpi"], closes["kpi_version"], strict=True)
    if any(declared.get(kpi) != version for kpi, version in told):
        return "version_changed"
    if len({text_or_none(currency) for currency in closes["currency"]}) > 1:
        return "currency_mismatch"
    return None if {*closes["month"]} == {*run} else "month_without_value"


def _same_formula(closes: pd.DataFrame, frozen: FrozenKpi) -> bool:
    """Whether today's formula gives each month what it was closed at.

    It does not where the formula was edited under the same version.
    """
    told = zip(closes["month"], closes["value"].astype("float64"), strict=True)
    again = [(value, frozen.over([month]).value) for month, value in told if not math.isnan(value)]
    return all(one is not None and math.isclose(value, one, rel_tol=1e-9) for value, one in again)


def _steps(
    frozen: FrozenKpi, run: Sequence[str]
) -> tuple[dict[str, float], dict[str, float], str | None]:
    """Step and year so far of each month, or the reason why the year has no figure."""
    steps: dict[str, float] = {}
    levels: dict[str, float] = {}
    before, reason = 0.0, None
    for place, month in enumerate(run):
        found = frozen.over(run[: place + 1])
        reason = found.reason
        if found.value is not None:
            levels[month], steps[month] = found.value, found.value - before
            before = found.value
    return ({}, {}, reason) if reason else (steps, levels, None)


def _caveats(
    table: pd.DataFrame, counted: pd.DataFrame, missing: Sequence[Month]
) -> tuple[Caveat, ...]:
    """What the year must be read with: months without a close, restated ones, definitions."""
    found = []
    if missing:
        found.append(Caveat("month_not_closed", {"months": list(missing)}))
    again = sorted({*counted.loc[counted["close"] > 1, "month"]})
    if again:
        found.append(Caveat("newest_close", {"months": [Month.parse(one) for one in again]}))
    anew = table.loc[table["reason"] == "version_changed", "kpi"].unique()
    if len(anew):
        found.append(Caveat("version_changed", {"kpis": [Ref("kpi", str(kpi)) for kpi in anew]}))
    broken = counted.groupby("kpi", sort=False)["segment"].nunique()
    broken = [Ref("kpi", str(kpi)) for kpi in broken.index[broken > 1]]
    known = {str(name) for names in counted["caveats"] for name in (names or ())}
    if broken and "definition_break_inside" not in known:
        found.append(Caveat("definition_break_inside", {"kpis": broken}))
    return tuple(found)


def _moved_since(
    table: pd.DataFrame, run: Sequence[str], today: pd.DataFrame | None
) -> tuple[Caveat, ...]:
    """KPIs whose closed year is not what the data say today."""
    if today is None:
        return ()
    end = Month.parse(run[-1]).period.end
    now = {row["kpi"]: row["value"] for row in today.to_dict("records") if row["period_end"] == end}
    last = table[(table["period"] == run[-1]) & table["year_to_date"].notna()]
    moved = [
        Ref("kpi", str(kpi))
        for kpi, value in zip(last["kpi"], last["year_to_date"], strict=True)
        if kpi in now and not math.isclose(value, now[kpi], rel_tol=1e-9)
    ]
    return (Caveat("differs_from_today", {"kpis": moved}),) if moved else ()


def _told(table: pd.DataFrame, run: Sequence[str]) -> tuple[str, dict[str, object]]:
    """The sentence, about the first sum over months that has a figure of the year."""
    last = table[(table["period"] == run[-1]) & table["year_to_date"].notna()]
    values: dict[str, object] = {"answered": len(last), "month": Month.parse(run[-1])}
    whole = len(run) == 12
    for _, row in last[last["sums"].astype(bool)].iterrows():
        steps = table[(table["kpi"] == row["kpi"]) & table["contribution"].notna()]
        most = steps.loc[steps["contribution"].idxmax()]
        values |= {
            "kpi": Ref("kpi", str(row["kpi"])),
            "value": figure(row, "year_to_date"),
            "best": Month.parse(str(most["period"])),
            "step": figure(most, "contribution"),
        }
        return ("year_bridge" if whole else "year_bridge_so_far"), values
    return ("year_bridge_plain" if whole else "year_bridge_plain_so_far"), values
