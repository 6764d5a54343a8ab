"""What is told when a sheet does not fit its mapping."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "sheet_without_date": (
        "the mapping {mapping} says nowhere where dates come from · column or compose, under "
        "date · add one of them"
    ),
    "bad_date_format": (
        "“{found}” is no date format · codes such as %Y-%m-%d or %d/%m/%Y · correct format under "
        "date in the mapping {mapping}"
    ),
    "bad_separator": (
        "“{found}” cannot stand between cells · one character, such as ; or , or a tab · correct "
        "separator in the mapping {mapping}"
    ),
    "bad_observed_at": (
        "“{found}” is no day of export · an ISO date such as 2026-10-05, or a column in braces · "
        "correct observed_at in the mapping {mapping}"
    ),
    "content_type_without_entity": (
        "the mapping {mapping} reads content_type, but its rows are no posts · a dimension of "
        "posts · say under entity what a row is, or take the dimension out"
    ),
    "parts_of_people": (
        "the mapping {mapping} shares out people over months · people are counted once a window "
        "and have no parts · set straddle to refuse, or counter to delta"
    ),
    "missing_column": (
        "no column “{found}” · the sheet has: {columns} · correct the mapping, or the header"
    ),
    "missing_column_near": (
        "no column “{found}” · did you mean “{near}”? The sheet has: {columns} · correct the "
        "mapping, or the header"
    ),
    "doubled_column": (
        "several columns are called “{found}” · one; the sheet has: {columns} · rename or remove "
        "the others"
    ),
    "doubled_metric": (
        "{found} would all be {metric} · one column for it · give them different names in the "
        "mapping, or leave all but one out"
    ),
    "missing_spread": (
        "no column fits “{found}” · the sheet has: {columns} · correct pattern in the mapping, "
        "or the header"
    ),
    "total_column": (
        "{found} would count the other columns once more, so it is left out · one column a "
        "channel · nothing to do"
    ),
    "unlisted_value": (
        "{found} {found:is|are} not in the mapping’s list, and {found:is|are} kept as found · "
        "listed: {known} · add what is right under values, correct the rest in the sheet"
    ),
}
