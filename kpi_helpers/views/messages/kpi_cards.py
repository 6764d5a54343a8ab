"""What KPI cards say."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "kpi_cards": (
        "{count} {count:indicator|indicators}, each with what it means, how it is worked "
        "out, from which lines, and who answers for it."
    ),
    "kpi_cards_changed": (
        "{count} {count:indicator|indicators}. In the closed months, the definition of "
        "{changed} changed: figures of two versions are not compared."
    ),
    "kpi_cards_none": "No indicator is followed, so there is no card.",
    "title_kpi_cards": "KPI cards",
    "card_formula": "How it is worked out",
    "card_unit": "Unit and direction",
    "card_owner": "Who answers for it",
    "card_decision": "What it decides",
    "card_side_effects": "Side effects",
    "card_objective": "Objective",
    "card_version": "Version",
    "card_declared": "Declared in",
    "card_read_from": "Lines of the month",
    "card_unit_and_direction": "{unit} · {direction}",
    "card_owned_by": "{owner} · {departments} · {stage}",
    "card_no_objective": "none: an indicator, neither good nor bad",
    "card_smart_whole": "nothing is missing",
    "card_smart_gaps": "missing: {gaps}",
    "card_version_unclosed": "{version}; no month is closed under it yet",
    "card_version_since": "{version}; in every closed month since {month}",
    "card_version_changed": ("{version}; in every closed month since {month}, {before} until then"),
    "card_no_lines": "no line in the month",
    "card_lines": "{lines} {lines:line|lines} in",
    "card_lines_and_files": (
        "{lines} {lines:line|lines}, {others} other {others:file|files} beside"
    ),
    "label_unit_count": "Count",
    "label_unit_currency": "Money",
    "label_unit_percent": "Share",
    "label_unit_ratio": "Ratio",
    "label_unit_seconds": "Duration",
    "label_unit_score": "Score",
    "label_direction_up": "higher is better",
    "label_direction_down": "lower is better",
    "label_direction_band": "within a band",
    "label_direction_none": "no direction of its own",
    "label_function_coalesce": "first known of ",
    "label_function_least": "smallest of ",
    "label_function_greatest": "largest of ",
    "label_function_abs": "size of ",
}
