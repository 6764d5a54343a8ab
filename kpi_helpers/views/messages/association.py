"""Texts on KPIs that move together, and on KPIs and the outcome they should serve."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_STRENGTH = "strength {rho} on a scale to 1, between {lo} and {hi}"
_OPPOSITE = "strength {rho} on a scale to −1, between {lo} and {hi}"
_PAIRS = "Of {pairs} {pairs:pair|pairs} of KPIs, {count} {count:is|are} found to move together: "
_LINKS = (
    "{count} of {total} {total:KPI|KPIs} {count:is|are} found to move with the outcome of "
    "{count:its|their} objective: "
)

_TOGETHER = {
    "moves_together_same": (
        _PAIRS + "most clearly {first} and {second}, in the same month and in the same direction "
        "(" + _STRENGTH + "; {months} months)."
    ),
    "moves_together_same_opposite": (
        _PAIRS + "most clearly {first} and {second}, in the same month and in opposite directions "
        "(" + _OPPOSITE + "; {months} months)."
    ),
    "moves_together_ahead": (
        _PAIRS + "most clearly {first}, ahead of {second} by {lag} {lag:month|months} and in the "
        "same direction (" + _STRENGTH + "; {months} months)."
    ),
    "moves_together_ahead_opposite": (
        _PAIRS + "most clearly {first}, ahead of {second} by {lag} {lag:month|months} and in "
        "opposite directions (" + _OPPOSITE + "; {months} months)."
    ),
    "moves_together_none": (
        "No evidence that any of {pairs} {pairs:pair|pairs} of KPIs moves together. Over {months} "
        "months, only a strength of {detectable} or more, on a scale to 1, could be told from "
        "chance; more months would show weaker ones."
    ),
    "moves_together_short": (
        "Too short to say which KPIs move together: {months} complete "
        "{months:month|months} of the {needed} it takes."
    ),
    "moves_together_nothing": (
        "No two KPIs can be compared: they are made of the same figures, or do not move."
    ),
}

_SERVES = {
    "serves_objective_same": (
        _LINKS + "most clearly {first} with {second}, in the same month and in the same direction "
        "(" + _STRENGTH + "; {months} months)."
    ),
    "serves_objective_same_opposite": (
        _LINKS + "most clearly {first} with {second}, in the same month and in opposite directions "
        "(" + _OPPOSITE + "; {months} months)."
    ),
    "serves_objective_ahead": (
        _LINKS + "most clearly {first}, ahead of {second} by {lag} {lag:month|months} and in the "
        "same direction (" + _STRENGTH + "; {months} months)."
    ),
    "serves_objective_ahead_opposite": (
        _LINKS + "most clearly {first}, ahead of {second} by {lag} {lag:month|months} and in "
        "opposite directions (" + _OPPOSITE + "; {months} months)."
    ),
    "serves_objective_none": (
        "No evidence that any of {pairs} {pairs:KPI|KPIs} moves with the outcome of its objective, "
        "nor that none does. Over {months} months, only a strength of {detectable} or more, on a "
        "scale to 1, could be told from chance."
    ),
    "serves_objective_short": (
        "Too short to say whether a KPI moves with the outcome of its objective: {months} complete "
        "{months:month|months} of the {needed} it takes."
    ),
    "serves_objective_nothing": (
        "No KPI can be compared with the outcome of its objective: they are made of the same "
        "figures, or do not move."
    ),
    "serves_objective_empty": (
        "No KPI is linked to an outcome, so whether one moves with its objective cannot be asked."
    ),
}

_RELATIONS = {
    "relation_same": "moves with it",
    "relation_same_opposite": "moves the opposite way",
    "relation_ahead": "ahead of it",
    "relation_ahead_opposite": "ahead of it, the opposite way",
    "relation_no_evidence": "no evidence",
    "association_one_month": "does not hold without one of its months",
    "association_too_short": "too short to say",
    "association_same_figures": "made of the same figures",
    "association_no_movement": "does not move",
}

_CAVEATS = {
    "association_not_cause": (
        "That two KPIs move together does not make one the cause of the other."
    ),
    "association_not_cause_short": "no cause",
    "association_without_season": (
        "Compared are changes from month to month, without what the same calendar months have in "
        "common and without a steady trend: a shared season is no link. That costs about a year of "
        "the months there are."
    ),
    "association_without_season_short": "without season and trend",
    "association_tests": (
        "{tests} comparisons were made ({pairs} {pairs:pair|pairs}, {lags} "
        "{lags:shift|shifts} in months each), of which about {chance} would pass by chance alone "
        "without correction. With it, at most {rate} of what is claimed is expected to be chance."
    ),
    "association_tests_short": "many comparisons",
}

_SHOWN = {
    "title_moves_together": "KPIs that move together",
    "title_serves_objective": "KPIs and the outcome of their objective",
    "chart_about_associations": (
        "A dot and its interval for each pair of KPIs, from −1 to 1; grey where nothing is claimed."
    ),
    "chart_pair_same": "{first} · {second}",
    "chart_pair_ahead": "{first} → {second}, {lag} {lag:month|months} later",
    "chart_opposite": "opposite",
    "chart_unrelated": "none",
    "chart_alike": "alike",
    "column_first": "KPI",
    "column_second": "Other KPI",
    "column_outcome": "Outcome",
    "column_lag": "Months ahead",
    "column_months": "Months compared",
    "column_rho": "Strength, −1 to 1",
    "column_lo": "Lowest",
    "column_hi": "Highest",
    "column_p": "Chance alone",
    "column_q": "Chance, all pairs considered",
    "column_detectable": "Weakest that would show",
    "column_association": "What can be said",
}

MESSAGES: dict[str, str] = _TOGETHER | _SERVES | _RELATIONS | _CAVEATS | _SHOWN
