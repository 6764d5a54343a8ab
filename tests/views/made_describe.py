"""Findings that describe a period, as the rules make them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Finding
from kpi_helpers.metrics.changes import CHANGE_COLUMNS
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules import anomalies, budget, change, profiles

MONTH = Month(2026, 10)
ACTIONS = pd.DataFrame(
    [
        ("Campagne vidéo", date(2026, 10, 1), date(2026, 10, 31)),
        ("Nouvelle page de paiement en deux étapes", date(2026, 10, 24), None),
        ("Vente privée", date(2026, 10, 24), date(2026, 10, 26)),
        ("Soldes", date(2026, 10, 5), date(2026, 10, 12)),
        ("Jeu-concours", date(2026, 10, 28), date(2026, 11, 4)),
        ("Affichage", date(2026, 3, 2), date(2026, 4, 20)),
    ],
    columns=["label", "start", "end"],
)


def _daily() -> pd.DataFrame:
    start = date(2025, 12, 1)
    count = (MONTH.period.end - start).days + 1
    days = np.array([start + timedelta(day) for day in range(count)])
    frames = []
    for place, (kpi, level) in enumerate({"orders": 60, "revenue": 4000, "followers": 9e4}.items()):
        noise = np.random.default_rng(place).normal(size=count)
        value = level * (1 + 0.1 * np.sin(2 * np.pi * np.arange(count) / 7) + 0.05 * noise)
        value[days >= date(2026, 10, 9)] *= 0.7
        value[days == date(2026, 10, 20)] = np.nan
        value[days == date(2026, 10, 28)] *= 2
        frame = pd.DataFrame({"kpi": kpi, "network": None, "period_start": days, "value": value})
        nature = "stock" if kpi == "followers" else "flow"
        money = "EUR" if kpi == "revenue" else None
        unit = "currency" if money else "count"
        frames.append(frame.assign(nature=nature, unit=unit, currency=money))
    every = pd.concat(frames).astype({"currency": object, "network": object})
    return every.assign(complete=True, settled=True, segment=0)


def alarms() -> Finding:
    return anomalies.alarms(anomalies.watch(_daily(), MONTH, AnomalyLimits()), ACTIONS)


def day_by_day() -> Finding:
    seen = anomalies.watch(_daily(), MONTH, AnomalyLimits())
    found = anomalies.day_by_day(seen, ["orders", "revenue", "followers"])
    return Finding(found.name, found.table, found.message, found.values, spans=ACTIONS)


def _beside(kpi: str, kind: str, value: float, baseline: float | None, unit: str) -> dict:
    known = baseline is not None
    return {
        **{"kpi": kpi, "kind": kind, "value": value, "baseline": baseline, "unit": unit},
        "period_start": MONTH.period.start,
        "period_end": MONTH.period.end,
        "baseline_start": date(2025, 10, 1),
        "baseline_end": date(2025, 10, 31),
        "change_abs": value - baseline if known else None,
        "change_rel": value / baseline - 1 if known else None,
        "comparable": known,
        "reason": None if known else "no_baseline",
        "currency": "EUR" if unit == "currency" else None,
        "complete": True,
        "settled": True,
        "as_of": MONTH.period.end,
        "caveats": [],
    }


def comparisons() -> Finding:
    rows = [
        _beside("orders", "previous", 2_316.0, 2_100.0, "count"),
        _beside("orders", "year_ago", 2_316.0, 2_900.0, "count"),
        _beside("orders", "weekday_aligned", 2_316.0, 2_850.0, "count"),
        _beside("engagement_rate", "previous", 0.039, 0.041, "percent"),
        _beside("engagement_rate", "year_ago", 0.039, 0.045, "percent"),
        _beside("engagement_rate", "weekday_aligned", 0.039, None, "percent"),
        _beside("nps", "previous", 14.0, -3.0, "score"),
        _beside("nps", "year_ago", 14.0, 41.0, "score"),
        _beside("nps", "weekday_aligned", 14.0, None, "score"),
    ]
    return change.comparisons(pd.DataFrame(rows))


def large_changes() -> Finding:
    rows = [
        _beside("orders", "previous", 90.0, 100.0, "count"),
        _beside("revenue", "previous", 1.0, 100.0, "currency"),
    ]
    moved = pd.DataFrame(rows).assign(movement=[-4.5, -3.1], earlier=24)
    same = {"dimension": "network", "unit": "count", "currency": None, "reason": None}
    parts = [
        same | {"kpi": "orders", "effect": "volume", "part": "facebook", "value": -14.0},
        same | {"kpi": "orders", "effect": "volume", "part": None, "value": 4.0},
    ]
    return change.large_changes(moved, pd.DataFrame(parts, columns=CHANGE_COLUMNS), 9)


def weekday_profile() -> Finding:
    return profiles.weekday_profile(_daily(), ["orders", "revenue"], ACTIONS, AnomalyLimits())


def month_profile() -> Finding:
    starts = [month.period.start for month in months_back(MONTH, 27)]
    frames = []
    for place, kpi in enumerate(("orders", "revenue")):
        noise = 1 + 0.1 * np.random.default_rng(place).normal(size=27)
        value = (100 + 60 * np.array([start.month in (11, 12) for start in starts])) * noise
        frames.append(pd.DataFrame({"kpi": kpi, "period_start": starts, "value": value}))
    monthly = pd.concat(frames).assign(nature="flow", complete=True, segment=0)
    return profiles.month_profile(monthly, ["orders", "revenue"], 24)


def against_budget() -> Finding:
    rows = []
    for number in range(1, 13):
        start = Month(2026, number).period.start
        for channel, plan, spent in (("paid_social", 6_100, 6_541), ("paid_search", 4_900, 4_200)):
            for kpi, value in (("ad_budget", plan), ("ad_spend", spent), ("orders", 210)):
                known = kpi == "ad_budget" or number <= MONTH.number
                row = {"kpi": kpi, "period_start": start, "channel": channel}
                rows.append(row | {"value": float(value) if known else None})
    values = pd.DataFrame(rows).assign(currency="EUR", complete=True, settled=True, caveats=None)
    rest = pd.DataFrame({"month": ["2026-11", "2026-12"], "lo": 9e3, "value": 1e4, "hi": 1.2e4})
    return budget.against_budget(values, MONTH, "orders", rest)
