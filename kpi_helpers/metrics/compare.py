"""KPIs beside an earlier period, where the two may be compared; else the reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.metrics.evaluate import check_dimensions, check_kpis, values_with_series
from kpi_helpers.metrics.formulas import adds_up, grows_with_days
from kpi_helpers.metrics.readings import plan_kpi
from kpi_helpers.metrics.verdicts import compared
from kpi_helpers.periods import COMPARISONS, Period, comparison_period
from kpi_helpers.store.grains import Grains

__all__ = ["compare_kpis"]


@dataclass(frozen=True)
class _Pair:
    """Two periods to set side by side."""

    kind: str
    current: Period
    baseline: Period


def compare_kpis(
    catalogue: Catalogue,
    grains: Grains,
    kpis: Sequence[str],
    period: Period,
    kinds: Sequence[str] = ("previous", "year_ago"),
    by: Sequence[str] = (),
    per_day: bool = False,
    where: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """KPIs of a period beside those of earlier ones.

    Parameters
    ----------
    catalogue, grains, kpis, by, where
        As in :func:`~kpi_helpers.metrics.evaluate.kpi_values`.
    period : Period
    kinds : sequence of str
        ``periods.COMPARISONS``. For the two elapsed kinds both sides are cut to the days that
        have data in `period`, and `period_end` says so.
    per_day : bool
        Divide flows by the days with data of each side, so that months of unequal length or with
        gaps can be compared.

    Returns
    -------
    DataFrame
        One row a KPI, dimension values and kind: the columns of ``kpi_values``, then ``kind``,
        ``baseline_start``, ``baseline_end``, ``baseline``, ``change_abs`` (points for a
        percentage, as a fraction), ``change_rel`` (fraction of the baseline), ``comparable``,
        ``improved`` (by the KPI's direction; None without one, or without a change) and
        ``per_day`` (whether the row's figures are per day). The two changes are null where
        ``comparable`` is False; ``reason`` then names why.

    Raises
    ------
    MeasureError, DimensionError
        As `kpi_values` does.
    ValueError
        On an unknown kind.
    """
    unknown = [kind for kind in kinds if kind not in COMPARISONS]
    if unknown:
        raise ValueError(f"unknown comparison {unknown}; known: {', '.join(COMPARISONS)}")
    names = tuple(dict.fromkeys(kpis))
    split = tuple(dict.fromkeys(by))
    check_kpis(catalogue, names)
    check_dimensions((*split, *(where or {})))
    whole = [k for k in dict.fromkeys(kinds) if not k.startswith("elapsed_")]
    pairs = [_Pair(kind, period, comparison_period(period, kind)) for kind in whole]
    periods = dict.fromkeys([period, *(pair.baseline for pair in pairs)])
    values = values_with_series(catalogue, grains, names, list(periods), split, where)
    now = _of(values, period)
    sides = {(pair.kind, at): pair for pair in pairs for at in range(len(now))}
    cut = _elapsed_pairs(now, period, [k for k in kinds if k.startswith("elapsed_")])
    sides |= cut
    more = {p for pair in cut.values() for p in (pair.current, pair.baseline)} - set(periods)
    if more:
        found = values_with_series(catalogue, grains, names, sorted(more), split, where)
        values = pd.concat([values, found], ignore_index=True)
    rules = {name: _rule(catalogue, name, per_day) for name in names}
    return _rows(now, values, sides, list(dict.fromkeys(kinds)), split, rules)


def _of(values: pd.DataFrame, period: Period) -> pd.DataFrame:
    own = (values["period_start"] == period.start) & (values["period_end"] == period.end)
    return values[own].reset_index(drop=True)


def _elapsed_pairs(
    now: pd.DataFrame, period: Period, kinds: Sequence[str]
) -> dict[tuple[str, int], _Pair]:
    """For each row, both sides cut to the same number of elapsed days."""
    pairs = {}
    for at, as_of in enumerate(now["as_of"]):
        for kind in kinds:
            if as_of is None or as_of < period.start:
                continue
            baseline = comparison_period(period, kind, as_of)
            days = min(baseline.days, (min(as_of, period.end) - period.start).days + 1)
            current = Period(period.start, period.start + timedelta(days - 1))
            pairs[kind, at] = _Pair(kind, current, baseline)
    return pairs


def _rule(catalogue: Catalogue, name: str, per_day: bool) -> dict[str, Any]:
    """What the comparison must know of a KPI."""
    plan = plan_kpi(catalogue, name, (), {})
    measures = {reading.name: reading.measure for reading in plan.readings.values()}
    flow = adds_up(plan.kpi, plan.tree, measures)
    return {
        "direction": plan.kpi.direction,
        "per_day": per_day and flow,
        "rate": plan.divides,
        "grows": grows_with_days(plan.kpi, plan.tree, measures),
        "to_date": plan.kpi.to_date if plan.kpi.kind == "cumulative" else None,
    }


def _rows(
    now: pd.DataFrame,
    values: pd.DataFrame,
    sides: Mapping[tuple[str, int], _Pair],
    kinds: Sequence[str],
    by: Sequence[str],
    rules: Mapping[str, dict[str, Any]],
) -> pd.DataFrame:
    records = values.to_dict("records")
    found = {_key(record, by): record for record in records}
    rows = []
    for at, row in enumerate(now.to_dict("records")):
        for kind in kinds:
            pair = sides.get((kind, at))
            current, baseline = row, None
            if pair is not None:
                place = (row["kpi"], *(row[name] for name in by))
                current = found.get((pair.current, *place), row)
                baseline = found.get((pair.baseline, *place))
            ends = (pair.baseline.start, pair.baseline.end) if pair else (None, None)
            head = {"kind": kind, "baseline_start": ends[0], "baseline_end": ends[1]}
            rows.append(current | head | compared(current, baseline, kind, rules[row["kpi"]]))
    frame = pd.DataFrame(rows, columns=[*now.columns.drop("contributing"), *_ADDED])
    for name in ("baseline", "change_abs", "change_rel"):
        frame[name] = frame[name].astype("float64")
    for name in ("improved", "reason", "baseline_start", "baseline_end"):
        frame[name] = pd.Series(list(frame[name]), dtype=object).where(frame[name].notna(), None)
    return frame


_ADDED = [
    "kind",
    "baseline_start",
    "baseline_end",
    "baseline",
    "change_abs",
    "change_rel",
    "comparable",
    "improved",
    "per_day",
]


def _key(record: Mapping[str, Any], by: Sequence[str]) -> tuple[Any, ...]:
    period = Period(record["period_start"], record["period_end"])
    return (period, record["kpi"], *(record[name] for name in by))
