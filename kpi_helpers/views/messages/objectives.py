"""What the objectives notebook says: its findings, their reservations, charts and headings."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_FINDINGS = {
    "objective_board": (
        "Of {total} {total:objective|objectives}: {good} on target, {watch} to watch, {bad} "
        "behind, {unknown} without a verdict. Farthest from what is expected by now: {kpi}, "
        "{value} against {expected} ({gap})."
    ),
    "objective_board_level": (
        "Of {total} {total:objective|objectives}: {good} on target, {watch} to watch, {bad} "
        "behind, {unknown} without a verdict."
    ),
    "objective_board_none": (
        "No objective is declared, so no KPI can be called good or bad. Declare one under "
        "objectives in the brand's file."
    ),
    "pace_total": (
        "{count} of {total} {total:target is|targets are} met as expected by now. To reach "
        "{target}, {kpi} needs {needed} in each of the months left."
    ),
    "pace_change": (
        "{count} of {total} {total:target is|targets are} met as expected by now. To reach "
        "{target}, {kpi} must move by {needed} in each of the months left."
    ),
    "pace_level": (
        "{count} of {total} {total:target is|targets are} met as expected by now; {unknown} "
        "cannot be judged."
    ),
    "pace_none": "No KPI has a target for an objective, so there is no pace to tell.",
    "smart_badges": (
        "{count} of {total} {total:target is|targets are} well set in all five respects. Most "
        "often missing: {gap} ({times} {times:target|targets})."
    ),
    "smart_badges_whole": (
        "{count} of {total} {total:target is|targets are} well set in all five respects."
    ),
    "smart_badges_none": "No KPI serves an objective, so there is no target to look at.",
    "driver_tree": (
        "{kpi} changed by {change} on the same month last year; {driver} weighs most in it, "
        "{part}. The solid parts add up exactly; {hypotheses} dashed {hypotheses:link is a "
        "hypothesis|links are hypotheses}, not {hypotheses:a part|parts}."
    ),
    "driver_tree_whole": (
        "{kpi} changed by {change} on the same month last year. Its formula has no parts; "
        "{hypotheses} dashed {hypotheses:link is a hypothesis|links are hypotheses}."
    ),
    "driver_tree_untold": (
        "{kpi} changed by {change} on the same month last year, which cannot be shared out among "
        "the parts of its formula; {hypotheses} dashed {hypotheses:link is a hypothesis|links are "
        "hypotheses}."
    ),
    "driver_tree_uncompared": (
        "{kpi} cannot be compared with the same month last year, so its change has no parts; "
        "{hypotheses} dashed {hypotheses:link is a hypothesis|links are hypotheses}."
    ),
    "driver_tree_none": "No objective has a KPI, so there is no tree to draw.",
    "indicators": (
        "{count} of {total} {total:KPI|KPIs} followed here {count:serves|serve} no objective and "
        "{count:is|are} not judged: {kpis}."
    ),
    "indicators_none": "Every KPI followed here serves an objective.",
}

_REASONS = {
    "objective_without_kpi": "No KPI answers: {objectives}.",
    "objective_without_kpi_short": "no KPI answers it",
    "earned_by_days": (
        "Expected in proportion to the days gone by, as if every month were alike, because the "
        "past does not tell the season: {kpis}."
    ),
    "earned_by_days_short": "season not known",
    "kpi_deprecated": "this KPI has been replaced",
    "no_target": "no target is set",
    "target_past": "the date of the target has passed",
    "target_not_begun": "the objective has not begun",
    "days_missing": "days are missing before the last one seen",
    "not_prorated": "cannot be told before the period is over",
}

_CHARTS = {
    "chart_about_bullets": "One bar a KPI, from its start to its target, under its objective.",
    "chart_about_tree": "Tree of drivers, one line a driver.",
    "chart_part": "{part} in {parent}",
    "chart_hypothesis": "{name} (hypothesis)",
    "chart_band": "target {figure} ± {width}",
    "chart_expected": "expected {figure}",
    "chart_expected_near": "expected {figure} ({gap})",
    "chart_target": "target {figure}",
}

_TITLES = {
    "title_objective_board": "Objectives and their KPIs",
    "title_pace": "On the way to the targets",
    "title_smart_badges": "How well each target is set",
    "title_driver_tree": "What moves the outcome",
    "title_indicators": "Indicators without an objective",
}

_LABELS = {
    "label_segment_all": "Whole brand",
    "label_per_month": "a month",
    "label_per_quarter": "a quarter",
    "label_per_year": "a year",
    "label_edge_root": "top",
    "label_edge_formula": "formula, exact",
    "label_edge_influence": "influence, a hypothesis",
    "label_earned_by_season": "own season",
    "label_earned_by_days": "days gone by",
    "label_gap_definition": "a definition of enough words",
    "label_gap_perimeter": "a named perimeter",
    "label_gap_target": "a target",
    "label_gap_figure": "a figure this month",
    "label_gap_baseline": "a baseline",
    "label_gap_side": "a baseline on the right side of the target",
    "label_gap_past": "complete months to compare the target with",
    "label_gap_stretch": "a target within reach of the best month",
    "label_gap_decision": "the decision it serves",
    "label_gap_date": "a date",
    "label_gap_date_past": "a date still to come",
}

_COLUMNS = {
    f"column_{name}": heading
    for name, heading in {
        "achievable": "A · achievable",
        "attained": "Way covered",
        "by": "By",
        "earned": "Share due by now",
        "earned_by": "Due by",
        "edge": "How it is tied",
        "node": "Driver",
        "parent": "Of",
        "exact_part": "Its part in that change",
        "expected": "Expected by now",
        "gaps": "What is missing",
        "measurable": "M · measurable",
        "months_left": "Months left",
        "needed": "Needed a month",
        "no_verdict": "Why no verdict",
        "objective": "Objective",
        "objective_verdict": "Verdict on it",
        "owner": "Owner",
        "per": "Level for",
        "perimeter": "Perimeter",
        "period_level": "Due at the period's end",
        "relevant": "R · relevant",
        "specific": "S · specific",
        "start_level": "Starting level",
        "target": "Target",
        "timed": "T · timed",
        "way": "Time gone by",
        "weight": "Weight",
    }.items()
}

MESSAGES: dict[str, str] = _FINDINGS | _REASONS | _CHARTS | _TITLES | _LABELS | _COLUMNS
