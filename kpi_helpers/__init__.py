"""The KPI Workbench: honest monthly KPI reports from platform exports.

This is the notebooks' door. ``open_session`` opens one brand and month; ``show`` draws a finding;
``chart`` gives its chart as an Altair chart to go on with. They are loaded on first use, so that a
command that needs none of them does not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi_helpers.session import chart, open_session, show

__version__ = "0.1.0"
__all__ = ["__version__", "chart", "open_session", "show"]


def __getattr__(name: str) -> Any:
    if name in ("chart", "open_session", "show"):
        from kpi_helpers import session

        return getattr(session, name)
    raise AttributeError(f"module 'kpi_helpers' has no attribute {name!r}")
