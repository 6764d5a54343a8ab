"""Why a figure is refused: as an error that teaches, and in a few words for a table cell."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    # What was asked does not exist.
    "unknown_kpi": (
        "unknown KPI “{found}” · did you mean “{allowed}”? · correct the name, or declare it "
        "under kpis"
    ),
    "unknown_measure": (
        "unknown measure “{found}” · known: {allowed} · correct the name, or declare it under "
        "measures"
    ),
    "unknown_dimension": (
        "“{found}” is no dimension · did you mean “{allowed}”? · correct the name"
    ),
    # What was asked cannot be answered from these data.
    "not_additive": (
        "“{measure}” counts people, and a sum would count some of them twice · the truth lies "
        "between {low} and {high} · ask for a period that the platform supplies, or use the "
        "cumulated measure under its own name"
    ),
    "not_additive_short": "people cannot be summed",
    "not_split_by": (
        "“{measure}” cannot be split by “{dimension}” · its sources do not tell that dimension · "
        "leave the dimension out, or import an export that holds it"
    ),
    "not_split_by_short": "the data do not tell this split",
    "not_split_together": (
        "“{measure}” cannot be split by {dimensions} at once · its source gives one breakdown at "
        "a time · ask for one of them"
    ),
    "not_split_together_short": "the source gives one breakdown at a time",
    "share_split_by_part": (
        "this share is a part by “{dimension}”, so it cannot be split by it as well · leave the "
        "dimension out, or split the measure itself"
    ),
    "share_split_by_part_short": "already a part by this dimension",
    "share_part_filtered": (
        "the limit on “{dimension}” removes the part that this share speaks of · a share keeps "
        "its own part · leave the limit out"
    ),
    "share_part_filtered_short": "the filter removes the part itself",
    "not_paired": (
        "pairs are asked for across {tables} · both measures must stand in the same row · leave "
        "pairwise out, or use measures of one table"
    ),
    "not_paired_short": "no pairs across tables",
    "stale": (
        "last seen too long before the end of the period: {stale_series} · an old level may no "
        "longer be true · import a newer export, or raise max_gap_days"
    ),
    "stale_short": "last value too old",
    "no_fx_rate": (
        "no exchange rate {pair} for {day} · money is exchanged at the rate of its day · add that "
        "rate to the exchange rates"
    ),
    "no_fx_rate_short": "exchange rate missing",
    "window_not_whole": "the window is not covered whole",
    # What must not be set side by side.
    "partial_period": (
        "the period is not over: data to {as_of} · a part is not compared with a whole · compare "
        "the elapsed days, or figures per day"
    ),
    "partial_period_short": "period not over",
    "running_total": (
        "a running total only grows from month to month · it is compared with the same day a "
        "year before · ask for year_ago"
    ),
    "running_total_short": "a running total only grows",
    "missing_days": (
        "days are missing inside the period · a sum with gaps is not compared with one without · "
        "import the missing days, or compare figures per day"
    ),
    "missing_days_short": "days are missing",
    "baseline_partial": "the earlier period is not fully covered by data",
    "no_baseline": "no value in the earlier period",
    "definition_break": "the platform changed how it counts in between",
    "stale_differs": (
        "counted on one side only: {series} · sums over different accounts are not compared · "
        "import a newer export of them"
    ),
    "stale_differs_short": "not the same accounts on both sides",
    "series_differ": (
        "not the same accounts on both sides (+ new, − gone): {series} · sums over different "
        "accounts are not compared · split by network or account, or limit to those of both sides"
    ),
    "series_differ_short": "accounts new or gone",
    "currency_mismatch": (
        "the two sides are in different currencies, {pair} · money is compared in one currency · "
        "add the exchange rates"
    ),
    "currency_mismatch_short": "different currencies",
}
