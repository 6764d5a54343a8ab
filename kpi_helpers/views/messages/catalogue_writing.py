"""Why a KPI could not be written into a brand's file."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "writing_id_exists": (
        "“{found}” exists already, in version {version} ({place}) · an id names one "
        "figure · give it a higher version, or take another id"
    ),
    "writing_flow_section": (
        "kpis stands on one line between braces · a new entry needs a line of its own · "
        "write each KPI on its own lines, then save again"
    ),
    "writing_changed": (
        "the file was changed while this was being checked · nothing was written · look "
        "at it, then save again"
    ),
    "writing_failed": (
        "the file cannot be written: {detail} · it is as it was · free space or rights, "
        "then save again"
    ),
}
