"""Rule 6, prescribe: whether the brand's actions moved what they were meant to move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.counterfactual_effect import daily_effect
from kpi_helpers.rules.effect_reading import Course, Measured
from kpi_helpers.rules.reading import text_or_none

__all__ = ["effect_in_detail", "effects_of_actions"]

DAILY = (
    *("counterfactual", "counterfactual_lo", "counterfactual_hi", "difference"),
    *("difference_so_far", "difference_so_far_lo", "difference_so_far_hi"),
)
COLUMNS = ("label", "kpi", "day", "during", "value", *DAILY, "unit", "currency")


def effects_of_actions(measured: Measured) -> Finding:
    """What each action gained or cost beside what would have been without it.

    Parameters
    ----------
    measured : Measured

    Returns
    -------
    Finding
        ``effects_of_actions``; one row an action and KPI, and one for actions that share days,
        oldest first: ``label``, ``channel``, ``kpi``, ``start``, ``end``, ``days``, ``members``
        (actions taken together), ``cost`` and ``cost_currency``; ``difference`` with
        ``difference_lo`` and ``difference_hi``, the same in proportion to what was
        expected (``difference_rel`` ...),
        ``actual``, ``counterfactual``; where claimed ``return_on_cost`` (money a unit spent) or
        ``cost_per_result``; ``detectable`` (the smallest effect, in proportion, that could have
        been claimed alone), ``p``, ``q`` (all rows considered), ``dates_tried`` (earlier dates
        without an action), ``dates_found`` and ``dates_alike`` (of them, with an effect found, and
        with one as large), ``spread`` (how many times wider that made the interval), ``year``
        (whether the year before was read), ``reason`` (why nothing was measured), ``claimed`` and
        ``judgement`` (name of a message).
    """
    table = measured.table
    told = table[table["p"].notna()]
    claimed = table[table["claimed"]]
    values: dict[str, Any] = {
        "month": measured.month,
        "actions": len(table[table["members"] == 1].drop_duplicates(["label", "start"])),
        "tests": len(told),
        "untold": len(table) - len(told),
        "count": len(claimed),
        "detectable": Figure(float(told["detectable"].min()) if len(told) else None, "percent"),
        "rate": Figure(measured.false_discovery_rate, "percent"),
        "chance": Figure(len(told) * measured.false_discovery_rate, "count"),
        "false": Figure(len(claimed) * measured.false_discovery_rate, "count"),
    }
    message = "effects_of_actions_none"
    if len(claimed):
        values |= _told(claimed.loc[_clearness(claimed).idxmax()])
        message = "effects_of_actions_found"
    elif table.empty:
        message = "effects_of_actions_empty"
    elif not len(told):
        message = "effects_of_actions_untold"
    return Finding("effects_of_actions", table, message, values, _caveats(measured, values))


def _clearness(told: pd.DataFrame) -> pd.Series:
    """How many times the smallest effect that could be claimed each one is."""
    return told["difference_rel"].abs() / told["detectable"]


def _told(row: pd.Series) -> dict[str, Any]:
    """What a sentence says of one row."""
    currency = text_or_none(row["currency"])
    return {
        "label": Ref("quoted", str(row["label"])),
        "kpi": Ref("kpi", str(row["kpi"])),
        "start": row["start"],
        **{
            name: Figure(float(row[name]), str(row["unit"]), currency, change=True)
            for name in ("difference", "difference_lo", "difference_hi")
        },
        "difference_rel": Figure(float(row["difference_rel"]), "relative", change=True),
    }


def _caveats(measured: Measured, values: Mapping[str, Any]) -> tuple[Caveat, ...]:
    table = measured.table
    own = [Caveat("effect_assumes")]
    if values["tests"]:
        own.append(Caveat("effect_tests", values))
        own.append(_yardsticks(measured))
    if table["return_on_cost"].notna().any():
        own.append(Caveat("effect_not_margin"))
    return (*own, *measured.caveats)


def _yardsticks(measured: Measured) -> Caveat:
    """What stands beside the KPI, and on whose word."""
    if not measured.controls:
        return Caveat("effect_controls")
    named = [Ref("kpi", kpi) for kpi in measured.controls]
    return Caveat("effect_controls_named", {"kpis": named})


def effect_in_detail(measured: Measured, label: str = "", kpi: str = "") -> Finding:
    """One action day by day: what was, what would have been, and what it adds up to.

    Parameters
    ----------
    measured : Measured
    label : str, optional
        Of an action, the newest where several bear it; else the clearest claim, or where nothing
        is claimed the newest action that could be measured.
    kpi : str, optional
        Its id; else the one that the choice above falls on.

    Returns
    -------
    Finding
        ``effect_in_detail``; one row a day of the action and of the four weeks before: ``day``,
        ``during`` (whether the action ran), ``value``; for its days ``counterfactual`` with
        ``counterfactual_lo`` and ``counterfactual_hi``, ``difference``, and since its first day
        ``difference_so_far`` with ``difference_so_far_lo`` and ``difference_so_far_hi``.
    """
    asked = measured.table
    for column, name in (("label", label), ("kpi", kpi)):
        asked = asked[asked[column] == name] if name else asked
    told = asked[asked["p"].notna()]
    if told.empty:
        message = "effect_in_detail_empty" if asked.empty else "effect_in_detail_untold"
        named = {} if asked.empty else {"label": Ref("quoted", str(asked["label"].iloc[-1]))}
        return Finding("effect_in_detail", pd.DataFrame(columns=[*COLUMNS]), message, named)
    row = told.loc[_chosen(told, by_label=bool(label))]
    at = row.name
    table = _by_day(row, measured.courses[at], measured.level)
    last = table.iloc[-1]
    values: dict[str, Any] = {
        "label": Ref("quoted", str(row["label"])),
        "kpi": Ref("kpi", str(row["kpi"])),
        "start": row["start"],
        "end": row["end"],
        "difference": _change(last, "difference_so_far"),
        "lo": _change(last, "difference_so_far_lo"),
        "hi": _change(last, "difference_so_far_hi"),
    }
    checks = {
        "checks": int(row["dates_tried"]),
        "found": int(row["dates_found"]),
        "alike": int(row["dates_alike"]),
    }
    caveats = (Caveat("effect_checks", checks), Caveat("effect_assumes"), *measured.caveats)
    message = f"effect_in_detail_{str(row['judgement']).removeprefix('effect_')}"
    return Finding("effect_in_detail", table, message, values, caveats)


def _chosen(told: pd.DataFrame, by_label: bool) -> Any:
    """The row to look at: the newest one of a label, else the clearest claim, else the newest."""
    claims = told[told["claimed"]]
    if len(claims) and not by_label:
        return _clearness(claims).idxmax()
    return told["start"].astype(str).sort_values(kind="stable").index[-1]


def _by_day(row: pd.Series, course: Course, level: float) -> pd.DataFrame:
    before = len(course.before)
    days = [row["start"] + timedelta(days=place - before) for place in range(before + row["days"])]
    told = daily_effect(course.actual, course.paths, level=level, spread=course.spread)
    table = pd.DataFrame(
        {
            "label": row["label"],
            "kpi": row["kpi"],
            "day": days,
            "during": [day >= row["start"] for day in days],
            "value": np.concatenate([course.before, course.actual]),
        }
    )
    empty = np.full(before, np.nan)
    for name in DAILY:
        table[name] = np.concatenate([empty, told[name]])
    return table.assign(unit=row["unit"], currency=row["currency"])


def _change(row: pd.Series, column: str) -> Figure:
    return Figure(float(row[column]), str(row["unit"]), text_or_none(row["currency"]), change=True)
