"""What the columns of findings hold, by their names: figures, shares, names of things, links."""

from __future__ import annotations

__all__ = [
    "BADGES",
    "CHANGES",
    "CHANGE_COLUMNS",
    "COUNTS",
    "EXACT_FROM",
    "FIGURES",
    "LIFTS",
    "LINKS",
    "MESSAGE_NAMES",
    "MONEY",
    "NUMBER_COLUMNS",
    "REFS",
    "SHARES",
    "STEPS",
    "UNATTRIBUTED",
]

FIGURES = {"value", "baseline", "target", "expected", "previous", "year_ago", "budget", "spend"}
FIGURES |= {"reference", "level", "peer_p25", "peer_median", "peer_p75"}
FIGURES |= {"whole"}
FIGURES |= {"year_to_date"}
FIGURES |= {"budget_to_date", "forecast", "forecast_lo", "forecast_hi"}
FIGURES |= {"weekday_aligned", "elapsed_previous", "elapsed_year_ago"}
FIGURES |= {"usual_lo", "usual_hi"}
FIGURES |= {"brought", "brought_lo", "brought_hi", "brought_unchanged"}
MONEY = {"cost", "today", "unchanged", "proposed", "lowest", "highest", "spent"}
MONEY |= {"cost_per_result"}
"""Always money where a currency stands in the row, whatever the row is about.

That of its ``cost_currency``, where it has such a column.
"""
STEPS = {"contribution", "effect_total"}
FIGURES |= {"actual", "counterfactual", "counterfactual_lo", "counterfactual_hi"}
STEPS |= {"difference", "difference_lo", "difference_hi"}
STEPS |= {"difference_so_far", "difference_so_far_lo", "difference_so_far_hi"}
FIGURES |= {"closed_value", "again_value"}
STEPS |= {"gained", "gained_lo", "gained_hi"}
FIGURES |= {"lo_80", "hi_80", "lo_95", "hi_95", "naive", "season_error", "last_error"}
FIGURES |= {"needed_per_day", "forecast_error"}
COUNTS = {"from_value", "to_value", "shortfall", "denominator", "numerator"}
COUNTS |= {"mentions", "results"}
SHARES = {"rate", "brand_rate", "share", "coverage", "use", "share_of_change", "share_attributed"}
SHARES |= {"attained", "earned", "way"}
SHARES |= {"percentile", "chance"}
COUNTS |= {"origins", "months_judged", "months_known", "days_left"}
COUNTS |= {"people_reached", "interactions", "posts", "contents"}
SHARES |= {"rate_shrunk", "rate_lo", "rate_hi"}
LIFTS = {"lift", "lift_lo", "lift_hi"}
SHARES |= {"chance", "doubled"}
LIFTS |= {"difference_rel"}
COUNTS |= {"dates_tried", "dates_found", "dates_alike"}
CHANGES = ("change_abs", "change_rel")
REFS = {
    "kpi": "kpi",
    "from_kpi": "kpi",
    "to_kpi": "kpi",
    "first": "kpi",
    "second": "kpi",
    "outcome": "kpi",
    "stage": "stage",
    "from_stage": "funnel_stage",
    "to_stage": "funnel_stage",
    "objective": "objective",
    "perimeter": "segment",
    "language": "language",
    "tone": "tone",
    "parent": "kpi",
    "node": "kpi",
    "fact": "fact",
    "limit": "limit",
    "figure": "public_figure",
    "reference_basis": "basis",
    "also": "role",
    "forecast_by": "forecast",
    "nearest": "forecast",
    "width_by": "width",
    "aim": "aim",
    "rate_place": "post_place",
    "volume_place": "post_place",
} | {
    name: name
    for name in (
        "audience",
        "department",
        "network",
        "channel",
        "campaign",
        "funding",
        "content_type",
        "region",
        "age_band",
        "own_by",
        "rest_is",
        "calendar_month",
        "alarm",
        "source",
        "role",
        "tier",
        "quality",
        "decided_by",
        "kind",
        "dimension",
        "measure",
        "grain",
        "basis",
        "statistic",
        "sector",
        "standing",
        "per",
        "earned_by",
        "cause",
        "edge",
        "effect",
        "gain",
        "pillar",
        "weekday",
        "conclusion",
    )
}
UNATTRIBUTED = {"funding", "region", "age_band"}
"""Dimensions whose missing value is what the data do not attribute."""
BADGES = {"specific", "measurable", "achievable", "relevant", "timed"}
MESSAGE_NAMES = {"reason", "reasons", "previous_reason", "year_ago_reason", "association"}
MESSAGE_NAMES |= {"judgement"}
MESSAGE_NAMES |= {"weekday_aligned_reason", "elapsed_previous_reason", "elapsed_year_ago_reason"}
LINKS = {"permalink", "link", "url"}
NUMBER_COLUMNS = FIGURES | STEPS | COUNTS | SHARES | MONEY | {"exact_part", "needed"}
NUMBER_COLUMNS |= LIFTS | {"age", "carry_weeks", "return_on_cost"}
CHANGE_COLUMNS = {"change", "previous_change", "year_ago_change", "gap"}
CHANGE_COLUMNS |= {"over"}
CHANGE_COLUMNS |= {"weekday_aligned_change", "elapsed_previous_change", "elapsed_year_ago_change"}
"""Made of ``<name>_abs`` and ``<name>_rel``: a reader wants one of them."""
EXACT_FROM = 1_000_000
