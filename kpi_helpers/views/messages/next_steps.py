"""What to do next, by department, and the words on the controls that play it through."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_CONTROLS = {
    "bounds_total": "Weekly budget in all",
    "bounds_fixed": "stays as it is",
    "slide_months": "Months forecast",
}

_SENTENCES = {
    "next_steps": (
        "{count} {count:step follows|steps follow} from the figures above, for {departments}."
    ),
    "next_steps_first": (
        "{count} steps follow from the figures above, for {departments}; the {shown} most urgent "
        "are shown."
    ),
    "next_steps_none": (
        "Nothing that could be judged above asks for a change; what could not be judged says so."
    ),
    "next_steps_unasked": "Nothing was looked at that a step could follow from.",
    "title_next_steps": "What to do next",
}

_STEPS = {
    "step_none": "No step follows.",
    "step_level_worse": "Find out what changed on {day}, and mend it.",
    "step_level_beside": (
        "Check whether {label} explains the new level of “{kpi}”; if not, look for another cause."
    ),
    "step_level_better": "Keep what changed on {day}, and note it in the action log.",
    "step_unlikely": "Close the gap of “{kpi}”, or agree on another target.",
    "step_move_budget": "Move weekly budget from {channel} to {to_channel}, as proposed above.",
    "step_try_budget": "Leave the budget as it is, and make the trial proposed above.",
    "step_keep_budget": "Leave the split of the budget as it is.",
    "step_repeat": "Plan {label} again, and watch “{kpi}”.",
    "step_not_again": "Do not repeat {label} as it was.",
    "step_unproven": "Before {label} is repeated, plan how its effect could be seen.",
    "step_weigh": "Before {label} is repeated, weigh whether it is worth its money.",
    "step_joint": "Next time, keep {label} apart, so that each can be judged.",
    "step_apart": "Next time, keep {label} apart from other actions.",
}

_REASONS = {
    "why_none": "Nothing that could be judged above asks this department for a change.",
    "why_level": (
        "Since then “{kpi}”, counted by day, stands at {value}, where {expected} was to be "
        "expected."
    ),
    "why_level_beside": (
        "Since {day}, counted by day, it stands at {value}, where {expected} was to be expected. "
        "That the two fall together does not make one the cause."
    ),
    "why_unlikely": (
        "By {day} {value} is forecast, the target is {expected}: it is reached with a chance of "
        "{chance}."
    ),
    "why_move_budget": "That gains {value} a week ({lo} to {hi}), with a chance of {chance}.",
    "why_try_budget": (
        "The best move found would change the result by {value} a week ({lo} to {hi}): that is no "
        "evidence."
    ),
    "why_no_trial": (
        "The best move found would change the result by {value} a week ({lo} to {hi}): that is no "
        "evidence, and even a year of trial would tell little more."
    ),
    "why_keep_budget": (
        "What the earlier weeks told of the channels did not foresee the last ones: it is no "
        "ground for moving money."
    ),
    "why_effect": (
        "From {day} on “{kpi}” differs by {value} ({lo} to {hi}) from what was to be expected "
        "without it."
    ),
    "why_weigh": (
        "From {day} on “{kpi}” differs by {value} ({lo} to {hi}) from what was to be expected "
        "without it; of another KPI that it was held to, nothing as good can be said."
    ),
    "why_unproven": "It cost {cost}, and no effect on “{kpi}” can be told from chance.",
    "why_joint": (
        "From {day} on “{kpi}” differs by {value} ({lo} to {hi}) from what was to be expected "
        "without them; one alone cannot be judged."
    ),
    "why_apart": "It cost {cost}, and shares its days with another action: neither can be judged.",
    "step_shown": "From: {title}",
}

MESSAGES: dict[str, str] = _CONTROLS | _SENTENCES | _STEPS | _REASONS
