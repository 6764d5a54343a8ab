"""Rule 3: whether a target is well set, in the five respects that SMART stands for.

Doran 1981, "There's a S.M.A.R.T. way to write management's goals and objectives". The limits are
our own (``params/thresholds.yaml``): a badge says what is missing and never blocks a verdict.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Protocol

import pandas as pd

from kpi_helpers.finding import Finding, Ref

__all__ = ["Limits", "smart_badges"]

BADGES = ("specific", "measurable", "achievable", "relevant", "timed")
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


class Limits(Protocol):
    """What counts as specific and as achievable: ``thresholds.objectives``."""

    min_words: int
    stretch: float


def smart_badges(
    paced: pd.DataFrame, texts: pd.DataFrame, months: pd.DataFrame, limits: Limits
) -> Finding:
    """Five badges for each target, with the reason for each that is missing.

    Specific: a definition of enough words, and a named perimeter. Measurable: a target, and a
    figure this month. Achievable: a baseline on the right side of the target, and a target no
    further than `stretch` times the best month so far (of a year's total: of twelve such months).
    Relevant: an objective, and the decision that the KPI serves. Timed: a date that is not past.

    Parameters
    ----------
    paced : DataFrame
        ``rules.pace.on_pace``.
    texts : DataFrame
        ``kpi``, ``words`` (of the shorter of its two definitions), ``decision`` (bool).
    months : DataFrame
        Monthly values of the KPIs: ``kpi``, ``value``, ``complete``.
    limits : Limits

    Returns
    -------
    Finding
        ``smart_badges``; one row a KPI with an objective: ``objective``, ``kpi``, one flag a
        badge, ``gaps`` (names of what is missing) and ``met`` (how many badges).
    """
    said = texts.set_index("kpi").to_dict("index")
    rows = [
        _badges(row, said[row["kpi"]], months[months["kpi"] == row["kpi"]], limits)
        for row in paced.to_dict("records")
        if not _missing(row["kpi"])
    ]
    table = pd.DataFrame(rows, columns=["objective", "kpi", *BADGES, "gaps", "met"])
    if table.empty:
        return Finding("smart_badges", table, "smart_badges_none")
    values: dict[str, object] = {
        "total": len(table),
        "count": int((table["met"] == len(BADGES)).sum()),
    }
    missing = Counter(name for names in table["gaps"] for name in names)
    if not missing:
        return Finding("smart_badges", table, "smart_badges_whole", values)
    gap, times = missing.most_common(1)[0]
    values |= {"gap": Ref("gap", gap), "times": times}
    return Finding("smart_badges", table, "smart_badges", values)


def _badges(
    row: dict[str, Any], said: dict[str, Any], months: pd.DataFrame, limits: Limits
) -> dict[str, Any]:
    gaps = {
        "specific": [
            *(["definition"] if said["words"] < limits.min_words else []),
            *(["perimeter"] if _missing(row["perimeter"]) else []),
        ],
        "measurable": [
            *(["target"] if _missing(row["target"]) else []),
            *(["figure"] if _missing(row["value"]) else []),
        ],
        "achievable": _out_of_reach(row, months, limits.stretch),
        "relevant": [] if said["decision"] else ["decision"],
        "timed": _undated(row),
    }
    found = {name: not gaps[name] for name in BADGES}
    every = [gap for name in BADGES for gap in gaps[name]]
    head = {"objective": row["objective"], "kpi": row["kpi"]}
    return head | found | {"gaps": every, "met": sum(found.values())}


def _undated(row: dict[str, Any]) -> list[str]:
    if _missing(row["by"]):
        return ["date"]
    return ["date_past"] if row["by"] < row["month_start"] else []


def _out_of_reach(row: dict[str, Any], months: pd.DataFrame, stretch: float) -> list[str]:
    """Why a target may not be reached, as far as the past can say; a band is where one stays."""
    if _missing(row["target"]) or row["direction"] == "band":
        return []
    sign = 1 if row["direction"] == "up" else -1
    if _missing(row["baseline"]):
        return ["baseline"]
    if sign * (row["target"] - row["baseline"]) <= 0:
        return ["side"]
    past = months.loc[months["complete"].astype(bool) & months["value"].notna(), "value"]
    if past.empty:
        return ["past"]
    best = float(past.max() if sign > 0 else past.min())
    flow = row["nature"] in ("flow", "growing")
    target = float(row["target"]) / (MONTHS_OF[row["per"]] if flow else 1)
    if row["unit"] == "score" or best <= 0:  # no multiple of what stands near zero or below
        return []
    far = target > best * stretch if sign > 0 else target < best / stretch
    return ["stretch"] if far else []


def _missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
