"""Hand-made closed months in the shape that the ledger hands to rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from kpi_helpers.catalogue.formula import division, evaluate_numbers, parse
from kpi_helpers.catalogue.grammar import Formula
from kpi_helpers.catalogue.loader import load_catalogue
from kpi_helpers.catalogue.models import Catalogue
from kpi_helpers.periods import Month

ROOT = Path(__file__).resolve().parents[2]

Seen = Mapping[str, float | None]
"""Input of a formula to its value."""


@cache
def declared() -> Catalogue:
    """The catalogue of a sample brand: every kind of KPI that the workbench knows."""
    return load_catalogue(ROOT, "maison_alba")


def input_rows(kpi: str, month: str, seen: Seen) -> list[dict[str, object]]:
    """What the formula of one KPI saw in one month, as the ledger keeps it."""
    catalogue = declared()
    declaration = catalogue.kpis[kpi]
    rows = []
    for name, value in seen.items():
        measure = declaration.measure if declaration.kind == "share" else name
        rows.append(
            {
                "month": month,
                "close": 1,
                "kpi": kpi,
                "input": name,
                "to_date": declaration.to_date,
                "measure": measure,
                "over_time": catalogue.measures[measure].over_time,
                "value": value,
                "unit": catalogue.measures[measure].unit,
                "complete": True,
            }
        )
    return rows


def closed_row(kpi: str, month: str, seen: Seen, **more: object) -> dict[str, object]:
    """The frozen value of one KPI in one month; keywords replace columns."""
    declaration = declared().kpis[kpi]
    names = tuple(seen)
    text = "part / whole" if declaration.kind == "share" else declaration.formula
    formula = parse(text, names)
    sides = division(formula) or (None, None)
    over, under = (
        None if side is None else evaluate_numbers(Formula("", side, formula.used), seen)
        for side in sides
    )
    period = Month.parse(month).period
    return {
        "month": month,
        "close": 1,
        "kpi": kpi,
        "kpi_version": declaration.version,
        "period": month,
        "period_start": period.start,
        "period_end": period.end,
        "value": evaluate_numbers(formula, seen),
        "numerator": over,
        "denominator": under,
        "unit": declaration.unit,
        "currency": "EUR" if declaration.unit == "currency" else None,
        "complete": True,
        "settled": True,
        "segment": 0,
        "reason": None,
        "caveats": [],
    } | more


def closed(
    kpi: str, months: Mapping[str, Seen], **more: object
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Closed months of one KPI: its closes and what its formula saw."""
    closes = [closed_row(kpi, month, seen, **more) for month, seen in months.items()]
    inputs = [row for month, seen in months.items() for row in input_rows(kpi, month, seen)]
    frames = pd.DataFrame(closes), pd.DataFrame(inputs)
    frames[0]["value"] = frames[0]["value"].astype("float64")
    frames[1]["value"] = frames[1]["value"].astype("float64")
    return frames
