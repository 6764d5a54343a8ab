"""Rule 6, prescribe: what actions did, measured and checked, for :mod:`kpi_helpers.rules.effect`.

An effect is claimed only where it is told from chance among all that were asked about, and where
the same method finds none as large on earlier dates without an action.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kpi_helpers.metrics.association import false_discovery
from kpi_helpers.metrics.counterfactual_effect import Check, Effect, effect
from kpi_helpers.metrics.counterfactual_trial import Trial, Tried
from kpi_helpers.periods import Month
from kpi_helpers.rules.effect_reading import (
    Course,
    Daily,
    Measured,
    Span,
    beside,
    daily_of,
    spans_of,
)
from kpi_helpers.rules.reading import frame_caveats, text_or_none

__all__ = ["Limits", "measured_effects"]

NAMES = ("label", "channel", "kpi", "start", "end", "days", "members", "cost", "cost_currency")
NUMBERS = (
    *(
        "difference",
        "difference_lo",
        "difference_hi",
        "difference_rel",
        "difference_rel_lo",
        "difference_rel_hi",
    ),
    *("actual", "counterfactual", "return_on_cost", "cost_per_result", "detectable", "p", "q"),
    *("dates_tried", "dates_found", "dates_alike", "spread"),
)
COLUMNS = (*NAMES, "unit", "currency", "year", *NUMBERS, "reason", "judgement", "claimed")
DRAWN_BEFORE = 28
"""Days before an action that its detail shows."""


class Limits(Protocol):
    """Section ``effects`` of ``params/thresholds.yaml``."""

    months: int
    history_days: int
    min_days: int
    check_every_days: int
    min_checks: int
    alike_share: float
    found_share: float
    false_discovery_rate: float
    level: float


def measured_effects(
    daily: pd.DataFrame,
    actions: pd.DataFrame,
    month: Month,
    limits: Limits,
    controls: pd.DataFrame | None = None,
) -> Measured:
    """Measure what each action did to each KPI, and check the method on earlier dates.

    Parameters
    ----------
    daily : DataFrame
        ``metrics.kpi_values`` by day, of KPIs whose days add up; best of two years and more.
    actions : DataFrame
        ``session.actions()``: all there are, because the days of none of them may teach.
    month : Month
        Asked about are actions with a day in the ``limits.months`` months that end with it.
    limits : EffectLimits
    controls : DataFrame, optional
        Of the form of `daily`: at most three KPIs that no action moves, on the reader's word. One
        that an action does move hides its effect, or invents one.

    Returns
    -------
    Measured
        What ``rules.effect`` tell of.
    """
    alone, groups = spans_of(actions, month.period.end)
    since = month.shifted(1 - limits.months).period.start
    asked = sorted(
        (span for span in [*alone, *groups] if span.end >= since),
        key=lambda span: (span.start, span.members, span.label),
    )
    rows: list[dict[str, Any]] = []
    courses: dict[int, Course] = {}
    checks: dict[int, Check] = {}
    for kpi, values in daily.groupby("kpi", sort=False) if asked else ():
        known = daily_of(values, alone)
        yardsticks = None if controls is None else beside(controls, known)
        asker = _Asker(known, limits, max(span.days for span in asked), yardsticks)
        for span in asked:
            reason, tried = asker.of(span)
            row = _row(span, str(kpi), known, reason)
            if tried is not None and tried.paths is not None:
                courses[len(rows)] = _course(known, span, tried)
                checks[len(rows)] = tried.check
                row["year"] = tried.year
            rows.append(row)
    table, level = _judged(pd.DataFrame(rows, columns=[*COLUMNS]), courses, checks, limits)
    named = () if controls is None else tuple(dict.fromkeys(controls["kpi"].astype(str)))
    rate = limits.false_discovery_rate
    return Measured(table, courses, level, month, rate, named, frame_caveats(daily))


class _Asker:
    """One KPI, asked about span after span."""

    def __init__(
        self, known: Daily, limits: Limits, longest: int, yardsticks: np.ndarray | None
    ) -> None:
        self.known = known
        self.limits = limits
        self.longest = longest
        self.yardsticks = yardsticks
        self.trials: dict[int, Trial] = {}

    def of(self, span: Span) -> tuple[str | None, Tried | None]:
        """Why nothing can be said of a span, or what can."""
        if span.overlapped:
            return "effect_inseparable", None
        start = self.known.place(span.start)
        ways = self.known.counted[max(0, start) : max(0, start + span.days)]
        if start < 0 or len(ways) < span.days or (ways < 0).any():
            return "effect_days_missing", None
        if (ways != ways[0]).any():
            return "effect_redefined", None
        during = slice(start, start + span.days)
        if self.yardsticks is not None and not np.isfinite(self.yardsticks[during]).all():
            return "effect_control_missing", None
        tried = self._trial(int(ways[0])).of(start, span.days)
        if tried.paths is None:
            return "effect_too_short", None
        if tried.check.tried < self.limits.min_checks:
            return "effect_unchecked", None
        return None, tried

    def _trial(self, way: int) -> Trial:
        limits = self.limits
        if way not in self.trials:
            self.trials[way] = Trial(
                days=self.known.of_way(way),
                longest=self.longest,
                history=limits.history_days,
                least=limits.min_days,
                every=limits.check_every_days,
                checks=limits.min_checks,
                level=limits.level,
                controls=self.yardsticks,
            )
        return self.trials[way]


def _row(span: Span, kpi: str, known: Daily, reason: str | None) -> dict[str, Any]:
    kept = {name: getattr(span, name) for name in ("label", "channel", "start", "end", "days")}
    money = {"cost": span.cost, "cost_currency": span.currency, "members": span.members}
    unit = {"unit": known.unit, "currency": known.currency}
    return {**kept, "kpi": kpi, **money, **unit, "reason": reason}


def _course(known: Daily, span: Span, tried: Tried) -> Course:
    start = known.place(span.start)
    values = known.days.values
    before = values[max(0, start - DRAWN_BEFORE) : start]
    assert tried.paths is not None
    return Course(before, values[start : start + span.days], tried.paths, tried.check.spread)


def _judged(
    table: pd.DataFrame,
    courses: Mapping[int, Course],
    checks: Mapping[int, Check],
    limits: Limits,
) -> tuple[pd.DataFrame, float]:
    """The table with what may be claimed of all its rows together, and the level of its intervals.

    The intervals are as wide as the choice among all rows asks for, so that one that holds zero
    and no claim are the same (Benjamini and Yekutieli, JASA 100, 2005).
    """
    table = table.astype(dict.fromkeys(NUMBERS, "float64"))
    alone = {row: _effect(course, limits.level) for row, course in courses.items()}
    q = dict(zip(alone, false_discovery([one.p for one in alone.values()]), strict=True))
    found = [row for row, value in q.items() if value <= limits.false_discovery_rate]
    level = 1 - (1 - limits.level) * max(1, len(found)) / max(1, len(alone))
    for row, course in courses.items():
        numbers = _numbers(_effect(course, level), alone[row], checks[row])
        for name, value in {**numbers, "q": q[row]}.items():
            table.loc[row, name] = value
    table["judgement"] = [
        _conclusion(row, at in found, limits) for at, row in enumerate(table.to_dict("records"))
    ]
    table["claimed"] = table["judgement"].isin(["effect_up", "effect_down"])
    for name, result in (("return_on_cost", _return), ("cost_per_result", _price)):
        table[name] = [result(row) for row in table.to_dict("records")]
    return table.astype({"return_on_cost": "float64", "cost_per_result": "float64"}), level


def _effect(course: Course, level: float) -> Effect:
    return effect(course.actual, course.paths, level=level, spread=course.spread)


def _numbers(told: Effect, alone: Effect, check: Check) -> dict[str, float]:
    base = abs(told.expected) or float("nan")
    relative = told.total / base
    return {
        "difference": told.total,
        "difference_lo": told.lo,
        "difference_hi": told.hi,
        "difference_rel": relative,
        "difference_rel_lo": told.lo / base,
        "difference_rel_hi": told.hi / base,
        "actual": told.actual,
        "counterfactual": told.expected,
        "detectable": (alone.hi - alone.lo) / 2 / base,
        "p": told.p,
        "dates_tried": check.tried,
        "dates_found": check.found,
        "dates_alike": check.alike(relative),
        "spread": check.spread,
    }


def _conclusion(row: Mapping[str, Any], found: bool, limits: Limits) -> str:
    """What may be said of a row, as the name of a message."""
    if not pd.isna(row["reason"]):
        return str(row["reason"])
    if not found:
        return "effect_none"
    if row["dates_found"] > limits.found_share * row["dates_tried"]:
        return "effect_unreliable"
    if row["dates_alike"] > limits.alike_share * row["dates_tried"]:
        return "effect_alike"
    return "effect_up" if row["difference"] > 0 else "effect_down"


def _return(row: Mapping[str, Any]) -> float | None:
    """Money gained for each unit spent, where both are of one currency."""
    money = text_or_none(row["currency"]) if row["unit"] == "currency" else None
    same = money is not None and money == row["cost_currency"]
    known = row["claimed"] and same and (row["cost"] or 0) > 0
    return float(row["difference"] / row["cost"]) if known else None


def _price(row: Mapping[str, Any]) -> float | None:
    """Money spent for each one gained."""
    known = row["claimed"] and row["unit"] == "count" and row["difference"] > 0
    known = known and text_or_none(row["cost_currency"]) is not None and (row["cost"] or 0) > 0
    return float(row["cost"] / row["difference"]) if known else None
