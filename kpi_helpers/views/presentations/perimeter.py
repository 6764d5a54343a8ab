"""How the findings of the notebook on own KPIs are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.dots import perimeter_dots
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.crossed import crossed_table
from kpi_helpers.views.kpi_cards import card_grid
from kpi_helpers.views.presentations.shape import (
    Presentation,
    chart_about,
    number_of,
    text_of,
)
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _by_perimeter(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    about = chart_about("chart_about_perimeters", table, words) if len(table) else None
    if about is None:
        return None
    drawn = table[table["value"].notna() | table["withheld"].map(bool)]
    rows = [_dot(row, words) for row in drawn.to_dict("records")]
    return perimeter_dots(rows, f"{about} {sentence}")


def _dot(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """One dot with its texts; a masked one has no place, only its text."""
    unit, money = str(row["unit"]), text_of(row["currency"])
    value, whole, share = (number_of(row[name]) for name in ("value", "whole", "share"))
    text = words.figure(Figure(value, unit, money))
    if value is None:
        text = words.message("cell_withheld", {"least": int(row["least"])})
    elif share is not None:
        told = {"value": Figure(value, unit, money), "share": Figure(share, "percent")}
        text = words.message("chart_value_and_share", told)
    return {
        "panel": words.ref(Ref("kpi", str(row["kpi"]))),
        "label": words.ref(Ref("segment", str(row["perimeter"]))),
        "rate": value,
        "text": text,
        "small": "small_denominator" in list(row["caveats"]),
        "whole": whole,
        "whole_text": words.message("chart_brand", {"value": Figure(whole, unit, money)}),
    }


PRESENTATIONS: dict[str, Presentation] = {
    "own_indicators": Presentation(
        (
            *("kpi", "value", "previous_change", "own_by", "fields", "place", "caveats"),
            *("reason",),
        )
    ),
    "by_perimeter": Presentation(
        ("kpi", "perimeter", "value", "whole", "share", "gap", "caveats", "reason"), _by_perimeter
    ),
    "people_cells": Presentation(
        ("kpi", "region", "age_band", "value", "denominator", "reason"), body=crossed_table
    ),
    "kpi_cards": Presentation(("kpi", "value", "place"), body=card_grid),
}
