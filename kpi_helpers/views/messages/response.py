"""Texts on what channels bring for their money, and on splits of the budget."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_REFUSED = {
    "response_short": (
        "Too short to say what channels bring: {weeks} complete {weeks:week|weeks} of the "
        "{needed} it takes."
    ),
    "response_gaps": (
        "What channels bring cannot be said: {missing} of their weeks lack a complete result or "
        "spend, and {weeks} remain."
    ),
    "response_repeated_weeks": (
        "What channels bring cannot be said: a week stands twice in the table. Keep one row a week."
    ),
    "response_no_channel": (
        "What channels bring cannot be said: no channel has a spend that varies from week to week."
    ),
    "response_still": (
        "What channels bring cannot be said: the result never varies, or is not above zero."
    ),
    "response_currencies": (
        "What channels bring cannot be said: spends and results are in {currencies}, and money of "
        "different currencies is not compared."
    ),
}

_RETURNS = {
    "responses": (
        "{channel} brings most for its money, {value} for each unit spent, between {lo} and {hi}, "
        "clearly more than any other of {count} channels ({weeks} weeks)."
    ),
    "responses_unclear": (
        "{channel} seems to bring most for its money, {value} for each unit spent, but anything "
        "between {lo} and {hi} is possible, and so another of {count} channels may bring more "
        "({weeks} weeks). Least is known of {widest}."
    ),
    "responses_one": (
        "{channel} brings {value} for each unit of money spent, between {lo} and {hi} "
        "({weeks} weeks)."
    ),
    "response_curves": (
        "Twice today’s spend would add least on {channel}: about {share} more result than today."
    ),
    "response_curves_one": (
        "Twice today’s spend on {channel} would bring about {share} more than today."
    ),
    "response_curves_flat": "No channel brings anything that could be drawn.",
}

_SPLIT = "Moving money from {less} to {more}, "
_GAIN = "{gained} a week, between {gained_lo} and {gained_hi}"
_KEEP = "leaving all as is brings about {brought_unchanged} a week"
_NONE = (
    "No evidence that another split of {unchanged} a week would bring more: the best one found has "
    "a chance of {chance} to gain, and it takes {needed}. Leave the split as it is. "
)
_TRIAL = (
    "What would tell: spend on {channel} raised and lowered by {step} in turns of {turn} "
    "{turn:week|weeks}, for {weeks} weeks, which would halve what is not known of it."
)
_NO_TRIAL = (
    "Even a year of raising and lowering the spend on {channel} by {step} would not halve what is "
    "not known of it."
)
_TOGETHER = (
    "No evidence, because {together} are spent together, so that nobody can tell which of them "
    "brings more. Leave the split as it is. "
)
_REALLOCATION = {
    "reallocation_advised": (
        _SPLIT + "for the same {today} a week, would bring " + _GAIN + " (chance of a gain: "
        "{chance}); " + _KEEP + "."
    ),
    "reallocation_advised_more": (
        "Of a budget of {proposed} a week ({change} on today), less to {less} and more to {more} "
        "than in today’s split would bring " + _GAIN + " (chance of a gain: {chance}); today’s "
        "split of it brings about {brought_unchanged}."
    ),
    "reallocation_advised_less": (
        "Of a budget cut to {proposed} a week ({change} on today), less to {less} and more to "
        "{more} than in today’s split would bring " + _GAIN + " (chance of a gain: {chance}); "
        "today’s split of it brings about {brought_unchanged}."
    ),
    "reallocation_best_already": (
        "No better split of {unchanged} a week was found within the bounds; it brings about "
        "{brought_unchanged}."
    ),
    "reallocation_unforeseen": (
        "No advice: moving money from {less} to {more} looks better, but the fit did not foresee "
        "the last weeks from those before, so something it does not know of moves the result. "
        "Leave the split of {unchanged} a week as it is."
    ),
    "reallocation_no_evidence": _NONE + _TRIAL,
    "reallocation_no_evidence_long": _NONE + _NO_TRIAL,
    "reallocation_collinear": _TOGETHER + _TRIAL,
    "reallocation_collinear_long": _TOGETHER + _NO_TRIAL,
    "allocation_too_little": (
        "No split of {total} a week is possible: the least spends of {channels} add up to "
        "{lowest}. Lower one of them, or raise the budget."
    ),
    "allocation_too_much": (
        "No split of {total} a week is possible: the highest spends of {channels} add up to "
        "{highest}. Raise one of them (up to twice today’s spend), or lower the budget."
    ),
    "allocation_crossed": (
        "No split is possible: the least spend of {channels} lies above the highest. Correct one "
        "of the two."
    ),
}

_LEAST = {
    "least_budget_saves": (
        "{proposed} a week would bring {target} with a chance of {chance}: {change} on today’s "
        "{today}."
    ),
    "least_budget_costs": (
        "No evidence that {target} could be had for less than today’s {today} a week: to be "
        "{needed} sure of it takes {proposed}."
    ),
    "least_budget_no_evidence": (
        "No budget within the bounds brings {target} a week with a chance of {needed}. Widen the "
        "bounds, or aim lower."
    ),
    "least_budget_unforeseen": (
        "No advice on the budget that {target} a week takes: the fit did not foresee the last "
        "weeks from those before. Today’s {today} stands."
    ),
}

_CONCLUSIONS = {
    "advised": "advised",
    "no_evidence": "no evidence",
    "unforeseen": "no advice: last weeks not foreseen",
    "collinear": "no evidence: spent together",
    "infeasible": "not possible within the bounds",
    "best_already": "nothing better found",
    "saves": "saves money",
    "costs": "no evidence of a saving",
}

_CAVEATS = {
    "response_model": (
        "Returns are estimates from past weeks, with carry-over, saturation, trend, season and "
        "actions allowed for. Before the data, channels are held to return alike. What moves spend "
        "and result at once and is not listed among the actions is counted as return."
    ),
    "response_model_short": "estimate, not an experiment",
    "response_foreseen": (
        "A fit of the first four fifths of the weeks foresaw {share} of how the last fifth varied."
    ),
    "response_foreseen_short": "last weeks foreseen",
    "response_unforeseen": (
        "A fit of the first four fifths of the weeks foresaw nothing of how the last fifth varied: "
        "no move is advised on it."
    ),
    "response_unforeseen_short": "last weeks not foreseen",
    "response_unjudged": ("There are too few weeks to judge the fit on weeks it has not seen."),
    "response_unjudged_short": "not judged on unseen weeks",
    "response_together": (
        "{channels} are spent together: the data can hardly tell one from another. Vary one of "
        "them without the others."
    ),
    "response_together_short": "spent together",
    "response_weak": "Next to nothing is known of {channels}: the interval spans a factor of ten.",
    "response_weak_short": "hardly known",
    "response_unbooked": (
        "Weeks without a booking of {channels} are taken as weeks without spend, because other "
        "channels were billed."
    ),
    "response_unbooked_short": "no booking taken as no spend",
    "response_no_spend": "Nothing was spent on {channels} in the last year: nothing is said of it.",
    "response_no_spend_short": "no spend in the last year",
    "response_no_variation": (
        "Spend on {channels} hardly varies from week to week, so its effect cannot be told from "
        "the usual level. Vary it on purpose to learn it."
    ),
    "response_no_variation_short": "spend hardly varies",
    "response_left_out": (
        "{count} {count:week is|weeks are} left out, spend or result being incomplete: from "
        "{weeks}."
    ),
    "response_left_out_short": "weeks left out",
    "response_beyond": (
        "Spends that few weeks came near are drawn pale: there the curve is a guess from its shape."
    ),
    "response_beyond_short": "beyond the spends seen",
    "response_unseen": (
        "The bounds of {channels} reach spends that few weeks came near: what they bring is a "
        "guess."
    ),
    "response_unseen_short": "beyond the spends seen",
}

_COLUMNS = {
    "today": "Spend a week, today",
    "unchanged": "Same split",
    "proposed": "Best split found",
    "lowest": "Least",
    "highest": "Most",
    "spent": "Spend a week",
    "brought": "Brings a week",
    "brought_lo": "Brings, lowest",
    "brought_hi": "Brings, highest",
    "brought_unchanged": "Brings a week, same split",
    "per_money": "For each unit spent",
    "per_money_lo": "Lowest",
    "per_money_hi": "Highest",
    "next_money": "For each further unit",
    "next_money_lo": "Further, lowest",
    "next_money_hi": "Further, highest",
    "carry_weeks": "Weeks until a tenth is left",
    "gained": "Gain a week",
    "gained_lo": "Gain, lowest",
    "gained_hi": "Gain, highest",
    "chance": "Chance",
    "conclusion": "What can be said",
    "doubled": "Twice the spend brings",
}

_SHOWN = {
    "title_responses": "What each channel brings for its money",
    "title_response_curves": "What more or less spend would bring",
    "title_reallocation": "Another split of the budget",
    "title_least_budget": "The least budget for the same result",
    "chart_about_responses": "A dot and its interval for each channel: result for each unit spent.",
    "chart_money_back": "money back",
    "chart_about_curves": (
        "A curve with its band for each channel: result a week by spend a week; a dot is today."
    ),
    "chart_about_split": "Two bars a channel: weekly spend today and in the best split found.",
    "chart_curve_spend": "spend a week",
    "chart_split_today": "Today",
    "chart_split_found": "Best found",
    "label_channel_total": "All channels",
}

MESSAGES: dict[str, str] = (
    _REFUSED
    | _RETURNS
    | _REALLOCATION
    | _LEAST
    | {f"label_conclusion_{name}": text for name, text in _CONCLUSIONS.items()}
    | _CAVEATS
    | _SHOWN
    | {f"column_{name}": heading for name, heading in _COLUMNS.items()}
)
