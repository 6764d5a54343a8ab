"""Rule 6: days unlike what their past let expect, and days from which another level holds.

All daily series are watched at once, so the limits are set for all of them together: the number
of false alarms to be expected a month is declared, shared out evenly, and told. An action of the
log that falls together with an alarm is named beside it; that makes neither the cause of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.metrics.anomalies import LEAST_DAYS, surprises
from kpi_helpers.metrics.level_shifts import LEAST_AFTER, level_shifts
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import text_or_none

__all__ = ["Watch", "alarms", "day_by_day", "watch"]

SERIES = ["kpi", "network"]
DAY_COLUMNS = [
    *("kpi", "network", "day", "value", "expected", "usual_lo", "usual_hi", "z", "p", "unusual"),
    *("unit", "currency", "of_change"),
]
ALARM_COLUMNS = [
    *("kpi", "network", "alarm", "day", "value", "expected", "change_abs", "change_rel"),
    *("usual_lo", "usual_hi", "p", "beside", "of_change", "unit", "currency"),
]
STEP_WINDOW = 84
"""Days, the last of the month at their end, that a step is looked for in."""
NEAR = timedelta(3)
"""Days by which a step may lie off the start or end of an action and still be told beside it."""


@dataclass(frozen=True)
class Watch:
    """What was seen of the month's days.

    Parameters
    ----------
    month : Month
    days : DataFrame
        One row a series and day of the month, ``DAY_COLUMNS``: ``expected`` and the bounds
        ``usual_lo``, ``usual_hi`` come from the days before; ``of_change`` marks a stock, of which
        the change on the day before is watched.
    steps : DataFrame
        ``ALARM_COLUMNS`` but ``beside``: one row a day from which another level holds.
    series : int
        Series watched.
    silent : int
        Series with days whose past is too short to judge any.
    false_alarms : float
        Expected by chance alone, of days and steps together.
    """

    month: Month
    days: pd.DataFrame
    steps: pd.DataFrame
    series: int
    silent: int
    false_alarms: float


def watch(daily: pd.DataFrame, month: Month, limits: AnomalyLimits) -> Watch:
    """Judge every day of the month, of every series, by the days before it.

    A day that is missing, not complete or not yet settled is no anomaly: it is left out. So is
    what was counted by another definition. Which series are watched is decided by the days before
    the month, so that a day's judgement stays as it is when later days come in.

    Parameters
    ----------
    daily : DataFrame
        ``session.describe.daily``.
    month : Month
    limits : AnomalyLimits

    Returns
    -------
    Watch
    """
    series = _series(daily, month)
    judged = {key: rows for key, rows in series.items() if _long_enough(rows, month)}
    half = limits.false_alarms / 2
    each = half / max(len(judged), 1)
    days = _days(judged, month, each / month.period.days)
    steps = [row for key, rows in judged.items() for row in _steps(key, rows, month, each)]
    return Watch(
        month,
        days,
        pd.DataFrame(steps, columns=ALARM_COLUMNS),
        len(judged),
        len(series) - len(judged),
        limits.false_alarms,
    )


def _series(daily: pd.DataFrame, month: Month) -> dict[tuple[str, str | None], pd.DataFrame]:
    """Days up to the month's end of each series, without the doubtful, by series.

    A network that is all there is of a KPI is the KPI itself, and is not watched twice.
    """
    rows = daily.assign(day=pd.to_datetime(daily["period_start"]))
    rows = rows[rows["day"] <= pd.Timestamp(month.period.end)]
    sure = rows["complete"].astype(bool) & rows["settled"].fillna(True).astype(bool)
    rows = rows[sure & rows["value"].notna()]
    rows = rows.drop_duplicates([*SERIES, "day"]).sort_values([*SERIES, "day"])
    alone = rows.groupby("kpi")["network"].nunique()
    kept: dict[tuple[str, str | None], pd.DataFrame] = {}
    for (kpi, network), own in rows.groupby(SERIES, sort=True, dropna=False):
        if pd.isna(network) or alone[kpi] > 1:
            own = own[own["segment"].eq(own["segment"].iloc[-1])]
            kept[str(kpi), text_or_none(network)] = own
    return kept


def _long_enough(rows: pd.DataFrame, month: Month) -> bool:
    """Whether the days before the month span what a judgement needs, half of them known."""
    start = pd.Timestamp(month.period.start)
    before = rows.loc[rows["day"] < start, "day"]
    if len(before) < LEAST_DAYS / 2 or (start - before.min()).days < LEAST_DAYS:
        return False
    return bool((before >= start - pd.Timedelta(LEAST_DAYS, "D")).mean() > 0)


def _values(rows: pd.DataFrame, start: date, end: date) -> np.ndarray:
    """A value a day from `start` to `end`, NaN where there is none; of a stock, its change."""
    own = pd.Series(rows["value"].to_numpy(float), index=rows["day"])
    values = own.reindex(pd.date_range(start, end)).to_numpy()
    return np.diff(values, prepend=np.nan) if _of_change(rows) else values


def _of_change(rows: pd.DataFrame) -> bool:
    return bool(rows["nature"].iloc[-1] == "stock")


def _days(
    judged: dict[tuple[str, str | None], pd.DataFrame], month: Month, chance: float
) -> pd.DataFrame:
    """``DAY_COLUMNS`` of every series."""
    if not judged:
        return pd.DataFrame(columns=DAY_COLUMNS)
    start = min(rows["day"].min() for rows in judged.values()).date()
    end = month.period.end
    frames = []
    values = np.column_stack([_values(rows, start, end) for rows in judged.values()])
    last = month.period.days
    found = surprises(values, last, chance)
    for place, ((kpi, network), rows) in enumerate(judged.items()):
        frame = pd.DataFrame(
            {
                "day": [month.period.start + timedelta(day) for day in range(last)],
                "value": values[-last:, place],
                "expected": found.expected[:, place],
                "usual_lo": found.lo[:, place],
                "usual_hi": found.hi[:, place],
                "z": found.z[:, place],
                "p": found.p[:, place],
                "unusual": found.p[:, place] <= chance,
            }
        )
        frames.append(frame.assign(kpi=kpi, network=network, **_kept(rows)))
    return pd.concat(frames, ignore_index=True).astype({"network": object})[DAY_COLUMNS]


def _kept(rows: pd.DataFrame) -> dict[str, Any]:
    last = rows.iloc[-1]
    unit, currency = str(last["unit"]), text_or_none(last["currency"])
    return {"unit": unit, "currency": currency, "of_change": _of_change(rows)}


def _steps(
    key: tuple[str, str | None], rows: pd.DataFrame, month: Month, chance: float
) -> list[dict[str, Any]]:
    """Steps of one series: each is told in the month in which its seventh day falls."""
    end = month.period.end
    start = end - timedelta(STEP_WINDOW - 1)
    values = _values(rows, start, end)
    last = len(values) - LEAST_AFTER + 1
    told = range(last - month.period.days, last)
    return [
        {
            "kpi": key[0],
            "network": key[1],
            "alarm": "step",
            "day": start + timedelta(shift.place),
            "value": shift.before + shift.change,
            "expected": shift.before,
            "change_abs": shift.change,
            "change_rel": shift.change / shift.before if shift.before > 0 else np.nan,
            "usual_lo": shift.before + shift.change - shift.hi,
            "usual_hi": shift.before + shift.change - shift.lo,
            "p": shift.p,
            **_kept(rows),
        }
        for shift in level_shifts(values, told, chance)
    ]


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
    days["change_rel"] = (days["change_abs"] / days["expected"]).where(days["expected"] > 0)
    frames = [frame.astype(object) for frame in (days, seen.steps) if len(frame)]
    table = pd.concat(frames) if frames else pd.DataFrame(columns=ALARM_COLUMNS)
    table["beside"] = [_beside(row, actions) for row in table.to_dict("records")]
    numbers = dict.fromkeys(("value", "expected", "change_abs", "change_rel", "p"), "float64")
    table = table.reindex(columns=ALARM_COLUMNS).astype(numbers)
    table = table.sort_values(["day", "p", *SERIES]).reset_index(drop=True)
    values: dict[str, object] = {
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
        In the order wanted; those without days are left out.

    Returns
    -------
    Finding
        ``day_by_day``; one row a KPI and day: ``value``, ``expected``, the bounds of the usual,
        ``unusual`` and ``new_level`` (the first day of one).
    """
    known = seen.days[seen.days["network"].isna() & seen.days["value"].notna()]
    shown = [kpi for kpi in dict.fromkeys(kpis) if kpi in set(known["kpi"])]
    table = seen.days[seen.days["network"].isna() & seen.days["kpi"].isin(shown)]
    place = {kpi: at for at, kpi in enumerate(shown)}
    table = table.sort_values(
        ["kpi", "day"], key=lambda column: column.map(place) if column.name == "kpi" else column
    ).reset_index(drop=True)
    whole = seen.steps[seen.steps["network"].isna()]
    steps = set(zip(whole["kpi"], whole["day"], strict=True))
    table["new_level"] = [
        pair in steps for pair in zip(table["kpi"], table["day"], strict=True)
    ]
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
