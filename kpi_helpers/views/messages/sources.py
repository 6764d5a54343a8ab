"""What is told when an export or a workbook cannot be read as its format says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    "unreadable_file": (
        "the file cannot be opened: {reason} · a file that you may read · check that it is there "
        "and not locked"
    ),
    "empty_file": "the file is empty · a header and records · export it again",
    "zip_file": (
        "this is a compressed archive, not text · a CSV file, or a workbook under its own ending "
        "· unzip it, or give a workbook its .xlsx name back"
    ),
    "workbook_as_text": (
        "this is an old Excel workbook under another name · a CSV file, or a workbook that ends "
        "in .xls · give it its ending back, or save it as CSV"
    ),
    "binary_file": "the content is not text · a CSV file · export it again, as CSV",
    "web_page": (
        "this is a web page, often a sign-in page saved in place of the file · a CSV file · sign "
        "in, then export again"
    ),
    "wrong_encoding": (
        "not readable as {encoding} · the encoding that the file or its mapping states · export "
        "it again, or correct encoding in the mapping"
    ),
    "unknown_encoding": (
        "unknown encoding “{encoding}” · utf-8, utf-16 or cp1252, for instance · correct "
        "encoding in the mapping"
    ),
    "cut_off_file": (
        "the file ends in the middle of a character ({encoding}) · a whole file · download it again"
    ),
    "damaged_bytes": (
        "{count} {count:character is|characters are} damaged and read as � · sound UTF-8 · if a "
        "name is concerned, export the file again"
    ),
    "assumed_encoding": (
        "not UTF-8, so read as {encoding} · UTF-8 · check an accented name; if it is wrong, save "
        "the file as UTF-8"
    ),
    "no_records": (
        "a header without any record below · at least one record · export a period in which "
        "something happened, or remove the file"
    ),
    "two_headers": "the header stands twice · once · delete this line",
    "no_header": (
        "no header in line {row} or below · the header row that the mapping states · correct "
        "header_row in the mapping"
    ),
    "header_not_first": (
        "the header of {format} stands here · in the first line, as the platform writes it · "
        "delete the lines above"
    ),
    "near_format": (
        "looks like {format}, but lacks {missing} · all of its required columns; found: {found} "
        "· export again with these columns, or write a mapping in params/sheets"
    ),
    "unknown_format": (
        "no known format has these columns: {found} · known: {formats} · write a mapping in "
        "params/sheets"
    ),
    "workbook_without_mapping": (
        "no mapping reads a workbook of this name · the brand’s mappings: {mappings} · add a "
        "pattern for it under files, or write a mapping"
    ),
    "two_mappings": (
        "several mappings fit this file: {mappings} · one · make their patterns under files more "
        "precise"
    ),
    "unreadable_workbook": (
        "not readable as a workbook · XLSX, XLS, XLSB or ODS · open it in a spreadsheet and save "
        "it again"
    ),
    "locked_workbook": (
        "the workbook is locked by a password · without one · save a copy without it"
    ),
    "unknown_worksheet": (
        "no worksheet “{found}” · there are: {known} · correct worksheet in the mapping"
    ),
    "garbled_header": (
        "“{found}” was decoded wrongly on its way · read as “{read}” · export again, without a "
        "tool in between"
    ),
    "renamed_column": (
        "unknown column “{found}” · it looks like “{near}”, which is missing · if it was "
        "renamed, its values are not read: tell who keeps the reader"
    ),
    "too_much_lost": (
        "{rejected} of {records} {records:record|records} cannot be used · at most {limit} % may "
        "be lost · put right the causes below, or export again"
    ),
    "unknown_post_type": (
        "unknown post type “{found}” · known: {known} · its posts count, but under no content type"
    ),
    "ga4_comparison": "the report compares two periods · one period · export it without comparison",
    "ga4_segment": (
        "the report is limited to “{found}” · all users · remove the comparison, then export again"
    ),
    "ga4_other_dimension": (
        "the table is also split by {found} · by date and channel group, and by campaign or "
        "country at most · keep Date and the channel group only, then export again"
    ),
    "ga4_without_window": (
        "nothing says which days these figures cover · comment lines with start and end date, or "
        "a column Date · export the report with its first lines"
    ),
    "ga4_window": (
        "the comment lines state the days {found} · two dates as YYYYMMDD, in order · export the "
        "report again"
    ),
    "earlier_period_ignored": (
        "the columns {found} hold an earlier period · only the report’s own period is read · "
        "nothing to do, or export without comparison"
    ),
    "section_ignored": (
        "another table begins here · only the first of a file is read · export it on its own if "
        "you need it"
    ),
    "total_differs": (
        "the rows add up to {found}, the total row says {total} · the same but for rounding · "
        "rows may be cut off or sampled: export all rows, or a shorter period"
    ),
}
