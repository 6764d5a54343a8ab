"""What is told when a brand and month cannot be opened."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "no_session_open": (
        "nothing is open yet · a finding is shown in the words of an opened brand and month · "
        "run the set-up cell with open_session(…) first"
    ),
    "unknown_known_at": (
        "cannot read “{found}” as a date · an ISO date such as 2026-09-30, or a date and time · "
        "correct it, or leave it empty for the newest data"
    ),
    "unknown_observed_at": (
        "cannot read “{found}” as a date · an ISO date such as 2026-09-30, the day of the export · "
        "correct it"
    ),
    "raw_folder_missing": (
        "there is no folder “{found}” · folders are written relative to the project · create it "
        "and put the exports there, or correct the brand's file"
    ),
    "unknown_month": (
        "cannot read “{found}” as a month · a month is written YYYY-MM, such as 2026-09 · "
        "correct it"
    ),
    "unknown_locale": (
        "unknown language “{found}” · known: {known} · choose one of them, or leave it empty"
    ),
    "unknown_brand": (
        "unknown brand “{found}” · known: {known} · correct the name, or declare it in "
        "params/brands"
    ),
}
