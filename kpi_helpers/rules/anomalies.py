"""Rule 6: days unlike what their past let expect, and days from which another level holds.

All daily series are watched at once, so the limits are set for all of them together: the number
of false alarms to be expected a month is declared, shared out evenly, and told. An action of the
log that falls together with an alarm is named beside it; that makes neither the cause of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.watching import ALARM_COLUMNS, SERIES, Watch, watch
from kpi_helpers.rules.reading import text_or_none

__all__ = ["alarms", "day_by_day", "watch"]

DRAWN = 0.8
"""Share of days with a figure from which they make a line."""
NEAR = timedelta(3)
"""Days by which a step may lie off the start or end of an action and still be told beside it."""


def alarms(seen: Watch, actions: pd.DataFrame) -> Finding:
    """Unusual days and new levels of the month, with the actions they fall together with.

    Parameters
    ----------
    seen : Watch
        Of :func:`watch`.
    actions : DataFrame
        ``session.actions()``.

    Returns
    -------
    Finding
        ``alarms``; one row an alarm, oldest first: ``alarm`` (``day``, or ``step``: the first day
        of a new level), ``value`` and ``expected`` (of a step: the level after, and without it),
        the bounds of the usual, ``p``, ``beside`` (labels of actions). ``of_change``: the figures
        are changes on the day before.
    """
    days = seen.days[seen.days["unusual"].astype(bool)].assign(alarm="day")
    days["change_abs"] = days["value"] - days["expected"]
    days["change_rel"] = (days["change_abs"] / days["expected"]).where(
        (days["expected"] > 0) & ~days["of_change"].astype(bool)
    )
    frames = [frame.astype(object) for frame in (days, seen.steps) if len(frame)]
    table = pd.concat(frames) if frames else pd.DataFrame(columns=ALARM_COLUMNS)
    table["beside"] = [_beside(row, actions) for row in table.to_dict("records")]
    numbers = dict.fromkeys(("value", "expected", "change_abs", "change_rel", "p"), "float64")
    table = table.reindex(columns=ALARM_COLUMNS).astype(numbers)
    table = table.sort_values(["day", "p", *SERIES]).reset_index(drop=True)
    values: dict[str, object] = {
        "kpis": [Ref("kpi", str(kpi)) for kpi in dict.fromkeys(table.sort_values("p")["kpi"])],
        "month": seen.month,
        "series": seen.series,
        "days": len(days),
        "steps": len(seen.steps),
        "false_alarms": Figure(seen.false_alarms, "ratio"),
    }
    message, more = _sentence(table)
    if not seen.series:
        message = "alarms_too_short"
    caveats = [Caveat("alarms_silent", {"count": seen.silent})] if seen.silent else []
    if (table["beside"].map(len) > 0).any():
        caveats.append(Caveat("alarms_no_cause"))
    return Finding("alarms", table, message, values | more, tuple(caveats))


def _beside(row: dict[str, Any], actions: pd.DataFrame) -> list[str]:
    """Actions under way on an unusual day, or that start or end where a step lies."""
    labels = []
    for action in actions.to_dict("records"):
        start = _day(action["start"])
        end = start if pd.isna(action["end"]) else _day(action["end"])
        if row["alarm"] == "day":
            near = start <= row["day"] <= end
        else:
            ends = (start, end + timedelta(1))
            near = any(abs(row["day"] - edge) <= NEAR for edge in ends)
        if near:
            labels.append(str(action["label"]))
    return labels


def _sentence(table: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """About the surest alarm of a whole KPI, else of a network; what it falls together with."""
    if table.empty:
        return "alarms_quiet", {}
    whole = table[table["network"].isna()]
    row = (whole if len(whole) else table).sort_values("p", kind="stable").iloc[0]
    unit, currency = str(row["unit"]), text_or_none(row["currency"])
    found: dict[str, object] = {
        "kpi": Ref("kpi", str(row["kpi"])),
        "day": row["day"],
        "value": Figure(float(row["value"]), unit, currency, change=bool(row["of_change"])),
        "expected": Figure(float(row["expected"]), unit, currency, change=bool(row["of_change"])),
        "beside": [Ref("quoted", label) for label in row["beside"]],
    }
    parts = ["alarms", str(row["alarm"])]
    if not pd.isna(row["network"]):
        parts.append("network")
        found["network"] = Ref("network", str(row["network"]))
    if row["beside"]:
        parts.append("beside")
    return "_".join(parts), found


def day_by_day(seen: Watch, kpis: Sequence[str]) -> Finding:
    """The days of the month of the followed KPIs, beside what their past let expect.

    Parameters
    ----------
    seen : Watch
    kpis : sequence of str
        In the order wanted; those with a figure on few days (posts) are left out.

    Returns
    -------
    Finding
        ``day_by_day``; one row a KPI and day: ``value``, ``expected``, the bounds of the usual,
        ``unusual`` and ``new_level`` (the first day of one).
    """
    known = seen.days.loc[seen.days["network"].isna()].groupby("kpi")["value"].count()
    most_days = set(known.index[known >= DRAWN * seen.month.period.days])
    shown = [kpi for kpi in dict.fromkeys(kpis) if kpi in most_days]
    table = seen.days[seen.days["network"].isna() & seen.days["kpi"].isin(shown)]
    place = {kpi: at for at, kpi in enumerate(shown)}
    table = table.sort_values(
        ["kpi", "day"], key=lambda column: column.map(place) if column.name == "kpi" else column
    ).reset_index(drop=True)
    whole = seen.steps[seen.steps["network"].isna()]
    steps = set(zip(whole["kpi"], whole["day"], strict=True))
    table["new_level"] = [pair in steps for pair in zip(table["kpi"], table["day"], strict=True)]
    values = {
        "month": seen.month,
        "kpis": [Ref("kpi", kpi) for kpi in shown],
        "count": len(shown),
        "total": len(dict.fromkeys(kpis)),
        "days": int(table["unusual"].astype(bool).sum()),
    }
    message = "day_by_day" if shown else "day_by_day_none"
    return Finding("day_by_day", table, message, values)


def _day(value: object) -> date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
