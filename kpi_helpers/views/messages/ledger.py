"""What is told of closing months, and when the ledger of closed months cannot be used."""

from __future__ import annotations

__all__ = ["MESSAGES"]

_REFUSED = {
    "ledger_closed_before": (
        "{brand}, {month}: closed before, on {closed_at} (close {number}) · a month is closed "
        'once · to close it again, say why: kpi close --month … --restate "reason"'
    ),
    "ledger_reason_empty": (
        'the reason is empty · a restatement says why · write it: --restate "reason"'
    ),
    "ledger_never_closed": (
        "{brand}, {month}: never closed, so there is nothing to restate · leave --restate out"
    ),
    "ledger_knows_less": (
        "{brand}, {month}: the close that stands knows the data of {before}, this one would know "
        "only those of {known_at} · a restatement never knows less · choose a later --known-at"
    ),
    "close_not_over": (
        "{brand}, {month}: not over in the data, which end on {known_at} · a month is closed "
        "after its last day · import exports made after it"
    ),
    "close_no_data": (
        "{brand}, {month}: no KPI has a figure from data · a month without data is not closed · "
        "import its exports"
    ),
    "close_no_export": (
        "{brand}, {month}: on {known_at} no export made after its last day was known · a month is "
        "closed on exports of the whole month · import them, or choose a later day with --known-at"
    ),
    "close_nothing_known": (
        "{brand}, {month}: nothing was known on {known_at} · a month is closed as it was known "
        "then · choose a later day with --known-at"
    ),
    "ledger_nothing_to_close": (
        "{brand}: no month up to {month} has figures that were known on its closing day · months "
        "imported later are closed as known later · say when with --known-at"
    ),
    "close_month_or_through": (
        "--month and --through together · one closes one month, the other all up to it · leave "
        "one of them out"
    ),
    "close_restate_needs_month": (
        "--restate without --month · one month at a time is closed again · name it with --month"
    ),
}

_BROKEN = {
    "ledger_locked": (
        "another closing has been writing for more than {seconds} seconds · one at a time · wait "
        "until it has ended, then run the command again"
    ),
    "ledger_write_failed": (
        "the close cannot be written: {reason} · nothing was changed · make room or give write "
        "access to data/ledger, then run the command again"
    ),
    "ledger_close_lost": (
        "this close is gone, a later one stands · closes are never removed · restore the file "
        "from a backup"
    ),
    "ledger_unreadable": (
        "this close cannot be read · closes are never written again · restore the file from a "
        "backup"
    ),
    "ledger_edited": (
        "this close was changed after it was made: its content and its hash differ · closes are "
        "never written again · restore the file from a backup"
    ),
    "ledger_format_unknown": (
        "this close is of format {found} · this version reads format {known} · install the "
        "version that wrote it"
    ),
    "ledger_moved": (
        "this file is close {number} of {brand}, {month}, and stands in the wrong place · a close "
        "stays where it was made · move it back"
    ),
}

_TOLD = {
    "cli_closing": "Closing months",
    "cli_closed": (
        "{brand}, {month}: closed as known on {known_at} (close {number}), {count} of {total} "
        "{total:KPI|KPIs} with a figure"
    ),
    "cli_closed_partly": (
        "{brand}, {month}: closed as known on {known_at} (close {number}), {count} of {total} "
        "{total:KPI|KPIs} with a figure, {partial} of them over an incomplete month"
    ),
    "cli_closed_one": "{brand}: {first} closed",
    "cli_closed_several": "{brand}: {count} months closed, {first} to {last}",
    "cli_closed_before": "{brand}: every month with data up to {through} was closed before",
}

MESSAGES = _REFUSED | _BROKEN | _TOLD
