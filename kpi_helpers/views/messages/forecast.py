"""What is said of the months ahead: findings, reservations, reasons, charts and headings."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_FINDINGS = {
    "coming_months": (
        "{kpi} is forecast at {value} in {month}: four times in five it should lie between {lo_80} "
        "and {hi_80}. {count} of {total} KPIs can be forecast."
    ),
    "coming_months_nothing": "No KPI is followed, so there is nothing to forecast.",
    "coming_months_none": (
        "None of {total} {total:KPI|KPIs} can be forecast yet; the reasons stand below."
    ),
    "forecast_backtest": (
        "Tried on the past, the forecast came nearer than repeating last year or last month for "
        "{count} of {total} {total:KPI|KPIs}; not for {kpis}."
    ),
    "forecast_backtest_all": (
        "Tried on the past, the forecast came nearer than repeating last year or last month for "
        "{total:the one KPI tried|all {total} KPIs}."
    ),
    "forecast_backtest_none_beats": (
        "Tried on the past, the forecast came no nearer than repeating last year or last month, "
        "for any of these KPIs: {kpis}."
    ),
    "forecast_backtest_none": (
        "No forecast could be tried on the past: every history is too short, or there is none."
    ),
    "reach": (
        "{kpi} has a chance of {chance} of reaching {target} by {by}; {value} is forecast, and "
        "{needed} a day would be needed. {count} of {total} {total:target is|targets are} more "
        "likely reached than missed."
    ),
    "reach_level": (
        "{kpi} has a chance of {chance} of reaching {target} by {by}; {value} is forecast. "
        "{count} of {total} {total:target is|targets are} more likely reached than missed."
    ),
    "reach_none": "No KPI has a target for an objective, so there is no chance to tell.",
    "reach_nothing": (
        "Not enough is known to tell the chance of any of {declared} "
        "{declared:target|targets}; the reasons stand below."
    ),
}

_CAVEATS = {
    "forecast_carries_on": (
        "The forecast starts after {month}, the last complete month, and carries the past on: what "
        "is planned and new is not in it."
    ),
    "forecast_carries_on_short": "the past carried on",
    "forecast_fixed_width": (
        "With fewer than {months} complete months, intervals have a fixed, wider width that was "
        "chosen on public series, not on the brand’s own errors: {kpis}."
    ),
    "forecast_fixed_width_short": "fixed, wider intervals",
    "forecast_naive": (
        "A naive forecast was clearly better in the past, and stands in its place: {kpis}."
    ),
    "forecast_naive_short": "naive forecast shown",
    "forecast_unproven": (
        "The past does not show that the forecast beats a naive one, which stands beside it: "
        "{kpis}."
    ),
    "forecast_unproven_short": "not shown to beat a naive forecast",
    "reach_fixed_width": (
        "The history is short, so these chances rest on a fixed, wider width: {kpis}."
    ),
    "reach_fixed_width_short": "fixed, wider intervals",
}

_REASONS = {
    "forecast_running_total": (
        "A running total is not forecast; its target, if there is one, stands below: {kpis}."
    ),
    "forecast_running_total_short": "a running total",
    "forecast_no_month": "Not forecast, because no month is complete: {kpis}.",
    "forecast_no_month_short": "no complete month",
    "forecast_without_parts": (
        "Not forecast, because they are neither counts, money, stocks nor ratios of two parts: "
        "{kpis}."
    ),
    "forecast_without_parts_short": "neither a sum, a stock nor a ratio of two parts",
    "forecast_too_short": (
        "Not forecast, because there are too few complete months of one definition without a gap: "
        "{kpis}."
    ),
    "forecast_too_short_short": "too few complete months",
    "forecast_out_of_date": (
        "Not forecast, because the last complete month lies too far back: {kpis}."
    ),
    "forecast_out_of_date_short": "last complete month too far back",
    "forecast_untried": "too few months to try it on the past",
    "reach_band_without_width": "the band has no width (warn)",
    "reach_period_over": "its period is over",
    "reach_too_far": "too far ahead",
    "reach_of_period": "a rate of a whole quarter or year is not forecast",
    "reach_months_missing": "months of its period are missing",
}

_CHARTS = {
    "chart_about_fan": (
        "One panel a KPI: its past, the forecast, and the ranges that hold 80 and 95 months of 100."
    ),
    "chart_range": "{lo} to {hi}",
    "chart_range_name": "{level} months of 100",
}

_TITLES = {
    "title_coming_months": "The months ahead",
    "title_forecast_backtest": "How the forecast did before",
    "title_target_reach": "Chances to reach the targets",
}

_LABELS = {
    "label_forecast_combination": "combination of models",
    "label_forecast_season": "same month last year",
    "label_forecast_last": "last month",
    "label_width_own": "own errors",
    "label_width_fixed": "fixed, wider",
    "label_aim_up": "at least",
    "label_aim_down": "at most",
    "label_aim_band": "within the band",
}

_COLUMNS = {
    f"column_{name}": heading
    for name, heading in {
        "aim": "Aim",
        "beats": "Beats both naive ones",
        "chance": "Chance",
        "days_left": "Days left",
        "forecast_by": "Method",
        "forecast_error": "Error of the models",
        "hi_80": "80%, to",
        "hi_95": "95%, to",
        "last_error": "Error of last month",
        "lo_80": "80%, from",
        "lo_95": "95%, from",
        "months_judged": "Months judged",
        "months_known": "Months of past",
        "naive": "Naive forecast",
        "nearest": "Nearest",
        "needed_per_day": "Needed a day",
        "origins": "Attempts",
        "season_error": "Error of last year",
        "width_by": "Width of intervals",
    }.items()
}

MESSAGES: dict[str, str] = _FINDINGS | _CAVEATS | _REASONS | _CHARTS | _TITLES | _LABELS | _COLUMNS
