"""Whether the measures of one formula speak of the same days, and which of them count at all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kpi_helpers.metrics.grid import MeasureGrid
from kpi_helpers.metrics.readings import Plan

__all__ = ["counted_boards", "uneven_parts"]

_GROWING = ("sum", "rows", "distinct")
"""Ways of reading whose values grow with the days that have data."""


def counted_boards(plan: Plan, grids: Mapping[str, MeasureGrid]) -> dict[str, MeasureGrid]:
    """Boards that say how well a KPI is covered.

    A measure that no row ever has, and that the formula replaces, says nothing: a brand without
    Instagram is not incomplete because Facebook supplies no saves.
    """
    unknown = {name for name in plan.replaceable if not grids[name].sources}
    return {n: grid for n, grid in grids.items() if n not in unknown} or dict(grids)


def uneven_parts(
    plan: Plan, grids: Mapping[str, MeasureGrid], shape: tuple[int, int]
) -> np.ndarray:
    """Cells in which the measures of a rate cover different days; shape as told."""
    growing = [
        grid.profile
        for name, grid in counted_boards(plan, grids).items()
        if plan.readings[name].how in _GROWING
    ]
    uneven = np.zeros(shape, dtype=bool)
    for profile in growing[1:]:
        uneven |= profile != growing[0]
    return uneven
