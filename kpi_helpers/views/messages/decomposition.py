"""Why a change cannot be taken apart, and how its parts are told."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_REFUSED = {
    "too_many_inputs": (
        "the formula reads {found} measures · at most {allowed} parts are told, beyond that nobody "
        "reads them · cut it into KPIs of their own: {formula}"
    ),
    "too_many_inputs_short": "too many measures to tell apart",
    "no_value_between": (
        "{formula} has no value with some measures as before and others as after · without it the "
        "change cannot be shared out · look at both figures themselves"
    ),
    "no_value_between_short": "no value between before and after",
    "part_half_known": (
        "one part lacks its numerator or its denominator: {part} · parts that do not make up the "
        "whole are not told · import what is missing, or split another way"
    ),
    "part_half_known_short": "a part is not fully known",
    "part_without_denominator": (
        "one part counts something out of nothing: {part} · it has no rate and no weight · split "
        "another way, or look at the counts"
    ),
    "part_without_denominator_short": "a part counts out of nothing",
    "part_too_large": "a part is too large to be written",
    "parts_do_not_sum": "the parts do not make up the figure",
    "month_without_value": "a month of the year has no value",
    "not_from_months": "months do not tell it",
    "average_not_frozen": "an average whose weights no month tells",
}

_YEAR = {
    "year_bridge": (
        "{year}, all its months closed: {kpi} {value}, of which {best} brought most ({step}). "
        "{answered} of {total} {total:KPI has|KPIs have} a figure of the year."
    ),
    "year_bridge_so_far": (
        "{year} so far, {count} closed {count:month|months} to {month}: {kpi} {value}, of which "
        "{best} brought most ({step}). {answered} of {total} {total:KPI has|KPIs have} a figure "
        "of the year."
    ),
    "year_bridge_plain": (
        "{year}, all its months closed: {answered} of {total} {total:KPI has|KPIs have} a figure "
        "of the year."
    ),
    "year_bridge_plain_so_far": (
        "{year} so far, {count} closed {count:month|months} to {month}: {answered} of {total} "
        "{total:KPI has|KPIs have} a figure of the year."
    ),
    "year_bridge_gap": (
        "{first} is not closed, so the closed months after it make up no figure of {year}."
    ),
    "year_bridge_none": (
        "No month of {year} is closed, so no year is made up of closed months. `kpi close` "
        "closes one."
    ),
    "month_not_closed": "Not closed, so no figure of the year reaches beyond: {months}.",
    "month_not_closed_short": "after a month that is not closed",
    "newest_close": "Closed again, and counted by the newest close: {months}.",
    "newest_close_short": "closed again",
    "version_changed": "Defined anew within the year, so its months make up no year: {kpis}.",
    "version_changed_short": "defined anew within the year",
    "differs_from_today": (
        "The data of today tell another year, because they changed after a close or a week "
        "reaches over a month's end: {kpis}."
    ),
    "differs_from_today_short": "the data of today tell another",
}

_CHANGE = {
    "year_change": (
        "From January to {month}, {kpi}: {change} on the year before, of which {volume} came of "
        "volume, {mix} of the mix and {rate} of the rates. {count} of {total} {total:KPI "
        "is|KPIs are} taken apart without a rest."
    ),
    "year_change_rate": (
        "From January to {month}, {kpi}: {change} on the year before, of which {mix} came of the "
        "mix and {rate} of the rates. {count} of {total} {total:KPI is|KPIs are} taken apart "
        "without a rest."
    ),
    "year_change_part": (
        "From January to {month}, {kpi}: {change} on the year before; {part} weighs most "
        "({step}). {count} of {total} {total:KPI is|KPIs are} taken apart without a rest."
    ),
    "year_change_unattributed": (
        "From January to {month}, {kpi}: {change} on the year before; what the data do not "
        "attribute weighs most ({step}). {count} of {total} {total:KPI is|KPIs are} taken apart "
        "without a rest."
    ),
    "year_change_uncompared": (
        "From January to {month}, no change of the {total} {total:KPI|KPIs} can be taken apart."
    ),
    "year_change_none": "No KPI is followed, so there is no change to take apart.",
}

_NAMES = {
    "title_year_bridge": "From closed months to the year",
    "title_year_change": "What the year's change is made of",
    "chart_about_year_bridge": (
        "Steps of {months} {months:month|months} that build up the year, one chart each for {kpis}."
    ),
    "chart_about_year_change": (
        "Steps from the year before to this year, one chart each for {kpis}."
    ),
    "chart_year_before": "Year before",
    "chart_year_now": "This year",
    "column_contribution": "Contribution",
    "column_year_step": "Step of the year",
    "column_year_to_date": "Year to date",
    "column_year_now": "This year",
    "column_year_before": "Year before",
    "column_close": "Close",
    "column_effect": "Effect",
    "column_effect_total": "Effect in all",
    "label_effect_volume": "Volume",
    "label_effect_mix": "Mix",
    "label_effect_rate": "Rates",
    "label_effect_input": "Measure",
    "label_measure_part": "Its part",
    "label_measure_whole": "Its whole",
}

MESSAGES: dict[str, str] = {**_REFUSED, **_YEAR, **_CHANGE, **_NAMES}
