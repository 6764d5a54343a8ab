"""Which chart and which columns stand for each finding: one module a group of findings.

Each module here but ``shape`` holds ``PRESENTATIONS``: finding name to :class:`Presentation`. A
chart function takes the finding, the words and the sentence, and returns a chart, or None when
there is nothing to draw.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from kpi_helpers.finding import Finding
from kpi_helpers.views.messages import merge
from kpi_helpers.views.presentations.shape import Presentation

__all__ = ["Presentation", "all_presentations", "presentation_of"]


@cache
def all_presentations() -> Mapping[str, Presentation]:
    """Finding name to its presentation, of every module of this package."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if info.name != "shape")
    return merge({name: import_module(f"{__name__}.{name}").PRESENTATIONS for name in names})


def presentation_of(finding: Finding) -> Presentation:
    """The presentation of a finding; one nobody made a chart for has sentence and table."""
    return all_presentations().get(finding.name, Presentation())
