"""Findings on the months ahead, as the rules make them of forecasts made by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import ForecastLimits
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.forecasting import Forecast, Trial
from kpi_helpers.metrics.forecasting_kpis import Outlook
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules import forecast, reach

STEPS = np.arange(12)
SEASON = np.sin(np.arange(40) * np.pi / 6)
BEATS, LOSES = Trial(3, 21, 5.0, 8.0, 9.0), Trial(3, 21, 9.0, 8.0, 7.0)


def _outlook(
    kpi: str, unit: str, level: float, wide: float, trial: Trial | None, **more: object
) -> Outlook:
    """26 months of a season around `level`, and twelve ahead that go on with it."""
    values = level * (1 + 0.2 * SEASON)
    months = months_back(Month(2026, 10), 26)
    past = pd.DataFrame({"kpi": kpi, "month": months, "value": values[:26], "complete": True})
    made = Forecast(
        "combination",
        "fixed",
        values[26:38],
        wide * level * (1 + STEPS / 6),
        (),
        np.full(12, values[25]),
        0.0,
        1.0 if unit == "percent" else None,
        trial,
    )
    told = {"use": "scorecard", "nature": "flow", "currency": None, "made": made}
    return Outlook(
        **(
            {"kpi": kpi, "unit": unit, "past": past.assign(settled=True, caveats=None)}
            | told
            | more
        )
    )


def _outlooks() -> list[Outlook]:
    money = {"currency": "EUR"}
    return [
        _outlook("revenue", "currency", 120_000.0, 0.06, BEATS, **money),
        _outlook("followers", "count", 140_000.0, 0.01, None, nature="stock"),
        _outlook("engagement_rate", "percent", 0.05, 0.08, LOSES, nature="rate"),
        _outlook("nps", "score", 38.0, 0.2, LOSES, made=None, reason="forecast_too_short"),
        _outlook("revenue", "currency", 120_000.0, 0.06, BEATS, use="target", **money),
        _outlook("followers", "count", 140_000.0, 0.01, None, use="target", nature="stock"),
    ]


def _targets() -> pd.DataFrame:
    month = {"month_start": date(2026, 10, 1), "month_end": date(2026, 10, 31), "warn": 0.05}
    known = {"direction": "up", "deprecated": False, "complete": True, "as_of": date(2026, 10, 31)}
    rows = [
        {
            "objective": "sell",
            "kpi": "revenue",
            "target": 1_450_000.0,
            "nature": "flow",
            "per": "year",
            "span_start": date(2026, 1, 1),
            "span_end": date(2026, 12, 31),
            "value": 1_150_000.0,
            "unit": "currency",
            "currency": "EUR",
        },
        {
            "objective": "known",
            "kpi": "followers",
            "target": 155_000.0,
            "nature": "stock",
            "per": "month",
            "span_start": date(2026, 10, 1),
            "span_end": date(2026, 10, 31),
            "value": 141_000.0,
            "unit": "count",
            "currency": None,
        },
    ]
    common = {"by": date(2026, 12, 31), "perimeter": "all"}
    return pd.DataFrame([row | month | known | common for row in rows]).astype(object)


def coming_months() -> Finding:
    return forecast.coming_months(_outlooks(), ForecastLimits(), "revenue", _targets())


def forecast_backtest() -> Finding:
    return forecast.backtest(_outlooks())


def target_reach() -> Finding:
    return reach.reach(_outlooks(), _targets())
