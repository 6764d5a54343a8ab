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

_FINDINGS = {
    "closed_months": (
        "{same} of {figures} figures of {months} closed {months:month|months} still say what they "
        "said; {changed} {changed:says|say} something else today."
    ),
    "closed_months_uncompared": (
        "{same} of {figures} figures of {months} closed {months:month|months} still say what they "
        "said; {changed} {changed:says|say} something else today, and {uncompared} cannot be "
        "compared."
    ),
    "closed_months_same": (
        "All {figures} figures of {months} closed {months:month|months} still say what they said."
    ),
    "closed_months_none": (
        "No month is closed yet, so nothing tells whether past figures have changed. The command "
        "kpi close freezes the months that are over."
    ),
    "restatements_restated": (
        "Largest change in proportion: {kpi}, {month}, closed at {closed}, today {value} "
        "({change}), because later exports say otherwise."
    ),
    "restatements_redefined": (
        "Largest change in proportion: {kpi}, {month}, closed at {closed}, today {value} "
        "({change}), because it is defined in another way; the data say the same."
    ),
    "restatements_restated_and_redefined": (
        "Largest change in proportion: {kpi}, {month}, closed at {closed}, today {value} "
        "({change}): {restated} from later exports, {redefined} from its new definition."
    ),
    "restatements_changed": (
        "Largest change in proportion: {kpi}, {month}, closed at {closed}, today {value} "
        "({change}). Its closed definition gives no figure today, so the cause cannot be told."
    ),
    "restatements_none": "No closed figure says anything else today.",
    "restatements_unranked": (
        "{count} closed {count:figure says|figures say} something else today; none can be ranked "
        "by proportion."
    ),
    "restatements_uncompared": (
        "{others} closed {others:figure|figures} cannot be set against today's; no other has "
        "changed."
    ),
    "title_closed_months": "Closed months",
    "title_restatements": "Closed figures that say something else today",
    "chart_about_restatements": (
        "Bar chart: change of closed figures since their close, in proportion; "
        "{count} {count:bar|bars}, the largest first."
    ),
    "closed_incomplete": "Closed over a month not fully covered by data: {kpis}.",
    "closed_incomplete_short": "closed over an incomplete month",
    "closed_by_other_version": (
        "Closed with other versions of the workbench: {versions}. A change may come from how they "
        "worked figures out."
    ),
    "closed_by_other_version_short": "closed with another version",
}

_NAMES = {
    "label_cause_restated": "Later exports",
    "label_cause_redefined": "New definition",
    "label_cause_restated_and_redefined": "Both",
    "label_cause_changed": "Cannot be told",
    "label_cause_unit_changed": "Another unit: not compared",
    "label_cause_kpi_new": "KPI new since",
    "label_cause_kpi_gone": "KPI gone since",
    "label_cause_answered_since": "No figure then",
    "label_cause_unanswered_since": "No figure today",
    "column_cause": "Why",
    "column_close": "Close",
    "column_close_reason": "Why closed again",
    "column_closed_value": "Closed at",
    "column_figures": "Figures",
    "column_known_at": "As known on",
    "column_redefined": "New definition",
    "column_redefined_change_abs": "By new definition",
    "column_restated": "Later exports",
    "column_restated_change_abs": "By later exports",
    "column_same": "Unchanged",
    "column_uncompared": "Not comparable",
    "column_value_today": "Today",
}

MESSAGES = _REFUSED | _BROKEN | _TOLD | _FINDINGS | _NAMES
