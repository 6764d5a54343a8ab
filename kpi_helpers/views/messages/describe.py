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
        "No daily series reaches back far enough before {month} to say what is unusual; about "
        "seven months of days are needed."
    ),
    "alarms_silent": (
        "{count} daily {count:series is|series are} not watched: too few days before the month."
    ),
    "alarms_silent_short": "too few days before",
    "alarms_no_cause": (
        "That an action and an alarm fall together does not make one the cause of the other."
    ),
    "day_by_day": (
        "{count} of {total} followed {total:KPI|KPIs} can be told day by day in {month}; {days} "
        "{days:day|days} stand out beyond chance."
    ),
    "day_by_day_none": "No followed KPI has figures by day in {month}.",
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

MESSAGES: dict[str, str] = {**_ALARMS, **_NAMES}
