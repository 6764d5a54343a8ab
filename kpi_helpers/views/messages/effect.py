"""Texts on what actions brought, and on when that cannot be told."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_ALL = {
    "effects_of_actions_found": (
        "Of {tests} {tests:effect|effects} measured, {count} {count:is|are} supported by evidence. "
        "Clearest: {label} ({start}), {kpi} {difference_rel} against what was to be expected "
        "without it, which is {difference}, between {difference_lo} and {difference_hi}."
    ),
    "effects_of_actions_none": (
        "No evidence that {actions:the one action|any of {actions} actions} moved what it was held "
        "to: {tests:the one effect measured cannot|none of {tests} effects measured can} be told "
        "from chance. Nothing below "
        "{detectable} of what was to be expected could have been seen; larger or longer actions, "
        "or one without a part of the customers, would show more."
    ),
    "effects_of_actions_untold": (
        "No effect can be told: the table says of {actions:the one action|each of {actions} "
        "actions} why."
    ),
    "effects_of_actions_empty": (
        "There is nothing to ask: no action in these months, or no objective whose outcome adds up "
        "by day."
    ),
}

_DETAIL = {
    "effect_in_detail_up": (
        "{label}, {start} to {end}: {kpi} {difference} against what was to be expected without it, "
        "between {lo} and {hi}. There is evidence of a rise."
    ),
    "effect_in_detail_down": (
        "{label}, {start} to {end}: {kpi} {difference} against what was to be expected without it, "
        "between {lo} and {hi}. There is evidence of a fall."
    ),
    "effect_in_detail_none": (
        "{label}, {start} to {end}: no evidence of an effect. {kpi} differs by {difference} from "
        "what was to be expected, and anything between {lo} and {hi} may be true."
    ),
    "effect_in_detail_alike": (
        "{label}, {start} to {end}: no effect is claimed. {kpi} differs by {difference} from what "
        "was to be expected, but it differs as much on earlier dates without an action."
    ),
    "effect_in_detail_unreliable": (
        "{label}, {start} to {end}: no effect is claimed. {kpi} differs by {difference} from what "
        "was to be expected, but on too many earlier dates the same method finds an effect without "
        "an action."
    ),
    "effect_in_detail_untold": (
        "No effect of {label} can be told; the table of all actions says why."
    ),
    "effect_in_detail_empty": "No such action was asked about.",
}

_CONCLUSIONS = {
    "effect_up": "evidence of a rise",
    "effect_down": "evidence of a fall",
    "effect_none": "no evidence",
    "effect_alike": "as large without an action",
    "effect_unreliable": "found too often without an action",
    "effect_inseparable": "shares days with another action",
    "effect_too_short": "too few days before it",
    "effect_unchecked": "too few earlier dates to check on",
    "effect_days_missing": "days are missing",
    "effect_redefined": "counted in two ways",
    "effect_control_missing": "a yardstick is missing",
}

_CAVEATS = {
    "effect_assumes": (
        "An effect is what differs from the course that the days before made expect. Whatever else "
        "happened on the same days (weather, press, a competitor, more advertising) counts as the "
        "action’s; what comes before its first day or after its last one does not."
    ),
    "effect_assumes_short": "assumes that nothing else happened",
    "effect_tests": (
        "{tests} effects were measured, of which about {chance} would pass by chance alone without "
        "correction. With it, at most {rate} of what is claimed, here {false} of {count}, is "
        "expected to be chance. Intervals are widened by as much as the method erred on earlier "
        "dates without an action."
    ),
    "effect_tests_short": "many comparisons",
    "effect_controls": (
        "The only yardsticks are the KPI’s own days before and, with enough of them, its course of "
        "the year before. An action on the whole brand moves sessions, regions and networks too, "
        "so none of them can say what would have been without it."
    ),
    "effect_controls_short": "no series beside it",
    "effect_controls_named": (
        "Yardsticks beside the KPI’s own days before: {kpis}, on the word of whoever named them "
        "that no action moved them. If one did, its effect is hidden or invented."
    ),
    "effect_controls_named_short": "yardsticks named by hand",
    "effect_not_margin": "What comes back for each unit spent is revenue, not margin.",
    "effect_not_margin_short": "revenue, not margin",
    "effect_checks": (
        "The same method was tried on {checks} earlier dates without an action: on {found} of them "
        "it finds an effect, and on {alike} one that is as large."
    ),
    "effect_checks_short": "tried on earlier dates",
}

_SHOWN = {
    "title_effects_of_actions": "What actions brought",
    "title_effect_in_detail": "One action day by day",
    "chart_about_actions": (
        "A dot and its interval for each action, in proportion to what was to be expected; hollow "
        "where nothing is claimed."
    ),
    "chart_effects_subtitle": "against what was expected",
    "chart_about_course": (
        "Two curves by day: what was, beside what was to be expected without the action with its "
        "band; and the difference summed up since the first day. The days of the action are shaded."
    ),
    "chart_course": "What was, and what was expected",
    "chart_course_subtitle": "expected: dashed, with its band",
    "chart_summed": "Difference, summed up",
    "chart_summed_subtitle": "since the first day, with its band",
    "chart_action_month": "{label} · {month}",
    "column_actual": "What was",
    "column_counterfactual": "Expected",
    "column_difference": "Difference",
    "column_difference_lo": "Lowest",
    "column_difference_hi": "Highest",
    "column_difference_rel": "In proportion",
    "column_difference_so_far": "Summed up",
    "column_difference_so_far_lo": "Lowest",
    "column_difference_so_far_hi": "Highest",
    "column_counterfactual_lo": "Lowest",
    "column_counterfactual_hi": "Highest",
    "column_return_on_cost": "Back for each unit spent",
    "column_cost_per_result": "Cost of each one gained",
    "column_dates_tried": "Earlier dates tried",
    "column_dates_found": "Of them with an effect",
    "column_dates_alike": "Of them as large",
    "column_judgement": "What can be said",
    "column_day": "Day",
}

MESSAGES: dict[str, str] = _ALL | _DETAIL | _CONCLUSIONS | _CAVEATS | _SHOWN
