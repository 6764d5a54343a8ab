"""One finding of every name."""

from __future__ import annotations

from collections.abc import Callable

from made_association import moves_together, serves_objective
from made_catalogue import make_catalogue
from made_describe import (
    against_budget,
    alarms,
    comparisons,
    day_by_day,
    large_changes,
    month_profile,
    weekday_profile,
)
from made_effect import effect_in_detail, effects_of_actions
from made_forecast import coming_months, forecast_backtest, target_reach
from made_funnel import data_quality, drop_off, funding_split, stage_map, step_rates
from made_ledger import closed_months, restatements
from made_next_steps import next_steps
from made_objectives import driver_tree, indicators, objective_board, pace, smart_badges
from made_perimeter import by_perimeter, kpi_cards, own_indicators, people_cells
from made_posts import best_and_weakest_posts, formats_and_pillars, slots
from made_response import least_budget, reallocation, response_curves, responses
from made_tone import tone_examples, tone_of_month, tone_quality
from made_tracking import (
    actions_of_month,
    adaptations,
    limits,
    month_in_figures,
    monthly_history,
    network_movement,
    plan_and_actual,
    provenance,
    year_so_far,
)
from made_voices import (
    audience_signals,
    creator_conversion,
    creator_engagement,
    creator_roles,
    creator_score,
    volume_and_quality,
)
from made_year import year_bridge, year_change

from kpi_helpers.finding import Finding

__all__ = ["CHARTED", "MAKERS", "make_catalogue"]

MAKERS: tuple[Callable[[], Finding], ...] = (
    data_quality,
    stage_map,
    step_rates,
    funding_split,
    drop_off,
    adaptations,
    month_in_figures,
    monthly_history,
    year_so_far,
    year_bridge,
    year_change,
    network_movement,
    closed_months,
    restatements,
    plan_and_actual,
    actions_of_month,
    alarms,
    day_by_day,
    comparisons,
    large_changes,
    weekday_profile,
    month_profile,
    against_budget,
    objective_board,
    pace,
    smart_badges,
    driver_tree,
    indicators,
    own_indicators,
    by_perimeter,
    people_cells,
    creator_roles,
    creator_engagement,
    creator_conversion,
    volume_and_quality,
    audience_signals,
    creator_score,
    moves_together,
    serves_objective,
    kpi_cards,
    best_and_weakest_posts,
    formats_and_pillars,
    slots,
    tone_quality,
    tone_of_month,
    tone_examples,
    coming_months,
    forecast_backtest,
    target_reach,
    effects_of_actions,
    effect_in_detail,
    responses,
    response_curves,
    reallocation,
    least_budget,
    limits,
    provenance,
    next_steps,
)
CHARTED = (
    "stage_map",
    "step_rates",
    "funding_split",
    "drop_off",
    "monthly_history",
    "year_so_far",
    "year_bridge",
    "year_change",
    "network_movement",
    "restatements",
    "plan_and_actual",
    "day_by_day",
    "comparisons",
    "large_changes",
    "weekday_profile",
    "month_profile",
    "against_budget",
    "objective_board",
    "driver_tree",
    "by_perimeter",
    "creator_roles",
    "creator_conversion",
    "volume_and_quality",
    "creator_score",
    "moves_together",
    "serves_objective",
    "formats_and_pillars",
    "slots",
    "tone_of_month",
    "coming_months",
    "effects_of_actions",
    "effect_in_detail",
    "responses",
    "response_curves",
    "reallocation",
    "least_budget",
)
