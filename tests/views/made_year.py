"""Findings about the year, as their rules make them."""

from __future__ import annotations

import pandas as pd

from kpi_helpers.finding import Caveat, Figure, Finding, Ref
from kpi_helpers.periods import Month

__all__ = ["year_bridge", "year_change"]


def year_bridge() -> Finding:
    """Ten closed months of a sum and of a rate, and people that make up no year."""
    revenue = [52_000, 48_500, 61_200, 58_900, 63_000, 59_400, 51_800, 47_300, 66_100, 72_400]
    rates = [0.031, 0.0325, 0.0318, 0.0321, 0.0327, 0.0322, 0.0324, 0.0324, 0.0329, 0.0331]
    rows, total = [], 0.0
    for number, (money, rate) in enumerate(zip(revenue, rates, strict=True), 1):
        total += money
        before = rates[number - 2] if number > 1 else 0.0
        month = f"2026-{number:02d}"
        rows += [
            _month("revenue", month, money, money, total, "currency", "EUR", sums=True),
            _month("engagement_rate", month, rate, rate - before, rate, "percent"),
            _month("followers", month, 900, None, None, "count", reason="not_additive"),
        ]
    table = pd.DataFrame(rows).sort_values(["kpi", "period"], ignore_index=True)
    values = {
        "year": "2026",
        "count": 10,
        "month": Month(2026, 10),
        "kpi": Ref("kpi", "revenue"),
        "value": Figure(total, "currency", "EUR"),
        "best": Month(2026, 10),
        "step": Figure(72_400.0, "currency", "EUR"),
        "answered": 2,
        "total": 3,
    }
    caveats = (Caveat("newest_close", {"months": [Month(2026, 3)]}),)
    return Finding("year_bridge", table, "year_bridge_so_far", values, caveats)


def _month(
    kpi: str,
    period: str,
    value: float,
    step: float | None,
    year: float | None,
    unit: str,
    currency: str | None = None,
    **more: object,
) -> dict[str, object]:
    fixed = {"sums": False, "close": 1, "complete": True, "settled": True, "caveats": []}
    figures = {"value": value, "contribution": step, "year_to_date": year}
    names = {"kpi": kpi, "period": period, "unit": unit, "currency": currency, "reason": None}
    return names | fixed | figures | more


def year_change() -> Finding:
    """An amount by volume, mix and rate, a rate by mix and rate, and one that is not compared."""
    money = {"unit": "currency", "currency": "EUR", "value": 580_600.0, "baseline": 529_643.0}
    rate = {"unit": "percent", "currency": None, "value": 0.0396, "baseline": 0.084}
    amount = [
        ("volume", "FR-IDF", 30_000.0, 50_000.0),
        ("volume", "FR-BRE", 20_000.0, 50_000.0),
        ("mix", "FR-IDF", -1_200.0, -900.0),
        ("mix", "FR-BRE", 300.0, -900.0),
        ("rate", "FR-IDF", 2_500.0, 1_857.0),
        ("rate", "FR-BRE", -643.0, 1_857.0),
    ]
    ratio = [
        ("mix", "instagram", -0.02592, -0.0504),
        ("mix", None, -0.02448, -0.0504),
        ("rate", "instagram", 0.005, 0.006),
        ("rate", None, 0.001, 0.006),
    ]
    rows = [
        {"kpi": kpi, "dimension": by, "reason": None, "effect": effect, "segment": part}
        | {"contribution": own, "effect_total": total, **whole}
        for kpi, by, whole, parts in (
            ("revenue", "region", money, amount),
            ("engagement_rate", "network", rate, ratio),
        )
        for effect, part, own, total in parts
    ]
    rows.append({"kpi": "followers", "unit": "count", "value": 900.0, "reason": "values_missing"})
    table = pd.DataFrame(rows)
    table["change_abs"] = table["value"] - table["baseline"]
    values = {
        "month": Month(2026, 10),
        "kpi": Ref("kpi", "revenue"),
        "change": Figure(50_957.0, "currency", "EUR", change=True),
        "volume": Figure(50_000.0, "currency", "EUR", change=True),
        "mix": Figure(-900.0, "currency", "EUR", change=True),
        "rate": Figure(1_857.0, "currency", "EUR", change=True),
        "count": 2,
        "total": 3,
    }
    return Finding("year_change", table, "year_change", values)
