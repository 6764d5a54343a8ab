"""What is told of runs, and the texts of the report around its findings."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    # before a run
    "notebooks_missing": (
        "there is no folder “{found}” · the notebooks of a project stand in notebooks/ · run the "
        "command inside the project, or name it with --root"
    ),
    "not_a_notebook": (
        "the file is not a notebook · a notebook is JSON with cells · restore it, or save it again "
        "from JupyterLab"
    ),
    "unknown_notebook": (
        "unknown notebook “{found}” · known: {known} · correct the name in params/run.yaml or "
        "after --only"
    ),
    "parameters_cell": (
        "{found} cells are tagged “parameters” · exactly one is allowed · tag the cell that holds "
        "the five parameters"
    ),
    "parameters_not_plain": (
        'the parameters cell holds more than plain values · only lines such as brand = "" · move '
        "everything else to another cell"
    ),
    "unknown_parameter": (
        "unknown parameter “{found}” · known: {known} · remove it, or compute it in another cell"
    ),
    "missing_parameter": (
        'parameter “{found}” is missing · a run fills it · add the line {found} = "" to the '
        "parameters cell"
    ),
    "parameter_not_text": (
        "parameter “{found}” is not text · every parameter is text · write it in quotes"
    ),
    "already_running": (
        "the report of “{brand}” for {month} is being made by another run · one at a time · wait "
        "for it to end"
    ),
    "socket_path_too_long": (
        "the temporary folder “{found}” has too long a path · kernels need one of about 80 signs · "
        "set TMPDIR to a shorter folder"
    ),
    # during a run
    "cell_failed": (
        "cell {number} ({cell}) stopped: {error}: {text} · the report before it, if any, still "
        "stands · open the kept notebook, or run this one in JupyterLab"
    ),
    "cell_exited": (
        "cell {number} ({cell}) left the notebook before its end · a report needs every cell · "
        "remove the call to exit"
    ),
    "ran_too_long": (
        "cell {number} ({cell}) was still running after {text} · that is the limit for a notebook "
        "· make it lighter, or raise timeout_seconds in params/run.yaml"
    ),
    "kernel_died": (
        "the kernel died in cell {number} ({cell}) · most often for want of memory · free memory, "
        "or run this notebook alone with --only"
    ),
    "kernel_not_started": (
        "no kernel could be started: {text} · the project's own environment has one · run the "
        "command from that environment"
    ),
    "store_changed": (
        "the store changed during the run: versions {found} · a report rests on one version · run "
        "it again once the import has ended"
    ),
    "could_not_write": (
        "could not write “{file}”: {error} · the report before it, if any, still stands · free "
        "disk space or correct the rights, then run again"
    ),
    "run_broken": (
        "the report could not be made: {error}: {text} · the report before it, if any, still "
        "stands · the trace is in the run.log of the failed run"
    ),
    "run_interrupted": (
        "the run was interrupted · the report before it, if any, still stands · run it again"
    ),
    # the page
    "report_title": "KPI report",
    "report_known": "Data known at {moment}",
    "report_skip": "Skip to the report",
    "report_contents": "Contents",
    "report_summary": "Summary",
    "report_source": "Source: {place}",
    "report_lead": (
        "Against {month}, {rises} of {total} {total:indicator|indicators} rose and {falls} fell."
    ),
    "report_lead_uncompared": "No indicator can be compared with {month}.",
    "report_lead_no_data": (
        "No indicator has a figure for this month: no imported export covers it."
    ),
    "report_goals": "Objectives",
    "report_goal": "{value} · expected by now {expected} · target {target}",
    "report_goal_near": "{value} · {gap} from {expected} expected by now · target {target}",
    "report_goal_target": "{value} · target {target}",
    "report_goal_no_target": "{value}",
    "report_goal_gap": "No KPI answers this objective yet.",
    "report_cards": "The month in {count} {count:figure|figures}",
    "report_versus": "vs {month}",
    "report_spark": (
        "{count} {count:month|months}; lowest {low} in {low_month}, highest {high} in {high_month}"
    ),
    "report_card_incomplete": "incomplete: {coverage} of its days",
    "report_card_provisional": "provisional",
    "report_parts": "Where the change in {kpi} comes from",
    "report_parts_total": "Total change on the month before",
    "report_parts_note": "Exact: the parts add up to the total.",
    "report_steps": "What to look at next",
    "report_step_why": "{kpi}: {change} on the month before",
    "report_quality": "Data quality",
    "report_unanswered": "Without an answer this month:",
    "report_unanswered_kpi": "{kpi} ({reason})",
    "report_again": "{title} The same as in “{chapter}”.",
    "report_code": "The code of this chapter",
    "report_provenance": "Provenance",
    "report_provenance_reading": (
        "The same data, definitions and notebooks give this report again, byte for byte."
    ),
    "report_known_at": "Data known at",
    "report_store_version": "Version of the store",
    "report_catalogue_sha": "Hash of the definitions",
    "report_notebooks": "Notebooks",
    "report_files": "{count} {count:imported file|imported files}",
    "report_file": "File",
    "report_hash": "SHA-256",
    "report_versions": "Versions of the programs",
    "report_package": "Program",
    "report_version": "Version",
}
