"""Rule 6: which weekdays and which months are usually high or low."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.season import season_ratios

__all__ = ["month_profile", "weekday_profile"]

WEEKS = 52
"""Weeks, the last ones, that a weekday is judged on: a whole year, so that no season weighs."""
LEAST_WEEKS = 12
"""Complete weeks below which nothing is said."""
FLAT = 1e-9
"""Share up to which a month lies beside an average one but for rounding."""
WEEKDAY_COLUMNS = ["kpi", "weekday", "lift", "lift_lo", "lift_hi", "weeks", "claimed", "reason"]
MONTH_COLUMNS = ["kpi", "calendar_month", "lift", "lift_lo", "lift_hi", "years", "reason"]


def weekday_profile(
    daily: pd.DataFrame, kpis: Sequence[str], actions: pd.DataFrame, limits: AnomalyLimits
) -> Finding:
    """Each weekday beside the mean day of its own week, over the last 52 complete weeks.

    Parameters
    ----------
    daily : DataFrame
        ``session.describe.daily``; rows by network are passed over, and stocks, which have no
        day of their own.
    kpis : sequence of str
        In the order wanted.
    actions : DataFrame
        ``session.actions()``: weeks with one of their days are counted in a caveat, not left out.
    limits : AnomalyLimits

    Returns
    -------
    Finding
        ``weekday_profile``; seven rows a KPI: ``lift`` (median over the weeks, relative to the mean
        day of the week), ``lift_lo`` and ``lift_hi`` (the middle half of the weeks lies between),
        ``weeks``, and ``claimed``: it lies on one side in so many weeks that chance does not make
        it (sign test, shared out over all weekdays and KPIs). A KPI that too few complete weeks
        tell has one row with the reason.
    """
    whole = daily[daily["network"].isna() & (daily["nature"] != "stock")]
    weeks = {kpi: _weeks(whole[whole["kpi"] == kpi]) for kpi in dict.fromkeys(kpis)}
    weeks = {kpi: table for kpi, table in weeks.items() if table is not None}
    told = {kpi: table for kpi, table in weeks.items() if len(table) >= LEAST_WEEKS}
    chance = (1 - limits.level) / max(7 * len(told), 1)
    rows = []
    for kpi, table in weeks.items():
        few = {"kpi": kpi, "weeks": len(table), "claimed": False, "reason": "too_few_weeks"}
        rows += _weekdays(kpi, table, chance) if kpi in told else [few]
    table = pd.DataFrame(rows, columns=WEEKDAY_COLUMNS)
    if not told:
        return Finding("weekday_profile", table, "weekday_profile_none")
    mondays = pd.Index(sorted({monday for week in told.values() for monday in week.index}))
    busy = sum(_busy(monday.date(), actions) for monday in mondays)
    caveats = (
        (Caveat("weeks_with_actions", {"count": busy, "weeks": len(mondays)}),) if busy else ()
    )
    message, values = _strongest(table[table["claimed"].astype(bool)], "weekday")
    named = values.get("kpi")
    most = max(len(weeks_of_kpi) for weeks_of_kpi in told.values())
    known = len(told[named.id]) if isinstance(named, Ref) else most
    counts = {"total": len(told), "weeks": known}
    return Finding("weekday_profile", table, message, values | counts, caveats)


def _weeks(rows: pd.DataFrame) -> pd.DataFrame | None:
    """The last complete weeks, Mondays × seven days, each beside its mean day; None without days.

    Weeks of another definition than the last are left out, and weeks whose mean is not positive.
    """
    rows = rows[rows["complete"].astype(bool) & rows["settled"].fillna(True).astype(bool)]
    rows = rows.dropna(subset=["value"]).drop_duplicates("period_start")
    if rows.empty:
        return None
    rows = rows.assign(day=pd.to_datetime(rows["period_start"])).sort_values("day")
    rows = rows[rows["segment"] == rows["segment"].iloc[-1]]
    rows["weekday"] = rows["day"].dt.weekday
    rows["monday"] = rows["day"] - pd.to_timedelta(rows["weekday"], "D")
    table = rows.pivot(index="monday", columns="weekday", values="value")
    table = table.reindex(columns=range(7)).dropna().tail(WEEKS)
    mean = table.mean(axis=1)
    return table[mean > 0].div(mean[mean > 0], axis=0) - 1


def _weekdays(kpi: str, table: pd.DataFrame, chance: float) -> list[dict[str, Any]]:
    rows = []
    for weekday in range(7):
        lifts = table[weekday].to_numpy()
        lo, middle, hi = np.quantile(lifts, [0.25, 0.5, 0.75])
        above, below = int((lifts > 0).sum()), int((lifts < 0).sum())
        sided = above + below > 0
        p = stats.binomtest(max(above, below), above + below).pvalue if sided else 1.0
        claimed = bool(p <= chance and np.sign(middle) == np.sign(above - below))
        row = {"kpi": kpi, "weekday": str(weekday + 1), "lift": middle, "lift_lo": lo}
        rows.append(row | {"lift_hi": hi, "weeks": len(lifts), "claimed": claimed})
    return rows


def _busy(monday: date, actions: pd.DataFrame) -> bool:
    """Whether an action of the log has a day in the week."""
    for start, end in zip(actions["start"], actions["end"], strict=True):
        first = pd.Timestamp(start).date()
        last = first if pd.isna(end) else pd.Timestamp(end).date()
        if first <= monday + timedelta(6) and last >= monday:
            return True
    return False


def _strongest(known: pd.DataFrame, column: str) -> tuple[str, dict[str, object]]:
    """About the KPI that swings most, at its highest and its lowest."""
    if known.empty:
        return f"{column}_profile_flat", {}
    spans = known.groupby("kpi", sort=False)["lift"].agg(lambda lifts: lifts.max() - lifts.min())
    only = known.groupby("kpi", sort=False)["lift"].agg(lambda lifts: lifts.abs().max())
    kpi = spans.where(spans > 0, only).idxmax()
    own = known[known["kpi"] == kpi]
    high, low = own.loc[own["lift"].idxmax()], own.loc[own["lift"].idxmin()]
    found = {"kpi": Ref("kpi", str(kpi)), "count": int(known["kpi"].nunique())}
    if high["lift"] <= 0 or low["lift"] >= 0:
        one = low if high["lift"] <= 0 else high
        found |= {"when": Ref(column, str(one[column])), "lift": _lift(one)}
        return f"{column}_profile_one", found
    return f"{column}_profile", found | {
        "high": Ref(column, str(high[column])),
        "high_lift": _lift(high),
        "low": Ref(column, str(low[column])),
        "low_lift": _lift(low),
    }


def _lift(row: pd.Series) -> Figure:
    return Figure(float(row["lift"]), "relative", change=True)


def month_profile(monthly: pd.DataFrame, kpis: Sequence[str], least: int) -> Finding:
    """Each calendar month beside an average month, growth taken out.

    Parameters
    ----------
    monthly : DataFrame
        ``session.describe.monthly``: monthly values with ``nature``; of flows only a part of a
        year can be told.
    kpis : sequence of str
        In the order wanted.
    least : int
        Complete months from which a season is told: ``thresholds.objectives.season_months``.

    Returns
    -------
    Finding
        ``month_profile``; twelve rows a KPI: ``lift`` (mean over its years, relative to the mean of
        the twelve months around), ``lift_lo`` and ``lift_hi`` (the lowest and highest year; null
        where there is one year alone, of which nobody knows how far it varies), ``years``. A KPI
        whose past is too short has one row with the reason.
    """
    flows = monthly[monthly["nature"] == "flow"]
    rows: list[dict[str, Any]] = []
    for kpi in dict.fromkeys(kpis):
        own = flows[flows["kpi"] == kpi]
        if own["value"].isna().all():
            continue
        ratios = season_ratios(own, least)
        rows += (
            [{"kpi": kpi, "reason": "season_too_short"}]
            if ratios is None
            else [_calendar_month(kpi, number, ratios[number]) for number in sorted(ratios)]
        )
    table = pd.DataFrame(rows, columns=MONTH_COLUMNS)
    known = table.dropna(subset=["lift"])
    if known.empty:
        return Finding("month_profile", table, "month_profile_none", {"least": least})
    years = int(known["years"].min())
    caveats = (Caveat("season_of_one_year"),) if years == 1 else ()
    message, values = _strongest(known[known["lift"].abs() > FLAT], "calendar_month")
    if "count" in values:
        values["count"] = int(known["kpi"].nunique())
    values |= {"total": int(table["kpi"].nunique()), "years": years}
    return Finding("month_profile", table, message, values, caveats)


def _calendar_month(kpi: str, number: int, ratios: list[float]) -> dict[str, Any]:
    several = len(ratios) > 1
    return {
        "kpi": kpi,
        "calendar_month": str(number),
        "lift": sum(ratios) / len(ratios) - 1,
        "lift_lo": min(ratios) - 1 if several else None,
        "lift_hi": max(ratios) - 1 if several else None,
        "years": len(ratios),
    }
