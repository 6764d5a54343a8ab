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
}
