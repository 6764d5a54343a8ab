"""Which KPIs can be forecast, from which months, and what the months ahead of each may bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from kpi_helpers.metrics.forecasting import Forecast, Parts, forecast
from kpi_helpers.metrics.season import unbroken
from kpi_helpers.periods import Month

__all__ = ["Outlook", "outlooks"]

MIXED = "definition_break_inside"
"""Caveat of a month that is counted in two ways, and so belongs to neither run."""

SUMS = ("flow", "growing", "stock")


@dataclass(frozen=True)
class Outlook:
    """The months ahead of one KPI, or why they cannot be told.

    Parameters
    ----------
    kpi, nature, unit : str
    use : str
        ``scorecard``, or ``target``: limited to the perimeter of its objective, and a cumulative
        KPI told month by month.
    currency : str, optional
    past : DataFrame
        The months it was made from, oldest first: rows of ``schema.VALUES`` with ``month``.
    made : Forecast, optional
        Its first month is the one after the last of `past`.
    reason : str, optional
        Name of a message where there is no forecast.
    """

    kpi: str
    use: str
    nature: str
    unit: str
    currency: str | None
    past: pd.DataFrame = field(repr=False)
    made: Forecast | None = None
    reason: str | None = None

    @property
    def months(self) -> list[Month]:
        """The months ahead."""
        last = self.past["month"].iloc[-1]
        return [last.shifted(step + 1) for step in range(len(self.made.point) if self.made else 0)]


def outlooks(
    months: pd.DataFrame, month: Month, *, horizon: int, ahead: int, least: int, own: int
) -> list[Outlook]:
    """The outlook of every KPI.

    Parameters
    ----------
    months : DataFrame
        Monthly values in any order: columns of ``schema.VALUES``, ``use`` and ``nature``
        (``metrics.nature``, or ``cumulative``).
    month : Month
        The month that is reported: nothing is told where all of the `horizon` lies behind it.
    horizon : int
        Months that are shown.
    ahead : int
        Months that are worked out, at least as many, for targets that lie further on.
    least : int
        Complete months below which there is no forecast; at least 12.
    own : int
        Months from which the own errors scale the intervals.

    Returns
    -------
    list of Outlook
        In the order of `months`. Series that are the same are worked out once.
    """
    known: dict[Any, Forecast] = {}
    found = []
    for (kpi, use), rows in months.groupby(["kpi", "use"], sort=False):
        told = {"kpi": str(kpi), "use": str(use), "nature": str(rows["nature"].iloc[0])}
        whole = rows[[MIXED not in _names(names) for names in rows["caveats"]]]
        past = unbroken(whole)
        told |= {"past": past, **_unit(past if len(past) else rows)}
        reason = _declined(past, str(told["nature"]), month, horizon, least)
        if reason is not None:
            found.append(Outlook(**told, reason=reason))
            continue
        values, parts = _numbers(past, str(told["nature"]))
        low, high = _bounds(values, str(told["unit"]))
        key = tuple(values), None if parts is None else tuple(map(tuple, parts)), low, high
        if key not in known:
            known[key] = forecast(values, ahead, parts=parts, low=low, high=high, own=own)
        found.append(Outlook(**told, made=known[key]))
    return found


def _names(names: Any) -> list[str]:
    return [] if names is None else list(names)


def _unit(rows: pd.DataFrame) -> dict[str, Any]:
    last = rows.iloc[-1]
    currency = None if pd.isna(last["currency"]) else str(last["currency"])
    return {"unit": str(last["unit"]), "currency": currency}


def _declined(
    past: pd.DataFrame, nature: str, month: Month, horizon: int, least: int
) -> str | None:
    """Name of the reason for which there is no forecast."""
    if nature == "cumulative":
        return "forecast_running_total"
    if past.empty:
        return "forecast_no_month"
    if nature not in SUMS and past[["numerator", "denominator"]].isna().any(axis=None):
        return "forecast_without_parts"
    if past["currency"].nunique(dropna=False) > 1:
        return "currency_mismatch"
    if len(past) < least:
        return "forecast_too_short"
    return "forecast_out_of_date" if past["month"].iloc[-1].shifted(horizon) <= month else None


def _numbers(past: pd.DataFrame, nature: str) -> tuple[np.ndarray, Parts | None]:
    values = past["value"].to_numpy(float)
    if nature in SUMS:
        return values, None
    return values, (past["numerator"].to_numpy(float), past["denominator"].to_numpy(float))


def _bounds(values: np.ndarray, unit: str) -> tuple[float | None, float | None]:
    """What cannot be: negative counts and money, shares beyond the whole; unless it has been."""
    if unit == "score" or values.min() < 0:
        return None, None
    return 0.0, 1.0 if unit == "percent" and values.max() <= 1 else None
