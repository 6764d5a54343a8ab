"""What the ``kpi`` command says while and after it works."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "cli_reading": "Reading exports",
    "cli_running": "Making reports",
    "cli_imported": (
        "{brand}: {files} {files:file|files} read, {rows} {rows:row|rows}, {rejected} set aside, "
        "{observations} new {observations:value|values}"
    ),
    "cli_nothing_new": "Nothing new: all {known} files were imported before.",
    "cli_files_known": "{known} {known:file|files} imported before: nothing to do for them.",
    "cli_store_now": "Store version {version}.",
    "cli_problems_of": "{file}: {count} {count:problem|problems}",
    "cli_problems_more": "… and {count} more; kpi check --all lists every one",
    "cli_refused": "{count} {count:file|files} could not be used",
    "cli_check_good": "{brand}: {kpis} KPIs and {measures} measures declared, no problem found.",
    "cli_check_files": (
        "{files} {files:export|exports} can be read, {rejected} of {rows} rows would be set aside."
    ),
    "cli_plan_head": "{count} {count:report|reports} to make",
    "cli_plan_line": "{period_id}  {brand}  {locale}  {notebooks}  →  {folder}",
    "cli_report_done": "{folder}/report.html",
    "cli_report_failed": "{brand} {month} failed: the earlier report, if any, was left as it was",
    "cli_failure_kept": "what it had done is kept in {folder}",
    "cli_run_done": "{done} of {total} {total:report|reports} written",
    "cli_kpi_formula": "Formula: {formula}",
    "cli_kpi_owner": "{owner} · {departments} · {stage} · version {version}",
    "cli_kpi_decision": "Decision: {decision}",
    "cli_kpi_source": "Declared in {place}",
    "cli_schemas_written": "{count} schemas written to {folder}",
    "cli_unexpected": (
        "something unexpected happened: {found} · this is a fault of the workbench, not of your "
        "data · nothing was published; the details are in {log}"
    ),
    "cli_interrupted": "Stopped. Nothing half-done was published.",
}
