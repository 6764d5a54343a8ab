"""Findings on effects of actions, as the rules make them of days made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import EffectLimits
from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month
from kpi_helpers.rules import effect
from kpi_helpers.rules.effect_measured import measured_effects
from kpi_helpers.rules.effect_reading import Measured

FIRST, DAYS = date(2026, 1, 1), 304
ACTIONS = (
    ("Soldes </script> d’automne", "Email", date(2026, 9, 7), date(2026, 9, 13), 500.0),
    ("Affichage <script> gares", "Display", date(2026, 9, 21), date(2026, 9, 27), None),
    ("Vidéo <script> d’Alba", "Paid Video", date(2026, 10, 1), date(2026, 10, 11), 9800.0),
    ("Page <script> de paiement", "Site", date(2026, 10, 9), date(2026, 10, 9), 3200.0),
)


@cache
def measured() -> Measured:
    """Orders and revenue of ten months: a sale that sold, and three actions that did not."""
    rng, at = np.random.default_rng(4), np.arange(DAYS)
    orders = 60 * np.exp(0.1 * (at % 7 == 6) + 0.06 * rng.standard_normal(DAYS))
    orders[(at >= 249) & (at < 256)] *= 1.5
    frames = []
    for kpi, values, unit, currency in (
        ("orders", orders.round(), "count", None),
        ("revenue", (orders * 58.4).round(2), "currency", "EUR"),
    ):
        columns = {
            "kpi": kpi,
            "period_start": [FIRST + timedelta(days=int(place)) for place in at],
            "value": values,
            "unit": unit,
            "currency": currency,
            "complete": True,
            "settled": True,
            "segment": 0,
            "caveats": [[] for _ in at],
        }
        frames.append(pd.DataFrame(columns))
    log = pd.DataFrame(ACTIONS, columns=["label", "channel", "start", "end", "cost"])
    limits = EffectLimits(months=2, min_checks=5, check_every_days=18, history_days=150)
    daily = pd.concat(frames, ignore_index=True)
    return measured_effects(daily, log.assign(currency="EUR"), Month(2026, 10), limits)


def effects_of_actions() -> Finding:
    return effect.effects_of_actions(measured())


def effect_in_detail() -> Finding:
    return effect.effect_in_detail(measured())
