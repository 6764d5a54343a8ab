"""What is said of a period's days, alarms, comparisons, seasons and budget."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_WATCHED = (
    "{series} daily {series:series|series} watched in {month}: {days} unusual {days:day|days} and "
    "{steps} new {steps:level|levels}, where chance alone would give up to {false_alarms}. "
    "Concerned: {kpis}. Surest: "
)
_STEP = "{kpi}, {value} a day from {day} where {expected} had been expected"
_DAY = "{kpi}, {value} on {day} where {expected} had been expected"
_ON = " ({network})"
_BESIDE = "; at the same time: {beside}"

_ALARMS = {
    "alarms_step": f"{_WATCHED}{_STEP}.",
    "alarms_step_beside": f"{_WATCHED}{_STEP}{_BESIDE}.",
    "alarms_step_network": f"{_WATCHED}{_STEP}{_ON}.",
    "alarms_step_network_beside": f"{_WATCHED}{_STEP}{_ON}{_BESIDE}.",
    "alarms_day": f"{_WATCHED}{_DAY}.",
    "alarms_day_beside": f"{_WATCHED}{_DAY}{_BESIDE}.",
    "alarms_day_network": f"{_WATCHED}{_DAY}{_ON}.",
    "alarms_day_network_beside": f"{_WATCHED}{_DAY}{_ON}{_BESIDE}.",
    "alarms_quiet": (
        "{series} daily {series:series|series} watched in {month}: none leaves what its past lets "
        "expect beyond chance. Small changes would not show."
    ),
    "alarms_too_short": (
        "Of no daily series can it be said what is unusual in {month}: days of the month are "
        "needed, and about seven months of days before it."
    ),
    "alarms_silent": (
        "{count} daily {count:series is|series are} not watched: too few days before the month."
    ),
    "alarms_silent_short": "too few days before",
    "alarms_no_cause_short": "together is no cause",
    "alarms_no_cause": (
        "That an action and an alarm fall together does not make one the cause of the other."
    ),
    "day_by_day": (
        "{count} of {total} followed {total:KPI|KPIs} can be told day by day in {month}; {days} "
        "{days:day|days} stand out beyond chance."
    ),
    "day_by_day_none": (
        "No followed KPI can be told day by day in {month}: days of the month are needed, and "
        "about seven months of days before it."
    ),
}

_NAMES = {
    "title_alarms": "Unusual days and new levels",
    "title_day_by_day": "The month day by day",
    "chart_about_days": "Lines over the days of the month, one chart each for {kpis}.",
    "chart_gained": "{kpi} · change by day",
    "chart_when": "When",
    "chart_note_months": "Marks below: actions of the log",
    "chart_note_days": (
        "Blue shade: where a usual day lies. Orange: an unusual day. Dashed: a new level begins"
    ),
    "column_expected_day": "Expected",
    "column_alarm": "Alarm",
    "column_beside": "At the same time",
    "column_day": "Day",
    "column_usual_lo": "Usual from",
    "column_usual_hi": "Usual to",
    "column_unusual": "Unusual",
    "column_new_level": "New level",
    "column_of_change": "Change by day",
    "label_alarm_day": "Unusual day",
    "label_alarm_step": "New level from then on",
}

_CHANGE = {
    "comparisons_disagree": (
        "In {month}, comparisons disagree for {count} of {total} {total:KPI|KPIs}: {kpis}. Take "
        "{kpi}: {up} beside {up_kind}, but {down} beside {down_kind}."
    ),
    "comparisons_agree": (
        "In {month}, all comparisons of a KPI point the same way: {rising} of {total} up, "
        "{falling} down."
    ),
    "comparisons_one": (
        "In {month}, beside {kind}: {rising} of {total} {total:KPI|KPIs} up, {falling} down, "
        "{refused} not comparable."
    ),
    "comparisons_none": "In {month}, none of the {total} {total:KPI|KPIs} can be compared.",
    "comparisons_nothing": "No KPI is followed, so there is nothing to compare.",
    "large_changes": (
        "{count} of {total} {total:KPI|KPIs} moved far more than they usually do from month to "
        "month: {kpis}. Farthest: {kpi}, {change}, {times} times its usual movement; its largest "
        "part is {part} ({effect}), {contribution} of {whole}."
    ),
    "large_changes_whole": (
        "{count} of {total} {total:KPI|KPIs} moved far more than they usually do from month to "
        "month: {kpis}. Farthest: {kpi}, {change}, {times} times its usual movement; it cannot be "
        "taken apart."
    ),
    "large_changes_none": (
        "None of the {total} {total:KPI|KPIs} whose past can tell moved far more than it usually "
        "does from month to month."
    ),
    "large_changes_untold": (
        "Of no KPI can it be said whether it moved more than it usually does: that takes a month "
        "that can be compared with the one before, and {needed} earlier changes."
    ),
    "large_for_itself_short": "large for itself",
    "large_for_itself": (
        "Usual is what the KPI itself did from month to month, its season included; large is "
        "neither good nor bad."
    ),
    "title_comparisons": "Several comparisons at once",
    "title_large_changes": "What the large changes are made of",
    "chart_about_comparisons": "Bars of the change beside each earlier period, one chart a KPI.",
    "chart_about_large_changes": (
        "Steps from the month before to the month, one chart each for {kpis}."
    ),
    "chart_previous": "Month before",
    "chart_year_ago": "Last year",
    "chart_weekday_aligned": "Same weekdays",
    "chart_elapsed_previous": "Same days, month before",
    "chart_elapsed_year_ago": "Same days, last year",
    "chart_month_before": "Month before",
    "chart_month_now": "This month",
    "column_disagree": "Comparisons disagree",
    "column_movement": "Times its usual movement",
    "column_previous_reason": "Why not beside month before",
    "column_year_ago_reason": "Why not beside last year",
    "column_weekday_aligned_change": "On same weekdays, 52 weeks before",
    "column_weekday_aligned_reason": "Why not beside same weekdays",
    "column_elapsed_previous_change": "On same days of month before",
    "column_elapsed_previous_reason": "Why not beside same days, month before",
    "column_elapsed_year_ago_change": "On same days last year",
    "column_elapsed_year_ago_reason": "Why not beside same days last year",
    "label_unattributed_part": "What the data do not attribute",
}

_PROFILES = {
    "weekday_profile": (
        "Over {weeks} complete {weeks:week|weeks}, {kpi} swings most by weekday: highest on "
        "{high} ({high_lift} beside the mean day of its week), lowest on {low} ({low_lift}). "
        "{count} of {total} {total:KPI|KPIs} with days have a weekday that chance does not make."
    ),
    "weekday_profile_one": (
        "Over {weeks} complete {weeks:week|weeks}, {kpi} stands out by weekday on {when} ({lift} "
        "beside the mean day of its week). {count} of {total} {total:KPI|KPIs} with days have a "
        "weekday that chance does not make."
    ),
    "weekday_profile_flat": (
        "Over {weeks} complete {weeks:week|weeks}, no weekday of {total} {total:KPI|KPIs} stands "
        "out beyond chance."
    ),
    "weekday_profile_none": (
        "Too few complete weeks with figures above zero to tell one weekday from another."
    ),
    "too_few_weeks": "fewer than twelve complete weeks",
    "weeks_with_actions": (
        "{count} of the {weeks} weeks hold a day of a logged action. Public holidays are not known."
    ),
    "weeks_with_actions_short": "weeks with actions",
    "calendar_month_profile": (
        "{kpi} swings most over the year: highest in {high} ({high_lift} beside an average month, "
        "growth taken out), lowest in {low} ({low_lift}). {count} of {total} "
        "{total:KPI is|KPIs are} known for long enough to tell."
    ),
    "calendar_month_profile_one": (
        "{kpi} swings most over the year: {lift} in {when} beside an average month, growth taken "
        "out. {count} of {total} {total:KPI is|KPIs are} known for long enough to tell."
    ),
    "calendar_month_profile_flat": "No month of the year stands out.",
    "month_profile_none": (
        "Too short to tell a season: {least} complete months in a row, counted in one way, are "
        "needed."
    ),
    "season_too_short": "fewer complete months than a season needs",
    "season_of_one_year": (
        "Some months are known from one year alone: what that year did, an action or a break "
        "included, looks like season."
    ),
    "season_of_one_year_short": "one year alone",
    "title_weekday_profile": "Weekdays",
    "title_month_profile": "Months of the year",
    "chart_about_weekdays": "Dots by weekday beside the mean day of the week, one chart a KPI.",
    "chart_about_seasons": "Dots by month of the year beside an average month, one chart a KPI.",
    "column_lift_of_day": "Beside mean day of week",
    "column_lift_of_month": "Beside average month",
    "column_calendar_month": "Month of the year",
    "column_weeks": "Weeks",
    "column_years": "Years",
} | {
    f"label_calendar_month_{number}": name
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August"),
            *("September", "October", "November", "December"),
        ),
        1,
    )
}

_BUDGET = {
    "against_budget_plan": (
        "From January to {month}, {spend} spent of {budget_to_date} planned so far ({use}). If the "
        "rest goes exactly as planned, which nobody knows, the year ends at {forecast} of {budget} "
        "({over}). Farthest from its plan: {channel}, at {channel_use}. Cost per result "
        "({result}): {cost}."
    ),
    "against_budget_forecast": (
        "From January to {month}, {spend} spent of {budget_to_date} planned so far ({use}). With "
        "the forecast of the rest, the year ends at {forecast} (between {lo} and {hi}) of {budget} "
        "({over}). Farthest from its plan: {channel}, at {channel_use}. Cost per result "
        "({result}): {cost}."
    ),
    "against_budget_whole": (
        "From January to {month}, the whole year, {spend} spent of {budget_to_date} planned "
        "({use}). Farthest from its plan: {channel}, at {channel_use}. Cost per result ({result}): "
        "{cost}."
    ),
    "against_budget_nothing": (
        "From January to {month}, nothing was planned, so there is nothing to set {spend} spent "
        "against."
    ),
    "against_budget_odd": (
        "From January to {month}, spend and budget cannot be set side by side as a whole: a month "
        "is missing for {odd}."
    ),
    "against_budget_none": (
        "No month up to {month} has both a complete spend and a budget to set it against."
    ),
    "against_budget_currencies": (
        "Spend and budget stand in several currencies ({currencies}), so they are not compared; a "
        "rate of exchange would answer."
    ),
    "rest_other_months": (
        "The forecast of spend does not hold exactly the months that are left; the plan stands in."
    ),
    "rest_other_months_short": "forecast of other months",
    "rest_other_currency": (
        "The forecast of spend stands in another currency; the plan stands in."
    ),
    "rest_other_currency_short": "forecast in another currency",
    "months_without_spend": "a month without spend",
    "months_without_budget": "a month without budget",
    "title_against_budget": "The year against its budget",
    "chart_about_budget": "Pairs of bars by channel: budget so far and spend so far.",
    "column_budget_to_date": "Budget so far",
    "column_forecast": "End of year",
    "column_forecast_lo": "End of year, at least",
    "column_forecast_hi": "End of year, at most",
    "column_over": "Beyond budget",
    "column_results": "Results",
    "column_cost_of_result": "Cost per result",
    "column_rest_is": "Rest of the year",
    "label_rest_is_plan": "as planned",
    "label_rest_is_forecast": "as forecast",
    "label_channel_all": "All channels",
}

MESSAGES: dict[str, str] = {**_ALARMS, **_NAMES, **_CHANGE, **_PROFILES, **_BUDGET}
