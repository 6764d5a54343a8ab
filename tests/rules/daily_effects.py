"""Days of one KPI and actions on them, made by hand for the rule of effects."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import EffectLimits
from kpi_helpers.periods import Month

FIRST, MONTH = date(2026, 1, 1), Month(2026, 10)
DAYS = 304  # to the end of October
LIMITS = EffectLimits(months=3, min_checks=5, check_every_days=18, history_days=150)
WEEK = np.array([1.1, 1.0, 0.95, 0.95, 1.0, 0.9, 1.2])


def place(day: date) -> int:
    """Place of a day in the series."""
    return (day - FIRST).days


def sold(seed: int = 1) -> np.ndarray:
    """About a hundred a day, more on some weekdays, five per cent noise."""
    rng = np.random.default_rng(seed)
    return 100 * WEEK[np.arange(DAYS) % 7] * np.exp(0.05 * rng.standard_normal(DAYS))


def daily(values: np.ndarray, kpi: str = "orders", **more: object) -> pd.DataFrame:
    """Rows of ``schema.VALUES``, a day each; keywords replace columns."""
    days = [FIRST + timedelta(days=at) for at in range(len(values))]
    columns = {
        "kpi": kpi,
        "period_start": days,
        "value": values,
        "unit": "count",
        "currency": None,
        "complete": True,
        "settled": True,
        "segment": 0,
        "caveats": [[] for _ in days],
    }
    return pd.DataFrame(columns | more)


def action(label: str, start: date, end: date | None, **more: object) -> dict[str, object]:
    """One row of the action log."""
    named = {"label": label, "channel": "Email", "start": start, "end": end}
    return {**named, "cost": 500.0, "currency": "EUR", **more}


def log(*rows: dict[str, object]) -> pd.DataFrame:
    """The action log."""
    return pd.DataFrame(rows, columns=["label", "channel", "start", "end", "cost", "currency"])
