"""Workshops by region and age band: a small catalogue, and its cells worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_helpers.catalogue.entry import Text
from kpi_helpers.catalogue.models import Brand, Catalogue, Kpi, Measure, Segment

GUESTS = {  # region to guests by age band
    "FR-ARA": {"18-24": 3, "25-34": 40, "35-44": 50},
    "FR-IDF": {"18-24": 60, "25-34": 70, "35-44": 80},
    "FR-PAC": {"18-24": 90, "25-34": 95, "35-44": 99},
}
"""Only 3 guests of one cell: 40, 60 and 70 must be masked with it, and nothing else."""


def text(words: str) -> Text:
    return Text(fr=words, en=words)


def kpi(formula: str, **more: object) -> Kpi:
    said = {name: text("Workshops") for name in ("label", "definition", "decision")}
    return Kpi.model_validate(
        {
            **{"version": "1.0.0", "stage": "engage", "audience": "customer", "owner": "Lou"},
            **{"department": ("marketing",), "unit": "count", "direction": "up"},
            **{"dimensions": ("region", "age_band"), "formula": formula},
            **said,
            **more,
        }
    )


def catalogue(**segments: dict[str, tuple[str, ...]]) -> Catalogue:
    names = ("workshop_guests", "workshop_buyers")
    measures = {
        name: Measure(table="channel_period", column=name, label=text(name)) for name in names
    }
    fees = Measure(table="channel_period", column="fees", unit="currency", label=text("Fees"))
    kpis = {
        "workshop_guests": kpi("workshop_guests"),
        "workshop_conversion": kpi("workshop_buyers / workshop_guests", unit="percent"),
        "workshop_fees": kpi("workshop_fees", unit="currency"),
        "fee_per_guest": kpi("workshop_fees / workshop_guests", unit="currency"),
        "page_views": kpi("workshop_guests", dimensions=("channel",)),
    }
    brand = Brand(
        id="b", name="B", locale="en", currency="EUR", timezone="Europe/Paris", raw=("data",)
    )
    return Catalogue(
        brand=brand,
        measures=measures | {"workshop_fees": fees},
        kpis=kpis,
        segments={
            name: Segment(label=text(name), where=where)  # type: ignore[arg-type]
            for name, where in segments.items()
        },
    )


def row(kpi_id: str, cut: str, **more: object) -> dict[str, object]:
    unit = {"workshop_conversion": "percent", "workshop_fees": "currency"}
    return {
        **{"kpi": kpi_id, "kpi_version": "1.0.0", "period": "2026-10", "cut": cut},
        **{"period_start": date(2026, 10, 1), "period_end": date(2026, 10, 31)},
        **{"region": None, "age_band": None, "perimeter": None, "value": None},
        **{"unit": unit.get(kpi_id, "count"), "currency": None},
        **{"numerator": None, "denominator": None, "complete": True, "settled": True},
        **{"coverage": 1.0, "reason": None, "caveats": [], "detail": {}},
        **more,
    }


def counted(kpi_id: str, cells: dict[str, dict[str, float]]) -> list[dict[str, object]]:
    """Rows of a count: every cell, the totals of regions and age bands, and the whole."""
    made = [
        row(kpi_id, "region_age", region=region, age_band=age, value=value)
        for region, ages in cells.items()
        for age, value in ages.items()
    ]
    made += [row(kpi_id, "region", region=r, value=sum(ages.values())) for r, ages in cells.items()]
    bands = dict.fromkeys(age for ages in cells.values() for age in ages)
    made += [
        row(kpi_id, "age_band", age_band=band, value=sum(a.get(band, 0) for a in cells.values()))
        for band in bands
    ]
    whole = sum(value for ages in cells.values() for value in ages.values())
    return [*made, row(kpi_id, "whole", value=whole)]


def rated(
    kpi_id: str, parts: dict[str, dict[str, float]], wholes: dict[str, dict[str, float]]
) -> list[dict[str, object]]:
    """Rows of a rate, with its numerator and denominator."""
    pairs = zip(counted(kpi_id, parts), counted(kpi_id, wholes), strict=True)
    return [
        part
        | {"numerator": part["value"], "denominator": whole["value"]}
        | {"value": part["value"] / whole["value"] if whole["value"] else None}
        | {"reason": None if whole["value"] else "zero_denominator"}
        for part, whole in pairs
    ]


def frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    numbers = ["value", "numerator", "denominator"]
    return pd.DataFrame(rows).astype(dict.fromkeys(numbers, "float64"))
