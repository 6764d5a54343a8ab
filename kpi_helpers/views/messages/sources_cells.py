"""What is told of records and cells; ``<name>_many`` where there are more than twenty of a kind."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "missing_cell": "the cell is empty · a value · fill it in, or leave the whole record out",
    "missing_cell_many": (
        "{count} cells are empty, first in lines {lines} · a value · fill it in, or leave the "
        "whole record out"
    ),
    "unreadable_number": (
        "“{found}” is no number · digits, one decimal mark, a currency or % · write the number out"
    ),
    "unreadable_number_many": (
        "{count} cells are no numbers, such as “{found}”, first in lines {lines} · digits, one "
        "decimal mark, a currency or % · write the number out"
    ),
    "ambiguous_number": (
        "“{found}” may be read in two ways · a file whose other cells decide whether the comma "
        "or the point is the decimal mark · state decimal in the mapping, or export without "
        "thousands separators"
    ),
    "ambiguous_number_many": (
        "{count} cells may be read in two ways, such as “{found}”, first in lines {lines} · a "
        "file whose other cells decide whether the comma or the point is the decimal mark · "
        "state decimal in the mapping, or export without thousands separators"
    ),
    "compact_number": (
        "“{found}” is rounded and shortened · the whole number · export the table instead of "
        "copying it from the screen"
    ),
    "compact_number_many": (
        "{count} cells are rounded and shortened, such as “{found}”, first in lines {lines} · "
        "the whole number · export the table instead of copying it from the screen"
    ),
    "bounded_number": (
        "“{found}” is a bound, not a value · read as missing; the rest of the record counts · "
        "nothing to do"
    ),
    "bounded_number_many": (
        "{count} cells hold a bound, not a value, such as “{found}”, first in lines {lines} · "
        "read as missing; the rest of the record counts · nothing to do"
    ),
    "other_decimal_mark": (
        "“{found}” is written in another way than the file’s other numbers · “{mark}” as decimal "
        "mark throughout · write all numbers in one way"
    ),
    "other_decimal_mark_many": (
        "{count} cells are written in another way than the file’s other numbers, such as "
        "“{found}”, first in lines {lines} · “{mark}” as decimal mark throughout · write all "
        "numbers in one way"
    ),
    "below_minimum": (
        "{found} is too small · {minimum} or more · correct it, or the minimum of the mapping"
    ),
    "below_minimum_many": (
        "{count} values are too small, such as {found}, first in lines {lines} · {minimum} or "
        "more · correct it, or the minimum of the mapping"
    ),
    "not_whole": "“{found}” is no whole number · a count · check that the right column is read",
    "not_whole_many": (
        "{count} cells are no whole numbers, such as “{found}”, first in lines {lines} · a count "
        "· check that the right column is read"
    ),
    "percent_in_count": "“{found}” is a percentage · a count · check that the right column is read",
    "percent_in_count_many": (
        "{count} cells are percentages, such as “{found}”, first in lines {lines} · a count · "
        "check that the right column is read"
    ),
    "other_currency": (
        "“{found}” is in another currency · {expected} in this column · put each currency in a "
        "column of its own, or name the column that holds it"
    ),
    "other_currency_many": (
        "{count} cells are in another currency, such as “{found}”, first in lines {lines} · "
        "{expected} in this column · put each currency in a column of its own, or name the "
        "column that holds it"
    ),
    "unknown_currency": (
        "“{found}” is no currency · an ISO code such as EUR · correct it: an amount without its "
        "currency is not counted"
    ),
    "unknown_currency_many": (
        "{count} cells name no currency, such as “{found}”, first in lines {lines} · an ISO code "
        "such as EUR · correct it: an amount without its currency is not counted"
    ),
    "unreadable_date": (
        "“{found}” is no date · written like {expected} · correct it, or export again without "
        "opening the file in a spreadsheet"
    ),
    "unreadable_date_many": (
        "{count} cells are no dates, such as “{found}”, first in lines {lines} · written like "
        "{expected} · correct it, or export again without opening the file in a spreadsheet"
    ),
    "damaged_id": (
        "a spreadsheet has damaged the id “{found}” · the whole id, or a permalink that holds it "
        "· export again without opening the file in a spreadsheet"
    ),
    "damaged_id_many": (
        "{count} ids were damaged by a spreadsheet, such as “{found}”, first in lines {lines} · "
        "the whole id, or a permalink that holds it · export again without opening the file in a "
        "spreadsheet"
    ),
    "repeated_key": "“{found}” stands already in line {first} · once · delete one of the two",
    "columns_disagree": (
        "two columns of this name differ, one says {found} · the same value in both, or one of "
        "them empty · export again in one language"
    ),
    "columns_disagree_many": (
        "{count} records have two columns of this name that differ, the first {found}, first in "
        "lines {lines} · the same value in both, or one of them empty · export again in one "
        "language"
    ),
    "end_before_start": (
        "the bucket ends before it starts: {found} · the last day on or after the first · "
        "correct the dates"
    ),
    "end_before_start_many": (
        "{count} buckets end before they start, such as {found}, first in lines {lines} · the "
        "last day on or after the first · correct the dates"
    ),
    "straddling_bucket": (
        "{found} lies in two months · whole months, unless the mapping says what to do · set "
        "straddle to start or prorate in the mapping"
    ),
    "straddling_bucket_many": (
        "{count} buckets lie in two months, such as {found}, first in lines {lines} · whole "
        "months, unless the mapping says what to do · set straddle to start or prorate in the "
        "mapping"
    ),
    "broken_quotes": (
        "the quotes of this record do not close · a quote inside a cell is written twice · "
        "correct the record, or export again"
    ),
    "broken_quotes_many": (
        "{count} records have quotes that do not close, first in lines {lines} · a quote inside "
        "a cell is written twice · correct the record, or export again"
    ),
    "ragged_record": (
        "the record has {found} cells, not as many as the header · one cell a column · look for "
        "a separator or a line break without quotes"
    ),
    "ragged_record_many": (
        "{count} records have not as many cells as the header, the first {found}, first in lines "
        "{lines} · one cell a column · look for a separator or a line break without quotes"
    ),
    "repeated_header": (
        "the header stands here again · once, at the top · delete the line; files put together "
        "are better imported one by one"
    ),
    "repeated_header_many": (
        "{count} records are the header once more, first in lines {lines} · once, at the top · "
        "delete the line; files put together are better imported one by one"
    ),
    "unknown_value": (
        "“{found}” is not known here · known: {known} · correct it, or export counters since "
        "publication"
    ),
    "unknown_value_many": (
        "{count} cells hold what is not known here, such as “{found}”, from lines {lines} on · "
        "known: {known} · correct them, or export counters since publication"
    ),
    "repeated_key_many": (
        "{count} records repeat an earlier one, such as “{found}”, first in lines {lines} · once "
        "· delete them, or export again"
    ),
}
