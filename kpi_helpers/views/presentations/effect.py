"""How the findings on effects of actions are shown."""

from __future__ import annotations

from typing import Any

from kpi_helpers.finding import Figure, Finding, Ref
from kpi_helpers.periods import Month
from kpi_helpers.views.charts.course import course
from kpi_helpers.views.charts.effects import effect_dots
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.presentations.shape import Presentation, number_of, text_of
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]

CURVES = (
    *("value", "counterfactual", "counterfactual_lo", "counterfactual_hi"),
    *("difference_so_far", "difference_so_far_lo", "difference_so_far_hi"),
)


def _effects_of_actions(finding: Finding, words: Words, sentence: str) -> Spec | None:
    told = finding.table[finding.table["difference_rel"].notna()]
    if told.empty:
        return None
    ordered = [
        row for _, part in told.groupby("kpi", sort=False) for row in part.to_dict("records")
    ]
    rows = [_dot(row, words) for row in ordered]
    return effect_dots(rows, f"{words.message('chart_about_actions')} {sentence}")


def _dot(row: dict[str, Any], words: Words) -> dict[str, Any]:
    named = {"label": str(row["label"]), "month": words.month_short(Month.of(row["start"]))}
    return {
        "panel": words.ref(Ref("kpi", str(row["kpi"]))),
        "about": words.message("chart_effects_subtitle"),
        "label": words.message("chart_action_month", named),
        "effect": float(row["difference_rel"]),
        "lo": float(row["difference_rel_lo"]),
        "hi": float(row["difference_rel_hi"]),
        "claimed": bool(row["claimed"]),
        "text": words.figure(Figure(float(row["difference_rel"]), "relative", change=True)),
    }


def _effect_in_detail(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty:
        return None
    rows = [
        {
            "day": words.date_short(row["day"]),
            "during": bool(row["during"]),
            **{name: number_of(row[name]) for name in CURVES},
        }
        for row in table.to_dict("records")
    ]
    unit, currency = str(table["unit"].iloc[0]), text_of(table["currency"].iloc[0])
    about = f"{words.message('chart_about_course')} {sentence}"
    return course(rows, unit, currency, words, about)


PRESENTATIONS: dict[str, Presentation] = {
    "effects_of_actions": Presentation(
        (
            *(
                "label",
                "kpi",
                "judgement",
                "difference_rel",
                "difference",
                "difference_lo",
                "difference_hi",
            ),
            *(
                "cost",
                "return_on_cost",
                "cost_per_result",
                "start",
                "end",
                "actual",
                "counterfactual",
            ),
            *("dates_tried", "dates_found", "dates_alike"),
        ),
        _effects_of_actions,
        units={"return_on_cost": "ratio"},
    ),
    "effect_in_detail": Presentation(
        (
            *(
                "day",
                "value",
                "counterfactual",
                "counterfactual_lo",
                "counterfactual_hi",
                "difference",
            ),
            *("difference_so_far", "difference_so_far_lo", "difference_so_far_hi"),
        ),
        _effect_in_detail,
    ),
}
