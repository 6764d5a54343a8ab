"""Findings of KPIs that move together, as the rule makes them of a planted history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_helpers.catalogue.thresholds import AssociationLimits
from kpi_helpers.finding import Finding
from kpi_helpers.periods import Month, months_back
from kpi_helpers.rules import association

KPIS = ("cumulated_reach", "revenue", "orders", "nps", "followers")


def _history() -> pd.DataFrame:
    """Four years in which revenue follows reach by two months."""
    months = [str(month) for month in months_back(Month(2026, 9), 48)]
    noise = np.random.default_rng(1).normal(size=(len(KPIS), 50))
    noise[1, 2:] = 0.95 * noise[0, :-2] + 0.3 * noise[1, 2:]
    return pd.DataFrame(
        {
            "kpi": np.repeat(KPIS, 48),
            "period": months * len(KPIS),
            "value": np.exp(0.1 * noise[:, 2:]).ravel(),
        }
    ).assign(unit="count", currency=None, segment=0, complete=True, settled=True, caveats=None)


def moves_together() -> Finding:
    linked = [frozenset(("revenue", "orders"))]
    return association.moves_together(_history(), AssociationLimits(), linked)


def serves_objective() -> Finding:
    links = pd.DataFrame(
        [
            ("known", "followers", "revenue"),
            ("sell", "cumulated_reach", "revenue"),
            ("sell", "orders", "revenue"),
            ("sell", "roas", "revenue"),
        ],
        columns=["objective", "kpi", "outcome"],
    )
    linked = [frozenset(("revenue", "orders"))]
    return association.serves_objective(_history(), links, AssociationLimits(), linked)
