"""How the findings of the funnel notebook are shown."""

from __future__ import annotations

from kpi_helpers.finding import Finding, Ref
from kpi_helpers.views.charts.dots import segment_dots
from kpi_helpers.views.charts.funnel import funnel_steps
from kpi_helpers.views.charts.grammar import Spec
from kpi_helpers.views.charts.grid import stage_grid
from kpi_helpers.views.charts.stacked import monthly_stacks
from kpi_helpers.views.presentations.shape import (
    Presentation,
    chart_about,
)
from kpi_helpers.views.words import Words

__all__ = ["PRESENTATIONS"]


def _stage_map(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if finding.table.empty:
        return None
    return stage_grid(finding.table, words, f"{words.message('chart_about_grid')} {sentence}")


def _step_rates(finding: Finding, words: Words, sentence: str) -> Spec | None:
    table = finding.table
    if table.empty:
        return None
    ends = {
        "first": Ref("funnel_stage", str(table["from_stage"].iloc[0])),
        "last": Ref("funnel_stage", str(table["to_stage"].iloc[-1])),
    }
    about = words.message("chart_about_funnel", ends)
    return funnel_steps(table, words, f"{about} {sentence}")


def _funding_split(finding: Finding, words: Words, sentence: str) -> Spec | None:
    about = chart_about("chart_about_stacks", finding.table, words)
    if about is None:
        return None
    return monthly_stacks(finding.table, words, f"{about} {sentence}", finding.spans)


def _drop_off(finding: Finding, words: Words, sentence: str) -> Spec | None:
    if not finding.table["rate"].notna().any():
        return None
    about = words.message("chart_about_dots")
    return segment_dots(finding.table, words, f"{about} {sentence}")


PRESENTATIONS: dict[str, Presentation] = {
    "stage_map": Presentation(
        (*("stage", "kpi", "audience", "department", "value", "change", "reason"),),
        _stage_map,
    ),
    "step_rates": Presentation(
        (
            *("from_stage", "to_stage", "from_kpi", "from_value", "to_kpi", "to_value", "rate"),
            *("kind", "reason"),
        ),
        _step_rates,
    ),
    "funding_split": Presentation(
        ("kpi", "period", "funding", "value", "share", "share_attributed", "caveats", "reason"),
        _funding_split,
        over_time=True,
    ),
    "drop_off": Presentation(
        (
            *("kpi", "from_stage", "to_stage", "dimension", "segment", "rate", "brand_rate"),
            *("denominator", "shortfall", "small", "reason"),
        ),
        _drop_off,
    ),
    "adaptations": Presentation(
        (*("department", "advice", "kpi", "stage", "value", "baseline", "change"),)
    ),
}
