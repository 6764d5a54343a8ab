"""Findings that describe a period, as the rules make them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AnomalyLimits
from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month
from kpi_helpers.rules import anomalies

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
