"""Rule 6, predictive: how likely each target is reached by its date, and what it takes a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.forecasting_chance import (
    chance_above,
    interval_of,
    level_at,
    total_of,
)
from kpi_helpers.metrics.forecasting_kpis import Outlook
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import figure, text_or_none

__all__ = ["reach"]

COLUMNS = [
    *("objective", "kpi", "target", "aim", "per", "by", "value", "lo_80", "hi_80"),
    *("chance", "needed_per_day", "days_left", "width_by", "unit", "currency", "reason"),
]
SIZES = {"month": 1, "quarter": 3, "year": 12}


def reach(outlooks: Sequence[Outlook], targets: pd.DataFrame) -> Finding:
    """What is forecast for the date of each target, and the chance that the target is reached.

    What is earned day by day is the sum of the complete months of the target's period and of the
    forecast of the others, a month under way among them; stocks, rates and totals of one month
    are those of the month in which the date lies.

    Parameters
    ----------
    outlooks : sequence of Outlook
        ``session.outlook.ahead``.
    targets : DataFrame
        ``session.objectives.targets()``.

    Returns
    -------
    Finding
        ``target_reach``; one row a KPI with a target, heaviest objectives first: ``by`` (last day
        of the period that is forecast), ``value`` (of that period), ``lo_80``, ``hi_80``,
        ``chance`` (0.03 to 0.97, because no interval was tried farther out; 1 or 0 where it is
        settled), ``needed_per_day`` (of a total in the days left of its own period; of a stock the
        change a day up to the date; null where none is needed or a rate has no daily part),
        ``days_left``, ``reason`` where nothing can be said.
    """
    known = {one.kpi: one for one in outlooks if one.use == "target"}
    wanted = targets[targets["target"].notna()] if "target" in targets else targets.iloc[:0]
    rows = [_row(row, known.get(str(row["kpi"]))) for row in wanted.to_dict("records")]
    table = pd.DataFrame(rows, columns=COLUMNS)
    told = table[table["chance"].notna()]
    likely = int((told["chance"].astype(float) > 0.5).sum())
    values: dict[str, Any] = {"count": likely, "total": len(told), "declared": len(table)}
    if told.empty:
        return Finding(
            "target_reach", table, "reach_nothing" if len(table) else "reach_none", values
        )
    first = told.iloc[0]
    values |= {
        "kpi": Ref("kpi", str(first["kpi"])),
        "by": first["by"],
        "chance": Figure(float(first["chance"]), "percent"),
        **{name: figure(first, name) for name in ("target", "value")},
    }
    caveats = _caveats(table, known)
    if pd.isna(first["needed_per_day"]):
        return Finding("target_reach", table, "reach_level", values, caveats)
    values["needed"] = figure(first, "needed_per_day")
    return Finding("target_reach", table, "reach", values, caveats)


def _row(row: dict[str, Any], one: Outlook | None) -> dict[str, Any]:
    told = {name: row[name] for name in ("objective", "kpi", "target", "per")}
    span = _span(row)
    told |= {
        "aim": row["direction"],
        "by": span[-1].period.end,
        "unit": row["unit"],
        "currency": row["currency"],
    }
    why = _undecided(row, span, one)
    if why is not None or one is None or one.made is None:
        return told | {"reason": why}
    total = row["nature"] == "flow" and len(span) > 1
    normal = _total(one, span) if total else level_at(one.made, one.months.index(span[-1]))
    ends = interval_of(normal, 80, one.made.low, None if total else one.made.high)
    told |= {"value": normal[0], "lo_80": ends[0], "hi_80": ends[1], "width_by": one.made.widths}
    return told | {"chance": _chance(row, normal, total)} | _needed(row, span)


def _span(row: dict[str, Any]) -> list[Month]:
    """Months of the period that the date of the target lies in, or that is under way."""
    end = Month.of(row["span_end"] if _missing(row["by"]) else row["by"])
    size = SIZES[row["per"]]
    first = Month(end.year, size * ((end.number - 1) // size) + 1)
    return [first.shifted(step) for step in range(size)]


def _undecided(row: dict[str, Any], span: list[Month], one: Outlook | None) -> str | None:
    """Name of the reason for which no chance can be told."""
    if row["deprecated"]:
        return "kpi_deprecated"
    if not _missing(row["by"]) and row["by"] < row["month_start"]:
        return "target_past"
    if one is None:
        return "forecast_no_month"
    if one.made is None:
        return one.reason
    if row["direction"] == "band" and _missing(row["warn"]):
        return "reach_band_without_width"
    last = one.past["month"].iloc[-1]
    if span[-1] <= last:
        return "reach_period_over"
    if span[-1] not in one.months:
        return "reach_too_far"
    if len(span) > 1 and row["nature"] in ("rate", "growing"):
        return "reach_of_period"
    started = row["nature"] == "flow" and len(span) > 1 and span[0] <= last
    return "reach_months_missing" if started and span[0] < one.past["month"].iloc[0] else None


def _total(one: Outlook, span: list[Month]) -> tuple[float, float]:
    """What the complete months of the period brought, and the forecast of the others."""
    earned = one.past.loc[one.past["month"] >= span[0], "value"].astype(float).sum()
    first = one.months.index(max(span[0], one.months[0]))
    middle, deviation = total_of(one.made, range(first, one.months.index(span[-1]) + 1))
    return float(earned) + middle, deviation


def _chance(row: dict[str, Any], normal: tuple[float, float], total: bool) -> float:
    target = float(row["target"])
    if row["direction"] == "band":
        width = abs(target) * float(row["warn"])
        within = chance_above(normal, target - width) - chance_above(normal, target + width)
        return round(max(within, 0.0), 2)
    # A total that only grows, and is beyond its level already, will not come back.
    if total and _under_way(row) and not _missing(row["value"]) and row["value"] >= target:
        return 1.0 if row["direction"] == "up" else 0.0
    above = chance_above(normal, target)
    return above if row["direction"] == "up" else round(1 - above, 2)


def _under_way(row: dict[str, Any]) -> bool:
    """Whether the date lies in the period that the target's figure so far speaks of."""
    return bool(_missing(row["by"]) or row["span_start"] <= row["by"] <= row["span_end"])


def _needed(row: dict[str, Any], span: list[Month]) -> dict[str, Any]:
    """Days left, and what each of them must bring."""
    now = row["month_end"] if row["complete"] or _missing(row["as_of"]) else row["as_of"]
    end = span[-1].period.end
    if row["nature"] not in ("flow", "stock") or row["direction"] != "up":
        return {"days_left": max(0, (end - now).days)}
    begun = row["nature"] == "stock" or _under_way(row)
    start: date = now if begun else max(now, span[0].shifted(-1).period.end)
    days = (end - start).days
    so_far = row["value"] if begun else 0.0
    gap = None if _missing(so_far) else float(row["target"]) - float(so_far)
    open_still = gap is not None and gap > 0 and days > 0
    return {"days_left": max(0, days), "needed_per_day": gap / days if open_still else None}


def _caveats(table: pd.DataFrame, known: dict[str, Outlook]) -> tuple[Caveat, ...]:
    told = table[table["chance"].notna()]
    last = max(known[str(kpi)].past["month"].iloc[-1] for kpi in told["kpi"])
    fixed = [Ref("kpi", str(kpi)) for kpi in told.loc[told["width_by"] == "fixed", "kpi"]]
    found = [Caveat("forecast_carries_on", {"month": last})]
    return (*found, Caveat("reach_fixed_width", {"kpis": fixed})) if fixed else tuple(found)


def _missing(value: Any) -> bool:
    return text_or_none(value) is None
