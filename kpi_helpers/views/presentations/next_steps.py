"""How next steps are shown."""

from __future__ import annotations

from kpi_helpers.views.next_steps import steps_by_department
from kpi_helpers.views.presentations.shape import Presentation

__all__ = ["PRESENTATIONS"]

PRESENTATIONS: dict[str, Presentation] = {
    "next_steps": Presentation(("department", "kpi", "stage"), body=steps_by_department),
}
