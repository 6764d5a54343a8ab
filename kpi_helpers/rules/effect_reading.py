"""Actions and days as the question of effects reads them: spans, groups, and a value a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.finding import Caveat
from kpi_helpers.metrics.counterfactual import Days
from kpi_helpers.periods import Month
from kpi_helpers.rules.reading import text_or_none

__all__ = ["Course", "Daily", "Measured", "Span", "beside", "daily_of", "spans_of"]

BROKEN = "definition_break_inside"


@dataclass(frozen=True)
class Span:
    """One action, or actions that overlap, taken together.

    Parameters
    ----------
    label : str
        Of all of them, in order.
    channel : str or None
        None where they differ.
    start, end : datetime.date
        Both included.
    cost, currency : float and str, or None
        Of all of them; None where one is unknown or currencies differ.
    members : int
    overlapped : bool
        Shares a day with another action, so that it cannot be told alone.
    """

    label: str
    channel: str | None
    start: date
    end: date
    cost: float | None
    currency: str | None
    members: int = 1
    overlapped: bool = False

    @property
    def days(self) -> int:
        """Days from first to last."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Course:
    """What was on the days of an action, and what would have been.

    Parameters
    ----------
    before : ndarray
        What was on the days before; NaN where it is not known.
    actual : ndarray, shape (days,)
    paths : ndarray, shape (draws, days)
    spread : float
        How many times wider than the draws the intervals are.
    """

    before: np.ndarray
    actual: np.ndarray
    paths: np.ndarray
    spread: float


@dataclass(frozen=True)
class Measured:
    """Effects of the actions of some months on some KPIs.

    Parameters
    ----------
    table : DataFrame
        That of ``rules.effects_of_actions``.
    courses : Mapping[int, Course]
        By row of the table; those that could be measured.
    level : float
        Of the intervals of the table.
    month : Month
    false_discovery_rate : float
    controls : tuple of str
        KPIs that stand beside as yardsticks.
    caveats : tuple of Caveat
        Of the days read.
    """

    table: pd.DataFrame
    courses: Mapping[int, Course]
    level: float
    month: Month
    false_discovery_rate: float
    controls: tuple[str, ...]
    caveats: tuple[Caveat, ...]


def spans_of(actions: pd.DataFrame, last: date) -> tuple[list[Span], list[Span]]:
    """Each action that began by `last`, and each group of actions that share days.

    Parameters
    ----------
    actions : DataFrame
        ``label``, ``channel``, ``start``, ``end``, ``cost``, ``currency``. An action without an
        end lasts one day; one that ends before it starts, or is listed twice, is left out.
    last : datetime.date
        Later days are not known yet: an action that runs on is cut there.

    Returns
    -------
    tuple of list of Span
        Actions, oldest first, and groups of two or more.
    """
    singles = []
    for row in actions.to_dict("records"):
        start = _day(row["start"])
        end = start if pd.isna(row["end"]) else _day(row["end"])
        if start <= end and start <= last:
            cost = None if pd.isna(row["cost"]) else float(row["cost"])
            currency = text_or_none(row["currency"])
            channel = text_or_none(row["channel"])
            span = Span(str(row["label"]), channel, start, min(end, last), cost, currency)
            if span not in singles:
                singles.append(span)
    singles.sort(key=lambda span: (span.start, span.end, span.label))
    groups: list[list[Span]] = []
    for span in singles:
        if groups and span.start <= max(one.end for one in groups[-1]):
            groups[-1].append(span)
        else:
            groups.append([span])
    alone = [
        Span(**{**vars(span), "overlapped": len(group) > 1}) for group in groups for span in group
    ]
    return alone, [_together(group) for group in groups if len(group) > 1]


def _together(group: list[Span]) -> Span:
    costs, currencies = [one.cost for one in group], {one.currency for one in group}
    known = None not in costs and len(currencies) == 1
    channels = {one.channel for one in group}
    return Span(
        " + ".join(one.label for one in group),
        channels.pop() if len(channels) == 1 else None,
        min(one.start for one in group),
        max(one.end for one in group),
        sum(cost for cost in costs if cost is not None) if known else None,
        currencies.pop() if known else None,
        len(group),
    )


@dataclass(frozen=True)
class Daily:
    """One KPI on consecutive days.

    Parameters
    ----------
    first : datetime.date
        Day of the first place.
    days : Days
        NaN where a day is missing, incomplete, told twice, or counted in another way.
    counted : ndarray of int, shape (days,)
        Number of the way a day is counted in: definition and currency; -1 where it has no value.
    unit : str
    currency : str or None
        Of the newest day.
    """

    first: date
    days: Days
    counted: np.ndarray
    unit: str
    currency: str | None

    def place(self, day: date) -> int:
        """Place of a day, which may lie outside."""
        return (day - self.first).days

    def of_way(self, way: int) -> Days:
        """The days that are counted in one way."""
        values = np.where(self.counted == way, self.days.values, np.nan)
        return Days(values, self.days.idle)


def daily_of(rows: pd.DataFrame, spans: list[Span]) -> Daily:
    """Values of one KPI by day, as a series without a gap.

    Parameters
    ----------
    rows : DataFrame
        ``schema.VALUES`` of one KPI, one row a day, in any order.
    spans : list of Span
        Every action, asked about or not.
    """
    known = rows[rows["value"].notna() & rows["complete"].fillna(False).astype(bool)]
    mixed = [names is not None and BROKEN in list(names) for names in known["caveats"]]
    known = known[~np.array(mixed, dtype=bool)]
    known = known.drop_duplicates(["period_start", "value"])
    known = known[~known.duplicated("period_start", keep=False)]  # two values are none
    first, last = (_day(pd.to_datetime(rows["period_start"]).agg(end)) for end in ("min", "max"))
    length = (last - first).days + 1
    at = [(_day(day) - first).days for day in known["period_start"]]
    values, counted = np.full(length, np.nan), np.full(length, -1)
    values[at] = known["value"].astype(float)
    money = known["currency"].astype(object).where(known["currency"].notna(), "")
    counted[at] = pd.factorize(pd.MultiIndex.from_arrays([known["segment"], money]))[0]
    idle = np.ones(length, dtype=bool)
    for span in spans:
        idle[max(0, (span.start - first).days) : max(0, (span.end - first).days + 1)] = False
    newest = rows.sort_values("period_start", kind="stable").iloc[-1]
    days = Days(values, idle)
    return Daily(first, days, counted, str(newest["unit"]), text_or_none(newest["currency"]))


def beside(controls: pd.DataFrame, known: Daily) -> np.ndarray | None:
    """Values of the yardsticks on the days of a KPI.

    Parameters
    ----------
    controls : DataFrame
        ``schema.VALUES`` by day of one KPI or more.
    known : Daily

    Returns
    -------
    ndarray, shape (days, controls), or None
        As logarithms where all are positive; NaN where a day cannot be read. None without any.
    """
    columns = []
    for _, rows in controls.groupby("kpi", sort=False):
        own = daily_of(rows, [])
        values = np.full(len(known.counted), np.nan)
        at = np.arange(len(own.counted)) + known.place(own.first)
        inside = (at >= 0) & (at < len(values))
        values[at[inside]] = own.of_way(int(own.counted.max())).values[inside]
        positive = (values[np.isfinite(values)] > 0).all()
        columns.append(np.log(values) if positive else values)
    return np.column_stack(columns) if columns else None


def _day(value: Any) -> date:
    return value if type(value) is date else pd.Timestamp(value).date()
