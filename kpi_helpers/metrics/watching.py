"""Every daily series of a brand watched at once: unusual days and new levels of a month.

The number of false alarms to be expected a month is declared for all series together and shared
out evenly among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.metrics.anomalies import LEAST_DAYS, surprises
from kpi_helpers.metrics.level_shifts import LEAST_AFTER, level_shifts
from kpi_helpers.periods import Month

__all__ = ["ALARM_COLUMNS", "SERIES", "Watch", "watch"]

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


@dataclass(frozen=True)
class Watch:
    """What was seen of the month's days.

    Parameters
    ----------
    month : Month
    days : DataFrame
        One row a series and day of the month, ``DAY_COLUMNS``: ``expected`` and the bounds
        ``usual_lo``, ``usual_hi`` (of the share ``level`` of days) come from the days before;
        ``of_change`` marks a stock, of which the change on the day before is watched.
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
    days = _days(judged, month, each / month.period.days, 1 - limits.level)
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
            kept[str(kpi), _text(network)] = own
    return kept


def _long_enough(rows: pd.DataFrame, month: Month) -> bool:
    """Whether the days before the month span what a judgement needs, half of them known."""
    start = pd.Timestamp(month.period.start)
    before = rows.loc[rows["day"] < start, "day"]
    return len(before) >= LEAST_DAYS / 2 and (start - before.min()).days >= LEAST_DAYS


def _values(rows: pd.DataFrame, start: date, end: date) -> np.ndarray:
    """A value a day from `start` to `end`, NaN where there is none; of a stock, its change."""
    own = pd.Series(rows["value"].to_numpy(float), index=rows["day"])
    values = own.reindex(pd.date_range(start, end)).to_numpy()
    return np.diff(values, prepend=np.nan) if _of_change(rows) else values


def _of_change(rows: pd.DataFrame) -> bool:
    return bool(rows["nature"].iloc[-1] == "stock")


def _days(
    judged: dict[tuple[str, str | None], pd.DataFrame], month: Month, chance: float, odd: float
) -> pd.DataFrame:
    """``DAY_COLUMNS`` of every series."""
    if not judged:
        return pd.DataFrame(columns=DAY_COLUMNS)
    start = min(rows["day"].min() for rows in judged.values()).date()
    end = month.period.end
    frames = []
    values = np.column_stack([_values(rows, start, end) for rows in judged.values()])
    last = month.period.days
    found = surprises(values, last, odd)
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
    unit, currency = str(last["unit"]), _text(last["currency"])
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
            "change_rel": _proportion(shift.change, shift.before, rows),
            "usual_lo": shift.before + shift.change - shift.hi,
            "usual_hi": shift.before + shift.change - shift.lo,
            "p": shift.p,
            **_kept(rows),
        }
        for shift in level_shifts(values, told, chance)
    ]


def _proportion(change: float, before: float, rows: pd.DataFrame) -> float:
    """Change beside the level without it; a change of a change has none."""
    return np.nan if _of_change(rows) or before <= 0 else change / before


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
