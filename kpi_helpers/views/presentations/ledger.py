"""How the findings on closed months are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.bars import change_bars
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

MOST_BARS = 15
"""Bars that a reader takes in; the table has every row."""


def _restatements(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    ranked = table[table["rank"].notna()].head(MOST_BARS)
    if ranked.empty:
        return None
    rows = [_bar(row, words) for row in ranked.to_dict("records")]
    about = words.message("chart_about_restatements", {"count": len(rows)})
    return change_bars(rows, f"{about} {sentence}")


def _bar(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """The change in proportion, and beside it the points when it is a percentage."""
    change = Figure(float(row["change_rel"]), "relative")
    text = words.figure(change)
    if row["unit"] == "percent":
        points = Figure(float(row["change_abs"]), "percent", change=True)
        text = words.message("chart_change_and_points", {"change": change, "points": points})
    kpi = words.ref(Ref("kpi", str(row["kpi"])))
    label = f"{kpi} · {words.month_short(str(row['period']))}"
    return {"label": label, "size": change.value, "text": text}


PRESENTATIONS: dict[str, Presentation] = {
    "closed_months": Presentation(
        (
            *("period", "close", "known_at", "figures", "same", "restated", "redefined"),
            *("uncompared", "close_reason"),
        )
    ),
    "restatements": Presentation(
        (
            *("kpi", "period", "closed_value", "value", "change", "restated_change_abs"),
            *("redefined_change_abs", "cause", "reason"),
        ),
        _restatements,
        headings={"value": "value_today"},
    ),
}
