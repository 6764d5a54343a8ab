"""Controls for exploring in the lab: one module a kind. They receive callables and know no session.

A control never computes: it calls the same rule as its static twin, and shows what comes back.
"""

from kpi_helpers.views.widgets.bounding import bound_budget
from kpi_helpers.views.widgets.choose import choose
from kpi_helpers.views.widgets.compose import compose
from kpi_helpers.views.widgets.labelling import label_texts
from kpi_helpers.views.widgets.slide import slide

__all__ = ["bound_budget", "choose", "compose", "label_texts", "slide"]
