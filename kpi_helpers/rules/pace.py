"""Rule 3, in time: the level that a target expects by now, and whether it is met.

A target has a level for one month, quarter or year. Between the baseline and the date the level
moves along a straight line; what is earned day by day (flows) is expected in proportion to the
share of the period that has gone by, rates and stocks never are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from kpi_helpers.finding import Verdict
from kpi_helpers.metrics.season import season_of
from kpi_helpers.periods import Month

__all__ = ["on_pace"]

GRAVE = (
    "definition_break_inside",
    "records_lost",
    "series_missing",
    "small_denominator",
    "stale_series",
    "uneven_parts",
    "values_missing",
)
"""Caveats under which a figure is shown and gets no verdict: it may be another one in truth."""

ADDED = (
    *("way", "level", "earned", "earned_by", "expected", "attained", "due", "months_left"),
    *("needed", "needed_is_change", "verdict", "why"),
)


def on_pace(
    targets: pd.DataFrame,
    months: pd.DataFrame,
    parts: pd.DataFrame,
    season_months: int,
) -> pd.DataFrame:
    """What each target expects by now beside what there is, with the verdict.

    Parameters
    ----------
    targets : DataFrame
        ``session.objectives.targets()``: one row an objective and KPI.
    months : DataFrame
        Monthly values of the KPIs that are flows, oldest first or not: ``kpi``, ``period_start``,
        ``value``, ``complete``, ``segment``.
    parts : DataFrame
        The same month of past years, cut at the same day: ``kpi``, ``part``, ``whole``,
        ``complete``; one row a KPI and year.
    season_months : int
        Complete months from which the season prorates.

    Returns
    -------
    DataFrame
        `targets` with ``way`` (share of the way from baseline to date gone by), ``level`` (of the
        whole period), ``earned`` (share of it due by now; null for what is never prorated) and
        ``earned_by`` (``season``, ``days``), ``expected``, ``attained`` (of a period's total: share
        earned; of a level: share of the way from baseline to target, 0 where it is behind both),
        ``due`` (what ``attained`` should be by now), ``months_left``, ``needed``
        (of a total: amount a remaining month; of a level: change a remaining month, as
        ``needed_is_change`` says), ``verdict`` and ``why`` (message name where unknown).
    """
    rows = [
        _row(row, _of(months, row["kpi"]), _of(parts, row["kpi"]), season_months)
        for row in targets.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[*targets.columns, *ADDED])


def _of(frame: pd.DataFrame, kpi: Any) -> pd.DataFrame:
    return frame[frame["kpi"] == kpi]


def _row(
    row: dict[str, Any], months: pd.DataFrame, parts: pd.DataFrame, season_months: int
) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(ADDED) | {"needed_is_change": False}
    why = _unjudged(row)
    if not _missing(row["target"]) and why not in ("target_past", "target_not_begun"):
        season = season_of(months, season_months) if row["nature"] == "flow" else None
        found |= _expected(row, season, parts)
        found |= _attained(row, found["level"], found["expected"], _is_total(row))
        found |= _needed(row, found["level"], _is_total(row))
    verdict = Verdict.UNKNOWN if why else _verdict(row, found["expected"])
    return row | found | {"verdict": str(verdict), "why": why}


# -- why there is no verdict


def _unjudged(row: dict[str, Any]) -> str | None:
    """Name of the reason for which this row gets no verdict; None where it gets one."""
    if _missing(row["kpi"]):
        return "objective_without_kpi"
    if row["deprecated"]:
        return "kpi_deprecated"
    if _missing(row["target"]):
        return "no_target"
    if not _missing(row["by"]) and row["by"] < row["month_start"]:
        return "target_past"
    if not _missing(row["start"]) and row["start"] > row["month_end"]:
        return "target_not_begun"
    if _missing(row["value"]):
        return "no_data" if _missing(row["reason"]) else str(row["reason"])
    if row["stale"]:
        return "stale"
    grave = [name for name in row["caveats"] if name in GRAVE]
    return grave[0] if grave else _cut_short(row)


def _cut_short(row: dict[str, Any]) -> str | None:
    """Of what grows day by day: whether the days seen are all days up to the last one seen."""
    if row["nature"] not in ("flow", "growing") or (row["complete"] and _over(row)):
        return None
    if row["nature"] == "growing":
        return "not_prorated"
    to_date = (row["month_end"] - row["span_start"]).days + 1
    seen = round(row["coverage"] * to_date)
    return "days_missing" if seen < _elapsed(row) else None


def _over(row: dict[str, Any]) -> bool:
    return row["span_end"] <= row["month_end"]


def _now(row: dict[str, Any]) -> date:
    """Last day that the figure speaks of."""
    return row["month_end"] if row["complete"] else min(row["as_of"], row["month_end"])


def _elapsed(row: dict[str, Any]) -> int:
    return (_now(row) - row["span_start"]).days + 1


def _is_total(row: dict[str, Any]) -> bool:
    """Whether the target is a total still being earned, not a level that was reached or not."""
    return row["nature"] in ("flow", "growing") and not (row["complete"] and row["per"] == "month")


# -- what is expected by now


def _expected(
    row: dict[str, Any], season: dict[int, float] | None, parts: pd.DataFrame
) -> dict[str, Any]:
    way = _way(row)
    level = float(row["target"])
    if way is not None:
        level = row["baseline"] + (row["target"] - row["baseline"]) * way
    found = {"way": way, "level": level, "expected": level}
    if row["nature"] not in ("flow", "growing") or (row["complete"] and _over(row)):
        return found
    if row["nature"] == "growing" or _missing(row["as_of"]):
        return found | {"expected": None}
    earned, earned_by = _earned(row, season, parts)
    return found | {"earned": earned, "earned_by": earned_by, "expected": level * earned}


def _way(row: dict[str, Any]) -> float | None:
    """Share of the days from the start to the date that have gone by; None without a way.

    A stock is looked at on its own day, everything else at the end of the period it fills.
    """
    if row["direction"] == "band" or any(_missing(row[n]) for n in ("baseline", "start", "by")):
        return None
    day = _now(row) if row["nature"] == "stock" and not _missing(row["as_of"]) else row["span_end"]
    whole = (row["by"] - row["start"]).days + 1
    return min(1.0, max(0.0, ((day - row["start"]).days + 1) / whole))


def _earned(
    row: dict[str, Any], season: dict[int, float] | None, parts: pd.DataFrame
) -> tuple[float, str]:
    """Share of the period's total that is due by now, and whether season or days say so."""
    now, here = _now(row), Month.of(_now(row))
    months = _months(row["span_start"], row["span_end"])
    days = {month: float(month.period.days) for month in months}
    within = ((now - here.period.start).days + 1) / days[here]
    usual = _usual_part(parts) if season is not None and within < 1 else None
    if season is None or (len(months) == 1 and usual is None):
        return _share(days, here, within), "days"
    weights = {month: season[month.number] for month in months}
    return _share(weights, here, within if usual is None else usual), "season"


def _share(weights: dict[Month, float], here: Month, within: float) -> float:
    """Of all weights, those of the months before `here` and the part `within` of its own."""
    before = sum(weight for month, weight in weights.items() if month < here)
    return (before + within * weights[here]) / sum(weights.values())


def _months(start: date, end: date) -> list[Month]:
    first, last = Month.of(start), Month.of(end)
    count = 12 * (last.year - first.year) + last.number - first.number + 1
    return [first.shifted(step) for step in range(count)]


def _usual_part(parts: pd.DataFrame) -> float | None:
    """Share of this month that past years had earned by this day; None where they cannot say."""
    known = parts[parts["complete"].astype(bool)].dropna(subset=["part", "whole"])
    if len(known) < 2 or known["whole"].sum() <= 0:
        return None
    share = float(known["part"].sum() / known["whole"].sum())
    return share if 0 <= share <= 1 else None


# -- what was attained, and what is left to do


def _attained(
    row: dict[str, Any], level: float, expected: float | None, total: bool
) -> dict[str, Any]:
    value, baseline, target = row["value"], row["baseline"], row["target"]
    if _missing(value) or row["direction"] == "band":
        return {}
    if total:
        due = expected / level if level > 0 and expected is not None else None
        return {"attained": value / level if level > 0 else None, "due": due}
    if _missing(baseline) or target == baseline:
        return {}
    due = (expected - baseline) / (target - baseline)
    return {"due": due, "attained": max(0.0, (value - baseline) / (target - baseline))}


def _needed(row: dict[str, Any], level: float, total: bool) -> dict[str, Any]:
    if row["direction"] == "band" or (not total and _missing(row["by"])):
        return {}
    end = row["span_end"] if total else row["by"]
    left = _months_left(row["month_end"] if _missing(row["as_of"]) else _now(row), end)
    found: dict[str, Any] = {"months_left": left, "needed_is_change": not total}
    if left < 1 or _missing(row["value"]):
        return found
    gap = (level if total else row["target"]) - row["value"]
    if total and row["direction"] == "down":
        return found  # what is left to spend is no need
    open_still = gap > 0 if row["direction"] == "up" else gap < 0
    return found | {"needed": gap / left if open_still else None}


def _months_left(now: date, end: date) -> float:
    """Months after `now` up to `end`, the rest of a month that has begun as a part of one."""
    here, last = Month.of(now), Month.of(end)
    rest = (here.period.end - now).days / here.period.days
    return max(0.0, 12 * (last.year - here.year) + last.number - here.number + rest)


# -- verdicts


def _verdict(row: dict[str, Any], expected: float) -> Verdict:
    value, warn = float(row["value"]), 0.0 if _missing(row["warn"]) else float(row["warn"])
    allowed, rounding = warn * abs(expected), 1e-9 * max(abs(expected), abs(value))
    if row["direction"] == "band":
        missed = abs(value - expected) - allowed
    else:
        missed = (expected - value) * (1 if row["direction"] == "up" else -1)
    if missed <= rounding:
        return Verdict.GOOD
    return Verdict.WATCH if missed <= allowed + rounding else Verdict.BAD


def _missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
