"""How the findings on KPIs that move together are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.intervals import interval_rows
from kpi_helpers.views.presentations.shape import Presentation
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

MOST_DRAWN = 8
"""Pairs drawn: those that are claimed, then the strongest others; the table has them all."""


def _moves_together(finding: Finding, words: Words, sentence: str) -> Spec | None:
    return _intervals(finding, ("first", "second"), words, sentence)


def _serves_objective(finding: Finding, words: Words, sentence: str) -> Spec | None:
    return _intervals(finding, ("kpi", "outcome"), words, sentence)


def _intervals(
    finding: Finding, names: tuple[str, str], words: Words, sentence: str
) -> Spec | None:
    known = finding.table.dropna(subset=["rho"])
    if known.empty:
        return None
    drawn = known.sort_values(["claimed", "p"], ascending=[False, True], kind="stable")
    rows = [_row(row, names, words) for row in drawn.head(MOST_DRAWN).to_dict("records")]
    ends = tuple(words.message(f"chart_{end}") for end in ("opposite", "unrelated", "alike"))
    about = words.message("chart_about_associations")
    return interval_rows(rows, ends, f"{about} {sentence}")


def _row(row: dict[str, Any], names: tuple[str, str], words: Words) -> dict[str, Any]:
    told = {
        "first": Ref("kpi", str(row[names[0]])),
        "second": Ref("kpi", str(row[names[1]])),
        "lag": int(row["lag"]),
    }
    return {
        "label": words.message("chart_pair_ahead" if row["lag"] else "chart_pair_same", told),
        "text": words.figure(Figure(float(row["rho"]), "ratio")),
        "claimed": bool(row["claimed"]),
        **{name: float(row[name]) for name in ("rho", "lo", "hi")},
    }


_MEASURED = ("association", "lag", "rho", "lo", "hi", "months", "p", "q", "detectable")

PRESENTATIONS: dict[str, Presentation] = {
    "moves_together": Presentation(("first", "second", *_MEASURED), _moves_together),
    "serves_objective": Presentation(
        ("objective", "kpi", "outcome", *_MEASURED), _serves_objective
    ),
}
