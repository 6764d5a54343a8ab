"""Reservations that are read with a figure, and the reasons for which there is none.

``<name>`` is the sentence shown under a finding; ``<name>_short`` stands in a table cell and
holds no value.
"""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "incomplete": "The period is not fully covered by data: {kpis}.",
    "incomplete_short": "period not fully covered",
    "unsettled": "The source may still change these figures: {kpis}.",
    "unsettled_short": "may still change",
    "index_not_conversion": (
        "{count} {count:step puts|steps put} two sources side by side: an index, not a share of "
        "people."
    ),
    "index_not_conversion_short": "index, not a share of people",
    "small_denominator": "Too few cases to rank these: {kpis}.",
    "small_denominator_short": "too few cases",
    "prorated_bucket": "A week or month that reaches beyond the period is counted by days: {kpis}.",
    "prorated_bucket_short": "counted by days",
    "not_a_count": "a step needs two counts",
    "zero_denominator": "nothing to divide by",
    "no_data": "no data",
    "stale_series": "An account whose last value is too old is left out: {kpis}.",
    "stale_series_short": "an account left out, too old",
    "series_missing": "An account that delivered before delivers nothing in the period: {kpis}.",
    "series_missing_short": "an account is missing",
    "uneven_parts": "The measures of a rate do not cover the same days: {kpis}.",
    "uneven_parts_short": "its measures cover different days",
    "values_missing": "Some rows lack values that others of the same account have: {kpis}.",
    "values_missing_short": "values are missing in some rows",
    "bucket_left_out": "A week or month that reaches beyond the period is left out: {kpis}.",
    "bucket_left_out_short": "a week beyond the period left out",
    "straddle_start": "A week that reaches beyond the period counts where it starts: {kpis}.",
    "straddle_start_short": "counted where it starts",
    "sources_left_out": "A source that cannot tell the dimension asked for is left out: {kpis}.",
    "sources_left_out_short": "a source left out",
    "currency_assumed": "Amounts without a currency are taken in the brand's: {kpis}.",
    "currency_assumed_short": "currency assumed",
    "fx_averaged": (
        "Foreign amounts over several days are exchanged at the average rate of those days: {kpis}."
    ),
    "fx_averaged_short": "average exchange rate",
    "parts_exceed_total": "The parts that the source gives exceed its own total: {kpis}.",
    "parts_exceed_total_short": "parts exceed the total",
    "coverage_assumed": (
        "No file says which days it covers; all days up to the newest data are taken as "
        "covered: {kpis}."
    ),
    "coverage_assumed_short": "coverage assumed",
    "unequal_lengths": "The two periods have not the same number of days: {kpis}.",
    "unequal_lengths_short": "periods of unequal length",
    "definition_break_inside": "The platform changed how it counts inside the period: {kpis}.",
    "definition_break_inside_short": "counted in two ways",
    "filled_in": (
        "A missing measure is replaced as the formula says, so this is a figure without it: {kpis}."
    ),
    "filled_in_short": "a measure is missing",
}
