"""Findings of rule 4, as the rules make them."""

from __future__ import annotations

import pandas as pd
from made_catalogue import figures_of

from kpi_helpers.finding import Caveat, Figure, Finding, Ref

_ROW = {"complete": True, "settled": True, "caveats": [], "withheld": [], "least": 10}
_ROW |= {"reason": None}


def own_indicators() -> Finding:
    rows = [
        _ROW
        | figures_of(kpi)
        | {"kpi_version": "1.0.0", "own_by": origin, "fields": fields, "place": place}
        | {"previous": None, "previous_change_abs": change, "previous_change_rel": change}
        for kpi, origin, fields, place, change in (
            ("engagement_rate", "declared", [], "brands/maison_alba.yaml:86", 0.002),
            ("cac", "differs", ["formula", "unit"], "brands/maison_alba.yaml:121", None),
        )
    ]
    values = {
        "count": 2,
        "declared": 1,
        "differing": 1,
        "kpi": Ref("kpi", "engagement_rate"),
        "value": Figure(0.039, "percent"),
        "change": Figure(0.002, "percent", change=True),
    }
    return Finding("own_indicators", pd.DataFrame(rows), "own_indicators", values)


def by_perimeter() -> Finding:
    rows = []
    for kpi, whole, parts in (
        ("orders", 2_316.0, {"ile_de_france": 1_240.0, "south": 655.0, "young_south": None}),
        ("engagement_rate", 0.039, {"video_formats": 0.0571, "young_south": 0.012}),
        ("nps", 42.0, {"south": -12.0}),
    ):
        for name, value in parts.items():
            row = _ROW | figures_of(kpi, whole) | {"perimeter": name, "whole": whole}
            row |= {"value": value, "share": value / whole if value and kpi == "orders" else None}
            row |= {"gap_abs": None, "gap_rel": None}
            if value is None:
                row |= {"withheld": ["value"], "reason": "withheld"}
            if value == 0.012:
                row |= {"caveats": ["small_denominator"]}
            rows.append(row)
    values = {
        "count": 5,
        "total": 6,
        "kpi": Ref("kpi", "engagement_rate"),
        "perimeter": Ref("segment", "video_formats"),
        "value": Figure(0.0571, "percent"),
        "whole": Figure(0.039, "percent"),
    }
    caveat = Caveat("cells_withheld", {"kpis": [Ref("kpi", "orders")], "least": 10})
    return Finding("by_perimeter", pd.DataFrame(rows), "by_perimeter", values, (caveat,))


def people_cells() -> Finding:
    guests = {"FR-ARA": (None, None, 50), "FR-IDF": (None, None, 80), "all": (153, 205, 229)}
    rows = [
        _ROW
        | {"kpi": "orders", "region": region, "age_band": age, "value": value, "unit": "count"}
        | {"currency": None, "denominator": None}
        | ({} if value else {"withheld": ["value"], "reason": "withheld"})
        for region, values in guests.items()
        for age, value in zip(("18-24", "25-34", "all"), values, strict=True)
    ]
    values = {"count": 9, "hidden": 4, "least": 10}
    return Finding("people_cells", pd.DataFrame(rows), "people_cells", values)


def kpi_cards() -> Finding:
    rows = [
        _ROW
        | figures_of(kpi)
        | {"kpi_version": "1.0.0", "own_by": "declared", "place": ["brands/maison_alba.yaml:86"]}
        | {"objective": None, "since": None, "version_before": None, "badges": None, "gaps": None}
        | {"read_from": ["ventes_2026-10.csv:2–125"], "more_files": 0, "lines": 124}
        for kpi in ("orders", "cac")
    ]
    return Finding("kpi_cards", pd.DataFrame(rows), "kpi_cards", {"count": 2, "changed": []})
