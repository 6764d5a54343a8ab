"""How the findings on data, limits and provenance are shown."""

from __future__ import annotations

from kpi_helpers.views.presentations.shape import (
    Presentation,
)

__all__ = ["PRESENTATIONS"]


PRESENTATIONS: dict[str, Presentation] = {
    "data_quality": Presentation(
        (
            *("source", "verdict", "reasons", "coverage", "first_day", "last_day", "observed_at"),
            *("files", "rows_read", "rows_rejected", "rows_total"),
        ),
        verdicts="quality",
    ),
    "limits": Presentation(("limit", "reason", "findings"), headings={"reason": "limit_text"}),
    "provenance": Presentation(("fact", "text")),
}
