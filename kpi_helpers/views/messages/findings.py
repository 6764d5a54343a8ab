"""The sentence that each finding states, and the advice it gives."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_QUALITY = {
    "data_quality": (
        "{sources} {sources:source covers|sources cover} the month: "
        "{rows} {rows:row|rows} read, {rejected} rejected."
    ),
    "data_quality_weak": (
        "{sources} {sources:source|sources}, {rows} {rows:row|rows} read, "
        "{rejected} rejected ({share}). To watch: {weak}."
    ),
    "data_quality_none": (
        "No source has been imported for this month, so nothing below can be answered."
    ),
    "limits": "{count} {count:reservation|reservations} to keep in mind with these figures.",
    "limits_none": "Nothing limits the figures above.",
    "provenance": "The same parameters, data and definitions give these figures again.",
}

_FUNNEL = {
    "stage_map": (
        "{count} {count:KPI has|KPIs have} a figure, and every one of the {stages} stages is "
        "measured."
    ),
    "stage_map_gaps": (
        "{count} {count:KPI has|KPIs have} a figure, in {stages} {stages:stage|stages}. "
        "Without any figure: {empty}."
    ),
    "step_rates_conversion": (
        "The narrowest conversion leads from “{from_stage}” to “{to_stage}”: {rate} "
        "({from_kpi}: {from_value}, {to_kpi}: {to_value})."
    ),
    "step_rates_index": (
        "No step is a conversion. The smallest index leads from “{from_stage}” to “{to_stage}”: "
        "{rate} between two sources ({from_kpi}: {from_value}, {to_kpi}: {to_value})."
    ),
    "step_rates_none": "No step can be worked out: each lacks a figure on one side.",
    "funding_split": (
        "{kpi} in {month}: the platforms attribute {attributed}; of that, {share} is {funding}."
    ),
    "funding_split_none": "No figure of the last month is attributed to organic, boosted or paid.",
    "drop_off": (
        "Most is lost with {segment}: {kpi} at {rate}, against {brand_rate} for the brand. "
        "At the brand's rate it would bring {shortfall} more."
    ),
    "drop_off_none": "No segment that is large enough falls below the brand's own rate.",
    "adaptations": (
        "First to look at: {kpi} ({change}), for {department}. {count} "
        "{count:department has|departments have} a KPI that moved against its direction."
    ),
    "adaptations_none": "No department has a KPI that moved against its direction.",
}

_ADVICE = {
    "advice_reach": "Review how often posts appear and who gets to see them.",
    "advice_engage": "Compare the topics and formats that drew reactions with those that did not.",
    "advice_visit": "Check links, calls to action and landing pages.",
    "advice_convert": "Check the offer, the basket and the payment, then the visits they get.",
    "advice_serve": "Look at the cases still open and at reply times.",
    "advice_advocate": "Ask satisfied customers to speak, and answer the critical ones.",
    "advice_hold": "Nothing moved against its direction.",
    "advice_no_data": "No figure can be compared yet.",
}

_TRACKING = {
    "month_in_figures": (
        "In {month}, in proportion, {rise} rose most ({rise_change}) and {fall} fell most "
        "({fall_change}). {count} of {total} {total:KPI has|KPIs have} a figure."
    ),
    "month_in_figures_one_way": (
        "In {month}, in proportion, {kpi} moved most ({change}); no comparable KPI moved the other "
        "way. "
        "{count} of {total} {total:KPI has|KPIs have} a figure."
    ),
    "month_in_figures_none": "No KPI is followed, so there is nothing to show for the month.",
    "monthly_history_none": "No KPI is followed, so there is no history to show.",
    "year_so_far_none": "No KPI is followed, so there is no year to compare.",
    "month_in_figures_uncompared": (
        "In {month}, {count} of {total} {total:KPI has|KPIs have} a figure; none can be compared "
        "with the month before."
    ),
    "monthly_history": (
        "In {month}, at the highest of the comparable months: {highest}; at the lowest: {lowest}."
    ),
    "monthly_history_highest": "In {month}, at the highest of the comparable months: {highest}.",
    "monthly_history_lowest": "In {month}, at the lowest of the comparable months: {lowest}.",
    "monthly_history_no_extreme": (
        "Of {judged} {judged:KPI|KPIs} with twelve complete months, none stands at its highest or "
        "lowest in {month}."
    ),
    "year_so_far": (
        "From January to {month}, in proportion, {kpi} moved most: {value} against {baseline} a "
        "year before ({change}). {count} of {total} {total:KPI|KPIs} can be compared."
    ),
    "year_so_far_uncompared": (
        "From January to {month}, none of the {total} {total:KPI|KPIs} can be compared with the "
        "year before."
    ),
    "network_movement": (
        "{kpi}: {network} weighs most in the change on the month before, {change} of a total of "
        "{total}."
    ),
    "network_movement_none": "No change can be split by network.",
    "plan_and_actual": (
        "{spend} spent of {budget} planned. Farthest from its plan: {channel}, at {use} of its "
        "budget."
    ),
    "plan_and_actual_none": "No channel has both a budget and a spend this month.",
    "actions_of_month": "{count} {count:action|actions} in {month}.",
    "actions_of_month_none": "No action is logged for {month}.",
}

_CAREFUL = {
    "month_in_figures_one": (
        "In {month}, {kpi} moved most in proportion ({change}). {count} of {total} {total:KPI "
        "has|KPIs have} a figure."
    ),
    "month_in_figures_unchanged": (
        "In {month}, none of the {compared} comparable KPIs changed on the month before."
    ),
    "month_in_figures_unranked": (
        "In {month}, {compared} {compared:KPI|KPIs} can be compared with the month before; "
        "none can be ranked by proportion."
    ),
    "monthly_history_too_short": (
        "No KPI has twelve complete months that can be compared, so none is called highest or "
        "lowest."
    ),
    "year_so_far_unranked": (
        "From January to {month}, {count} of {total} {total:KPI|KPIs} can be compared with the "
        "year before; none can be ranked by proportion."
    ),
    "plan_and_actual_odd": (
        "{spend} spent, {budget} planned. Without both a plan and a spend: {odd}. Farthest "
        "from its plan among the others: {channel}, at {use} of its budget."
    ),
    "plan_and_actual_partial": (
        "{spend} spent so far, {budget} planned for the month. The spending is not complete, "
        "so no channel is judged."
    ),
    "plan_and_actual_unmatched": ("{spend} spent, {budget} planned, and no channel has both."),
    "adaptations_no_data": ("No department has a KPI that can be compared."),
    "drop_off_no_data": ("No step can be worked out by segment with enough cases."),
}

MESSAGES: dict[str, str] = _QUALITY | _FUNNEL | _ADVICE | _TRACKING | _CAREFUL
